"""The Chinese workers of the area: in a firm here, in trade over the border, or away on the coast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import gumbel, words
from ..drawing.scales import UTILITY_ONE
from .world import World

HERE: Final = 0
TRADE: Final = 1
AWAY: Final = 2
#: One local in so many thinks again in a month, and what she does weighs so much, in units of utility.
_THINK: Final = 1 / 6
_HABIT: Final = 2.0
_TWO_32: Final = 2.0**32


@dataclass(slots=True)
class Locals:
    """What each local does. `at_start` is how many worked here on the first day."""

    doing: NDArray[np.uint8]
    at_start: int

    @property
    def held(self) -> float:
        """How many work here, as a share of those who did at the start."""
        return float(np.count_nonzero(self.doing == HERE)) / max(1, self.at_start)

    def counts(self) -> NDArray[np.int64]:
        """How many are here, in trade, away."""
        return np.bincount(self.doing, minlength=3).astype(np.int64)


def make_locals(world: World, people: int) -> Locals:
    """Locals for so many people of the pool: seven of ten in firms, two in trade, one away."""
    count = round(people * world.locals_per_person)
    doing = np.array([HERE] * 7 + [TRADE] * 2 + [AWAY], np.uint8)[np.arange(count) % 10]
    return Locals(doing, int(np.count_nonzero(doing == HERE)))


def think_again(
    locals_: Locals, world: World, parameters: Mapping[str, float], month: int, key: tuple[int, int]
) -> None:
    """Let those who think this month (numbered since January 1970) choose by pay, ties and habit."""
    ids = np.arange(locals_.doing.size)
    drawn = words(ids, month, label(Purpose.LOCAL, EntityKind.LOCAL), 4, key)
    awake = np.flatnonzero(drawn[:, 3] < _THINK * _TWO_32)
    weight = parameters["wage_weight"]
    trade = parameters["petty_trade_pay"] / (1 + parameters["anti_smuggling"])
    pays = np.array([world.mean_pay, trade, parameters["further_wage"] * 1.3])
    worth = weight * np.log(pays / 1000) - np.array([0.0, 0.0, parameters["local_ties"]])
    utility = np.floor(worth * UTILITY_ONE + 0.5)[None] + gumbel(drawn[awake, :3])
    utility[np.arange(awake.size), locals_.doing[awake]] += _HABIT * UTILITY_ONE
    locals_.doing[awake] = utility.argmax(axis=1)
