"""The operators' pages: who gets in, what they never show, and that the audit trail has all that is done on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Account, Office, Purpose, Role, Token, acting, second_factors, today, tokens
from sojourn.register.models import AuditRow, Event, Look, SecondFactor, Today
from sojourn.web.operation.site import site
from tests.register.city import City, build
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]
HERE = "/en/register/operation/"
OFFICE = {"name": "Dongxing Service Centre", "kind": "service_centre", "place": "dongxing", "authority": "hrss"}


@pytest.fixture
def city(db: None) -> City:
    """A small border city on Monday 4 March 2019."""
    return build()


def at(city: City, role: Role) -> Visitor:
    client = Client()
    client.force_login(city.of(role), backend="django.contrib.auth.backends.ModelBackend")
    return Visitor(client)


@pytest.fixture
def operator(city: City) -> Visitor:
    """The operator, signed in."""
    return at(city, Role.OPERATOR)


def account_row(city: City, role: Role) -> str:
    return str(city.of(role).pk)


def test_only_what_is_nobody_s_record_is_there() -> None:
    """Given the tables of the site, then no model of a person's record is among them; accounts are of offices only."""
    for language in Language:
        assert {model.__name__ for model in site(language)._registry} == {"Office", "Account", "Token"}


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OPERATOR, Role.WORKER)])
def test_nobody_else_gets_in(city: City, role: Role) -> None:
    visitor = at(city, role)
    for path in (
        "",
        "register/account/",
        "register/office/add/",
        f"register/account/{account_row(city, role)}/change/",
    ):
        assert visitor.open(HERE + path).status == 403, path
    before = Office.objects.count()
    assert visitor.send(HERE + "register/office/add/", OFFICE).status == 403
    assert Office.objects.count() == before


def test_nobody_signed_in_is_led_to_the_sign_in(city: City) -> None:
    nobody = Visitor(Client())
    assert nobody.open(HERE).headers["Location"].startswith("/en/register/sign-in/?next=")
    for path in ("login/", "logout/", "password_change/"):
        assert nobody.open(HERE + path).status in (302, 404)


def test_in_a_register_in_use_an_operator_needs_the_second_step(city: City) -> None:
    Today.objects.all().delete()
    assert at(city, Role.OPERATOR).open(HERE).headers["Location"].startswith("/en/register/second-step/")


def test_an_office_is_added_by_the_service_and_stands_in_the_trail(city: City, operator: Visitor) -> None:
    assert operator.send(HERE + "register/office/add/", OFFICE).status == 302
    office = Office.objects.get(name=OFFICE["name"])
    row = AuditRow.objects.get(table="register_office", row=str(office.pk))
    assert (row.actor, row.purpose, row.operation) == (city.of(Role.OPERATOR).number, "operation", "insert")
    assert Event.objects.filter(kind="office.added", facts__office=office.number).exists()
    history = operator.open(f"{HERE}register/office/{office.pk}/history/")
    row_told = history.root.one("tbody").text
    assert city.of(Role.OPERATOR).number in row_told
    assert "Added" in row_told
    assert office.number in operator.open(f"{HERE}register/office/{office.pk}/change/").html


def test_what_the_register_refuses_stands_at_its_field(city: City, operator: Visitor) -> None:
    sent = {"sign_in": "HR_officer", "name": "Wei Liping", "role": "hr_officer", "employer": "", "agency": ""}
    office = city.of(Role.HR_OFFICER).office
    assert office is not None
    page = operator.send(HERE + "register/account/add/", sent | {"office": str(office.pk)})
    assert page.status == 200
    assert "is taken" in page.html
    page = operator.send(HERE + "register/account/add/", sent | {"sign_in": "wei", "office": ""})
    assert "belongs to one thing" in page.html
    assert not Account.objects.filter(name="Wei Liping").exists()


def test_an_account_gets_a_password_for_once_that_is_told_once(city: City, operator: Visitor) -> None:
    office = city.of(Role.HR_OFFICER).office
    assert office is not None
    sent = {"sign_in": "wei", "name": "Wei Liping", "role": "hr_officer", "employer": "", "agency": ""}
    page = operator.send(HERE + "register/account/add/", sent | {"office": str(office.pk)})
    account = Account.objects.get(sign_in="wei")
    password = page.root.one("code").text
    assert page.status == 200
    assert account.password_once
    assert account.check_password(password)
    assert "no-store" in page.headers["Cache-Control"]
    assert password not in operator.open(HERE + "register/account/").html
    assert AuditRow.objects.filter(table="register_account", row=str(account.pk), operation="insert").count() == 1
    assert not AuditRow.objects.filter(after__icontains="Wei Liping").exists()
    new = Visitor(Client())
    new.send("/en/register/sign-in/", {"sign_in": "wei", "password": password})
    assert new.open("/en/register/").headers["Location"] == "/en/register/password/"


def test_workers_accounts_are_not_there(city: City, operator: Visitor) -> None:
    person = city.person("Lý Thị Hoa")
    listed = operator.open(HERE + "register/account/").html
    assert "hr_officer" in listed
    assert "Lý Thị Hoa" not in listed
    assert "Lý Thị Hoa" not in operator.open(f"{HERE}register/account/?q=Hoa").html
    for path in ("change", "history"):
        assert "Lý Thị Hoa" not in operator.open(f"{HERE}register/account/{person.account.pk}/{path}/").html
    act = {"action": "close", "_selected_action": str(person.account.pk)}
    operator.send(HERE + "register/account/", act)
    person.account.refresh_from_db()
    assert person.account.is_active
    assert not Look.objects.filter(person=person).exists()
    assert operator.open(HERE + "register/person/").status == 404


def do(operator: Visitor, table: str, action: str, key: str) -> None:
    operator.send(f"{HERE}register/{table}/", {"action": action, "_selected_action": key})


def test_closing_an_account_ends_its_sessions_and_tokens(city: City, operator: Visitor) -> None:
    account = city.of(Role.AUDITOR)
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        made = tokens.make(by, account, "reports", today() + timedelta(days=30))
    there = at(city, Role.AUDITOR)
    assert there.open("/en/register/").status == 200
    do(operator, "account", "close", str(account.pk))
    assert there.open("/en/register/").status == 302
    assert tokens.known(made.secret) is None
    history = operator.open(f"{HERE}register/account/{account.pk}/history/").root.one("tbody").text
    assert re.search("is_active: (True|1) → (False|0)", history)
    do(operator, "account", "reopen", str(account.pk))
    assert there.open("/en/register/").status == 302
    assert tokens.known(made.secret) is None
    assert Account.objects.get(pk=account.pk).is_active
    kinds = set(Event.objects.filter(kind__startswith="account.").values_list("kind", flat=True))
    assert kinds == {"account.closed", "account.reopened"}


def test_an_operator_does_nothing_to_her_own_account(city: City, operator: Visitor) -> None:
    own = city.of(Role.OPERATOR)
    for action in ("close", "give_password", "take_second_step", "end_sessions"):
        do(operator, "account", action, str(own.pk))
    own.refresh_from_db()
    assert own.is_active
    assert own.check_password("a long password")
    assert "own account" in operator.open(HERE + "register/account/").html


def test_what_a_demonstration_shows_to_everybody_stays_as_it_is(city: City, operator: Visitor) -> None:
    account = city.of(Role.AUDITOR)
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        account.shown = True
        account.save()
    for action in ("close", "give_password"):
        do(operator, "account", action, str(account.pk))
    new = {"now": "a long password", "new": "four words and a half", "again": "four words and a half"}
    assert at(city, Role.AUDITOR).send("/en/register/password/", new).status == 422
    account.refresh_from_db()
    assert account.is_active
    assert account.check_password("a long password")


def test_a_lost_second_step_is_taken_away(city: City, operator: Visitor) -> None:
    account = city.of(Role.AUDITOR)
    with acting(account, Purpose.OPERATION):
        SecondFactor.objects.create(account=account, sealed=second_factors.draw(account).sealed, since=today())
    do(operator, "account", "take_second_step", str(account.pk))
    assert second_factors.of(account) is None


def test_a_token_is_made_told_once_and_revoked(city: City, operator: Visitor) -> None:
    ends = (today() + timedelta(days=90)).isoformat()
    sent = {"account": str(city.of(Role.AUDITOR).pk), "name": "reports", "expires_on": ends}
    page = operator.send(HERE + "register/token/add/", sent)
    secret = page.root.one("code").text
    token = tokens.known(secret)
    assert token is not None
    assert secret not in operator.open(HERE + "register/token/").html
    do(operator, "token", "revoke", str(token.pk))
    assert tokens.known(secret) is None
    assert Token.objects.get(pk=token.pk).revoked_on == today()
    late = operator.send(HERE + "register/token/add/", sent | {"expires_on": "2099-01-01"})
    assert "A token ends on a day" in late.html


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_the_pages_speak_the_operator_s_language(city: City, operator: Visitor, language: Language) -> None:
    there = f"/{language}/register/operation/"
    office = city.of(Role.AUDITOR).office
    assert office is not None
    for path in (
        "",
        "register/office/",
        "register/office/add/",
        f"register/office/{office.pk}/change/",
        f"register/office/{office.pk}/history/",
        "register/account/",
        "register/account/add/",
        "register/token/",
        "register/token/add/",
    ):
        page = operator.open(there + path)
        assert page.status == 200, path
        body = re.sub(r"(Office|An account) of the [a-z -]+", "", page.root.one("body").text)
        english = re.findall(
            r"\b(?:Add|Select|Home|Search|Save|Action|Go|History|View|Close|Office|Account|Token)\b", body
        )
        assert not english, (path, english)
        assert not re.search(r"desk\.[a-z]", body), path


def test_scripts_of_the_site_itself_are_all_that_may_run(operator: Visitor) -> None:
    policy = operator.open(HERE).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for path in ("", "register/account/", "register/account/add/", "register/token/add/"):
        page = operator.open(HERE + path)
        for one in page.root.all("script"):
            source = one.attributes.get("src", "")
            assert source.startswith(("/static/", f"{HERE}jsi18n/")) or one.attributes.get("type") == "application/json"
