"""Which parameters drive which outcome: elementary effects (Morris) or shares of the variance (Sobol), by SALib.

Parameters move through their priors; people and luck are the same in every run, so that what differs is the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .ensembles import outcomes_of_each
from .guangxi.experiment import MOST_RUNS, Draws, Experiment, ExperimentError
from .guangxi.parameters import parameters

#: How finely Morris's trajectories divide each prior.
_LEVELS: Final = 4
#: A place of the prior is kept off its ends by so much: an edge is a limit, not a value.
_EDGE: Final = 1e-6


class Method(StrEnum):
    """How sensitivity is measured.

    MORRIS: `size` trajectories, size x (parameters + 1) runs; tells which parameters matter. SOBOL: `size` base
    samples, size x (parameters + 2) runs; tells how much of the variance each makes, alone and with all others.
    """

    MORRIS = "morris"
    SOBOL = "sobol"


#: The size that each method has where none is said; Sobol's is a power of two.
SIZES: Final[Mapping[Method, int]] = {Method.MORRIS: 4, Method.SOBOL: 16}


@dataclass(frozen=True, slots=True)
class Effect:
    """How a parameter moves an outcome.

    `strength`: Morris, the mean size of the elementary effects, in units of the outcome over the whole prior; Sobol,
    the share of the variance that it has a part in. `alone`: Morris, the mean effect with its sign; Sobol, the share
    that it makes by itself. `spread`: Morris, the standard deviation of the effects; Sobol, none.
    `error`: half the width of the band that nine in ten resamplings of `strength` lie in.
    """

    parameter: str
    strength: float
    alone: float
    spread: float | None
    error: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """For each outcome the effects of all parameters, the strongest first. `untold`: runs without a figure for it."""

    experiment: Experiment
    method: Method
    size: int
    runs: int
    effects: Mapping[str, tuple[Effect, ...]]
    untold: Mapping[str, int]


def measure_sensitivity(
    base: Experiment,
    outcomes: Sequence[str],
    *,
    method: Method = Method.MORRIS,
    size: int | None = None,
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Run the model at places of the priors that the method asks for, and work out what moves each outcome.

    `base` says people, days, scenarios and seed; its parameters that are given stay as they are. An outcome that some
    run has no figure for has no effects. Raises ExperimentError and ScenarioError before any work starts.
    """
    base = replace(base, draws=Draws.MIDDLE, runs=1)
    fixed = {name for name, _ in base.given}
    names = tuple(key for key, one in parameters().items() if not one.fixed and key not in fixed)
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    count = SIZES[method] if size is None else size
    if count < 2 or (method is Method.SOBOL and count & (count - 1)):
        raise ExperimentError(f"sensitivity_{method}_size", size=count)
    if (runs := count * (len(names) + 1)) > MOST_RUNS:
        raise ExperimentError("too_many_runs", runs=runs, most=MOST_RUNS)
    places = _places(problem, method, count, base.seed)
    found = outcomes_of_each(
        [(_at(base, names, row), 0) for row in places], workers=workers, keep=keep, progress=progress
    )
    effects, untold = {}, {}
    for outcome in outcomes:
        values = np.array([one[outcome] for one in found])
        untold[outcome] = int(np.count_nonzero(~np.isfinite(values)))
        effects[outcome] = () if untold[outcome] else _effects(problem, method, places, values, base.seed)
    return Sensitivity(base, method, count, len(places), effects, untold)


def _at(base: Experiment, names: Sequence[str], shares: NDArray[np.float64]) -> Experiment:
    known = parameters()
    given = tuple((name, known[name].at(float(share))) for name, share in zip(names, shares, strict=True))
    return replace(base, given=(*base.given, *given))


def _places(problem: Mapping[str, Any], method: Method, size: int, seed: int) -> NDArray[np.float64]:
    """Places in the priors, shape (runs, parameters)."""
    match method:
        case Method.MORRIS:
            from SALib.sample import morris

            found = morris.sample(problem, size, num_levels=_LEVELS, seed=seed)
        case Method.SOBOL:
            from SALib.sample import sobol

            found = sobol.sample(problem, size, calc_second_order=False, seed=seed)
    return np.clip(np.asarray(found, np.float64), _EDGE, 1 - _EDGE)


def _effects(
    problem: Mapping[str, Any],
    method: Method,
    places: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
) -> tuple[Effect, ...]:
    names = problem["names"]
    if float(np.ptp(values)) == 0.0:
        return tuple(Effect(name, 0.0, 0.0, 0.0 if method is Method.MORRIS else None, 0.0) for name in names)
    match method:
        case Method.MORRIS:
            from SALib.analyze import morris

            told = morris.analyze(problem, places, values, num_levels=_LEVELS, conf_level=0.9, seed=seed)
            rows = zip(names, told["mu_star"], told["mu"], told["sigma"], told["mu_star_conf"], strict=True)
        case Method.SOBOL:
            from SALib.analyze import sobol

            told = sobol.analyze(problem, values, calc_second_order=False, conf_level=0.9, seed=seed)
            rows = zip(names, told["ST"], told["S1"], [None] * len(names), told["ST_conf"], strict=True)
    effects = [
        Effect(name, float(strength), float(alone), None if spread is None else float(spread), float(error))
        for name, strength, alone, spread, error in rows
    ]
    return tuple(sorted(effects, key=lambda one: (-one.strength, one.parameter)))
