"""The parameters of the model, with what is believed of each before the figures are looked at."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import words
from ..scenarios import MOST
from ..written import read_written
from .bound import binding
from .bound import bounds as bounds_of_entry

_TWO_32 = 2.0**32


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: `low` and `high` bound its prior, even between them or (`logarithmic`) even in the logarithm.

    It can be set by hand from `least` to `most`.
    """

    key: str
    group: str
    low: float
    high: float
    logarithmic: bool
    unit: str
    source: str
    least: float = 0.0
    most: float = MOST

    def within(self, value: float) -> float:
        """The value, or the bound past which it cannot be."""
        return min(max(value, self.least), self.most)

    @property
    def fixed(self) -> bool:
        """Whether nothing is drawn: scenarios alone change it."""
        return self.low == self.high

    def at(self, share: float) -> float:
        """The value below which the prior has this share."""
        if self.fixed:
            return self.low
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + (self.high - self.low) * share

    def share(self, value: float) -> float:
        """The share of the prior below a value."""
        if self.fixed:
            return 0.5
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter of the Guangxi model by its key. Raises BindingError, OpenFigureError: see `bounds_of`."""
    file = resources.files(__package__).joinpath("parameters.yaml")
    written: dict[str, dict[str, Any]] = read_written(file)
    return {key: _parameter(key, one) for key, one in written.items()}


def _parameter(key: str, one: Mapping[str, Any]) -> Parameter:
    ((shape, bounds),) = one["prior"].items()
    match shape:
        case "fixed":
            low = high = bounds
        case "entry":
            low, high = bounds_of_entry(bounds)
        case "assumed":
            assumed = binding().assumed[bounds]
            low, high = assumed.low, assumed.high
        case _:
            low, high = bounds
    return Parameter(
        key,
        one["group"],
        float(low),
        float(high),
        shape == "log_even",
        one["unit"],
        one["source"],
        float(one.get("least", 0.0 if low >= 0 else -MOST)),
        float(one.get("most", MOST)),
    )


def middle() -> dict[str, float]:
    """Each parameter at the middle of its prior."""
    return {key: one.at(0.5) for key, one in parameters().items()}


def from_prior(key: tuple[int, int]) -> dict[str, float]:
    """Each parameter drawn from its prior, keyed by seed and run and by its place in the file's order of names."""
    drawn = {}
    for name, one in parameters().items():
        word = words(_number(name), 0, label(Purpose.PARAMETER, EntityKind.RUN), 1, key)
        drawn[name] = one.at(float(np.asarray(word).ravel()[0]) / _TWO_32)
    return drawn


def _number(name: str) -> NDArray[np.uint32]:
    """A permanent number for a name, so that a parameter added later leaves the draws of the others as they were."""
    value = 2166136261
    for letter in name.encode():
        value = (value ^ letter) * 16777619 % 2**32
    return np.array([value], np.uint32)
