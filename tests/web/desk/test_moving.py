"""A demonstration goes on to the next day, and tells what happened in the night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.actors import acting
from sojourn.register.models import Stay, Today
from sojourn.register.vocabulary import Purpose
from tests.register.border import comes_in
from tests.register.city import City
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


@pytest.fixture
def demonstration(city: City) -> City:
    """The city as a demonstration: its operator is one of the accounts that are shown."""
    operator = city.of(Role.OPERATOR)
    with acting(operator, Purpose.OPERATION):
        operator.shown = True
        operator.save()
    return city


@pytest.mark.parametrize("language", Language)
def test_the_night_flags_who_is_past_her_limit(demonstration: City, at_desk: AtDesk, language: Language) -> None:
    """Given somebody in on a one-day pass, when her limit has passed, then her stay is flagged and that is told."""
    comes_in(demonstration, demonstration.person(), "2019-03-04T09:00:00")
    sent = {"do": "day", "at": "2019-03-04", "day-day": "6", "day-month": "3", "day-year": "2019"}
    page = at_desk(Role.SUPERVISOR).send(f"/{language}/register/go-on/", sent)
    assert page.main.one("section").one("dd").text == "1"
    assert Today.objects.get().day == date(2019, 3, 6)
    assert Stay.objects.get().flagged_on == date(2019, 3, 6)


def test_pressed_twice_it_goes_on_once(demonstration: City, at_desk: AtDesk) -> None:
    for _ in range(2):
        page = at_desk(Role.SUPERVISOR).send("/en/register/go-on/", {"do": "next", "at": "2019-03-04"})
    assert "moved already" in page.text
    assert Today.objects.get().day == date(2019, 3, 5)


@pytest.mark.parametrize(("day", "month", "year"), [("3", "3", "2019"), ("30", "2", "2019"), ("1", "1", "2020")])
def test_not_back_not_to_no_day_and_not_too_far(
    demonstration: City, at_desk: AtDesk, day: str, month: str, year: str
) -> None:
    sent = {"do": "day", "at": "2019-03-04", "day-day": day, "day-month": month, "day-year": year}
    page = at_desk(Role.SUPERVISOR).send("/en/register/go-on/", sent)
    assert (page.status, len(page.main.all("p", class_="error"))) == (422, 1)
    assert Today.objects.get().day == date(2019, 3, 4)


def test_a_register_that_goes_by_the_clock_does_not_move(city: City, at_desk: AtDesk) -> None:
    Today.objects.all().delete()
    assert at_desk(Role.SUPERVISOR).send("/en/register/go-on/", {"do": "next"}).status == 409
