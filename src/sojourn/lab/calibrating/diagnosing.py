"""How far a posterior can be trusted: its coverage in simulations, and what the figures tell of each parameter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..guangxi.posterior import Standing, standing, told_in_band
from .bank import Bank
from .figures import figures
from .inferring import Posterior, infer_from, learn

#: The bands whose coverage is looked at: the share of draws that each is to hold.
LEVELS: Final = (0.5, 0.8, 0.9)
#: The most of a bank that coverage takes out of it, so that enough is left to learn from.
MOST_TRIED: Final = 0.2
#: The share of the tried runs, those whose figures lie nearest to the published ones, that is told apart.
_NEAREST: Final = 0.25


@dataclass(frozen=True, slots=True)
class Covered:
    """How often a band of a nominal `level` holds the true value: the `mean` over parameters, and the `worst` one.

    `error` is twice the standard error of one parameter's share with so many trials, were it covered as nominal.
    """

    level: float
    mean: float
    worst: float
    worst_parameter: str
    error: float
    by_parameter: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Simulation-based calibration: parameters drawn, run, and inferred again from what the run has.

    `ranks`: the share of the posterior's draws below the true place, shape (trials, parameters). `near`: the same bands
    over the `tried_near` runs alone whose figures came nearest to the published ones; a band is to hold as often there
    as anywhere, since what was seen of a run, and not what it was drawn with, chose it. `leaning`: by parameter, the
    mean of its ranks; one half, unless its posterior leans to one side.
    """

    tried: int
    levels: tuple[Covered, ...]
    ranks: NDArray[np.float64]
    tried_near: int
    near: tuple[Covered, ...]
    leaning: Mapping[str, float]

    @property
    def leaning_error(self) -> float:
        """Twice the standard error of one parameter's mean share, were its true values spread as its draws are."""
        return 2 / math.sqrt(12 * self.tried)


@dataclass(frozen=True, slots=True)
class Identified:
    """What the figures tell of a parameter: its posterior in places of its prior, and the width against the prior's.

    From `low` to `high` go eight draws in ten.
    """

    name: str
    low: float
    middle: float
    high: float
    width: float
    standing: Standing

    @property
    def contraction(self) -> float:
        """The share of the prior's width that is gone."""
        return 1.0 - self.width

    @property
    def told(self) -> bool:
        """Whether the figures identify it."""
        return self.standing is Standing.IDENTIFIED


def coverage(bank: Bank, tries: int, seed: int, further: Bank | None = None) -> Coverage:
    """Infer runs of the bank from the rest of it, as if each was what the figures say, and see what is covered.

    The tried runs are left out of all that is learned; `tries` is at most MOST_TRIED of the bank. `further` runs are
    learned from too, and none of them is tried: they are no draws of the prior.
    """
    generator = np.random.default_rng([seed, 1])
    tries = min(tries, int(MOST_TRIED * bank.runs.size))
    tried = generator.choice(bank.runs.size, size=tries, replace=False)
    rest = np.setdiff1d(np.arange(bank.runs.size), tried)
    left = bank.only(rest)
    learned = learn(left if further is None else left.with_more(further), seed)
    errors = np.array([one.error for one in figures()])
    published = np.array([one.target for one in figures()])
    ranks, off = np.empty((tries, len(bank.names))), np.empty(tries)
    for number, row in enumerate(tried):
        seen = bank.compared[row] + generator.normal(size=errors.size) * errors
        ranks[number] = (infer_from(learned, seen).shares < bank.shares[row]).mean(0)
        off[number] = (((seen - published) / errors) ** 2).sum()
    nearest = np.argsort(off, kind="stable")[: max(1, round(_NEAREST * tries))]

    def covered(of: NDArray[np.float64]) -> tuple[Covered, ...]:
        return tuple(_covered(bank.names, of, level) for level in LEVELS)

    leaning = {name: float(share) for name, share in zip(bank.names, ranks.mean(0), strict=True)}
    return Coverage(tries, covered(ranks), ranks, nearest.size, covered(ranks[nearest]), leaning)


def _covered(names: tuple[str, ...], ranks: NDArray[np.float64], level: float) -> Covered:
    edge = (1 - level) / 2
    inside = ((ranks >= edge) & (ranks <= 1 - edge)).mean(0)
    worst = int(np.argmin(inside))
    return Covered(
        level,
        float(inside.mean()),
        float(inside[worst]),
        names[worst],
        2 * math.sqrt(level * (1 - level) / ranks.shape[0]),
        {name: float(share) for name, share in zip(names, inside, strict=True)},
    )


def identified(posterior: Posterior) -> tuple[Identified, ...]:
    """What the figures tell of each parameter, in the order of their file."""
    worth = min(posterior.size, len(posterior.shares))
    return tuple(
        Identified(name, *told_in_band(shares), standing(shares, worth, len(posterior.names)))
        for name, shares in zip(posterior.names, posterior.shares.T, strict=True)
    )
