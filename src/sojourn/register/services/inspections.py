"""Inspections of sites, firms and agencies, and what a checkpoint meets on the road.

An inspection compares whom it finds at work with where the permits say they work. What it finds is noted, for an
officer of the authority that the programme names to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .. import clock, events, programme, reading, scopes
from ..actors import By
from ..models import Agency, Employer, Inspection, Office, Permit, Site, Violation
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Role
from . import permits
from .deciding import office_of
from .violations import Breach, note_violation


@dataclass(frozen=True, slots=True)
class Visit:
    """Where officers went, whether it was announced, and what they found in words."""

    announced: bool
    found: str = ""
    site: Site | None = None
    employer: Employer | None = None
    agency: Agency | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A permit shown at an inspection: whether it is for this site, and the breach noted where it is not."""

    permit: Permit
    elsewhere: bool
    violation: Violation | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Whom a checkpoint met: her permit of the day, whether she is outside its area, and what was noted."""

    permit: Permit | None
    outside: bool
    violation: Violation | None


def record_inspection(by: By, visit: Visit) -> Inspection:
    """Record a visit to a site, a firm or an agency of the office's place."""
    office = _inspector(by)
    if visit.site is None and visit.employer is None and visit.agency is None:
        raise Refused("inspection_of_nothing", field="site")
    today = clock.today()
    day = visit.day or today
    if day > today:
        raise Refused("day_to_come", field="day", day=day)
    inspection = Inspection.objects.create(
        number=new_number("B"),
        office=office,
        officer=by.account,
        employer=visit.employer or (visit.site.employer if visit.site is not None else None),
        agency=visit.agency,
        site=visit.site,
        day=day,
        announced=visit.announced,
        found=visit.found.strip(),
    )
    events.record(
        by,
        "inspection.made",
        {
            "inspection": inspection.number,
            "day": day,
            "announced": visit.announced,
            "site": visit.site.number if visit.site else None,
            "employer": inspection.employer.number if inspection.employer else None,
            "agency": visit.agency.number if visit.agency else None,
        },
    )
    return inspection


def found_at_work(by: By, inspection: Inspection, number: str, conduct: str, facts: Mapping[str, str]) -> Met:
    """Compare a permit with the site inspected; where it is for another one, note the breach of the permit's employer.

    `conduct` and `facts` are what the officer holds against the firm, in the programme's words.
    """
    _inspector(by)
    row = reading.opened(by, "permit", number)
    permit = Permit.objects.select_related("site", "employer", "person").get(number=row["number"])
    elsewhere = inspection.site is not None and permit.site_id != inspection.site_id
    if not elsewhere:
        return Met(permit, False, None)
    breach = Breach(conduct, permit.employer, inspection.day, facts, inspection=inspection, permit=permit)
    events.record(
        by,
        "inspection.permit_used_elsewhere",
        {
            "inspection": inspection.number,
            "permit": permit.number,
            "permit_site": permit.site.number,
            "found_at": inspection.site.number if inspection.site else None,
        },
        person=permit.person,
    )
    return Met(permit, True, note_violation(by, breach))


def at_checkpoint(by: By, shown: str, place: str, facts: Mapping[str, str] | None = None) -> Stopped:
    """Look at somebody met inland by the number she shows: outside her permit's area it is flagged and noted.

    It is a flag: what follows, an officer decides. Raises NotThere where nobody has that number.
    """
    office_of(by)
    if Role(by.account.role) is not Role.BORDER_POST:
        raise NotAllowed()
    person = scopes.shown_by(shown).first()
    if person is None:
        raise NotThere("person")
    reading.opened(by, "person", person.number, shown=shown)
    today = clock.today()
    if place not in may_meet_at(by):
        raise Refused("no_such_place", field="place", place=place)
    permit = permits.running(person, today)
    if permit is None or place in programme.places_of(permit.area, today):
        return Stopped(permit, False, None)
    events.record(
        by,
        "checkpoint.outside_area",
        {"permit": permit.number, "area": permit.area, "met_at": place},
        person=person,
    )
    said = {programme.bound().outside_area_fact: "yes", **(facts or {})}
    breach = Breach(programme.bound().outside_area, person, today, said, permit=permit)
    return Stopped(permit, True, note_violation(by, breach))


def may_meet_at(by: By) -> tuple[str, ...]:
    """The places at which the account's post may meet somebody inland. Raises NotAllowed for who is of no office."""
    return programme.places_around(office_of(by).place, clock.today())


def of_office(by: By) -> list[Inspection]:
    """The inspections of the account's own office, the latest first."""
    office = _inspector(by)
    return list(
        Inspection.objects.filter(office=office).select_related("employer", "agency", "site").order_by("-day", "-pk")
    )


def _inspector(by: By) -> Office:
    if Role(by.account.role) not in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
        raise NotAllowed()
    return office_of(by)
