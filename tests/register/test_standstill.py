"""The programme stands still: nothing new, what runs is settled case by case and told, and nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.forms.models import model_to_dict

from sojourn.policy import Language
from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.models import Application, Decision, Permit, Person, Settlement, Standstill
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services import applications, renewals, standstill, transfers
from sojourn.register.services.standstill import Grounds
from sojourn.register.vocabulary import DecisionKind, PermitState, Purpose, Role, Settled
from tests.register.city import City, stand_at
from tests.register.test_renewals import another_firm

STOPPED, RESUMED = date(2019, 6, 17), date(2019, 7, 8)
GROUNDS = Grounds(
    "The border is closed", "Notice of 16 June 2019", "City government, within 60 days", date(2019, 9, 30)
)


@pytest.fixture
def still(city: City) -> tuple[City, dict[str, Any]]:
    """A city on the day on which the programme is stopped: two permits that run, two open cases."""
    stand_at(date(2019, 6, 3))
    one, two, three, four = (city.person(name) for name in ("Lan", "Mai", "Hoa", "Thu"))
    found: dict[str, Any] = {
        "runs": city.permit(one),
        "runs_too": city.permit(two),
        "open": city.application(three),
        "open_too": city.application(four),
        "people": (one, two, three, four),
    }
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, found["open_too"])
    stand_at(STOPPED)
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        standstill.stop(by, STOPPED, "The border is closed")
    return city, found


def as_it_is() -> dict[str, Any]:
    """Every application and permit, whole."""
    return {
        row.number: model_to_dict(row)
        for model in (Application, Permit)
        for row in model._default_manager.order_by("pk")
    }


def settle(city: City, role: Role, number: str, outcome: Settled, grounds: Grounds = GROUNDS) -> Decision:
    """Settle something as an officer."""
    with acting(city.of(role), Purpose.CASE) as by:
        return standstill.settle(by, number, outcome, grounds)


def resume(city: City) -> None:
    """Take the programme up again."""
    stand_at(RESUMED)
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        standstill.resume(by, RESUMED, "The border is open")


def test_nothing_new_is_filed_or_issued(still: tuple[City, dict[str, Any]]) -> None:
    city, found = still
    with pytest.raises(Refused) as refused:
        city.application(city.person())
    assert refused.value.code == "programme_not_in_force"
    with pytest.raises(Refused) as refused, acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        applications.issue(by, found["open_too"])
    assert refused.value.code == "programme_not_in_force"
    with pytest.raises(Refused) as refused, acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        renewals.file(by, found["people"][0])
    assert refused.value.code == "programme_not_in_force"
    site, firm = another_firm(city)
    with pytest.raises(Refused) as refused, acting(firm, Purpose.FILING) as by:
        transfers.file(by, found["people"][0], site, occupation="sawing", wage_promised=Decimal(3200))
    assert refused.value.code == "programme_not_in_force"
    assert Application.objects.count() == 4


def test_what_runs_is_listed_and_settled_case_by_case_by_named_officers(still: tuple[City, dict[str, Any]]) -> None:
    city, found = still
    running = standstill.current()
    assert running is not None
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        listed = standstill.to_settle(by, running)
    assert listed.permits is not None
    assert listed.applications is not None
    assert {row["number"] for row in listed.permits} == {found["runs"], found["runs_too"]}
    assert {row["number"] for row in listed.applications} == {found["open"], found["open_too"]}
    kept = settle(city, Role.EXIT_ENTRY_OFFICER, found["runs"], Settled.KEPT)
    revoked = settle(city, Role.EXIT_ENTRY_OFFICER, found["runs_too"], Settled.REVOKED)
    waits = settle(city, Role.HR_OFFICER, found["open"], Settled.WAITS)
    refused = settle(city, Role.HR_OFFICER, found["open_too"], Settled.WAITS)
    assert [one.kind for one in (kept, revoked, waits, refused)] == [
        DecisionKind.SETTLEMENT,
        DecisionKind.PERMIT_REVOKED,
        DecisionKind.SETTLEMENT,
        DecisionKind.SETTLEMENT,
    ]
    for decision in (kept, revoked, waits):
        assert decision.reason
        assert decision.legal_basis
        assert decision.appeal_route
        assert decision.ends_on
    assert Permit.objects.get(number=found["runs"]).state == PermitState.VALID
    gone = Permit.objects.get(number=found["runs_too"])
    assert (gone.state, gone.ended_on, gone.ended_by) == (PermitState.REVOKED, STOPPED, revoked)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        listed = standstill.to_settle(by, running)
        assert listed.permits is not None
        assert listed.permits.total == 0
    assert events.verify() is None


def test_each_person_is_told_in_her_language(still: tuple[City, dict[str, Any]]) -> None:
    city, found = still
    one, two, three, _ = found["people"]

    def told(person: Person) -> list[str]:
        return [message.code for message in standstill.shown_to(person)]

    assert (told(one), told(two), told(three)) == (["permit_waits"], ["permit_waits"], ["case_waits"])
    settle(city, Role.EXIT_ENTRY_OFFICER, found["runs_too"], Settled.REVOKED)
    settle(city, Role.HR_OFFICER, found["open"], Settled.REFUSED)
    assert (told(one), told(two), told(three)) == (["permit_waits"], ["revoked"], ["refused"])
    resume(city)
    assert told(one) == ["resumed"]
    for person in (one, two, three):
        for message in standstill.shown_to(person):
            assert len({message.told(language) for language in Language}) == 3


def test_after_it_goes_on_every_case_is_settled_or_as_it_was(still: tuple[City, dict[str, Any]]) -> None:
    city, found = still
    before = as_it_is()
    settle(city, Role.EXIT_ENTRY_OFFICER, found["runs_too"], Settled.REVOKED)
    settle(city, Role.HR_OFFICER, found["open"], Settled.WAITS)
    resume(city)
    after = as_it_is()
    assert after.keys() == before.keys()
    changed = {number for number in before if before[number] != after[number]}
    assert changed == {found["runs_too"]}
    assert Settlement.objects.filter(decision=None).count() == 2
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        assert applications.issue(by, found["open_too"]).valid_from == RESUMED
    city.application(city.person())
    assert events.verify() is None


@pytest.mark.parametrize(
    ("field", "value"), [("reason", " "), ("legal_basis", ""), ("appeal_route", ""), ("ends_on", None)]
)
def test_what_is_settled_is_whole(still: tuple[City, dict[str, Any]], field: str, value: Any) -> None:
    city, found = still
    lacking = Grounds(**{**{name: getattr(GROUNDS, name) for name in Grounds.__slots__}, field: value})
    with pytest.raises(Refused) as refused:
        settle(city, Role.EXIT_ENTRY_OFFICER, found["runs"], Settled.KEPT, lacking)
    assert refused.value.code == f"settlement_without.{field}"
    assert len({refused.value.told(language) for language in Language}) == 3


def test_who_may_settle_and_how_often(still: tuple[City, dict[str, Any]]) -> None:
    city, found = still
    with pytest.raises(Refused) as refused:
        settle(city, Role.EXIT_ENTRY_OFFICER, found["runs"], Settled.WAITS)
    assert refused.value.code == "settlement_not_possible"
    with pytest.raises(NotAllowed):
        settle(city, Role.HR_OFFICER, found["runs"], Settled.REVOKED)
    with pytest.raises(NotThere), acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        standstill.settle(by, found["runs"], Settled.KEPT, GROUNDS)
    settle(city, Role.EXIT_ENTRY_OFFICER, found["runs"], Settled.KEPT)
    with pytest.raises(Refused) as refused:
        settle(city, Role.EXIT_ENTRY_OFFICER, found["runs"], Settled.REVOKED)
    assert refused.value.code == "settled_already"


def test_stopping_and_going_on_are_the_supervisors(city: City) -> None:
    stand_at(STOPPED)
    with pytest.raises(NotAllowed), acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        standstill.stop(by, STOPPED, "x")
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        for act, day, reason, code in (
            (standstill.resume, STOPPED, "x", "not_stopped"),
            (standstill.stop, STOPPED, " ", "reason_needed"),
            (standstill.stop, RESUMED, "x", "standstill_in_future"),
        ):
            with pytest.raises(Refused) as refused:
                act(by, day, reason)
            assert refused.value.code == code
        standstill.stop(by, STOPPED, "x")
        with pytest.raises(Refused) as refused:
            standstill.stop(by, STOPPED, "x")
        assert refused.value.code == "stopped_already"
        with pytest.raises(Refused) as refused:
            standstill.resume(by, STOPPED, "x")
        assert refused.value.code == "resumes_before_it_stops"
    assert Standstill.objects.count() == 1


def test_what_the_programme_itself_suspends_no_office_reinstates(city: City) -> None:
    stand_at(date(2020, 1, 24))
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        standstill.stop(by, date(2020, 1, 24), "The pandemic")
    stand_at(date(2020, 6, 1))
    with pytest.raises(Refused) as refused, acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        standstill.resume(by, date(2020, 6, 1), "It is over")
    assert refused.value.code == "suspended_by_programme"
