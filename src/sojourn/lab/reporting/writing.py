"""How figures are written in a language: three digits that count, shares in a hundred, bands."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..ensembles import Band
from ..speaking import change_text, figure_text, outcome_unit, sentence


@dataclass(frozen=True, slots=True)
class Measure:
    """In what a figure is told: its unit in words, and by how much it is multiplied (100 for shares)."""

    unit: str
    times: float = 1.0

    def band(self, one: Band) -> Band:
        """A band in this measure."""
        return Band(one.low * self.times, one.middle * self.times, one.high * self.times)


def is_share(outcome: str) -> bool:
    """Whether an outcome is a share: told in a hundred, and its changes in points."""
    return outcome_unit(outcome, "en") == "share"


def measure_of(outcome: str, language: str) -> Measure:
    """The measure of an outcome."""
    return Measure("%", 100.0) if is_share(outcome) else Measure(outcome_unit(outcome, language))


def between(one: Band, language: str, *, change: bool = False) -> str:
    """From where to where nine in ten runs lie."""
    write = change_text if change else figure_text
    return sentence("band", language, low=write(one.low, language), high=write(one.high, language))


def with_band(one: Band, language: str) -> str:
    """A middle with its band; the middle alone where they are one."""
    if not math.isfinite(one.middle) or one.low == one.high:
        return figure_text(one.middle, language)
    low, middle, high = (figure_text(each, language) for each in (one.low, one.middle, one.high))
    return sentence("middle_and_band", language, low=low, middle=middle, high=high)
