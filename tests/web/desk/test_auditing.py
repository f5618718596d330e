"""Opening a record in an emergency, its review, and withheld looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.actors import acting
from sojourn.register.models import EmergencyAccess, Look, Withheld
from sojourn.register.services.withholding import withhold
from sojourn.register.vocabulary import Purpose
from tests.register.city import City
from tests.web.desk.acting_forms import assert_in_her_language, confirm, day, fill
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


@pytest.mark.parametrize("language", Language)
def test_an_emergency_opens_one_record_and_is_reviewed(city: City, at_desk: AtDesk, language: Language) -> None:
    person = city.person()
    city.permit(person)
    post = at_desk(Role.BORDER_POST)
    record = f"/{language}/register/emergency/{person.number}/"
    assert post.open(record).status == 404
    assert fill(post, f"/{language}/register/emergency/", person="W-NOBODY", reason="Fire.").status == 409
    opened = fill(post, f"/{language}/register/emergency/", person=person.number, reason="T1")
    assert opened.status == 302
    page = post.open(record)
    assert "Nguyễn Thị Lan" in page.main.text
    assert Look.objects.filter(person=person, purpose="break_glass").exists()
    assert not page.main.one("section", aria_labelledby="list-1").all("a")
    auditor = at_desk(Role.AUDITOR)
    listed = auditor.open(f"/{language}/register/openings/")
    assert person.number not in listed.main.text
    address = listed.main.one("table").all("a")[0].attributes["href"]
    review = auditor.open(address)
    assert_in_her_language(review, language)
    assert Look.objects.filter(person=person, role="auditor").exists()
    assert fill(auditor, address, justified="yes").status == 422
    assert fill(auditor, address, justified="yes", words="T2").status == 302
    assert EmergencyAccess.objects.get().justified
    assert not auditor.open(f"/{language}/register/openings/").main.all("table")


def test_nobody_else_breaks_the_glass(at_desk: AtDesk) -> None:
    for role in (Role.EMPLOYER, Role.AGENCY, Role.SUPERVISOR, Role.AUDITOR):
        assert at_desk(role).open("/en/register/emergency/").status == 403


def test_only_an_auditor_goes_on_withholding_and_not_for_long(city: City, at_desk: AtDesk) -> None:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        withhold(by, person.number, "An inquiry.", date(2019, 4, 1))
    auditor = at_desk(Role.AUDITOR)
    address = auditor.open("/en/register/withheld/").main.one("table").all("a")[0].attributes["href"]
    long = fill(auditor, address, ground="It goes on.", **day("until", date(2019, 12, 1)))
    assert long.status == 409
    assert long.main.one("div", class_="errors").all("a", href="#until-year")
    check = fill(auditor, address, ground="It goes on.", **day("until", date(2019, 5, 1)))
    assert confirm(auditor, check).status == 302
    assert Withheld.objects.count() == 2
    assert at_desk(Role.HR_OFFICER).open(address).status == 403


@pytest.mark.parametrize("language", Language)
def test_an_officer_begins_to_withhold_on_a_ground_and_to_a_day(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    person = city.person(document="T5550009")
    city.permit(person)
    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    address = f"/{language}/register/withhold/"
    assert address in officer.open(f"/{language}/register/").html
    page = officer.open(address)
    assert_in_her_language(page, language)
    assert "90" in page.main.text
    assert len(fill(officer, address).main.all("p", class_="error")) == 3
    unknown = fill(officer, address, shown="T0000000", ground="T1", **day("until", date(2019, 4, 1)))
    assert (unknown.status, len(unknown.main.all("a", href="#shown"))) == (409, 1)
    long = fill(officer, address, shown="T5550009", ground="T1", **day("until", date(2019, 6, 3)))
    assert (long.status, len(long.main.all("a", href="#until-year"))) == (409, 1)
    check = fill(officer, address, shown="t5550009", ground="T1", **day("until", date(2019, 6, 2)))
    assert not Withheld.objects.exists()
    assert confirm(officer, check).status == 302
    row = Withheld.objects.get()
    assert (row.person, row.office, row.until) == (person, city.of(Role.EXIT_ENTRY_OFFICER).office, date(2019, 6, 2))
    assert at_desk(Role.AUDITOR).open(f"/{language}/register/withheld/").main.all("table")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AGENCY, Role.BORDER_POST, Role.AUDITOR, Role.SUPERVISOR])
def test_nobody_else_begins_to_withhold(at_desk: AtDesk, role: Role) -> None:
    assert at_desk(role).open("/en/register/withhold/").status == 403
