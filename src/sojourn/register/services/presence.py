"""Presence: who is in, until when, and who is past that. Read off the open stays, which crossings keep up to date.

No query here looks at crossings. A person past her limit shows in it the day after her last lawful day, whether or not
the night's work has been done; that work sets the flag and leaves the event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from .. import clock, programme, reading
from ..actors import By
from ..models import Stay
from ..reading import Page
from ..vocabulary import Overstay
from .deciding import office_of
from .stays import reflag


@dataclass(frozen=True, slots=True)
class Inside:
    """How many people are in at a place, past their limit for certain, perhaps, and with a limit that is not known."""

    place: str
    people: int
    past: int
    may_be_past: int
    limit_unknown: int


def inside() -> Q:
    """Stays of people who are in."""
    return Q(open=True)


def past(day: date) -> Q:
    """Stays of people who are in past their limit on a day, for certain."""
    return Q(open=True, leave_by__lt=day, latest__lt=day)


def may_be_past(day: date) -> Q:
    """Stays of people who are in and may be past a limit that lies between two days."""
    return Q(open=True, leave_by__lt=day) & (Q(latest__gte=day) | Q(latest=None))


def past_or_perhaps(day: date) -> Q:
    """Stays of people who are in and past their limit, for certain or perhaps."""
    return Q(open=True, leave_by__lt=day)


def in_past_the_limit(by: By, *, start: int = 0, rows: int = 50) -> Page:
    """Who is in and past the limit today, for certain or perhaps, the longest first. Raises NotAllowed."""
    return reading.listing(
        by, "stay", where=past_or_perhaps(clock.today()), order=("leave_by", "pk"), start=start, rows=rows
    )


def counted(by: By) -> tuple[Inside, ...]:
    """How many are in, by place within that of the office, and no person. Raises NotAllowed for who is of no office."""
    office = office_of(by)
    day = clock.today()
    rows: Iterable[Mapping[str, object]] = (
        Stay.objects.filter(open=True, place__in=programme.places_of(office.place, day))
        .values("place")
        .order_by("place")
        .annotate(
            people=Count("pk"),
            past=Count("pk", filter=past(day)),
            may_be_past=Count("pk", filter=may_be_past(day)),
            limit_unknown=Count("pk", filter=Q(leave_by=None)),
        )
    )
    return tuple(Inside(**row) for row in rows)  # type: ignore[arg-type]


def flag_stays(by: By) -> int:
    """Flag whoever is in past the limit and not flagged yet; gives how many. Doing it twice changes nothing."""
    day = clock.today()
    waiting = Stay.objects.filter(
        Q(open=True, leave_by__lt=day) & (Q(flag="") | Q(flag=Overstay.MAY_BE_PAST.value, latest__lt=day))
    ).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    stays = Stay.objects.select_related("person", "on_permit")
    return sum(reflag(by, stays.get(pk=key), day) for key in keys)
