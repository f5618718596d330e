"""The programme stopped and begun again at the desk, what runs settled case by case, and told to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from sojourn.policy import Language
from sojourn.register import Role
from sojourn.register.models import Decision, Permit, Standstill
from tests.register.city import City, stand_at
from tests.web.desk.test_queueing import signed_in
from tests.web.visitor import Visitor

AtDesk = Callable[[Role], Visitor]
STANDSTILL = "/en/register/standstill/"
TODAY = {"day-year": "2019", "day-month": "3", "day-day": "4"}
UNTIL = {"ends_on-year": "2019", "ends_on-month": "9", "ends_on-day": "30"}
GROUNDS = {"reason": "The border is closed.", "legal_basis": "Notice of 4 March", "appeal_route": "City, 60 days"}


def test_stopped_settled_told_and_begun_again(city: City, at_desk: AtDesk) -> None:
    lan, mai = city.person("Lan"), city.person("Mai")
    kept, waits = city.permit(lan), city.application(mai)
    supervisor = at_desk(Role.SUPERVISOR)
    assert supervisor.send(STANDSTILL, {"act": "stop", **TODAY}).status == 422
    supervisor.send(STANDSTILL, {"act": "stop", "reason": "The border is closed.", **TODAY})
    page = supervisor.open(STANDSTILL)
    assert [row.text for row in page.main.one("tbody").all("tr")] == [
        "Running permits 1 0",
        "Open cases 1 0",
        "Others who are in 0 0",
    ]
    assert lan.number not in page.text
    assert "An officer will decide" in signed_in(lan).open("/en/register/").text

    officer = at_desk(Role.EXIT_ENTRY_OFFICER)
    assert "/en/register/settle/" in officer.open("/en/register/").html
    listed = officer.open("/en/register/settle/")
    assert kept in listed.text
    assert waits in listed.text
    where = f"/en/register/settle/{kept}/"
    missing = officer.send(where, {"outcome": "waits"})
    assert (missing.status, len(missing.main.all("p", class_="error"))) == (422, 5)
    bases = [one.attributes["value"] for one in officer.open(where).main.all("input", name="legal_basis")]
    assert bases[-1] == "other"
    assert all(basis.startswith("source:") for basis in bases[:-1])
    assert len(bases) > 1
    officer.send(where, {"outcome": "kept", **GROUNDS, **UNTIL, "once": "k"})
    assert "stays valid until 30 September 2019" in signed_in(lan).open("/en/register/").text
    assert officer.send(where, {"outcome": "kept", **GROUNDS, **UNTIL}).status == 409
    assert Decision.objects.filter(kind="settlement").count() == 1
    assert "Running permits 1 1" in supervisor.open(STANDSTILL).main.text

    stand_at(date(2019, 3, 18))
    day = {"day-year": "2019", "day-month": "3", "day-day": "18"}
    supervisor.send(STANDSTILL, {"act": "resume", "reason": "The border is open.", **day})
    assert Standstill.objects.get().resumed_on == date(2019, 3, 18)
    assert "goes on from" in signed_in(mai).open("/en/register/").text
    assert Permit.objects.get(number=kept).state == "valid"
    assert "The programme runs." in officer.open("/en/register/settle/").text


def test_a_day_to_come_is_refused_and_nothing_stands_still(city: City, at_desk: AtDesk) -> None:
    later = {"day-year": "2019", "day-month": "3", "day-day": "5"}
    page = at_desk(Role.SUPERVISOR).send(STANDSTILL, {"act": "stop", "reason": "Why not.", **later})
    assert (page.status, "yet to come" in page.main.one("p", class_="error").text) == (409, True)
    assert not Standstill.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.WORKER, Role.SUPERVISOR)])
def test_nobody_else_stops_it(city: City, at_desk: AtDesk, role: Role) -> None:
    assert at_desk(role).send(STANDSTILL, {"act": "stop", "reason": "Why not.", **TODAY}).status == 403
    assert not Standstill.objects.exists()


@pytest.mark.parametrize("language", Language)
def test_settling_speaks_the_readers_language(city: City, at_desk: AtDesk, language: Language) -> None:
    number = city.permit(city.person())
    at_desk(Role.SUPERVISOR).send(STANDSTILL, {"act": "stop", "reason": "2019", **TODAY})
    for path in ("settle/", f"settle/{number}/"):
        assert at_desk(Role.HR_OFFICER).open(f"/{language}/register/{path}").status == 200
    assert at_desk(Role.SUPERVISOR).open(f"/{language}/register/standstill/").status == 200
