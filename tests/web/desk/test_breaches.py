"""Noting a breach, its page with the bounds on paper and in practice, a sanction within them, and pausing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Charge, Decision, Permit, Violation
from tests.register.city import City, stand_at
from tests.register.conduct import AT_WORK, GROUNDS, JUNE, OVERSTAY, colleague, noted
from tests.web.desk.acting_forms import assert_in_her_language, confirm, day, fill, unseen
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]

WRITTEN = {
    "reason": "Two officers found it.",
    "legal_basis": "other",
    "legal_basis_other": GROUNDS["legal_basis"],
    "appeal_route": "authority:hrss",
}


@pytest.mark.parametrize("language", Language)
def test_the_page_of_a_breach_shows_the_bounds_of_paper_and_practice(
    city: City, at_desk: AtDesk, language: Language
) -> None:
    """Given somebody caught at work, then paper is silent and the five years of practice stand beside."""
    stand_at(JUNE)
    caught = noted(city, city.person(), "caught_at_work", AT_WORK)
    page = at_desk(Role.EXIT_ENTRY_OFFICER).open(f"/{language}/register/violation/{caught.number}/")
    layers = page.main.one("div", class_="two-layers").all("div")
    assert len(layers) == 3
    assert not layers[1].all("li")
    assert "60" in layers[2].text
    assert_in_her_language(page, language)


def test_a_fine_is_given_within_its_bounds_and_only_once(city: City, at_desk: AtDesk) -> None:
    stand_at(JUNE)
    breach = noted(city, city.person(), "pass_overstay", OVERSTAY)
    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    page = officer.open(f"/en/register/violation/{breach.number}/")
    address = next(one.attributes["href"] for one in page.main.all("a") if "kind=fine" in one.attributes["href"])
    outside = fill(officer, address, amount="600", **WRITTEN)
    assert outside.status == 409
    assert "500" in outside.main.one("div", class_="errors").text
    assert outside.main.one("input", name="amount").attributes["value"] == "600"
    assert not Decision.objects.exists()
    check = fill(officer, address, amount="500", **WRITTEN)
    assert "Nothing has been done yet." in check.main.text
    assert not Decision.objects.exists()
    first = confirm(officer, check)
    again = confirm(officer, check)
    assert (first.status, again.status) == (302, 302)
    assert first.headers["Location"] == again.headers["Location"]
    assert Charge.objects.get().decision == Decision.objects.get()
    assert Decision.objects.get().legal_basis == GROUNDS["legal_basis"]


def test_every_answer_that_is_missing_is_named_and_what_was_typed_stays(city: City, at_desk: AtDesk) -> None:
    stand_at(JUNE)
    breach = noted(city, city.person(), "pass_overstay", OVERSTAY)
    address = f"/zh/register/violation/{breach.number}/sanction/?kind=detention"
    page = fill(at_desk(Role.EXIT_ENTRY_OFFICER), address, days="many", reason="查实。")
    assert page.status == 422
    named = [one.attributes["href"] for one in page.main.one("div", class_="errors").all("a")]
    assert named == ["#days", "#legal_basis-1", "#appeal_route-1"]
    assert page.main.one("textarea", name="reason").text == "查实。"
    assert page.main.one("input", name="days").attributes["value"] == "many"


def test_a_penalty_that_the_programme_does_not_have_has_no_page(city: City, at_desk: AtDesk) -> None:
    breach = noted(city, city.person(), "caught_at_work", AT_WORK)
    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    assert officer.open(f"/en/register/violation/{breach.number}/sanction/?kind=warning").status == 404
    assert officer.open(f"/en/register/violation/{breach.number}/sanction/").status == 404


def test_another_authority_sees_the_bounds_and_gives_nothing(city: City, at_desk: AtDesk) -> None:
    stand_at(JUNE)
    breach = noted(city, city.person(), "pass_overstay", OVERSTAY)
    page = at_desk(Role.HR_OFFICER).open(f"/en/register/violation/{breach.number}/")
    assert "500" in page.main.text
    assert "not the one that decides" in page.main.text
    assert not [one for one in page.main.all("a") if "kind=" in one.attributes["href"]]


def test_a_breach_is_noted_from_a_permit_and_the_person_is_looked_after_first(city: City, at_desk: AtDesk) -> None:
    """Given a worker who says she was trafficked, then nothing follows until another officer lifts the pause."""
    colleague(city, Role.HR_OFFICER)
    permit = city.permit(city.person())
    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    page = officer.open(f"/en/register/permit/{permit}/")
    address = next(one.attributes["href"] for one in page.main.all("a") if "?permit=" in one.attributes["href"])
    sent = {"conduct": "leaving_area", "pause": "trafficking", **day("breach_on", date(2019, 3, 4))}
    assert fill(officer, address, **sent).status == 302
    breach = Violation.objects.get()
    assert (breach.state, breach.permit) == ("paused", Permit.objects.get())
    shown = officer.open(f"/en/register/violation/{breach.number}/")
    assert not [one for one in shown.main.all("a") if "kind=" in one.attributes["href"]]
    own = fill(officer, f"/en/register/violation/{breach.number}/resume/", reason="Clear.")
    assert own.status == 409
    other = at_desk(Role.HR_OFFICER)
    assert confirm(other, fill(other, f"/en/register/violation/{breach.number}/resume/", reason="Clear.")).status == 302
    breach.refresh_from_db()
    assert breach.state == "noted"


def test_a_breach_is_noted_of_whoever_shows_a_document(city: City, at_desk: AtDesk) -> None:
    person = city.person(document="T7654321")
    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    nobody = fill(officer, "/en/register/note-breach/", shown="T0000000")
    assert nobody.status == 409
    assert nobody.main.one("div", class_="errors").all("a", href="#shown")
    found = fill(officer, "/en/register/note-breach/", shown="T7654321")
    assert found.headers["Location"].endswith(f"?person={person.number}")
    sent = {"conduct": "caught_at_work", "pause": "none", **day("breach_on", date(2019, 3, 4))}
    assert fill(officer, found.headers["Location"], **sent).status == 302
    assert Violation.objects.get().person == person


def test_facts_are_added_and_a_note_is_let_go(city: City, at_desk: AtDesk) -> None:
    breach = noted(city, city.person(), "caught_at_work", {})
    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    form = officer.open(f"/en/register/violation/{breach.number}/add_facts/")
    assert form.main.all("input", name="fact-applicant-works-in-china")
    added = officer.send(form.address, {**unseen(form), "fact-applicant-works-in-china": "yes", "do": "act"})
    assert added.status == 302
    breach.refresh_from_db()
    assert breach.facts == {"applicant.works_in_china": "yes"}
    drop = f"/en/register/violation/{breach.number}/drop/"
    assert confirm(officer, fill(officer, drop, reason="She was visiting.")).status == 302
    breach.refresh_from_db()
    assert breach.state == "dropped"
