"""Which decisions are in force on a day: begun, not ended, not superseded, and not stayed or lifted by an appeal."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from .models import Decision
from .vocabulary import AppealState


def in_force(day: date, path: str = "") -> Q:
    """The condition that a decision is in force on a day; `path` leads to the decision from another table."""
    before = f"{path}__" if path else ""
    stayed = Q(**{f"{before}appeal__state": AppealState.FILED.value, f"{before}appeal__suspends": True}) | Q(
        **{f"{before}appeal__state": AppealState.ALLOWED.value}
    )
    return (
        Q(**{f"{before}begins_on__lte": day})
        & (Q(**{f"{before}ends_on": None}) | Q(**{f"{before}ends_on__gte": day}))
        & Q(**{f"{before}superseded_by": None})
        & ~stayed
    )


def is_in_force(decision: Decision, day: date) -> bool:
    """Whether a decision is in force on a day."""
    return Decision.objects.filter(in_force(day), pk=decision.pk).exists()
