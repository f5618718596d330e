"""Appeals: filed in time by whom the decision is about, decided by another officer, seen at once at the border post."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sojourn.policy import Language
from sojourn.register import events, reading
from sojourn.register.actors import acting
from sojourn.register.models import Charge, Decision, Event, Notice, Permit
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.appeals import allow, dismiss, file_appeal, suspend, withdraw
from sojourn.register.services.applications import issue, refuse
from sojourn.register.services.notices import sentence
from sojourn.register.services.permits import banned, running
from sojourn.register.services.revocations import revoke, surrender
from sojourn.register.vocabulary import AppealState, PermitState, Purpose, Role
from tests.register.city import City, stand_at
from tests.register.conduct import GROUNDS, JUNE, banned_for_five_years, colleague, fined


def _appealed(city: City, decision: Decision) -> str:
    assert decision.person is not None
    with acting(decision.person.account, Purpose.OWN_RECORD) as by:
        return file_appeal(by, decision.number, "It was my brother").number


def test_she_appeals_the_ban_is_stayed_and_then_lifted(city: City) -> None:
    person = city.person()
    ban = banned_for_five_years(city, person)
    number = _appealed(city, ban)
    assert banned(person, JUNE) == ban
    officer = colleague(city, Role.EXIT_ENTRY_OFFICER)
    with acting(officer, Purpose.APPEAL) as by:
        suspend(by, number, "The photograph shows somebody else")
    assert banned(person, JUNE) is None
    with acting(officer, Purpose.APPEAL) as by:
        outcome = allow(by, number, "Mistaken for her brother")
    assert banned(person, JUNE) is None
    ban.refresh_from_db()
    assert (ban.superseded_by, ban.reason) == (outcome, GROUNDS["reason"])
    told = Notice.objects.filter(person=person).latest("pk")
    assert ban.number in sentence(told.code, told.slots, Language.VI)
    assert events.verify() is None


def test_a_dismissed_appeal_leaves_the_ban_and_ends_its_stay(city: City) -> None:
    person = city.person()
    ban = banned_for_five_years(city, person)
    number = _appealed(city, ban)
    officer = colleague(city, Role.EXIT_ENTRY_OFFICER)
    with acting(officer, Purpose.APPEAL) as by:
        suspend(by, number, "To be looked into")
        dismiss(by, number, "The witness is sure")
    assert banned(person, JUNE) == ban
    with acting(officer, Purpose.APPEAL) as by, pytest.raises(Refused) as refused:
        allow(by, number, "On second thoughts")
    assert refused.value.code == "no_step.appeal"


def test_an_appeal_taken_back_stays_nothing(city: City) -> None:
    person = city.person()
    ban = banned_for_five_years(city, person)
    number = _appealed(city, ban)
    with acting(colleague(city, Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by:
        suspend(by, number, "To be looked into")
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert withdraw(by, number).state == AppealState.WITHDRAWN
    assert banned(person, JUNE) == ban


def test_the_border_post_sees_the_ban_in_the_decisions_of_whom_it_meets(city: City) -> None:
    person = city.person(document="T7654321")
    ban = banned_for_five_years(city, person)
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        row = reading.opened(by, "decision", ban.number, shown="T7654321")
    assert set(row.values) == {"number", "kind", "begins_on", "ends_on", "authority"}


def test_nobody_decides_the_appeal_against_her_own_decision_nor_her_own_appeal(city: City) -> None:
    person = city.person()
    number = _appealed(city, banned_for_five_years(city, person))
    for act in (allow, dismiss, suspend):
        with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by, pytest.raises(NotAllowed) as refused:
            act(by, number, "It was right")
        assert refused.value.code == "own_decision"
        with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(NotAllowed):
            act(by, number, "I was right")
    officer = colleague(city, Role.EXIT_ENTRY_OFFICER)
    officer.person_id = person.pk
    with acting(officer, Purpose.APPEAL) as by, pytest.raises(NotAllowed) as refused:
        allow(by, number, "I was right")
    assert refused.value.code == "own_case"


def test_nobody_appeals_for_somebody_else(city: City) -> None:
    ban = banned_for_five_years(city, city.person())
    other = city.person(document="T3333333")
    with acting(other.account, Purpose.OWN_RECORD) as by, pytest.raises(NotThere):
        file_appeal(by, ban.number, "She is my friend")
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by, pytest.raises(NotAllowed):
        file_appeal(by, ban.number, "I was wrong")


def test_within_the_time_that_the_programme_gives_and_not_after(city: City) -> None:
    ban = banned_for_five_years(city, city.person())
    fine = fined(city, city.person(document="T4444444"))
    stand_at(JUNE + timedelta(days=60))
    _appealed(city, ban)
    stand_at(JUNE + timedelta(days=61))
    with pytest.raises(Refused) as refused:
        _appealed(city, fine)
    assert refused.value.code == "appeal_too_late"
    assert "2019-08-04" in refused.value.told(Language.ZH)


def test_only_once_only_with_grounds_and_only_against_what_is_adverse(city: City) -> None:
    person = city.person()
    city.permit(person)
    ban = banned_for_five_years(city, person)
    with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused) as refused:
        file_appeal(by, ban.number, " ")
    assert refused.value.field == "grounds"
    _appealed(city, ban)
    with pytest.raises(Refused) as refused:
        _appealed(city, ban)
    assert refused.value.code == "appealed_already"
    with pytest.raises(Refused) as refused:
        _appealed(city, Decision.objects.get(kind="permit_issued"))
    assert refused.value.code == "nothing_to_appeal"


def test_a_fine_that_falls_is_lifted_and_stays_on_record(city: City) -> None:
    fine = fined(city, city.person())
    number = _appealed(city, fine)
    with acting(colleague(city, Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by:
        outcome = allow(by, number, "The crossing was recorded late")
    assert Charge.objects.get(decision=fine).lifted_by == outcome
    assert Event.objects.filter(kind="charge.lifted").count() == 1


def test_a_revoked_permit_runs_again_where_nothing_has_taken_its_place(city: City) -> None:
    person = city.person()
    permit = city.permit(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        decision = revoke(by, permit, **GROUNDS)
    assert Permit.objects.get(number=permit).state == PermitState.REVOKED
    assert running(person, date(2019, 3, 4)) is None
    number = _appealed(city, decision)
    with acting(colleague(city, Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by:
        allow(by, number, "The ground does not hold")
    again = running(person, date(2019, 3, 4))
    assert again is not None
    assert (again.number, again.ended_on, again.ended_by) == (permit, None, None)


def test_and_does_not_where_another_one_has(city: City) -> None:
    person = city.person()
    permit = city.permit(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        decision = revoke(by, permit, **GROUNDS)
    second = city.permit(person)
    number = _appealed(city, decision)
    with acting(colleague(city, Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by:
        allow(by, number, "The ground does not hold")
    assert [one.number for one in Permit.objects.filter(state="valid")] == [second]
    assert Permit.objects.get(number=permit).state == PermitState.REVOKED


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "appeal_route"])
def test_a_revocation_is_whole_or_is_not(city: City, missing: str) -> None:
    permit = city.permit(city.person())
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by, pytest.raises(Refused) as refused:
        revoke(by, permit, **GROUNDS | {missing: ""})
    assert refused.value.field == missing
    assert Permit.objects.get(number=permit).state == PermitState.VALID


def test_she_hands_her_permit_back_and_nobody_else_does_for_her(city: City) -> None:
    person = city.person()
    permit = city.permit(person)
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by, pytest.raises(NotAllowed):
        surrender(by, permit)
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert surrender(by, permit).state == PermitState.SURRENDERED
    with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused):
        surrender(by, permit)


def test_a_refused_application_can_be_appealed_too(city: City) -> None:
    person = city.person()
    number = city.application(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        decision = refuse(by, number, **GROUNDS)
    appeal = _appealed(city, decision)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by:
        allow(by, appeal, "The sector is open")
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by, pytest.raises(Refused):
        issue(by, number)
