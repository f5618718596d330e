"""Random ledgers that are sound, for laws that have to hold for any ledger: `ledgers()` is a Hypothesis strategy.

Ids, words, texts, days, money and who may know of a row are drawn; references are drawn among the rows there are, and a
row follows what it refers to where a law of the tables says so. Rows that may not overlap lie in years of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sojourn.ledger import (
    TABLES,
    Column,
    ColumnKind,
    Edition,
    Ledger,
    LedgerWriter,
    Origin,
    OriginKind,
    Period,
    SeenBy,
    Table,
    open_ledger,
)
from sojourn.ledger.columns import Agrees, Disjoint, InOrder, Named, Needs, Together

Row = dict[str, Any]

#: Each table after those that its rows need. `violations` comes late, so a decision gets its violation afterwards.
ORDER = (
    "places", "offices", "employers", "sites", "agencies", "persons", "person_details", "documents", "findings", "jobs",
    "applications", "decisions", "ratings", "qualifications", "permits", "insurance", "claims", "charges", "crossings",
    "stays", "absences", "check_ins", "tickets", "suspensions", "settlements", "inspections", "violations", "appeals",
    "complaints",
)  # fmt: skip

_KEYS = st.sampled_from(["worker_permit", "border_pass", "pingxiang", "B", "eeal.78", "x-1:2"])
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_IDS = st.text("abc019-é", min_size=1, max_size=4)
_CIRCLES = tuple(SeenBy)


@dataclass(frozen=True)
class Drawn:
    """What else than anything is drawn: values by table and column, ids by table, days, and who may know of a row."""

    values: Mapping[tuple[str, str], st.SearchStrategy[Any]] = field(default_factory=dict)
    ids: Mapping[str, st.SearchStrategy[str]] = field(default_factory=dict)
    keys: st.SearchStrategy[str] = _KEYS
    texts: st.SearchStrategy[str] = _TEXTS
    days: st.SearchStrategy[date] = field(default_factory=st.dates)
    circles: st.SearchStrategy[SeenBy] = field(default_factory=lambda: st.sampled_from(_CIRCLES))


@dataclass(frozen=True)
class RandomLedger:
    """What a ledger says of itself, and its rows by table."""

    edition: Edition
    period: Period
    origin: Origin
    pseudonymised: bool
    rows: Mapping[str, list[Row]]

    def write(self, folder: Path, rows_of_a_batch: int = 2) -> Ledger:
        """Write it, some rows at a time, and open it."""
        with LedgerWriter(
            folder, edition=self.edition, period=self.period, origin=self.origin, pseudonymised=self.pseudonymised
        ) as writer:
            for name, rows in self.rows.items():
                for start in range(0, len(rows), rows_of_a_batch):
                    part = rows[start : start + rows_of_a_batch]
                    writer.write(name, {column: [row[column] for row in part] for column in TABLES[name].schema.names})
        return open_ledger(folder)


@st.composite
def ledgers(draw: Callable[..., Any], most_rows: int = 4, drawn: Drawn | None = None) -> RandomLedger:
    """Any sound ledger with at most `most_rows` rows in each table (twice as many crossings as stays come to that)."""
    drawn = drawn or Drawn()
    kind = draw(st.sampled_from(OriginKind))
    seed = draw(st.integers(0, 2**63)) if kind in (OriginKind.LAB, OriginKind.DEMO) else None
    parameters = draw(st.dictionaries(_TEXTS, st.integers() | st.booleans() | _TEXTS | st.none(), max_size=2))
    days = sorted([draw(drawn.days), draw(drawn.days)])
    pseudonymised = draw(st.booleans())
    rows = _Drawing(draw, pseudonymised, most_rows, drawn).all_rows()
    edition = Edition("guangxi", draw(st.text("0123456789abcdef", min_size=64, max_size=64)))
    return RandomLedger(edition, Period(*days), Origin(kind, seed, parameters), pseudonymised, rows)


class _Drawing:
    def __init__(self, draw: Callable[..., Any], pseudonymised: bool, most_rows: int, drawn: Drawn) -> None:
        self._draw = draw
        self._drawn = drawn
        self._pseudonymised = pseudonymised
        self._most_rows = most_rows
        self._rows: dict[str, dict[str, Row]] = {name: {} for name in ORDER}

    def all_rows(self) -> dict[str, list[Row]]:
        for name in ORDER:
            table = TABLES[name]
            count = 0 if table.personal and self._pseudonymised else self._draw(st.integers(0, self._most_rows))
            any_id = self._drawn.ids.get(name, _IDS)
            ids = self._draw(st.lists(any_id, min_size=count, max_size=count, unique=True))
            for number, id in enumerate(ids):
                row = (
                    self._stay(table, id, number)
                    if name == "stays"
                    else self._row(table, id, number, last=number == count - 1)
                )
                if row is not None:
                    self._rows[name][id] = row
        for decision in self._rows["decisions"].values():
            decision["violation_id"] = self._one_of(list(self._rows["violations"]))
        self._narrow()
        return {name: list(rows.values()) for name, rows in self._rows.items() if rows or self._draw(st.booleans())}

    def _row(self, table: Table, id: str, number: int, *, last: bool) -> Row | None:
        alone = next((law for law in table.laws if isinstance(law, Disjoint)), None)
        row: Row = {"id": id}
        for column in table.own:
            if column.refers_to or self._left_out(column):
                row[column.name] = None
            else:
                row[column.name] = self._value(table, column, number if alone else None)
        row["seen_by"] = self._draw(self._drawn.circles).value
        if alone and not last and row[alone.ends] is None:
            row[alone.ends] = _first_day(number) + timedelta(days=300)
        self._mend(table, row)
        if alone and not last:  # what was mended may have become open again
            row[alone.ends] = row[alone.ends] or _first_day(number) + timedelta(days=300)
            self._mend(table, row)
        return row if self._refer(table, row) else None

    def _left_out(self, column: Column) -> bool:
        return (column.personal and self._pseudonymised) or (column.optional and self._draw(st.booleans()))

    def _value(self, table: Table, column: Column, year: int | None) -> Any:
        if (table.name, column.name) in self._drawn.values:
            return self._draw(self._drawn.values[table.name, column.name])
        match column.kind:
            case ColumnKind.KEY:
                return self._draw(self._drawn.keys)
            case ColumnKind.CHOICE:
                return self._draw(st.sampled_from(column.options))
            case ColumnKind.TEXT:
                return self._draw(self._drawn.texts)
            case ColumnKind.DAY if year is not None:
                return _first_day(year) + timedelta(days=self._draw(st.integers(0, 299)))
            case ColumnKind.DAY:
                return self._draw(self._drawn.days)
            case ColumnKind.INSTANT:
                milliseconds = self._draw(st.integers(0, 2**41))
                return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
            case ColumnKind.MONEY:
                return Decimal(self._draw(st.integers(0, 10**14 - 1))).scaleb(-2)
            case ColumnKind.WHOLE:
                return self._draw(st.integers(column.least or 0, 2**31 - 1))
            case ColumnKind.NUMBER:
                return self._draw(st.floats(0, allow_nan=False, allow_infinity=False))
            case ColumnKind.FLAG:
                return self._draw(st.booleans())
        raise NotImplementedError(column.kind)

    def _mend(self, table: Table, row: Row) -> None:
        """Bring days in order, and pairs together."""
        for law in table.laws:
            if isinstance(law, Together) and (row[law.one] is None) != (row[law.other] is None):
                row[law.one] = row[law.other] = None
                if law.one == "ends_on" and self._draw(st.booleans()):
                    row["ends_on"], row["ended"] = row["begins_on"], "quit"
        orders = [law for law in table.laws if isinstance(law, InOrder)]
        for law in orders * len(orders):
            first, second = row[law.first], row[law.second]
            if first is not None and second is not None and first > second:
                row[law.first], row[law.second] = second, first

    def _refer(self, table: Table, row: Row) -> bool:
        """Fill in the references, and whether the row can stand: nothing it needs is missing."""
        for column in table.references:
            if row[column.name] is None:
                fitting = [id for id in self._rows[column.refers_to] if self._agrees(table, column.name, row, id)]
                row[column.name] = self._one_of(fitting) if column.optional else self._any_of(fitting)
                if row[column.name] is None and not column.optional:
                    return False
        for law in table.laws:
            match law:
                case Needs(column, when) if row[when] and row[column] is None:
                    row[when] = False if table.column(when).kind is ColumnKind.FLAG else None
                case Named(kind, by) if row[kind] in by and row[by[row[kind]]] is None:
                    row[by[row[kind]]] = self._any_of(list(self._rows[table.column(by[row[kind]]).refers_to]))
                    if row[by[row[kind]]] is None:
                        return False
        # A later reference may have filled in what an earlier one has to agree with.
        for column in table.references:
            if row[column.name] is not None and not self._agrees(table, column.name, row, row[column.name]):
                if not column.optional:
                    return False
                row[column.name] = None
        return all(
            not row[law.when] or row[law.column] is not None for law in table.laws if isinstance(law, Needs)
        ) and all(
            row[law.kind] not in law.by or row[law.by[row[law.kind]]] is not None
            for law in table.laws
            if isinstance(law, Named)
        )

    def _agrees(self, table: Table, reference: str, row: Row, id: str) -> bool:
        there = self._rows[table.column(reference).refers_to][id]
        for law in table.laws:
            if isinstance(law, Agrees) and law.reference == reference:
                if any(row[name] is not None and row[name] != there[name] for name in law.same):
                    return False
                if law.having and (there[law.having[0]] or "") not in law.having[1]:
                    return False
        return True

    def _stay(self, table: Table, id: str, number: int) -> Row | None:
        """A stay with crossings of its own."""
        person = self._any_of(list(self._rows["persons"]))
        return None if person is None else self._stay_of(table, id, number, person)

    def _stay_of(self, table: Table, id: str, number: int, person: str) -> Row | None:
        entered = _first_day(number) + timedelta(days=self._draw(st.integers(0, 99)))
        left = entered + timedelta(days=self._draw(st.integers(0, 99)))
        ways = {"in": entered, "out": left}
        for way, day in ways.items():
            crossing = {column.name: None for column in TABLES["crossings"].columns}
            moment = datetime(day.year, day.month, day.day, 4 if way == "in" else 5, tzinfo=UTC)
            crossing |= {"id": f"{way} {id}", "person_id": person, "direction": way, "at": moment, "sequence": 0}
            crossing |= {
                "verdict": self._draw(st.sampled_from([None, "admitted", "not_certain"])),
                "document_kind": self._draw(st.none() | self._word("crossings", "document_kind")),
                "document_id": self._one_of(
                    [key for key, row in self._rows["documents"].items() if row["person_id"] == person]
                ),
                "post": self._draw(st.none() | self._word("crossings", "post")),
                "seen_by": "officials",
            }
            self._rows["crossings"][crossing["id"]] = crossing
        row: Row = {column.name: None for column in table.columns}
        row |= {"id": id, "person_id": person, "crossing_in_id": f"in {id}", "entered_on": entered, "left_on": left}
        row |= {
            "crossing_out_id": self._one_of([f"out {id}"]),
            "limit_days": self._draw(st.none() | st.integers(0, 30)),
        }
        row["seen_by"] = self._draw(self._drawn.circles).value
        return row if self._refer(table, row) else None

    def _word(self, table: str, column: str) -> st.SearchStrategy[Any]:
        return self._drawn.values.get((table, column), self._drawn.keys)

    def _any_of(self, ids: list[str]) -> str | None:
        return self._draw(st.sampled_from(ids)) if ids else None

    def _one_of(self, ids: list[str]) -> str | None:
        return self._draw(st.none() | st.sampled_from(ids)) if ids else None

    def _narrow(self) -> None:
        """Let nobody know of a row who may not know of what it refers to."""
        changed = True
        while changed:
            changed = False
            for name, rows in self._rows.items():
                for row in rows.values():
                    for column in TABLES[name].references:
                        if row[column.name] is None:
                            continue
                        there = self._rows[column.refers_to][row[column.name]]["seen_by"]
                        if _CIRCLES.index(SeenBy(there)) > _CIRCLES.index(SeenBy(row["seen_by"])):
                            row["seen_by"] = there
                            changed = True


def _first_day(number: int) -> date:
    return date(2000 + number, 1, 1)
