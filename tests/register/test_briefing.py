"""What an officer is told before deciding: the finding as it was kept, and what issuing gives out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sojourn.policy import Outcome
from sojourn.register.actors import acting
from sojourn.register.models import Permit
from sojourn.register.refusal import NotAllowed, NotThere
from sojourn.register.services.briefing import found, outlook
from sojourn.register.vocabulary import ApplicationKind, Payer, Purpose, Role
from tests.register.city import City, stand_at


def test_the_finding_is_told_for_the_day_of_submission(city: City) -> None:
    number = city.application(city.person())
    stand_at(date(2019, 3, 11))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        told = found(by, number)
    assert told is not None
    assert told.day == date(2019, 3, 4)
    assert told.answer.paper.outcome is Outcome.YES
    assert told.as_kept
    assert told.same_edition


def test_a_firm_is_not_told_the_reasons(city: City) -> None:
    """They name facts of the worker, her home among them, that a firm has no right to."""
    number = city.application(city.person())
    with acting(city.of(Role.EMPLOYER), Purpose.FILING) as by:
        assert found(by, number) is None


def test_nobody_is_told_of_a_case_that_is_not_before_her(city: City) -> None:
    number = city.application(city.person())
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by, pytest.raises((NotAllowed, NotThere)):
        found(by, number)


def test_the_outlook_is_what_issuing_gives_out(city: City) -> None:
    person = city.person()
    number = city.application(person)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        told = outlook(by, number)
    assert (told.first, told.last, told.paper_last) == (date(2019, 3, 4), date(2019, 4, 3), date(2019, 9, 3))
    assert (told.fee, told.fee_payer) == (Decimal("120.00"), Payer.WORKER)


def test_the_outlook_of_a_renewal_begins_after_the_permit_that_runs(city: City) -> None:
    person = city.person()
    city.permit(person)
    stand_at(date(2019, 4, 1))
    number = city.application(person, kind=ApplicationKind.RENEWAL)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        told = outlook(by, number)
    assert told.first == date(2019, 4, 4)
    assert Permit.objects.count() == 1
