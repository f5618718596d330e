"""What renewing has cost so far: days absent, hours waited, fees; for a worker herself, or for a firm."""

from __future__ import annotations

from sojourn.policy import Language
from sojourn.register import By, renewals

from ..saying import say
from .queueing import minutes
from .telling import Told, field


def costs(by: By, language: Language) -> tuple[Told, ...]:
    """What renewing has cost so far, in words: the worker herself, or a firm with those who work for it."""
    spent = renewals.spent_for(by)
    lines = {
        "absences": f"{spent.absences}",
        "days_absent": say(language, "desk.spent.days", count=spent.days_absent),
        "tickets": f"{spent.tickets}",
        "hours_waited": say(language, "desk.spent.hours", hours=f"{spent.hours_waited}"),
        "longest_wait": minutes(spent.longest_wait, language) if spent.tickets else "",
        "fees": field("charge", "amount", spent.fees, language).value,
        "never_back": f"{spent.never_back}" if spent.never_back else "",
    }
    if not (spent.absences or spent.tickets or spent.fees):
        return ()
    return tuple(Told(name, say(language, f"desk.spent.{name}"), value) for name, value in lines.items() if value)
