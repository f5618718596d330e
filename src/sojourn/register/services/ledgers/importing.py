"""Taking a ledger into an empty register: all laws are looked at first, and then all of it goes in, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from sojourn.ledger import TABLES, Ledger, LedgerError, SeenBy

from ... import clock, events, models, programme
from ...actors import By
from ...models import ChainHead, LedgerRow
from ...refusal import NotAllowed, Refused
from ...vocabulary import Role
from . import into_parties, into_presence, into_procedure
from .matching import Row
from .mistakes import LedgerUnfit, mistakes_in
from .taken import HOLDERS, MadeUp, Taken
from .telling import differences, own_rows, under_their_ids
from .told import Told

#: Who makes the rows of each table, in the order in which they go in.
_TAKERS: Final[tuple[tuple[str, Callable[[Taken], Iterator[Model]]], ...]] = (
    ("offices", into_parties.offices),
    ("employers", into_parties.employers),
    ("sites", into_parties.sites),
    ("agencies", into_parties.agencies),
    ("persons", into_parties.persons),
    ("accounts", into_parties.accounts),
    ("person_details", into_parties.person_details),
    ("documents", into_parties.documents),
    ("jobs", into_parties.jobs),
    ("findings", into_procedure.findings),
    ("filings", into_procedure.filings),
    ("applications", into_procedure.applications),
    ("decisions", into_procedure.decisions),
    ("ratings", into_parties.ratings),
    ("qualifications", into_parties.qualifications),
    ("permits", into_procedure.permits),
    ("insurance", into_procedure.insurance),
    ("claims", into_procedure.claims),
    ("charges", into_procedure.charges),
    ("crossings", into_presence.crossings),
    ("stays", into_presence.stays),
    ("absences", into_presence.absences),
    ("check_ins", into_presence.check_ins),
    ("tickets", into_procedure.tickets),
    ("suspensions", into_procedure.suspensions),
    ("settlements", into_procedure.settlements),
    ("inspections", into_presence.inspections),
    ("violations", into_presence.violations),
    ("appeals", into_presence.appeals),
    ("complaints", into_presence.complaints),
)

#: Where these have rows, a register is not empty. Offices and accounts of those who set it up may be there.
_FILLED: Final = (
    models.Person,
    models.Employer,
    models.Agency,
    models.Application,
    models.Decision,
    models.Crossing,
    models.LedgerRow,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows of each table were taken in; and how many were left out, for no official could know of them."""

    rows: Mapping[str, int]
    left_out: int


def import_ledger(
    by: By, ledger: Ledger, *, made_up: MadeUp | None = None, told: Callable[[str], None] | None = None
) -> Imported:
    """Take a ledger into an empty register.

    The rows are held in memory. `made_up` is for a demonstration: it makes up what a pseudonymised ledger does not say.
    `told` is called with the name of each table as its turn comes. Raises NotAllowed; Refused where the register is not
    empty or the ledger is of another programme; LedgerError where the ledger is not sound; LedgerUnfit where the
    register cannot hold it. Whatever is raised, nothing was done.
    """
    if Role(by.account.role) is not Role.OPERATOR:
        raise NotAllowed()
    ChainHead.objects.select_for_update().get_or_create(pk=1)
    if any(model._default_manager.exists() for model in _FILLED):
        raise Refused("register_not_empty")
    edition = ledger.description.edition
    if edition.programme != programme.bound().programme:
        raise Refused("ledger_of_other_programme", given=edition.programme, wanted=programme.bound().programme)
    wrong = ledger.verify()
    if wrong:
        raise LedgerError(wrong)
    whole = {name: ledger.table(name).num_rows for name in TABLES}
    rows: dict[str, list[Row]] = {name: ledger.table(name, seen_by=SeenBy.OFFICIALS).to_pylist() for name in TABLES}
    mistakes = mistakes_in(rows)
    if mistakes:
        raise LedgerUnfit(mistakes)
    taken = Taken(rows, by.account, made_up)
    for name, take in _TAKERS:
        if told:
            told(name)
        _put(list(take(taken)))
    _set_counters()
    _remember(taken, full=not ledger.description.pseudonymised)
    counts = {name: len(found) for name, found in rows.items() if found}
    events.record(
        by,
        "ledger.imported",
        {
            "edition": edition.fingerprint,
            "origin": ledger.description.origin.kind.value,
            "from": ledger.description.period.first,
            "to": ledger.description.period.last,
            "pseudonymised": ledger.description.pseudonymised,
            "rows": counts,
            "files": {name: file.sha256 for name, file in ledger.description.files.items()},
        },
    )
    return Imported(counts, sum(whole.values()) - sum(counts.values()))


def _put(rows: list[Model]) -> None:
    """Add rows of one table, many at a time."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)


def _set_counters() -> None:
    """Have the database count on from the keys that were given out here."""
    tables: list[type[Model]] = [*HOLDERS.values(), models.Account, models.Filing]
    statements = connection.ops.sequence_reset_sql(no_style(), tables)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _remember(taken: Taken, *, full: bool) -> None:
    """Keep what the ledger said beyond what the register now holds, and the ids by which it knew the rows."""
    places = [str(row["id"]) for row in taken.rows.get("places", [])]
    own = own_rows(Told(full, clock.today()), places)
    ledger_ids = {
        name: {taken.own(name, str(row["id"])): str(row["id"]) for row in rows} for name, rows in taken.rows.items()
    }
    under_their_ids(own, {name: _unlike(ids) for name, ids in ledger_ids.items()})
    kept: list[LedgerRow] = []
    for name, ids in ledger_ids.items():
        by_id = {str(row["id"]): row for row in own[name]}
        if name == "person_details" and not full:
            continue
        beyond = differences(name, taken.rows[name], by_id)
        kept += [
            LedgerRow(table=name, row=row, ledger_id=id, beyond=beyond.get(id, {}))
            for row, id in ids.items()
            if row != id or id in beyond or name == "places"
        ]
    LedgerRow.objects.bulk_create(kept, batch_size=2000)


def _unlike(ids: Mapping[str, str]) -> dict[str, str]:
    return {row: id for row, id in ids.items() if row != id}
