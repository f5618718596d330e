"""Workers registered by whoever files for them, and found again by what they show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn.register.actors import acting
from sojourn.register.events import verify
from sojourn.register.models import Document, Event, Look, Person
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.people import Entered, register, shown
from sojourn.register.vocabulary import DocumentKind, Purpose, Role, Sex
from tests.register.city import City

LAN = Entered(
    name="Nông Thị Lan",
    birth_date=date(1992, 5, 4),
    sex=Sex.FEMALE,
    nationality="vietnam",
    province="lang_son",
    border_commune=True,
    document_kind=DocumentKind.BORDER_PASS,
    document_number="b 123-4567",
    valid_from=date(2018, 6, 1),
    valid_to=date(2023, 5, 31),
)


def test_a_worker_is_registered_with_her_document(city: City) -> None:
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        person = register(by, LAN)
    assert Document.objects.get(person=person).document_number == "B1234567"
    assert person.details.name == "Nông Thị Lan"
    event = Event.objects.get(kind="person.registered")
    assert event.commitment
    assert "Nông" not in str(event.facts)
    assert "B1234567" not in str(event.facts)
    assert verify() is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"birth_date": date(2031, 1, 1)}, "birth_date"),
        ({"birth_date": date(1880, 1, 1)}, "birth_date"),
        ({"document_number": "12"}, "document_number"),
        ({"document_number": "B12/3456"}, "document_number"),
        ({"check_digit": "5"}, "check_digit"),
        ({"document_kind": DocumentKind.PASSPORT}, "check_digit"),
        ({"valid_to": date(2018, 5, 31)}, "valid_to"),
        ({"nationality": "atlantis"}, "nationality"),
        ({"province": "atlantis"}, "province"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(city: City, changed: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as caught, acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        register(by, replace(LAN, **changed))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not Person.objects.exists()


def test_a_passport_is_registered_with_the_digit_that_belongs_to_its_number(city: City) -> None:
    passport = replace(LAN, document_kind=DocumentKind.PASSPORT, document_number="L898902C3", check_digit="6")
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        person = register(by, passport)
    assert Document.objects.get(person=person).document_number == "L898902C3"


def test_the_same_document_is_registered_once(city: City) -> None:
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        register(by, LAN)
    with pytest.raises(Refused) as caught, acting(city.of(Role.EMPLOYER), Purpose.FILING) as by:
        register(by, replace(LAN, document_number="B1234567"))
    assert caught.value.code == "document_known"


@pytest.mark.parametrize("role", [Role.EXIT_ENTRY_OFFICER, Role.BORDER_POST, Role.AUDITOR, Role.SUPERVISOR])
def test_only_those_who_file_register_and_find(city: City, role: Role) -> None:
    with acting(city.of(role), Purpose.FILING) as by:
        with pytest.raises(NotAllowed):
            register(by, LAN)
        with pytest.raises(NotAllowed):
            shown(by, "B1234567")


def test_a_hit_is_noted_once_for_the_pages_of_a_filing(city: City) -> None:
    person = city.person(document="T7654321")
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        for number in ("t765 4321", person.number, person.number.lower()):
            assert shown(by, number) == person
        with pytest.raises(NotThere):
            shown(by, "T0000000")
    look = Look.objects.get(person=person, account=city.of(Role.AGENCY))
    assert (look.act, look.purpose, look.what) == ("search", "filing", "person")
