"""Many renewals in one filing, as a firm chooses and officers sign; and the page that says it is not allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Application, Decision, Document, Filing, Permit
from tests.register.city import City, stand_at
from tests.register.test_filings import workers
from tests.web.visitor import FORM, Visitor

AtDesk = Callable[[Role], Visitor]


@pytest.fixture
def scenario(city: City, settings: Any) -> City:
    """The city run by the scenario in which many permits are renewed in one filing, on 28 December 2019."""
    settings.REGISTER_PROGRAMME = "guangxi_batch"
    stand_at(date(2019, 12, 28))
    return city


def choose(employer: Visitor, permits: list[Permit], do: str) -> str:
    """Send the form of the batch; its html, or the address it leads to."""
    sent = [*(("permit", permit.number) for permit in permits), ("do", do), ("once", "key")]
    response = employer.client.post("/en/register/batch/", urlencode(sent), content_type=FORM)
    return response.headers.get("Location") or response.content.decode()


@pytest.mark.parametrize("language", Language)
def test_where_the_programme_does_not_allow_it_the_page_says_why(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    page = at_desk(Role.EMPLOYER).open(f"/{language}/register/batch/")
    assert page.status == 200
    assert not page.main.all("input", name="permit")
    assert page.main.all("section", class_="sources"), "the assumption comes with its sources"
    if language is Language.EN:
        assert "An office may renew the permits of many workers in one act" in page.text
    assert at_desk(Role.EMPLOYER).send("/en/register/batch/", {"do": "file", "permit": "P-1"}).status == 200
    assert not Filing.objects.exists()


def test_chosen_looked_at_filed_and_signed_in_one_act(scenario: City, at_desk: AtDesk) -> None:
    clear, (expired,) = workers(scenario, 5), workers(scenario, 1)
    from sojourn.register.actors import acting
    from sojourn.register.vocabulary import Purpose

    with acting(scenario.of(Role.HR_OFFICER), Purpose.CASE):
        Document.objects.filter(person=expired.person).update(valid_to=date(2019, 12, 20))
    employer = at_desk(Role.EMPLOYER)
    page = employer.open("/en/register/batch/")
    assert len(page.main.all("input", type="checkbox")) == 6
    html = choose(employer, [*clear, expired], "look")
    assert "5 applications are clear" in html
    assert "No border pass or passport is valid today." in html
    assert not Filing.objects.exists()
    where = choose(employer, [*clear, expired], "file")
    assert choose(employer, [*clear, expired], "file") == where
    filing = Filing.objects.get()
    assert filing.number in where
    assert "No border pass or passport is valid today." in employer.open(where).text

    officer, police = at_desk(Role.HR_OFFICER), at_desk(Role.EXIT_ENTRY_OFFICER)
    assert filing.number in officer.open("/en/register/").text
    sign = f"/en/register/batch/{filing.number}/sign/"
    assert "5 applications" in officer.open(sign).main.text
    assert not Decision.objects.exists(), "reading signs nothing"
    officer.send(sign, {"do": "sign"})
    assert Decision.objects.count() == 5
    page = police.open(sign)
    assert "5 permits from" in page.main.text
    assert not Permit.objects.filter(renewal_of__in=clear).exists()
    police.send(sign, {"do": "sign"})
    assert Permit.objects.filter(renewal_of__in=clear).count() == 5
    again = police.send(sign, {"do": "sign"})
    assert (again.status, "No clear application" in again.text) == (409, True)
    apart = Application.objects.get(renews=expired)
    case = officer.open(f"/en/register/application/{apart.number}/")
    assert "No border pass or passport is valid today." in case.text
    assert not re.search("apart:", case.text)


def test_nothing_chosen_is_told_and_nothing_filed(scenario: City, at_desk: AtDesk) -> None:
    workers(scenario, 1)
    page = at_desk(Role.EMPLOYER).send("/en/register/batch/", {"do": "look"})
    assert (page.status, "names no permit" in page.text) == (409, True)
    assert len(page.main.all("input", type="checkbox")) == 1


def test_others_do_not_see_a_filing(scenario: City, at_desk: AtDesk) -> None:
    permits = workers(scenario, 2)
    where = choose(at_desk(Role.EMPLOYER), permits, "file")
    number = Filing.objects.get().number
    assert at_desk(Role.SUPERVISOR).open(where).status == 403
    assert at_desk(Role.EMPLOYER).open(f"/en/register/batch/{number}/sign/").status == 403
    assert at_desk(Role.EMPLOYER).open("/en/register/batch/F-NOTHING/").status == 404
