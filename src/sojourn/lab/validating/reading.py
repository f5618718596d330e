"""The causes and effects that the sources tell, with how each is asked of the model: `guangxi/mechanisms.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import sojourn.lab.guangxi

from ..calibrating.figures import figures
from ..guangxi.experiment import BASE, Experiment
from ..guangxi.parameters import parameters
from ..written import read_written

#: How an id of the catalogue is written, wherever a source is told of in words.
_ID = re.compile(r"\b(?:gx|lit|cal)(?:\.[a-z0-9]+)+", re.IGNORECASE)


class Kind(StrEnum):
    """What a mechanism is to the model: true as it is written, what comes of it, or nothing it speaks of."""

    IDENTITY = "identity"
    EMERGENT = "emergent"
    OUTSIDE = "outside"


class Sign(StrEnum):
    """Which way an effect goes."""

    UP = "+"
    DOWN = "-"
    NOUGHT = "0"


@dataclass(frozen=True, slots=True)
class Arm:
    """One side of a contrast: scenarios on top of the trial as practised, and parameters that are otherwise."""

    scenarios: tuple[str, ...] = ()
    given: tuple[tuple[str, float], ...] = ()
    times: tuple[tuple[str, float], ...] = ()

    def without(self, *components: Component) -> Arm:
        """The same with components switched off, whatever else it says of those parameters and rules."""
        each = sorted(components, key=lambda one: one.key)
        off = {name: value for one in each for name, value in one.off}
        on_top = tuple(dict.fromkeys(name for one in each for name in one.scenarios))
        return replace(
            self,
            scenarios=(*(one for one in self.scenarios if one not in on_top), *on_top),
            given=tuple({**dict(self.given), **off}.items()),
            times=tuple(one for one in self.times if one[0] not in off),
        )

    def experiment(self, base: Experiment, first: date | None, last: date | None) -> Experiment:
        """The runs of this side; `base` says how many, of which size and with what draws."""
        return replace(
            base,
            scenarios=(BASE, *self.scenarios),
            given=(*base.given, *self.given),
            times=(*base.times, *self.times),
            first=first or base.first,
            last=last or base.last,
        )


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a mechanism is asked: `before` without the cause, `after` with it, and the sign expected of each outcome.

    `nought`: the share of an outcome that a difference taken as none may be at most. `first`, `last`: the days told of.
    """

    before: Arm
    after: Arm
    expect: Mapping[str, Sign]
    nought: float
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the model that can be switched off: by parameters set so, or scenarios put on top of both sides."""

    key: str
    label: Mapping[str, str]
    off: tuple[tuple[str, float], ...]
    scenarios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A cause and its effect: what the source says (`sign`, `statement`), and what the model can say of it (`why`).

    `informed`: the figures and parameters that already know of it; `claimed`: told in the source as a claim of others.
    """

    key: str
    kind: Kind
    sign: str
    reference: str
    statement: Mapping[str, str]
    why: Mapping[str, str]
    contrast: Contrast | None
    ablate: tuple[str, ...]
    rests_on: tuple[str, ...]
    informed: tuple[str, ...]
    claimed: bool

    @property
    def counts(self) -> bool:
        """Whether it is a hit or a miss of the model: emergent, told by the source, and not known beforehand."""
        return self.kind is Kind.EMERGENT and not self.informed and not self.claimed


@cache
def components() -> Mapping[str, Component]:
    """What can be switched off, by key."""
    return {key: _component(key, one) for key, one in _written()["components"].items()}


@cache
def read_mechanisms() -> Mapping[str, Mechanism]:
    """Every mechanism by its id, in the order of the file."""
    return {key: _mechanism(key, one) for key, one in _written()["mechanisms"].items()}


@cache
def _written() -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_written(resources.files(sojourn.lab.guangxi).joinpath("mechanisms.yaml"))
    return read


@cache
def _known_beforehand() -> Mapping[str, tuple[str, ...]]:
    """For each id of a source, the figures it calibrates and the parameters whose prior is drawn from it."""
    found: dict[str, list[str]] = {}
    for figure in figures():
        for source in figure.sources:
            found.setdefault(source, []).append(figure.key)
    for parameter in parameters().values():
        for source in _ID.findall(parameter.source):
            found.setdefault(source, []).append(parameter.key)
    return {source: tuple(keys) for source, keys in found.items()}


def _component(key: str, one: Mapping[str, Any]) -> Component:
    given, times = _changes(one.get("model", {}))
    if times:
        raise ValueError(f"mechanisms.yaml: component {key} is switched off by `set`, not by `times`")
    return Component(key, one["label"], given, tuple(one.get("scenarios", ())))


def _mechanism(key: str, one: Mapping[str, Any]) -> Mechanism:
    rests_on = tuple(one.get("rests_on", ()))
    known = _known_beforehand()
    informed = {name: None for source in (key, *rests_on) for name in known.get(source, ())}
    return Mechanism(
        key=key,
        kind=Kind(one["class"]),
        sign=one["sign"],
        reference=one["reference"],
        statement=one["statement"],
        why=one["why"],
        contrast=_contrast(one["contrast"]) if "contrast" in one else None,
        ablate=tuple(one.get("ablate", ())),
        rests_on=rests_on,
        informed=tuple(informed),
        claimed=bool(one.get("claimed", False)),
    )


def _contrast(one: Mapping[str, Any]) -> Contrast:
    expect = {outcome: Sign(sign) for outcome, sign in one["expect"].items()}
    return Contrast(
        _arm(one["before"]), _arm(one["after"]), expect, float(one.get("nought", 0.0)), one.get("from"), one.get("to")
    )


def _arm(one: Mapping[str, Any]) -> Arm:
    given, times = _changes(one.get("model", {}))
    return Arm(tuple(one.get("scenarios", ())), given, times)


def _changes(
    model: Mapping[str, Mapping[str, float]],
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
    given = tuple((name, float(change["set"])) for name, change in model.items() if "set" in change)
    times = tuple((name, float(change["times"])) for name, change in model.items() if "times" in change)
    return given, times
