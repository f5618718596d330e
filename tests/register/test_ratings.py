"""Agencies: what the rule makes of their violations, what an officer decides; nobody's workers are stranded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError

from sojourn.policy import Language, Penalty
from sojourn.register import known
from sojourn.register.actors import acting
from sojourn.register.models import Agency, Application, Decision, Event, Job, Notice, Permit, Rating, Violation
from sojourn.register.numbers import new_number
from sojourn.register.refusal import NotAllowed, Refused
from sojourn.register.services.appeals import allow, file_appeal, suspend
from sojourn.register.services.applications import Asked, approve, begin, issue, submit
from sojourn.register.services.notices import sentence
from sojourn.register.services.qualifications import Grounds
from sojourn.register.services.ratings import history, proposed, rate
from sojourn.register.services.violations import drop
from sojourn.register.vocabulary import ApplicationKind, Purpose, RestsOn, Role
from tests.register.city import City, stand_at
from tests.register.conduct import GROUNDS, colleague, given, noted

BROKE = {"agency.breaks_duties": "yes"}


def _violation(city: City, day: date) -> Violation:
    stand_at(day)
    return noted(city, city.agency, "agency_violation", BROKE, by=Role.HR_OFFICER)


def _rated(city: City, grade: str, ends_on: date | None, reason: str = GROUNDS["reason"]) -> Decision:
    grounds = Grounds(reason, GROUNDS["legal_basis"], GROUNDS["appeal_route"], ends_on)
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        return rate(by, city.agency, grade, grounds)


def test_b_then_c_then_d_as_violations_collect_each_with_its_reason(city: City) -> None:
    _violation(city, date(2019, 3, 4))
    assert (proposed(city.agency, date(2019, 3, 4)).by_rule, known.grade(city.agency, date(2019, 3, 4))) == ("c", "b")
    _rated(city, "c", date(2019, 12, 31), "Placed workers without contracts")
    _violation(city, date(2019, 4, 8))
    assert proposed(city.agency, date(2019, 4, 8)).by_rule is None
    _violation(city, date(2019, 5, 6))
    proposal = proposed(city.agency, date(2019, 5, 6))
    assert (proposal.now, proposal.by_rule, proposal.counted) == ("c", "d", 3)
    assert proposal.rests_on == ("grade_moves",)
    _rated(city, "d", date(2019, 8, 31), "Again, and charged the workers for it")
    assert [(row.grade, row.decision and row.decision.reason) for row in history(city.agency)] == [
        ("d", "Again, and charged the workers for it"),
        ("c", "Placed workers without contracts"),
        ("b", None),
    ]
    event = Event.objects.filter(kind="decision.rating_changed").latest("sequence")
    assert (event.facts["grade"], event.facts["before"], event.facts["by_rule"]) == ("d", "c", "d")


def test_the_register_only_proposes(city: City) -> None:
    for _ in range(4):
        _violation(city, date(2019, 3, 4))
    assert proposed(city.agency, date(2019, 3, 4)).by_rule == "d"
    assert known.grade(city.agency, date(2019, 3, 4)) == "b"
    assert not Decision.objects.exists()


def test_an_old_violation_and_one_let_go_count_no_more(city: City) -> None:
    first = _violation(city, date(2019, 3, 4))
    assert proposed(city.agency, date(2020, 3, 3)).counted == 1
    assert proposed(city.agency, date(2020, 3, 4)).counted == 0
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        drop(by, first.number, "It was another agency of the same name")
    assert proposed(city.agency, date(2019, 3, 4)).counted == 0


def test_before_the_plan_there_is_no_rule_to_propose_by(city: City) -> None:
    proposal = proposed(city.agency, date(2018, 12, 31))
    assert (proposal.by_rule, proposal.counted, proposal.since) == (None, None, None)


def test_to_decide_otherwise_than_the_rule_needs_a_reason_and_is_marked(city: City) -> None:
    _violation(city, date(2019, 3, 4))
    with pytest.raises(Refused):
        _rated(city, "d", date(2019, 8, 31), " ")
    assert _rated(city, "d", date(2019, 8, 31)).against_finding
    assert not Decision.objects.exclude(against_finding=True).exists()


@pytest.mark.parametrize("field", ["reason", "legal_basis", "appeal_route", "ends_on"])
def test_a_lower_grade_is_adverse_and_whole_in_the_service_and_in_the_database(city: City, field: str) -> None:
    whole = GROUNDS | {"ends_on": date(2019, 9, 1)}
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        with pytest.raises(Refused) as refused:
            rate(by, city.agency, "d", Grounds(**whole | {field: None if field == "ends_on" else ""}))
        assert refused.value.field == field
        decision = rate(by, city.agency, "d", Grounds(**whole))
    assert decision.adverse
    copy = {one.attname: getattr(decision, one.attname) for one in Decision._meta.concrete_fields}
    copy |= {"id": None, "number": "D-ANOTHER0-1", field: None if field == "ends_on" else ""}
    with pytest.raises(DatabaseError), acting(city.of(Role.HR_OFFICER), Purpose.SANCTION):
        Decision.objects.create(**copy)


def test_only_grades_of_the_programme_only_a_change_and_only_by_the_human_resources_office(city: City) -> None:
    for grade, code in (("e", "no_such_grade"), ("b", "graded_already")):
        with pytest.raises(Refused) as refused:
            _rated(city, grade, date(2019, 9, 1))
        assert refused.value.code == code
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.SANCTION) as by, pytest.raises(NotAllowed):
        rate(by, city.agency, "c", Grounds("x", "x", "x", date(2019, 9, 1)))


def test_a_suspension_as_a_sanction_within_the_programme_and_it_ends_by_itself(city: City) -> None:
    violation = _violation(city, date(2019, 6, 3))
    decision = given(city, violation, Penalty.SUSPENSION, by=Role.HR_OFFICER, ends_on=date(2019, 8, 31))
    assert (decision.kind, decision.rests_on, decision.violation) == ("rating_changed", RestsOn.PAPER, violation)
    assert known.grade(city.agency, date(2019, 8, 31)) == "d"
    assert known.grade(city.agency, date(2019, 9, 1)) == "b"
    with pytest.raises(Refused) as refused:
        given(city, violation, Penalty.WARNING, by=Role.HR_OFFICER)
    assert refused.value.code == "one_of_these"


def test_an_agency_appeals_and_files_again_while_its_grade_is_stayed(city: City) -> None:
    violation = _violation(city, date(2019, 6, 3))
    decision = given(city, violation, Penalty.SUSPENSION, by=Role.HR_OFFICER, ends_on=date(2019, 8, 31))
    with pytest.raises(Refused):
        city.application(city.person())
    with acting(city.of(Role.AGENCY), Purpose.PLACEMENT) as by:
        number = file_appeal(by, decision.number, "The workers had contracts").number
    officer = colleague(city, Role.HR_OFFICER)
    with acting(officer, Purpose.APPEAL) as by:
        suspend(by, number, "Contracts were shown")
    assert known.grade(city.agency, date(2019, 6, 3)) == "b"
    assert city.application(city.person(document="T5555555"))
    with acting(officer, Purpose.APPEAL) as by:
        allow(by, number, "Contracts were in order")
    assert known.grade(city.agency, date(2019, 6, 3)) == "b"
    assert proposed(city.agency, date(2019, 6, 3)).counted == 0


def _move(city: City, person: object, kind: ApplicationKind, agency: Agency | None, site: object = None) -> Permit:
    asked = Asked(kind, person, site or city.site, "peeling veneer", Decimal(3000), agency)  # type: ignore[arg-type]
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        number = begin(by, asked).number
        submit(by, number)
        approve(by, number)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        return issue(by, number)


def test_no_worker_of_a_suspended_agency_is_stranded(city: City) -> None:
    stand_at(date(2019, 6, 3))
    workers = [city.person(document=f"T900000{place}") for place in range(3)]
    for worker in workers:
        city.permit(worker)
    given(city, _violation(city, date(2019, 6, 3)), Penalty.SUSPENSION, by=Role.HR_OFFICER, ends_on=date(2019, 12, 31))
    for worker in workers:
        notice = Notice.objects.get(person=worker)
        for language in Language:
            assert city.agency.name in sentence(notice.code, notice.slots, language)
    with pytest.raises(Refused) as refused:
        city.application(workers[0], kind=ApplicationKind.RENEWAL)
    assert refused.value.code == "agency_may_not_file"
    # One renews through the office.
    renewed = _move(city, workers[0], ApplicationKind.RENEWAL, None)
    assert renewed.valid_from == date(2019, 7, 3)
    # One moves to another agency.
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        other = Agency.objects.create(
            number=new_number("G"),
            name="Second Agency",
            credit_code="91451481MA5M7T2Y2C",
            place="pingxiang",
            registered_on=date(2018, 1, 1),
        )
        Rating.objects.create(agency=other, grade="a", since=date(2019, 1, 15))
    moved = _move(city, workers[1], ApplicationKind.TRANSFER, other)
    assert (moved.valid_from, moved.agency) == (date(2019, 6, 3), other)
    assert Job.objects.get(person=workers[1], until=None).agency == other
    # And the third one's permit runs on.
    assert Permit.objects.get(person=workers[2]).state == "valid"
    assert Application.objects.filter(state="issued").count() == 5
