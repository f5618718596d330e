"""What a worker is charged for being recruited: declared by who takes it, and seen by her."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from sojourn.register import clock, reading
from sojourn.register.actors import acting
from sojourn.register.events import verify
from sojourn.register.models import Charge
from sojourn.register.refusal import NotAllowed, NotThere, Refused
from sojourn.register.services.charges import Taken, declare
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City


def test_an_agency_declares_what_it_took_and_she_sees_it(city: City) -> None:
    person = city.person()
    number = city.application(person)
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        declare(by, number, Taken(Decimal("800.00"), clock.today()))
    with acting(person.account, Purpose.OWN_RECORD) as by:
        (seen,) = reading.listing(by, "charge").rows
    assert (seen["kind"], seen["payer"], seen["amount"]) == ("recruitment", "worker", Decimal("800.00"))
    assert seen["charged_by"] == city.agency.name
    assert verify() is None


@pytest.mark.parametrize(
    ("amount", "later", "code", "field"),
    [
        ("0", 0, "more_than_nothing", "amount"),
        ("-5", 0, "more_than_nothing", "amount"),
        ("5", 1, "day_to_come", "charged_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(city: City, amount: str, later: int, code: str, field: str) -> None:
    number = city.application(city.person())
    with pytest.raises(Refused) as caught, acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        declare(by, number, Taken(Decimal(amount), clock.today() + timedelta(days=later)))
    assert (caught.value.code, caught.value.field) == (code, field)
    assert not Charge.objects.exists()


def test_only_who_recruits_declares_and_only_of_its_own(city: City) -> None:
    number = city.application(city.person())
    taken = Taken(Decimal(5), date(2019, 3, 4))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by, pytest.raises(NotAllowed):
        declare(by, number, taken)
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by, pytest.raises(NotThere):
        declare(by, "A-00000000-0", taken)
