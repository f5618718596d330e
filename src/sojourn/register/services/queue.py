"""The queue of a service centre: a ticket drawn, called and served; hours waited are read off the tickets.

A place in the queue is given under a lock on the office's row, so that two never get the same and none is left out;
a counter that calls takes the first ticket that no other counter is calling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Sum

from .. import clock, events, programme
from ..actors import By
from ..models import Office, Person, Ticket
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import OfficeKind, Role
from .deciding import office_of


@dataclass(frozen=True, slots=True)
class Queue:
    """How a queue stands on a day: people who wait, are at a counter, have been served; their waits."""

    day: date
    waiting: int
    at_counter: int
    served: int
    waited: timedelta
    longest: timedelta


def draw(by: By, person: Person | None = None) -> Ticket:
    """Draw the next ticket of the account's own service centre today.

    Raises NotAllowed where the account is at no service centre, and Refused where the person waits already.
    """
    return draw_many(by, [person])[0]


def draw_many(by: By, people: Sequence[Person | None]) -> list[Ticket]:
    """Draw a ticket for each, in order: the crowd that stands at the door in the morning."""
    office = _service_centre(by)
    today = clock.today()
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = [person.pk for person in people if person is not None]
    if len(set(known)) < len(known) or _waiting(office, today).filter(person__in=known).exists():
        raise Refused("ticket_drawn_already")
    last = Ticket.objects.filter(office=office, day=today).aggregate(last=Max("place_in_queue"))["last"] or 0
    drawn_at = clock.now()
    tickets = Ticket.objects.bulk_create(
        [
            Ticket(office=office, day=today, place_in_queue=last + place, person=person, drawn_at=drawn_at)
            for place, person in enumerate(people, 1)
        ],
        batch_size=2000,
    )
    events.record(
        by, "tickets.drawn", {"office": office.number, "day": today, "first": last + 1, "last": last + len(tickets)}
    )
    return tickets


def call(by: By) -> Ticket | None:
    """Call the next ticket to the account's counter; None where nobody waits."""
    office = _service_centre(by)
    waiting = _waiting(office, clock.today()).select_for_update(skip_locked=True, of=("self",))
    ticket = waiting.order_by("place_in_queue").first()
    if ticket is None:
        return None
    ticket.called_at = max(clock.now(), ticket.drawn_at)
    ticket.save()
    _note(by, ticket, "called")
    return ticket


def serve(by: By, place: int) -> Ticket:
    """Note that whoever holds a ticket of today has been served. Raises NotThere, and Refused before it is called."""
    office = _service_centre(by)
    ticket = Ticket.objects.select_for_update().filter(office=office, day=clock.today(), place_in_queue=place).first()
    if ticket is None:
        raise NotThere("ticket")
    if ticket.called_at is None:
        raise Refused("ticket_not_called", place=place)
    if ticket.served_at is None:
        ticket.served_at = max(clock.now(), ticket.called_at)
        ticket.save()
        _note(by, ticket, "served")
    return ticket


def ticket_of(person: Person) -> Ticket | None:
    """The ticket with which somebody waits today or is at a counter; None where she has none."""
    mine = Ticket.objects.filter(person=person, day=clock.today(), served_at=None).select_related("office")
    return mine.order_by("-drawn_at", "-pk").first()


def called(office: Office, day: date, rows: int = 6) -> list[Ticket]:
    """The tickets of an office that were called last on a day and are not served yet, the latest first."""
    found = Ticket.objects.filter(office=office, day=day, called_at__isnull=False, served_at=None)
    return list(found.order_by("-called_at", "-place_in_queue")[:rows])


def own_centre(by: By) -> Office:
    """The service centre of the account. Raises NotAllowed where it is at none."""
    return _service_centre(by)


def centre(number: str) -> Office:
    """The service centre of a number. Raises NotThere."""
    found = Office.objects.filter(number=number, kind=OfficeKind.SERVICE_CENTRE.value).first()
    if found is None:
        raise NotThere("office")
    return found


def centres_near(site_place: str) -> list[Office]:
    """The service centres whose place takes in a place of work."""
    today = clock.today()
    all_of_them = Office.objects.filter(kind=OfficeKind.SERVICE_CENTRE.value).order_by("name")
    return [office for office in all_of_them if site_place in programme.places_of(office.place, today)]


def ahead(ticket: Ticket) -> int:
    """How many people wait before somebody."""
    return _waiting(ticket.office, ticket.day).filter(place_in_queue__lt=ticket.place_in_queue).count()


def standing(office: Office, day: date) -> Queue:
    """How the queue of an office stands, or stood, on a day."""
    wait = ExpressionWrapper(F("called_at") - F("drawn_at"), output_field=DurationField())
    found = (
        Ticket.objects.filter(office=office, day=day)
        .annotate(wait=wait)
        .aggregate(
            waiting=Count("pk", filter=Q(called_at=None)),
            at_counter=Count("pk", filter=Q(called_at__isnull=False, served_at=None)),
            served=Count("pk", filter=Q(served_at__isnull=False)),
            waited=Sum("wait"),
            longest=Max("wait"),
        )
    )
    return Queue(
        day,
        found["waiting"],
        found["at_counter"],
        found["served"],
        found["waited"] or timedelta(),
        found["longest"] or timedelta(),
    )


def _waiting(office: Office, day: date) -> QuerySet[Ticket]:
    return Ticket.objects.filter(office=office, day=day, called_at=None)


def _service_centre(by: By) -> Office:
    office = office_of(by)
    if Role(by.account.role) is not Role.SERVICE_CENTRE or OfficeKind(office.kind) is not OfficeKind.SERVICE_CENTRE:
        raise NotAllowed()
    return office


def _note(by: By, ticket: Ticket, what: str) -> None:
    events.record(
        by,
        f"ticket.{what}",
        {"office": ticket.office.number, "day": ticket.day, "place": ticket.place_in_queue},
        person=ticket.person,
    )
