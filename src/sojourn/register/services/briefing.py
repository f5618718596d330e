"""What an officer is told before deciding: the finding in full, and what issuing the permit today would give out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sojourn.policy import Answer, edition_of

from .. import clock, known, programme, reading
from ..actors import By
from ..models import Application
from ..refusal import NotThere
from ..vocabulary import Act, Payer, Role
from .permits import span_of

#: Who is told the reasons of a finding: they name facts of the person that a firm has no right to.
TOLD_WHY = frozenset({Role.WORKER, Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Found:
    """A finding told anew from the facts and the day it was kept with.

    `as_kept`: whether it still comes out as it was kept; the programme's files may have been edited since.
    """

    answer: Answer
    day: date
    facts: Mapping[str, str]
    as_kept: bool
    same_edition: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What issuing the permit today would give out: its days, the last day by the rules on paper, fee and premium."""

    months: int | None
    first: date
    last: date | None
    paper_last: date | None
    fee: Decimal | None
    fee_payer: Payer
    premium: Decimal | None
    premium_payer: Payer


def found(by: By, number: str) -> Found | None:
    """The whole finding of an application; None before there is one. Raises NotThere.

    None as well for a role that sees only what came out: the reasons name facts of the person.
    """
    application: Application = _application(by, number)
    kept = application.finding
    if kept is None or Role(by.account.role) not in TOLD_WHY:
        return None
    answer = programme.answer_on(kept.facts, kept.day)
    return Found(
        answer,
        kept.day,
        kept.facts,
        answer.paper.outcome.value == kept.on_paper,
        edition_of(kept.programme) == kept.edition,
    )


def outlook(by: By, number: str) -> Outlook:
    """What issuing the permit of an application today would give out. Raises NotThere."""
    application = _application(by, number)
    today = clock.today()
    facts = known.case_facts(application.person, application.employer, application.site, application.agency, today)
    terms = programme.terms(facts, today)
    span = span_of(application, terms, today) if terms.months is not None else None
    return Outlook(
        span.months if span is not None else None,
        span.first if span is not None else today,
        span.last if span is not None else None,
        span.paper_last if span is not None else None,
        terms.fee,
        programme.fee_payer(),
        terms.premium * span.months if terms.premium is not None and span is not None else None,
        programme.premium_payer(),
    )


def _application(by: By, number: str) -> Application:
    act = Act.OPEN if reading.may(by, "application", Act.OPEN) else Act.LIST
    row = reading.visible(by, "application", act).filter(number=number).select_related("finding").first()
    if row is None:
        raise NotThere("application")
    application: Application = row
    return application
