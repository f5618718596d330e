"""Claims on the accident insurance. They feed no check and no sanction, and who is hurt is not looked at for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from .. import clock, events, reading
from ..actors import By
from ..models import Claim, Employer, Insurance, Job, Person
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import NoticeCode, Role
from .deciding import not_own, office_of
from .notices import tell
from .steps import Guard, held, take


@dataclass(frozen=True, slots=True)
class Injury:
    """An injury at work: whose, on which day, and what happened."""

    person: Person
    injured_on: date
    what_happened: str


def file_claim(by: By, injury: Injury) -> Claim:
    """File a claim: the worker for herself, her employer of that day, or an office. Raises Refused, and NotThere where
    the account has nothing to do with her.
    """
    today = clock.today()
    if injury.injured_on > today:
        raise Refused("day_to_come", field="injured_on", day=injury.injured_on)
    if not injury.what_happened.strip():
        raise Refused("injury_not_told", field="what_happened")
    employer = _employer_on(injury.person, injury.injured_on)
    _may_file(by, injury.person, employer)
    claim = Claim(
        number=new_number("C"),
        person=injury.person,
        employer=employer,
        insurance=_insurance_on(injury.person, injury.injured_on),
        injured_on=injury.injured_on,
        what_happened=injury.what_happened.strip(),
        filed_on=today,
    )
    claim.state = take("claim", "-", "file", by, claim, GUARDS).end
    claim.save(force_insert=True)
    _note(by, claim, "filed", {"insured": claim.insurance_id is not None})
    return claim


def pay(by: By, number: str, amount: Decimal) -> Claim:
    """Note what the insurance pays on a claim, in yuan."""
    claim = _seen(by, number)
    taken = take("claim", claim.state, "pay", by, claim, GUARDS)
    if amount <= 0:
        raise Refused("more_than_nothing", field="amount")
    if claim.insurance is None:
        raise Refused("not_insured", day=claim.injured_on)
    claim.state, claim.paid, claim.settled_on, claim.decided_by = taken.end, amount, clock.today(), by.account
    claim.save()
    tell(NoticeCode.CLAIM_PAID, person=claim.person, claim=claim.number, amount=amount)
    _note(by, claim, "paid", {})
    return claim


def decline(by: By, number: str, *, reason: str, legal_basis: str, appeal_route: str) -> Claim:
    """Decline a claim, with its reason, legal basis and what she can do about it."""
    claim = _seen(by, number)
    taken = take("claim", claim.state, "decline", by, claim, GUARDS, reason=reason)
    for field, value in (("legal_basis", legal_basis), ("appeal_route", appeal_route)):
        if not value.strip():
            raise Refused(f"adverse_without.{field}", field=field)
    claim.reason, claim.legal_basis, claim.appeal_route = reason.strip(), legal_basis.strip(), appeal_route.strip()
    claim.state, claim.settled_on, claim.decided_by = taken.end, clock.today(), by.account
    claim.save()
    tell(NoticeCode.CLAIM_DECLINED, person=claim.person, claim=claim.number)
    _note(by, claim, "declined", {})
    return claim


def contest(by: By, number: str, reason: str) -> Claim:
    """Ask for a declined claim to be looked at again, by somebody else."""
    claim = _seen(by, number)
    taken = take("claim", claim.state, "contest", by, claim, GUARDS, reason=reason)
    claim.state, claim.contested_on, claim.contested_because = taken.end, clock.today(), reason.strip()
    claim.save()
    _note(by, claim, "contested", {})
    return claim


def _seen(by: By, number: str) -> Claim:
    claim: Claim = held(reading.visible(by, "claim"), "claim", number)
    return claim


def _employer_on(person: Person, day: date) -> Employer:
    jobs = Job.objects.filter(person=person, since__lte=day).filter(Q(until=None) | Q(until__gte=day))
    job = jobs.select_related("employer").order_by("-since", "-pk").first()
    if job is None:
        raise Refused("no_job_that_day", field="injured_on", day=day)
    return job.employer


def _insurance_on(person: Person, day: date) -> Insurance | None:
    return Insurance.objects.filter(person=person, since__lte=day, until__gte=day).order_by("-since", "-pk").first()


def _may_file(by: By, person: Person, employer: Employer) -> None:
    match Role(by.account.role):
        case Role.WORKER if by.account.person_id != person.pk:
            raise NotThere("person")
        case Role.EMPLOYER if by.account.employer_id != employer.pk:
            raise NotThere("person")
        case _:
            return


def _note(by: By, claim: Claim, what: str, facts: dict[str, object]) -> None:
    events.record(
        by,
        f"claim.{what}",
        {"claim": claim.number, **facts},
        person=claim.person,
        personal={"injured_on": claim.injured_on, "what_happened": claim.what_happened, "reason": claim.reason},
    )


# ---- What has to hold ------------------------------------------------------------------------------------------------


def _not_own_case(by: By, claim: Claim) -> None:
    office_of(by)
    not_own(by, claim.person)


def _not_own_decision(by: By, claim: Claim) -> None:
    if claim.decided_by_id is not None and by.account.pk == claim.decided_by_id:
        raise NotAllowed("own_decision")


def _once(by: By, claim: Claim) -> None:
    if claim.contested_on is not None:
        raise Refused("contested_already")


GUARDS: dict[str, Guard] = {"not_own_case": _not_own_case, "not_own_decision": _not_own_decision, "once": _once}
