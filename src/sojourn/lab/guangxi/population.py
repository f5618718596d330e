"""The people of a run: N people are the first N of one keyed pool, whatever N is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..drawing import Purpose, label
from ..drawing.plain import logistic, words
from ..engine.arrays import NEVER, TASTE_SHIFT, Mode, People
from .world import World

#: People drawn at a time: what is held in between stays small.
_BLOCK: Final = 1 << 17
_TASTE_MODES: Final = 7
_TWO_32: Final = 2.0**32


@dataclass(frozen=True, slots=True)
class Kinds:
    """What each kind of person is: arrays of one entry a kind, indices into the lists of the world."""

    home: NDArray[np.int64]
    skill: NDArray[np.int64]
    mandarin: NDArray[np.int64]
    link: NDArray[np.int64]
    fear: NDArray[np.int64]


def kinds_of(world: World) -> Kinds:
    """The kinds in the order of their numbers: home, skill, Mandarin, link and fear as digits, the last the fastest."""
    shape = (len(world.homes.keys), world.skill.size, 2, 2, world.fear.size)
    return Kinds(*np.unravel_index(np.arange(world.kinds), shape))


def make_people(world: World, people: int, key: tuple[int, int], taste_spread: float, *, traced: float = 0.0) -> People:
    """Everybody at home on the first day. `traced`: the share whose history is written, the same people always."""
    kind = np.empty(people, np.uint16)
    taste = np.empty((people, _TASTE_MODES), np.int16)
    trace = np.empty(people, np.uint8)
    for first in range(0, people, _BLOCK):
        ids = np.arange(first, min(first + _BLOCK, people))
        kind[ids] = _kind(world, words(ids, 0, label(Purpose.TYPE), 5, key))
        drawn = logistic(words(ids, 0, label(Purpose.TASTE), _TASTE_MODES, key))
        scaled = np.clip(np.floor(drawn * taste_spread / 2**TASTE_SHIFT + 0.5), -32768, 32767)
        taste[ids] = scaled.astype(np.int16)
        trace[ids] = words(ids, 0, label(Purpose.TRACE), 1, key)[:, 0] / _TWO_32 < traced
    return People(
        kind=kind,
        taste=taste,
        mode=np.full(people, Mode.HOME, np.uint8),
        cell=np.zeros(people, np.uint8),
        firm=np.full(people, -1, np.int32),
        since=np.zeros(people, np.uint16),
        counted=np.zeros(people, np.uint16),
        entered=np.zeros(people, np.uint16),
        due=np.full(people, NEVER, np.uint16),
        think_at=np.full(people, NEVER, np.uint16),
        found_at=np.full(people, NEVER, np.uint16),
        wake=np.full(people, NEVER, np.uint16),
        think_left=np.zeros(people, np.int32),
        found_left=np.zeros(people, np.int32),
        manner=np.zeros(people, np.uint8),
        lost=np.zeros(people, np.uint8),
        traced=trace,
    )


def _kind(world: World, drawn: NDArray[np.uint32]) -> NDArray[np.uint16]:
    chance = drawn / _TWO_32
    home = pick(world.homes.share, chance[:, 0])
    skill = np.floor(chance[:, 1] * world.skill.size).astype(int)
    mandarin = (chance[:, 2] < world.mandarin).astype(int)
    link = (chance[:, 3] < world.homes.link[home]).astype(int)
    fear = pick(world.fear_shares, chance[:, 4])
    number = (((home * world.skill.size + skill) * 2 + mandarin) * 2 + link) * world.fear.size + fear
    return np.asarray(number, np.uint16)


def pick(shares: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of several shares (adding up to one) each chance in [0, 1) falls into."""
    return np.minimum(np.searchsorted(np.cumsum(shares), chance, side="right"), shares.size - 1)
