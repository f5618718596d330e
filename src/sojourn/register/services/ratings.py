"""The grades of agencies: what the programme's rule would make of their violations, and what an officer decides.

The register only proposes. Nobody's workers are stranded by a grade: they are told, can renew through the office, and
can move to another agency or employer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sojourn.policy import Outcome, add_months

from .. import clock, known, programme
from ..actors import By
from ..models import Agency, Decision, Job, Person, Rating, Violation
from ..refusal import NotAllowed, Refused
from ..vocabulary import DecisionKind, NoticeCode, RestsOn, Role, ViolationState
from .deciding import decide
from .notices import tell, tell_people
from .qualifications import Grounds


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rule would make of an agency: its grade now and by the rule (None: no change, or the rule is silent).

    `counted` violations lie after `since`; `rests_on` are the assumptions behind the rule.
    """

    now: str | None
    by_rule: str | None
    counted: int | None
    since: date | None
    rests_on: tuple[str, ...]


def proposed(agency: Agency, day: date) -> Proposal:
    """What the programme's rule would make of the agency on that day. It decides nothing."""
    now = known.grade(agency, day)
    window = programme.whole_of({}, day, programme.bound().grade_window)
    if window is None:
        return Proposal(now, None, None, None, ())
    since = add_months(day, -window)
    counted = counting(agency, since, day).count()
    facts = {programme.bound().grade_counts: str(counted), **({programme.bound().grade: now} if now else {})}
    for grade, rule in programme.bound().grades.items():
        answer = programme.answer_on(facts, day, rule)
        if answer.paper.outcome is Outcome.YES:
            return Proposal(now, grade if grade != now else None, counted, since, answer.paper.rests_on)
    return Proposal(now, None, counted, since, ())


def counting(agency: Agency, since: date, day: date) -> QuerySet[Violation]:
    """Violations of an agency after `since` that count: not dropped, and no decision on them lifted by an appeal."""
    lifted = Decision.objects.filter(superseded_by__kind=DecisionKind.APPEAL_ALLOWED.value, violation__isnull=False)
    return (
        Violation.objects.filter(agency=agency, breach_on__gt=since, breach_on__lte=day)
        .exclude(state=ViolationState.DROPPED.value)
        .exclude(pk__in=lifted.values("violation"))
    )


def rate(
    by: By,
    agency: Agency,
    grade: str,
    grounds: Grounds,
    *,
    violation: Violation | None = None,
    rests_on: RestsOn = RestsOn.OFFICER,
) -> Decision:
    """Grade an agency, with the reason. A lower grade is a decision against it and has to end.

    Deciding otherwise than the rule proposes is possible and marked.
    """
    if Role(by.account.role) is not Role.HR_OFFICER:
        raise NotAllowed()
    grades = programme.options(programme.bound().grade)
    if grade not in grades:
        raise Refused("no_such_grade", field="grade", grade=grade)
    today = clock.today()
    # Held, so that two officers do not grade it at once.
    Agency.objects.select_for_update().get(pk=agency.pk)
    proposal = proposed(agency, today)
    if grade == proposal.now:
        raise Refused("graded_already", field="grade", grade=grade)
    if not grounds.reason.strip():
        raise Refused("reason_needed", field="reason")
    lower = proposal.now is not None and grades.index(grade) > grades.index(proposal.now)
    decision = decide(
        by,
        DecisionKind.RATING_CHANGED,
        agency=agency,
        adverse=lower,
        against_finding=proposal.by_rule is not None and grade != proposal.by_rule,
        reason=grounds.reason,
        legal_basis=grounds.legal_basis,
        appeal_route=grounds.appeal_route,
        ends_on=grounds.ends_on if lower else None,
        conduct=violation.conduct if violation is not None else "",
        violation=violation,
        rests_on=rests_on if lower else None,
        facts={"grade": grade, "before": proposal.now, "by_rule": proposal.by_rule, "counted": proposal.counted},
    )
    Rating.objects.create(agency=agency, grade=grade, since=today, decision=decision)
    tell(NoticeCode.AGENCY_GRADE, agency=agency, grade=grade.upper(), decision=decision.number)
    if grade == programme.bound().lowest_grade:
        tell_people(NoticeCode.AGENCY_SUSPENDED, _placed(agency, today), agency=agency.name, ends_on=decision.ends_on)
    return decision


def history(agency: Agency) -> list[Rating]:
    """Every grade the agency has had, the latest first, each with its decision."""
    return list(Rating.objects.filter(agency=agency).select_related("decision").order_by("-since", "-pk"))


def _placed(agency: Agency, day: date) -> list[Person]:
    jobs = Job.objects.filter(agency=agency, since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    return list(Person.objects.filter(pk__in=jobs.values("person"), erased_on=None).order_by("pk"))
