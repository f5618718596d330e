"""The desk: signing in, what each role finds there in three languages, and a case taken from step to step."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.policy import Language
from sojourn.register import Act, Role, all_rights, all_transitions
from sojourn.web.desk.frame import LISTED
from sojourn.web.desk.steps import ACTS
from sojourn.web.saying import catalogue, knows
from tests.register.city import City
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]
#: Names of firms, offices and jobs stand as they were entered, whatever the language.
MADE_UP = (
    "Pingxiang Red Pine Wood|Veneer works|Friendship Labour Agency|(An account|Office) of the [a-z -]+|peeling veneer"
)


def test_nobody_gets_in_without_signing_in(city: City) -> None:
    for name, more in (("desk_home", {}), ("desk_list", {"kind": "permit"})):
        response = Client().get(reverse(name, kwargs={"language": "en", **more}))
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/en/register/sign-in/?next=")


def test_a_wrong_try_does_not_say_what_was_wrong(city: City) -> None:
    visitor = Visitor(Client())
    told = {
        visitor.send("/en/register/sign-in/", {"sign_in": name, "password": password}).text
        for name, password in (("hr_officer", "wrong"), ("nobody", "a long password"))
    }
    assert len(told) == 1


def test_signing_in_leads_to_the_desk_and_out_again(city: City) -> None:
    visitor = Visitor(Client())
    page = visitor.send("/en/register/sign-in/", {"sign_in": "HR_officer", "password": "a long password"})
    assert page.status == 302
    assert "Applications" in visitor.open("/en/register/").text
    assert visitor.send("/en/register/sign-out/", {"do": "out"}).status == 302
    assert visitor.open("/en/register/").status == 302


def test_forms_without_their_token_are_refused(city: City) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.of(Role.HR_OFFICER), backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        "/en/register/sign-out/",
        "/en/register/application/A-1/approve/",
        "/en/register/file/",
        "/en/register/presented/",
        "/en/register/sign-in/",
    ):
        assert Visitor(client).send(address, {"do": "next"}).status == 403


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.WORKER])
def test_every_list_a_role_has_opens_and_no_other(city: City, at_desk: AtDesk, role: Role) -> None:
    city.permit(city.person())
    visitor = at_desk(role)
    for kind in LISTED:
        right = all_rights().get((role, kind))
        page = visitor.open(f"/vi/register/{kind}/")
        allowed = right is not None and Act.LIST in right.acts
        assert page.status == (200 if allowed else 403), kind


@pytest.mark.parametrize("language", list(Language))
def test_no_code_and_no_foreign_word_reaches_a_page(city: City, at_desk: AtDesk, language: Language) -> None:
    city.permit(city.person())
    visitor = at_desk(Role.AUDITOR)
    for kind in LISTED:
        page = visitor.open(f"/{language}/register/{kind}/")
        assert page.status == 200
        text = re.sub(r"[A-Z]-[0-9A-Z]{8}-.", "", page.main.text)
        assert not re.search(r"desk\.|[a-z]+_[a-z]+", text), kind
        if language is Language.ZH:
            assert not re.search(r"[A-Za-z]{4,}", re.sub(MADE_UP, "", text)), kind


def test_every_word_stands_in_three_languages_with_the_same_slots() -> None:
    english = catalogue(Language.EN)
    for language in (Language.ZH, Language.VI):
        assert catalogue(language).keys() == english.keys()
    for role in Role:
        assert knows(Language.EN, f"desk.role.{role.value}")
    for _, event in ACTS:
        assert knows(Language.EN, f"desk.step.{event}")
    for right in all_rights().values():
        for field in right.fields:
            assert knows(Language.EN, f"desk.field.{field}"), (right.object, field)


def test_a_case_goes_from_the_agency_to_the_permit(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    officer, police = at_desk(Role.HR_OFFICER), at_desk(Role.EXIT_ENTRY_OFFICER)
    page = officer.open(f"/en/register/application/{number}/")
    assert "Submitted" in page.text
    step = officer.open(f"/en/register/application/{number}/approve/")
    version = step.root.one("input", name="version").attributes["value"]
    assert officer.send(step.address, {"version": version}).status == 302
    step = police.open(f"/en/register/application/{number}/issue/")
    assert "3 April 2019" in step.text
    assert "3 September 2019" in step.text
    assert police.send(step.address, {"do": "issue"}).status == 302
    assert "Permit issued" in police.open(f"/en/register/application/{number}/").text
    permits = police.open("/en/register/permit/")
    assert "3 April 2019" in permits.text
    permit = permits.main.one("tbody").one("a").attributes["href"]
    assert "3 September 2019" in police.open(permit).text


def test_a_stale_form_changes_nothing(city: City, at_desk: AtDesk) -> None:
    number = city.application(city.person())
    page = at_desk(Role.HR_OFFICER).send(f"/zh/register/application/{number}/approve/", {"version": "1"})
    assert page.status == 409
    assert "没有保存任何内容" in page.text
    assert "Submitted" in at_desk(Role.HR_OFFICER).open(f"/en/register/application/{number}/").text


def test_another_s_record_and_none_are_told_alike(city: City, at_desk: AtDesk) -> None:
    number = city.permit(city.person())
    employer = at_desk(Role.EMPLOYER)
    assert employer.open(f"/en/register/permit/{number}/").status == 200
    for wrong in ("P-00000000-0", "nonsense", "%27"):
        assert employer.open(f"/en/register/permit/{wrong}/").status == 404


def test_every_step_on_a_button_is_one_of_the_table() -> None:
    steps = {(case, event) for case, _, event in all_transitions()}
    assert steps >= ACTS.keys()
