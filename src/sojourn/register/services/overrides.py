"""Decisions against the finding, where paper and practice part: one by one for the auditor, for others in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from .. import reading
from ..actors import By
from ..models import Decision
from ..refusal import NotAllowed
from ..vocabulary import Role


@dataclass(frozen=True, slots=True)
class Overridden:
    """How often an authority decided against the finding in a month, by the kind of decision, of how many in all."""

    month: date
    authority: str
    kind: str
    against: int
    decided: int


def overridden(by: By, *, start: int = 0, rows: int = 50) -> reading.Page:
    """The decisions against the finding that the account may see one by one, each look noted."""
    return reading.listing(by, "decision", where=Q(against_finding=True), start=start, rows=rows)


def overridden_counts(by: By) -> list[Overridden]:
    """How often it happened, by month, authority and kind: numbers, and nobody in them."""
    if Role(by.account.role) not in (Role.SUPERVISOR, Role.AUDITOR):
        raise NotAllowed()
    counted = (
        Decision.objects.annotate(month=TruncMonth("decided_on"))
        .values("month", "authority", "kind")
        .annotate(against=Count("pk", filter=Q(against_finding=True)), decided=Count("pk"))
        .filter(against__gt=0)
        .order_by("month", "authority", "kind")
    )
    return [Overridden(**row) for row in counted]
