"""The local office: what it may do to show the centre that little leaks, and the days of work that this takes it.

It has four measures: it inspects firms, grades agencies, has permit holders tracked by an app, and makes firms answer
for their workers. Each has a level. One is the usual; of the last two it is what the programme has on the day, which
may be none; an office may do more than that, at all places. One that reacts raises one measure at a time, the one that
costs it least to raise, as long as it has the means, and lets all of them down again when nothing presses. In what
order offices take them no source tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from ..offers import Offer

Numbers = NDArray[np.float64]


class Measure(IntEnum):
    """What the office may do: a row of each table here."""

    INSPECTION = 0
    GRADING = 1
    TRACKING = 2
    LIABILITY = 3


@dataclass(frozen=True, slots=True)
class Load:
    """What there is to do in a month at level one, by place: inspections, agencies, permit holders, firms that file."""

    inspections: Numbers
    agencies: Numbers
    holders: Numbers
    firms: Numbers


@dataclass(slots=True)
class Office:
    """What the office does beyond the usual, in levels: by measure."""

    beyond: Numbers = field(default_factory=lambda: np.zeros(len(Measure)))

    @property
    def effort(self) -> float:
        """The level of inspection, times the usual."""
        return 1 + float(self.beyond[Measure.INSPECTION])

    @property
    def strictness(self) -> float:
        """The level of grading, times the usual."""
        return 1 + float(self.beyond[Measure.GRADING])

    def tracking(self, offer: Offer, parameters: Mapping[str, float]) -> Numbers:
        """The level of the app, by place."""
        level = offer.tracked + parameters["tracking"] + float(self.beyond[Measure.TRACKING])
        return np.full(offer.firms_answer.shape, level)

    def liability(self, offer: Offer, parameters: Mapping[str, float]) -> Numbers:
        """How far firms answer for their workers, by place."""
        level = offer.firms_answer.astype(np.float64)
        return level + np.float64(parameters["liability"] + self.beyond[Measure.LIABILITY])

    def days(self, load: Load, offer: Offer, parameters: Mapping[str, float]) -> float:
        """Days of work that its measures take in a month."""
        return float((_days_of_one(load, offer, parameters) * self._levels(offer, parameters)).sum())

    def answer(self, *, pressed: bool, load: Load, offer: Offer, parameters: Mapping[str, float]) -> None:
        """Raise the measure that costs least to raise while too much leaks (`pressed`); else let all down a little."""
        if not pressed:
            self.beyond *= 1 - parameters["local_ease"]
            return
        highest = self._levels(offer, parameters).max(axis=1)
        rise = np.minimum(parameters["local_zeal"], parameters["effort_most"] - highest)
        more = _days_of_one(load, offer, parameters).sum(axis=1) * rise
        usual = Office().days(load, offer, parameters)
        possible = (rise > 0) & (self.days(load, offer, parameters) + more <= parameters["office_means"] * usual)
        possible &= _there_is(load, offer, parameters)
        if possible.any():
            chosen = int(np.where(possible, more, np.inf).argmin())
            self.beyond[chosen] += rise[chosen]

    def _levels(self, offer: Offer, parameters: Mapping[str, float]) -> Numbers:
        tracking, liability = self.tracking(offer, parameters), self.liability(offer, parameters)
        inspection = np.full(tracking.shape, self.effort)
        return np.stack([inspection, np.full(tracking.shape, self.strictness), tracking, liability])


def _days_of_one(load: Load, offer: Offer, parameters: Mapping[str, float]) -> Numbers:
    """Days of work a month for one level of each measure, [measure, place]; where nobody is graded, none for that."""
    graded = offer.violations_count_for > 0
    return np.stack(
        [
            load.inspections * parameters["inspection_effort"] * parameters["days_an_inspection"],
            load.agencies * parameters["days_grading_agency"] * graded,
            load.holders * parameters["days_tracking_hundred"] / 100,
            load.firms * parameters["days_answering_firm"],
        ]
    )


def _there_is(load: Load, offer: Offer, parameters: Mapping[str, float]) -> NDArray[np.bool_]:
    """Of which measures there is anything to do in a month: one that finds nothing is not raised for being cheap."""
    graded = load.agencies.sum() * (offer.violations_count_for > 0)
    inspected = load.inspections.sum() * parameters["inspection_effort"]
    return np.array([inspected, graded, load.holders.sum(), load.firms.sum()]) > 0
