"""Whether a firm may hire border workers: granted, withdrawn for a time, and held again; by a named officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sojourn.policy import Outcome

from .. import clock, known, programme
from ..actors import By
from ..models import Decision, Employer, Job, Person, Qualification, Violation
from ..refusal import NotAllowed, Refused
from ..vocabulary import DecisionKind, NoticeCode, RestsOn, Role
from .deciding import decide
from .notices import tell, tell_people


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision against a body needs."""

    reason: str
    legal_basis: str = ""
    appeal_route: str = ""
    ends_on: date | None = None


def grant(by: By, employer: Employer, reason: str) -> Decision:
    """Grant the hiring qualification, or give it back before its withdrawal ends."""
    _hr_officer(by)
    _hold(employer)
    today = clock.today()
    if known.qualified(employer, today):
        raise Refused("qualified_already")
    if not reason.strip():
        raise Refused("reason_needed", field="reason")
    withdrawn = (
        Decision.objects.filter(
            employer=employer,
            kind=DecisionKind.QUALIFICATION_WITHDRAWN.value,
            begins_on__lte=today,
            ends_on__gte=today,
            superseded_by=None,
        )
        .order_by("-pk")
        .first()
    )
    decision = decide(
        by, DecisionKind.QUALIFICATION_GRANTED, employer=employer, reason=reason, supersedes=withdrawn, conduct=""
    )
    Qualification.objects.create(employer=employer, held=True, since=today, decision=decision)
    tell(NoticeCode.QUALIFICATION_GRANTED, employer=employer, decision=decision.number)
    return decision


def may_hire(employer: Employer, place: str, day: date) -> bool:
    """Whether the programme lets the firm hire at a place on a day; what it leaves open does not speak against it."""
    facts = known.firm_facts(employer, place, day)
    return programme.answer_on(facts, day, programme.bound().may_hire).paper.outcome is not Outcome.NO


def withdraw(
    by: By,
    employer: Employer,
    grounds: Grounds,
    *,
    violation: Violation | None = None,
    rests_on: RestsOn = RestsOn.OFFICER,
) -> Decision:
    """Withdraw the qualification until a day; its workers are told that they can move to another employer.

    Permits that run go on running: the workers are not the ones who broke the rule.
    """
    _hr_officer(by)
    _hold(employer)
    today = clock.today()
    if known.qualified(employer, today) is False:
        raise Refused("not_qualified")
    decision = decide(
        by,
        DecisionKind.QUALIFICATION_WITHDRAWN,
        employer=employer,
        reason=grounds.reason,
        legal_basis=grounds.legal_basis,
        appeal_route=grounds.appeal_route,
        ends_on=grounds.ends_on,
        conduct=violation.conduct if violation is not None else "",
        violation=violation,
        rests_on=rests_on,
    )
    Qualification.objects.create(employer=employer, held=False, since=today, decision=decision)
    tell(NoticeCode.QUALIFICATION_WITHDRAWN, employer=employer, decision=decision.number, ends_on=grounds.ends_on)
    tell_people(
        NoticeCode.EMPLOYER_SUSPENDED, _workers(employer, today), employer=employer.name, ends_on=grounds.ends_on
    )
    return decision


def holds(employer: Employer) -> bool | None:
    """Whether the firm may hire border workers today; None where nothing was ever decided."""
    return known.qualified(employer, clock.today())


def history(employer: Employer) -> list[Qualification]:
    """Every time the firm got or lost the qualification, the latest first, each with its decision."""
    return list(Qualification.objects.filter(employer=employer).select_related("decision").order_by("-since", "-pk"))


def _workers(employer: Employer, day: date) -> list[Person]:
    jobs = Job.objects.filter(employer=employer, since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    return list(Person.objects.filter(pk__in=jobs.values("person"), erased_on=None).order_by("pk"))


def _hold(employer: Employer) -> None:
    """Hold the firm, so that two officers do not decide about it at once."""
    Employer.objects.select_for_update().get(pk=employer.pk)


def _hr_officer(by: By) -> None:
    if Role(by.account.role) is not Role.HR_OFFICER:
        raise NotAllowed()
