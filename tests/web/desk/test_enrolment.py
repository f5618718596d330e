"""A worker's first account: a slip shown once, a password to be changed at once, and nothing kept but its hash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Account, AuditRow
from tests.register.city import City
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]
ACCOUNT = "/en/register/account/"


def given(desk: Visitor, shown: str, language: str = "en") -> tuple[str, str]:
    """The sign-in name and the password of a slip."""
    page = desk.send(f"/{language}/register/account/", {"do": "give", "shown": shown})
    _, sign_in, password = (one.text for one in page.main.all("dd", class_="number"))
    return sign_in, password


@pytest.mark.parametrize("role", [Role.HR_OFFICER, Role.SERVICE_CENTRE])
def test_she_signs_in_once_with_the_slip_and_chooses_her_own(city: City, at_desk: AtDesk, role: Role) -> None:
    person = city.person("Lý Thị Hoa", document="T5550001")
    city.permit(person)
    desk = at_desk(role)
    shown = person.number if role is Role.HR_OFFICER else "T5550001"
    assert "Lý Thị Hoa" in desk.send(ACCOUNT, {"shown": shown, "do": "find"}).text
    sign_in, password = given(desk, shown)
    account = Account.objects.get(person=person)
    assert account.password_once
    assert password not in account.password
    assert not AuditRow.objects.filter(after__icontains=password).exists()
    assert password not in desk.open(ACCOUNT).html
    worker = Visitor(Client())
    worker.send("/vi/register/sign-in/", {"sign_in": sign_in, "password": password})
    for path in ("", "permit/", "my-data/"):
        assert worker.open(f"/vi/register/{path}").headers["Location"] == "/vi/register/password/"
    mine = "/vi/register/password/"
    assert worker.send(mine, {"new": "short", "again": "short"}).status == 422
    assert worker.send(mine, {"new": password, "again": password}).status == 422
    assert worker.send(mine, {"new": "hai con gà trống", "again": "hai con gà mái"}).status == 422
    worker.send(mine, {"new": "hai con gà trống", "again": "hai con gà trống"})
    assert worker.open("/vi/register/").status == 200
    again = Visitor(Client())
    assert again.send("/vi/register/sign-in/", {"sign_in": sign_in, "password": password}).status == 422


def test_a_password_of_ones_own_is_changed_only_with_the_one_before(city: City, at_desk: AtDesk) -> None:
    desk = at_desk(Role.EMPLOYER)
    new = {"new": "a longer password", "again": "a longer password"}
    assert desk.send("/en/register/password/", {"now": "wrong", **new}).status == 422
    assert desk.send("/en/register/password/", {"now": "a long password", **new}).status == 302
    assert Account.objects.get(role="employer").check_password("a longer password")


def test_only_an_office_gives_accounts_and_only_for_its_own(city: City, at_desk: AtDesk) -> None:
    person = city.person(document="T5550001")
    before = Account.objects.get(person=person).password
    assert at_desk(Role.AGENCY).send(ACCOUNT, {"do": "give", "shown": person.number}).status == 403
    assert at_desk(Role.HR_OFFICER).send(ACCOUNT, {"do": "give", "shown": person.number}).status == 409
    assert Account.objects.get(person=person).password == before


@pytest.mark.parametrize("language", Language)
def test_the_slip_speaks_all_three_languages(city: City, at_desk: AtDesk, language: Language) -> None:
    city.person(document="T5550001")
    page = at_desk(Role.SERVICE_CENTRE).send(f"/{language}/register/account/", {"do": "give", "shown": "T5550001"})
    assert {one.attributes["lang"] for one in page.main.all("p") if "lang" in one.attributes} == {"vi", "zh-Hans", "en"}
