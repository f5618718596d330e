"""The benchmark model: the kernel and the readable version live the same lives, on any number of threads and parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.lab import permit60, reference
from bench.lab.running import People, offers, run, settlers
from sojourn.lab.drawing import plain

PEOPLE = 4_999


def lives(people: People) -> list[bytes]:
    return [people.state.tobytes(), people.barred.tobytes()]


#: Longer than a ban, so that people come back from one.
LONG = 66


@pytest.mark.parametrize(("permit_months", "cap"), [(1, None), (6, None), (1, 20), (3, 0)])
def test_kernel_and_reference_are_equal(permit_months: int, cap: int | None) -> None:
    """Given permits of several terms, enough of them, too few and none, then every count and every person after more
    than five years are the same.
    """
    ours, theirs = settlers(PEOPLE), settlers(PEOPLE)
    counts = run(ours, permit_months=permit_months, steps=LONG, cap=cap)
    assert np.array_equal(counts, reference.run(theirs, permit_months=permit_months, steps=LONG, cap=cap))
    assert lives(ours) == lives(theirs)
    assert (counts.sum(axis=1) == PEOPLE).all()
    assert (counts[-1] > 0).sum() == permit60.STATES - (cap == 0)


@pytest.mark.parametrize(("threads", "parts"), [(1, 7), (2, 2), (2, None), (3, 64), (7, 7)])
def test_threads_and_parts_change_nothing(threads: int, parts: int | None) -> None:
    """Given threads and parts that divide a block of people anywhere, then nobody lives otherwise."""
    alone, together = settlers(PEOPLE), settlers(PEOPLE)
    counts = run(alone, permit_months=3)
    assert np.array_equal(counts, run(together, permit_months=3, threads=threads, parts=parts))
    assert lives(alone) == lives(together)


@pytest.mark.parametrize("state", [permit60.HOME, permit60.PERMIT, permit60.COAST])
def test_the_race_of_exponentials_is_the_choice_by_utility(state: int) -> None:
    """Given the same noise, as Gumbel, added to utilities in double precision, then all choose the same but a few whose
    best alternatives are equal within its rounding.
    """
    people = 100_000
    origin, cell, skill, home = permit60.population(people)
    offered = permit60.offers()
    abilities = permit60.INCOME * skill * np.array([[permit60.SKILL]] * 3 + [[permit60.COAST_SKILL]])
    worth = np.vstack([permit60.INCOME * home[None].astype(float), offered[:, cell, origin] + abilities])
    worth[state] += permit60.HABIT
    words = reference.words_of(people, 3, 7)
    noise = plain.gumbel(words[:, :5]).T / 2**16
    settled = replace(settlers(people), state=np.full(people, state, np.uint8))
    chosen = reference.choices(settled, offers(permit60.PERMIT_MONTHS), words)
    assert np.count_nonzero(chosen != (worth + noise).argmax(axis=0)) <= 10


def test_the_first_month_has_the_shares_of_the_logit() -> None:
    """Given people who are all at home, then as many choose each alternative as their probabilities add up to."""
    people = 200_000
    origin, cell, skill, home = permit60.population(people)
    worth = np.vstack([permit60.INCOME * home[None].astype(float) + permit60.HABIT, permit60.offers()[:, cell, origin]])
    worth[1:] += permit60.INCOME * skill * np.array([[permit60.SKILL]] * 3 + [[permit60.COAST_SKILL]])
    chances = np.exp(worth - worth.max(axis=0))
    expected = (chances / chances.sum(axis=0)).mean(axis=1)
    chosen = reference.choices(settlers(people), offers(permit60.PERMIT_MONTHS), reference.words_of(people, 0, 7))
    shares = np.bincount(chosen, minlength=permit60.ALTERNATIVES) / people
    assert (np.abs(shares - expected) < 4 * np.sqrt(expected * (1 - expected) / people)).all()


@pytest.mark.parametrize("cap", [0, 1, 40])
def test_no_cell_has_more_permits_than_its_cap(cap: int) -> None:
    """Given far fewer permits than are wanted, then no cell has more in any month, and those there are are held."""
    people = settlers(20_000)
    for _ in range(4):
        run(people, steps=3, cap=cap)
        held = np.bincount(people.cell[people.state == permit60.PERMIT], minlength=permit60.CELLS)
        assert (held <= cap).all()
    assert held.sum() >= cap * permit60.CELLS / 2


def test_a_person_takes_few_bytes() -> None:
    """Given the arrays that a run keeps, then they take 15 bytes a person."""
    assert settlers(1_000).bytes == 15_000
