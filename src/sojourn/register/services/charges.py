"""What a worker is charged for being recruited: declared by the firm or agency that takes it, with a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .. import clock, events, reading
from ..actors import By
from ..models import Application, Charge
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import ChargeKind, Payer, Role


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a worker: how much in yuan, and on which day."""

    amount: Decimal
    day: date


def declare(by: By, number: str, taken: Taken) -> Charge:
    """Declare what the worker of an application has been charged for being recruited; she sees it with her own fees.

    Raises NotAllowed for whoever neither employs nor places, NotThere where the application is not theirs, and Refused
    where nothing was taken or the day is still to come.
    """
    if Role(by.account.role) not in (Role.EMPLOYER, Role.AGENCY):
        raise NotAllowed()
    application: Application | None = reading.visible(by, "application").filter(number=number).first()
    if application is None:
        raise NotThere("application")
    if taken.amount <= 0:
        raise Refused("more_than_nothing", field="amount")
    if taken.day > clock.today():
        raise Refused("day_to_come", field="charged_on", day=taken.day)
    taker = by.account.employer or by.account.agency
    charge = Charge.objects.create(
        receipt=new_number("R"),
        kind=ChargeKind.RECRUITMENT.value,
        amount=taken.amount,
        payer=Payer.WORKER.value,
        charged_by=taker.name[:120] if taker is not None else "",
        person=application.person,
        employer=by.account.employer,
        agency=by.account.agency,
        application=application,
        charged_on=taken.day,
    )
    events.record(
        by,
        "charge.declared",
        {"receipt": charge.receipt, "kind": charge.kind, "amount": charge.amount, "application": application.number},
        person=application.person,
    )
    return charge
