"""Rows on their way into a ledger, under numbers drawn from the seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from stdnum.cn import uscc

from sojourn.ledger import TABLES, Edition, LedgerWriter, Origin, OriginKind, Period, SeenBy
from sojourn.policy import edition_of

from .. import clock, programme
from ..numbers import with_check

Row = dict[str, Any]

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What the ids of rows without a number begin with; the same as the register gives them.
_LETTERS: Final = {
    "ratings": "RT",
    "qualifications": "QU",
    "documents": "DC",
    "findings": "FI",
    "jobs": "JB",
    "crossings": "XR",
    "absences": "AB",
    "check_ins": "CI",
    "tickets": "TK",
}
_NUMBERED: Final = {
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


class Drawing:
    """The tables of a ledger as they fill."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = Random(f"city {seed}")
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self._drawn: set[str] = set()

    def add(self, table: str, **columns: object) -> str:
        """Add a row; gives its id."""
        id = str(columns.pop("id", "")) or self.new_id(table)
        self.rows[table].append({"id": id, **columns})
        return id

    def new_id(self, table: str) -> str:
        """An id nobody has."""
        if table in _LETTERS:
            return f"{_LETTERS[table]}{len(self.rows[table]) + 1:09d}"
        return self.number(_NUMBERED[table])

    def number(self, letter: str) -> str:
        """A number nobody has."""
        while True:
            drawn = "".join(self.rng.choice(_ALPHABET) for _ in range(8))
            if drawn not in self._drawn:
                self._drawn.add(drawn)
                return with_check(letter, drawn)

    def credit_code(self) -> str:
        """A unified social credit code of a firm in Pingxiang, with its check digit."""
        drawn = "91451481MA5" + "".join(self.rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6))
        return drawn + uscc.calc_check_digit(drawn)

    def write(self, folder: Path, first: date, last: date) -> None:
        """Write the ledger."""
        bound = programme.bound()
        with LedgerWriter(
            folder,
            edition=Edition(bound.programme, edition_of(bound.programme)),
            period=Period(first, last),
            origin=Origin(OriginKind.DEMO, self.seed, {"day": last.isoformat()}),
        ) as writer:
            for name, table in TABLES.items():
                rows = sorted(self.rows[name], key=lambda row: str(row["id"]))
                if rows:
                    columns = {column: [row.get(column) for row in rows] for column in table.schema.names}
                    writer.write(name, columns | {"seen_by": [SeenBy.OFFICIALS.value] * len(rows)})


def at(day: date, minutes: int = 0) -> datetime:
    """A moment of a day in China, by the minutes since midnight."""
    return (datetime.combine(day, time.min, clock.CHINA) + timedelta(minutes=minutes)).astimezone(UTC)


def working_day(day: date) -> date:
    """The day itself or the next on which the city's single window issues permits: a Monday or a Thursday."""
    return day + timedelta(days=min((0 - day.weekday()) % 7, (3 - day.weekday()) % 7))


def spread(rng: Random, counts: Iterable[tuple[str, int]]) -> list[str]:
    """Each word as often as its number says, in an order that is drawn."""
    words = [word for word, count in counts for _ in range(count)]
    rng.shuffle(words)
    return words
