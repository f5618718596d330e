"""Why a permit comes without an insurance: what the programme says of the premium on a day, in words."""

from __future__ import annotations

from datetime import date

from sojourn.policy import Language, Outcome
from sojourn.register import answer_on, bound

from ..shelf import teller


def why_uninsured(day: date, language: Language) -> str:
    """Why no premium is charged on a day: what the sources leave open, or that there is none; '' where there is one."""
    answer = answer_on({}, day, bound().premium)
    found = answer.practice.finding or answer.paper
    if found.outcome in (Outcome.YES, Outcome.YES_IF):
        return ""
    told = teller(bound().programme, language).answer(answer)
    said = told.practice.finding or told.paper
    open_days = said.unknowns.children if said.unknowns is not None else ()
    return " ".join([said.headline, *(one.text for one in open_days)])
