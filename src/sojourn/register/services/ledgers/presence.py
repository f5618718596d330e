"""From the register to a ledger: crossings, stays, absences, inspections, violations, appeals, complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sojourn.ledger import Party, Subject, Verdict

from ... import models
from ...vocabulary import DocumentKind
from .matching import APPEAL, COMPLAINT, FILED_BY, VERDICT, Row, as_key, in_milliseconds, is_key, own_id, start_of
from .told import Told


def crossings(told: Told) -> Iterator[Row]:
    """Crossings; those of one document at one moment are numbered in the order the register learnt of them."""
    columns = (
        "pk", "person__number", "kind", "document_number", "direction", "at", "sequence", "post__number",
        "post__place", "verdict", "refusal", "stay_begun__on_permit__number", "stay_ended__on_permit__number",
    )  # fmt: skip
    at_once: Counter[tuple[str, str, datetime]] = Counter()
    for row in models.Crossing.objects.order_by("kind", "document_number", "sequence").values(*columns).iterator():
        at = in_milliseconds(row["at"])
        assert at is not None
        moment = (row["kind"], row["document_number"], at)
        post = row["post__number"]
        yield (
            {
                "id": own_id("crossings", row["pk"]),
                "person_id": row["person__number"],
                "document_kind": row["kind"],
                "document_id": told.document(row["kind"], row["document_number"]),
                "permit_id": row["stay_begun__on_permit__number"] or row["stay_ended__on_permit__number"],
                "direction": row["direction"],
                "at": at,
                "sequence": at_once[moment],
                "post": post if is_key(post) else as_key(post),
                "place_id": row["post__place"],
                "verdict": (Verdict.TURNED_BACK if row["refusal"] else VERDICT[row["verdict"]]).value,
                "recorded_at": None,
            }
        )
        at_once[moment] += 1


def stays(told: Told) -> Iterator[Row]:
    """Stays."""
    columns = (
        "number", "person__number", "kind", "crossing_in__document_number", "on_permit__number", "place",
        "crossing_in", "crossing_out", "entered_on", "leave_by", "left_on", "gone_by", "flagged_on",
    )  # fmt: skip
    for row in models.Stay.objects.values(*columns).iterator():
        entered, leave_by, permit = row["entered_on"], row["leave_by"], row["on_permit__number"]
        counted = leave_by is not None and permit is None and leave_by >= entered
        yield (
            {
                "id": row["number"],
                "person_id": row["person__number"],
                "document_kind": row["kind"],
                "document_id": told.document(row["kind"], row["crossing_in__document_number"]),
                "permit_id": permit,
                "place_id": row["place"],
                "crossing_in_id": own_id("crossings", row["crossing_in"]),
                "crossing_out_id": own_id("crossings", row["crossing_out"]) if row["crossing_out"] else None,
                "entered_on": entered,
                "limit_days": (leave_by - entered).days + 1
                if counted and row["kind"] == DocumentKind.BORDER_PASS.value
                else None,
                "leave_by": leave_by,
                "left_on": row["left_on"] or row["gone_by"],
                "flagged_on": row["flagged_on"],
            }
        )


def absences(told: Told) -> list[Row]:
    """Journeys home that a renewal asks for."""
    columns = ("pk", "person", "person__number", "permit__number", "permit__employer", "left_on", "returned_on")
    return [
        {
            "id": own_id("absences", pk),
            "person_id": number,
            "permit_id": permit,
            "job_id": told.job_on(person, employer, left_on),
            "left_on": left_on,
            "returned_on": returned_on,
        }
        for pk, person, number, permit, employer, left_on, returned_on in models.Absence.objects.values_list(*columns)
    ]


def check_ins(told: Told) -> list[Row]:
    """That somebody was at a site on a day."""
    columns = ("pk", "person__number", "site__number", "day", "by_herself")
    return [
        {
            "id": own_id("check_ins", pk),
            "person_id": person,
            "site_id": site,
            "place_id": None,
            "at": start_of(day),
            "told_by": (Party.PERSON if by_herself else Party.EMPLOYER).value,
        }
        for pk, person, site, day, by_herself in models.CheckIn.objects.values_list(*columns)
    ]


def inspections(told: Told) -> list[Row]:
    """Visits of officers."""
    columns = (
        "number", "office__authority", "office__number", "employer__number", "site__number", "agency__number",
        "site__place", "day", "announced",
    )  # fmt: skip
    return [
        {
            "id": number,
            "authority": authority,
            "office_id": office,
            "employer_id": employer,
            "site_id": site,
            "agency_id": agency,
            "place_id": place,
            "day": day,
            "announced": announced,
        }
        for number, authority, office, employer, site, agency, place, day, announced in
        models.Inspection.objects.values_list(*columns)
    ]  # fmt: skip


def violations(told: Told) -> list[Row]:
    """Breaches that officers have noted."""
    columns = (
        "number", "conduct", "person__number", "employer__number", "agency__number", "breach_on", "noted_on",
        "inspection__number", "stay__number", "permit__number",
    )  # fmt: skip
    rows: list[Row] = []
    for row in models.Violation.objects.values(*columns):
        subject = next(
            subject
            for subject in (Subject.PERSON, Subject.EMPLOYER, Subject.AGENCY)
            if row[f"{subject.value}__number"] is not None
        )
        rows.append(
            {
                "id": row["number"],
                "conduct": row["conduct"],
                "subject": subject.value,
                "person_id": row["person__number"],
                "employer_id": row["employer__number"],
                "agency_id": row["agency__number"],
                "office_id": None,
                "day": row["breach_on"],
                "found_on": row["noted_on"],
                "place_id": None,
                "inspection_id": row["inspection__number"],
                "stay_id": row["stay__number"],
                "job_id": None,
                "permit_id": row["permit__number"],
            }
        )
    return rows


def appeals(told: Told) -> list[Row]:
    """Appeals. What was said in them stays in the register."""
    columns = (
        "number", "decision__number", "filed_by__role", "filed_on", "suspends", "state", "outcome__number",
        "outcome__decided_on",
    )  # fmt: skip
    return [
        {
            "id": number,
            "decision_id": decision,
            "filed_by": FILED_BY.get(role, Party.OFFICE).value,
            "filed_at": start_of(filed_on),
            "suspends": suspends,
            "status": APPEAL[state].value,
            "decided_at": start_of(decided_on),
            "outcome_decision_id": outcome,
        }
        for number, decision, role, filed_on, suspends, state, outcome, decided_on in models.Appeal.objects.values_list(
            *columns
        )
    ]


def complaints(told: Told) -> list[Row]:
    """Complaints; about neither a firm nor an agency, they are about the office itself."""
    columns = (
        "number", "person__number", "kind", "about_employer__number", "about_agency__number", "office__number",
        "filed_on", "state", "answered_on", "text",
    )  # fmt: skip
    rows: list[Row] = []
    for row in models.Complaint.objects.values(*columns):
        employer, agency = row["about_employer__number"], row["about_agency__number"]
        subject = Subject.EMPLOYER if employer else Subject.AGENCY if agency else Subject.OFFICE
        rows.append(
            {
                "id": row["number"],
                "person_id": row["person__number"],
                "kind": row["kind"],
                "subject": subject.value,
                "employer_id": employer,
                "agency_id": agency,
                "office_id": row["office__number"] if subject is Subject.OFFICE else None,
                "received_by_id": row["office__number"],
                "filed_at": start_of(row["filed_on"]),
                "status": COMPLAINT[row["state"]].value,
                "closed_on": row["answered_on"],
                "text": told.personal(row["text"]),
            }
        )
    return rows
