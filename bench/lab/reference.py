"""permit60 to read: the same months in NumPy, on whole arrays, for the kernel to be held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sojourn.lab.drawing import Purpose, label, plain

from .permit60 import BAN, BARRED, CELLS, COAST, FURTHER, HOME, IRREGULAR, PERMIT, STATES, STEPS, TICKETS
from .permit60 import FOUND as FOUND_CHANCE
from .permit60 import RENEWED as RENEWED_CHANCE
from .permit60 import cap as model_cap
from .running import Counts, Floats, Offers, People, offers, word_below

#: Words of a person's month: five for the alternatives, one for ticket and renewal, one for being found.
LUCK, SEARCH, WORDS = 5, 6, 7


def words_of(people: int, month: int, seed: int) -> NDArray[np.uint32]:
    """What is drawn for each in a month: people × words."""
    return plain.words(np.arange(people), month, label(Purpose.BENCHMARK), WORDS, (seed, 0))


def choices(people: People, offered: Offers, words: NDArray[np.uint32]) -> NDArray[np.intp]:
    """The alternative each wants: the least exponential, each at the rate of its utility."""
    away = people.skill * (offered.root * offered.root)[people.origin]
    exponential = plain.exponential(words[:, :LUCK])
    values: Floats = np.stack(
        [
            exponential[:, HOME] * people.home,
            exponential[:, PERMIT] * offered.permit[people.cell] * away,
            exponential[:, IRREGULAR] * offered.irregular[people.cell] * away,
            exponential[:, FURTHER] * offered.further * away * offered.root[people.origin],
            exponential[:, COAST] * offered.coast * (away * away),
        ]
    )
    same = people.state == np.arange(len(values))[:, None]
    return np.where(same, values * offered.habit, values).argmin(axis=0)


def run(people: People, *, seed: int = 7, permit_months: int = 1, steps: int = STEPS, cap: int | None = None) -> Counts:
    """Live through the months; gives how many are in each state at the end of each: months × states."""
    offered = offers(permit_months)
    permits = model_cap(people.number) if cap is None else cap
    number = np.arange(people.number)
    months = np.zeros((steps, STATES), np.int64)
    for month in range(steps):
        words = words_of(people.number, month, seed)
        luck, search = words[:, LUCK], words[:, SEARCH]
        before = people.state.copy()
        barred = before == BARRED
        after = choices(people, offered, words)

        people.barred[barred] -= 1
        after[barred] = np.where(people.barred[barred] == 0, HOME, BARRED)

        keeps = (after == PERMIT) & (before == PERMIT)
        fails = keeps & ((month + number) % permit_months == 0) & (luck >= word_below(RENEWED_CHANCE))
        after[fails] = IRREGULAR

        applies = (after == PERMIT) & (before != PERMIT)
        ticket = luck >> 22
        for cell in range(CELLS):
            here = applies & (people.cell == cell)
            room = permits - np.count_nonzero(keeps & ~fails & (people.cell == cell))
            first_refused = np.searchsorted(np.bincount(ticket[here], minlength=TICKETS).cumsum(), room, "right")
            refused = here & (ticket >= first_refused)
            after[refused] = before[refused]

        risk = np.array([word_below(chance) for chance in FOUND_CHANCE])[after]
        found = ~barred & (search < risk)
        after[found] = BARRED
        people.barred[found] = BAN
        people.state[:] = after
        months[month] = np.bincount(after, minlength=STATES)
    return months
