"""What is looked up again and again while a ledger is taken in: its rows, and the keys and numbers they get here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, Protocol

from django.db.models import Max, Model

from ... import clock, models
from ...models import Account, Office
from ...numbers import is_number, new_number
from .matching import LETTERS, Line, key_of, own_id

#: The table of the register that holds each table of a ledger. Places stand in the programme.
HOLDERS: Final[Mapping[str, type[Model]]] = {
    "offices": models.Office,
    "employers": models.Employer,
    "sites": models.Site,
    "agencies": models.Agency,
    "persons": models.Person,
    "person_details": models.PersonDetails,
    "documents": models.Document,
    "findings": models.Finding,
    "jobs": models.Job,
    "applications": models.Application,
    "decisions": models.Decision,
    "ratings": models.Rating,
    "qualifications": models.Qualification,
    "permits": models.Permit,
    "insurance": models.Insurance,
    "claims": models.Claim,
    "charges": models.Charge,
    "crossings": models.Crossing,
    "stays": models.Stay,
    "absences": models.Absence,
    "check_ins": models.CheckIn,
    "tickets": models.Ticket,
    "suspensions": models.Standstill,
    "settlements": models.Settlement,
    "inspections": models.Inspection,
    "violations": models.Violation,
    "appeals": models.Appeal,
    "complaints": models.Complaint,
}

#: How long a number may be.
_LONGEST: Final = 40

#: The letters that numbers of the other tables begin with.
_NUMBERED: Final[Mapping[str, str]] = {
    "offices": "O",
    "employers": "E",
    "sites": "S",
    "agencies": "G",
    "persons": "W",
    "applications": "A",
    "decisions": "D",
    "permits": "P",
    "insurance": "I",
    "claims": "C",
    "charges": "R",
    "stays": "Y",
    "inspections": "N",
    "violations": "V",
    "appeals": "L",
    "complaints": "K",
}


class MadeUp(Protocol):
    """What a demonstration makes up for what a pseudonymised ledger does not say."""

    def details(self, person: Line) -> models.PersonDetails | None:
        """Who a person is, without its key."""

    def document_number(self, document: Line) -> str:
        """The number of a document."""

    def reason(self, decision: Line) -> str:
        """Why something was decided, in the officer's words."""

    def appeal_route(self, decision: Line) -> str:
        """How to appeal against a decision."""

    def complaint(self, complaint: Line) -> str:
        """What was said in a complaint."""

    def injury(self, claim: Line) -> str:
        """What happened, in a claim."""

    def grounds(self, appeal: Line) -> str:
        """Why somebody appeals."""


@dataclass
class Taken:
    """The rows of a ledger on their way in, and under which keys and numbers they go."""

    rows: Mapping[str, list[Line]]
    by: Account
    made_up: MadeUp | None = None
    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    numbers: dict[str, dict[str, str]] = field(default_factory=dict)
    officers: dict[str, Account] = field(default_factory=dict)
    refusals: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in HOLDERS:
            ids = [str(row["id"]) for row in self.rows.get(table, [])]
            self.keys[table] = _keys(table, ids)
            if table in _NUMBERED:
                self.numbers[table] = _numbers(table, self.rows.get(table, []))
        for row in self.rows.get("person_details", []):
            self.keys["person_details"][str(row["id"])] = self.keys["persons"][str(row["person_id"])]

    def key(self, table: str, id: object) -> Any:
        """The key of a row of the register by its id in the ledger; None for none."""
        return None if id is None else self.keys[table][str(id)]

    def number(self, table: str, row: Line) -> str:
        """The number that a row goes by here."""
        return self.numbers[table][str(row["id"])]

    def own(self, table: str, id: str) -> str:
        """The id that the register itself would give a row."""
        if table in LETTERS:
            return own_id(table, self.keys[table][id])
        return self.numbers[table].get(id, id) if table in self.numbers else id

    def by_id(self, table: str) -> Mapping[str, Line]:
        """The rows of a table by their ids."""
        if table not in self._by_id:
            self._by_id[table] = {str(row["id"]): row for row in self.rows.get(table, [])}
        return self._by_id[table]

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Line]]:
        return {}

    def row(self, table: str, id: object) -> Line | None:
        """A row by its id; None for none."""
        return None if id is None else self.by_id(table)[str(id)]

    @cached_property
    def ratings_of(self) -> dict[str, list[Line]]:
        """The grades of each agency."""
        found: dict[str, list[Line]] = {}
        for row in self.rows.get("ratings", []):
            found.setdefault(str(row["agency_id"]), []).append(row)
        return found

    @cached_property
    def existing_offices(self) -> dict[str, int]:
        """Offices that were there before, by their number."""
        return dict(Office.objects.values_list("number", "pk"))

    @cached_property
    def first_days(self) -> dict[str, date]:
        """The first day on which anything is known of each person."""
        found: dict[str, date] = {}
        for table, column in (("jobs", "begins_on"), ("applications", "submitted_at"), ("crossings", "at")):
            for row in self.rows.get(table, []):
                value = row[column]
                day = clock.day_of(value) if isinstance(value, datetime) else value
                person = str(row["person_id"])
                if isinstance(day, date) and day < found.get(person, date.max):
                    found[person] = day
        return found


def day(moment: object) -> Any:
    """The day in China of a moment of a ledger; None for none."""
    return clock.day_of(moment) if isinstance(moment, datetime) else None


def _keys(table: str, ids: list[str]) -> dict[str, int]:
    """A key for each row: the one that its id has where a register gave it, else the next after all of them."""
    there = dict(Office.objects.values_list("number", "pk")) if table == "offices" else {}
    pk = HOLDERS[table]._meta.pk
    assert pk is not None
    found = {id: key for id in ids if (key := there.get(id) or key_of(table, id)) is not None}
    if table != "offices" and len(set(found.values())) < len(found):
        found = {}
    last = max([HOLDERS[table]._default_manager.aggregate(last=Max(pk.attname))["last"] or 0, *found.values()])
    for id in ids:
        if id not in found:
            last += 1
            found[id] = last
    return found


def _numbers(table: str, rows: list[Line]) -> dict[str, str]:
    """A number for each row: a permit goes by the one printed on it, a charge by that of its receipt, where it can."""
    column = {"permits": "number", "charges": "receipt"}.get(table)
    said = {str(row["id"]): str(row[column] or "") if column else "" for row in rows}
    times = Counter(said.values())
    found = {
        id: number if number and len(number) <= _LONGEST and times[number] == 1 else id for id, number in said.items()
    }
    fits = Counter(found.values())
    return {
        id: number
        if fits[number] == 1 and (number != id or (is_number(id) and len(id) <= _LONGEST) or number == said[id])
        else new_number(_NUMBERED[table])
        for id, number in found.items()
    }
