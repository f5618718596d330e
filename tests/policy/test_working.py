"""Worked cases and coverage: that they come out, that a wrong one is noticed, and that every id is accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sojourn.policy import Programme, available, load
from sojourn.policy.model import Expected, WorkedCase
from sojourn.policy.tree import Where
from sojourn.policy.working.alterations import alterations_of
from sojourn.policy.working.cases import run_case, run_cases
from sojourn.policy.working.coverage import cover, read_catalogue, unaccounted

from .small import programme, rule

HERE = Where("cases.yaml", 3, 5)

#: How many ids the catalogue of the two chapters and of the laws behind them has.
CATALOGUED = 445


@pytest.mark.parametrize("key", available())
def test_every_worked_case_comes_out(key: str) -> None:
    """Given a programme, then each of its worked cases comes out as expected."""
    assert run_cases(load(key)) == []


def worked(facts: dict[str, Any], **checks: Any) -> WorkedCase:
    about = checks.pop("ask", "r0")
    return WorkedCase(
        "C1", "A case", date(2018, 1, 15), facts, {}, {}, (Expected(about, checks, {}, HERE),), (), (), HERE
    )


SMALL = programme(
    rule("r0", "all: [applicant.healthy, applicant.age >= 18]")
    + rule(
        "r1",
        "table: {of: applicant.age, rows: [{below: 18, value: 1, key: child}, {from: 18, value: 2, key: adult}]}",
    )
    + rule("r2", "table: {of: applicant.age, rows: [{below: 18, value: 10 CNY}, {from: 18, value: 20.50 CNY}]}")
)


@pytest.mark.parametrize(
    ("facts", "checks", "comes_out"),
    [
        ({"applicant.healthy": "yes", "applicant.age": "30"}, {"paper": "yes"}, True),
        ({"applicant.healthy": "yes", "applicant.age": "30"}, {"paper": "no"}, False),
        ({"applicant.healthy": "yes"}, {"paper": "unknown", "matters": ["applicant.age"]}, True),
        ({"applicant.healthy": "yes"}, {"paper": "unknown", "matters": ["applicant.healthy"]}, False),
        ({"applicant.healthy": "no"}, {"paper": "no", "because": ["applicant.healthy"]}, True),
        ({"applicant.healthy": "no"}, {"paper": "no", "because": ["applicant.age"]}, False),
        ({"applicant.age": "30"}, {"ask": "r1", "paper": "2", "fired": ["adult"]}, True),
        ({"applicant.age": "30"}, {"ask": "r1", "paper": "2", "fired": ["child"]}, False),
        ({}, {"ask": "r1", "paper": ["1", "2"]}, True),
        ({}, {"ask": "r1", "paper": ["0", "2"]}, False),
        ({"applicant.age": "30"}, {"ask": "r2", "paper": "20.5 CNY"}, True),
        ({"applicant.age": "30"}, {"ask": "r2", "paper": "20 CNY"}, False),
        ({"applicant.age": "30"}, {"practice": "not attested"}, True),
        ({"applicant.age": "30"}, {"practice": "same"}, False),
        ({"applicant.age": "30"}, {"hangs_on": []}, True),
        ({"applicant.age": "30"}, {"hangs_on": ["counted"]}, False),
        ({"applicant.aeg": "30"}, {"paper": "yes"}, False),
        ({}, {"ask": "nothing", "paper": "yes"}, False),
        ({}, {"nonsense": "yes"}, False),
    ],
    ids=repr,
)
def test_a_worked_case_says_what_came_out(facts: dict[str, Any], checks: dict[str, Any], comes_out: bool) -> None:
    """Given an expectation that is wrong, then the mismatch shows what was expected and what came out."""
    found = run_case(SMALL, worked(facts, **checks))
    assert (found == []) == comes_out
    for mismatch in found:
        assert mismatch.expected != mismatch.got
        assert mismatch.where == HERE


def test_the_catalogue_is_whole() -> None:
    """Given the ids that the programmes answer for, then there are as many as the two chapters and the laws behind
    them have.
    """
    ids: set[str] = set()
    for key in available():
        ids |= set(read_catalogue(key))
    assert len(ids) == CATALOGUED


def test_every_id_is_used_or_left_with_a_reason_and_what_is_used_is_noticed() -> None:
    """Given any id that is used, when what cites it is altered, then a worked case fails.

    Any other says who takes it up and why.
    """
    found = cover({key: load(key) for key in available()}, alter=True, enough=1)
    assert [one.entry.key for one in unaccounted(found)] == []
    assert sum(1 for one in found if one.uses) > 200
    for one in found:
        if one.entry.left_to:
            assert one.entry.left_to in {"lab", "gap", "register", "context"}, one.entry.key


def test_an_alteration_changes_one_thing_and_leaves_the_programme_itself() -> None:
    """Given a programme, when it is altered, then the altered one differs and the programme is what it was."""
    loaded: Programme = load("guangxi")
    before = replace(loaded)
    alterations = list(alterations_of(loaded))
    assert len({one.source for one in alterations}) > 50
    for alteration in alterations[::10]:
        assert alteration.apply(loaded) != loaded or alteration.kind == "fact"
    assert loaded == before
