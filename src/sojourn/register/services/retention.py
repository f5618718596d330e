"""Retention: every class of data has its clock (`retention.yaml`), and a sweep takes what has outlived it.

To forget a person is to erase what identifies her and the key of her commitments: the events stay, the chain verifies,
statistics count her under a number that says nothing, and nobody can tie a value to her again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.apps import apps
from django.db.models import CharField, DateField, DateTimeField, Exists, Max, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest

from .. import clock, events
from ..actors import By
from ..models import (
    Account,
    Appeal,
    Application,
    Claim,
    Complaint,
    Correction,
    Crossing,
    Decision,
    Document,
    EmergencyAccess,
    Gap,
    Job,
    LedgerRow,
    Notice,
    Person,
    PersonDetails,
    PersonKey,
    RecoveryCode,
    SecondFactor,
    Stay,
    Violation,
    Withheld,
)
from ..refusal import NotAllowed
from ..vocabulary import AppealState, ApplicationState, ClaimState, ComplaintState, Purpose, Role, ViolationState

#: What stands where words were.
ERASED = "–"
_LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A class of data: whose rows, from which day, for how many days, what then, and why so long."""

    name: str
    table: str
    start: str
    days: int
    then: str
    columns: tuple[str, ...]
    why: str


@cache
def clocks() -> Mapping[str, Clock]:
    """Every class of data with its clock."""
    written = yaml.safe_load(resources.files("sojourn.register").joinpath("retention.yaml").read_text(encoding="utf-8"))
    return {
        name: Clock(
            name, said["table"], said["from"], said["days"], said["then"], tuple(said.get("columns", ())), said["why"]
        )
        for name, said in written["classes"].items()
    }


def sweep(by: By) -> dict[str, int]:
    """Take everything that has outlived its clock; gives how many rows of each class. Raises NotAllowed."""
    if by.purpose is not Purpose.RETENTION or Role(by.account.role) not in (Role.AUDITOR, Role.OPERATOR):
        raise NotAllowed()
    taken = {name: _take(by, one) for name, one in clocks().items()}
    events.record(by, "retention.swept", {"taken": {name: count for name, count in taken.items() if count}})
    return taken


def overdue(day: date | None = None) -> dict[str, int]:
    """How many rows of each class have outlived their clock: after a sweep, none."""
    return {name: _outlived(one, day or clock.today()).count() for name, one in clocks().items()}


def forget(by: By, person: Person) -> None:
    """Erase what identifies a person, for good."""
    # What must stay unique is kept apart by each row's own key, which says nothing.
    kept_apart = Concat(Value(ERASED), Cast("pk", CharField()))
    PersonDetails.objects.filter(person=person).delete()
    PersonKey.objects.filter(person=person).delete()
    Document.objects.filter(person=person).update(document_number=kept_apart)
    Crossing.objects.filter(person=person).update(document_number=kept_apart, reasons=[])
    Gap.objects.filter(person=person).exclude(answer="").update(answer=ERASED)
    Decision.objects.filter(person=person).exclude(reason="").update(reason=ERASED)
    Violation.objects.filter(person=person).update(facts={}, paused_for="")
    Appeal.objects.filter(decision__person=person).update(grounds=ERASED, suspends_because="")
    Claim.objects.filter(person=person).update(what_happened=ERASED, contested_because="")
    Claim.objects.filter(person=person).exclude(reason="").update(reason=ERASED)
    Notice.objects.filter(person=person).delete()
    Complaint.objects.filter(person=person).update(text=ERASED, answer=ERASED)
    Correction.objects.filter(person=person).update(wanted=ERASED, answer=ERASED)
    EmergencyAccess.objects.filter(person=person).update(reason=ERASED, review=ERASED)
    Withheld.objects.filter(person=person).update(ground=ERASED)
    LedgerRow.objects.filter(person=person).update(personal={})
    account = Account.objects.filter(person=person).first()
    if account is not None:
        account.name = account.sign_in = f"{ERASED}{account.number}"
        account.is_active = False
        RecoveryCode.objects.filter(factor__account=account).delete()
        SecondFactor.objects.filter(account=account).delete()
        account.set_unusable_password()
        account.save()
    person.erased_on = clock.today()
    person.save()
    events.record(by, "person.forgotten", {"person": person.number}, person=person)


def _take(by: By, one: Clock) -> int:
    found = _outlived(one, clock.today())
    match one.then:
        case "delete":
            return found.delete()[0]
        case "clear":
            return found.update(**{column: _empty(found.model, column) for column in one.columns})
        case _:
            # Who is held is looked up first: rows that are counted over cannot be held.
            keys = list(found.values_list("pk", flat=True))
            people = list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
            for person in people:
                forget(by, person)
            return len(people)


def _outlived(one: Clock, day: date) -> QuerySet[Any]:
    model = apps.get_model("register", one.table)
    before = day - timedelta(days=one.days)
    if one.then == "forget":
        return _unneeded(before)
    start = model._meta.get_field(one.start)
    limit = clock.start_of(before) if isinstance(start, DateTimeField) else before
    assert isinstance(start, DateField)
    found: QuerySet[Any] = model._default_manager.filter(**{f"{one.start}__lt": limit})
    if one.then == "clear":
        # What has been cleared already is not cleared again.
        done = Q(**{column: _empty(model, column) for column in one.columns})
        found = found.exclude(done)
    return found


def _empty(model: type[Model], column: str) -> object:
    return None if model._meta.get_field(column).null else ERASED


def _unneeded(before: date) -> QuerySet[Person]:
    """People of whom nothing is open, and of whom the last thing that needed their data ended before a day."""
    mine = OuterRef("pk")
    open_now = (
        Q(Exists(Stay.objects.filter(person=mine, open=True)))
        | Q(Exists(Job.objects.filter(person=mine, until=None)))
        | Q(
            Exists(
                Application.objects.filter(person=mine).exclude(
                    state__in=[
                        ApplicationState.ISSUED.value,
                        ApplicationState.REFUSED.value,
                        ApplicationState.WITHDRAWN.value,
                    ]
                )
            )
        )
        | Q(Exists(Appeal.objects.filter(decision__person=mine, state=AppealState.FILED.value)))
        | Q(Exists(Claim.objects.filter(person=mine, state__in=[ClaimState.FILED.value, ClaimState.CONTESTED.value])))
        | Q(Exists(Complaint.objects.filter(person=mine).exclude(state=ComplaintState.CLOSED.value)))
        | Q(
            Exists(
                Violation.objects.filter(
                    person=mine, state__in=[ViolationState.NOTED.value, ViolationState.PAUSED.value]
                )
            )
        )
    )
    last = Greatest(
        "registered_on",
        *(
            Coalesce(Max(path), _LONG_AGO, output_field=DateField())
            for path in (
                "permits__valid_to",
                "stays__left_on",
                "stays__gone_by",
                "jobs__until",
                "decisions__ends_on",
                "decisions__decided_on",
                "applications__closed_on",
                "claims__settled_on",
                "complaints__answered_on",
            )
        ),
    )
    return (
        Person.objects.filter(erased_on=None)
        .exclude(open_now)
        .annotate(last_needed=last)
        .filter(last_needed__lt=before)
        .order_by("pk")
    )
