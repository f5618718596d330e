"""An application's way from the agency's desk to a permit, and where it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from sojourn.register import clock, events
from sojourn.register.actors import acting
from sojourn.register.models import AuditRow, Charge, Decision, Event, Insurance, Job, Permit, Rating
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.applications import approve, issue, refuse
from sojourn.register.services.deciding import decide
from sojourn.register.services.settling import settle
from sojourn.register.vocabulary import DecisionKind, Payer, Purpose, Role
from tests.register.city import City, stand_at
from tests.register.conduct import colleague

#: What a decision against somebody stands on.
GROUNDS = {"reason": "No room", "legal_basis": "Plan of 2019", "appeal_route": "City government, 60 days"}


def test_a_permit_is_issued_for_the_term_of_practice_with_the_paper_term_beside(city: City) -> None:
    permit = Permit.objects.get(number=city.permit(city.person()))
    assert (permit.valid_from, permit.valid_to) == (date(2019, 3, 4), date(2019, 4, 3))
    assert permit.paper_to == date(2019, 9, 3)


def test_fee_insurance_and_job_go_with_the_permit(city: City) -> None:
    person = city.person()
    city.permit(person)
    charges = {charge.kind: charge for charge in Charge.objects.all()}
    assert charges["permit_fee"].amount == Decimal("120.00")
    assert charges["permit_fee"].payer == Payer.WORKER
    job = Job.objects.get(person=person)
    assert (job.site, job.agency, job.until) == (city.site, city.agency, None)
    # On 4 March 2019 it is not known whether the insurance had begun, so no premium is made up.
    assert "premium" not in charges


def test_once_the_insurance_has_begun_each_permit_is_insured(city: City) -> None:
    stand_at(date(2019, 12, 31))
    person = city.person()
    city.permit(person)
    insurance = Insurance.objects.get(person=person)
    assert (insurance.premium, insurance.until) == (Decimal("23.00"), date(2020, 1, 30))


def test_an_office_that_knows_when_a_rule_changed_settles_the_day(city: City) -> None:
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        settle(by, "insurance_start", date(2019, 3, 1), "Contract with the insurer, first day of cover")
    person = city.person()
    city.permit(person)
    assert Insurance.objects.get(person=person).premium == Decimal("23.00")


@pytest.mark.parametrize(
    ("boundary", "day"), [("insurance_started", date(2019, 3, 1)), ("insurance_start", date(2021, 1, 1))]
)
def test_a_day_that_the_sources_exclude_cannot_be_settled(city: City, boundary: str, day: date) -> None:
    with pytest.raises(Refused), acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        settle(by, boundary, day, "Hearsay")


@pytest.mark.parametrize(("basis", "known"), [("source:gx.ins.fee", True), ("source:gx.hearsay", False)])
def test_a_day_rests_on_a_source_that_the_programme_has(city: City, basis: str, known: bool) -> None:
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        if not known:
            with pytest.raises(Refused) as error:
                settle(by, "insurance_start", date(2019, 3, 1), basis)
            assert (error.value.code, error.value.field) == ("no_such_source", "reason")
            return
        assert settle(by, "insurance_start", date(2019, 3, 1), basis).reason == basis
    assert Event.objects.get(kind="programme.day_settled").facts["reason"] == basis


def test_every_change_has_its_event_and_audit_row_and_the_chain_holds(city: City) -> None:
    city.permit(city.person())
    kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds[:3] == ["application.begun", "application.submitted", "decision.employment_approved"]
    assert events.verify() is None
    assert AuditRow.objects.filter(table="register_permit", operation="insert").count() == 1


def test_two_authorities_decide_and_neither_does_the_others_part(city: City) -> None:
    number = city.application(city.person())
    with pytest.raises(Refused), acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        issue(by, number)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        approve(by, number)
    with pytest.raises(NotAllowed), acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        issue(by, number)
    assert not Permit.objects.exists()


def test_an_agency_graded_d_cannot_file(city: City) -> None:
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        Rating.objects.create(agency=city.agency, grade="d", since=date(2019, 3, 1))
    with pytest.raises(Refused) as refused:
        city.application(city.person())
    assert refused.value.code == "agency_may_not_file"


def test_who_may_not_see_a_case_cannot_act_on_it(city: City) -> None:
    number = city.application(city.person())
    with pytest.raises(NotThere), acting(city.of(Role.SERVICE_CENTRE), Purpose.COUNTER) as by:
        refuse(by, number, reason="x", legal_basis="x", appeal_route="x")


def test_a_refusal_needs_its_reason(city: City) -> None:
    number = city.application(city.person())
    with pytest.raises(Refused) as refused, acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        refuse(by, number, reason=" ", legal_basis="Plan of 2019", appeal_route="City government, 60 days")
    assert refused.value.field == "reason"


def test_nobody_decides_her_own_application(city: City) -> None:
    """An officer who comes to work in the zone herself: a colleague decides, with every step that there is."""
    person = city.person()
    number = city.application(person)

    def refused(role: Role, act: Callable[..., object], **said: str) -> None:
        officer = colleague(city, role)
        officer.person_id = person.pk
        before = Decision.objects.count()
        with acting(officer, Purpose.CASE) as by, pytest.raises(NotAllowed) as error:
            act(by, number, **said)
        assert error.value.code == "own_case"
        assert Decision.objects.count() == before

    refused(Role.HR_OFFICER, approve)
    refused(Role.HR_OFFICER, refuse, **GROUNDS)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        approve(by, number)
    refused(Role.EXIT_ENTRY_OFFICER, issue)
    refused(Role.EXIT_ENTRY_OFFICER, refuse, **GROUNDS)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        assert issue(by, number).person == person


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AGENCY, Role.EMPLOYER, Role.WORKER])
def test_a_decision_is_the_act_of_an_officer_of_an_office(city: City, role: Role) -> None:
    """Whatever calls for a decision, the account that acts is of an office, and is named by it."""
    person = city.person()
    account = person.account if role is Role.WORKER else city.of(role)
    account.office = None
    for about in (person, city.person()):
        with acting(account, Purpose.OPERATION) as by, pytest.raises(NotAllowed):
            decide(by, DecisionKind.WARNING, person=about, ends_on=clock.today(), **GROUNDS)
    officer = city.of(Role.EXIT_ENTRY_OFFICER)
    with acting(officer, Purpose.SANCTION) as by:
        decision = decide(by, DecisionKind.WARNING, person=person, ends_on=clock.today(), **GROUNDS)
    assert (decision.officer, decision.office) == (officer, officer.office)
