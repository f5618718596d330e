"""A ledger's rows as the register can hold them: what it needs and they do not say is put in, and known as such."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from sojourn.ledger import Period, SeenBy
from sojourn.policy import Language

from ... import programme
from ...numbers import new_number
from ...vocabulary import OfficeKind
from .lines import also, line
from .matching import Line
from .mistakes import FIRST_DAY, LAST_DAY, WORDS

#: The letters that begin the numbers of what is put in.
_LETTERS: Final[Mapping[str, str]] = {
    "offices": "O",
    "employers": "E",
    "sites": "S",
    "persons": "W",
    "applications": "A",
    "decisions": "D",
}


@dataclass
class Completion:
    """The rows on their way, and what was done to them so that they can be held.

    `put_in` are the ids of rows that no ledger has, `beside` the rows that the register has no room for, each with the
    reason's code, and `filled` counts by table and column where a value was put in.
    """

    rows: dict[str, list[Line]]
    period: Period
    put_in: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    beside: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    refusals: dict[str, Any] = field(default_factory=dict)

    def each(self, table: str, filling: Callable[[Line], Mapping[str, Any] | str]) -> None:
        """Go over a table: `filling` gives what a row lacks, or the code of the reason why it is kept beside."""
        kept: list[Line] = []
        for row in self.rows.get(table, []):
            more = filling(row)
            if isinstance(more, str):
                self.beside[table][str(row["id"])] = more
                continue
            for column in more:
                if row.get(column, "") is None:
                    self.filled[table, column] += 1
            kept.append(also(row, more))
        self.rows[table] = kept

    def add(self, table: str, **columns: Any) -> Line:
        """Put in a row that no ledger has."""
        number = new_number(_LETTERS.get(table, "X"))
        row = line(table, {"id": number, "seen_by": SeenBy.OFFICIALS.value} | columns)
        self.put_in[table].append(row)
        return row

    def done(self) -> None:
        """Bring what was put in among the rows, and let nothing refer to what is kept beside."""
        for table, found in self.put_in.items():
            self.rows[table] = [*self.rows.get(table, []), *found]

    # ---- what rows are looked up by ---------------------------------------------------------------------------------

    @property
    def first(self) -> date:
        """The first day that the ledger tells of."""
        return min(max(self.period.first, FIRST_DAY), LAST_DAY)

    @property
    def last(self) -> date:
        """The last day that the ledger tells of."""
        return min(max(self.period.last, FIRST_DAY), LAST_DAY)

    @property
    def home(self) -> str:
        """The place that the register stands in."""
        return programme.bound().place

    @cached_property
    def sites(self) -> dict[str, Line]:
        """Sites by id; those put in come in by `site_of`."""
        return {str(row["id"]): row for row in self.rows.get("sites", [])}

    @cached_property
    def _first_site(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in self.rows.get("sites", []):
            found.setdefault(str(row["employer_id"]), str(row["id"]))
        return found

    def site_of(self, employer: object) -> str:
        """The first site of a firm, which is put in where it has none."""
        if str(employer) not in self._first_site:
            place = self.place_of_employer.get(str(employer)) or self.home
            site = self.add("sites", employer_id=employer, place_id=place, name=self.unnamed)
            self.sites[site["id"]] = site
            self._first_site[str(employer)] = site["id"]
        return self._first_site[str(employer)]

    @cached_property
    def place_of_employer(self) -> dict[str, str | None]:
        """Where each firm is registered."""
        return {str(row["id"]): row["place_id"] for row in self.rows.get("employers", [])}

    @cached_property
    def unnamed(self) -> str:
        """What is called so whose name no ledger states, in every language."""
        return " / ".join(WORDS.say(language, "unnamed") for language in Language)

    @cached_property
    def nobody(self) -> str:
        """The firm that stands where the ledger names none."""
        row = self.add(
            "employers", name=self.unnamed, sector="", place_id=self.home, registered_on=self.first
        )  # fmt: skip
        return str(row["id"])

    @cached_property
    def jobs(self) -> dict[str, Line]:
        """Jobs by id."""
        return {str(row["id"]): row for row in self.rows.get("jobs", [])}

    @cached_property
    def jobs_of(self) -> dict[str, list[Line]]:
        """Each person's jobs in order."""
        found: dict[str, list[Line]] = defaultdict(list)
        for row in sorted(self.rows.get("jobs", []), key=lambda row: row["begins_on"]):
            found[str(row["person_id"])].append(row)
        return found

    def job_on(self, person: object, day: date) -> Line | None:
        """The last job that a person had begun by a day, else her first; None where she had none."""
        jobs = self.jobs_of.get(str(person), [])
        begun = [row for row in jobs if row["begins_on"] <= day]
        return begun[-1] if begun else jobs[0] if jobs else None

    def office_of(self, authority: str) -> str:
        """The first office of an authority, which is put in where the ledger has none."""
        if authority not in self._first_office:
            row = self.add(
                "offices",
                authority=authority,
                kind=OfficeKind.SERVICE_CENTRE.value,
                place_id=self.home,
                name=self.unnamed,
            )
            self._first_office[authority] = str(row["id"])
        return self._first_office[authority]

    @cached_property
    def _first_office(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in self.rows.get("offices", []):
            found.setdefault(str(row["authority"]), str(row["id"]))
        return found

    @cached_property
    def an_authority(self) -> str:
        """The authority that decides about permits."""
        bound = programme.bound()
        return str(next(iter(programme.programme().routes[bound.route].decided_by)))


def without(row: Line, column: str, rows: Container[object]) -> dict[str, Any]:
    """Nothing, or the column emptied where it refers to one of the rows."""
    return {column: None} if row[column] is not None and row[column] in rows else {}
