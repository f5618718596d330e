"""A scenario of somebody's own: what can be slid, between which bounds, and the scenario's file that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from sojourn.policy import WHOLE, Attested, Language, Teller

from .order import BASELINE

if TYPE_CHECKING:
    from sojourn.policy import Parameter, Programme

#: What was slid, by the name of the slider: only what is not as it was.
Slid: TypeAlias = tuple[tuple[str, str], ...]


class Counts(StrEnum):
    """What a slider counts: an entry of the programme in its unit, times what a parameter is, or levels of one."""

    ENTRY = "entry"
    TIMES = "times"
    LEVELS = "levels"


@dataclass(frozen=True, slots=True)
class Slider:
    """What can be slid from `least` to `most` in steps; `usual` is what it is as practised (None: no one figure)."""

    key: str
    counts: Counts
    least: Decimal
    most: Decimal
    step: Decimal
    marks: tuple[Decimal, ...]
    usual: Decimal | None
    hint: Mapping[str, str]
    said: Mapping[str, str]
    changes: Mapping[str, Any]

    @property
    def rest(self) -> Decimal:
        """Where it stands as long as nobody moves it: at the usual, or a step below the least."""
        return self.least - self.step if self.usual is None else self.usual

    @property
    def low(self) -> Decimal:
        """Its lowest stop."""
        return min(self.rest, self.least)

    def stops_at(self, amount: Decimal) -> bool:
        """Whether it can stand there, given that it lies within its bounds."""
        return (amount - self.low) % self.step == 0

    def label(self, language: Language) -> str:
        """What is slid, in the words of the programme or of the model."""
        from sojourn.lab import parameter_label

        return _teller(language).label(self.key) if self.counts is Counts.ENTRY else parameter_label(self.key, language)

    def unit(self, language: Language) -> str:
        """The unit of its figures."""
        from sojourn.lab import parameter_unit

        match self.counts:
            case Counts.ENTRY:
                return _teller(language).unit(_entry(self.key).type.unit)
            case Counts.TIMES:
                return parameter_unit("inspection_effort", language)
            case Counts.LEVELS:
                return parameter_unit(self.key, language)

    def told(self, amount: Decimal, language: Language) -> str:
        """A change to that amount, in words."""
        figure = told = number(amount, language)
        if self.counts is Counts.ENTRY:
            type_ = _entry(self.key).type
            told = _teller(language).exact(Fraction(amount) * type_.unit.scale, type_)
        return self.said[language].format(amount=figure, told=told)


def number(amount: Decimal, language: Language) -> str:
    """A figure as the language writes it."""
    return _teller(language).exact(Fraction(amount), WHOLE)


def plain(amount: Decimal) -> str:
    """A figure as machines write it, in one way only."""
    return format(amount.normalize() + 0, "f")


@cache
def sliders() -> Mapping[str, Slider]:
    """Everything that can be slid, by its name, in the order of the form."""
    return {key: _slider(key, one) for key, one in _written()["sliders"].items()}


def _slider(key: str, one: Mapping[str, Any]) -> Slider:
    counts = Counts(one["counts"])
    return Slider(
        key,
        counts,
        Decimal(one["least"]),
        Decimal(one["most"]),
        Decimal(one["step"]),
        tuple(Decimal(mark) for mark in one["marks"]),
        _usual(key, counts),
        one["hint"],
        one["said"],
        one["changes"],
    )


def _usual(key: str, counts: Counts) -> Decimal | None:
    from sojourn.lab import parameters

    match counts:
        case Counts.TIMES:
            return Decimal(1)
        case Counts.LEVELS:
            return Decimal(repr(parameters()[key].low))
        case Counts.ENTRY:
            return _usual_of_entry(_entry(key))


def _usual_of_entry(entry: Parameter) -> Decimal | None:
    """The one figure that practice has, else paper; None where there are several, or none is exact."""
    practised = entry.practice.attested is Attested.DIFFERS
    versions = entry.practice.versions if practised else entry.paper
    found = {row.value for version in versions for row in version.rows}
    if len(found) != 1:
        return None
    (only,) = found
    if only.low != only.high or not isinstance(only.low, int | Fraction):
        return None
    figure = Fraction(only.low) / entry.type.unit.scale
    return Decimal(figure.numerator) / Decimal(figure.denominator)


def scenario_text(slid: Slid) -> str:
    """The file of the scenario in which everything is as practised but for what was slid."""
    moved = [(sliders()[name], Decimal(amount)) for name, amount in slid]
    written = _written()
    scenario: dict[str, Any] = {}
    for kind, texts in written["scenario"].items():
        scenario[kind] = {
            language.value: texts[language].format(changes=_listed(moved, language)) for language in Language
        }
    for slider, amount in moved:
        _put(scenario, _filled(slider.changes, plain(amount)))
    return yaml.safe_dump(scenario, allow_unicode=True, sort_keys=False, width=120)


def _listed(moved: Iterable[tuple[Slider, Decimal]], language: Language) -> str:
    between: str = _written()["between"][language]
    return between.join(slider.told(amount, language) for slider, amount in moved)


def _filled(node: Any, amount: str) -> Any:
    """What is written, with the amount in its place."""
    if isinstance(node, Mapping):
        return {key: _filled(under, amount) for key, under in node.items()}
    if isinstance(node, list):
        return [_filled(under, amount) for under in node]
    return str(node).format(amount=amount)


def _put(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put what is written under each key beside what stands there already."""
    for key, under in more.items():
        if isinstance(under, Mapping) and key in into:
            _put(into[key], under)
        else:
            into[key] = under


@cache
def _written() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("own.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (it makes nothing but text)
    return read


@cache
def _programme() -> Programme:
    """The programme as it was practised."""
    from sojourn.lab import compose, parameters, read_scenario

    return compose([read_scenario(BASELINE, parameters())]).programme


def _entry(key: str) -> Parameter:
    return _programme().parameters[key]


@cache
def _teller(language: Language) -> Teller:
    return Teller(_programme(), language)
