"""Sanctions: within the programme's bounds, by an officer of the authority it names, paused where they must be."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from sojourn.policy import Language, Outcome, Penalty
from sojourn.register import events
from sojourn.register.actors import acting
from sojourn.register.models import Charge, Decision, Event, Notice, PersonDetails, Stay, Violation
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.appeals import allow, file_appeal
from sojourn.register.services.notices import sentence
from sojourn.register.services.permits import banned
from sojourn.register.services.sanctions import Sanction, sanction
from sojourn.register.services.violations import Breach, add_facts, bounds_of, drop, note_violation, pause, resume
from sojourn.register.vocabulary import Pause, Payer, Purpose, RestsOn, Role, ViolationState
from tests.register.border import comes_in, goes_out
from tests.register.city import City, stand_at
from tests.register.conduct import (
    AT_WORK,
    GROUNDS,
    JUNE,
    OVERSTAY,
    banned_for_five_years,
    colleague,
    fined,
    given,
    noted,
)


def test_the_bounds_are_the_programmes_on_paper_and_in_practice(city: City) -> None:
    stand_at(JUNE)
    overstay = noted(city, city.person(), "pass_overstay", OVERSTAY)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        bounds = bounds_of(by, overstay)
    by_kind = {bound.kind: bound for bound in bounds.paper}
    assert (by_kind[Penalty.FINE].low, by_kind[Penalty.FINE].high) == (Decimal(500), Decimal(500))
    assert (by_kind[Penalty.DETENTION].low, by_kind[Penalty.DETENTION].high) == (5, 15)
    assert (bounds.outcome, bounds.by) == (Outcome.YES, ("police",))


def test_practice_stands_beside_where_paper_is_silent(city: City) -> None:
    stand_at(JUNE)
    caught = noted(city, city.person(), "caught_at_work", AT_WORK)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        bounds = bounds_of(by, caught)
    assert bounds.paper == ()
    assert [(bound.kind, bound.low) for bound in bounds.practice] == [(Penalty.DETENTION, None), (Penalty.BAN, 60)]


def test_a_fine_within_the_bounds_makes_a_charge_with_a_receipt(city: City) -> None:
    decision = fined(city, person := city.person())
    charge = Charge.objects.get(decision=decision)
    assert (charge.amount, charge.payer, charge.entry) == (Decimal("500.00"), Payer.WORKER, "pass_overstay")
    assert charge.receipt
    assert (decision.adverse, decision.against_finding, decision.rests_on) == (True, False, RestsOn.PAPER)
    notice = Notice.objects.get(person=person)
    assert "phạt tiền" in sentence(notice.code, notice.slots, Language.VI)
    assert events.verify() is None


@pytest.mark.parametrize(
    ("kind", "measure", "code"),
    [
        (Penalty.FINE, {"amount": Decimal("499.99")}, "outside_bounds"),
        (Penalty.FINE, {"amount": Decimal("500.01")}, "outside_bounds"),
        (Penalty.FINE, {"amount": Decimal(-1)}, "more_than_nothing"),
        (Penalty.FINE, {}, "amount_needed"),
        (Penalty.DETENTION, {"days": 4}, "outside_bounds"),
        (Penalty.DETENTION, {"days": 16}, "outside_bounds"),
        (Penalty.DETENTION, {}, "days_needed"),
        (Penalty.BAN, {"ends_on": date(2024, 1, 1)}, "no_such_penalty"),
        (Penalty.WARNING, {}, "no_such_penalty"),
        (Penalty.SUSPENSION, {"ends_on": date(2019, 9, 1)}, "no_such_penalty"),
    ],
)
def test_outside_the_bounds_is_refused_with_the_bounds_told(
    city: City, kind: Penalty, measure: dict[str, Any], code: str
) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
    with pytest.raises(Refused) as refused:
        given(city, violation, kind, **measure)
    assert refused.value.code == code
    if code == "outside_bounds":
        assert "from 5" in refused.value.told(Language.EN)
        assert "từ 5" in refused.value.told(Language.VI)
    assert not Decision.objects.filter(violation=violation).exists()
    assert not Charge.objects.filter(kind="fine").exists()


def test_whether_it_is_serious_has_to_be_judged_first(city: City) -> None:
    stand_at(JUNE)
    facts = {name: value for name, value in OVERSTAY.items() if name != "stay.serious"}
    violation = noted(city, city.person(), "pass_overstay", facts)
    with pytest.raises(Refused) as refused:
        given(city, violation, Penalty.FINE, amount=Decimal(500))
    assert refused.value.code == "penalty_not_certain"
    assert "Illegal residence treated as serious" in refused.value.told(Language.EN)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        add_facts(by, violation.number, {"stay.serious": "no"})
    with pytest.raises(Refused):
        given(city, violation, Penalty.FINE, amount=Decimal(500))
    assert given(city, violation, Penalty.WARNING).kind == "warning"


def test_of_a_fine_or_detention_only_one_may_follow(city: City) -> None:
    decision = fined(city, city.person())
    violation = decision.violation
    assert violation is not None
    for kind, measure in ((Penalty.FINE, {"amount": Decimal(500)}), (Penalty.DETENTION, {"days": 5})):
        with pytest.raises(Refused) as refused:
            given(city, violation, kind, **measure)
        assert refused.value.code == "one_of_these"


def test_a_five_year_ban_has_a_ground_and_an_end_and_lapses_by_itself(city: City) -> None:
    person = city.person()
    decision = banned_for_five_years(city, person)
    assert (decision.begins_on, decision.ends_on) == (JUNE, date(2024, 6, 4))
    assert (decision.reason, decision.legal_basis, decision.appeal_route) == tuple(GROUNDS.values())
    # Only practice has the ban: that is the gap, and it is marked.
    assert (decision.against_finding, decision.rests_on) == (True, RestsOn.PRACTICE)
    assert banned(person, JUNE) == decision
    assert banned(person, date(2024, 6, 4)) == decision
    assert banned(person, date(2024, 6, 5)) is None
    assert banned(person, JUNE - timedelta(days=1)) is None


def test_a_ban_of_another_length_than_practice_has_is_refused(city: City) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "caught_at_work", AT_WORK)
    for ends_on in (date(2024, 6, 3), date(2024, 6, 5)):
        with pytest.raises(Refused) as refused:
            given(city, violation, Penalty.BAN, ends_on=ends_on)
        assert refused.value.code == "outside_bounds"


def test_a_measure_that_the_programme_does_not_state_is_the_officers_and_marked(city: City) -> None:
    stand_at(JUNE)
    decision = given(city, noted(city, city.person(), "caught_at_work", AT_WORK), Penalty.DETENTION, days=3)
    assert (decision.days, decision.ends_on, decision.rests_on) == (3, date(2019, 6, 7), RestsOn.OFFICER)
    event = Event.objects.get(kind="decision.detention")
    assert (event.facts["rests_on"], event.facts["against_finding"]) == ("officer", True)


def test_only_an_officer_of_the_authority_that_the_programme_names(city: City) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
    for role, refusal in ((Role.HR_OFFICER, NotAllowed), (Role.BORDER_POST, NotAllowed), (Role.EMPLOYER, NotAllowed)):
        with pytest.raises(refusal):
            given(city, violation, Penalty.FINE, by=role, amount=Decimal(500))
    firm = noted(city, city.employer, "employer_violation", {"employer.breaks_duties": "yes"})
    with pytest.raises(NotAllowed):
        given(city, firm, Penalty.SUSPENSION, ends_on=date(2019, 9, 1))


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "appeal_route"])
@pytest.mark.parametrize("kind", [Penalty.FINE, Penalty.DETENTION])
def test_an_adverse_decision_is_whole_or_is_not(city: City, kind: Penalty, missing: str) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
    with pytest.raises(Refused) as refused:
        given(city, violation, kind, amount=Decimal(500), days=5, **{missing: " "})
    assert refused.value.field == missing
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"legal_basis": "source:eeal.78"}, ""),
        ({"legal_basis": "source:eeal.7800"}, "no_such_source"),
        ({"appeal_route": "authority:police"}, ""),
        ({"appeal_route": "authority:nobody"}, "no_authority_to_appeal_to"),
    ],
)
def test_a_basis_named_by_a_key_is_one_that_the_programme_has(city: City, changed: dict[str, str], code: str) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
    if not code:
        assert given(city, violation, Penalty.FINE, amount=Decimal(500), **changed)
        return
    with pytest.raises(Refused) as refused:
        given(city, violation, Penalty.FINE, amount=Decimal(500), **changed)
    assert (refused.value.code, [refused.value.field]) == (code, list(changed))


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "appeal_route", "ends_on"])
@pytest.mark.parametrize("kind", ["removal", "repatriation", "departure", "confiscation", "costs", "expulsion"])
def test_nor_does_the_database_take_one_that_is_not(city: City, kind: str, missing: str) -> None:
    whole = fined(city, city.person())
    copy = {field.attname: getattr(whole, field.attname) for field in Decision._meta.concrete_fields}
    copy |= {"id": None, "number": "D-ANOTHER0-1", "kind": kind, missing: None if missing == "ends_on" else ""}
    for adverse in (True, False):
        with (
            pytest.raises(DatabaseError, match="adverse_"),
            acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION),
        ):
            Decision.objects.create(**copy | {"adverse": adverse})


@pytest.mark.parametrize(
    ("conduct", "facts", "code"),
    [
        ("no_such_thing", {}, "no_such_conduct"),
        ("employer_violation", {"employer.breaks_duties": "yes"}, "no_such_conduct"),
        ("pass_overstay", OVERSTAY | {"stay.exit": "2019-06-04"}, "not_this_breach"),
        ("pass_overstay", {"stay.serious": "perhaps"}, "facts_do_not_fit"),
        ("pass_overstay", {"no.such_fact": "yes"}, "facts_do_not_fit"),
    ],
)
def test_what_is_no_breach_by_the_programme_is_not_noted(
    city: City, conduct: str, facts: dict[str, str], code: str
) -> None:
    stand_at(JUNE)
    with pytest.raises(Refused) as refused:
        noted(city, city.person(), conduct, facts)
    assert refused.value.code == code
    for language in Language:
        assert refused.value.told(language)
    assert not Violation.objects.exists()


def test_a_day_to_come_is_no_day_of_a_breach(city: City) -> None:
    stand_at(JUNE)
    with pytest.raises(Refused) as refused:
        noted(city, city.person(), "pass_overstay", OVERSTAY, day=JUNE + timedelta(days=1))
    assert refused.value.field == "breach_on"


def test_a_breach_let_go_is_sanctioned_no_more(city: City) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by:
        drop(by, violation.number, "Mistaken for somebody else")
    with pytest.raises(Refused) as refused:
        given(city, violation, Penalty.FINE, amount=Decimal(500))
    assert refused.value.code == "no_step.violation"


# ---- Minors, trafficking, protection, emergencies --------------------------------------------------------------------


def _born(city: City, born: date) -> Any:
    person = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        PersonDetails.objects.filter(person=person).update(birth_date=born)
    person.refresh_from_db()
    return person


@pytest.mark.parametrize(("born", "state"), [(date(2001, 6, 6), "paused"), (date(2001, 6, 5), "noted")])
def test_a_minor_on_the_day_of_the_breach_pauses_the_sanction(city: City, born: date, state: str) -> None:
    stand_at(JUNE)
    violation = noted(city, _born(city, born), "pass_overstay", OVERSTAY)
    assert (violation.state, violation.paused_for) == (state, "minor" if state == "paused" else "")


@pytest.mark.parametrize("why", list(Pause))
def test_a_paused_sanction_cannot_be_decided_and_a_named_person_is_told(city: City, why: Pause) -> None:
    stand_at(JUNE)
    person = city.person()
    violation = noted(city, person, "pass_overstay", OVERSTAY, pause=why)
    assert violation.told == city.of(Role.HR_OFFICER)
    told = Notice.objects.get(account=violation.told)
    assert violation.number in sentence(told.code, told.slots, Language.ZH)
    assert str(violation.told.name) in sentence("sanction_paused", Notice.objects.get(person=person).slots, Language.VI)
    with pytest.raises(Refused) as refused:
        given(city, violation, Penalty.FINE, amount=Decimal(500))
    assert refused.value.code == "sanction_paused"
    assert not Decision.objects.exists()


def test_a_pause_is_lifted_by_another_officer_with_a_reason(city: City) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY, pause=Pause.MEDICAL)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by, pytest.raises(NotAllowed) as refused:
        resume(by, violation.number, "Seems well")
    assert refused.value.code == "you_noted_it"
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by, pytest.raises(Refused):
        resume(by, violation.number, " ")
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        resume(by, violation.number, "Discharged from hospital; her statement is in the file")
    assert given(city, violation, Penalty.FINE, amount=Decimal(500))


def test_she_can_say_herself_that_she_needs_protection(city: City) -> None:
    stand_at(JUNE)
    person = city.person()
    violation = noted(city, person, "pass_overstay", OVERSTAY)
    with acting(person.account, Purpose.OWN_RECORD) as by:
        assert pause(by, violation.number, Pause.TRAFFICKING).state == ViolationState.PAUSED
    other = city.person(document="T2222222")
    with acting(other.account, Purpose.OWN_RECORD) as by, pytest.raises(NotThere):
        pause(by, violation.number, Pause.TRAFFICKING)
    with pytest.raises(Refused):
        given(city, violation, Penalty.FINE, amount=Decimal(500))


def test_the_database_keeps_no_pause_without_ground_and_named_person(city: City) -> None:
    stand_at(JUNE)
    violation = noted(city, city.person(), "pass_overstay", OVERSTAY)
    for change in ({"paused_for": "minor"}, {"told": city.of(Role.HR_OFFICER)}):
        with (
            pytest.raises(DatabaseError, match="violation_paused_and_told"),
            acting(city.of(Role.HR_OFFICER), Purpose.SANCTION),
        ):
            Violation.objects.filter(pk=violation.pk).update(state="paused", **change)


def test_why_it_is_paused_stands_in_no_ledger(city: City) -> None:
    stand_at(JUNE)
    noted(city, city.person(), "pass_overstay", OVERSTAY, pause=Pause.TRAFFICKING)
    assert not [event for event in Event.objects.all() if "trafficking" in str(event.facts)]


def test_a_colleague_may_sanction_what_another_noted_and_nobody_her_own(city: City) -> None:
    stand_at(JUNE)
    person = city.person()
    violation = noted(city, person, "pass_overstay", OVERSTAY)
    officer = colleague(city, Role.EXIT_ENTRY_OFFICER)
    officer.person_id = person.pk
    with acting(officer, Purpose.SANCTION) as by, pytest.raises(NotAllowed) as refused:
        sanction(by, violation.number, Sanction(Penalty.FINE, amount=Decimal(500), **GROUNDS))
    assert refused.value.code == "own_case"
    officer.person_id = None
    with acting(officer, Purpose.SANCTION) as by:
        assert sanction(by, violation.number, Sanction(Penalty.FINE, amount=Decimal(500), **GROUNDS))


def test_a_worker_notes_nothing_of_anybody(city: City) -> None:
    person = city.person()
    with acting(person.account, Purpose.OWN_RECORD) as by, pytest.raises(NotAllowed):
        note_violation(by, Breach("pass_overstay", person, date(2019, 3, 4), OVERSTAY))


# ---- One breach under two names --------------------------------------------------------------------------------------

RESIDENCE = {"stay.illegal_days": "1", "stay.serious": "yes"}


def _over_the_limit(city: City) -> Any:
    """A person whose stay on a pass is past its limit on 5 June, with the stay."""
    stand_at(date(2019, 6, 3))
    comes_in(city, person := city.person(), "2019-06-03T08:00:00")
    stand_at(JUNE)
    return person, Stay.objects.get(person=person)


@pytest.mark.parametrize("second", ["illegal_residence", "pass_overstay"])
@pytest.mark.parametrize("noted_in", ["stay", "day"])
@pytest.mark.parametrize("days", [0, 3])
def test_a_stay_past_its_limit_is_punished_once_whatever_it_is_called(
    city: City, second: str, noted_in: str, days: int
) -> None:
    person, stay = _over_the_limit(city)
    first = noted(city, person, "pass_overstay", {"stay.serious": "yes"}, stay=stay)
    again = noted(city, person, second, RESIDENCE | OVERSTAY, stay=stay if noted_in == "stay" else None)
    decision = given(city, first, Penalty.FINE, amount=Decimal(500))
    stand_at(JUNE + timedelta(days=days))
    for kind, measure in ((Penalty.FINE, {"amount": Decimal(500)}), (Penalty.DETENTION, {"days": 5})):
        with pytest.raises(Refused) as refused:
            given(city, again, kind, **measure)
        assert refused.value.code == "punished_once"
        for language in Language:
            assert decision.number in refused.value.told(language)
            assert first.number in refused.value.told(language)
    assert Decision.objects.count() == 1
    assert Charge.objects.filter(kind="fine").count() == 1


def test_once_the_first_decision_is_lifted_the_other_may_follow(city: City) -> None:
    person, stay = _over_the_limit(city)
    first = noted(city, person, "illegal_residence", RESIDENCE, stay=stay)
    again = noted(city, person, "pass_overstay", {"stay.serious": "yes"}, stay=stay)
    decision = given(city, first, Penalty.FINE, amount=Decimal(500))
    with acting(person.account, Purpose.OWN_RECORD) as by:
        appeal = file_appeal(by, decision.number, "It was counted wrongly")
    with pytest.raises(Refused, match="punished once"):
        given(city, again, Penalty.FINE, amount=Decimal(500))
    with acting(colleague(city, Role.EXIT_ENTRY_OFFICER), Purpose.APPEAL) as by:
        allow(by, appeal.number, "Noted under the wrong name")
    assert given(city, again, Penalty.FINE, amount=Decimal(500)).conduct == "pass_overstay"


def test_another_stay_another_person_and_another_breach_are_punished_each(city: City) -> None:
    person, stay = _over_the_limit(city)
    given(
        city,
        noted(city, person, "pass_overstay", {"stay.serious": "yes"}, stay=stay),
        Penalty.FINE,
        amount=Decimal(500),
    )
    given(city, noted(city, city.person(), "pass_overstay", OVERSTAY), Penalty.FINE, amount=Decimal(500))
    work = {"applicant.works_in_china": "yes", "applicant.beyond_permit": "yes", "stay.work_serious": "no"}
    given(city, noted(city, person, "illegal_work", work, stay=stay), Penalty.FINE, amount=Decimal(5000))
    goes_out(city, person, "2019-06-05T18:00:00")
    stand_at(date(2019, 6, 8))
    comes_in(city, person, "2019-06-06T08:00:00")
    later = Stay.objects.get(person=person, open=True)
    given(
        city,
        noted(city, person, "pass_overstay", {"stay.serious": "yes"}, stay=later),
        Penalty.FINE,
        amount=Decimal(500),
    )
    assert Charge.objects.filter(kind="fine", person=person).count() == 3
