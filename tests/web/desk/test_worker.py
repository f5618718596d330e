"""A worker's own desk, and what a checkpoint says of the code on it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from sojourn.register import Role
from sojourn.register.actors import acting
from sojourn.register.models import LedgerRow, Permit, Person
from sojourn.register.services.checkpoints import code_of
from sojourn.register.services.inspections import at_checkpoint
from sojourn.register.services.settling import settle
from sojourn.register.vocabulary import LedgerStanding, PermitState, Purpose
from tests.register.city import City, stand_at
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


@pytest.fixture(autouse=True)
def keys(settings: object, tmp_path: object) -> None:
    """Keys of the test's own."""
    settings.REGISTER_KEYS = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def worker(city: City) -> Person:
    """A worker with a permit."""
    person = city.person()
    city.permit(person)
    return person


def desk_of(person: Person) -> Visitor:
    """Her own desk."""
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return Visitor(client)


def code(person: Person) -> str:
    """The code that her phone shows."""
    with acting(person.account, Purpose.OWN_RECORD) as by:
        return code_of(by, Permit.objects.get(person=person).number)


def test_she_sees_her_permit_in_her_language_with_the_paper_term_beside(worker: Person) -> None:
    page = desk_of(worker).open("/vi/register/")
    assert "Còn 30 ngày sau hôm nay" in page.text
    assert "3 tháng 4 năm 2019" in page.text
    assert "3 tháng 9 năm 2019" in page.text
    assert "120,00 nhân dân tệ" in page.text


def test_on_the_last_day_and_after_it_the_page_says_so(worker: Person) -> None:
    stand_at(date(2019, 4, 3))
    assert "Today is its last day" in desk_of(worker).open("/en/register/").text
    stand_at(date(2019, 4, 4))
    assert "It has run out" in desk_of(worker).open("/en/register/").text


def test_the_code_is_a_picture_of_hers_alone(city: City, worker: Person) -> None:
    number = Permit.objects.get(person=worker).number
    drawn = desk_of(worker).open(f"/vi/register/code/{number}/")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert drawn.html.startswith("<svg")
    other = city.person(document="T5555555")
    assert desk_of(other).open(f"/vi/register/code/{number}/").status == 404


def test_everything_held_can_be_taken_out_and_nobody_else_s(city: City, worker: Person) -> None:
    other = city.person("Somebody Else", document="T4444444")
    city.permit(other)
    taken = json.loads(desk_of(worker).open("/en/register/my-data/take-out/").html)["records"]
    assert taken["person"][0]["name"] == "Nguyễn Thị Lan"
    assert len(taken["permit"]) == len(taken["application"]) == len(taken["job"]) == 1
    assert "Somebody Else" not in json.dumps(taken, ensure_ascii=False)


def test_what_a_ledger_said_of_her_beyond_her_records_can_be_taken_out_too(city: City, worker: Person) -> None:
    """In the ledger's own words, and nobody else's rows."""
    other = city.person("Somebody Else", document="T4444444")
    beside, held = LedgerStanding.BESIDE.value, LedgerStanding.HELD.value
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        for person, row, standing, beyond, personal in (
            (worker, "beside 1", beside, {"post": "youyiguan"}, {}),
            (worker, "2", held, {"occupation": ["peeling", "not_stated"]}, {"address": ["Tân Thanh", "a hash"]}),
            (other, "beside 3", beside, {"post": "hers alone"}, {}),
        ):
            LedgerRow.objects.create(
                table="crossings",
                row=row,
                ledger_id=f"c{row}",
                standing=standing,
                beyond=beyond,
                personal=personal,
                person=person,
            )
    page = desk_of(worker).open("/en/register/my-data/take-out/")
    assert json.loads(page.html)["records"]["kept_row"] == [
        {"table": "crossings", "id": "cbeside 1", "said": {"post": "youyiguan"}},
        {"table": "crossings", "id": "c2", "said": {"occupation": "peeling", "address": "Tân Thanh"}},
    ]
    assert "hers alone" not in page.html


def test_a_breach_noted_of_her_is_led_to_from_her_start(city: City, worker: Person) -> None:
    assert "/violation/" not in desk_of(worker).open("/vi/register/").html
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        found = at_checkpoint(by, Permit.objects.get(person=worker).number, "nanning").violation
    assert found is not None
    page = desk_of(worker).open("/vi/register/")
    address = f"/vi/register/violation/{found.number}/"
    assert address in page.html
    assert desk_of(worker).open(address).status == 200


def test_she_sees_who_looked_and_what_for(city: City, worker: Person, at_desk: AtDesk) -> None:
    at_desk(Role.AUDITOR).open(f"/en/register/permit/{Permit.objects.get(person=worker).number}/")
    page = desk_of(worker).open("/vi/register/look/")
    assert "Kiểm toán viên" in page.text
    assert "Kiểm toán" in page.text


def test_a_checkpoint_verifies_the_code_and_learns_no_name(city: City, worker: Person, at_desk: AtDesk) -> None:
    page = at_desk(Role.BORDER_POST).send("/en/register/verify/", {"code": code(worker), "here": "yes"})
    assert page.root.all("section", class_="yes")
    assert "Nguyễn" not in page.text
    assert worker.number not in page.text


def test_a_changed_or_void_code_is_never_valid(city: City, worker: Person, at_desk: AtDesk) -> None:
    shown = code(worker)
    post = at_desk(Role.BORDER_POST)
    changed = shown[:20] + ("A" if shown[20] != "A" else "B") + shown[21:]
    assert "changed" in post.send("/en/register/verify/", {"code": changed}).main.one("section").text
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE):
        Permit.objects.update(state=PermitState.REVOKED.value, ended_on=date(2019, 3, 5))
    assert post.send("/en/register/verify/", {"code": shown}).main.one("section").text.startswith("Void")


def test_the_list_of_void_permits_names_nobody_and_needs_no_sign_in(city: City, worker: Person) -> None:
    visitor = Visitor(Client())
    key = visitor.open("/en/register/verifying-key/").html
    assert len(base64.b64decode(key, validate=False)) == 32
    assert visitor.open("/en/register/void-list/").html.startswith("SJL1.")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The exact day is not known: the start of the commercial insurance"),
        ("vi", "Không rõ ngày chính xác: ngày bắt đầu bảo hiểm thương mại"),
        ("zh", "商业保险"),
    ],
)
def test_a_permit_without_insurance_says_why(worker: Person, city: City, language: str, said: str) -> None:
    """Given a day on which the sources leave open whether the insurance had begun, then her page and the officer's say
    so; once the office has settled the day, the next permit is insured.
    """
    assert said in desk_of(worker).open(f"/{language}/register/").main.text
    number = city.application(city.person())
    officer = Client()
    officer.force_login(city.of(Role.HR_OFFICER), backend="django.contrib.auth.backends.ModelBackend")
    assert said in Visitor(officer).open(f"/{language}/register/application/{number}/").main.text
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        settle(by, "insurance_start", date(2019, 3, 1), "Contract with the insurer")
    insured = city.person()
    city.permit(insured)
    premium = "23,00" if language == "vi" else "23.00"
    assert premium in desk_of(insured).open(f"/{language}/register/").main.text
    assert premium in Visitor(officer).open(f"/{language}/register/application/{number}/").main.text
