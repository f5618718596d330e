"""What the register does by itself when a day has begun. It flags and reminds; it decides nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .. import clock
from ..actors import By, acting
from ..models import Account, Today
from ..refusal import NotAllowed, Refused
from ..vocabulary import Purpose, Role
from . import presence


@dataclass(frozen=True, slots=True)
class Nightly:
    """One act of the night: it gives how many it changed, and done twice it changes nothing more."""

    name: str
    do: Callable[[By], int]


#: What is done each night, in this order. A part of the register that has something to do adds it here.
ACTS: list[Nightly] = [
    Nightly("stays_flagged", presence.flag_stays),
]


def run(account: Account) -> dict[str, int]:
    """Do everything for today, each act in a transaction of its own; gives how many each changed.

    One that fails keeps no other from being done; what failed is raised at the end. Raises NotAllowed.
    """
    if Role(account.role) is not Role.OPERATOR:
        raise NotAllowed("not_allowed")
    done: dict[str, int] = {}
    failed: list[Exception] = []
    for act in ACTS:
        try:
            with acting(account, Purpose.OPERATION) as by:
                done[act.name] = act.do(by)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("some of the night's work was not done", failed)
    return done


def move_to(account: Account, day: date) -> dict[str, int]:
    """Have a demonstration go on to a later day, night by night; gives how many each act changed on the way.

    Raises Refused where this is no demonstration or the day is not later, NotAllowed for anybody but an operator.
    """
    if Role(account.role) is not Role.OPERATOR:
        raise NotAllowed("not_allowed")
    shown = Today.objects.first()
    if shown is None:
        raise Refused("no_demonstration")
    if day <= shown.day:
        raise Refused("not_a_later_day", field="day", day=day, today=shown.day)
    done: dict[str, int] = {}
    for morning in clock.days_between(shown.day + timedelta(days=1), day):
        Today.objects.update(day=morning)
        for name, changed in run(account).items():
            done[name] = done.get(name, 0) + changed
    return done
