"""Applications: begun, submitted, checked, decided by each authority at the single window, issued or refused.

The register asks `policy` for the finding and keeps it with the application; an officer decides. Deciding against the
finding is possible, needs a reason and is marked: that is the gap between paper and practice, where it happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from sojourn.policy import Outcome

from .. import clock, events, known, programme, reading
from ..actors import By
from ..models import Agency, Application, Decision, Document, Employer, Permit, Person, Site
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import ApplicationKind, ApplicationState, DecisionKind, DocumentKind, PermitState, Role
from .deciding import decide, not_own, office_of
from .permits import banned, issue_permit, last_permit
from .qualifications import may_hire
from .steps import Guard, held, take


@dataclass(frozen=True, slots=True)
class Asked:
    """What an application asks for."""

    kind: ApplicationKind
    person: Person
    site: Site
    occupation: str
    wage_promised: Decimal
    agency: Agency | None = None


def begin(by: By, asked: Asked) -> Application:
    """Begin an application, as a draft. Raises Refused where the account may not file, or something does not fit."""
    employer = asked.site.employer
    if not asked.occupation.strip():
        raise Refused("occupation_missing", field="occupation")
    if asked.wage_promised <= 0:
        raise Refused("wage_not_positive", field="wage_promised")
    _files_for(by, employer, asked.agency)
    application = Application(
        number=new_number("A"),
        kind=asked.kind.value,
        route=programme.bound().route,
        person=asked.person,
        employer=employer,
        site=asked.site,
        agency=asked.agency,
        filed_by=by.account.role,
        occupation=asked.occupation.strip(),
        wage_promised=asked.wage_promised,
        renews=last_permit(asked.person) if asked.kind is not ApplicationKind.NEW else None,
        begun_on=clock.today(),
    )
    take("application", "-", "begin", by, application, GUARDS)
    application.save(force_insert=True)
    _note(by, application, "begun", {"kind": asked.kind.value, "employer": employer.number, "site": asked.site.number})
    return application


def submit(by: By, number: str, version: int | None = None) -> Application:
    """Submit a draft: the finding is worked out and kept with it, and the day by which to decide is set."""
    application = _mine(by, number, version)
    taken = take("application", application.state, "submit", by, application, GUARDS)
    today = clock.today()
    facts = known.case_facts(application.person, application.employer, application.site, application.agency, today)
    application.finding = programme.finding(facts, today)
    application.submitted_on = today
    application.decide_by = programme.terms(facts, today).decide_by
    application.note_of_flag = _flag(application)
    _moved(application, taken.end)
    _note(
        by,
        application,
        "submitted",
        {"finding": application.finding.content_hash, "on_paper": application.finding.on_paper},
    )
    return application


def check(by: By, number: str, version: int | None = None) -> Application:
    """Note that the papers of a submitted application are complete."""
    application = _at_the_office(by, number, version)
    taken = take("application", application.state, "check", by, application, GUARDS)
    _moved(application, taken.end)
    _note(by, application, "checked", {})
    return application


def approve(by: By, number: str, *, reason: str = "", version: int | None = None) -> Decision:
    """Approve the employment: the first of the two authorities of the single window."""
    application = _at_the_office(by, number, version)
    taken = take("application", application.state, "approve", by, application, GUARDS, reason=reason)
    decision = _decide(by, application, DecisionKind.EMPLOYMENT_APPROVED, reason)
    _moved(application, taken.end)
    return decision


def issue(by: By, number: str, *, reason: str = "", version: int | None = None) -> Permit:
    """Issue the permit of an approved application, for the term that is given out on this day."""
    application = _at_the_office(by, number, version)
    taken = take("application", application.state, "issue", by, application, GUARDS, reason=reason)
    decision = _decide(by, application, DecisionKind.PERMIT_ISSUED, reason)
    permit = issue_permit(by, application, decision)
    application.closed_on = clock.today()
    _moved(application, taken.end)
    return permit


def refuse(
    by: By, number: str, *, reason: str, legal_basis: str, appeal_route: str, version: int | None = None
) -> Decision:
    """Refuse an application, with its reason, legal basis and way to appeal. A new one may be filed the same day."""
    application = _at_the_office(by, number, version)
    taken = take("application", application.state, "refuse", by, application, GUARDS, reason=reason)
    found = application.finding
    decision = decide(
        by,
        DecisionKind.APPLICATION_REFUSED,
        person=application.person,
        application=application,
        against_finding=found is not None and programme.says_yes(found),
        reason=reason,
        legal_basis=legal_basis,
        appeal_route=appeal_route,
        ends_on=clock.today(),
    )
    application.closed_on = clock.today()
    _moved(application, taken.end)
    return decision


def withdraw(by: By, number: str, version: int | None = None) -> Application:
    """Take an application back before it is decided."""
    application = _mine(by, number, version)
    taken = take("application", application.state, "withdraw", by, application, GUARDS)
    application.closed_on = clock.today()
    _moved(application, taken.end)
    _note(by, application, "withdrawn", {})
    return application


def _decide(by: By, application: Application, kind: DecisionKind, reason: str) -> Decision:
    """A decision in somebody's favour; against the finding only with a reason."""
    found = application.finding
    return decide(
        by,
        kind,
        person=application.person,
        application=application,
        against_finding=found is not None and not programme.says_yes(found),
        reason=reason,
    )


def _mine(by: By, number: str, version: int | None) -> Application:
    """An application that the account's own firm, agency or office has before it, or her own."""
    found: QuerySet[Application] = reading.visible(by, "application")
    return held(found, "application", number, version)


_at_the_office = _mine


def _moved(application: Application, state: str) -> None:
    application.state = state
    application.version += 1
    application.save()


def _note(by: By, application: Application, what: str, facts: dict[str, Any]) -> None:
    events.record(by, f"application.{what}", {"application": application.number, **facts}, person=application.person)


def _files_for(by: By, employer: Employer, agency: Agency | None) -> None:
    """A firm files for itself, an agency under its own name, an office for whoever comes to its counter."""
    role = Role(by.account.role)
    if role is Role.EMPLOYER and by.account.employer_id != employer.pk:
        raise NotThere("employer")
    if role is Role.AGENCY and (agency is None or by.account.agency_id != agency.pk):
        raise NotThere("agency")


def _flag(application: Application) -> str:
    """What an officer is told about the agency that files: its grade, where the programme lets it file all the same."""
    agency = application.agency
    grade = known.grade(agency, clock.today()) if agency is not None else None
    return f"grade:{grade}" if grade is not None else ""


# ---- What has to hold ------------------------------------------------------------------------------------------------


def _may_file(by: By, application: Application) -> None:
    """A firm, or an agency for it, files only while the firm may hire, and an agency only while one of its grade may.

    An office files all the same: nobody's workers are stranded.
    """
    role, today = Role(by.account.role), clock.today()
    if role in (Role.EMPLOYER, Role.AGENCY) and not may_hire(application.employer, application.site.place, today):
        raise Refused("firm_may_not_file")
    if role is not Role.AGENCY:
        return
    agency = application.agency
    facts = known.case_facts(application.person, application.employer, application.site, agency, today)
    answer = programme.answer_on(facts, today, programme.bound().may_file)
    if answer.paper.outcome is Outcome.NO:
        raise Refused("agency_may_not_file", grade=known.grade(agency, today) if agency else "")


def _programme_in_force(by: By, application: Application) -> None:
    if not programme.in_force(clock.today()):
        raise Refused("programme_not_in_force")


def _not_own_case(by: By, application: Application) -> None:
    not_own(by, application.person)


def _authority(by: By, application: Application) -> None:
    """The officer's authority is one of those that decide the route."""
    route = programme.programme().routes[application.route]
    if office_of(by).authority not in route.decided_by:
        raise NotAllowed("not_your_authority")


def _no_ban(by: By, application: Application) -> None:
    ban = banned(application.person, clock.today())
    if ban is not None:
        raise Refused("banned", until=ban.ends_on)


def _document_valid(by: By, application: Application) -> None:
    today = clock.today()
    valid = Document.objects.filter(
        person=application.person, kind__in=list(DocumentKind), valid_from__lte=today, valid_to__gte=today
    )
    if not valid.exists():
        raise Refused("no_valid_document")


def _no_overlap(by: By, application: Application) -> None:
    running = Permit.objects.filter(
        person=application.person,
        route=application.route,
        state=PermitState.VALID.value,
        valid_to__gte=clock.today(),
    ).first()
    if running is not None and ApplicationKind(application.kind) is ApplicationKind.NEW:
        raise Refused("permit_overlaps", permit=running.number, until=running.valid_to)


GUARDS: dict[str, Guard] = {
    "may_file": _may_file,
    "programme_in_force": _programme_in_force,
    "not_own_case": _not_own_case,
    "authority": _authority,
    "no_ban": _no_ban,
    "document_valid": _document_valid,
    "no_overlap": _no_overlap,
}

#: States in which an application waits for somebody.
OPEN_STATES = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.CHECKED,
    ApplicationState.APPROVED,
)
