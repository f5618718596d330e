"""Many runs, side by side in processes or on a cluster; each is kept when done, so that what is broken off goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sojourn.policy import cache_folder

from .guangxi.experiment import Experiment, Finished, run_one
from .keeping import keep as keep_run
from .keeping import kept

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from .reporting import Picture


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The finished runs of an experiment, in the order of their numbers."""

    experiment: Experiment
    finished: tuple[Finished, ...]

    def values(self, outcome: str) -> NDArray[np.float64]:
        """An outcome over the runs; shape (runs,)."""
        return np.array([one.outcomes[outcome] for one in self.finished])

    def frame(self, table: str) -> pl.DataFrame:
        """A table as a Polars frame (see `frames`). Raises KeyError, naming the tables that there are."""
        from .frames import frame

        return frame(self, table)

    def chart(self, name: str, *, baseline: Ensemble | None = None, language: str = "en") -> Picture:
        """A chart of the report, beside a baseline where one is given; a notebook shows it.

        Raises KeyError, naming the charts that there are.
        """
        from .reporting import picture, scenario_name

        first = None if baseline is None else (scenario_name(baseline, language), baseline)
        return picture(name, self, first, scenario_name(self, language), language)


@dataclass(frozen=True, slots=True)
class Band:
    """An outcome over runs: its middle, and between what nine in ten lie."""

    low: float
    middle: float
    high: float


def band(values: NDArray[np.float64]) -> Band:
    """The 5th, 50th and 95th percentile; nothing that is not a number counts."""
    there = values[np.isfinite(values)]
    if there.size == 0:
        return Band(float("nan"), float("nan"), float("nan"))
    low, middle, high = np.quantile(there, (0.05, 0.5, 0.95))
    return Band(float(low), float(middle), float(high))


def run_all(
    experiment: Experiment,
    *,
    workers: int = 1,
    threads: int = 1,
    keep: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Ensemble:
    """Make every run of an experiment that is not kept already. `progress` is told the number of each that is done.

    The call is joblib's, so that within `joblib.parallel_config(backend="dask")` it is spread over a cluster. Broken
    off (KeyboardInterrupt), what was finished is kept in `keep`.
    """
    experiment.check()
    experiment.composed()
    done: dict[int, Finished] = {}
    for run in range(experiment.runs):
        found = kept(keep, experiment, run) if keep is not None and not experiment.traced else None
        if found is not None:
            done[run] = found
            if progress:
                progress(run)
    missing = [run for run in range(experiment.runs) if run not in done]
    for finished in _made(experiment, missing, workers, threads):
        done[finished.run] = finished
        if keep is not None and not experiment.traced:
            keep_run(keep, experiment, finished)
        if progress:
            progress(finished.run)
    return Ensemble(experiment, tuple(done[run] for run in sorted(done)))


def _made(experiment: Experiment, runs: Sequence[int], workers: int, threads: int) -> Iterator[Finished]:
    if workers == 1 or len(runs) < 2:
        for run in runs:
            yield run_one(experiment, run, threads=threads)
        return
    from joblib import Parallel, delayed

    spread = Parallel(n_jobs=workers, return_as="generator_unordered", pre_dispatch="2*n_jobs")
    yield from spread(delayed(run_one)(experiment, run, threads=threads) for run in runs)


def outcomes_of_each(
    asked: Sequence[tuple[Experiment, int]],
    *,
    workers: int = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Mapping[str, float]]:
    """The outcomes of runs of many experiments, in the order asked; what is kept in `keep` already is not run again.

    `progress` is told how many are done, of how many.
    """
    for experiment in dict.fromkeys(experiment for experiment, _ in asked):
        experiment.check()
        experiment.composed()
    there: dict[tuple[Experiment, int], Mapping[str, float]] = {}
    for experiment, run in asked if keep is not None else ():
        found = kept(keep, experiment, run) if keep is not None else None
        if found is not None:
            there[experiment, run] = found.outcomes
    missing = [one for one in dict.fromkeys(asked) if one not in there]
    of = len(missing) + len(there)
    if progress and there:
        progress(len(there), of)
    for experiment, finished in _each(missing, workers):
        if keep is not None:
            keep_run(keep, experiment, finished)
        there[experiment, finished.run] = finished.outcomes
        if progress:
            progress(len(there), of)
    return [there[one] for one in asked]


def _each(asked: Sequence[tuple[Experiment, int]], workers: int) -> Iterator[tuple[Experiment, Finished]]:
    if workers == 1 or len(asked) < 2:
        yield from (_counted(experiment, run) for experiment, run in asked)
        return
    from joblib import Parallel, delayed

    spread = Parallel(n_jobs=workers, return_as="generator_unordered", pre_dispatch="4*n_jobs")
    yield from spread(delayed(_counted)(experiment, run) for experiment, run in asked)


def _counted(experiment: Experiment, run: int) -> tuple[Experiment, Finished]:
    """A run with what was counted in it, and without its people."""
    finished = run_one(experiment, run)
    return experiment, replace(finished, result=finished.result.without_people())


def default_keep() -> Path:
    """Where finished runs are kept unless somewhere else is said."""
    return cache_folder() / "lab"
