"""The city's offices, firms and agencies, and what became of their grades and qualifications."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .. import programme
from ..vocabulary import OfficeKind
from . import asking, names
from .drawing import Drawing, at, spread

#: Offices by kind: what they are called and which authority of the programme they belong to.
_OFFICES = (
    (OfficeKind.HUMAN_RESOURCES, "Human Resources Bureau", "hrss"),
    (OfficeKind.EXIT_ENTRY, "Exit-Entry Police", "city_exit_entry"),
    (OfficeKind.ZONE, "Pingxiang Zone Management", "zone_management"),
    (OfficeKind.BORDER_POST, "Friendship Pass", "border_inspection"),
    (OfficeKind.BORDER_POST, "Puzhai Crossing", "border_inspection"),
    (OfficeKind.SERVICE_CENTRE, "Border Worker Service Centre", "hrss"),
    (OfficeKind.SUPERVISION, "City Labour Supervision", "hrss"),
    (OfficeKind.AUDIT, "City Data Protection Office", "hrss"),
)
#: How many firms in each line of work, and how many agencies at which grade on the last day.
_FIRMS = (
    ("wood_processing", 24),
    ("manufacturing", 13),
    ("sugar_processing", 9),
    ("services", 5),
    ("construction", 5),
    ("agriculture", 4),
)
_GRADES = (("a", 2), ("b", 6), ("c", 2), ("d", 2))
_OFFICERS_OF_AN_OFFICE = 3


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its site, its agency, and from when to when it may hire."""

    id: str
    site: str
    place: str
    sector: str
    representative: bool
    since: date
    out_from: date | None = None
    out_to: date | None = None

    def may_hire(self, day: date) -> bool:
        """Whether it holds the qualification on a day."""
        return self.since <= day and not (
            self.out_from and self.out_from <= day and not (self.out_to and day > self.out_to)
        )


@dataclass
class Agency:
    """An agency with its grades: from which day which."""

    id: str
    grades: list[tuple[date, str]]

    def grade(self, day: date) -> str:
        """Its grade on a day; none before it has one."""
        return next((grade for since, grade in reversed(self.grades) if since <= day), "")


@dataclass
class Bodies:
    """All of them."""

    offices: dict[OfficeKind, list[str]] = field(default_factory=dict)
    officers: dict[OfficeKind, list[str]] = field(default_factory=dict)
    firms: list[Firm] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)


def found(drawing: Drawing, first: date, last: date) -> Bodies:
    """Found them all, from before the first day."""
    bodies = Bodies()
    _places(drawing)
    for kind, name, authority in _OFFICES:
        place = "pingxiang_zone" if kind is OfficeKind.ZONE else programme.bound().place
        office = drawing.add("offices", authority=authority, kind=kind.value, place_id=place, name=name)
        bodies.offices.setdefault(kind, []).append(office)
        bodies.officers.setdefault(kind, []).extend(drawing.number("U") for _ in range(_OFFICERS_OF_AN_OFFICE))
    for number, sector in enumerate(spread(drawing.rng, _FIRMS)):
        bodies.firms.append(_firm(drawing, bodies, sector, number, first, last))
    for number, grade in enumerate(spread(drawing.rng, _GRADES)):
        bodies.agencies.append(_agency(drawing, bodies, grade, number, last))
    return bodies


def _places(drawing: Drawing) -> None:
    known = programme.programme().places
    zone, city = known["pingxiang_zone"], known[programme.bound().place]
    drawing.add("places", id=city.key, kind=city.kind, name=city.label)
    drawing.add("places", id=zone.key, kind=zone.kind, name=zone.label, within_id=city.key)


def _firm(drawing: Drawing, bodies: Bodies, sector: str, number: int, first: date, last: date) -> Firm:
    rng = drawing.rng
    place = "pingxiang_zone" if rng.random() < 0.7 else programme.bound().place
    since = first - timedelta(days=rng.randrange(20, 300)) if number % 4 else first + timedelta(days=rng.randrange(300))
    representative = sector != "agriculture" or rng.random() < 0.5
    employer = drawing.add(
        "employers",
        name=_new_name(drawing, names.firm, sector),
        credit_code=drawing.credit_code(),
        sector=sector,
        place_id=place,
        legal_representative=representative,
        local_workers=None,
        registered_on=since,
    )
    site = drawing.add("sites", employer_id=employer, place_id=place, name="Main works", sector=sector)
    firm = Firm(employer, site, place, sector, representative, since)
    drawing.add("qualifications", employer_id=employer, status="held", begins_on=since)
    if number in (7, 23):
        return _disqualified(drawing, bodies, firm, last, regained=number == 23)
    return firm


def _disqualified(drawing: Drawing, bodies: Bodies, firm: Firm, last: date, *, regained: bool) -> Firm:
    """A firm that breaks the rules of the trial, is found out, and loses its qualification: for good, or for a time."""
    out = last - timedelta(days=60 if regained else 25)
    back = last - timedelta(days=18) if regained else None
    office = bodies.offices[OfficeKind.HUMAN_RESOURCES][0]
    officer = bodies.officers[OfficeKind.HUMAN_RESOURCES][1]
    visit = drawing.add(
        "inspections",
        authority="hrss",
        office_id=office,
        employer_id=firm.id,
        site_id=firm.site,
        place_id=firm.place,
        day=out - timedelta(days=5),
        announced=False,
    )
    source = asking.measures("employer_violation", asking.case({"site.place": firm.place}), out).source
    breach = drawing.add(
        "violations",
        conduct="employer_violation",
        subject="employer",
        employer_id=firm.id,
        day=out - timedelta(days=5),
        found_on=out - timedelta(days=5),
        inspection_id=visit,
    )
    common: dict[str, object] = {
        "kind": "qualification",
        "authority": "hrss",
        "office_id": office,
        "officer": officer,
        "employer_id": firm.id,
        "against_finding": False,
    }
    withdrawn = drawing.add(
        "decisions",
        **common,
        outcome="imposed",
        decided_at=at(out),
        violation_id=breach,
        legal_basis=source,
        reason="workers_at_another_site",
        begins_on=out,
        ends_on=(back or last + timedelta(days=65)) - timedelta(days=1),
    )
    held = next(row for row in drawing.rows["qualifications"] if row["employer_id"] == firm.id)
    held["ends_on"] = out - timedelta(days=1)
    drawing.add(
        "qualifications",
        employer_id=firm.id,
        status="suspended",
        begins_on=out,
        ends_on=back - timedelta(days=1) if back else None,
        decision_id=withdrawn,
    )
    if back:
        granted = drawing.add("decisions", **common, outcome="granted", decided_at=at(back), begins_on=back)
        drawing.add("qualifications", employer_id=firm.id, status="held", begins_on=back, decision_id=granted)
    return Firm(
        firm.id,
        firm.site,
        firm.place,
        firm.sector,
        firm.representative,
        firm.since,
        out,
        back - timedelta(days=1) if back else None,
    )


def _agency(drawing: Drawing, bodies: Bodies, grade: str, number: int, last: date) -> Agency:
    """An agency, and how it came to its grade: from B, with a reason for every step."""
    agency = drawing.add(
        "agencies",
        name=_new_name(drawing, lambda rng, _: f"{rng.choice(names.PROSPEROUS)} Labour Agency", ""),
        credit_code=drawing.credit_code(),
        place_id=programme.bound().place,
        registered_on=date(2017, 3, 1) + timedelta(days=number * 9),
    )
    start = date(2017, 4, 1) + timedelta(days=number * 9)
    steps = {"a": ["b", "a"], "b": ["b"], "c": ["b", "c"], "d": ["b", "c", "d"]}[grade]
    days = [start, last - timedelta(days=130 - 3 * number), last - timedelta(days=40 - number)][: len(steps)]
    for place, (day, step) in enumerate(zip(days, steps, strict=True)):
        drawing.add(
            "ratings",
            agency_id=agency,
            grade=step,
            begins_on=day,
            ends_on=days[place + 1] - timedelta(days=1) if place + 1 < len(days) else None,
            decision_id=_rated(drawing, bodies, agency, day, step) if place else None,
        )
    return Agency(agency, list(zip(days, steps, strict=True)))


def _rated(drawing: Drawing, bodies: Bodies, agency: str, day: date, grade: str) -> str:
    breach = None
    if grade in ("c", "d"):
        breach = drawing.add(
            "violations",
            conduct="agency_violation",
            subject="agency",
            agency_id=agency,
            day=day - timedelta(days=20),
            found_on=day - timedelta(days=9),
        )
    return drawing.add(
        "decisions",
        kind="rating",
        outcome="changed",
        authority="hrss",
        office_id=bodies.offices[OfficeKind.HUMAN_RESOURCES][0],
        officer=bodies.officers[OfficeKind.HUMAN_RESOURCES][0],
        decided_at=at(day),
        agency_id=agency,
        violation_id=breach,
        against_finding=False,
        reason={"a": "a_year_without_complaint", "c": "papers_kept", "d": "fees_taken_from_workers"}[grade],
        begins_on=day,
    )


def _new_name(drawing: Drawing, make, sector: str) -> str:  # type: ignore[no-untyped-def]
    """A name that no other firm or agency has."""
    taken = {row["name"] for table in ("employers", "agencies") for row in drawing.rows[table]}
    rng: Random = drawing.rng
    while True:
        name = str(make(rng, sector))
        if name not in taken:
            return name
        name = f"{name} No. {rng.randrange(2, 9)}"
        if name not in taken:
            return name
