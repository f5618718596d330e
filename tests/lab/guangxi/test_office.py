"""The local office: what it may do, what that takes it, and what it takes up first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lab import Draws, Experiment, run_one
from sojourn.lab.guangxi.authorities import LEAKS, Authorities, Bargain
from sojourn.lab.guangxi.office import Load, Measure, Office
from sojourn.lab.guangxi.parameters import middle
from sojourn.lab.guangxi.utilities import pay_of, tracked_worth, value_table
from sojourn.lab.guangxi.world import world
from sojourn.policy import Layer

from ..engine.runs import rules_of as rules_on_a_layer
from ..offers.test_offers import GUANGXI

PLACES = 2
#: A day before firms answer and workers are tracked, and one after.
BEFORE, AFTER = date(2018, 6, 1), date(2019, 12, 31)


def offer(*, tracked: bool = False, answer: bool = False, graded: bool = True) -> Any:
    """What the office needs of an offer."""
    months = 12 if graded else 0
    answers = np.full(PLACES, answer)
    return SimpleNamespace(tracked=tracked, firms_answer=answers, violations_count_for=months, suspended_for=0)


def load(inspections: float = 1, agencies: float = 1, holders: float = 100, firms: float = 1) -> Load:
    """So much to do at each place."""
    return Load(*(np.full(PLACES, float(much)) for much in (inspections, agencies, holders, firms)))


def said(**changed: float) -> Mapping[str, float]:
    """One day of work for one level of each measure and place, and ample means, unless said otherwise."""
    one = dict.fromkeys(
        ("days_an_inspection", "days_grading_agency", "days_tracking_hundred", "days_answering_firm"), 1.0
    )
    return {**middle(), **one, "local_zeal": 0.5, "effort_most": 3.0, "office_means": 100.0, **changed}


def pressed(months: int, parameters: Mapping[str, float], what: Any = None, much: Load | None = None) -> Office:
    """The office after so many months in which too much leaked."""
    office = Office()
    for _ in range(months):
        office.answer(pressed=True, load=much or load(), offer=what or offer(), parameters=parameters)
    return office


@pytest.mark.parametrize("cheapest", list(Measure))
def test_what_costs_least_is_raised_first(cheapest: Measure) -> None:
    """Given one measure that costs less than the others, then that alone is raised, a step a month, to the most."""
    names = ("days_an_inspection", "days_grading_agency", "days_tracking_hundred", "days_answering_firm")
    parameters = said(**{names[cheapest]: 0.1})
    usual = 1 if cheapest in (Measure.INSPECTION, Measure.GRADING) else 0
    steps = round((3 - usual) / 0.5)
    once, often = pressed(1, parameters), pressed(steps, parameters)
    assert once.beyond[cheapest] == pytest.approx(0.5)
    assert once.beyond.sum() == pytest.approx(0.5)
    assert often.beyond[cheapest] == pytest.approx(3 - usual)
    assert often.beyond.sum() == pytest.approx(3 - usual)
    further = pressed(steps + 1, parameters)
    assert further.beyond[cheapest] == pytest.approx(3 - usual), "the highest is the third level"
    assert further.beyond.sum() == pytest.approx(3.5 - usual), "and the next begins"


def test_nothing_is_raised_beyond_the_means() -> None:
    """Given means for a quarter more than the usual, then the office stops there, however much leaks."""
    parameters = said(office_means=1.25)
    office, usual = pressed(20, parameters), Office().days(load(), offer(), parameters)
    assert usual == pytest.approx(2 * PLACES)
    assert 1 < office.days(load(), offer(), parameters) / usual <= 1.25
    assert pressed(20, said(office_means=1.0)).beyond.sum() == 0


def test_nobody_is_graded_more_strictly_where_nobody_is_graded() -> None:
    """Given that agencies are not graded, then grading costs nothing and is never raised."""
    parameters = said(days_grading_agency=0.0)
    office = pressed(100, parameters, offer(graded=False))
    assert office.beyond[Measure.GRADING] == 0
    assert office.beyond[[Measure.INSPECTION, Measure.TRACKING, Measure.LIABILITY]].tolist() == [2, 3, 3]


def test_the_highest_level_is_the_highest_whatever_it_begins_at() -> None:
    """Given an app and a liability that the programme has, then as many steps fewer lead to the highest level."""
    office = pressed(100, said(), offer(tracked=True, answer=True))
    assert office.beyond.tolist() == [2, 2, 2, 2]
    with_more = pressed(100, said(tracking=1, liability=3), offer(tracked=True, answer=True))
    assert with_more.beyond.tolist() == [2, 2, 1, 0]


def test_where_nobody_inspects_and_nobody_has_a_permit_nothing_is_raised() -> None:
    """Given no inspections, no holders and no firms that file, then only grading is left to raise."""
    office = pressed(100, said(inspection_effort=0), much=load(holders=0, firms=0))
    assert office.beyond.tolist() == [0, 2, 0, 0]


@pytest.mark.parametrize(("ease", "left"), [(0.1, 0.9), (0.5, 0.5), (1.0, 0.0)])
def test_all_is_let_down_when_nothing_presses(ease: float, left: float) -> None:
    office = Office(np.ones(len(Measure)))
    office.answer(pressed=False, load=load(), offer=offer(), parameters=said(local_ease=ease))
    assert office.beyond == pytest.approx(np.full(len(Measure), left))


@given(st.lists(st.booleans(), max_size=40), st.floats(0, 1), st.floats(1, 5), st.floats(1, 4), st.floats(0, 4))
def test_no_month_takes_more_than_the_means_or_goes_past_the_most(
    months: list[bool], zeal: float, means: float, most: float, effort: float
) -> None:
    """Given any course of months, then no level is past the most, and no rise past the means."""
    parameters = said(local_zeal=zeal, office_means=means, effort_most=most, inspection_effort=effort)
    office, usual = Office(), Office().days(load(), offer(), parameters)
    for too_much in months:
        office.answer(pressed=too_much, load=load(), offer=offer(), parameters=parameters)
        assert (office.beyond >= 0).all()
        assert (office.beyond <= most - np.array([1, 1, 0, 0]) + 1e-12).all()
        assert office.days(load(), offer(), parameters) <= means * usual * (1 + 1e-12)


# ---- what the programme has, and what it does -----------------------------------------------------------------------


def test_the_programme_says_when_workers_are_tracked_and_where_firms_answer() -> None:
    """Given the trial as practised, then the app is there from its day on, and firms answer in Pingxiang from the plan
    of 2019 on, where they can lose their qualification."""
    rules = rules_on_a_layer(Layer.PRACTICE)
    begun = rules.changes(date(2019, 1, 1), date(2019, 12, 31))
    first = next(day for day in begun if rules.on(day).tracked)
    boundary = GUANGXI.boundaries["tracking_app"].day
    assert boundary.earliest <= first <= boundary.latest
    assert not rules.on(BEFORE).tracked
    assert not rules.on(BEFORE).firms_answer.any()
    after = rules.on(AFTER)
    assert after.tracked
    where = [place for place, answer in zip(world().places, after.firms_answer, strict=True) if answer]
    assert where == ["pingxiang_zone"]
    assert not after.unqualified_may_hire[after.firms_answer].any()


def test_the_app_takes_off_irregular_work_and_work_at_another_firm() -> None:
    """Given the app, then both are worth less to those who fear, more so at a higher level, and nothing without it."""
    rules, parameters = rules_on_a_layer(Layer.PRACTICE).on(AFTER), {**middle(), "app_finds": 0.005, "fear": 0.5}
    money = pay_of(world(), parameters, 6)
    none, one, two = (np.full(len(world().places), float(level)) for level in range(3))
    less = [tracked_worth(world(), rules, parameters, money, level) for level in (none, one, two)]
    assert not less[0].any()
    assert (less[1] <= 0).all()
    assert (less[2] <= less[1]).all()
    assert (less[2] < less[1]).mean() > 0.9, "but for those of whom nothing is left anyway"
    with_it, without = (
        value_table(world(), rules, parameters, money, world().posts, level)[1] for level in (one, none)
    )
    cells = world().cells
    assert (with_it[:, -cells:] <= without[:, -cells:]).all()
    assert (with_it[:, -cells:] < without[:, -cells:]).mean() > 0.9
    assert np.array_equal(with_it[:, :-cells], without[:, :-cells])


def test_firms_that_answer_lose_their_qualification_over_workers_who_leak() -> None:
    """Given leaks at two places, of which firms answer at one, then those there lose it, for so many months."""
    here, pool = offer(), SimpleNamespace(agency=np.zeros(2, np.int64), agencies=1, cell=np.arange(2))
    here.firms_answer, here.unqualified_may_hire = np.array([True, False]), np.array([False, True])
    here.grade_after = np.zeros((1, 9), np.int64)
    count = np.zeros((4, 2), np.int32)
    count[LEAKS] = 10
    state = Authorities(Bargain(), 0)
    parameters = said(leaks_laid_to_firm=0.2, months_unqualified=2)
    state.month(count, pool, here, parameters, load(), np.arange(2), 100, (1, 0), held=1)  # type: ignore[arg-type]
    assert state.unqualified_until is not None
    assert state.unqualified_until.tolist() == [100 + 61, 0]


SHORT = Experiment(people=3000, first=date(2018, 1, 1), last=date(2018, 12, 31), warm_up=180, draws=Draws.MIDDLE)


@pytest.mark.parametrize(
    ("given_too", "fewer"),
    [
        ((("liability", 1.0), ("firm_watches", 1.0), ("leaks_laid_to_firm", 0.0)), "leaks"),
        ((("tracking", 50.0), ("fear", 0.0)), "irregular_stay"),
    ],
    ids=["seen off", "tracked"],
)
def test_each_measure_works(given_too: tuple[tuple[str, float], ...], fewer: str) -> None:
    """Given firms that see everybody off, then nobody leaks; given an app that finds, then stays end sooner."""
    before = run_one(replace(SHORT, given=tuple(one for one in given_too if one[0] == "fear")), 0).outcomes[fewer]
    after = run_one(replace(SHORT, given=given_too), 0).outcomes[fewer]
    assert after < before
    if fewer == "leaks":
        assert after == 0
