"""Each mechanism asked of the model: in how many runs its sign comes out, what that amounts to, and what makes it.

Both sides of a contrast have the same people, parameters and luck, run by run. The probability of a sign is the share
of runs in which it comes out, under draws of the posterior and, beside it, of the prior: parameters and luck vary
together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from ..deciding import DEVIATIONS, HIT, MISSED, PARTING, by_chance, comes_out, share_band
from ..ensembles import Band, band, outcomes_of_each
from ..guangxi.experiment import Draws, Experiment
from .reading import Component, Contrast, Kind, Mechanism, Sign, components, read_mechanisms

#: The level of the sign test, for all that is tried of a hit together. Only hits are ablated, and a share that is a hit
#: by luck is more likely to be less without anything: so it is a fifth of the usual one in twenty.
WRONGLY: Final = 0.01


class Verdict(StrEnum):
    """What becomes of a mechanism."""

    HIT = "hit"
    MISS = "miss"
    UNDECIDED = "undecided"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What runs say of a sign: in how many of those that can tell it comes out, and how outcomes differ.

    `low` and `high`: between what the share lies, nine times of ten, for all that so many runs can say. `came`: for
    each run whether the sign comes out, None where it cannot tell.
    """

    runs: int
    probability: float
    low: float
    high: float
    change: Mapping[str, Band]
    came: tuple[bool | None, ...] = field(repr=False)

    @property
    def verdict(self) -> Verdict:
        """Hit or miss, where the band allows it to be told; undecided otherwise, and where no run can tell."""
        if comes_out(self.probability, self.low):
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
            DEVIATIONS**2 * bound * (1 - bound) / (self.probability - bound) ** 2
            for bound in ((MISSED, HIT) if between else (PARTING,))
        )
        return None if self.runs > least else math.floor(least) + 1


@dataclass(frozen=True, slots=True)
class Ablation:
    """A sign with components, one or more, switched off on both sides at once, beside the `whole` of the model.

    The same run has the same people, parameters and luck with and without them. `tried`: how many ablations the sign
    may be asked with, so that the more are tried, the less is laid to one of them. `left_in`: for a group, the answers
    with one of its parts left in, each in its turn.
    """

    components: tuple[Component, ...]
    answer: Answer
    whole: Answer
    tried: int
    left_in: tuple[Answer, ...] = ()

    @property
    def lost(self) -> int:
        """In how many runs that can tell with and without them the sign comes out with them alone."""
        return _apart(self.whole, self.answer)[0]

    @property
    def won(self) -> int:
        """In how many runs that can tell with and without them the sign comes out without them alone."""
        return _apart(self.whole, self.answer)[1]

    @property
    def by_chance(self) -> float:
        """How often one of all that are tried would lose it in so many runs, did none do anything for it; 1 at most."""
        return self._by_chance(self.whole)

    def _by_chance(self, beside: Answer) -> float:
        return min(1.0, by_chance(*_apart(beside, self.answer)) * self.tried)

    @property
    def makes(self) -> bool:
        """Whether they make the sign: runs lose it without them, more than by chance, and it is surely no hit then.

        By chance: a sign test of the runs that differ, allowing (Bonferroni) for all that are tried. Of a group each
        part has to do so once the others are off. Where no run can tell without them, it is not known.
        """
        beside = (self.whole, *self.left_in)
        return self.answer.high < HIT and all(self._by_chance(one) <= WRONGLY for one in beside)


def _apart(one: Answer, other: Answer) -> tuple[int, int]:
    """In how many runs that can tell on both sides a sign comes out on the one alone, and on the other alone."""
    pairs = list(zip(one.came, other.came, strict=True))
    return pairs.count((True, False)), pairs.count((False, True))


def most_tried(parts: int) -> int:
    """How many ablations may be the first to show something of a sign: each part alone, then ever larger groups.

    A smaller group is only looked for within one that was shown to make the sign, and each of its parts has to be
    needed as well: where nothing does anything, none of these comes about more often than by the first.
    """
    return 2 * parts - 1


def can_be_shown(whole: Answer, tried: int) -> bool:
    """Whether there are runs enough to show what makes a sign, were it lost in all of them."""
    return by_chance(sum(one is True for one in whole.came), 0) * tried <= WRONGLY


@dataclass(frozen=True, slots=True)
class Judged:
    """A mechanism with its answers: by where the parameters are drawn from, the one that it is judged by first.

    `ablations` have one component off each. `together`: where none of these makes a hit, the smallest group found that
    does, or all components that can be told of, where not even these do; None where there are too few runs to show it.
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
        """The components that runs show to make a hit: each by itself, or else a group that makes it together.

        Empty where none is shown to, because there are too few runs, or because something makes it that nobody listed.
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
    came = tuple(bool(sign_there) if told else None for sign_there, told in zip(comes, tells, strict=True))
    runs, hits = int(tells.sum()), int((comes & tells).sum())
    if not runs:
        return Answer(0, float("nan"), 0.0, 1.0, change, came)
    low, high = share_band(hits, runs)
    return Answer(runs, hits / runs, low, high, change, came)


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
        if mechanism.key in hit:
            _, contrast, parts = hit[mechanism.key]
            judged.append(_ablated(asked, mechanism, contrast, parts, base, told))
        else:
            judged.append(Judged(mechanism, told))
    return Validation(base, tuple(judged))


def _ablated(
    asked: _Asked,
    mechanism: Mechanism,
    contrast: Contrast,
    parts: Sequence[Component],
    base: Experiment,
    told: Mapping[Draws, Answer],
) -> Judged:
    """A hit with what makes it: each component off, and, where none makes it alone, groups of them."""
    whole, tried = told[base.draws], most_tried(len(parts))

    def off(*components: Component) -> Ablation:
        return Ablation(components, asked.without(contrast, base, *components), whole, tried)

    alone = tuple(off(part) for part in parts)
    together = None
    if not any(one.makes for one in alone) and can_be_shown(whole, tried):
        together = smallest(_by_strength(contrast, whole, alone), off)
    return Judged(mechanism, told, alone, together)


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

    One part after the other is switched off besides those before it until runs show that they make the sign; then each
    is left in that can be. Does a part that is left do nothing for all that runs show, the group is none that makes it.
    There may be another group as small. All parts, where not even these make the sign; None where there are not two.
    """
    found = None
    for count in range(2, len(parts) + 1):
        found = off(*parts[:count])
        if found.makes:
            break
    if found is None or not found.makes:
        return found
    while True:
        left_in = []
        for one in reversed(found.components):
            less = off(*(part for part in found.components if part is not one))
            if less.makes and len(less.components) > 1:
                found = less
                break
            left_in.append(less.answer)
        else:
            return replace(found, left_in=tuple(left_in))


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

    def without(self, contrast: Contrast, base: Experiment, *off: Component) -> Answer:
        """The answer with components off, for which runs are made if they are not there yet."""
        self.run(_experiments(contrast, base, *off))
        return self.answer(contrast, base, *off)


def _experiments(contrast: Contrast, base: Experiment, *off: Component) -> tuple[Experiment, Experiment]:
    """Both sides of a contrast, with components switched off where any are named."""
    sides = (side.without(*off) for side in (contrast.before, contrast.after))
    before, after = (side.experiment(base, contrast.first, contrast.last) for side in sides)
    return before, after
