"""Many runs, side by side in processes or on a cluster; each is kept when done, so that what is broken off goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .guangxi.experiment import Experiment, Finished, run_one
from .keeping import keep as keep_run
from .keeping import kept, make_room
from .spreading import check_side_by_side, spread

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from .reporting import Picture


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The finished runs of an experiment, in the order of their numbers."""

    experiment: Experiment
    finished: tuple[Finished, ...] = field(repr=False)

    def values(self, outcome: str) -> NDArray[np.float64]:
        """An outcome over the runs; shape (runs,)."""
        return np.array([one.outcomes[outcome] for one in self.finished])

    def frame(self, table: str) -> pl.DataFrame:
        """A table as a Polars frame (see `frames`). Raises LabError, naming the tables that there are."""
        from .frames import frame

        return frame(self, table)

    def chart(self, name: str, *, baseline: Ensemble | None = None, language: str = "en") -> Picture:
        """A chart of the report, beside a baseline where one is given; a notebook shows it.

        Raises LabError where there is no such chart, naming those that there are, no such language, or where the
        baseline's runs are not like these (see `check_alike`).
        """
        from .comparing import check_alike
        from .reporting import picture, scenario_name

        if baseline is not None:
            check_alike(baseline, self)
        first = None if baseline is None else (scenario_name(baseline, language), baseline)
        return picture(name, self, first, scenario_name(self, language), language)


@dataclass(frozen=True, slots=True)
class Band:
    """An outcome over runs: its middle, and between what nine in ten of them lie, or more."""

    low: float
    middle: float
    high: float


def band(values: NDArray[np.float64]) -> Band:
    """The middle, and the runs at the 5th and the 95th percentile; nothing that is not a number counts.

    Where a percentile falls between two runs, the end is the outer one: no end leaves out more than one run in
    twenty, and of twenty runs or fewer none is left out.
    """
    there = values[np.isfinite(values)]
    if there.size == 0:
        return Band(float("nan"), float("nan"), float("nan"))
    low = np.quantile(there, 0.05, method="lower")
    high = np.quantile(there, 0.95, method="higher")
    return Band(float(low), float(np.median(there)), float(high))


def run_all(
    experiment: Experiment,
    *,
    workers: int | None = 1,
    threads: int = 1,
    keep: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Ensemble:
    """Make every run of an experiment that is not kept already. `progress` is told the number of each that is done.

    `workers` processes make them side by side; None leaves that to joblib, which within `on_cluster` (or a
    `joblib.parallel_config` of one's own) spreads them over machines. The numbers are the same for any. Broken off
    (KeyboardInterrupt), what was finished is kept in `keep`. Raises ExperimentError and ScenarioError before any work
    starts.
    """
    check_side_by_side(workers, threads)
    experiment.check()
    experiment.composed()
    if keep is not None and not experiment.traced:
        make_room(keep)
    done: dict[int, Finished] = {}
    for run in range(experiment.runs):
        found = kept(keep, experiment, run) if keep is not None and not experiment.traced else None
        if found is not None:
            done[run] = found
            if progress:
                progress(run)
    missing = [run for run in range(experiment.runs) if run not in done]
    for finished in spread(partial(_one, experiment, threads), missing, workers):
        done[finished.run] = finished
        if keep is not None and not experiment.traced:
            keep_run(keep, experiment, finished)
        if progress:
            progress(finished.run)
    return Ensemble(experiment, tuple(done[run] for run in sorted(done)))


def _one(experiment: Experiment, threads: int, run: int) -> Finished:
    """A run; its people go along where their histories are wanted, and else would only be a burden to send."""
    finished = run_one(experiment, run, threads=threads)
    return finished if experiment.traced else replace(finished, result=finished.result.without_people())


def outcomes_of_each(
    asked: Sequence[tuple[Experiment, int]],
    *,
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Mapping[str, float]]:
    """The outcomes of runs of many experiments, in the order asked; what is kept in `keep` already is not run again.

    `progress` is told how many are done, of how many.
    """
    return told_of_each(asked, _outcomes, workers=workers, keep=keep, progress=progress)


def _outcomes(finished: Finished) -> Mapping[str, float]:
    return finished.outcomes


def told_of_each(
    asked: Sequence[tuple[Experiment, int]],
    tells: Callable[[Finished], Mapping[str, float]],
    *,
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Mapping[str, float]]:
    """What each of many runs tells, in the order asked; see `outcomes_of_each`."""
    check_side_by_side(workers)
    for experiment in dict.fromkeys(experiment for experiment, _ in asked):
        experiment.check()
        experiment.composed()
    if keep is not None:
        make_room(keep)
    there: dict[tuple[Experiment, int], Mapping[str, float]] = {}
    for experiment, run in asked if keep is not None else ():
        found = kept(keep, experiment, run) if keep is not None else None
        if found is not None:
            there[experiment, run] = tells(found)
    missing = [one for one in dict.fromkeys(asked) if one not in there]
    of = len(missing) + len(there)
    if progress and there:
        progress(len(there), of)
    for experiment, finished in spread(_counted, missing, workers):
        if keep is not None:
            keep_run(keep, experiment, finished)
        there[experiment, finished.run] = tells(finished)
        if progress:
            progress(len(there), of)
    return [there[one] for one in asked]


def _counted(asked: tuple[Experiment, int]) -> tuple[Experiment, Finished]:
    """A run with what was counted in it, and without its people."""
    experiment, run = asked
    finished = run_one(experiment, run)
    return experiment, replace(finished, result=finished.result.without_people())
