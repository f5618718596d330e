"""Brief findings and the days of change: the same as `check` says, and nothing changes on any other day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.policy import (
    Attested,
    Case,
    Consequences,
    Layer,
    Outcome,
    Parameter,
    Penalty,
    brief,
    check,
    consequences,
    days_of_change,
    granted,
    load,
    read_case,
)
from sojourn.policy.working.cases import case_of

GUANGXI = load("guangxi")
WORKER = {
    "applicant.nationality": "vietnam",
    "applicant.province": "lang_son",
    "applicant.border_commune": "yes",
    "employer.place": "pingxiang",
    "employer.sector": "agriculture",
    "employer.legal_representative": "yes",
    "employer.hiring_qualification": "yes",
    "agency.rating": "b",
    "stay.pass_place": "dongxing",
    "applicant.works_in_china": "yes",
    "applicant.monthly_permit": "no",
    "applicant.workplace": "dongxing",
    "applicant.document": "no_document",
}


@pytest.mark.parametrize("key", GUANGXI.cases)
def test_a_brief_finding_is_that_of_check(key: str) -> None:
    worked = GUANGXI.cases[key]
    case = case_of(GUANGXI, worked)
    for asked in dict.fromkeys(expected.ask for expected in worked.expect):
        entry = GUANGXI.entry(asked)
        if entry is None or (isinstance(entry, Parameter) and entry.by):
            continue
        answer = check(GUANGXI, case, asked)
        found = brief(GUANGXI, case, asked)
        assert found is not None
        assert (found.value, brief_of(answer.paper.outcome)) == (answer.paper.value, found.outcome)
        there = answer.practice.finding
        practice = brief(GUANGXI, case, asked, Layer.PRACTICE)
        assert (practice is None) == (there is None)
        if practice is not None and there is not None:
            assert (practice.value, practice.outcome) == (there.value, brief_of(there.outcome))
        if asked in GUANGXI.routes:
            assert granted(GUANGXI, case, asked) == answer.grants


def brief_of(outcome: Outcome) -> Outcome:
    """As a brief finding has it: whether an authority's word is all that is missing is told by the reasons only."""
    return Outcome.NOT_KNOWN_YET if outcome is Outcome.YES_IF else outcome


def test_what_is_no_entry_cannot_be_asked() -> None:
    case = read_case(GUANGXI, {}, at=date(2019, 6, 1))
    for ask in (lambda: brief(GUANGXI, case, "no_such"), lambda: granted(GUANGXI, case, "no_such")):
        with pytest.raises(KeyError, match="no_such"):
            ask()
    with pytest.raises(KeyError, match="no_such"):
        days_of_change(GUANGXI, ["no_such"])


ASKED = ("worker_permit", "border_pass", "caught_at_work", "agency_may_file", "insurance_premium")
CHANGES = days_of_change(GUANGXI, ASKED)


def test_the_days_of_change_of_the_trial() -> None:
    told = {change.day.boundary or change.day.earliest.isoformat() for change in CHANGES}
    assert {"trial_start", "farms_in", "farms_out", "pingxiang_plan", "suspension", "insurance_start"} <= told
    assert {"blacklist", "2020-07-01"} <= told, "those of parameters and of other routes"
    assert not {"one_stop_centre", "tracking_app"} & told, "duties and steps are not looked at"


@given(st.integers(0, 5000))
def test_nothing_changes_between_two_days_of_change(days: int) -> None:
    day = date(2012, 1, 1) + timedelta(days=days)
    following = day + timedelta(days=1)
    if any(change.day.earliest <= following <= change.day.latest for change in CHANGES):
        return
    read = read_case(GUANGXI, WORKER, at=day)
    then = {"application": following, "decision": following, "breach": following}
    later = replace(read, at=following, facts={**read.facts, **then})

    def said(case: Case) -> list[object]:
        briefs = [brief(GUANGXI, case, asked, layer) for asked in ASKED for layer in Layer]
        return [*briefs, granted(GUANGXI, case, "worker_permit")]

    if following <= GUANGXI.verified:
        assert said(read) == said(later)


def liable(found: Consequences) -> dict[str, object]:
    return {one.role: one for one in found.liabilities}


def test_what_is_done_is_composed_beside_what_the_law_has() -> None:
    facts = {**WORKER, "applicant.has_work_permit": "no", "applicant.student": "no"}
    case = read_case(GUANGXI, facts, at=date(2019, 6, 1))
    conduct = ("illegal_work", "caught_at_work")
    law = consequences(GUANGXI, case, of=conduct)
    done = consequences(GUANGXI, case, of=conduct, layer=Layer.PRACTICE)
    assert set(law.answers) == set(conduct), "nothing else is looked at"
    (by_law,), (as_done,) = law.liabilities, done.liabilities
    assert by_law.fine is not None
    assert (by_law.fine.low, by_law.fine.high, by_law.ban) == (500_000, 2_000_000, None)
    assert as_done.ban is not None
    assert (as_done.ban.low, as_done.ban.high, as_done.fine) == (60, 60, None)
    assert as_done.breaches == ("caught_at_work",), "of the other, practice says nothing"
    assert law.answers["illegal_work"].practice.attested is Attested.NOT_ATTESTED


def test_a_ban_before_there_was_one_is_none() -> None:
    case = read_case(
        GUANGXI,
        {**WORKER, "applicant.has_work_permit": "no"},
        at=date(2018, 6, 1),
        settle={"blacklist": "2018-07-01"},
    )
    (done,) = consequences(GUANGXI, case, of=("caught_at_work",), layer=Layer.PRACTICE).liabilities
    assert done.ban is None, "and not one without an end"
    assert done.detention is not None
    assert done.detention.high is None, "how long is not known"
    assert Penalty.BAN not in done.other
