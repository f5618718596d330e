"""Looks that a person is not shown for the sake of an inquiry: on a ground, to a day, and never for long unnoticed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from .. import clock, events
from ..actors import By
from ..models import Office, Person, Withheld
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Role

#: How long at most, before an auditor has to look at it again.
MOST = timedelta(days=90)
_WHO = frozenset({Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER})


def withhold(by: By, person: str, ground: str, until: date) -> Withheld:
    """Withhold the looks of the officer's own office from a person, from today until a day.

    Raises Refused where no ground is given or the day is too far off, and where something is withheld already (only an
    auditor renews).
    """
    office = by.account.office
    if Role(by.account.role) not in _WHO or office is None:
        raise NotAllowed()
    found = _person(person)
    if Withheld.objects.filter(person=found, office=office).exists():
        raise Refused("withheld_before")
    return _save(by, found, office, ground, until, None)


def renew(by: By, key: int, ground: str, until: date) -> Withheld:
    """Go on withholding, on a ground of its own: an auditor's act."""
    if Role(by.account.role) is not Role.AUDITOR:
        raise NotAllowed()
    before = Withheld.objects.select_for_update(of=("self",)).filter(pk=key, renewed_by=None).first()
    if before is None:
        raise NotThere("withheld")
    return _save(by, before.person, before.office, ground, until, before)


def to_look_at() -> QuerySet[Withheld]:
    """What is withheld and has not been renewed, what ends first first."""
    return (
        Withheld.objects.filter(renewed_by=None, until__gte=clock.today())
        .select_related("office", "person")
        .order_by("until", "pk")
    )


def _save(by: By, person: Person, office: Office, ground: str, until: date, renews: Withheld | None) -> Withheld:
    today = clock.today()
    if not ground.strip():
        raise Refused("reason_needed", field="ground")
    if until < today:
        raise Refused("ends_before_it_begins", field="until", begins=today, ends=until)
    if until > today + MOST:
        raise Refused("withheld_too_long", field="until", most=MOST.days)
    withheld = Withheld.objects.create(
        person=person,
        office=office,
        ground=ground.strip(),
        since=renews.since if renews is not None else today,
        until=until,
        decided_by=by.account,
        renews=renews,
    )
    events.record(
        by,
        "looks.withheld",
        {"office": office.number, "until": until, "renewed": renews is not None},
        person=person,
        personal={"ground": withheld.ground},
    )
    return withheld


def _person(number: str) -> Person:
    found = Person.objects.filter(number=number.strip().upper(), erased_on=None).first()
    if found is None:
        raise NotThere("person")
    return found
