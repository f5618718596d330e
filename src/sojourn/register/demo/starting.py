"""A demonstration begun: on an empty register, at a day of its own, from the ledger of a city."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from sojourn.ledger import Edition, Ledger, LedgerError, open_ledger
from sojourn.policy import edition_of

from .. import clock, programme
from ..actors import acting
from ..models import Account, Agency, Employer, Office, Person, Today
from ..numbers import new_number
from ..services.ledgers import import_ledger
from ..shown import DEMONSTRATION_PASSWORD
from ..vocabulary import OfficeKind, Purpose, Role
from .accounts import open_accounts
from .generating import DAY, SEED, write_city
from .made_up import Invented


def is_empty() -> bool:
    """Whether nobody has begun to use this register: no account, no office, nobody in it."""
    return not any(model._default_manager.exists() for model in (Account, Office, Person, Employer, Agency))


def begin_demonstration(folder: Path, *, day: date = DAY, seed: int = SEED, workers: float = 1.0) -> None:
    """Fill an empty register with a city, standing at a day.

    The city's ledger is kept in `folder`, and taken from there where it is of this edition of the programme. All is one
    transaction: a demonstration that was broken off has not begun. Raises LedgerError where the folder cannot be
    written.
    """
    operator = Account(
        number=new_number("U"),
        sign_in="operator",
        name="周海燕",
        role=Role.OPERATOR,
        language="zh",
    )
    operator.set_password(DEMONSTRATION_PASSWORD)
    ledger = _city(folder, day, seed, workers)
    with acting(operator, Purpose.OPERATION) as by:
        Today.objects.update_or_create(pk=1, defaults={"day": day})
        operator.office = Office.objects.create(
            number=new_number("O"),
            name="Register Operations",
            kind=OfficeKind.SUPERVISION.value,
            place=programme.bound().place,
            authority=str(next(iter(programme.programme().routes[programme.bound().route].decided_by))),
        )
        operator.save()
        import_ledger(by, ledger, made_up=Invented(seed, day))
        open_accounts(clock.today(), operator)


def _city(folder: Path, day: date, seed: int, workers: float) -> Ledger:
    """The ledger of the city, written where it is not there or was written for something else."""
    bound = programme.bound()
    wanted = Edition(bound.programme, edition_of(bound.programme))
    try:
        ledger = open_ledger(folder)
        description = ledger.description
        if description.edition == wanted and description.origin.seed == seed and description.period.last == day:
            return ledger
    except LedgerError:
        pass
    shutil.rmtree(folder, ignore_errors=True)
    write_city(folder, seed=seed, day=day, workers=workers)
    return open_ledger(folder)
