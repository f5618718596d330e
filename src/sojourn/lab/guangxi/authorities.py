"""What the authorities do: agencies are graded, firms lose their qualification, and centre and local office bargain.

They act once a month, on what officials can see: permits, people found, holders whose permit ran out without their
having gone out. What nobody saw moves nothing.

The centre goes by leaks: holders not seen going out when their permit ended, for each month that somebody held one. A
count by permit would say that longer permits leak more, for each of them is held longer. It knows
both from the records of offices and border, since the trial tells it who holders are and a late exit shows there. It
does not add those found without papers: they had no permit, so they are no share of its holders, and how many
are found tells first of all how hard officials look. What the centre wants to be sure of before it lengthens permits
is that the city has irregular hiring in hand, and its fear is of people who come in and move on (chapter 4, 6b); an
office that finds more shows control, and does not lack it. So inspection
moves what the centre sees only by what people and firms make of it. People found count against their firms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import uniform, words
from ..offers import Offer
from .firms import FirmPool
from .office import Load, Office
from .utilities import DAYS

#: Rows of `Firms.count`.
ISSUED: Final = 0
RENEWED: Final = 1
LEAKS: Final = 2
FOUND: Final = 3


@dataclass(frozen=True, slots=True)
class Bargain:
    """Who reacts: the centre, by extending or taking back; the local office, by its measures. Both may be fixed."""

    centre_reacts: bool = False
    local_reacts: bool = False


@dataclass(slots=True)
class Authorities:
    """The state of the bargain and of discipline.

    `regular`: the grade of an agency against which nothing is held. `steps`: 0 as practised,
    1 once the centre grants the term that paper has, and one more for each further thing that
    it grants, up to `most_steps`.
    """

    bargain: Bargain
    regular: int
    office: Office = field(default_factory=Office)
    steps: int = 0
    most_steps: int = 1
    leaks: list[int] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    by_agency: list[NDArray[np.int64]] = field(default_factory=list)
    grades: NDArray[np.int64] | None = None
    suspended_until: NDArray[np.int64] | None = None
    unqualified_until: NDArray[np.int64] | None = None
    history: list[dict[str, float]] = field(default_factory=list)

    def month(
        self,
        count: NDArray[np.int32],
        pool: FirmPool,
        offer: Offer,
        parameters: Mapping[str, float],
        load: Load,
        place: NDArray[np.int64],
        day: int,
        key: tuple[int, int],
        *,
        held: float,
        acting: bool = True,
    ) -> None:
        """Take in what a month showed (`count` as in `Firms`), before the next one begins on `day`.

        `held`: for how many months people held permits in it, added up. `load` is what the local office has to do,
        `place` where each firm is. Before a run's first day told, centre and office look on (`acting` is no): what they
        come to is told from its beginning.
        """
        self.leaks.append(int(count[LEAKS].sum()))
        self.held.append(held)
        self._discipline(count, pool, offer, parameters, place, day, key)
        rate = self.rate(int(parameters["centre_patience"]))
        bears = parameters["centre_tolerance"]
        if (
            acting
            and self.bargain.centre_reacts
            and rate is not None
            and len(self.leaks) >= parameters["centre_patience"]
        ):
            if rate < bears:
                self.steps = min(self.steps + 1, self.most_steps) if self._held(parameters) else self.steps
            elif rate > parameters["centre_relapse"] * bears:
                self.steps = max(self.steps - 1, 0)
        if acting and self.bargain.local_reacts and rate is not None:
            self.office.answer(pressed=rate > bears, load=load, offer=offer, parameters=parameters)
        self.history.append({"rate": rate or 0.0, "effort": self.office.effort, "steps": float(self.steps)})

    def rate(self, months: int) -> float | None:
        """Holders not seen going out for each month that somebody was one, over the last months; None if nobody was."""
        held = sum(self.held[-months:])
        return sum(self.leaks[-months:]) / held if held else None

    def _held(self, parameters: Mapping[str, float]) -> bool:
        """Whether the centre's last step is as long ago as it looks back: it grants one thing at a time."""
        window = self.history[-int(parameters["centre_patience"]) :]
        return len(window) == int(parameters["centre_patience"]) and all(one["steps"] == self.steps for one in window)

    def _discipline(
        self,
        count: NDArray[np.int32],
        pool: FirmPool,
        offer: Offer,
        parameters: Mapping[str, float],
        place: NDArray[np.int64],
        day: int,
        key: tuple[int, int],
    ) -> None:
        leaks = np.bincount(pool.agency, weights=count[LEAKS], minlength=pool.agencies)
        chance = uniform(words(np.arange(leaks.size), day, label(Purpose.AGENCY, EntityKind.AGENCY), 1, key)[:, 0])
        laid = np.floor(leaks * parameters["leaks_laid_to_agency"] * self.office.strictness + chance)
        self.by_agency.append(laid.astype(np.int64))
        self._grade(pool, offer)
        if self.unqualified_until is None:
            self.unqualified_until = np.zeros(pool.cell.size, np.int64)
        if not offer.unqualified_may_hire.all():
            away = round(parameters["months_unqualified"] * DAYS)
            answers = self.office.liability(offer, parameters)[place] * parameters["leaks_laid_to_firm"]
            drawn = words(np.arange(place.size), day, label(Purpose.WATCH, EntityKind.FIRM), 1, key)[:, 0]
            let_go = count[LEAKS] * answers + uniform(drawn) >= 1
            self.unqualified_until[(count[FOUND] > 0) | let_go] = day + away

    def _grade(self, pool: FirmPool, offer: Offer) -> None:
        """Grade the agencies by the violations that count.

        One graded so low that it may not file is suspended, where the programme says for how long: until then it keeps
        that grade; after, it is regular again, and what led to it counts no longer.
        """
        if self.grades is None or self.suspended_until is None:
            self.grades = np.full(pool.agencies, self.regular)
            self.suspended_until = np.zeros(pool.agencies, np.int64)
        if not offer.violations_count_for:
            return
        months = len(self.by_agency)
        served = (self.suspended_until > 0) & (self.suspended_until <= months)
        for counted in self.by_agency:
            counted[served] = 0
        self.grades[served] = self.regular
        self.suspended_until[served] = 0
        recent = np.sum(self.by_agency[-offer.violations_count_for :], axis=0)
        graded = offer.grade_after[self.grades, np.minimum(recent, offer.grade_after.shape[1] - 1)]
        self.grades = np.where(self.suspended_until > 0, self.grades, graded)
        if offer.suspended_for:
            files = np.asarray(offer.grade_may_file.all(axis=0))  # grades hold in some places only
            begins = ~files[self.grades] & (self.suspended_until == 0)
            self.suspended_until[begins] = months + offer.suspended_for

    def may_file(self, pool: FirmPool, offer: Offer, places: int, sectors: int, day: int) -> NDArray[np.uint8]:
        """Which firms can get permits: qualified, and with an agency whose grade may file; uint8[firms]."""
        place = pool.cell // sectors
        grade = np.full(pool.agencies, self.regular) if self.grades is None else self.grades
        filing: NDArray[np.bool_] = offer.grade_may_file[place, grade[pool.agency]]
        if self.unqualified_until is None:
            return np.asarray(filing, np.uint8)
        qualified = (self.unqualified_until <= day) | offer.unqualified_may_hire[place]
        may: NDArray[np.uint8] = (filing & qualified).astype(np.uint8)
        return may
