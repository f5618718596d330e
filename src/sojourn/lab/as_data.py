"""Ensembles as plain data for JSON: what was run and what came out, without timings, so that equal runs are equal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from .comparing import compare
from .ensembles import Ensemble


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers that JSON has: what is not a number becomes null."""

    def number(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: number(one) for key, one in value.items()}
        return None if isinstance(value, float) and not math.isfinite(value) else value

    return {key: number(value) for key, value in data.items()}


def ensemble_data(ensemble: Ensemble) -> dict[str, Any]:
    """What was run, and for each run its outcomes, parameters and what was drawn."""
    experiment = ensemble.experiment
    return {
        "scenarios": list(experiment.scenarios),
        "people": experiment.people,
        "from": experiment.first.isoformat(),
        "to": experiment.last.isoformat(),
        "warm_up": experiment.warm_up,
        "seed": experiment.seed,
        "draws": experiment.draws.value,
        "set": dict(experiment.given),
        "edition": experiment.composed().edition,
        "runs": [
            {
                "run": one.run,
                "outcomes": plain(one.outcomes),
                "parameters": dict(one.parameters),
                "chosen": {key: str(choice.value) for key, choice in one.chosen.items()},
            }
            for one in ensemble.finished
        ],
    }


def comparison_data(baseline: Ensemble, scenarios: Sequence[Ensemble]) -> dict[str, Any]:
    """The baseline, the scenarios, and what each changes in every outcome."""
    return {
        "baseline": ensemble_data(baseline),
        "scenarios": [ensemble_data(one) for one in scenarios],
        "differences": [plain(asdict(one)) for one in compare(baseline, scenarios)],
    }
