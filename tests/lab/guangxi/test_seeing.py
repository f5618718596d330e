"""What people and authorities see is what there is: inspections, the cost of a term, leaks, suspensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sojourn.lab import Draws, Experiment, run_one
from sojourn.lab.engine.arrays import CLOSED, Ending, Mode
from sojourn.lab.guangxi.authorities import LEAKS, Authorities, Bargain
from sojourn.lab.guangxi.office import Load, Measure
from sojourn.lab.guangxi.outcomes import OUTCOMES, told
from sojourn.lab.guangxi.parameters import middle
from sojourn.lab.guangxi.results import Month
from sojourn.lab.guangxi.running import Run
from sojourn.lab.guangxi.utilities import DAYS, pay_of, value_table
from sojourn.lab.guangxi.world import world
from sojourn.policy import Layer

from ..engine.runs import make_run, rules_of

SMALL = Experiment(people=1500, first=date(2018, 1, 1), last=date(2018, 12, 31), draws=Draws.MIDDLE, seed=2)
FIRST, LAST = date(2018, 6, 1), date(2018, 6, 30)


# ---- people ----------------------------------------------------------------------------------------------------------


def prepared() -> Run:
    """A run after its first month."""
    run = make_run(1500, FIRST, LAST, traced=0.0)
    run.segment(FIRST, LAST)
    return run


def test_people_know_what_the_office_does_beyond_the_usual() -> None:
    """Given an office that inspects four times as much, then irregular work is worth less, and work on a permit is not.

    Casual work on a pass is checked in the street, and so is worth less too.
    """
    run = prepared()
    offer = run.rules.on(FIRST)
    usual = run._tables(offer, FIRST, LAST)
    run.authorities.office.beyond[Measure.INSPECTION] = 3
    more = run._tables(offer, FIRST, LAST)
    assert (more.found[Mode.IRREGULAR] >= 3 * usual.found[Mode.IRREGULAR]).all()
    for mode, falls in ((Mode.IRREGULAR, True), (Mode.MISMATCH, True), (Mode.PASS, True), (Mode.PERMIT, False)):
        open_ = (usual.toward == mode)[None] & (usual.value != CLOSED)
        fell = usual.value[open_] - more.value[open_]
        assert open_.any() or mode is Mode.MISMATCH
        assert (fell >= 0).all()
        assert bool((fell > 0).any()) is (falls and bool(open_.any()))


def test_people_see_inspections_as_often_as_they_are_where_they_would_work() -> None:
    """Given firms of one size alone that take people without papers, then inspections are as often as those have."""
    run = prepared()
    usual = run.parameters["inspections"]
    for looked_at in (run.pool.looked_at.max(), run.pool.looked_at.min()):
        run.firms.tolerant[:] = run.pool.looked_at == looked_at
        assert run.firms.target[run.firms.tolerant != 0].any()
        assert run._seen(1.0)["inspections"] == pytest.approx(usual * looked_at)
    run.firms.tolerant[:] = 0
    assert run._seen(1.0)["inspections"] == usual


def test_the_cost_of_a_term_is_thought_to_be_what_it_is() -> None:
    """Given days away and a fee, then what they are thought to take off a month is what runs lose by them."""
    parameters = {**middle(), "wage_weight": 1.0}
    offer = rules_of(Layer.PRACTICE).on(FIRST)
    offer = replace(offer, away_days=offer.away_days * 0 + 5)
    money = pay_of(world(), parameters, FIRST.month)

    def worth(fee: int, term: int) -> Any:
        told_of = replace(
            offer, fee=offer.fee * 0 + fee, term_months=offer.term_months * 0 + term, worker_pays_fee=True
        )
        nothing = np.zeros(len(world().places))
        return value_table(world(), told_of, parameters, money, world().posts, nothing)[1]

    cells = slice(3 + len(world().places), 3 + len(world().places) + world().cells)
    gap = np.exp((worth(0, 1)[:, cells] - worth(0, 6)[:, cells]) / 65536)
    agent = parameters["agent_fee"] / parameters["months_spread_near"]
    net = {term: money.permit * (1 - 5 / (DAYS * term + 5)) - agent for term in (1, 6)}
    assert gap == pytest.approx(net[1] / net[6], rel=1e-3)
    lived = run_one(replace(SMALL, given=(("days_away", 5.0),)), 0).outcomes
    assert lived["days_lost"] == pytest.approx(DAYS * 5 / (DAYS + 5), rel=0.12)


# ---- authorities -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenarios", [(), ("half_year_permits",)])
def test_the_centre_sees_the_leaks_there_are_for_as_long_as_permits_are_held(scenarios: tuple[str, ...]) -> None:
    """Given permits of a month or of half a year, then what the centre goes by is what the run counts as leaks."""
    finished = run_one(replace(SMALL, scenarios=scenarios), 1)
    seen = [one["rate"] for one in finished.result.history][-1]
    since = date(2018, 13 - round(middle()["centre_patience"]), 1)
    months = tuple(month for month in finished.result.months if month.first >= since)
    assert seen == pytest.approx(OUTCOMES["leaks"](told(finished.result, months)))


def graded(months: int, leaks: Mapping[int, int], suspended_for: int) -> list[int]:
    """The grade of one agency (0 the regular one, 1 suspended) after each of some months; `leaks` by month."""
    offer: Any = SimpleNamespace(
        violations_count_for=12,
        suspended_for=suspended_for,
        grade_after=np.array([[0, 0, 1], [0, 0, 1]]),
        grade_may_file=np.array([[True, False]]),
        unqualified_may_hire=np.ones(1, bool),
        tracked=False,
        firms_answer=np.zeros(1, bool),
    )
    pool: Any = SimpleNamespace(agency=np.zeros(1, np.int64), agencies=1, cell=np.zeros(1, np.int64))
    load = Load(*(np.ones(1) for _ in range(4)))
    state, grades = Authorities(Bargain(), 0), []
    for month in range(months):
        count = np.zeros((4, 1), np.int32)
        count[LEAKS] = leaks.get(month, 0)
        parameters = {**middle(), "leaks_laid_to_agency": 1.0}
        after = (date(2019, 1 + month, 1) if month < 12 else date(2020, month - 11, 1)) - date(2018, 12, 1)
        state.month(count, pool, offer, parameters, load, np.zeros(1, np.int64), after.days, (1, 0), held=1)
        assert state.grades is not None
        grades.append(int(state.grades[0]))
    return grades


def test_a_suspension_lasts_as_long_as_the_programme_says() -> None:
    """Given violations that suspend an agency, then it files again after the months that the programme has.

    What led to it counts no longer; where the programme has no length, it waits until they do not count.
    """
    assert graded(8, {1: 9}, suspended_for=3) == [0, 1, 1, 1, 0, 0, 0, 0]
    assert graded(8, {1: 9}, suspended_for=1) == [0, 1, 0, 0, 0, 0, 0, 0]
    assert graded(8, {1: 9, 5: 9}, suspended_for=2) == [0, 1, 1, 0, 0, 1, 1, 0]
    assert graded(16, {1: 9}, suspended_for=0) == [0] + 12 * [1] + 3 * [0]


def test_centre_and_office_begin_on_the_first_day_told() -> None:
    """Given a long warm-up, then nothing has been granted, raised or moved when what is told begins."""
    reacts = replace(SMALL, scenarios=("both_react",), warm_up=730, last=date(2018, 3, 31))
    result = run_one(reacts, 0).result
    months: tuple[Month, ...] = (*result.before, result.months[0])
    assert {month.steps for month in months} == {0}
    assert {month.effort for month in months} == {1.0}
    assert {month.coastal_firms_moved for month in result.before} == {0}
    assert len(result.history) == 27


# ---- what is told ----------------------------------------------------------------------------------------------------


def test_of_those_who_begin_without_papers_the_share_that_goes_further_in() -> None:
    """Given moves between modes, then all who begin count, and of those further in all who did not come back."""
    finished = run_one(SMALL, 0)
    whole = told(finished.result)
    flows = np.zeros_like(whole.flows)
    flows[Mode.HOME, Mode.IRREGULAR], flows[Mode.PASS, Mode.IRREGULAR] = 30, 4
    flows[Mode.HOME, Mode.FURTHER], flows[Mode.PASS, Mode.FURTHER] = 6, 10
    flows[Mode.IRREGULAR, Mode.FURTHER], flows[Mode.FURTHER, Mode.IRREGULAR] = 9, 3
    flows[Mode.PERMIT, Mode.IRREGULAR], flows[Mode.BARRED, Mode.FURTHER] = 40, 10
    flows[Mode.IRREGULAR, Mode.IRREGULAR] = flows[Mode.FURTHER, Mode.FURTHER] = 0
    assert OUTCOMES["onward"](replace(whole, flows=flows)) == pytest.approx((6 + 10 + 10 + 9 - 3) / 100)
    ended = np.zeros_like(whole.ended)
    ended[Ending.LEFT, :, 0], ended[Ending.LEFT, :, 1], ended[Ending.LET_GO, :, 0] = 1, 3, 50
    assert OUTCOMES["quits_in_a_month"](replace(whole, ended=ended)) == pytest.approx(1 / 4)


def test_shares_of_months_weigh_the_parts_of_a_month_by_their_days() -> None:
    """Given a month cut in two by a change, then its parts count for their days."""
    finished = run_one(replace(SMALL, last=date(2018, 1, 31)), 0)
    (month,) = finished.result.months
    first = replace(month, last=date(2018, 1, 10), steps=1)
    second = replace(month, first=date(2018, 1, 11), steps=0)
    assert OUTCOMES["extended"](told(finished.result, (first, second))) == pytest.approx(10 / 31)
