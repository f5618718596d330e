"""Breaches and sanctions for tests: what officers note, and whole sanctions on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sojourn.policy import Penalty
from sojourn.register import clock
from sojourn.register.actors import acting
from sojourn.register.models import Account, Agency, Decision, Employer, Person, Violation
from sojourn.register.numbers import new_number
from sojourn.register.services.sanctions import Sanction, sanction
from sojourn.register.services.violations import Breach, note_violation
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City, stand_at

GROUNDS = {
    "reason": "Found by two officers and admitted",
    "legal_basis": "Exit and Entry Administration Law, articles 78 to 80",
    "appeal_route": "Review by the city government within 60 days",
}
OVERSTAY = {
    "applicant.document": "border_pass",
    "stay.pass_place": "pingxiang",
    "entry": "2019-06-03",
    "stay.exit": "2019-06-05",
    "stay.serious": "yes",
}
AT_WORK = {
    "applicant.works_in_china": "yes",
    "applicant.has_work_permit": "no",
    "applicant.monthly_permit": "no",
    "applicant.workplace": "pingxiang",
    "applicant.document": "border_pass",
}
JUNE = date(2019, 6, 5)


def colleague(city: City, role: Role) -> Account:
    """Another officer of the same office."""
    account = Account(number=new_number("U"), sign_in=f"{role.value}_{Account.objects.count()}", role=role)
    account.name, account.office = "Another officer", city.of(role).office
    account.set_password("a long password")
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION):
        account.save()
    return account


def noted(
    city: City,
    of: Person | Employer | Agency,
    conduct: str,
    facts: dict[str, str],
    *,
    by: Role = Role.EXIT_ENTRY_OFFICER,
    day: date | None = None,
    **more: Any,
) -> Violation:
    """A breach noted by the officer of a role."""
    with acting(city.of(by), Purpose.INSPECTION) as acts:
        return note_violation(acts, Breach(conduct, of, day or clock.today(), facts, **more))


def given(
    city: City, violation: Violation, kind: Penalty, *, by: Role = Role.EXIT_ENTRY_OFFICER, **more: Any
) -> Decision:
    """A sanction on it, whole but for what `more` changes."""
    with acting(city.of(by), Purpose.SANCTION) as acts:
        return sanction(acts, violation.number, Sanction(kind, **(GROUNDS | more)))


def fined(city: City, person: Person) -> Decision:
    """The person fined for an overstay of a day, on 5 June 2019."""
    stand_at(JUNE)
    return given(city, noted(city, person, "pass_overstay", OVERSTAY), Penalty.FINE, amount=Decimal(500))


def banned_for_five_years(city: City, person: Person) -> Decision:
    """The person on the list for five years, caught at work on 5 June 2019."""
    stand_at(JUNE)
    return given(city, noted(city, person, "caught_at_work", AT_WORK), Penalty.BAN)
