"""Days of change that the sources leave open and the office knows: settled once, with how it is known."""

from __future__ import annotations

from datetime import date

from sojourn.policy import CaseError

from .. import events, programme
from ..actors import By
from ..models import SettledDay
from ..refusal import NotAllowed, Refused
from ..vocabulary import Role
from .deciding import basis_known


def settle(by: By, boundary: str, day: date, reason: str) -> SettledDay:
    """Have the register go by that day from now on.

    `reason` says how the day is known: in words, or as `source:KEY` by a source of the programme. Raises Refused where
    the programme has no such open day, its sources exclude the one given, or it has no such source.
    """
    if Role(by.account.role) not in (Role.SUPERVISOR, Role.OPERATOR):
        raise NotAllowed()
    if not reason.strip():
        raise Refused("reason_needed", field="reason")
    basis_known(reason.strip(), field="reason")
    try:
        programme.case_on({}, day, settled={boundary: day})
    except CaseError as error:
        raise Refused("day_not_possible", field="day", why=str(error)) from error
    settled, _ = SettledDay.objects.update_or_create(
        boundary=boundary, defaults={"day": day, "reason": reason.strip(), "account": by.account}
    )
    events.record(by, "programme.day_settled", {"boundary": boundary, "day": day, "reason": reason.strip()})
    return settled
