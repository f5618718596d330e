"""Each mechanism asked of the model: in how many runs its sign comes out, what that amounts to, and what makes it.

Both sides of a contrast have the same people, parameters and luck, run by run. The probability of a sign is the share
of runs in which it comes out, under draws of the posterior and, beside it, of the prior: parameters and luck vary
together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from statistics import NormalDist
from typing import Final

import numpy as np

from ..ensembles import Band, band, outcomes_of_each
from ..guangxi.experiment import Draws, Experiment
from .reading import Component, Contrast, Kind, Mechanism, Sign, components, read_mechanisms

#: A sign is hit that comes out in nine runs of ten or more, and missed that comes out in half of them or fewer.
HIT: Final = 0.9
MISSED: Final = 0.5


class Verdict(StrEnum):
    """What becomes of a mechanism."""

    HIT = "hit"
    MISS = "miss"
    UNDECIDED = "undecided"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What runs say of a sign: in how many of those that can tell it comes out, and how outcomes differ.

    `low` and `high`: between what the share lies, nine times of ten, for all that so many runs can say.
    """

    runs: int
    probability: float
    low: float
    high: float
    change: Mapping[str, Band]

    @property
    def verdict(self) -> Verdict:
        """Hit, miss or undecided; undecided where no run can tell."""
        if self.probability >= HIT:
            return Verdict.HIT
        return Verdict.MISS if self.probability <= MISSED else Verdict.UNDECIDED


@dataclass(frozen=True, slots=True)
class Ablation:
    """A sign with one component switched off on both sides; `makes` it, where it is no hit any more without."""

    component: Component
    answer: Answer

    @property
    def makes(self) -> bool:
        """Whether the sign needs this component: without it, it is surely no hit, for all that so many runs can say.

        Where no run can tell without it, it is not known.
        """
        return self.answer.high < HIT


@dataclass(frozen=True, slots=True)
class Judged:
    """A mechanism with its answers: by where the parameters are drawn from, the one that it is judged by first."""

    mechanism: Mechanism
    answers: Mapping[Draws, Answer]
    ablations: tuple[Ablation, ...]

    @property
    def verdict(self) -> Verdict:
        """What becomes of it under the draws that it is judged by."""
        return next((one.verdict for one in self.answers.values()), Verdict.NOT_ANSWERED)

    @property
    def produced_by(self) -> tuple[Component, ...]:
        """The components without which a hit is none; empty where the sign comes out without any one of those listed.

        Then more than one makes it by itself, or something that nobody listed.
        """
        return tuple(one.component for one in self.ablations if one.makes)


@dataclass(frozen=True, slots=True)
class Validation:
    """Every mechanism judged. `experiment` says how large and how many runs; what counts are the emergent ones."""

    experiment: Experiment
    judged: tuple[Judged, ...]

    def count(self, verdict: Verdict) -> int:
        """How many of those that count came to this."""
        return sum(one.mechanism.counts and one.verdict is verdict for one in self.judged)

    @property
    def counted(self) -> int:
        """How many mechanisms count."""
        return sum(one.mechanism.counts for one in self.judged)


def judge(contrast: Contrast, before: Sequence[Mapping[str, float]], after: Sequence[Mapping[str, float]]) -> Answer:
    """In how many runs every expected sign comes out; a run that has no figure for an outcome can tell nothing."""
    comes = np.ones(len(before), bool)
    tells = np.ones(len(before), bool)
    change = {}
    for outcome, sign in contrast.expect.items():
        first = np.array([one[outcome] for one in before])
        differs = np.array([one[outcome] for one in after]) - first
        tells &= np.isfinite(differs)
        change[outcome] = band(differs)
        match sign:
            case Sign.UP:
                comes &= differs > 0
            case Sign.DOWN:
                comes &= differs < 0
            case Sign.NOUGHT:
                comes &= np.abs(differs) <= contrast.nought * np.abs(first)
    runs, hits = int(tells.sum()), int((comes & tells).sum())
    if not runs:
        return Answer(0, float("nan"), 0.0, 1.0, change)
    low, high = _around(hits, runs)
    return Answer(runs, hits / runs, low, high, change)


def _around(hits: int, runs: int) -> tuple[float, float]:
    """Between what a share lies, nine times of ten (Wilson's interval): right with few runs, and at its ends."""
    z = NormalDist().inv_cdf(0.95)
    middle = (hits + z * z / 2) / (runs + z * z)
    half = z / (runs + z * z) * (hits * (runs - hits) / runs + z * z / 4) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def validate(
    base: Experiment,
    *,
    only: Iterable[str] = (),
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Validation:
    """Ask every mechanism, or `only` some, under the draws of `base` and under the prior; then ablate what is hit.

    `progress` is told how many runs are done, of how many so far. Raises ExperimentError, ScenarioError and
    PosteriorError.
    """
    names = frozenset(only) or read_mechanisms().keys()
    chosen = [one for key, one in read_mechanisms().items() if key in names]
    draws = tuple(dict.fromkeys((base.draws, Draws.PRIOR)))
    asked = _Asked(workers, keep, progress)
    sides = [
        (one, one.contrast, draw)
        for one in chosen
        if one.contrast is not None and one.kind is not Kind.OUTSIDE
        for draw in draws
    ]
    asked.run(each for _, contrast, draw in sides for each in _experiments(contrast, replace(base, draws=draw), None))
    answers: dict[str, dict[Draws, Answer]] = {}
    for one, contrast, draw in sides:
        answers.setdefault(one.key, {})[draw] = asked.answer(contrast, replace(base, draws=draw), None)
    hit = [
        (one.key, one.contrast, components()[key])
        for one in chosen
        if one.kind is Kind.EMERGENT and one.contrast and answers[one.key][base.draws].verdict is Verdict.HIT
        for key in one.ablate
    ]
    asked.run(each for _, contrast, component in hit for each in _experiments(contrast, base, component))
    ablations: dict[str, list[Ablation]] = {}
    for key, contrast, component in hit:
        ablations.setdefault(key, []).append(Ablation(component, asked.answer(contrast, base, component)))
    return Validation(
        base, tuple(Judged(one, answers.get(one.key, {}), tuple(ablations.get(one.key, ()))) for one in chosen)
    )


class _Asked:
    """Runs that were asked for, each made once: many contrasts share a side."""

    def __init__(self, workers: int | None, keep: Path | None, progress: Callable[[int, int], None] | None) -> None:
        self.workers = workers
        self.keep = keep
        self.progress = progress
        self.there: dict[Experiment, list[Mapping[str, float]]] = {}

    def run(self, experiments: Iterable[Experiment]) -> None:
        new = [one for one in dict.fromkeys(experiments) if one not in self.there]
        made = outcomes_of_each(
            [(one, run) for one in new for run in range(one.runs)],
            workers=self.workers,
            keep=self.keep,
            progress=self.progress,
        )
        for number, one in enumerate(new):
            self.there[one] = made[number * one.runs : (number + 1) * one.runs]

    def answer(self, contrast: Contrast, base: Experiment, component: Component | None) -> Answer:
        before, after = _experiments(contrast, base, component)
        return judge(contrast, self.there[before], self.there[after])


def _experiments(contrast: Contrast, base: Experiment, component: Component | None) -> tuple[Experiment, Experiment]:
    """Both sides of a contrast; with a component switched off, where one is named."""
    sides = (contrast.before, contrast.after)
    off = sides if component is None else tuple(side.without(component) for side in sides)
    before, after = (side.experiment(base, contrast.first, contrast.last) for side in off)
    return before, after
