"""How figures are written in a language: three digits that count, shares in a hundred, bands."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..ensembles import Band
from ..speaking import marked, outcome_unit, sentence


def number(value: float, language: str) -> str:
    """A figure with three digits that count, whole from a hundred on; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 100:
        text = f"{size:,.0f}"
    elif size == 0:
        text = "0"
    else:
        decimals = max(0, 2 - math.floor(math.log10(size)))
        text = f"{size:.{min(decimals, 6)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if value < 0 and text.strip("0.") else "") + marked(text, language)


def hundredths(share: float, language: str) -> str:
    """A share in whole hundredths, with its sign as the language sets it; a dash where there is none."""
    if not math.isfinite(share):
        return "–"
    return f"{100 * share:.0f}%" if language == "zh" else f"{100 * share:.0f} %"


def signed(value: float, language: str) -> str:
    """A change, with its sign."""
    return f"+{number(value, language)}" if value > 0 else number(value, language)


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
    write = signed if change else number
    return sentence("band", language, low=write(one.low, language), high=write(one.high, language))


def with_band(one: Band, language: str) -> str:
    """A middle with its band; the middle alone where they are one."""
    if not math.isfinite(one.middle) or one.low == one.high:
        return number(one.middle, language)
    low, middle, high = (number(each, language) for each in (one.low, one.middle, one.high))
    return sentence("middle_and_band", language, low=low, middle=middle, high=high)
