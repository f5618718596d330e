"""Five tests that a toy fails, on the real programmes: the calendar, a shared unknown, history, ranges, silence."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from sojourn.policy import Answer, Outcome, Programme, Standing, check, consequences, load, read_case
from sojourn.policy.model import Attested
from sojourn.policy.working.cases import case_of


@pytest.fixture(scope="module")
def guangxi() -> Programme:
    return load("guangxi")


@pytest.fixture(scope="module")
def china() -> Programme:
    return load("china")


def ask(programme: Programme, about: str, at: date, keys: dict[str, object] | None = None, **facts: Any) -> Answer:
    case = read_case(programme, {name.replace("__", "."): value for name, value in facts.items()}, at=at)
    return check(programme, case, about, keys=keys)


# ---- 1. Calendar -----------------------------------------------------------------------------------------------


def test_half_a_year_is_six_permits_in_practice_and_one_on_paper(guangxi: Programme) -> None:
    """Given the Lạng Sơn worker for six months from 1 June 2018, then six permits and 720 yuan in practice, one
    permit on paper.
    """
    facts = {"applicant__works_until": "2018-12-01", "application": "2018-06-01"}
    permits = ask(guangxi, "permits_needed", date(2018, 6, 1), **facts)
    assert permits.paper.value is not None
    assert permits.paper.value.low == 1
    assert permits.practice.finding is not None
    assert permits.practice.finding.value is not None
    assert permits.practice.finding.value.low == permits.practice.finding.value.high == 6
    fees = ask(guangxi, "fees_due", date(2018, 6, 1), **facts)
    assert fees.practice.finding is not None
    assert fees.practice.finding.value is not None
    assert fees.practice.finding.value.low == fees.practice.finding.value.high == 72000  # fen


def test_monthly_from_the_31st_of_january_ends_six_times_on_the_31st_of_july(guangxi: Programme) -> None:
    """Given terms counted from the first day, then the sixth month ends on 31 July and a seventh is needed the day
    after.
    """
    for until, permits in (("2018-07-31", 6), ("2018-08-01", 7), ("2018-02-28", 1), ("2018-03-01", 2)):
        answer = ask(
            guangxi, "permits_needed", date(2018, 1, 31), applicant__works_until=until, application="2018-01-31"
        )
        assert answer.practice.finding is not None
        assert answer.practice.finding.value is not None
        assert answer.practice.finding.value.low == answer.practice.finding.value.high == permits, until


@pytest.mark.parametrize("day", [date(2020, 3, 1), date(2020, 6, 1), date(2022, 12, 31)])
def test_practice_never_falls_back_to_paper(guangxi: Programme, day: date) -> None:
    """Given the suspension, when the term is asked for, then practice is none, and never the paper term again."""
    term = ask(guangxi, "permit_term", day)
    assert term.practice.finding is not None
    assert term.practice.finding.value is not None
    assert term.practice.finding.value.nothing
    permit = check(guangxi, case_of(guangxi, guangxi.cases["G01"]), "worker_permit")
    assert permit.paper.outcome in (Outcome.YES, Outcome.YES_IF)
    later = read_case(guangxi, guangxi.cases["G01"].facts, at=day)
    assert check(guangxi, later, "worker_permit").standing is Standing.SUSPENDED
    assert check(guangxi, later, "worker_permit").paper.outcome is Outcome.NO


def test_six_months_are_not_180_days(guangxi: Programme) -> None:
    """Given half a year from different days, then it is 181 to 184 days and never fits the longest stay document."""
    for start in ("2018-02-01", "2018-03-01", "2018-06-01", "2018-08-31", "2020-08-31"):
        answer = ask(guangxi, "term_fits_stay_document", date(2018, 6, 1), application=start)
        assert answer.paper.outcome is Outcome.NO, start


# ---- 2. A shared unknown -----------------------------------------------------------------------------------------


def test_no_completion_refuses_a_farm_in_june_and_accepts_it_in_september(guangxi: Programme) -> None:
    """Given any day of the change, then the farm rule never goes from refusing on 15 June to accepting on 15
    September.
    """
    boundary = guangxi.boundaries["farms_out"].day
    farm = {"employer.sector": "agriculture", "employer.legal_representative": True}
    seen = set()
    day = boundary.earliest
    while day <= boundary.latest:
        outcomes = []
        for at in (date(2019, 6, 15), date(2019, 9, 15)):
            case = read_case(guangxi, farm, at=at, settle={"farms_out": day})
            outcomes.append(check(guangxi, case, "eligible_sector").paper.outcome)
        assert outcomes != [Outcome.NO, Outcome.YES]
        assert set(outcomes) <= {Outcome.YES, Outcome.NO}
        seen.add(tuple(outcomes))
        day = date.fromordinal(day.toordinal() + 7)
    assert seen == {(Outcome.NO, Outcome.NO), (Outcome.YES, Outcome.NO), (Outcome.YES, Outcome.YES)}


def test_in_between_it_is_not_known_and_the_boundary_is_named(guangxi: Programme) -> None:
    """Given 1 September 2019, then exactly one version of the farm rule holds, it is not known which, and the
    reason is the named day.
    """
    farm = {"employer__sector": "agriculture", "employer__legal_representative": True}
    answer = ask(guangxi, "eligible_sector", date(2019, 9, 1), **farm)
    assert answer.paper.outcome is Outcome.NOT_KNOWN_YET
    assert ("boundary", "farms_out") in answer.paper.unknowns
    assert answer.paper.matters == ()


# ---- 3. History --------------------------------------------------------------------------------------------------

_GOOD = {"worked": True, "full_months_in_china": 10, "salary": 900000, "tax": 200000, "place": "guangzhou"}


def _years(*entries: dict[str, Any], complete: bool = False) -> dict[str, Any]:
    return {"complete": complete, "entries": list(entries)}


def test_three_good_years_and_an_unknown_fourth_are_not_known_yet(china: Programme) -> None:
    """Given years 2020 to 2022 that count and nothing of 2019, then the four years are open, and the history is
    what matters.
    """
    years = [{"year": year, **_GOOD} for year in (2020, 2021, 2022)]
    answer = ask(china, "pr_salary", date(2023, 12, 1), applicant__years=_years(*years))
    assert answer.paper.outcome is Outcome.NOT_KNOWN_YET
    assert "applicant.years" in answer.paper.matters


@pytest.mark.parametrize("bad", [{"worked": False}, {"full_months_in_china": 5}, {"salary": 100}])
def test_one_known_bad_year_is_a_no_whatever_else_is_unknown(china: Programme, bad: dict[str, Any]) -> None:
    """Given one year in the window that fails, then no, although nothing else is known."""
    years = [{"year": 2019, "place": "guangzhou", **bad}]
    answer = ask(china, "pr_salary", date(2020, 12, 1), applicant__years=_years(*years))
    assert answer.paper.outcome is Outcome.NO


# ---- 4. Ranges ---------------------------------------------------------------------------------------------------


def test_jinjiangs_fines_lie_within_and_at_the_composed_maxima(guangxi: Programme) -> None:
    """Given the reported decision, then 32,000 and 30,000 yuan are the most that the breaches add up to."""
    composed = consequences(guangxi, case_of(guangxi, guangxi.cases["G47"]))
    most = {one.role: one.fine.high for one in composed.liabilities if one.fine is not None}
    least = {one.role: one.fine.low for one in composed.liabilities if one.fine is not None}
    assert most["applicant"] == 3200000
    assert most["employer"] == 3000000
    assert all(least[role] <= most[role] for role in most)


def test_a_chosen_fine_is_decided(guangxi: Programme) -> None:
    """Given a fine chosen between 5,000 and 20,000, then it is a lawful range, and nothing is missing."""
    case = read_case(guangxi, {**guangxi.cases["G14"].facts}, at=guangxi.cases["G14"].at)
    answer = check(guangxi, case, "illegal_work")
    assert answer.paper.outcome is Outcome.YES
    fines = [one for one in answer.paper.penalties if one.low is not None and one.kind == "fine"]
    fines += [inner for one in answer.paper.penalties for inner in one.one_of if inner.kind == "fine"]
    assert {(one.low.low, one.high.high) for one in fines if one.low and one.high} == {(500000, 2000000)}


def test_pass_limits_by_place(guangxi: Programme) -> None:
    """Given the passes, then Longzhou's limit varies and is not stated; Pingxiang's and Dongxing's are."""
    longzhou = ask(guangxi, "pass_stay", date(2019, 6, 3), keys={"place": "longzhou"})
    assert longzhou.paper.outcome is Outcome.NOT_KNOWN_YET
    assert longzhou.paper.value is not None
    assert longzhou.paper.value.varies
    assert (longzhou.paper.value.low, longzhou.paper.value.high) == (1, 7)
    for place, days in (("pingxiang", 1), ("dongxing", 3)):
        value = ask(guangxi, "pass_stay", date(2019, 6, 3), keys={"place": place}).paper.value
        assert value is not None
        assert value.low == value.high == days


def test_dongxing_hangs_on_an_assumption_and_pingxiang_does_not(guangxi: Programme) -> None:
    """Given 3 to 6 June in Dongxing and 3 to 5 June in Pingxiang, then only the first hangs on how days are counted."""
    dongxing = check(guangxi, case_of(guangxi, guangxi.cases["G32"]), "pass_overstay")
    pingxiang = check(guangxi, case_of(guangxi, guangxi.cases["G30"]), "pass_overstay")
    assert "pass_entry_day_counts" in dongxing.paper.hangs_on
    assert "pass_entry_day_counts" not in pingxiang.paper.hangs_on
    assert pingxiang.paper.outcome is Outcome.YES


def test_trial_age_25_is_a_printed_gap_and_the_final_table_gives_ten(china: Programme) -> None:
    """Given ages at the edges of the printed bands, then the trial table gives no points that are known; the final
    one gives them.
    """
    for age, points in ((25, 10), (45, 15), (55, 10), (60, 5)):
        trial = ask(china, "points_age", date(2017, 1, 15), applicant__age=age)
        assert trial.paper.outcome is Outcome.NOT_KNOWN_YET, age
        final = ask(china, "points_age", date(2018, 6, 1), applicant__age=age)
        assert final.paper.value is not None
        assert final.paper.value.low == final.paper.value.high == points


# ---- 5. Silence --------------------------------------------------------------------------------------------------


def test_what_is_not_attested_has_no_gap(guangxi: Programme, china: Programme) -> None:
    """Given entries whose practice nobody describes, then there is no practice finding and no difference, neither
    zero nor more.
    """
    silent = 0
    for programme, at in product((guangxi, china), (date(2018, 6, 1), date(2019, 12, 15))):
        for entry in (*programme.routes.values(), *programme.rules.values()):
            if entry.practice.attested is not Attested.NOT_ATTESTED:
                continue
            answer = ask(programme, entry.key, at)
            assert answer.practice.finding is None
            assert (answer.practice.attested is Attested.DIFFERS) == bool(answer.practice.differences)
            silent += 1
    assert silent > 50
