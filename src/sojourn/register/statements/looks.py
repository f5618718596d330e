"""That somebody looked at somebody."""

from __future__ import annotations

from datetime import datetime

from ..models import Account, Look
from . import engine

_FIELDS = ("at", "account", "office", "role", "person", "act", "purpose", "what")


def noting(at: datetime, account: Account, person: int, act: str, purpose: str, what: str) -> tuple[str, list[object]]:
    """The statement that notes one look at one person, with its values."""
    values = [engine.moment(at), account.pk, account.office_id, account.role, person, act, purpose, what]
    return engine.insertion(Look, _FIELDS), values
