"""The compiled engine and the plain one.

The same people, firms, counters, stocks and rows, whatever happens to them.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.lab.engine.arrays import Breach, Ending, Firms, Happened, Manner, Mode

from .trials import Outcome, Trial, differences, draw_trial, play, play_plain, roomy, with_people

#: Nobody who has a permit is caught at anything on the day on which she has it: she is where she may be.
IMPOSSIBLE = {(Mode.PERMIT, Mode.BARRED)}


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    people=st.integers(1, 80),
    firms=st.integers(1, 15),
    days=st.lists(st.integers(1, 40), min_size=1, max_size=4),
    places=st.integers(1, 3),
    sectors=st.integers(1, 3),
)
def test_the_same_in_any_world(seed: int, people: int, firms: int, days: list[int], places: int, sectors: int) -> None:
    """Given any tables, people and firms, then both engines agree on every array."""
    trial = draw_trial(seed, people, firms, tuple(days), places, sectors)
    assert differences(play(trial), play_plain(trial)) == []


@pytest.fixture(scope="module")
def crowded() -> Trial:
    """A trial in which people compete for posts."""
    return draw_trial(11, 500, 40, (30, 25, 40), 3, 2)


@pytest.fixture(scope="module")
def played(crowded: Trial) -> Outcome:
    """The crowded trial on the plain engine."""
    return play_plain(crowded)


@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("chunk", [7, 64, 1024, 16384])
def test_the_same_for_any_chunks_and_threads(crowded: Trial, played: Outcome, chunk: int, threads: int) -> None:
    assert differences(play(crowded, chunk, threads), played) == []


def test_people_are_the_first_of_more(crowded: Trial) -> None:
    """Given posts for everybody, then a hundred people do what the first hundred of five hundred do."""
    trial = roomy(crowded)
    few, all_ = play(with_people(trial, 100)), play(trial)
    for name, array in few.people._asdict().items():
        assert np.array_equal(array, getattr(all_.people, name)[:100]), name
    assert np.array_equal(few.rows, all_.rows[all_.rows[:, 1] < 100])


def test_everything_happens_in_the_worlds_compared() -> None:
    """Given forty of the worlds, then every change that can be, every breach, mark and kind of row is among them."""
    outcomes = [play(draw_trial(seed, 150, 25, (40, 31, 50))) for seed in range(40)]

    def total(counter: str) -> np.ndarray:
        return np.sum([outcome.total(counter) for outcome in outcomes], axis=0)

    flows = total("flows")
    missing = {(before, after) for before in Mode for after in Mode if not flows[before, after]}
    assert missing == IMPOSSIBLE
    assert (total("found").sum(axis=1) > 0).all(), list(Breach)
    assert (total("crossings")[Manner.PASS :] > 0).all()
    assert (total("punished") > 0).all()
    assert total("leaks")[[Mode.FURTHER, Mode.IRREGULAR]].all()
    ended = total("ended").sum(axis=2) > 0
    assert not ended[Ending.FOUND, 0]  # nobody is found at work for which she has the permit
    assert ended.sum() == ended.size - 1
    marked = np.sum([_count(outcome.firms) for outcome in outcomes], axis=0)
    assert (marked > 0).all()
    assert {int(what) for outcome in outcomes for what in outcome.rows[:, 2]} == set(Happened)
    assert total("turned_down")[0] > 0
    on_papers = {Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH}
    assert _at_one_firm(outcomes) == {(was, now) for was in on_papers for now in on_papers if was != now}


def _at_one_firm(outcomes: list[Outcome]) -> set[tuple[Mode, Mode]]:
    """From which papers to which people changed, in any of the worlds, without changing the firm."""
    found = set()
    for outcome in outcomes:
        hired = {(day, person) for day, person, what, *_ in outcome.rows.tolist() if what == Happened.HIRED}
        for day, person, what, mode, _, firm, was in outcome.rows.tolist():
            if what == Happened.MOVED and firm >= 0 and (day, person) not in hired:
                found.add((Mode(was), Mode(mode)))
    return found


def _count(firms: Firms) -> np.ndarray:
    return np.asarray(firms.count.sum(axis=1))
