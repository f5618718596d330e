"""What a ledger that was taken in has said beyond what the register's tables hold, kept so as to be written out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sojourn.ledger import TABLES

from ... import clock
from ...models import LedgerRow
from ...rows import added
from ...vocabulary import LedgerStanding
from .completion import Completion
from .matching import Line, Row
from .taken import Taken
from .telling import TELLERS, hashed, under_their_ids, written
from .told import Told

#: How many of the register's rows are compared at a time.
_AT_ONCE = 5000


def remember(said: Mapping[str, list[Line]], fit: Completion, taken: Taken, *, full: bool) -> None:
    """Keep what the ledger said beyond what the register now holds, and the ids by which it knew the rows."""
    added(_all_of_it(said, fit, taken, full=full))


def _all_of_it(said: Mapping[str, list[Line]], fit: Completion, taken: Taken, *, full: bool) -> Iterator[LedgerRow]:
    for row in said["places"]:
        yield _beside("places", str(row["id"]), row, None)
    beside = {table: set(found) for table, found in fit.beside.items()}
    renamed = {
        table: {
            own: id
            for row in rows
            if (id := str(row["id"])) not in beside.get(table, ()) and (own := taken.own(table, id)) != id
        }
        for table, rows in said.items()
        if table != "places"
    }
    told = Told(full, clock.today())
    for table, tell in TELLERS.items():
        if table == "person_details" and not full:
            continue
        names = {id: row for row, id in renamed[table].items()}
        theirs = {str(row["id"]): row for row in said[table]}
        for id in beside.get(table, ()):
            row = theirs.pop(id)
            yield _beside(table, id, row, taken.keys["persons"].get(str(row.get("person_id"))))
        ours = iter(tell(told))
        while some := list(islice(ours, _AT_ONCE)):
            under_their_ids(table, some, renamed)
            for one in some:
                id = str(one["id"])
                said_of_it = theirs.pop(id, None)
                if said_of_it is None:
                    continue  # put in
                unlike = _unlike(table, said_of_it, one, full=full)
                if unlike or id in names:
                    yield _held(table, names.get(id, id), said_of_it, unlike, taken)
        assert not theirs, f"{table}: what was taken in is not told"
        for row in fit.put_in.get(table, ()):
            number = taken.own(table, str(row["id"]))
            yield LedgerRow(table=table, row=number, ledger_id=number, standing=LedgerStanding.PUT_IN.value)


def _held(table: str, own: str, row: Line, unlike: _Unlike | None, taken: Taken) -> LedgerRow:
    kept = LedgerRow(table=table, row=own, ledger_id=str(row["id"]))
    if unlike is not None:
        kept.beyond, kept.personal = unlike.beyond, unlike.personal
        kept.person_id = taken.keys["persons"].get(str(row["id"] if table == "persons" else row.get("person_id")))
    if table == "check_ins":
        kept.day = clock.day_of(row["at"])
    return kept


def _beside(table: str, id: str, row: Line, person: int | None) -> LedgerRow:
    columns = {column.name: written(row[column.name]) for column in TABLES[table].own}
    return LedgerRow(
        table=table,
        row=f"beside {hashlib.sha256(id.encode()).hexdigest()}",
        ledger_id=id,
        standing=LedgerStanding.BESIDE.value,
        beyond={name: value for name, value in columns.items() if value is not None},
        person_id=person,
        day=clock.day_of(row["at"]) if table == "check_ins" else None,
    )


@dataclass(frozen=True, slots=True)
class _Unlike:
    """What a ledger says of a row otherwise than the register, each column with both; of what is personal, a hash."""

    beyond: dict[str, list[object]]
    personal: dict[str, list[object]]


def _unlike(table: str, said: Line, own: Row, *, full: bool) -> _Unlike | None:
    beyond: dict[str, list[object]] = {}
    personal: dict[str, list[object]] = {}
    for column in TABLES[table].own:
        theirs, ours = said[column.name], own[column.name]
        if column.personal:
            theirs = theirs or None  # an empty text says nothing
        if theirs == ours or written(theirs) == written(ours):
            continue
        if not column.personal:
            beyond[column.name] = [written(theirs), written(ours)]
        elif full:
            personal[column.name] = [written(theirs), hashed(ours)]
    return _Unlike(beyond, personal) if beyond or personal else None
