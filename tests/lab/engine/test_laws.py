"""What holds in every world of the engine, whatever is drawn.

People and posts are neither made nor lost, sums agree.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sojourn.lab.engine.arrays import NEVER, Breach, Happened, Manner, Mode

from .trials import Outcome, Trial, draw_trial, play, with_periods

AT_WORK = (Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH)
ON_PERMIT = (Mode.PERMIT, Mode.MISMATCH)
TRIALS = st.builds(
    draw_trial,
    st.integers(0, 2**32 - 1),
    st.integers(1, 120),
    st.integers(1, 20),
    st.lists(st.integers(1, 40), min_size=1, max_size=4).map(tuple),
    st.integers(1, 3),
    st.integers(1, 3),
)
laws = settings(max_examples=150, deadline=None)


@laws
@given(TRIALS)
def test_everybody_is_in_one_place_on_every_day(trial: Trial) -> None:
    """Given a segment, then its person-days are people times days, and its stocks are the people."""
    outcome, people = play(trial), trial.people.kind.size
    for period, counted, stocks in zip(trial.periods, outcome.counters, outcome.stocks, strict=True):
        assert counted["days"].sum() == people * (period.numbers.last - period.numbers.first + 1)
        assert stocks.sum() == people
    assert np.array_equal(stocks.sum(axis=1), np.bincount(outcome.people.mode, minlength=len(Mode)))


@laws
@given(TRIALS)
def test_filled_posts_are_the_people_at_a_firm(trial: Trial) -> None:
    """Given any day on which a segment ends, then posts filled, people at firms, and hires less ends are the same."""
    jobs = 0
    for periods in range(1, len(trial.periods) + 1):
        outcome = play(with_periods(trial, periods))
        people, firms = outcome.people, outcome.firms
        working = np.isin(people.mode, AT_WORK)
        assert np.array_equal(working, people.firm >= 0)
        at = np.bincount(people.firm[working], minlength=firms.filled.size)
        assert np.array_equal(at, firms.filled)
        jobs = int(outcome.total("hired").sum() - outcome.total("ended").sum())
        assert jobs == firms.filled.sum()
        assert np.array_equal(trial.firm_cell[people.firm[working]], people.cell[working])


@laws
@given(TRIALS)
def test_no_firm_takes_more_than_it_has_posts_for(trial: Trial) -> None:
    """Given a segment, then a firm has at its end no more people than posts, or than it had at its beginning."""
    before = trial.firms.filled
    for periods in range(1, len(trial.periods) + 1):
        firms = play(with_periods(trial, periods)).firms
        assert (firms.filled <= np.maximum(firms.target, before)).all()
        before = firms.filled


@laws
@given(TRIALS)
def test_papers_go_with_what_people_do(trial: Trial) -> None:
    """Given anybody at the end, then only permits and bans have a last day, and she is in or out as her life says."""
    people = play(trial).people
    last = trial.periods[-1].numbers.last
    dated = np.isin(people.mode, (*ON_PERMIT, Mode.BARRED))
    assert (people.due[~dated] == NEVER).all()
    assert (people.due[dated] != NEVER).all()
    assert (people.due[dated] > last).all()
    outside = np.isin(people.mode, (Mode.HOME, Mode.COAST, Mode.BARRED))
    assert np.array_equal(outside, people.manner == Manner.OUTSIDE)
    assert (people.manner[np.isin(people.mode, ON_PERMIT)] == Manner.PERMIT).all()
    assert (people.manner[people.mode == Mode.PASS] == Manner.PASS).all()
    assert (people.cell[outside] == 0).all()
    assert not people.lost.any()
    assert (people.counted == last + 1).all()
    assert (people.think_left >= 0).all()
    assert (people.found_left >= 0).all()


@laws
@given(TRIALS)
def test_crossings_are_what_moved_the_people(trial: Trial) -> None:
    """Given all crossings, then those in less those out are the people in China, by how they came."""
    outcome = play(trial)
    crossings = outcome.total("crossings")
    inside = np.bincount(outcome.people.manner, minlength=len(Manner))[Manner.PASS :]
    assert np.array_equal((crossings[:, 0] - crossings[:, 1])[Manner.PASS :], inside)


@laws
@given(TRIALS)
def test_sanctions_stay_within_their_bounds(trial: Trial) -> None:
    """Given a segment, then fines and days held lie within the bounds times those found, and bans are no more."""
    for period, counted in zip(trial.periods, play(trial).counters, strict=True):
        found, bounds = counted["found"].sum(axis=1), period.tables.sanction.astype(np.int64)
        fines, held, bans, cases = counted["punished"].tolist()
        assert cases == found.sum()
        assert found @ bounds[:, 0] <= fines <= found @ bounds[:, 1]
        assert found @ bounds[:, 2] <= held <= found @ bounds[:, 3]
        assert 0 <= bans <= found @ (bounds[:, 5] > 0)


@laws
@given(TRIALS)
def test_the_trace_tells_what_everybody_is(trial: Trial) -> None:
    """Given the rows of somebody's history, then they tell what she is at the end, and how she got each permit."""
    outcome = play(trial)
    rows = outcome.rows[np.argsort(outcome.rows[:, 1], kind="stable")]
    told = {int(person): _replayed(np.array(list(her))) for person, her in groupby(rows, key=lambda row: row[1])}
    people = outcome.people
    for person in np.flatnonzero(people.traced).tolist():
        state = (people.mode[person], people.cell[person], people.firm[person], people.manner[person])
        assert tuple(map(int, state)) == told.get(person, (Mode.HOME, 0, -1, Manner.OUTSIDE)), person
    assert (np.diff(outcome.rows[:, 0]) >= 0).all()


def _replayed(rows: NDArray[np.int32]) -> tuple[int, int, int, int]:
    """What somebody is after her rows, from home on the first day."""
    mode, cell, firm, manner, permit = Mode.HOME, 0, -1, Manner.OUTSIDE, False
    for _, _, what, row_mode, row_cell, row_firm, figure in rows.tolist():
        match Happened(what):
            case Happened.ENTERED:
                assert manner is Manner.OUTSIDE
                manner = Manner(figure)
            case Happened.LEFT_CHINA | Happened.TURNED_BACK:
                assert manner is Manner(figure)
                manner = Manner.OUTSIDE
            case Happened.MOVED | Happened.BAN_ENDED:
                mode, cell = Mode(row_mode), row_cell
                firm = firm if what == Happened.MOVED and row_firm == firm else -1
            case Happened.BARRED:
                mode, cell, firm = Mode.BARRED, 0, -1
            case Happened.HIRED:
                mode, cell, firm = Mode(row_mode), row_cell, row_firm
            case Happened.JOB_ENDED:
                assert row_firm == firm
                firm = -1
            case Happened.PERMIT_ISSUED:
                assert (mode, firm) == (row_mode, row_firm)
                permit = True  # a new one, or the next
            case Happened.PERMIT_ENDED:
                assert permit
                permit = False
            case Happened.FOUND:
                assert Breach(figure) in Breach
    assert permit == (mode in ON_PERMIT)
    return mode, cell, firm, manner


def test_twenty_years_fit() -> None:
    """Given twenty years of days, then no day count runs over: laws hold at the end as on the first day."""
    outcome: Outcome = play(draw_trial(5, 80, 10, (365,) * 20))
    assert int(outcome.people.counted.max()) == 7300 + draw_trial(5).periods[0].numbers.first
    assert sum(int(counted["days"].sum()) for counted in outcome.counters) == 80 * 7300
    dated = np.isin(outcome.people.mode, (*ON_PERMIT, Mode.BARRED))
    assert dated.any()
    assert ((outcome.people.due[dated] >= 7300) & (outcome.people.due[dated] < 7400)).all()


@pytest.mark.parametrize("days", [60_000])
def test_the_longest_run_fits(days: int) -> None:
    """Given the most days that a run may have, then nothing runs over, though bans are cut at the last day counted."""
    outcome = play(draw_trial(5, 20, 4, (5_000,) * (days // 5_000)))
    assert int(outcome.people.counted.max()) == days + draw_trial(5).periods[0].numbers.first
    assert outcome.people.due.min() > days
