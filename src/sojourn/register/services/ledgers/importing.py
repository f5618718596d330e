"""Taking a ledger into an empty register: all laws are looked at first, and then all of it goes in, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from sojourn.ledger import TABLES, Ledger, LedgerError, SeenBy

from ... import events, models, programme
from ...actors import By
from ...models import ChainHead
from ...refusal import NotAllowed, Refused
from ...rows import added
from ...vocabulary import Role
from . import into_parties, into_presence, into_procedure
from .completing import completed
from .lines import Shared
from .matching import Line
from .mistakes import LedgerUnfit, Mistake, impossible, mistakes_in
from .remembering import remember
from .taken import HOLDERS, MadeUp, Taken

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
    """How many rows of each table were taken in, and what the register made of them.

    `left_out` no official could know of. `filled` counts, by table and column, what the register needs and the ledger
    left empty; `put_in` the rows that others need and no ledger has; `beside` the rows that are kept as they came, for
    the register has no room for them. All of that is known as such: what is written out again is as it was.
    """

    rows: Mapping[str, int]
    left_out: int
    filled: Mapping[str, int]
    put_in: Mapping[str, int]
    beside: Mapping[str, int]


def import_ledger(
    by: By, ledger: Ledger, *, made_up: MadeUp | None = None, told: Callable[[str], None] | None = None
) -> Imported:
    """Take a ledger into an empty register.

    The rows are held in memory. `made_up` is for a demonstration: it makes up what a pseudonymised ledger does not say.
    `told` is called with the name of each table as its turn comes. Raises NotAllowed; Refused where there is no account
    yet that could act, where the register is not empty or the ledger is of another programme; LedgerError where the
    ledger is not sound; LedgerUnfit where the register cannot hold it. Whatever is raised, nothing was done.
    """
    if Role(by.account.role) is not Role.OPERATOR:
        raise NotAllowed()
    if by.account.pk is None:
        raise Refused("account_first")
    ChainHead.objects.select_for_update().get_or_create(pk=1)
    if any(model._default_manager.exists() for model in _FILLED):
        raise Refused("register_not_empty")
    edition = ledger.description.edition
    if edition.programme != programme.bound().programme:
        raise Refused("ledger_of_other_programme", given=edition.programme, wanted=programme.bound().programme)
    wrong = ledger.verify()
    if wrong:
        raise LedgerError(wrong)
    whole = {name: ledger.rows(name) for name in TABLES}
    rows, mistakes = _read(ledger)
    mistakes += mistakes_in(rows)
    if mistakes:
        raise LedgerUnfit(_in_the_file(ledger, mistake) for mistake in mistakes)
    fit = completed(rows, ledger.description.period)
    taken = Taken(fit.rows, by.account, made_up, refusals=fit.refusals)
    for name, take in _TAKERS:
        if told:
            told(name)
        added(take(taken))
    _set_counters()
    remember(rows, fit, taken, full=not ledger.description.pseudonymised)
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
            "put_in": {name: len(found) for name, found in fit.put_in.items()},
            "beside": {name: len(found) for name, found in fit.beside.items() if found},
            "files": {name: file.sha256 for name, file in ledger.description.files.items()},
        },
    )
    return Imported(
        counts,
        sum(whole.values()) - sum(counts.values()),
        filled={f"{table}.{column}": count for (table, column), count in sorted(fit.filled.items())},
        put_in={name: len(found) for name, found in sorted(fit.put_in.items())},
        beside={name: len(found) for name, found in sorted(fit.beside.items()) if found},
    )


def _read(ledger: Ledger) -> tuple[dict[str, list[Line]], tuple[Mistake, ...]]:
    """What officials see, and what in it no register can hold."""
    rows: dict[str, list[Line]] = {}
    mistakes: list[Mistake] = []
    shared = Shared()
    for name in TABLES:
        table = ledger.table(name, seen_by=SeenBy.OFFICIALS)
        found = tuple(impossible(name, table))
        mistakes += found
        # A day that no calendar has cannot be made one of Python's.
        rows[name] = [] if found else shared.lines(name, table)
    return rows, tuple(mistakes)


def _in_the_file(ledger: Ledger, mistake: Mistake) -> Mistake:
    """A mistake with the number that its row has in the file, where there are rows that no official sees too."""
    seen = ledger.table(mistake.table, ["seen_by"]).column("seen_by").cast(pa.string())
    places = pc.indices_nonzero(pc.equal(seen, SeenBy.OFFICIALS.value))
    return replace(mistake, row=places[mistake.row - 1].as_py() + 1)


def _set_counters() -> None:
    """Have the database count on from the keys that were given out here."""
    tables: list[type[Model]] = [*HOLDERS.values(), models.Account, models.Filing]
    statements = connection.ops.sequence_reset_sql(no_style(), tables)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
