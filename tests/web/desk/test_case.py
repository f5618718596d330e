"""An application's page for whoever decides it, and deciding it, with the finding and against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.actors import acting
from sojourn.register.models import Decision, Employer, Qualification, Site
from sojourn.register.vocabulary import Purpose
from tests.register.city import City, stand_at
from tests.web.reading import assert_reads_well
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


def farm(city: City) -> Site:
    """A farm in the zone."""
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        employer = Employer.objects.create(
            number="E-FARM",
            name="Lotus Farm",
            credit_code="91451481MA5K8Q3X0B",
            place="pingxiang_zone",
            sector="agriculture",
            legal_representative=True,
            registered_on=date(2018, 1, 2),
        )
        Qualification.objects.create(employer=employer, held=True, since=date(2018, 1, 2))
        return Site.objects.create(
            number="S-FARM", employer=employer, name="Lotus fields", place="pingxiang_zone", sector="agriculture"
        )


@pytest.mark.parametrize("language", Language)
def test_the_finding_is_told_in_words_with_its_sources(city: City, at_desk: AtDesk, language: Language) -> None:
    number = city.application(city.person())
    page = at_desk(Role.HR_OFFICER).open(f"/{language}/register/application/{number}/")
    assert page.main.all("div", class_="outcome")
    assert page.main.all("div", class_="beside")
    assert page.main.one("ul", class_="reasons").all("li")
    assert page.main.one("section", class_="sources").all("cite")
    assert_reads_well(page, "en")


def test_the_day_of_change_that_is_not_known_is_told(city: City, at_desk: AtDesk) -> None:
    """Given a farm between May and December 2019, when an officer opens it, then the open day is told."""
    site = farm(city)
    stand_at(date(2019, 9, 2))
    number = city.application(city.person(), site=site)
    text = at_desk(Role.HR_OFFICER).open(f"/en/register/application/{number}/").main.text
    assert "Not known yet" in text
    assert "the day on which farms were excluded (between 1 June 2019 and 1 December 2019)" in text


def test_deciding_against_the_finding_asks_why_and_is_marked(city: City, at_desk: AtDesk) -> None:
    site = farm(city)
    stand_at(date(2019, 12, 9))
    number = city.application(city.person(), site=site)
    officer = at_desk(Role.HR_OFFICER)
    step = officer.open(f"/en/register/application/{number}/approve/")
    assert "This goes against what the programme finds." in step.text
    refused = officer.send(step.address, {"do": "approve", "reason": " "})
    assert refused.status == 422
    assert "Give the reason." in refused.main.one("div", class_="errors").text
    assert not Decision.objects.exists()
    assert officer.send(step.address, {"do": "approve", "reason": "The harvest would rot."}).status == 302
    assert Decision.objects.get().against_finding
    assert (
        "The harvest would rot."
        in at_desk(Role.AUDITOR).open(f"/en/register/decision/{Decision.objects.get().number}/").text
    )


def test_refusing_offers_laws_and_authorities_and_she_reads_them_in_her_language(city: City, at_desk: AtDesk) -> None:
    person = city.person()
    number = city.application(person)
    officer = at_desk(Role.HR_OFFICER)
    step = officer.open(f"/en/register/application/{number}/refuse/")
    bases = [one.attributes["value"] for one in step.root.all("input", name="legal_basis")]
    assert bases[-1] == "other"
    assert len(bases) > 1
    assert "Beyond friends" not in step.main.text
    sent = {
        "do": "refuse",
        "reason": "The works are closed.",
        "legal_basis": bases[0],
        "appeal_route": "authority:hrss",
    }
    assert officer.send(step.address, sent).status == 302
    decision = Decision.objects.get()
    assert decision.legal_basis == bases[0]
    read = officer.open(f"/vi/register/decision/{decision.number}/").text
    assert "Khiếu nại đến:" in read
    assert "source:" not in read
    assert "authority:" not in read


def test_what_was_typed_stays_when_something_is_missing(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    page = at_desk(Role.HR_OFFICER).send(
        f"/zh/register/application/{number}/refuse/",
        {"reason": "厂房停产。", "legal_basis": "other", "legal_basis_other": " ", "appeal_route": "authority:hrss"},
    )
    assert page.status == 422
    assert page.main.one("textarea", name="reason").text == "厂房停产。"
    assert "checked" in page.main.one("input", name="appeal_route", value="authority:hrss").attributes
    assert [one.text for one in page.main.one("div", class_="errors").all("a")] == ["请写明法律依据。"]


def test_a_step_that_cannot_be_taken_is_told(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    officer = at_desk(Role.HR_OFFICER)
    officer.send(f"/en/register/application/{number}/approve/", {"do": "approve"})
    assert officer.open(f"/en/register/application/{number}/approve/").status == 409
    assert officer.send(f"/en/register/application/{number}/approve/", {"do": "approve"}).status == 409
    assert officer.open(f"/en/register/application/{number}/fly/").status == 404
    assert Decision.objects.count() == 1


def test_an_employer_sees_what_came_out_and_not_why(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    page = at_desk(Role.EMPLOYER).open(f"/en/register/application/{number}/")
    assert page.status == 200
    assert not page.main.all("ul", class_="reasons")
