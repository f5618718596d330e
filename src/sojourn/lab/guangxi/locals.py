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


def make_locals(world: World, people: int, parameters: Mapping[str, float]) -> Locals:
    """Locals for so many people of the pool: some in trade, some away, the others in firms, to a thousandth of them.

    The digits of a local's number, the last one first, spread them evenly, so that any first locals have these shares.
    """
    number = np.arange(round(people * world.locals_per_person))
    spread = number % 10 * 100 + number // 10 % 10 * 10 + number // 100 % 10
    away = round(1000 * parameters["locals_away"])
    trade = round(1000 * parameters["locals_in_trade"])
    doing = np.where(spread >= 1000 - away, AWAY, np.where(spread >= 1000 - away - trade, TRADE, HERE)).astype(np.uint8)
    return Locals(doing, int(np.count_nonzero(doing == HERE)))


def think_again(
    locals_: Locals, world: World, parameters: Mapping[str, float], month: int, key: tuple[int, int]
) -> None:
    """Let those who think this month (numbered since January 1970) choose by pay, ties and habit."""
    ids = np.arange(locals_.doing.size)
    drawn = words(ids, month, label(Purpose.LOCAL, EntityKind.LOCAL), 4, key)
    awake = np.flatnonzero(drawn[:, 3] < 1 / parameters["local_months_between_thoughts"] * _TWO_32)
    weight = parameters["wage_weight"]
    trade = parameters["petty_trade_pay"] / (1 + parameters["anti_smuggling"])
    pays = np.array([world.mean_pay, trade, parameters["further_wage"] * parameters["local_coast_pay"]])
    worth = weight * np.log(pays / 1000) - np.array([0.0, 0.0, parameters["local_ties"]])
    utility = np.floor(worth * UTILITY_ONE + 0.5)[None] + gumbel(drawn[awake, :3])
    utility[np.arange(awake.size), locals_.doing[awake]] += parameters["local_habit"] * UTILITY_ONE
    locals_.doing[awake] = utility.argmax(axis=1)
