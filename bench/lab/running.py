"""permit60 on one thread or several: the state of the people, and the months one after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, fields
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import permit60 as model
from .kernel import BLOCK, ROW, decide, settle

Floats = NDArray[np.float32]
Counts = NDArray[np.int64]

#: Parts of the people for each thread: one that is held up leaves the others something to do.
PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class People:
    """One row a person; 15 bytes each."""

    origin: NDArray[np.uint8]
    cell: NDArray[np.uint8]
    #: exp(-utility) that skill adds to an alternative away from home.
    skill: Floats
    #: exp(-utility) of home.
    home: Floats
    state: NDArray[np.uint8]
    #: Months that a ban still lasts.
    barred: NDArray[np.uint8]
    #: What each becomes if she is not let in, within a month.
    wanted: NDArray[np.uint8]
    #: Her place in the month's lottery.
    ticket: NDArray[np.uint16]

    @property
    def bytes(self) -> int:
        """Of all arrays together."""
        return sum(getattr(self, one.name).nbytes for one in fields(self))

    @property
    def number(self) -> int:
        """How many people."""
        return self.state.size


def settlers(people: int, seed: int = 1) -> People:
    """People as they begin, all at home."""
    origin, cell, skill, home = model.population(people, seed)
    skill *= np.float32(-model.INCOME * model.SKILL)
    home -= np.float32(np.log(model.HOME_WAGE))
    home *= np.float32(-model.INCOME)
    np.exp(skill, out=skill)
    np.exp(home, out=home)
    bytes_ = [np.zeros(people, np.uint8) for _ in range(3)]
    return People(origin, cell, skill, home, *bytes_, np.zeros(people, np.uint16))


@dataclass(frozen=True, slots=True)
class Offers:
    """What everybody is offered, as factors exp(-utility) beside the home wage of the mean person."""

    #: Square root of what the way costs, by origin.
    root: Floats
    #: By cell.
    permit: Floats
    irregular: Floats
    further: np.float32
    coast: np.float32
    habit: np.float32

    @property
    def factors(self) -> tuple[Floats, Floats, Floats, np.float32, np.float32, np.float32]:
        """All of them, as the kernel takes them."""
        return self.root, self.permit, self.irregular, self.further, self.coast, self.habit


def offers(permit_months: int) -> Offers:
    """The model's offers."""
    worth = model.offers(permit_months)
    distance = np.array(model.DISTANCE)
    factors = (1, 1, model.FURTHER_DISTANCE, model.COAST_DISTANCE)
    base = [part[:, 0] + factor * distance[0] for part, factor in zip(worth, factors, strict=True)]
    at_home = model.INCOME * np.log(model.HOME_WAGE)
    permit, irregular, further, coast = (np.exp(at_home - part).astype(np.float32) for part in base)
    root = np.exp(distance / 2).astype(np.float32)
    return Offers(root, permit, irregular, further[0], coast[0], np.float32(np.exp(-model.HABIT)))


def word_below(probability: float) -> np.uint32:
    """A word is below it with this probability, to 2^-32."""
    return np.uint32(min(int(probability * 2**32), 2**32 - 1))


def run(
    people: People,
    *,
    threads: int = 1,
    parts: int | None = None,
    seed: int = 7,
    permit_months: int = model.PERMIT_MONTHS,
    steps: int = model.STEPS,
    cap: int | None = None,
) -> Counts:
    """Live through the months; gives how many are in each state at the end of each: months × states.

    `parts` is into how many parts the people are divided; neither it nor `threads` changes a number. `cap` is how many
    permits a cell has, where it is not the model's share of the people.
    """
    parts = parts or (1 if threads == 1 else threads * PARTS)
    edges = [people.number * part // parts for part in range(parts + 1)]
    offered = offers(permit_months)
    chances = (word_below(model.RENEWED), np.array([word_below(chance) for chance in model.FOUND]))
    rooms = [_scratch() for _ in range(parts)]
    called = np.zeros((parts, model.CELLS * ROW), np.int32)
    holders = np.zeros((parts, model.CELLS), np.int64)
    counts = np.zeros((parts, model.STATES), np.int64)
    key = (np.uint32(seed), np.uint32(0))
    months = np.zeros((steps, model.STATES), np.int64)

    def first_pass(month: int, part: int) -> None:
        decide(
            *(edges[part], edges[part + 1], np.uint32(month), *key),
            *(people.origin, people.cell, people.skill, people.home),
            *(people.state, people.barred, people.wanted, people.ticket),
            *(
                _due(month, permit_months),
                permit_months,
                offered.factors,
                chances,
                rooms[part],
                called[part],
                holders[part],
            ),
        )

    def second_pass(first_refused: NDArray[np.int64], part: int) -> None:
        settle(
            *(edges[part], edges[part + 1], people.cell, people.state, people.barred),
            *(people.wanted, people.ticket, first_refused, counts[part]),
        )

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(threads)) if threads > 1 else None

        def each(work: Callable[[int], None]) -> None:
            for _ in pool.map(work, range(parts)) if pool else map(work, range(parts)):
                pass

        for month in range(steps):
            each(partial(first_pass, month))
            applying = called.sum(axis=0).reshape(model.CELLS, ROW)[:, : model.TICKETS]
            room = (model.cap(people.number) if cap is None else cap) - holders.sum(axis=0)
            first_refused = (applying.cumsum(axis=1) <= room[:, None]).sum(axis=1)
            each(partial(second_pass, first_refused))
            months[month] = counts.sum(axis=0)
    return months


def _scratch() -> tuple[NDArray[np.uint32], Floats, Floats, NDArray[np.uint16]]:
    """Room for a block of people: their words, values of alternatives, the way, and places in the table of tickets."""
    words, values = np.empty((8, BLOCK), np.uint32), np.empty((model.ALTERNATIVES, BLOCK), np.float32)
    return words, values, np.empty(BLOCK, np.float32), np.empty(BLOCK, np.uint16)


def _due(month: int, permit_months: int) -> NDArray[np.uint8]:
    """Whether a permit is due for renewal, by the number of its holder; it repeats with the months of a permit."""
    return ((month + np.arange(BLOCK + permit_months)) % permit_months == 0).astype(np.uint8)
