"""Inspections, agencies' grades and firms' qualification, as the officers of human resources see and decide them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.actors import acting
from sojourn.register.models import Decision, Inspection, Permit, Site, Violation
from sojourn.register.numbers import new_number
from sojourn.register.vocabulary import Purpose
from tests.register.city import City, stand_at
from tests.register.conduct import JUNE, noted
from tests.web.desk.acting_forms import assert_in_her_language, confirm, day, fill
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]

AGAINST = {
    "reason": "Three breaches in a year.",
    "legal_basis": "Rules of the trial",
    "appeal_route": "authority:hrss",
}


def farm(city: City) -> Site:
    """A farm of the same firm."""
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        return Site.objects.create(
            number=new_number("S"), employer=city.employer, name="Cane fields", place="pingxiang", sector="agriculture"
        )


@pytest.mark.parametrize("language", Language)
def test_an_unannounced_inspection_finds_a_permit_used_elsewhere(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    permit = city.permit(city.person())
    fields = farm(city)
    officer = at_desk(Role.HR_OFFICER)
    sent = {
        "where": f"site:{fields.number}",
        "announced": "unannounced",
        "found": "三人",
        **day("day", date(2019, 3, 4)),
    }
    assert fill(officer, f"/{language}/register/inspections/record/", **sent).status == 302
    visit = Inspection.objects.get()
    assert not visit.announced
    page = officer.open(f"/{language}/register/inspections/{visit.number}/")
    assert_in_her_language(page, language)
    address = f"/{language}/register/inspections/{visit.number}/met/"
    check = fill(officer, address, permit=permit, conduct="illegal_employment")
    assert not Violation.objects.exists()
    assert confirm(officer, check).status == 302
    breach = Violation.objects.get()
    assert (breach.employer, breach.inspection) == (city.employer, visit)
    assert breach.number in officer.open(f"/{language}/register/inspections/{visit.number}/").text


def test_a_permit_for_the_place_itself_is_no_breach(city: City, at_desk: AtDesk) -> None:
    permit = city.permit(city.person())
    officer = at_desk(Role.HR_OFFICER)
    sent = {"where": f"site:{city.site.number}", "announced": "announced", **day("day", date(2019, 3, 4))}
    where = fill(officer, "/en/register/inspections/record/", **sent).headers["Location"]
    done = confirm(officer, fill(officer, f"{where}met/", permit=permit, conduct="illegal_employment"))
    assert "Nothing was noted." in officer.open(done.headers["Location"]).main.text
    assert not Violation.objects.exists()


def test_an_agency_shows_what_the_rule_proposes_and_the_officer_decides(city: City, at_desk: AtDesk) -> None:
    stand_at(JUNE)
    for _ in range(2):
        noted(city, city.agency, "agency_violation", {}, by=Role.HR_OFFICER)
    officer = at_desk(Role.HR_OFFICER)
    page = officer.open(f"/en/register/agencies/{city.agency.number}/")
    assert "By the rule the grade would be" in page.main.text
    assert "2 breaches" in page.main.text
    rate = f"/en/register/agencies/{city.agency.number}/rate/"
    open_end = fill(officer, rate, grade="c", **AGAINST)
    assert open_end.status == 409
    assert open_end.main.one("div", class_="errors").all("a", href="#ends_on-year")
    check = fill(officer, rate, grade="c", **AGAINST, **day("ends_on", date(2019, 12, 5)))
    assert not Decision.objects.exists()
    assert confirm(officer, check).status == 302
    history = officer.open(f"/en/register/agencies/{city.agency.number}/").main
    assert "Three breaches in a year." in history.text
    mine = at_desk(Role.AGENCY).open("/vi/register/")
    assert Decision.objects.get().number in mine.main.one("section", class_="notices").text


def test_a_firm_loses_its_qualification_and_gets_it_back(city: City, at_desk: AtDesk) -> None:
    worker = city.person()
    city.permit(worker)
    officer = at_desk(Role.HR_OFFICER)
    firm = f"/en/register/firms/{city.employer.number}/"
    assert f"{firm}withdraw/" in {one.attributes["href"] for one in officer.open(firm).main.all("a")}
    check = fill(officer, f"{firm}withdraw/", **AGAINST, **day("ends_on", date(2019, 9, 3)))
    assert confirm(officer, check).status == 302
    assert "Three breaches in a year." in officer.open(firm).main.text
    assert fill(officer, f"{firm}grant/", reason="Put right.").status == 302
    assert [one.kind for one in Decision.objects.filter(employer=city.employer).order_by("pk")][-2:] == [
        "qualification_withdrawn",
        "qualification_granted",
    ]
    assert city.employer.name in officer.open("/zh/register/firms/").text


@pytest.mark.parametrize("path", ["inspections/", "agencies/", "firms/", "note-breach/", "openings/", "withheld/"])
@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AGENCY, Role.SUPERVISOR, Role.DELEGATION, Role.BORDER_POST])
def test_these_pages_are_for_those_whose_work_they_are(at_desk: AtDesk, role: Role, path: str) -> None:
    assert at_desk(role).open(f"/en/register/{path}").status == 403


def test_a_checkpoint_inland_flags_a_holder_outside_her_area_and_decides_nothing(city: City, at_desk: AtDesk) -> None:
    city.permit(city.person(document="T7654321"))
    post = at_desk(Role.BORDER_POST)
    assert fill(post, "/en/register/met-inland/", shown="T0000000", place="pingxiang").status == 409
    inside = fill(post, "/en/register/met-inland/", shown="T7654321", place="pingxiang_zone")
    assert "inside the area" in post.open(inside.headers["Location"]).main.text
    assert not Violation.objects.exists()
    outside = fill(post, "/en/register/met-inland/", shown="T7654321", place="nanning")
    page = post.open(outside.headers["Location"])
    assert "outside the area" in page.main.text
    for told in (Permit.objects.get().number, "Pingxiang zone", city.employer.name):
        assert told in page.main.text
    # Where such a post may stand, and not every place that the programme knows.
    places = {one.attributes["value"] for one in page.main.one("select").all("option")}
    assert {"pingxiang_zone", "dongxing", "nanning"} <= places
    assert not places & {"china", "guangxi", "shanghai", "border_area"}
    # A number in the address shows no permit unless something was looked at.
    assert "Pingxiang zone" not in [
        cell.text for cell in post.open(f"/en/register/met-inland/?permit={Permit.objects.get().number}").main.all("dd")
    ]
    assert Violation.objects.get().state == "noted"
    assert not Decision.objects.filter(adverse=True).exists()
