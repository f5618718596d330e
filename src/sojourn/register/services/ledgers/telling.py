"""The register told as rows of a ledger: its own, and where it was read in from one, with what that one said beyond."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sojourn.ledger import TABLES, ColumnKind, SeenBy, Table

from ...models import LedgerRow
from . import parties, presence, procedure
from .matching import Row
from .told import Told

#: Who tells each table.
TELLERS: Final[Mapping[str, Callable[[Told], list[Row]]]] = {
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


def own_rows(told: Told, places: Iterable[str]) -> dict[str, list[Row]]:
    """Every table as the register itself would tell it, under its own ids; places last, for others name them.

    `places` are told even where no other row names them.
    """
    rows = {name: tell(told) for name, tell in TELLERS.items()}
    named = {
        str(row[column.name])
        for name, found in rows.items()
        for column in TABLES[name].references
        if column.refers_to == "places"
        for row in found
        if row[column.name] is not None
    }
    rows["places"] = parties.places(told, {*named, *places})
    return rows


def told_rows(told: Told) -> dict[str, list[Row]]:
    """Every table with what a ledger said beyond, in the order of the ids."""
    places = LedgerRow.objects.filter(table="places").values_list("ledger_id", flat=True)
    rows = own_rows(told, places)
    remembered: dict[str, dict[str, LedgerRow]] = defaultdict(dict)
    for kept in LedgerRow.objects.all():
        remembered[kept.table][kept.row] = kept
    renamed = {table: {row: kept.ledger_id for row, kept in found.items()} for table, found in remembered.items()}
    under_their_ids(rows, renamed)
    for name, found in rows.items():
        table = TABLES[name]
        by_id = {kept.ledger_id: kept.beyond for kept in remembered[name].values() if kept.beyond}
        for row in found:
            for column, (said, own) in by_id.get(str(row["id"]), {}).items():
                if written(row[column]) == own:
                    row[column] = read(table, column, said)
            row["seen_by"] = SeenBy.OFFICIALS.value
        found.sort(key=lambda row: str(row["id"]))
    return rows


def under_their_ids(rows: Mapping[str, list[Row]], renamed: Mapping[str, Mapping[str, str]]) -> None:
    """Put in place of the register's ids those by which a ledger knew the rows."""
    for name, found in rows.items():
        pairs = [("id", renamed[name])] if renamed.get(name) else []
        pairs += [
            (column.name, renamed[column.refers_to])
            for column in TABLES[name].references
            if renamed.get(column.refers_to)
        ]
        for column, ids in pairs:
            for row in found:
                if row[column] is not None:
                    row[column] = ids.get(str(row[column]), row[column])


def differences(name: str, said: Iterable[Row], own: Mapping[str, Row]) -> dict[str, dict[str, list[object]]]:
    """By id, the columns in which a ledger's rows say something else than the register's, each with both.

    What is personal is not kept in a second place: of that, what the register's own tables hold is all.
    """
    found: dict[str, dict[str, list[object]]] = {}
    columns = [column.name for column in TABLES[name].own if not column.personal]
    for row in said:
        ours = own[str(row["id"])]
        unlike = {
            column: [written(row[column]), written(ours[column])]
            for column in columns
            if row[column] != ours[column] and written(row[column]) != written(ours[column])
        }
        if unlike:
            found[str(row["id"])] = unlike
    return found


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
