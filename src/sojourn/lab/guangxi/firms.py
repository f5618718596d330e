"""The firms of a run: where they are, how many posts they have this month, whom they take, when they are inspected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import logistic, threshold, uniform, words
from ..drawing.scales import THRESHOLD_ONE, UTILITY_ONE
from ..engine.arrays import NEVER, Firms, Ring
from .population import pick
from .world import World

_TWO_32: Final = 2.0**32
_WHOLE: Final = np.uint64(2**32)
#: 1/p and 1/p² for the plastic number p, the real root of p³ = p + 1, as shares of 2**32.
_STEPS: Final = (np.uint64(3242174889), np.uint64(2447445414))
#: Posts for each node of a firm on the ring: larger firms are found more often.
_POSTS_A_NODE: Final = 8


@dataclass(frozen=True, slots=True)
class FirmPool:
    """What lasts about each firm: shape (firms,); `node_point` points on the ring of its cell, `node_firm` whose."""

    cell: NDArray[np.int64]
    size: NDArray[np.int64]
    looked_at: NDArray[np.float64]
    pay_step: NDArray[np.float64]
    agency: NDArray[np.int64]
    tolerance: NDArray[np.float64]
    coastal: NDArray[np.bool_]
    node_firm: NDArray[np.int64]
    node_point: NDArray[np.uint32]

    @property
    def agencies(self) -> int:
        """How many agencies the firms work with."""
        return int(self.agency.max(initial=-1)) + 1


def make_firms(world: World, people: int, key: tuple[int, int]) -> FirmPool:
    """The firms for so many people: the first of one keyed pool, as many as the posts of the world need.

    Where they are and how large they are is spread evenly, so that few firms stand for all of them: drawn one by one,
    the few large ones would make a small world a place of its own.
    """
    share = people / world.real_size
    count = max(1, round(float(world.posts.sum()) * share / world.mean_size))
    ids = np.arange(count)
    drawn = words(ids, 0, label(Purpose.FIRM, EntityKind.FIRM), 3, key) / _TWO_32
    where, how_large = _spread(count, key)
    cell = pick((world.posts / world.posts.sum()).ravel(), where)
    step = pick(world.size_shares, how_large)
    size = world.sizes[step]
    agency = np.floor(drawn[:, 1] * max(1, round(count / world.firms_per_agency))).astype(int)
    taste = logistic(words(ids, 0, label(Purpose.TOLERANCE, EntityKind.FIRM), 1, key))[:, 0] / UTILITY_ONE
    coastal = drawn[:, 2] < world.coastal_firms / (1 + world.coastal_firms)
    node_firm = np.repeat(ids, np.ceil(size / _POSTS_A_NODE).astype(int))
    ordinal = np.arange(node_firm.size) - np.searchsorted(node_firm, node_firm)
    point = words(node_firm, ordinal, label(Purpose.RING, EntityKind.FIRM), 1, key)[:, 0]
    return FirmPool(
        cell=cell,
        size=size,
        looked_at=world.looked_at[step],
        pay_step=world.pay_steps[np.floor(drawn[:, 0] * world.pay_steps.size).astype(int)],
        agency=agency,
        tolerance=taste,
        coastal=coastal,
        node_firm=node_firm,
        node_point=point,
    )


def _spread(count: int, key: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two chances for each firm, spread over the square as evenly as a sequence can that goes on for more of them.

    The additive recurrence with the powers of the plastic number (Roberts 2018, "R2"), from a point that the run draws.
    """
    start = words(np.zeros(1, np.int64), 0, label(Purpose.SPREAD, EntityKind.FIRM), 2, key)[0].astype(np.uint64)
    number = np.arange(count, dtype=np.uint64)
    first, second = (((start[axis] + number * step) % _WHOLE) / _TWO_32 for axis, step in enumerate(_STEPS))
    return first, second


def fresh(pool: FirmPool) -> Firms:
    """The engine's arrays for these firms, all posts empty."""
    count = pool.cell.size
    return Firms(
        target=np.zeros(count, np.int32),
        filled=np.zeros(count, np.int32),
        may_file=np.zeros(count, np.uint8),
        tolerant=np.zeros(count, np.uint8),
        inspected=np.full(count, NEVER, np.uint16),
        bonus=np.zeros(count, np.int32),
        separate=np.zeros(count, np.uint32),
        count=np.zeros((4, count), np.int32),
    )


def open_share(
    world: World, month: int, demand: float, harvest: float, local_share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How many times the posts of its file each place and line has for migrants in a month; shape (places, sectors).

    `month` is numbered since January 1970; `local_share`, of the same shape, is what locals hold.
    """
    multiplied = np.where(world.lines.harvest[:, month % 12], 1 + (harvest - 1) * world.lines.harvest_share, 1.0)
    times: NDArray[np.float64] = demand * world.lines.season[:, month % 12] * multiplied * (1 - local_share)
    return times


def posts_for_migrants(
    world: World,
    pool: FirmPool,
    month: int,
    demand: float,
    harvest: float,
    local_share: NDArray[np.float64],
    key: tuple[int, int],
) -> NDArray[np.int32]:
    """The posts of each firm in a month (numbered since January 1970) that locals do not hold; shape (firms,).

    `local_share` has shape (places, sectors). What is left over a whole post is a post with that
    chance: the same firms have it in every month.
    """
    posts = pool.size * open_share(world, month, demand, harvest, local_share).ravel()[pool.cell]
    extra = uniform(words(np.arange(pool.cell.size), 1, label(Purpose.FIRM, EntityKind.FIRM), 1, key)[:, 0])
    return np.floor(posts + extra).astype(np.int32)


def ring_of(pool: FirmPool, target: NDArray[np.int32], cells: int) -> Ring:
    """Where people look this month: the nodes of firms that have posts, by cell and point."""
    there = target[pool.node_firm] > 0
    firm, point = pool.node_firm[there], pool.node_point[there]
    cell = pool.cell[firm]
    order = np.lexsort((firm, point, cell))
    start = np.searchsorted(cell[order], np.arange(cells + 1))
    return Ring(start.astype(np.int32), point[order], firm[order].astype(np.int32))


def inspections(
    pool: FirmPool, rate: NDArray[np.float64], first: int, last: int, day0: int, month: int, key: tuple[int, int]
) -> NDArray[np.uint16]:
    """The first day in a segment on which each firm is inspected, NEVER for none. `rate`: a day, by firm."""
    ids = np.arange(pool.cell.size)
    left = threshold(words(ids, day0 + first, label(Purpose.INSPECTION, EntityKind.FIRM), 1, key)[:, 0])
    hazard = np.maximum(0, np.floor(rate * THRESHOLD_ONE + 0.5)).astype(np.int64)
    wait = np.where(hazard > 0, -(-left.astype(np.int64) // np.maximum(hazard, 1)), NEVER)
    inspected: NDArray[np.uint16] = np.where(wait <= last - first + 1, first - 1 + wait, NEVER).astype(np.uint16)
    return inspected


def letting_go(target: NDArray[np.int32], filled: NDArray[np.int32]) -> NDArray[np.uint32]:
    """With which chance, as a threshold of 32 bits, each worker of a firm with more people than posts is let go."""
    excess = np.maximum(0, filled - target) / np.maximum(filled, 1)
    chance: NDArray[np.uint32] = np.minimum(np.floor(excess * _TWO_32), _TWO_32 - 1).astype(np.uint32)
    return chance
