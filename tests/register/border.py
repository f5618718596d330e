"""Crossing the border in tests: people who pass, posts at other places, and crossings at a day and an hour."""

from __future__ import annotations

from datetime import datetime

from sojourn.policy import Language
from sojourn.register.actors import acting
from sojourn.register.clock import CHINA
from sojourn.register.models import Account, Crossing, Document, Office, Person
from sojourn.register.numbers import new_number
from sojourn.register.services.crossings import Passing, Recorded, record
from sojourn.register.vocabulary import Direction, DocumentKind, OfficeKind, Purpose, Role
from tests.register.city import City


def moment(text: str) -> datetime:
    """A moment in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def passes(
    city: City,
    person: Person,
    direction: Direction,
    at: str,
    *,
    account: Account | None = None,
    shown: str = "",
    kind: DocumentKind | None = None,
    to_work: bool = True,
) -> Recorded:
    """Have a person pass at the city's post, or at that of an account, with her first document or what she shows."""
    number = shown or Document.objects.filter(person=person).order_by("pk")[0].document_number
    with acting(account or city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        return record(by, Passing(number, direction, moment(at), kind, to_work))


def comes_in(city: City, person: Person, at: str, **how: object) -> Recorded:
    """A crossing in."""
    return passes(city, person, Direction.IN, at, **how)


def goes_out(city: City, person: Person, at: str, **how: object) -> Recorded:
    """A crossing out."""
    return passes(city, person, Direction.OUT, at, **how)


def office_at(city: City, place: str, role: Role = Role.BORDER_POST) -> Account:
    """An account of an office of that role's kind at another place."""
    kind = {Role.BORDER_POST: OfficeKind.BORDER_POST, Role.EXIT_ENTRY_OFFICER: OfficeKind.EXIT_ENTRY}[role]
    authority = {Role.BORDER_POST: "border_inspection", Role.EXIT_ENTRY_OFFICER: "city_exit_entry"}[role]
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        office = Office.objects.create(
            number=new_number("O"), name=f"{role} at {place}", kind=kind.value, place=place, authority=authority
        )
        account = Account(number=new_number("U"), sign_in=f"{role}-{place}", name=place, role=role.value, office=office)
        account.set_password("a long password")
        account.save()
    return account


def told(recorded: Recorded) -> list[str]:
    """The codes of a verdict's reasons; each can be said in every language."""
    assert all(reason.told(language) for reason in recorded.reasons for language in Language)
    return [reason.code.value for reason in recorded.reasons]


def crossing_of(recorded: Recorded) -> Crossing:
    """The row of a crossing."""
    return Crossing.objects.get(pk=recorded.crossing)
