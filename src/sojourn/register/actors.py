"""Who acts, and what for: without it the database takes no change.

The name of the account and the purpose travel with the transaction to the database itself, whose triggers write the
audit trail from them (see `guards`): on PostgreSQL as settings of the transaction, on SQLite as functions of the
connection. A connection that knows neither, such as another tool's, can change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction

from .models import Account
from .statements import days, engine
from .vocabulary import Purpose

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and what for."""

    account: Account
    purpose: Purpose


_acting: ContextVar[By | None] = ContextVar("sojourn_acting", default=None)
_known: ContextVar[dict[str, Any] | None] = ContextVar("sojourn_known", default=None)


@contextmanager
def acting(account: Account, purpose: Purpose, *, holding_chain: bool = False) -> Iterator[By]:
    """One transaction in which `account` acts for `purpose`: all of it happens, or none.

    Inside another one the inner actor holds until its end; the transaction stays one. `holding_chain`: the act is sure
    to begin with `events.hold`, which then costs PostgreSQL no statement of its own.
    """
    before = _acting.get()
    by = By(account, purpose)
    known = _known.set({} if before is None else _known.get())
    try:
        with transaction.atomic():
            token = _acting.set(by)
            _tell(by, holding_chain=holding_chain and before is None)
            try:
                yield by
            finally:
                _acting.reset(token)
        # What PostgreSQL was told ends with the transaction; one that goes on is told who acts now.
        if connection.in_atomic_block:
            _tell(before)
    finally:
        _known.reset(known)


def remembered(name: str, find: Callable[[], _T]) -> _T:
    """What is found out once for the whole of an act, which happens at one moment; outside one, each time."""
    known = _known.get()
    if known is None:
        return find()
    if name not in known:
        known[name] = find()
    found: _T = known[name]
    return found


def taken(name: str) -> Any:
    """What was found out ahead for the act's next step, for that step alone; None where nothing was."""
    known = _known.get()
    return known.pop(name, None) if known is not None else None


def forget_known(**_: object) -> None:
    """Have everything found out anew: something of it has changed."""
    known = _known.get()
    if known is not None:
        known.clear()


def prepare_connection(sender: object, connection: Any, **_: object) -> None:
    """Give a new connection to SQLite the functions by which its triggers learn who acts."""
    if connection.vendor == "sqlite":
        made = connection.connection.create_function
        made("sojourn_actor", 0, lambda: (by := _acting.get()) and by.account.number)
        made("sojourn_purpose", 0, lambda: (by := _acting.get()) and by.purpose.value)


def _tell(by: By | None, *, holding_chain: bool = False) -> None:
    if not engine.on_postgresql():
        return
    if by is None:
        days.untold()
        return
    known = _known.get()
    assert known is not None
    if holding_chain:
        told, known["head"] = days.told_holding(by.account.number, by.purpose.value)
    else:
        told = days.told(by.account.number, by.purpose.value)
    # An act within another happens at the same moment.
    known.setdefault("days", told)
