"""What the register knows of a case, in the words of the programme's facts.

What it does not know is left out, so that the finding says "not known yet" and not "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from . import programme
from .force import in_force
from .models import Agency, Employer, Job, Person, Qualification, Rating, Site, Violation
from .vocabulary import DocumentKind


def case_facts(person: Person, employer: Employer, site: Site, agency: Agency | None, day: date) -> dict[str, str]:
    """The facts of an application, as they are on that day."""
    held = qualified(employer, day)
    return named(
        {
            "person.nationality": person.nationality,
            "person.province": person.province,
            "person.border_commune": _yes_no(person.border_commune),
            "site.place": site.place,
            "site.sector": site.sector,
            "employer.legal_representative": _yes_no(employer.legal_representative),
            "employer.qualified": _yes_no(held),
            "agency.there": _yes_no(agency is not None),
            "agency.grade": grade(agency, day) or "" if agency is not None else "",
        },
        programme.bound().facts,
    )


def firm_facts(employer: Employer, place: str, day: date) -> dict[str, str]:
    """The facts of a firm that hires at a place, as they are on that day."""
    return named(
        {"site.place": place, "employer.qualified": _yes_no(qualified(employer, day))}, programme.bound().facts
    )


def wage_facts(job: Job, local: Decimal | None) -> dict[str, str]:
    """The facts by which a promised wage is held against what local workers earn a month, in yuan."""
    bound = programme.bound()
    facts = {bound.wage: str(job.wage_promised), **named({"site.place": job.site.place}, bound.facts)}
    return facts if local is None else {**facts, bound.local_wage: str(local)}


def stay_facts(kind: DocumentKind, place: str, entered_on: date, last_day: date | None = None) -> dict[str, str]:
    """The facts of a stay."""
    return named(
        {
            "stay.document": kind.value,
            "stay.place": place,
            "stay.entered_on": entered_on.isoformat(),
            "stay.last_day": last_day.isoformat() if last_day is not None else "",
        },
        programme.bound().stay_facts,
    )


def breach_facts(violation: Violation) -> dict[str, str]:
    """The facts of a breach that the register knows itself: whose, and of a stay its document, place and days."""
    person, body = violation.person, violation.employer or violation.agency
    site = violation.permit.site if violation.permit is not None else None
    facts = named(
        {
            "person.nationality": person.nationality if person is not None else "",
            "person.province": person.province if person is not None else "",
            "body.place": body.place if body is not None else site.place if site is not None else "",
            "body.sector": violation.employer.sector if violation.employer is not None else "",
            "agency.grade": (grade(violation.agency, violation.breach_on) or "")
            if violation.agency is not None
            else "",
        },
        programme.bound().breach_facts,
    )
    stay = violation.stay
    if stay is None:
        return facts
    return facts | stay_facts(DocumentKind(stay.kind), stay.place, stay.entered_on, stay.left_on or violation.breach_on)


def age(person: Person, day: date) -> int | None:
    """How old a person is on a day, in whole years; None once her date of birth has been erased."""
    details = getattr(person, "details", None)
    if details is None:
        return None
    born = details.birth_date
    return int(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def qualified(employer: Employer, day: date) -> bool | None:
    """Whether the firm holds the hiring qualification on a day; None where nothing was ever decided.

    A withdrawal that has ended, was superseded or is stayed by an appeal counts no more: what was before it holds.
    """
    row = _last(Qualification.objects.filter(employer=employer), day)
    return row.held if row is not None else None


def grade(agency: Agency, day: date) -> str | None:
    """The grade of the agency on a day; None before it has one.

    A grade whose decision has ended, was superseded or is stayed by an appeal counts no more.
    """
    row = _last(Rating.objects.filter(agency=agency), day)
    return row.grade if row is not None else None


def _last(rows: QuerySet[Any], day: date) -> Any:
    standing = rows.filter(since__lte=day).filter(Q(decision=None) | in_force(day, "decision"))
    return standing.order_by("-since", "-id").first()


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def named(values: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Values under the register's names as facts of the programme; what is empty is left out."""
    return {fact: values[name] for fact, name in names.items() if values.get(name)}
