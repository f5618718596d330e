"""Filing an application question by question: a known worker, a new one, and all that can be wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Application, Document, Person
from tests.register.city import City
from tests.web.visitor import Page, Visitor

AtDesk = Callable[[Role], Visitor]
AT = "/en/register/file/"
NEW = {
    "document_kind": "border_pass",
    "document_number": "B1234567",
    "valid_from-year": "2018",
    "valid_from-month": "6",
    "valid_from-day": "1",
    "valid_to-year": "2023",
    "valid_to-month": "5",
    "valid_to-day": "31",
    "name": "Nông Thị Lan",
    "birth_date-year": "1992",
    "birth_date-month": "5",
    "birth_date-day": "4",
    "sex": "F",
    "nationality": "vietnam",
    "province": "lang_son",
    "border_commune": "yes",
    "phone": "",
    "language": "vi",
}


def kept(page: Page) -> dict[str, str]:
    """What the page's form carries along."""
    return {
        one.attributes["name"]: one.attributes["value"]
        for one in page.main.all("input", type="hidden")
        if one.attributes["name"] != "csrfmiddlewaretoken"
    }


def answer(visitor: Visitor, page: Page, said: Mapping[str, str], do: str = "next") -> Page:
    """Answer the question of the page and go on."""
    return visitor.send(page.address, {**kept(page), **said, "do": do})


def test_a_new_worker_is_recruited_and_filed_for(city: City, at_desk: AtDesk) -> None:
    agency = at_desk(Role.AGENCY)
    page = answer(agency, agency.open(AT), {"kind": "new"})
    page = answer(agency, page, {"worker": "B 1234567"})
    assert "Nobody with the number B 1234567 is registered yet." in page.text
    page = answer(agency, page, NEW)
    page = answer(agency, page, {"site": city.site.number})
    page = answer(agency, page, {"occupation": "peeling veneer"})
    page = answer(agency, page, {"wage_promised": "3,000"})
    assert page.heading == "Check your answers"
    assert "Nông Thị Lan" in page.text
    assert "RMB 3,000.00" in page.text
    assert not Person.objects.exists()
    page = answer(agency, page, {}, "file")
    assert page.status == 302
    application = Application.objects.get()
    assert application.state == "submitted"
    assert application.agency == city.agency
    assert Document.objects.get(person=application.person).document_number == "B1234567"


def test_a_permit_for_another_job_needs_one_that_runs(city: City, at_desk: AtDesk) -> None:
    city.person("Lý Thị Hoa", document="T5550001")
    office = at_desk(Role.HR_OFFICER)
    page = answer(office, office.open(AT), {"kind": "transfer"})
    page = answer(office, page, {"worker": "T5550001"})
    page = answer(office, page, {"site": city.site.number})
    page = answer(office, page, {"occupation": "peeling veneer"})
    page = answer(office, page, {"wage_promised": "3000"})
    page = answer(office, page, {}, "file")
    assert page.status == 409
    assert "there is nothing to transfer" in page.text
    assert not Application.objects.exists()


def test_a_known_worker_is_filed_for_and_her_name_is_not_given_away(city: City, at_desk: AtDesk) -> None:
    city.person("Lý Thị Hoa", document="T5550001")
    employer = at_desk(Role.EMPLOYER)
    page = answer(employer, employer.open(AT), {"kind": "new"})
    page = answer(employer, page, {"worker": "t5550001"})
    assert page.heading == "Where will she work?"
    page = answer(employer, page, {"site": city.site.number})
    page = answer(employer, page, {"occupation": "stacking"})
    page = answer(employer, page, {"wage_promised": "2800"})
    assert "Lý Thị Hoa" not in page.text
    # One answer is changed, the others stay.
    page = answer(employer, page, {}, "change:occupation")
    page = answer(employer, page, {"occupation": "sorting"})
    assert "sorting" in page.text
    assert answer(employer, page, {}, "file").status == 302
    application = Application.objects.get()
    assert application.agency is None
    assert application.occupation == "sorting"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"valid_to-month": "13"}, "valid_to-year"),
        ({"birth_date-year": "2031"}, "birth_date-year"),
        ({"document_number": "1"}, "document_number"),
        ({"nationality": "atlantis"}, "nationality"),
        ({"valid_to-year": "2017"}, "valid_to-year"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(
    city: City, at_desk: AtDesk, language: Language, changed: dict[str, str], field: str
) -> None:
    agency = at_desk(Role.AGENCY)
    address = f"/{language}/register/file/"
    page = agency.send(address, {"at": "person", "kind": "new", "worker": "B1234567", **NEW, **changed, "do": "next"})
    assert page.status == 422
    assert [one.attributes["href"] for one in page.main.one("div", class_="errors").all("a")] == [f"#{field}"]
    assert page.main.one("input", id="phone").attributes["value"] == ""
    assert kept(page) == {"at": "person", "kind": "new", "worker": "B1234567"}
    if "name" not in changed:
        assert page.main.one("input", id="name").attributes["value"] == "Nông Thị Lan"
    assert not Person.objects.exists()


def test_what_the_register_refuses_is_told_on_the_last_page(city: City, at_desk: AtDesk) -> None:
    """Given a suspended agency, when it files, then it is told why and what the worker can do, and nothing is left."""
    from sojourn.register.actors import acting
    from sojourn.register.models import Rating
    from sojourn.register.vocabulary import Purpose

    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Rating.objects.create(agency=city.agency, grade="d", since="2019-03-01")
    said = {
        "kind": "new",
        "worker": "B1234567",
        **NEW,
        "site": city.site.number,
        "occupation": "x",
        "wage_promised": "1",
    }
    page = at_desk(Role.AGENCY).send(AT, {**said, "do": "file"})
    assert page.status == 409
    assert "may not file" in page.text
    assert "Nông Thị Lan" in page.text
    assert not Person.objects.exists()
    assert not Application.objects.exists()


def test_a_firm_files_only_for_its_own_sites(city: City, at_desk: AtDesk) -> None:
    said = {"kind": "new", "worker": "B1234567", **NEW, "occupation": "x", "wage_promised": "1"}
    page = at_desk(Role.EMPLOYER).send(AT, {**said, "site": "S-NOBODY", "do": "file"})
    assert page.heading == "Where will she work?"
    assert not Application.objects.exists()


def test_others_do_not_file(city: City, at_desk: AtDesk) -> None:
    for role in (Role.BORDER_POST, Role.AUDITOR, Role.SUPERVISOR, Role.EXIT_ENTRY_OFFICER):
        assert at_desk(role).open(AT).status == 403
