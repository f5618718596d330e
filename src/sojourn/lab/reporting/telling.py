"""The differences in words: for each outcome one sentence of the catalogue, chosen by what the runs show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from ..comparing import Difference
from ..deciding import FEWEST, agree
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


@dataclass(frozen=True, slots=True)
class Headline:
    """An outcome in words: `sign` stands before it (an arrow or a sign of likeness), `label` names it."""

    sign: str
    label: str
    text: str


def headline(difference: Difference, runs: int, language: str) -> Headline:
    """What a scenario changes in an outcome: a rise or a fall where enough runs agree, else no clear change.

    `runs`: how many were made. Of several, the baseline's middle and the middle change are told, and no middle of the
    scenario: the middle change need not be the difference of two middles, and would read as a mistake beside them.
    """
    measure = measure_of(difference.outcome, language)
    code, sign = _kind(difference, runs)
    before, after, change = (measure.band(one) for one in (difference.baseline, difference.with_it, difference.change))
    level = figure_text(before.middle, language)
    slots = {"before": level, "after": figure_text(after.middle, language), "unit": measure.unit}
    slots["runs"] = str(difference.runs)
    ends = change
    if code in ("rises", "falls"):
        ends = Band(*sorted(abs(each) for each in (change.low, change.middle, change.high)))
    write = figure_text if code in ("rises", "falls") else change_text
    high = write(ends.high, language)
    if code == "unclear":  # no other figure tells the unit of the change
        high = _sized(high, difference.outcome, measure, language)
    slots |= {"low": write(ends.low, language), "high": high}
    slots["change"] = _sized(write(ends.middle, language), difference.outcome, measure, language)
    slots |= {"up": share_text(difference.up, language), "down": share_text(difference.down, language)}
    moved = after.middle if code == "one_change" else before.middle + change.middle
    if code in ("rises", "falls", "one_change") and figure_text(moved, language) == level:
        code = f"{code}_unseen"
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
    if difference.runs < FEWEST:
        return "few_change", "·"
    if change.low > 0 and agree(difference.up, difference.runs):
        return "rises", "▲"
    if change.high < 0 and agree(difference.down, difference.runs):
        return "falls", "▼"
    return "unclear", "≈"


def _sized(told: str, outcome: str, measure: Measure, language: str) -> str:
    """A change with its unit: points for a share."""
    if is_share(outcome):
        return sentence("points", language, number=told)
    return sentence("with_unit", language, number=told, unit=measure.unit)


def measured(outcome: str, language: str) -> tuple[str, Measure]:
    """The label and the measure of an outcome."""
    return outcome_label(outcome, language), measure_of(outcome, language)
