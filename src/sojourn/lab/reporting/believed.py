"""What the runs took for granted: parameters and how far they are calibrated, what was drawn, what is assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from sojourn.policy import Language, Programme, Teller

from ..ensembles import Ensemble, band
from ..guangxi.bound import binding
from ..guangxi.experiment import Draws
from ..guangxi.parameters import Parameter, parameters
from ..guangxi.posterior import Standing, draws, standing, worth
from ..speaking import (
    figure_text,
    named,
    parameter_basis,
    parameter_label,
    parameter_unit,
    place_label,
    sentence,
    words,
)
from .writing import with_band

#: Days are counted from the year 1, so that no other figure that is drawn is as great.
_A_DAY: Final = 500_000


@dataclass(frozen=True, slots=True)
class Believed:
    """A parameter in words; `group` is what it belongs to."""

    group: str
    label: str
    taken: str
    prior: str
    standing: str
    source: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that the sources leave open, in words: between what, and what the runs drew."""

    label: str
    bounds: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption with the keys of its sources; none where no source says it."""

    text: str
    sources: tuple[str, ...]


def believed(baseline: Ensemble, scenarios: Sequence[tuple[str, Ensemble]], language: str) -> tuple[Believed, ...]:
    """Every parameter, as the runs took it. `scenarios`: each with its name."""
    return tuple(_believed(one, baseline, scenarios, language) for one in parameters().values())


def _believed(one: Parameter, baseline: Ensemble, scenarios: Sequence[tuple[str, Ensemble]], language: str) -> Believed:
    own = _values(baseline, one.key)
    taken = [with_band(band(own), language)]
    for name, ensemble in scenarios:
        others = _values(ensemble, one.key)
        if not np.array_equal(own, others):
            taken.append(sentence("changed_by", language, scenario=name, value=with_band(band(others), language)))
    low, high = figure_text(one.low, language), figure_text(one.high, language)
    values, unit = sentence("semicolon", language).join(taken), parameter_unit(one.key, language)
    return Believed(
        group=named("groups", one.group, language),
        label=parameter_label(one.key, language),
        taken=sentence("taken_in", language, values=values, unit=unit),
        prior=low if one.fixed else sentence("band", language, low=low, high=high),
        standing=sentence(_standing(one, baseline), language),
        source=parameter_basis(one.key, one.source, language),
    )


def _values(ensemble: Ensemble, key: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([run.parameters[key] for run in ensemble.finished])


def _standing(one: Parameter, ensemble: Ensemble) -> str:
    experiment = ensemble.experiment
    if one.key in dict(experiment.given):
        return "set_by_hand"
    if one.fixed:
        return "fixed"
    if experiment.draws is Draws.PRIOR:
        return "from_prior"
    if experiment.draws is Draws.MIDDLE:
        return "at_middle"
    kept = draws()
    if not kept or one.key not in kept[0]:
        return "not_calibrated"
    shares = np.array([one.share(each[one.key]) for each in kept])
    return standing(shares, worth(), len(kept[0])).value


def counted(ensemble: Ensemble, language: str) -> str:
    """In one sentence how many of the parameters that were drawn from the posterior are identified; else nothing."""
    found = Counter(_standing(one, ensemble) for one in parameters().values())
    each = {one.value: found[one] for one in Standing}
    number = sum(each.values())
    return sentence("parameters_counted", language, parameters=number, **each) if number else ""


def drawn(ensembles: Sequence[Ensemble], language: str) -> tuple[Drawn, ...]:
    """What the runs drew where the sources leave something open, in the order in which it was first asked."""
    found: dict[str, dict[int, tuple[int, int, int]]] = {}
    for ensemble in ensembles:
        for run in ensemble.finished:
            for key, one in run.chosen.items():
                found.setdefault(key, {})[run.run] = (int(one.low), int(one.high), int(one.value))
    programme = ensembles[0].experiment.composed().programme
    return tuple(_drawn(key, list(runs.values()), programme, language) for key, runs in found.items())


def _drawn(key: str, runs: list[tuple[int, int, int]], programme: Programme, language: str) -> Drawn:
    low, high = min(one[0] for one in runs), max(one[1] for one in runs)
    values = sorted(one[2] for one in runs)
    label = _label(key, programme, language)
    if (low, high) == (0, 1):
        bounds = f"{words(language)['choices']['yes']} / {words(language)['choices']['no']}"
        return Drawn(label, bounds, sentence("yes_in", language, yes=sum(values), runs=len(values)))
    return Drawn(label, _between(low, high, language), _between(values[0], values[-1], language))


def _between(low: int, high: int, language: str) -> str:
    first, last = (
        date.fromordinal(one).isoformat() if one > _A_DAY else figure_text(one, language) for one in (low, high)
    )
    return first if first == last else sentence("band", language, low=first, high=last)


def _label(key: str, programme: Programme, language: str) -> str:
    """What a choice is about: by the catalogue, by the name of a place in it, or by the entry of the programme."""
    told = words(language)["choices"]
    teller = Teller(programme, Language(language))
    owner, _, place = key.rpartition(".")
    named_in = key.partition("(")[2].rstrip(")")
    known = owner.rpartition(".")[2]
    if known in told:
        return str(told[known]).format(place=place_label(place, language))
    for each in (key, named_in):
        if each in told:
            return str(told[each])
    if key in programme.boundaries:
        return teller.label(key)
    try:
        return str(told["figure"]).format(entry=teller.label(named_in or key))
    except KeyError:
        return str(told["entry"]).format(entry=key)


def assumed(ensembles: Sequence[Ensemble], language: str) -> tuple[Assumed, ...]:
    """What the model, its scenarios and its ties to the programme assume, each with its sources."""
    found = [Assumed(one, ()) for one in words(language)["report"]["assumptions"]]
    found += [Assumed(one.because[language], tuple(one.sources)) for one in binding().assumed.values()]
    seen = set()
    for ensemble in ensembles:
        for one in ensemble.experiment.composed().scenarios:
            if one.assumed and one.key not in seen:
                seen.add(one.key)
                text = sentence(
                    "assumed_scenario", language, scenario=one.label[language], assumed=one.assumed[language]
                )
                found.append(Assumed(text, tuple(source.text for source in one.sources)))
    return tuple(found)
