"""The register told as rows of a ledger: its own, and where it was read in from one, with what that one said beyond."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sojourn.ledger import TABLES, ColumnKind, SeenBy, Table

from ...models import LedgerRow
from ...vocabulary import LedgerStanding
from . import parties, presence, procedure
from .matching import Row, as_key, is_key
from .told import Told

#: Who tells each table.
TELLERS: Final[Mapping[str, Callable[[Told], Iterable[Row]]]] = {
    name: getattr(module, name)
    for module, names in (
        (
            parties,
            "offices employers sites agencies ratings qualifications persons person_details documents jobs",
        ),
        (
            procedure,
            "findings applications decisions permits insurance claims charges tickets suspensions settlements",
        ),
        (presence, "crossings stays absences check_ins inspections violations appeals complaints"),
    )
    for name in names.split()
}


def told_rows(told: Told) -> dict[str, list[Row]]:
    """Every table with what a ledger said beyond, in the order of the ids."""
    remembered = _remembered()
    renamed = {
        table: {kept.row: kept.ledger_id for kept in found if kept.row != kept.ledger_id}
        for table, found in remembered.items()
    }
    put_in: dict[str, set[str]] = {}
    rows: dict[str, list[Row]] = {}
    for table, tell in TELLERS.items():
        kept = remembered.get(table, [])
        rows[table] = list(tell(told))
        under_their_ids(table, rows[table], renamed)
        put_in[table] = {one.ledger_id for one in kept if one.standing == LedgerStanding.PUT_IN}
        _say_as_said(told, table, rows[table], {one.ledger_id: one for one in kept if one.beyond or one.personal})
        rows[table] += [_whole(table, one) for one in kept if one.standing == LedgerStanding.BESIDE]
    _let_nothing_dangle(rows)
    _leave_out(rows, put_in)
    rows["places"] = _places(told, rows, remembered.get("places", []))
    for found in rows.values():
        for row in found:
            row["seen_by"] = SeenBy.OFFICIALS.value
        found.sort(key=lambda row: str(row["id"]))
    return rows


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row of `LedgerRow`."""

    row: str
    ledger_id: str
    standing: str
    beyond: dict[str, Any]
    personal: dict[str, Any]


def _remembered() -> dict[str, list[_Kept]]:
    found: dict[str, list[_Kept]] = defaultdict(list)
    columns = ("table", "row", "ledger_id", "standing", "beyond", "personal")
    for table, *kept in LedgerRow.objects.order_by("pk").values_list(*columns):
        found[table].append(_Kept(*kept))
    return found


def _say_as_said(told: Told, table: str, rows: list[Row], said: Mapping[str, _Kept]) -> None:
    """Put the ledger's word where the register still says what it made of it then."""
    for row in rows if said else ():
        kept = said.get(str(row["id"]))
        if kept is None or kept.standing != LedgerStanding.HELD:
            continue
        for column, (theirs, ours) in kept.beyond.items():
            if written(row[column]) == ours:
                row[column] = read(TABLES[table], column, theirs)
        for column, (theirs, ours) in kept.personal.items() if told.full else ():
            if hashed(row[column]) == ours:
                row[column] = read(TABLES[table], column, theirs)


def _whole(table: str, kept: _Kept) -> Row:
    row: Row = {"id": kept.ledger_id}
    for column in TABLES[table].own:
        row[column.name] = read(TABLES[table], column.name, kept.beyond.get(column.name))
    return row


def _let_nothing_dangle(rows: Mapping[str, list[Row]]) -> None:
    """What a ledger referred to may be gone since: then nothing refers to it."""
    ids = {table: {str(row["id"]) for row in found} for table, found in rows.items()}
    for table, found in rows.items():
        for column in TABLES[table].references:
            if column.refers_to == "places":
                continue
            there = ids[column.refers_to]
            for row in found:
                if row[column.name] is not None and row[column.name] not in there and column.optional:
                    row[column.name] = None


def _leave_out(rows: dict[str, list[Row]], put_in: Mapping[str, set[str]]) -> None:
    """Leave out the rows that were only put in so that others can stand, but for those that a later row refers to."""
    hidden = {table: set(ids) for table, ids in put_in.items() if ids}
    looked_at = [(table, row) for table, found in rows.items() for row in found if row["id"] not in put_in[table]]
    while hidden and looked_at:
        shown: list[tuple[str, object]] = []
        for table, row in looked_at:
            for column in TABLES[table].references:
                among = hidden.get(column.refers_to)
                if among and row[column.name] in among:
                    among.discard(row[column.name])
                    shown.append((column.refers_to, row[column.name]))
        wanted = set(shown)
        looked_at = [(table, row) for table, found in rows.items() for row in found if (table, row["id"]) in wanted]
    for table, ids in hidden.items():
        rows[table] = [row for row in rows[table] if row["id"] not in ids]


def _places(told: Told, rows: Mapping[str, list[Row]], kept: Iterable[_Kept]) -> list[Row]:
    """The places that a ledger told, as it did, and those that other rows name."""
    as_said = {one.ledger_id: _whole("places", one) for one in kept}
    named = {
        str(row[column.name])
        for table, found in rows.items()
        for column in TABLES[table].references
        if column.refers_to == "places"
        for row in found
        if row[column.name] is not None
    }
    return [as_said.get(str(row["id"]), row) for row in parties.places(told, {*named, *as_said})]


def under_their_ids(table: str, rows: list[Row], renamed: Mapping[str, Mapping[str, str]]) -> None:
    """Put in place of the register's ids those by which a ledger knew the rows."""
    pairs = [("id", renamed[table])] if renamed.get(table) else []
    pairs += [
        (column.name, renamed[column.refers_to]) for column in TABLES[table].references if renamed.get(column.refers_to)
    ]
    if table == "crossings" and renamed.get("offices"):  # a post goes by the id of its office, where that is a key
        offices = renamed["offices"].items()
        pairs.append(("post", {own if is_key(own) else str(as_key(own)): id for own, id in offices if is_key(id)}))
    for column, ids in pairs:
        for row in rows:
            if row[column] is not None:
                row[column] = ids.get(str(row[column]), row[column])


def hashed(value: object) -> str:
    """A personal value that is not to stand in a second place."""
    return hashlib.sha256(str(written(value)).encode()).hexdigest()


def written(value: object) -> object:
    """A value of a row as JSON has it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(table: Table, column: str, value: object) -> object:
    """A value of a row from JSON."""
    if value is None:
        return None
    match table.column(column).kind:
        case ColumnKind.DAY:
            return date.fromisoformat(str(value))
        case ColumnKind.INSTANT:
            return datetime.fromisoformat(str(value))
        case ColumnKind.MONEY:
            return Decimal(str(value))
        case _:
            return value


def by_column(name: str, rows: list[Row]) -> dict[str, list[object]]:
    """Rows as a ledger's writer takes them."""
    return {column: [row[column] for row in rows] for column in TABLES[name].schema.names}
