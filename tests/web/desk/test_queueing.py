"""The queue at the counter, the screen in the hall, and a worker's own ticket."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Office, Person, Ticket
from tests.register.city import City
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]
QUEUE = "/en/register/queue/"


def signed_in(person: Person) -> Visitor:
    """A worker at her own desk."""
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return Visitor(client)


def screen_of() -> str:
    """The address of the screen of the city's service centre."""
    return f"/en/register/queue/{Office.objects.get(kind='service_centre').number}/screen/"


def test_she_draws_a_ticket_and_sees_how_many_are_before_her(city: City, at_desk: AtDesk) -> None:
    lan, counter = city.person("Lý Thị Hoa", document="T5550001"), at_desk(Role.SERVICE_CENTRE)
    counter.send(QUEUE, {"do": "draw", "once": "aaa"})
    counter.send(QUEUE, {"do": "draw", "shown": "T5550001", "once": "bbb"})
    page = signed_in(lan).open("/en/register/")
    assert "1 person is before you." in page.text
    counter.send(QUEUE, {"do": "call", "once": "ccc"})
    assert "0 people are before you." in signed_in(lan).open("/en/register/").text
    counter.send(QUEUE, {"do": "call", "once": "ddd"})
    assert "It is your turn." in signed_in(lan).open("/en/register/").text
    assert Ticket.objects.get(place_in_queue=2).person == lan
    counter.send(QUEUE, {"do": "serve:2", "once": "eee"})
    assert "Your ticket" not in signed_in(lan).open("/en/register/").text


def test_a_ticket_drawn_twice_with_one_press_is_one(city: City, at_desk: AtDesk) -> None:
    counter = at_desk(Role.SERVICE_CENTRE)
    for _ in range(2):
        counter.send(QUEUE, {"do": "draw", "once": "same"})
    assert Ticket.objects.count() == 1


def test_who_waits_already_and_a_number_nobody_has_are_told(city: City, at_desk: AtDesk) -> None:
    city.person(document="T5550001")
    counter = at_desk(Role.SERVICE_CENTRE)
    counter.send(QUEUE, {"do": "draw", "shown": "T5550001"})
    again = counter.send(QUEUE, {"do": "draw", "shown": "T5550001"})
    assert (again.status, "waits in the queue already" in again.text) == (409, True)
    assert "T000" in counter.send(QUEUE, {"do": "draw", "shown": "T000"}).text
    assert Ticket.objects.count() == 1
    early = counter.send(QUEUE, {"do": "serve:1"})
    assert "has not been called yet" in early.text


def test_the_screen_shows_numbers_and_nobody(city: City, at_desk: AtDesk) -> None:
    """Given somebody called by name, when anybody looks at the screen, then her number stands there and no more."""
    person, counter = city.person("Lý Thị Hoa", document="T5550001"), at_desk(Role.SERVICE_CENTRE)
    anybody = Visitor(Client())
    assert "Nobody has been called yet." in anybody.open(screen_of()).text
    counter.send(QUEUE, {"do": "draw", "shown": "T5550001"})
    counter.send(QUEUE, {"do": "call"})
    page = anybody.open(screen_of())
    assert page.main.one("p", class_="called").one("strong").text == "1"
    for personal in ("Lý Thị Hoa", "T5550001", person.number):
        assert personal not in page.html
    assert page.headers["Refresh"]
    assert anybody.open("/en/register/queue/O-NOTHING/screen/").status == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.WORKER, Role.SERVICE_CENTRE)])
def test_only_the_service_centre_calls(city: City, at_desk: AtDesk, role: Role) -> None:
    assert at_desk(role).open(QUEUE).status == 403
    assert at_desk(role).send(QUEUE, {"do": "draw"}).status == 403
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("language", Language)
def test_the_queue_speaks_the_readers_language(city: City, at_desk: AtDesk, language: Language) -> None:
    counter = at_desk(Role.SERVICE_CENTRE)
    counter.send(f"/{language}/register/queue/", {"do": "draw"})
    page = counter.send(f"/{language}/register/queue/", {"do": "call"})
    assert page.status == 302
    assert counter.open(f"/{language}/register/queue/").main.one("ul", class_="numbers").text.startswith("0")
