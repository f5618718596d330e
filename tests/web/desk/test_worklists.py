"""What each role finds first, and that lists hold what matters and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from sojourn.policy import Language
from sojourn.register import Role, all_rights
from sojourn.register.actors import acting
from sojourn.register.models import Rating
from sojourn.register.services import deciding
from sojourn.register.vocabulary import DecisionKind, Purpose
from sojourn.web.desk.columns import names_of
from sojourn.web.desk.frame import GROUPS, LISTED
from tests.register.city import City, stand_at
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


def test_an_officer_finds_what_to_decide_the_overdue_first(city: City, at_desk: AtDesk) -> None:
    """Given two applications, when one is past its day, then it comes first and says by how many working days."""
    late = city.application(city.person())
    stand_at(date(2019, 3, 11))
    fresh = city.application(city.person())
    page = at_desk(Role.HR_OFFICER).open("/en/register/")
    rows = [row.text for row in page.main.all("table")[0].all("tbody")[0].all("tr")]
    assert late in rows[0]
    assert "4 working days overdue" in rows[0]
    assert fresh in rows[1]
    assert "1 working day left" in rows[1]


def test_the_exit_entry_police_find_what_is_approved(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    police = at_desk(Role.EXIT_ENTRY_OFFICER)
    assert number not in police.open("/en/register/").text
    at_desk(Role.HR_OFFICER).send(f"/en/register/application/{number}/approve/", {"do": "approve"})
    assert number in police.open("/en/register/").text


def test_a_firm_finds_the_permits_that_run_out(city: City, at_desk: AtDesk) -> None:
    city.permit(city.person("Lý Thị Hoa"))
    employer = at_desk(Role.EMPLOYER)
    assert "Lý Thị Hoa" not in employer.open("/vi/register/").text
    stand_at(date(2019, 3, 25))
    assert "Lý Thị Hoa" in employer.open("/vi/register/").text


def test_an_agency_finds_its_grade_with_the_reason(city: City, at_desk: AtDesk) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        decision = deciding.decide(
            by,
            DecisionKind.RATING_CHANGED,
            agency=city.agency,
            adverse=True,
            reason="Two workers were placed without a permit.",
            legal_basis="source:gx.inspection",
            appeal_route="authority:hrss",
            ends_on=date(2019, 12, 31),
        )
        Rating.objects.create(agency=city.agency, grade="c", since=date(2019, 3, 4), decision=decision)
    page = at_desk(Role.AGENCY).open("/en/register/")
    assert page.main.one("section", class_="grade").all("p")[0].text.startswith("C")
    assert "Two workers were placed without a permit." in page.text
    assert decision.number in at_desk(Role.AGENCY).open(f"/en/register/decision/{decision.number}/").text


def test_a_supervisor_finds_numbers_and_no_person(city: City, at_desk: AtDesk) -> None:
    person = city.person()
    city.permit(person)
    page = at_desk(Role.SUPERVISOR).open("/en/register/")
    assert page.main.one("ul", class_="numbers").all("strong")[0].text == "1"
    assert "Nguyễn" not in page.text
    assert person.number not in page.text


def test_an_auditor_finds_overridden_decisions_and_looks(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person(), site=city.site)
    at_desk(Role.HR_OFFICER).open(f"/en/register/application/{number}/")
    page = at_desk(Role.AUDITOR).open("/en/register/")
    assert "No decision has gone against a finding." in page.text
    assert "Human resources officer" in page.main.all("table")[-1].text


def test_a_border_post_finds_who_shows_a_number_and_nobody_else(city: City, at_desk: AtDesk) -> None:
    city.permit(city.person("Lý Thị Hoa", document="T5550001"))
    city.permit(city.person("Somebody Else"))
    post = at_desk(Role.BORDER_POST)
    page = post.send("/en/register/presented/", {"shown": "t5550001"})
    assert "Lý Thị Hoa" in page.text
    assert "Somebody Else" not in page.text
    assert "Pingxiang Red Pine Wood" in page.text
    assert "Nobody with the number T0 is in the register." in post.send("/en/register/presented/", {"shown": "T0"}).text


def test_the_service_centre_sees_less_than_an_officer(city: City, at_desk: AtDesk) -> None:
    city.permit(city.person("Lý Thị Hoa", document="T5550001"))
    page = at_desk(Role.SERVICE_CENTRE).send("/en/register/presented/", {"shown": "T5550001"})
    assert "Lý Thị Hoa" in page.text
    assert "RMB" not in page.text


@pytest.mark.parametrize("role", Role)
def test_lists_have_five_to_seven_columns_at_most(role: Role) -> None:
    for kind in LISTED:
        right = all_rights().get((role, kind))
        if right is not None:
            names = [name for name in names_of(kind, role) if name in right.fields]
            if "holder_name" in names and "holder" in names:
                names.remove("holder")
            assert 2 <= len(names) <= 7, (role, kind, names)
            assert "version" not in names


def test_a_record_shows_no_version_and_no_empty_line(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    text = at_desk(Role.HR_OFFICER).open(f"/en/register/application/{number}/").main.text
    assert "Version" not in text
    assert "Closed on" not in text


@pytest.mark.parametrize("language", Language)
def test_a_worker_has_five_ways_and_finds_all_of_hers(city: City, language: Language) -> None:
    person = city.person()
    city.permit(person)
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    visitor = Visitor(client)
    page = visitor.open(f"/{language}/register/")
    assert len(page.root.one("nav", class_="desk").all("li")) == 5
    for group in GROUPS:
        assert visitor.open(f"/{language}/register/mine/{group}/").status == 200
    assert visitor.open(f"/{language}/register/mine/nothing/").status == 404
    text = re.sub(r"[A-Z]-[0-9A-Z]{8}-.", "", page.main.text)
    assert not re.search(r"desk\.|[a-z]+_[a-z]+", text)


def test_a_record_is_found_by_its_number(city: City, at_desk: AtDesk) -> None:
    first, second = city.application(city.person()), city.application(city.person())
    officer = at_desk(Role.HR_OFFICER)
    page = officer.open(f"/en/register/application/?number={first.lower()}")
    assert first in page.text
    assert second not in page.text
    assert "nothing with the number X-1" in officer.open("/en/register/application/?number=X-1").text
