"""Packing: what is packed is unpacked the same; and many values can be made with nothing collected meanwhile."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.policy.model import Law
from sojourn.policy.reading.collecting import nothing_collected
from sojourn.policy.reading.packing import packed, unpacked
from sojourn.policy.reading.storing import same_programme
from sojourn.policy.tree import Literal, Where
from sojourn.policy.types import WHOLE, Kind, Type, Unit

from .random_programmes import programmes
from .test_soundness import _loaded


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A value that can hold others, itself among them."""

    name: str
    others: list[Any]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes())
def test_a_programme_comes_back_as_it_was(files: dict[str, str]) -> None:
    programme = replace(_loaded(files), cases={})  # as it is remembered
    again = unpacked(packed(programme))
    assert same_programme(programme, again)  # type: ignore[arg-type]
    assert [rule.where for rule in again.rules.values()] == [  # type: ignore[attr-defined]
        rule.where for rule in programme.rules.values()
    ]


def test_values_that_hold_each_other_come_back() -> None:
    first, second = Link("first", []), Link("second", [])
    first.others.extend((first, second))
    second.others.append(first)
    again: Any = unpacked(packed(first))
    assert again.name == "first"
    assert again.others[0] is again
    assert again.others[1].others[0] is again


def test_a_long_chain_needs_no_deep_stack() -> None:
    chain = Link("0", [])
    for number in range(1, 5000):
        chain = Link(str(number), [chain])
    again: Any = unpacked(packed(chain))
    for _ in range(4999):
        (again,) = again.others
    assert again.name == "0"


def test_equal_places_and_types_become_one() -> None:
    literals = [Literal(Type(Kind.NUMBER, whole=True), Where("a.yaml", 3, 7), number) for number in (1, 2)]
    first, second = unpacked(packed(literals))  # type: ignore[misc]
    assert first.where is second.where
    assert first.type is second.type
    assert (first.value, second.value, first.type) == (1, 2, WHOLE)


def test_units_stay_as_they_were_written() -> None:
    units = [Unit((("month", 1),), 12, written) for written in ("year", "years")]
    assert [str(unit) for unit in unpacked(packed(units))] == ["year", "years"]  # type: ignore[attr-defined]


@given(st.recursive(st.none() | st.integers() | st.text() | st.sampled_from(Law), st.lists))
def test_plain_things_come_back(thing: object) -> None:
    assert unpacked(packed(thing)) == thing


@pytest.mark.parametrize("enabled", [True, False])
def test_collecting_goes_on_as_before(enabled: bool) -> None:
    was = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with nothing_collected():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
        with pytest.raises(ZeroDivisionError), nothing_collected():
            raise ZeroDivisionError
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


def test_what_was_frozen_stays_frozen() -> None:
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with nothing_collected():
            kept = [[] for _ in range(1000)]
        assert gc.get_freeze_count() == before
        assert kept
    finally:
        gc.unfreeze()
