"""Breaches that officers note: of which conduct of the programme, by whom, when, on which facts.

A note is no decision. Where the person is a minor, says that she was trafficked or needs protection, or there is a
medical emergency, no sanction may follow until an officer other than the one who noted it lifts the pause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sojourn.policy import CaseError, Outcome

from .. import clock, events, known, penalties, programme, reading
from ..actors import By
from ..models import Account, Agency, Employer, Inspection, Permit, Person, Stay, Violation
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import NoticeCode, OfficeKind, Pause, Role, ViolationState
from .deciding import not_own, office_of
from .notices import tell
from .steps import Guard, held, take

#: Who is liable for a conduct, in the programme's words.
_LIABLE = {"applicant": Person, "employer": Employer, "agency": Agency}


@dataclass(frozen=True, slots=True)
class Breach:
    """What an officer notes; `of` is the person, firm or agency, `facts` are facts of the programme."""

    conduct: str
    of: Person | Employer | Agency
    breach_on: date
    facts: Mapping[str, str] = field(default_factory=dict)
    inspection: Inspection | None = None
    stay: Stay | None = None
    permit: Permit | None = None
    pause: Pause | None = None


def note_violation(by: By, breach: Breach) -> Violation:
    """Note a breach. Raises Refused where the programme has no such conduct for them, or finds that it is none."""
    office = office_of(by)
    conduct = programme.programme().conduct.get(breach.conduct)
    if conduct is None or not isinstance(breach.of, _LIABLE.get(conduct.liable, ())):
        raise Refused("no_such_conduct", field="conduct")
    today = clock.today()
    if breach.breach_on > today:
        raise Refused("day_to_come", field="breach_on", day=breach.breach_on)
    person = breach.of if isinstance(breach.of, Person) else None
    violation = Violation(
        number=new_number("V"),
        conduct=breach.conduct,
        person=person,
        employer=breach.of if isinstance(breach.of, Employer) else None,
        agency=breach.of if isinstance(breach.of, Agency) else None,
        inspection=breach.inspection,
        stay=breach.stay,
        permit=breach.permit,
        officer=by.account,
        breach_on=breach.breach_on,
        noted_on=today,
        facts=dict(breach.facts),
    )
    taken = take("violation", "-", "note", by, violation, GUARDS)
    _is_the_breach(violation)
    violation.state = taken.end
    pause = breach.pause or (Pause.MINOR if person is not None and _minor(person, breach.breach_on) else None)
    if pause is not None and person is not None:
        _pause(by, violation, pause)
    violation.save(force_insert=True)
    _note(by, violation, "noted", {"conduct": breach.conduct, "breach_on": breach.breach_on, "office": office.number})
    if violation.state == ViolationState.PAUSED.value:
        _tell_of_pause(by, violation)
    return violation


def add_facts(by: By, number: str, facts: Mapping[str, str]) -> Violation:
    """Add what has been found out about a breach, what an authority has to judge among it."""
    violation = seen(by, number)
    take("violation", violation.state, "add_facts", by, violation, GUARDS)
    violation.facts = {**violation.facts, **facts}
    _is_the_breach(violation)
    violation.save()
    _note(by, violation, "facts_added", {"facts": sorted(facts)})
    return violation


def pause(by: By, number: str, why: Pause) -> Violation:
    """Pause what may follow: the person says, or an officer sees, that she needs to be looked after first."""
    violation = seen(by, number)
    if violation.person is None:
        raise Refused("pause_of_a_body")
    take("violation", violation.state, "pause", by, violation, GUARDS)
    _pause(by, violation, why)
    violation.save()
    _tell_of_pause(by, violation)
    return violation


def resume(by: By, number: str, reason: str) -> Violation:
    """Lift a pause, with the reason. Whoever noted the breach does not lift it."""
    violation = seen(by, number)
    taken = take("violation", violation.state, "resume", by, violation, GUARDS, reason=reason)
    violation.state = taken.end
    violation.save()
    _note(by, violation, "resumed", {}, {"reason": reason.strip(), "paused_for": violation.paused_for})
    return violation


def drop(by: By, number: str, reason: str) -> Violation:
    """Let a noted breach go without a sanction, with the reason. It counts for nothing any more."""
    violation = seen(by, number)
    taken = take("violation", violation.state, "drop", by, violation, GUARDS, reason=reason)
    violation.state = taken.end
    violation.save()
    _note(by, violation, "dropped", {}, {"reason": reason.strip()})
    return violation


def bounds_of(by: By, violation: Violation) -> penalties.Bounds:
    """What may follow, by the programme at the day of the breach: on paper, and in practice beside."""
    if not reading.visible(by, "violation").filter(pk=violation.pk).exists():
        raise NotThere("violation")
    return penalties.bounds(violation.conduct, facts_of(violation), violation.breach_on)


def facts_of(violation: Violation) -> dict[str, str]:
    """The facts of a breach: what the register knows, and over it what the officer noted."""
    return {**known.breach_facts(violation), **violation.facts}


def seen(by: By, number: str) -> Violation:
    """A violation that the account may see, held. Raises NotThere."""
    violation: Violation = held(reading.visible(by, "violation"), "violation", number)
    return violation


def may_decide(by: By, violation: Violation) -> bool:
    """Whether the officer's office is, or acts for, an authority that the programme names for the conduct."""
    authority = office_of(by).authority
    acts_as = {authority, *programme.bound().acts_for.get(authority, ())}
    return bool(acts_as & set(programme.programme().conduct[violation.conduct].by))


def _is_the_breach(violation: Violation) -> None:
    """The facts fit the programme, and do not make it certain that this is no breach."""
    try:
        found = penalties.bounds(violation.conduct, facts_of(violation), violation.breach_on)
    except CaseError as error:
        raise Refused("facts_do_not_fit", field="facts", why=penalties.Mistaken(error)) from error
    if found.outcome in (Outcome.NO, Outcome.DOES_NOT_APPLY):
        raise Refused("not_this_breach", field="conduct", conduct=penalties.Named((violation.conduct,)))


def _minor(person: Person, day: date) -> bool:
    age = known.age(person, day)
    return age is not None and penalties.is_minor(age, day)


def _pause(by: By, violation: Violation, why: Pause) -> None:
    violation.state = ViolationState.PAUSED.value
    violation.paused_for = why.value
    violation.told = _whom_to_tell(by)


def _whom_to_tell(by: By) -> Account:
    """Somebody who did not note it: of the human resources of the same place, else an auditor."""
    office = by.account.office
    others = Account.objects.filter(is_active=True).exclude(pk=by.account.pk).order_by("pk")
    near = others.filter(role=Role.HR_OFFICER.value, office__kind=OfficeKind.HUMAN_RESOURCES.value)
    if office is not None:
        near = near.filter(office__place=office.place)
    found = near.first() or others.filter(role=Role.AUDITOR.value).first()
    if found is None:
        raise Refused("nobody_to_tell")
    return found


def _tell_of_pause(by: By, violation: Violation) -> None:
    assert violation.told is not None
    assert violation.person is not None
    tell(NoticeCode.PAUSED_CASE, account=violation.told, violation=violation.number)
    tell(NoticeCode.SANCTION_PAUSED, person=violation.person, violation=violation.number, who=violation.told.name)
    _note(by, violation, "paused", {"told": violation.told.number}, {"paused_for": violation.paused_for})


def _note(
    by: By, violation: Violation, what: str, facts: dict[str, object], personal: dict[str, object] | None = None
) -> None:
    body = violation.employer or violation.agency
    said = {"violation": violation.number, "body": body.number if body else None, **facts}
    person = violation.person
    events.record(by, f"violation.{what}", said, person=person, personal=personal if person is not None else None)


# ---- What has to hold ------------------------------------------------------------------------------------------------


def _not_own_case(by: By, violation: Violation) -> None:
    not_own(by, violation.person)


def _authority(by: By, violation: Violation) -> None:
    if not may_decide(by, violation):
        raise NotAllowed("not_your_authority")


def _another_officer(by: By, violation: Violation) -> None:
    if by.account.pk == violation.officer_id:
        raise NotAllowed("you_noted_it")


GUARDS: dict[str, Guard] = {
    "not_own_case": _not_own_case,
    "authority": _authority,
    "another_officer": _another_officer,
}
