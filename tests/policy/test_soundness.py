"""Soundness: whatever completes a case, the full answer lies within the partial one."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.policy import Outcome, Programme, read_case
from sojourn.policy.checking.check import check
from sojourn.policy.checking.looking import compiled_of, look
from sojourn.policy.model import Layer
from sojourn.policy.reading.programme import read
from sojourn.policy.types import Kind
from sojourn.policy.values import ABSENT, Span

from .random_programmes import full_cases, partial_of, programmes, write
from .small import programme, rule

_DAYS = st.sampled_from(
    [
        date(2016, 3, 1),
        date(2016, 5, 20),
        date(2017, 6, 1),
        date(2018, 5, 15),
        date(2018, 7, 1),
        date(2019, 2, 28),
        date(2020, 2, 1),
        date(2021, 1, 1),
    ]
)


def _application(at: date) -> st.SearchStrategy[dict[str, Any]]:
    """The day of application as the day asked about, or only its month or year."""
    return st.sampled_from(["", at.isoformat()[:7], at.isoformat()[:4]]).map(lambda day: {"application": day or at})


def _loaded(files: dict[str, str]) -> Programme:
    with tempfile.TemporaryDirectory() as folder:
        return read(write(files, Path(folder)))


def within(full: Any, partial: Any) -> bool:
    """Whether everything that `full` can be, `partial` can be too."""
    if isinstance(full, frozenset):
        return all(within(one, partial) for one in full)
    if isinstance(partial, frozenset):
        return full in partial
    if isinstance(partial, Span):
        if full is ABSENT:
            return partial.absent
        low, high = (full.low, full.high) if isinstance(full, Span) else (full, full)
        return bool(partial.low <= low and high <= partial.high) and (
            partial.absent or not (isinstance(full, Span) and full.absent)
        )
    if isinstance(full, Span):
        return False
    return bool(full == partial)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_the_full_answer_lies_within_the_partial_one(data: st.DataObject) -> None:
    """Given a random programme and case, when some of it is unknown, then what is worked out contains what comes
    out in full.
    """
    programme = _loaded(data.draw(programmes()))
    compiled = compiled_of(programme)
    facts = data.draw(full_cases())
    at = data.draw(_DAYS)
    known = data.draw(partial_of(facts)) | data.draw(_application(at))
    full, partial = read_case(programme, facts, at=at), read_case(programme, known, at=at)
    for collection in (programme.rules, programme.routes):
        for key, entry in collection.items():
            complete = look(compiled, full, entry, Layer.PAPER).value
            possible = look(compiled, partial, entry, Layer.PAPER).value
            if entry.type.kind is Kind.YES_NO:
                assert complete | possible == possible, (key, complete, possible)
            else:
                assert within(complete, possible), (key, complete, possible)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_what_does_not_matter_changes_nothing(data: st.DataObject) -> None:
    """Given a partial case, when facts that are not among those that could still matter become known, or known more
    exactly, then the outcome stays: whatever changes it in some completion is among them.
    """
    programme = _loaded(data.draw(programmes()))
    facts = data.draw(full_cases())
    at = data.draw(_DAYS)
    facts["application"] = at
    known = data.draw(partial_of(facts)) | data.draw(_application(at))
    partial = read_case(programme, known, at=at)
    for key in (*programme.rules, *programme.routes):
        paper = check(programme, partial, key).paper
        others = {name: value for name, value in facts.items() if name not in paper.matters}
        if "agency" in paper.matters:
            others.pop("agency.rating", None)  # to tell of an agency is to say that there is one
        again = check(programme, read_case(programme, known | others, at=at), key).paper
        assert (again.outcome, again.value) == (paper.outcome, paper.value), key


@pytest.mark.parametrize("settled", ["2018-03-01", "2018-06-20", "2018-11-01"])
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_settling_a_boundary_lies_within_leaving_it_open(settled: str, data: st.DataObject) -> None:
    """Given a case, when the day of change is settled, then what comes out was possible before."""
    programme = _loaded(data.draw(programmes()))
    compiled = compiled_of(programme)
    facts = data.draw(full_cases())
    at = data.draw(_DAYS)
    open_case = read_case(programme, facts, at=at)
    fixed = read_case(programme, facts, at=at, settle={"turning": settled})
    for entry in programme.rules.values():
        possible = look(compiled, open_case, entry, Layer.PAPER).value
        certain = look(compiled, fixed, entry, Layer.PAPER).value
        if entry.type.kind is Kind.YES_NO:
            assert certain | possible == possible
        else:
            assert within(certain, possible)


def test_entries_that_share_a_day_of_change_never_contradict_each_other() -> None:
    """Given two parameters that change on one unknown day, then no order of days takes the old of one and the new of
    the other.
    """
    small = programme(
        rule("r0", "all: [toll == 1, fare == 7]")
        + rule("r1", "any: [toll == 1, fare == 7]")
        + rule("r2", "value: fare - toll")
    )
    within_boundary, after = date(2018, 6, 1), date(2018, 12, 1)
    for _ in range(2):  # what one case found must not mislead the next
        case = read_case(small, {}, at=within_boundary)
        assert check(small, case, "r0").paper.outcome is Outcome.NO
        assert check(small, case, "r1").paper.outcome is Outcome.YES
        value = check(small, case, "r2").paper.value
        assert value is not None
        assert (value.low, value.high) == (400, 500)
        assert check(small, case, "r2").paper.unknowns == (("boundary", "turning"),)
        assert check(small, read_case(small, {}, at=after), "r0").paper.outcome is Outcome.NO
