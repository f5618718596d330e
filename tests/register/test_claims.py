"""Claims on the accident insurance: paid, or declined with all a decision against somebody needs, and contested."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError

from sojourn.register import reading
from sojourn.register.actors import acting
from sojourn.register.models import Claim, Decision, Event, Job, Notice, Person
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.claims import Injury, contest, decline, file_claim, pay
from sojourn.register.vocabulary import ClaimState, Purpose, Role
from tests.register.city import City, stand_at
from tests.register.conduct import GROUNDS, colleague

DAY = date(2019, 12, 31)


@pytest.fixture
def hurt(city: City) -> Person:
    """A worker insured from 31 December 2019, on which day the insurance has certainly begun."""
    stand_at(DAY)
    person = city.person()
    city.permit(person)
    return person


def _filed(person: Person) -> str:
    with acting(person.account, Purpose.OWN_RECORD) as by:
        return file_claim(by, Injury(person, DAY, "A log fell on her foot")).number


def test_she_claims_and_is_paid(city: City, hurt: Person) -> None:
    number = _filed(hurt)
    assert Claim.objects.get(number=number).insurance is not None
    with acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT) as by:
        assert pay(by, number, Decimal(4200)).state == ClaimState.PAID
    with acting(hurt.account, Purpose.OWN_RECORD) as by:
        assert reading.opened(by, "claim", number)["paid"] == Decimal("4200.00")
    assert Notice.objects.get(person=hurt).code == "claim_paid"
    assert not Decision.objects.filter(person=hurt, adverse=True).exists()


def test_her_employer_can_file_for_her_and_sees_nothing_of_it_after(city: City, hurt: Person) -> None:
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by:
        number = file_claim(by, Injury(hurt, DAY, "A log fell on her foot")).number
    with acting(city.of(Role.EMPLOYER), Purpose.EMPLOYMENT) as by, pytest.raises(NotAllowed):
        reading.opened(by, "claim", number)
    with acting(city.of(Role.AGENCY), Purpose.PLACEMENT) as by, pytest.raises(NotAllowed):
        file_claim(by, Injury(hurt, DAY, "A log fell on her foot"))


def test_nobody_files_for_whom_she_has_nothing_to_do_with(city: City, hurt: Person) -> None:
    other = city.person(document="T2222222")
    with acting(other.account, Purpose.OWN_RECORD) as by, pytest.raises(NotThere):
        file_claim(by, Injury(hurt, DAY, "A log fell"))
    with acting(other.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused) as refused:
        file_claim(by, Injury(other, DAY, "A log fell"))
    assert refused.value.code == "no_job_that_day"


@pytest.mark.parametrize(
    ("day", "text", "field"), [(DAY + timedelta(days=1), "A log", "injured_on"), (DAY, "  ", "what_happened")]
)
def test_an_injury_lies_in_the_past_and_is_told(city: City, hurt: Person, day: date, text: str, field: str) -> None:
    with acting(hurt.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused) as refused:
        file_claim(by, Injury(hurt, day, text))
    assert refused.value.field == field


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "appeal_route"])
def test_a_declined_claim_is_whole_or_is_not(city: City, hurt: Person, missing: str) -> None:
    number = _filed(hurt)
    with acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT) as by, pytest.raises(Refused) as refused:
        decline(by, number, **GROUNDS | {missing: " "})
    assert refused.value.field == missing
    whole = {**GROUNDS, "decided_by": city.of(Role.HR_OFFICER), "settled_on": DAY}
    with (
        pytest.raises(DatabaseError, match="declined_claim_is_whole"),
        acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT),
    ):
        Claim.objects.filter(number=number).update(state="declined", **whole | {missing: ""})


def test_she_contests_and_another_officer_looks_again_once(city: City, hurt: Person) -> None:
    number = _filed(hurt)
    officer = city.of(Role.HR_OFFICER)
    with acting(officer, Purpose.COMPLAINT) as by:
        decline(by, number, **GROUNDS)
    with acting(hurt.account, Purpose.OWN_RECORD) as by:
        contest(by, number, "The foreman saw it")
    with acting(officer, Purpose.COMPLAINT) as by, pytest.raises(NotAllowed) as refused:
        pay(by, number, Decimal(1))
    assert refused.value.code == "own_decision"
    with acting(officer, Purpose.COMPLAINT) as by, pytest.raises(NotAllowed):
        decline(by, number, **GROUNDS)
    with acting(colleague(city, Role.HR_OFFICER), Purpose.COMPLAINT) as by:
        decline(by, number, **GROUNDS)
    with acting(hurt.account, Purpose.OWN_RECORD) as by, pytest.raises(Refused) as again:
        contest(by, number, "But he did")
    assert again.value.code == "contested_already"


def test_without_insurance_nothing_is_paid_from_it(city: City) -> None:
    person = city.person()
    city.permit(person)
    day = date(2019, 3, 4)
    with acting(person.account, Purpose.OWN_RECORD) as by:
        number = file_claim(by, Injury(person, day, "A log fell")).number
    with acting(city.of(Role.HR_OFFICER), Purpose.COMPLAINT) as by, pytest.raises(Refused) as refused:
        pay(by, number, Decimal(4200))
    assert refused.value.code == "not_insured"
    assert Job.objects.filter(person=person, until=None).exists()


def test_what_happened_stands_in_no_ledger(city: City, hurt: Person) -> None:
    _filed(hurt)
    event = Event.objects.get(kind="claim.filed")
    assert set(event.facts) == {"claim", "insured"}
    assert event.commitment
