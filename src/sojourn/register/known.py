"""What the register knows of a case, in the words of the programme's facts.

What it does not know is left out, so that the finding says "not known yet" and not "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from . import programme
from .models import Agency, Employer, Person, Qualification, Rating, Site
from .vocabulary import DocumentKind


def case_facts(person: Person, employer: Employer, site: Site, agency: Agency | None, day: date) -> dict[str, str]:
    """The facts of an application, as they are on that day."""
    held = qualified(employer, day)
    return _named(
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


def stay_facts(kind: DocumentKind, place: str, entered_on: date, last_day: date | None = None) -> dict[str, str]:
    """The facts of a stay."""
    return _named(
        {
            "stay.document": kind.value,
            "stay.place": place,
            "stay.entered_on": entered_on.isoformat(),
            "stay.last_day": last_day.isoformat() if last_day is not None else "",
        },
        programme.bound().stay_facts,
    )


def qualified(employer: Employer, day: date) -> bool | None:
    """Whether the firm holds the hiring qualification on a day; None where nothing was ever decided."""
    row = Qualification.objects.filter(employer=employer, since__lte=day).order_by("-since", "-id").first()
    return row.held if row is not None else None


def grade(agency: Agency, day: date) -> str | None:
    """The grade of the agency on a day; None before it has one."""
    row = Rating.objects.filter(agency=agency, since__lte=day).order_by("-since", "-id").first()
    return row.grade if row is not None else None


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _named(values: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {fact: values[name] for fact, name in names.items() if values.get(name)}
