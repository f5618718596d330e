"""The lab in one line, for a notebook or a script: what `sojourn lab run` does, with the runs in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from .ensembles import Ensemble, run_all
from .guangxi.experiment import Draws, Experiment, ExperimentError
from .guangxi.posterior import has_posterior

#: The programmes that there is a model of.
MODELS = ("guangxi",)


def run(
    programme: str = "guangxi",
    *,
    scenario: str | Sequence[str] = "as_practised",
    people: int = 80_000,
    first: date = date(2018, 1, 1),
    last: date = date(2018, 12, 31),
    warm_up: int = 365,
    runs: int = 1,
    seed: int = 1,
    draws: str | None = None,
    given: Mapping[str, float] | None = None,
    workers: int | None = 1,
    threads: int = 1,
    keep: Path | None = None,
) -> Ensemble:
    """Run the model under a scenario, or several put together: names of shipped ones, or paths of files.

    `draws` is `posterior`, `prior` or `middle`; left out, the posterior where there is one. `given` sets parameters.
    With `keep`, finished runs are kept in that folder and not made again. Raises ExperimentError, ScenarioError.
    """
    if programme not in MODELS:
        raise ExperimentError("no_model", programme=programme, there=MODELS)
    experiment = Experiment(
        scenarios=(scenario,) if isinstance(scenario, str) else tuple(scenario),
        people=people,
        first=first,
        last=last,
        warm_up=warm_up,
        seed=seed,
        runs=runs,
        draws=Draws(draws or (Draws.POSTERIOR if has_posterior() else Draws.PRIOR)),
        given=tuple(sorted((given or {}).items())),
    )
    return run_all(experiment, workers=workers, threads=threads, keep=keep)
