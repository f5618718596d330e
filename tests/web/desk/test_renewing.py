"""Renewing from a permit's page: filed prefilled, told to the worker step by step, and what it has cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Absence, Application, Permit
from tests.register.border import comes_in, goes_out
from tests.register.city import City, stand_at
from tests.web.desk.test_queueing import signed_in
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AGENCY, Role.HR_OFFICER])
def test_a_renewal_is_filed_with_what_is_known(city: City, at_desk: AtDesk, role: Role) -> None:
    number = city.permit(city.person())
    desk = at_desk(role)
    assert f"/en/register/permit/{number}/renew/" in desk.open(f"/en/register/permit/{number}/").html
    page = desk.open(f"/en/register/permit/{number}/renew/")
    assert "peeling veneer" in page.text
    assert not Application.objects.filter(kind="renewal").exists(), "looking files nothing"
    for _ in range(2):
        desk.send(f"/en/register/permit/{number}/renew/", {"do": "done", "once": "k"})
    filed = Application.objects.get(kind="renewal")
    assert (filed.site, filed.wage_promised, filed.state) == (city.site, Decimal("3000.00"), "submitted")


def test_what_has_changed_is_filed_with_other_answers(city: City, at_desk: AtDesk) -> None:
    number = city.permit(city.person())
    page = at_desk(Role.EMPLOYER).open(f"/en/register/file/?renew={number}")
    kept = {one.attributes["name"]: one.attributes["value"] for one in page.root.all("input", type="hidden")}
    assert (kept["site"], kept["occupation"], kept["wage_promised"]) == (city.site.number, "peeling veneer", "3000.00")
    stranger = at_desk(Role.EMPLOYER).open("/en/register/file/?renew=P-NOTHING")
    assert stranger.status == 200


def test_an_open_case_is_told_before_anything_is_filed(city: City, at_desk: AtDesk) -> None:
    number = city.permit(city.person())
    employer = at_desk(Role.EMPLOYER)
    employer.send(f"/en/register/permit/{number}/renew/", {"do": "done"})
    assert "is still open" in employer.open(f"/en/register/permit/{number}/renew/").text
    assert employer.send(f"/en/register/permit/{number}/renew/", {"do": "done", "once": "other"}).status == 409


@pytest.mark.parametrize("language", Language)
def test_the_worker_reads_what_to_do_and_when(city: City, language: Language) -> None:
    person = city.person()
    number = city.permit(person)
    page = signed_in(person).open(f"/{language}/register/permit/{number}/renew/")
    permit = Permit.objects.get(number=number)
    times = [one.attributes["datetime"] for one in page.main.one("ol", class_="to-do").all("time")]
    assert times[-1] == permit.valid_to.isoformat()
    assert times[0] < times[-1]
    assert not page.main.all("form", class_="text")


def test_another_firms_permit_is_not_there(city: City, at_desk: AtDesk) -> None:
    number = city.permit(city.person())
    other = city.person("Somebody Else")
    assert signed_in(other).open(f"/en/register/permit/{number}/renew/").status == 404
    assert at_desk(Role.BORDER_POST).open(f"/en/register/permit/{number}/renew/").status == 403


def test_what_renewing_has_cost_is_told_to_her_and_to_her_firm_alone(city: City, at_desk: AtDesk) -> None:
    """Given days away to renew, when she and her firm look, then days and fees are there; nobody else's count."""
    stand_at(date(2019, 4, 1))
    lan, other = city.person("Lý Thị Hoa"), city.person("Somebody Else")
    city.permit(lan)
    city.permit(other)
    for person in (lan, other):
        comes_in(city, person, "2019-04-01T09:00:00")
    permit = Permit.objects.get(person=lan)
    stand_at(permit.valid_to)
    goes_out(city, lan, f"{permit.valid_to}T09:00:00")
    absence = Absence.objects.get()
    back = date.fromordinal(permit.valid_to.toordinal() + 3)
    stand_at(back)
    comes_in(city, lan, f"{back}T09:00:00")
    absence.refresh_from_db()
    assert absence.returned_on == back
    assert "3 days" in signed_in(lan).open("/en/register/").text
    assert "What renewing has cost so far" not in signed_in(other).open("/en/register/").text
    assert "3 days" in at_desk(Role.EMPLOYER).open("/en/register/").text
