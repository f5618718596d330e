"""How far a posterior can be trusted: its coverage in simulations, and what the figures tell of each parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .bank import Bank
from .inferring import Learned, Posterior, infer_from

#: A parameter whose nine-in-ten band keeps this share of its prior's is not identified.
_NOT_IDENTIFIED: Final = 0.8
#: Nine in ten, and the width of that band in an even prior.
_BAND: Final = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of parameters drawn and inferred again, how many lie in their nine-in-ten band; `worst` of all parameters."""

    tried: int
    mean: float
    worst: float
    ranks: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Identified:
    """What the figures tell of a parameter: its posterior in places of its prior, and the width against the prior's."""

    name: str
    low: float
    middle: float
    high: float
    width: float

    @property
    def told(self) -> bool:
        """Whether the figures tell anything of it to speak of."""
        return self.width < _NOT_IDENTIFIED


def coverage(bank: Bank, learned: Learned, tries: int, seed: int) -> Coverage:
    """Infer from the figures of runs of the bank, each left out in turn, and see which parameters are covered."""
    generator = np.random.default_rng(seed)
    chosen = generator.choice(bank.runs.size, size=min(tries, bank.runs.size), replace=False)
    ranks = np.empty((chosen.size, len(bank.names)))
    for number, row in enumerate(chosen):
        seen = learned.seen[np.flatnonzero(learned.row == row)[0]]
        posterior = infer_from(learned, seen, without=int(row))
        ranks[number] = (posterior.shares < bank.shares[row]).mean(0)
    inside = (ranks >= _BAND[0]) & (ranks <= _BAND[1])
    by_parameter = inside.mean(0)
    return Coverage(int(chosen.size), float(inside.mean()), float(by_parameter.min()), ranks)


def identified(posterior: Posterior) -> tuple[Identified, ...]:
    """What the figures tell of each parameter, in the order of their file."""
    low, middle, high = np.quantile(posterior.shares, (_BAND[0], 0.5, _BAND[1]), axis=0)
    width = (high - low) / (_BAND[1] - _BAND[0])
    return tuple(
        Identified(name, float(low[i]), float(middle[i]), float(high[i]), float(width[i]))
        for i, name in enumerate(posterior.names)
    )
