"""Writing the register as a ledger: pseudonymised; or whole, which two officers answer for and nobody else can read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from sojourn.ledger import Edition, LedgerWriter, Origin, OriginKind, Period
from sojourn.policy import edition_of

from ... import clock, events, programme
from ...actors import By
from ...models import Account, Look, Person
from ...refusal import NotAllowed, Refused
from ...vocabulary import Act, Role
from .matching import Row
from .sealing import Recipient, seal
from .telling import by_column, told_rows
from .told import Told

#: Who may write a pseudonymised ledger, and who may answer for a full transfer.
MAY_EXPORT = frozenset({Role.OPERATOR, Role.AUDITOR, Role.SUPERVISOR})
MAY_TRANSFER = frozenset({Role.OPERATOR, Role.AUDITOR, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, and how many rows of each table."""

    path: Path
    rows: Mapping[str, int]


def export_ledger(by: By, folder: Path) -> Exported:
    """Write the register as a pseudonymised ledger into a folder that does not exist or is empty.

    Raises NotAllowed, and LedgerError where the folder cannot be written.
    """
    _allowed(by.account, MAY_EXPORT)
    counts = _write(folder, full=False)
    events.record(by, "ledger.exported", {"rows": counts, "pseudonymised": True})
    return Exported(folder, counts)


def transfer_ledger(by: By, file: Path, recipient: Recipient, *, second: Account) -> Exported:
    """Write all of the register, names and all, into one file that only the recipient can open.

    Two officers answer for it, `by` and `second`; one of them is an auditor. Both acts are recorded, and both stand
    among the looks of every person whose details leave. Raises NotAllowed, Refused and LedgerError.
    """
    _allowed(by.account, MAY_TRANSFER)
    _allowed(second, MAY_TRANSFER)
    if second.pk == by.account.pk or _same_person(by.account, second):
        raise Refused("two_officers_needed")
    if Role.AUDITOR not in (Role(by.account.role), Role(second.role)):
        raise Refused("one_of_them_an_auditor")
    if file.exists():
        raise Refused("file_there", file=file)
    with tempfile.TemporaryDirectory(dir=_private_folder(), prefix="transfer-") as made:
        folder = Path(made) / "ledger"
        counts = _write(folder, full=True)
        seal(folder, file, recipient)
        shutil.rmtree(folder)
    now = clock.now()
    accounts = (by.account, second)
    Look.objects.bulk_create(
        [
            Look(
                at=now,
                account=account,
                office=account.office,
                role=account.role,
                person_id=person,
                act=Act.EXPORT.value,
                purpose=by.purpose.value,
                what="ledger",
            )
            for person in Person.objects.values_list("pk", flat=True)
            for account in accounts
        ],
        batch_size=2000,
    )
    facts = {"rows": counts, "pseudonymised": False, "recipient": recipient.fingerprint}
    events.record(by, "ledger.transferred", {**facts, "with": second.number})
    events.record(By(second, by.purpose), "ledger.transfer_agreed", {**facts, "with": by.account.number})
    return Exported(file, counts)


def _write(folder: Path, *, full: bool) -> dict[str, int]:
    told = Told(full, clock.today())
    rows = told_rows(told)
    bound = programme.bound()
    with LedgerWriter(
        folder,
        edition=Edition(bound.programme, edition_of(bound.programme)),
        period=_period(rows, told.day),
        origin=Origin(OriginKind.REGISTER),
        pseudonymised=not full,
    ) as writer:
        for name, found in rows.items():
            if found:
                writer.write(name, by_column(name, found))
    return {name: len(found) for name, found in rows.items() if found}


def _period(rows: Mapping[str, list[Row]], day: date) -> Period:
    """From the first day that anything was asked or decided to the day told of."""
    days = [row["begins_on"] for row in rows["permits"]] + [row["begins_on"] for row in rows["decisions"]]
    first = min((begun for begun in days if isinstance(begun, date)), default=day)
    return Period(min(first, day), day)


def _allowed(account: Account, roles: frozenset[Role]) -> None:
    if Role(account.role) not in roles or not account.is_active:
        raise NotAllowed()


def _same_person(one: Account, other: Account) -> bool:
    return one.person_id is not None and one.person_id == other.person_id


def _private_folder() -> Path:
    """Where what names people lies for as long as it takes to encrypt it: beside the register's own keys."""
    folder = Path(settings.REGISTER_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
