"""Each mechanism asked of the model: in how many runs its sign comes out, what that amounts to, and what makes it.

Both sides of a contrast have the same people, parameters and luck, run by run. The probability of a sign is the share
of runs in which it comes out, under draws of the posterior and, beside it, of the prior: parameters and luck vary
together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
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
#: Neither is told but where the whole band of the share lies on its side of the point half way between the two.
PARTING: Final = (HIT + MISSED) / 2
#: How many standard errors from its middle the band ends that holds a share nine times of ten.
_Z: Final = NormalDist().inv_cdf(0.95)


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
        """Hit or miss, where the band allows it to be told; undecided otherwise, and where no run can tell."""
        if self.probability >= HIT and self.low > PARTING:
            return Verdict.HIT
        if self.probability <= MISSED and self.high < PARTING:
            return Verdict.MISS
        return Verdict.UNDECIDED

    @property
    def needed(self) -> int | None:
        """How many runs that can tell it takes to decide, if the sign goes on coming out in the same share of them.

        To decide is to tell a hit, a miss, or that it is surely neither. None where so many can tell, or none can.
        """
        if not self.runs:
            return None
        between = MISSED < self.probability < HIT
        least = max(
            _Z * _Z * bound * (1 - bound) / (self.probability - bound) ** 2
            for bound in ((MISSED, HIT) if between else (PARTING,))
        )
        return None if self.runs > least else math.floor(least) + 1


@dataclass(frozen=True, slots=True)
class Ablation:
    """A sign with components, one or more, switched off on both sides at once."""

    components: tuple[Component, ...]
    answer: Answer

    @property
    def makes(self) -> bool:
        """Whether they make the sign: without them, it is surely no hit, for all that so many runs can say.

        Where no run can tell without them, it is not known.
        """
        return self.answer.high < HIT


@dataclass(frozen=True, slots=True)
class Judged:
    """A mechanism with its answers: by where the parameters are drawn from, the one that it is judged by first.

    `ablations` have one component off each. `together`: where none of these makes a hit, the smallest group found that
    does, or all components that can be told of, where not even these do.
    """

    mechanism: Mechanism
    answers: Mapping[Draws, Answer]
    ablations: tuple[Ablation, ...] = ()
    together: Ablation | None = None

    @property
    def verdict(self) -> Verdict:
        """What becomes of it under the draws that it is judged by."""
        return next((one.verdict for one in self.answers.values()), Verdict.NOT_ANSWERED)

    @property
    def produced_by(self) -> tuple[Component, ...]:
        """The components without which a hit is none: each by itself, or else those that make it together.

        Empty where the sign comes out without all of those listed: then something makes it that nobody listed.
        """
        alone = tuple(part for one in self.ablations if one.makes for part in one.components)
        if alone or self.together is None or not self.together.makes:
            return alone
        return self.together.components


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
    middle = (hits + _Z * _Z / 2) / (runs + _Z * _Z)
    half = _Z / (runs + _Z * _Z) * (hits * (runs - hits) / runs + _Z * _Z / 4) ** 0.5
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
    asked.run(each for _, contrast, draw in sides for each in _experiments(contrast, replace(base, draws=draw)))
    answers: dict[str, dict[Draws, Answer]] = {}
    for one, contrast, draw in sides:
        answers.setdefault(one.key, {})[draw] = asked.answer(contrast, replace(base, draws=draw))
    hit = {
        one.key: (one, one.contrast, [components()[key] for key in one.ablate])
        for one in chosen
        if one.kind is Kind.EMERGENT and one.contrast and answers[one.key][base.draws].verdict is Verdict.HIT
    }
    asked.run(
        each for _, contrast, parts in hit.values() for part in parts for each in _experiments(contrast, base, part)
    )
    judged = []
    for mechanism in chosen:
        told = answers.get(mechanism.key, {})
        if mechanism.key not in hit:
            judged.append(Judged(mechanism, told))
            continue
        _, contrast, parts = hit[mechanism.key]
        alone = tuple(Ablation((part,), asked.answer(contrast, base, part)) for part in parts)
        together = None
        if not any(one.makes for one in alone):
            strongest_first = _by_strength(contrast, told[base.draws], alone)
            together = smallest(strongest_first, partial(asked.ablation, contrast, base))
        judged.append(Judged(mechanism, told, alone, together))
    return Validation(base, tuple(judged))


def _by_strength(contrast: Contrast, whole: Answer, alone: Iterable[Ablation]) -> list[Component]:
    """The components without which runs can tell; the one first without which least is left of the sign."""

    def left(one: Ablation) -> tuple[float, float]:
        effect = (
            one.answer.change[outcome].middle / whole.change[outcome].middle
            for outcome, sign in contrast.expect.items()
            if sign is not Sign.NOUGHT
        )
        return one.answer.probability, min(effect, default=1.0)

    return [part for one in sorted((one for one in alone if one.answer.runs), key=left) for part in one.components]


def smallest(parts: Sequence[Component], off: Callable[..., Ablation]) -> Ablation | None:
    """The smallest group found that makes a sign which none of `parts`, the strongest first, makes alone.

    One part after the other is switched off besides those before it until the sign is surely no hit; then each is left
    in that can be. What comes of it needs each of its parts, and there may be another group as small. All parts, where
    not even these make the sign; None where there are not two.
    """
    found = None
    for count in range(2, len(parts) + 1):
        found = off(*parts[:count])
        if found.makes:
            break
    if found is None or not found.makes:
        return found
    fewer: Ablation | None = found
    while fewer is not None and len(found.components) > 2:
        rest = ([part for part in found.components if part is not one] for one in reversed(found.components))
        fewer = next((less for less in (off(*group) for group in rest) if less.makes), None)
        found = fewer or found
    return found


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

    def answer(self, contrast: Contrast, base: Experiment, *off: Component) -> Answer:
        before, after = _experiments(contrast, base, *off)
        return judge(contrast, self.there[before], self.there[after])

    def ablation(self, contrast: Contrast, base: Experiment, *off: Component) -> Ablation:
        """The answer with components off, for which runs are made if they are not there yet."""
        self.run(_experiments(contrast, base, *off))
        return Ablation(off, self.answer(contrast, base, *off))


def _experiments(contrast: Contrast, base: Experiment, *off: Component) -> tuple[Experiment, Experiment]:
    """Both sides of a contrast, with components switched off where any are named."""
    sides = (side.without(*off) for side in (contrast.before, contrast.after))
    before, after = (side.experiment(base, contrast.first, contrast.last) for side in sides)
    return before, after
