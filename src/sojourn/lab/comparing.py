"""Scenarios against a baseline: the same people, draws and luck in both, so that what differs is the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .ensembles import Band, Ensemble, band
from .guangxi.outcomes import OUTCOMES
from .refusing import LabError, Setting

#: What is the same in all that is compared, with the option that says it.
_ALIKE: Final = {
    "people": "people",
    "first": "from",
    "last": "to",
    "warm_up": "warm-up",
    "runs": "runs",
    "seed": "seed",
    "draws": "draws",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What a scenario changes in an outcome: run by run against the baseline, with bands of nine in ten.

    `up` and `down` are the shares of the `runs` that have a figure for it on both sides in which it rises and falls;
    `ratio` is the variance with independent draws over that with the same. The middle change is that of the changes:
    it need not be the difference of the two middles.
    """

    outcome: str
    scenario: str
    baseline: Band
    with_it: Band
    change: Band
    up: float
    down: float
    ratio: float
    runs: int


def compare(baseline: Ensemble, scenarios: Sequence[Ensemble]) -> tuple[Difference, ...]:
    """The differences of each scenario from the baseline, for every outcome, over the runs that both have.

    Raises LabError where their runs are not alike (see `check_alike`).
    """
    found = []
    for scenario in scenarios:
        check_alike(baseline, scenario)
        both = sorted({one.run for one in baseline.finished} & {one.run for one in scenario.finished})
        before = {one.run: one.outcomes for one in baseline.finished}
        after = {one.run: one.outcomes for one in scenario.finished}
        for outcome in OUTCOMES:
            first = np.array([before[run][outcome] for run in both])
            second = np.array([after[run][outcome] for run in both])
            change = second - first
            there = change[np.isfinite(change)]
            apart = float(first.var(ddof=1) + second.var(ddof=1)) if len(both) > 1 else float("nan")
            together = float(there.var(ddof=1)) if there.size > 1 else float("nan")
            found.append(
                Difference(
                    outcome,
                    "+".join(scenario.experiment.scenarios),
                    band(first),
                    band(second),
                    band(change),
                    float(np.mean(there > 0)) if there.size else float("nan"),
                    float(np.mean(there < 0)) if there.size else float("nan"),
                    apart / together if together else float("nan"),
                    int(there.size),
                )
            )
    return tuple(found)


def check_alike(baseline: Ensemble, scenario: Ensemble) -> None:
    """Raise LabError where two ensembles differ in more than scenarios and given parameters, naming in what.

    With other people, days, draws or luck, what differs would not be the policy.
    """
    first, second = baseline.experiment, scenario.experiment
    differing = tuple(
        Setting(option) for name, option in _ALIKE.items() if getattr(first, name) != getattr(second, name)
    )
    if differing:
        raise LabError("not_alike", scenario="+".join(second.scenarios), differing=differing)


def nothing_changes(baseline: Ensemble, scenario: Ensemble) -> bool:
    """Whether a scenario leaves every outcome as it is in every run that both have."""
    before = {one.run: one.outcomes for one in baseline.finished}
    both = [(before[one.run], one.outcomes) for one in scenario.finished if one.run in before]
    return all(np.array_equal(first[key], second[key], equal_nan=True) for first, second in both for key in OUTCOMES)
