"""That somebody looked at somebody."""

from __future__ import annotations

from datetime import datetime

from ..models import Account, Look
from . import engine

_FIELDS = ("at", "account", "office", "role", "person", "act", "purpose", "what")


def add(at: datetime, account: Account, person: int, act: str, purpose: str, what: str) -> None:
    """Note one look at one person."""
    engine.changed(
        engine.insertion(Look, _FIELDS),
        [engine.moment(at), account.pk, account.office_id, account.role, person, act, purpose, what],
    )
