"""A run's rows, person by person, as jobs, permits, crossings and stays.

Each row says who could see it. An official sees permits, their holders' jobs and crossings, crossings on a pass, and
those who are found; irregular work is seen by those who take part, a clandestine crossing by nobody else unless she is
caught at it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sojourn.ledger import (
    ChargedBy,
    ChargeKind,
    DecisionKind,
    DecisionOutcome,
    Direction,
    JobEnd,
    Party,
    PermitEnd,
    SeenBy,
    Subject,
    Verdict,
)
from sojourn.policy import Programme

from ..engine.arrays import Breach, Ending, Happened, Manner, Mode
from ..guangxi.bound import binding
from ..guangxi.firms import FirmPool
from ..guangxi.population import kinds_of
from ..guangxi.results import Month, Result
from ..guangxi.world import World
from .book import Book, Row
from .person import Journey, Person

#: Where the border is, clocks stand eight hours ahead of UTC.
_LOCAL: Final = timezone(timedelta(hours=8))
#: The hour of a day's first crossing; each further one of a person is half an hour later.
_MORNING: Final = time(7)


#: How the end of a job is told, by how it came; of one that could not go on, where no permit was what ended.
_ENDS: Final = {
    Ending.LEFT: JobEnd.QUIT,
    Ending.LET_GO: JobEnd.DISMISSED,
    Ending.STOPPED: JobEnd.DISMISSED,
    Ending.FOUND: JobEnd.REMOVED,
}


class Teller:
    """Reads the rows of a run, person by person, into tables."""

    def __init__(self, book: Book, result: Result, world_: World, programme: Programme) -> None:
        assert result.pool is not None
        assert result.people is not None
        self.book = book
        self.result = result
        self.world = world_
        self.programme = programme
        self.told = binding().told
        self.pool: FirmPool = result.pool
        self.start = result.settings.start
        self.last = result.settings.last
        self.sectors = len(world_.lines.keys)
        self.home = kinds_of(world_).home[result.people.kind]
        self.firms: set[int] = set()
        self.conduct = {breach.kind.value: breach.conduct[0] for breach in binding().breaches}
        self.months = [(month.first, month) for month in (*result.before, *result.months)]

    def day(self, number: int) -> date:
        """The day that the engine counts as `number`."""
        return self.start + timedelta(days=int(number))

    def month(self, day: date) -> Month:
        """What held, and was counted, in the part of the run that a day lies in."""
        return next(month for first, month in reversed(self.months) if first <= day)

    def tell(self, weight: float) -> None:
        """Put everything that was traced into the book; each person stands for `weight` of them. Raises LedgerError."""
        for place in binding().places:
            kind, official = self.programme.places[binding().place_of(place)].kind, SeenBy.OFFICIALS.value
            self.book.put("places", {"id": place.key, "kind": kind, "name": place.key, "seen_by": official})
        rows = self.result.rows
        order = rows[:, 1].argsort(kind="stable")
        rows = rows[order]
        assert self.result.people is not None
        traced = self.result.people.traced.nonzero()[0]
        bounds, ends = (rows[:, 1].searchsorted(traced, side=side) for side in ("left", "right"))
        for person, low, high in zip(traced, bounds, ends, strict=True):
            facts = {**binding().facts, **binding().homes[int(self.home[person])].facts}
            one = Person(f"p-{person:010d}", self._caught(rows[low:high]))
            self.book.put(
                "persons",
                {
                    "id": one.id,
                    "nationality": str(facts[self.told.nationality]),
                    "home_province": str(facts[self.told.province]),
                    "border_commune": facts[self.told.border_commune] in (True, "yes"),
                    "language": self.told.language,
                    "weight": weight,
                    "seen_by": SeenBy.OFFICIALS.value,
                },
            )
            for row in rows[low:high]:
                self._event(one, int(person), *(int(value) for value in (row[0], *row[2:])))
            self._close(one)
        self._tell_firms()

    def _caught(self, rows: NDArray[np.int32]) -> frozenset[date]:
        """The days on which a person was caught on a clandestine crossing, in or out."""
        found = rows[(rows[:, 2] == Happened.FOUND) & (rows[:, 6] == Breach.ENTRY)]
        return frozenset(self.day(number) for number in found[:, 0])

    def _tell_firms(self) -> None:
        official = {"seen_by": SeenBy.OFFICIALS.value}
        for agency in sorted({int(self.pool.agency[firm]) for firm in self.firms}):
            self.book.put("agencies", {"id": f"a-{agency:06d}", "name": f"Agency {agency}", **official})
        for firm in sorted(self.firms):
            place, sector = divmod(int(self.pool.cell[firm]), self.sectors)
            self.book.put(
                "employers",
                {
                    "id": f"e-{firm:08d}",
                    "name": f"Firm {firm}",
                    "sector": self.world.lines.keys[sector],
                    "place_id": self.world.places[place],
                    **official,
                },
            )

    # ---- events ----------------------------------------------------------------------------------------------------

    def _event(
        self, one: Person, person: int, number: int, what: int, mode: int, cell: int, firm: int, figure: int
    ) -> None:
        day = self.day(number)
        self._come_back(one, day)
        happened = Happened(what)
        inside = Mode(mode) not in (Mode.HOME, Mode.COAST, Mode.BARRED)
        if happened in (Happened.HIRED, Happened.MOVED) and inside and one.stay is None:
            self._come_in(one, day, Manner.PERMIT, self.world.places[cell // self.sectors])
        match happened:
            case Happened.ENTERED:
                self._enter(one, day, Manner(figure), mode, cell, person)
            case Happened.LEFT_CHINA:
                self._leave(one, day, Manner(figure))
            case Happened.HIRED:
                self._hire(one, day, mode, firm)
            case Happened.JOB_ENDED:
                lost = figure == Ending.STOPPED and mode in (Mode.PERMIT, Mode.MISMATCH)
                self._end_job(one, day, JobEnd.PERMIT_LOST if lost else _ENDS[Ending(figure)])
            case Happened.PERMIT_ISSUED:
                self._permit(one, day, self.day(figure), cell, firm)
            case Happened.PERMIT_ENDED:
                self._end_permit(one, day)
            case Happened.FOUND:
                self._found(one, day, Breach(figure))
            case Happened.FINED:
                self._decide(one, day, DecisionKind.FINE, amount=figure)
            case Happened.DETAINED:
                self._decide(one, day, DecisionKind.DETENTION, days=figure)
            case Happened.BANNED:
                self._decide(one, day, DecisionKind.BAN, days=figure)
            case Happened.TURNED_BACK:
                self._leave(one, day, Manner.OUTSIDE)
            case Happened.BARRED | Happened.BAN_ENDED | Happened.MOVED:
                pass  # told by the decisions that it follows from

    def _at(self, one: Person, day: date) -> datetime:
        """When a crossing of a day happened: each of a person half an hour after the one before."""
        if one.crossed_on != day:
            one.crossed_on, one.crossings = day, 0
        one.crossings += 1
        return (datetime.combine(day, _MORNING, _LOCAL) + timedelta(minutes=30 * (one.crossings - 1))).astimezone(UTC)

    def _cross(self, one: Person, day: date, direction: Direction, place: str, *, hidden: bool) -> Row:
        """A crossing; one that is hidden goes by no post, and is seen only where she is caught at it."""
        unseen = hidden and day not in one.caught_on
        return self.book.put(
            "crossings",
            {
                "id": self.book.id("crossings"),
                "person_id": one.id,
                "document_kind": None if hidden else self.told.shown,
                "direction": direction.value,
                "at": self._at(one, day),
                "sequence": 0,
                "post": None if hidden else place,  # one in each place; who hides crosses away from it
                "place_id": place,
                "verdict": None if hidden else Verdict.ADMITTED.value,
                "seen_by": (SeenBy.NOBODY if unseen else SeenBy.OFFICIALS).value,
            },
        )

    def _enter(self, one: Person, day: date, manner: Manner, mode: int, cell: int, person: int) -> None:
        if mode == Mode.PASS:
            place = cell
        else:
            place = cell // self.sectors if mode != Mode.FURTHER else int(self.world.homes.crossing[self.home[person]])
        if mode == Mode.PASS:
            one.commuting = place
        self._come_in(one, day, manner, self.world.places[place])

    def _come_in(self, one: Person, day: date, manner: Manner, place: str) -> None:
        if one.absence is not None:
            self.book.put("absences", {**one.absence, "returned_on": day})
            one.absence = None
        crossing = self._cross(one, day, Direction.IN, place, hidden=manner is Manner.CLANDESTINE)
        limit = int(self.month(day).pass_limit[self.world.places.index(place)])
        on_pass = manner is Manner.PASS and limit >= 0
        one.stay = {
            "id": self.book.id("stays"),
            "person_id": one.id,
            "document_kind": crossing["document_kind"],
            "permit_id": None,
            "place_id": place,
            "crossing_in_id": crossing["id"],
            "crossing_out_id": None,
            "entered_on": day,
            "limit_days": limit if on_pass else None,
            "leave_by": day + timedelta(days=limit) if on_pass else None,
            "left_on": None,
            "seen_by": crossing["seen_by"],
        }

    def _leave(self, one: Person, day: date, manner: Manner) -> None:
        if one.stay is None:
            return
        if one.commuting >= 0:
            self._commute(one, day)
        self._go_out(one, day, manner)
        one.commuting = -1

    def _go_out(self, one: Person, day: date, manner: Manner) -> None:
        """Out over the border; who is sent back (`OUTSIDE`) goes by a post, however she came in."""
        assert one.stay is not None
        place = one.stay["place_id"]
        crossing = self._cross(one, day, Direction.OUT, place, hidden=manner is Manner.CLANDESTINE)
        one.left_from = place
        # What officials see rests on nothing that they do not: a stay is seen no further than either of its crossings.
        seen_by = max(SeenBy(one.stay["seen_by"]), SeenBy(crossing["seen_by"]), key=list(SeenBy).index)
        self.book.put(
            "stays", {**one.stay, "crossing_out_id": crossing["id"], "left_on": day, "seen_by": seen_by.value}
        )
        one.stay = None

    def _commute(self, one: Person, until: date) -> None:
        """Crossings of somebody who works on a pass, up to a day: out when the limit is up, in the next morning."""
        while one.stay is not None:
            limit = max(int(one.stay["limit_days"] or 1), 1)
            out = one.stay["entered_on"] + timedelta(days=limit - 1)
            if out + timedelta(days=1) > until or out + timedelta(days=1) > self.last:
                return
            place = one.stay["place_id"]
            self._go_out(one, out, Manner.PASS)
            self._come_in(one, out + timedelta(days=1), Manner.PASS, place)

    # ---- work ------------------------------------------------------------------------------------------------------

    def _hire(self, one: Person, day: date, mode: int, firm: int) -> None:
        if one.commuting >= 0:
            self._commute(one, day)
            one.commuting = -1
        self.firms.add(firm)
        one.job = {
            "id": self.book.id("jobs"),
            "person_id": one.id,
            "employer_id": f"e-{firm:08d}",
            "place_id": self.world.places[int(self.pool.cell[firm]) // self.sectors],
            "agency_id": f"a-{int(self.pool.agency[firm]):06d}",
            "begins_on": day,
            "ends_on": None,
            "ended": None,
            "seen_by": (SeenBy.OFFICIALS if mode in (Mode.PERMIT, Mode.MISMATCH) else SeenBy.PARTIES).value,
        }

    def _end_job(self, one: Person, day: date, why: JobEnd) -> None:
        if one.job is None:
            return
        self.book.put("jobs", {**one.job, "ends_on": max(day, one.job["begins_on"]), "ended": why.value})
        one.job = None

    def _permit(self, one: Person, day: date, due: date, cell: int, firm: int) -> None:
        before = one.permit
        if before is not None and (before["employer_id"] != f"e-{firm:08d}" or before["ends_on"] > day):
            # A permit for another job, or on other terms, takes the place of the one that still runs.
            ended = min(day, before["ends_on"])
            self.book.put("permits", {**before, "ended": PermitEnd.REPLACED.value, "ended_on": ended})
            before = one.permit = None
        if before is None and one.ran_out is not None and one.ran_out["ends_on"] == day:
            before = one.ran_out  # at another firm, but after one that runs to the end of today
        begins = day if before is None else day + timedelta(days=1 + int(self.month(day).away[cell]))
        if before is None and one.job is not None and one.job["seen_by"] != SeenBy.OFFICIALS.value:
            # What was irregular until now stays unseen: the job on a permit is another one.
            job = one.job
            self._end_job(one, day, JobEnd.TRANSFERRED)
            one.job = {**job, "id": self.book.id("jobs"), "begins_on": day, "seen_by": SeenBy.OFFICIALS.value}
        permit = {
            "id": self.book.id("permits"),
            "number": f"W{self.book.numbers['permits']:09d}",
            "person_id": one.id,
            "kind": binding().route,
            "employer_id": f"e-{firm:08d}" if one.job is not None else None,
            "job_id": one.job["id"] if one.job is not None else None,
            "area_id": self.world.places[cell // self.sectors],
            "renewal_of_id": before["id"] if before is not None else None,
            "issued_on": begins,
            "begins_on": begins,
            "ends_on": max(due, begins),
            "ended": None,
            "ended_on": None,
            "seen_by": SeenBy.OFFICIALS.value,
        }
        fee = int(self.month(day).fee[cell])
        if before is not None:
            if before is not one.ran_out:
                self.book.put("permits", {**before, "ended": PermitEnd.EXPIRED.value, "ended_on": before["ends_on"]})
            one.permit = one.ran_out = None
            if (begins - day).days > 1 and one.stay is not None:
                self._go_home_to_renew(one, day, before, permit, fee)
                return
        self._issue(one, permit, fee)

    def _issue(self, one: Person, permit: Row, fee: int) -> None:
        one.permit = permit
        if not fee:
            return
        self.book.put(
            "charges",
            {
                "id": self.book.id("charges"),
                "kind": ChargeKind.FEE.value,
                "amount": Decimal(fee),
                "payer": (Party.PERSON if self.month(permit["begins_on"]).worker_pays_fee else Party.EMPLOYER).value,
                "charged_by": ChargedBy.OFFICE.value,
                "person_id": one.id,
                "permit_id": permit["id"],
                "charged_on": permit["begins_on"],
                "paid_on": permit["begins_on"],
                "seen_by": SeenBy.OFFICIALS.value,
            },
        )

    def _go_home_to_renew(self, one: Person, day: date, before: Row, permit: Row, fee: int) -> None:
        """Out when the permit runs out; whether she comes back for the next one is seen later."""
        assert one.stay is not None
        place = one.stay["place_id"]
        self._go_out(one, day, Manner.PERMIT)
        absence = {
            "id": self.book.id("absences"),
            "person_id": one.id,
            "permit_id": before["id"],
            "job_id": one.job["id"] if one.job else None,
            "left_on": day,
            "returned_on": None,
            "seen_by": SeenBy.OFFICIALS.value,
        }
        one.journey = Journey(permit, fee, place, absence)

    def _come_back(self, one: Person, day: date) -> None:
        """What became of a journey to renew, now that something happens on a day: back by then, or not."""
        journey, one.journey = one.journey, None
        if journey is None:
            return
        begins = journey.permit["begins_on"]
        one.absence = journey.absence
        if begins > day:
            return
        self._come_in(one, begins, Manner.PERMIT, journey.place)
        self._issue(one, journey.permit, journey.fee)

    def _end_permit(self, one: Person, day: date) -> None:
        if one.permit is None:
            return
        ended = min(max(day, one.permit["begins_on"]), one.permit["ends_on"])
        why = PermitEnd.EXPIRED if ended == one.permit["ends_on"] else PermitEnd.SURRENDERED
        one.ran_out = one.permit if why is PermitEnd.EXPIRED else None
        self.book.put("permits", {**one.permit, "ended": why.value, "ended_on": ended})
        one.permit = None

    # ---- control ---------------------------------------------------------------------------------------------------

    def _found(self, one: Person, day: date, breach: Breach) -> None:
        conduct = self.conduct[breach.name.lower()]
        one.violation = self.book.id("violations")
        self.book.put(
            "violations",
            {
                "id": one.violation,
                "conduct": conduct,
                "subject": Subject.PERSON.value,
                "person_id": one.id,
                "day": day,
                "found_on": day,
                "place_id": one.stay["place_id"] if one.stay else one.left_from,
                "seen_by": SeenBy.OFFICIALS.value,
            },
        )

    def _decide(
        self, one: Person, day: date, kind: DecisionKind, *, days: int | None = None, amount: int | None = None
    ) -> None:
        """What is imposed for the breach that she was found at today: for so many days from today, or so much."""
        self.book.put(
            "decisions",
            {
                "id": self.book.id("decisions"),
                "kind": kind.value,
                "outcome": DecisionOutcome.IMPOSED.value,
                "authority": self.told.sanctioned_by,
                "decided_at": datetime.combine(day, time(18), _LOCAL).astimezone(UTC),
                "person_id": one.id,
                "violation_id": one.violation,
                "against_finding": False,
                "amount": None if amount is None else Decimal(amount),
                "begins_on": None if days is None else day,
                "ends_on": None if days is None else day + timedelta(days=days - 1),
                "seen_by": SeenBy.OFFICIALS.value,
            },
        )

    def _close(self, one: Person) -> None:
        """What still lasts on the last day."""
        self._come_back(one, self.last)
        if one.commuting >= 0:
            self._commute(one, self.last)
        if one.absence is not None:
            self.book.put("absences", one.absence)
        if one.job is not None:
            self.book.put("jobs", one.job)
        if one.permit is not None:
            self.book.put("permits", one.permit)
        if one.stay is not None:
            self.book.put("stays", one.stay)
