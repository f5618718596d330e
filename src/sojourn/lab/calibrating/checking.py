"""Runs drawn from the posterior, held against each figure; and the same draws at full size: what scaling down does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..ensembles import told_of_each
from ..guangxi.experiment import Draws, Experiment, Finished
from ..guangxi.posterior import BAND
from ..guangxi.world import world
from .bank import experiment_of
from .figures import Figure, compared, figures, statistics
from .inferring import Moved

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Predicted:
    """A figure and what runs from the posterior have for it: their middle, and from `low` to `high` eight in ten.

    In the unit of the figure. `off`: how far the middle lies from the figure, in errors of the figure.
    """

    figure: Figure
    low: float
    middle: float
    high: float
    off: float

    @property
    def inside(self) -> bool:
        """Whether what was said lies within the band of the runs."""
        return self.low <= self.figure.at <= self.high


@dataclass(frozen=True, slots=True)
class Bias:
    """How far a figure moves when the population is scaled down, in errors of the figure: the same draws at both sizes.

    `spread` is the standard deviation over the draws, which is luck and what differs between draws; `error` twice
    the standard error of `mean`.
    """

    figure: Figure
    mean: float
    spread: float
    error: float


def real_size() -> int:
    """How many people the real pool has."""
    return world().real_size


def predicted(found: NDArray[np.float64]) -> tuple[Predicted, ...]:
    """Each figure beside what runs have for it; `found` has shape (runs, figures), as they are compared."""
    low, middle, high = np.quantile(found, (BAND[0], 0.5, BAND[1]), axis=0)
    return tuple(
        Predicted(
            one,
            low=one.written(float(low[number])),
            middle=one.written(float(middle[number])),
            high=one.written(float(high[number])),
            off=float((middle[number] - one.target) / one.error),
        )
        for number, one in enumerate(figures())
    )


def biases(small: NDArray[np.float64], full: NDArray[np.float64]) -> tuple[Bias, ...]:
    """What scaling down does to each figure; both have shape (draws, figures), two draws at least."""
    found = []
    for number, one in enumerate(figures()):
        off = (small[:, number] - full[:, number]) / one.error
        spread = float(off.std(ddof=1))
        found.append(Bias(one, float(off.mean()), spread, 2 * spread / float(np.sqrt(off.size))))
    return tuple(found)


def moved(bias: Sequence[Bias]) -> Moved:
    """What full size adds to each figure, as inference allows for it."""
    return Moved(np.array([-one.mean for one in bias]), np.array([one.error / 2 for one in bias]))


def at_full_size(found: NDArray[np.float64], bias: Sequence[Bias]) -> NDArray[np.float64]:
    """What runs of fewer people have for each figure, moved as full size moves it; `found` as they are compared."""
    larger: NDArray[np.float64] = found + moved(bias).mean * np.array([one.figure.error for one in bias])
    return larger


def runs_of(
    draws: Sequence[Mapping[str, float]],
    first: int,
    *,
    people: int,
    seed: int,
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """What a run from each draw has for every figure, as it is compared; shape (draws, figures).

    The runs are numbered from `first`, and have the people, the luck and what the figures leave open of that number,
    at any size: past the runs of the bank it is luck that nothing was learned from.
    Raises ExperimentError.
    """
    base = replace(experiment_of(people, seed), draws=Draws.MIDDLE)
    asked = [(_given(base, draw), number) for number, draw in enumerate(draws, first)]
    found = told_of_each(asked, _statistics, workers=workers, keep=keep, progress=progress)
    return np.array([[compared(one, each[one.key]) for one in figures()] for each in found])


def _given(base: Experiment, draw: Mapping[str, float]) -> Experiment:
    return replace(base, given=tuple(sorted(draw.items())))


def _statistics(finished: Finished) -> Mapping[str, float]:
    return statistics(finished.result)
