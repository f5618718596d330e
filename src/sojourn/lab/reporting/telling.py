"""The differences in words: for each outcome one sentence of the catalogue, chosen by what the runs show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from ..comparing import Difference
from ..ensembles import Band
from ..speaking import change_text, figure_text, outcome_label, sentence, share_text
from .writing import Measure, is_share, measure_of

#: The outcomes of which the report tells in words.
HEADLINES: Final = (
    "permits_a_month",
    "on_permit",
    "irregular_near",
    "further",
    "turnover_on_permit",
    "days_lost",
    "net_on_permit",
    "income",
    "vacancies",
    "output",
    "found",
    "bans",
    "detention_days",
    "applications",
)

#: The share of runs that must rise, or fall, for it to be told that they do.
_AGREE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Headline:
    """An outcome in words: `sign` stands before it (an arrow or a sign of likeness), `label` names it."""

    sign: str
    label: str
    text: str


def headline(difference: Difference, runs: int, language: str) -> Headline:
    """What a scenario changes in an outcome: a rise or a fall where nine runs in ten agree, else no clear change."""
    measure = measure_of(difference.outcome, language)
    code, sign = _kind(difference, runs)
    before, after, change = (measure.band(one) for one in (difference.baseline, difference.with_it, difference.change))
    slots = {
        "before": figure_text(before.middle, language),
        "after": figure_text(after.middle, language),
        "unit": measure.unit,
    }
    if code in ("rises", "falls"):
        size = Band(*sorted(abs(each) for each in (change.low, change.middle, change.high)))
        slots |= {"low": figure_text(size.low, language), "high": figure_text(size.high, language)}
        slots["change"] = _points(size.middle, difference.outcome, language)
    elif code == "unclear":
        slots |= {"low": change_text(change.low, language), "high": change_text(change.high, language)}
        slots |= {"up": share_text(difference.up, language), "down": share_text(difference.down, language)}
    return Headline(sign, outcome_label(difference.outcome, language), sentence(code, language, **slots))


def amount(outcome: str, band: Band, runs: int, language: str) -> Headline:
    """An outcome by itself, where nothing is compared."""
    measure = measure_of(outcome, language)
    one = measure.band(band)
    code = "amount_none" if not math.isfinite(one.middle) else "amount" if runs > 1 else "amount_one"
    low, middle, high = (figure_text(each, language) for each in (one.low, one.middle, one.high))
    text = sentence(code, language, low=low, middle=middle, high=high, unit=measure.unit)
    return Headline("", outcome_label(outcome, language), text)


def _kind(difference: Difference, runs: int) -> tuple[str, str]:
    change = difference.change
    if not math.isfinite(change.middle):
        return "not_there", "·"
    if difference.up == difference.down == 0:
        return "same", "="
    if runs < 2:
        return "one_change", "·"
    if change.low > 0 and difference.up >= _AGREE:
        return "rises", "▲"
    if change.high < 0 and difference.down >= _AGREE:
        return "falls", "▼"
    return "unclear", "≈"


def _points(value: float, outcome: str, language: str) -> str:
    told = figure_text(value, language)
    return sentence("points", language, number=told) if is_share(outcome) else told


def measured(outcome: str, language: str) -> tuple[str, Measure]:
    """The label and the measure of an outcome."""
    return outcome_label(outcome, language), measure_of(outcome, language)
