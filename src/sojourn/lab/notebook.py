"""The lab in one line, for a notebook or a script: what `sojourn lab run` does, with the runs in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from .ensembles import Ensemble, run_all
from .guangxi.experiment import Draws, Experiment, ExperimentError
from .guangxi.posterior import has_posterior
from .refusing import Setting

#: The programmes that there is a model of.
MODELS = ("guangxi",)


def run(
    programme: str = "guangxi",
    *,
    scenario: str | Path | Sequence[str | Path] = "as_practised",
    people: int = 80_000,
    first: date | str = date(2018, 1, 1),
    last: date | str = date(2018, 12, 31),
    warm_up: int = 365,
    runs: int = 1,
    seed: int = 1,
    draws: str | None = None,
    given: Mapping[str, float] | None = None,
    workers: int | None = 1,
    threads: int = 1,
    keep: Path | str | None = None,
) -> Ensemble:
    """Run the model under a scenario, or several put together: names of shipped ones, or paths of files.

    `first` and `last` are days, or written as 2018-01-31. `draws` is `posterior`, `prior` or `middle`; left out, the
    posterior where there is one. `given` sets parameters. With `keep`, finished runs are kept in that folder and not
    made again. Raises ExperimentError, ScenarioError before any work starts.
    """
    if programme not in MODELS:
        raise ExperimentError("no_model", programme=programme, there=MODELS)
    wanted = draws or (Draws.POSTERIOR if has_posterior() else Draws.PRIOR)
    if wanted not in tuple(Draws):
        raise ExperimentError("no_such_draws", given=str(wanted)[:60], there=tuple(map(str, Draws)))
    experiment = Experiment(
        scenarios=(str(scenario),) if isinstance(scenario, str | Path) else tuple(map(str, scenario)),
        people=people,
        first=_day("from", first),
        last=_day("to", last),
        warm_up=warm_up,
        seed=seed,
        runs=runs,
        draws=Draws(wanted),
        given=tuple(sorted((given or {}).items())),
    )
    return run_all(experiment, workers=workers, threads=threads, keep=None if keep is None else Path(keep))


def _day(option: str, given: object) -> date:
    """A day as a notebook may have it: a date, the date of a time, or written. Raises ExperimentError."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise ExperimentError("no_day", option=Setting(option), given=str(given)[:60]) from error
