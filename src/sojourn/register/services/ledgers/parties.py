"""From the register to a ledger: places, offices, firms, agencies, persons and their papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sojourn.ledger import QualificationStatus

from ... import models, programme
from .matching import NOT_STATED, SEX, Row, as_key, is_key, own_id
from .told import Told


def places(told: Told, named: Iterable[str]) -> list[Row]:
    """The places that other rows speak of, each within the smallest of them that it lies in."""
    wanted = set(named)
    known = programme.programme().places
    rows: list[Row] = []
    inside = {key: set(programme.places_of(key, told.day)) for key in wanted if key in known}
    for key in sorted(wanted):
        place = known.get(key)
        within = [other for other, held in inside.items() if key in held and other != key]
        smallest = min(within, key=lambda other: (len(inside[other]), other), default=None)
        rows.append(
            {
                "id": key,
                "kind": place.kind if place else "place",
                "name": place.label if place else key,
                "within_id": smallest,
            }
        )
    return rows


def offices(told: Told) -> list[Row]:
    """Offices."""
    return [
        {
            "id": number,
            "authority": authority,
            "kind": kind,
            "place_id": place,
            "name": name,
            "opened_on": None,
            "closed_on": None,
        }
        for number, authority, kind, place, name in models.Office.objects.values_list(
            "number", "authority", "kind", "place", "name"
        )
    ]


def employers(told: Told) -> list[Row]:
    """Firms."""
    columns = ("number", "name", "credit_code", "sector", "place", "legal_representative", "registered_on")
    return [
        {
            "id": number,
            "name": name,
            "credit_code": code,
            "sector": sector,
            "place_id": place,
            "legal_representative": representative,
            "local_workers": None,
            "registered_on": registered_on,
            "closed_on": None,
        }
        for number, name, code, sector, place, representative, registered_on in models.Employer.objects.values_list(
            *columns
        )
    ]


def sites(told: Told) -> list[Row]:
    """Sites."""
    return [
        {
            "id": number,
            "employer_id": employer,
            "place_id": place,
            "name": name,
            "sector": sector,
            "opened_on": None,
            "closed_on": None,
        }
        for number, employer, place, name, sector in models.Site.objects.values_list(
            "number", "employer__number", "place", "name", "sector"
        )
    ]


def agencies(told: Told) -> list[Row]:
    """Agencies."""
    return [
        {
            "id": number,
            "name": name,
            "credit_code": code,
            "place_id": place,
            "registered_on": registered_on,
            "closed_on": None,
        }
        for number, name, code, place, registered_on in models.Agency.objects.values_list(
            "number", "name", "credit_code", "place", "registered_on"
        )
    ]


def ratings(told: Told) -> list[Row]:
    """Grades: each ends the day before the next begins."""
    columns = ("pk", "agency__number", "grade", "since", "decision__number", "decision__reason")
    kept = list(models.Rating.objects.order_by("agency", "since", "pk").values_list(*columns))
    ends = _ends([(agency, since) for _, agency, _, since, _, _ in kept])
    return [
        {
            "id": own_id("ratings", pk),
            "agency_id": agency,
            "grade": grade,
            "begins_on": since,
            "ends_on": end,
            "reason": None,
            "reason_text": told.personal(reason),
            "decision_id": decision,
        }
        for (pk, agency, grade, since, decision, reason), end in zip(kept, ends, strict=True)
    ]


def qualifications(told: Told) -> list[Row]:
    """Whether firms may hire: each status ends the day before the next begins."""
    columns = ("pk", "employer__number", "held", "since", "decision__number", "decision__reason")
    kept = list(models.Qualification.objects.order_by("employer", "since", "pk").values_list(*columns))
    ends = _ends([(employer, since) for _, employer, _, since, _, _ in kept])
    return [
        {
            "id": own_id("qualifications", pk),
            "employer_id": employer,
            "status": (QualificationStatus.HELD if held else QualificationStatus.SUSPENDED).value,
            "begins_on": since,
            "ends_on": end,
            "reason": None,
            "reason_text": told.personal(reason),
            "decision_id": decision,
        }
        for (pk, employer, held, since, decision, reason), end in zip(kept, ends, strict=True)
    ]


def persons(told: Told) -> list[Row]:
    """Persons, as far as nobody can be named by it."""
    columns = ("number", "sex", "birth_year", "nationality", "province", "border_commune", "details__language")
    return [
        {
            "id": number,
            "sex": SEX[sex],
            "birth_year": year,
            "nationality": nationality or None,
            "home_province": province or None,
            "border_commune": commune,
            "language": language,
            "weight": 1.0,
        }
        for number, sex, year, nationality, province, commune, language in models.Person.objects.values_list(*columns)
    ]


def person_details(told: Told) -> list[Row]:
    """What names a person: only in a full transfer."""
    if not told.full:
        return []
    columns = ("person", "person__number", "name", "birth_date", "phone", "home")
    return [
        {
            "id": own_id("person_details", pk),
            "person_id": person,
            "name": told.personal(name),
            "birth_date": birth_date,
            "phone": phone or None,
            "address": home or None,
        }
        for pk, person, name, birth_date, phone, home in models.PersonDetails.objects.values_list(*columns)
    ]


def documents(told: Told) -> list[Row]:
    """Papers people travel on; their numbers only in a full transfer."""
    columns = ("pk", "person__number", "kind", "document_number", "valid_from", "valid_to")
    return [
        {
            "id": own_id("documents", pk),
            "person_id": person,
            "kind": kind,
            "issuer": None,
            "number": None if number.startswith(NOT_STATED) else told.personal(number),
            "begins_on": valid_from,
            "ends_on": valid_to,
        }
        for pk, person, kind, number, valid_from, valid_to in models.Document.objects.values_list(*columns)
    ]


def jobs(told: Told) -> list[Row]:
    """Jobs."""
    columns = (
        "pk", "person__number", "employer__number", "site__number", "agency__number", "occupation", "since", "until",
        "wage_promised", "how_ended",
    )  # fmt: skip
    return [
        {
            "id": own_id("jobs", pk),
            "person_id": person,
            "employer_id": employer,
            "site_id": site,
            "place_id": None,
            "agency_id": agency,
            "occupation": occupation if is_key(occupation) else as_key(occupation),
            "begins_on": since,
            "ends_on": until,
            "wage_promised": wage,
            "ended": told.job_end(ended) if until is not None else None,
        }
        for pk, person, employer, site, agency, occupation, since, until, wage, ended in models.Job.objects.values_list(
            *columns
        )
    ]


def _ends(begins: list[tuple[str, date]]) -> list[date | None]:
    """The day before the next row of the same firm or agency begins; None for the last of each."""
    following: dict[str, list[date]] = defaultdict(list)
    for whose, since in begins:
        following[whose].append(since)
    ends: list[date | None] = []
    for whose, since in begins:
        later = [other for other in following[whose] if other > since]
        ends.append(min(later) - timedelta(days=1) if later else None)
    return ends
