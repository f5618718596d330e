"""From a ledger into the register: crossings, stays, absences, inspections, violations, appeals, complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Model

from ... import clock, models
from ...vocabulary import Overstay, ViolationState
from .into_parties import document_numbers
from .matching import APPEAL_IN, COMPLAINT_IN, VERDICT_IN
from .taken import Taken, day


def crossings(taken: Taken) -> Iterator[Model]:
    """Crossings, each document's counted in the order they happened."""
    numbers = document_numbers(taken)
    counted: Counter[str] = Counter()
    at_once: Counter[tuple[str, datetime, str]] = Counter()
    in_order = sorted(taken.rows.get("crossings", []), key=lambda row: (row["at"], row["sequence"], str(row["id"])))
    for row in in_order:
        document = taken.by_id("documents")[str(row["document_id"])]
        at = row["at"]
        assert isinstance(at, datetime)
        counted[str(document["id"])] += 1
        # Of those that a document made the same way within one millisecond, each is kept a microsecond on.
        moment = (str(document["id"]), at, str(row["direction"]))
        later = timedelta(microseconds=at_once[moment])
        at_once[moment] += 1
        yield models.Crossing(
            pk=taken.key("crossings", row["id"]),
            kind=document["kind"],
            document_number=numbers[str(document["id"])],
            person_id=taken.key("persons", row["person_id"]),
            direction=row["direction"],
            at=at + later,
            day=clock.day_of(at),
            sequence=counted[str(document["id"])],
            post_id=taken.key("offices", row["post"]),
            verdict=VERDICT_IN[row["verdict"]].value,
            refusal_id=taken.key("decisions", taken.refusals.get(str(row["id"]))),
        )


def stays(taken: Taken) -> Iterator[Model]:
    """Stays."""
    for row in taken.rows.get("stays", []):
        entry = taken.by_id("crossings")[str(row["crossing_in_id"])]
        document = taken.by_id("documents")[str(entry["document_id"])]
        post = taken.by_id("offices")[str(entry["post"])]
        yield models.Stay(
            pk=taken.key("stays", row["id"]),
            number=taken.number("stays", row),
            person_id=taken.key("persons", row["person_id"]),
            kind=row["document_kind"] or document["kind"],
            on_permit_id=taken.key("permits", row["permit_id"]),
            place=row["place_id"] or post["place_id"],
            crossing_in_id=taken.key("crossings", row["crossing_in_id"]),
            crossing_out_id=taken.key("crossings", row["crossing_out_id"]),
            open=row["left_on"] is None,
            entered_on=row["entered_on"],
            # Somebody whom no post saw leave is only known to have been gone by a day.
            left_on=row["left_on"] if row["crossing_out_id"] is not None else None,
            gone_by=row["left_on"] if row["crossing_out_id"] is None else None,
            leave_by=row["leave_by"],
            latest=row["leave_by"],
            flag=Overstay.PAST.value if row["flagged_on"] is not None else "",
            flagged_on=row["flagged_on"],
        )


def absences(taken: Taken) -> Iterator[Model]:
    """Journeys home to renew a permit."""
    for row in taken.rows.get("absences", []):
        yield models.Absence(
            pk=taken.key("absences", row["id"]),
            person_id=taken.key("persons", row["person_id"]),
            permit_id=taken.key("permits", row["permit_id"]),
            left_on=row["left_on"],
            returned_on=row["returned_on"],
        )


def check_ins(taken: Taken) -> Iterator[Model]:
    """Check-ins, by the day."""
    for row in taken.rows.get("check_ins", []):
        yield models.CheckIn(
            pk=taken.key("check_ins", row["id"]),
            person_id=taken.key("persons", row["person_id"]),
            site_id=taken.key("sites", row["site_id"]),
            day=day(row["at"]),
            by_herself=row["told_by"] == "person",
        )


def inspections(taken: Taken) -> Iterator[Model]:
    """Visits; in whose name stands in no ledger, so it is whoever takes the ledger in."""
    for row in taken.rows.get("inspections", []):
        yield models.Inspection(
            pk=taken.key("inspections", row["id"]),
            number=taken.number("inspections", row),
            office_id=taken.key("offices", row["office_id"]),
            officer_id=_officer_at(taken, str(row["office_id"])),
            employer_id=taken.key("employers", row["employer_id"]),
            agency_id=taken.key("agencies", row["agency_id"]),
            site_id=taken.key("sites", row["site_id"]),
            day=row["day"],
            announced=bool(row["announced"]),
        )


def violations(taken: Taken) -> Iterator[Model]:
    """Breaches noted: sanctioned where something was decided about them."""
    answered = {row["violation_id"] for row in taken.rows.get("decisions", [])}
    for row in taken.rows.get("violations", []):
        yield models.Violation(
            pk=taken.key("violations", row["id"]),
            number=taken.number("violations", row),
            conduct=row["conduct"],
            person_id=taken.key("persons", row["person_id"]) if row["subject"] == "person" else None,
            employer_id=taken.key("employers", row["employer_id"]) if row["subject"] == "employer" else None,
            agency_id=taken.key("agencies", row["agency_id"]) if row["subject"] == "agency" else None,
            inspection_id=taken.key("inspections", row["inspection_id"]),
            stay_id=taken.key("stays", row["stay_id"]),
            permit_id=taken.key("permits", row["permit_id"]),
            officer_id=taken.by.pk,
            breach_on=row["day"],
            noted_on=row["found_on"],
            state=(ViolationState.SANCTIONED if row["id"] in answered else ViolationState.NOTED).value,
        )


def appeals(taken: Taken) -> Iterator[Model]:
    """Appeals, each in the name of whom the decision is about."""
    for row in taken.rows.get("appeals", []):
        decision = taken.by_id("decisions")[str(row["decision_id"])]
        party = str(row["filed_by"])
        whose = decision.get(f"{party}_id") if party != "office" else None
        account = taken.officers.get(f"{party} {whose}", taken.by)
        yield models.Appeal(
            pk=taken.key("appeals", row["id"]),
            number=taken.number("appeals", row),
            decision_id=taken.key("decisions", row["decision_id"]),
            filed_by_id=account.pk,
            filed_on=day(row["filed_at"]),
            grounds=taken.made_up.grounds(row) if taken.made_up is not None else "",
            suspends=row["suspends"],
            state=APPEAL_IN[row["status"]].value,
            outcome_id=taken.key("decisions", row["outcome_decision_id"]),
        )


def complaints(taken: Taken) -> Iterator[Model]:
    """Complaints."""
    for row in taken.rows.get("complaints", []):
        made_up = taken.made_up
        yield models.Complaint(
            pk=taken.key("complaints", row["id"]),
            number=taken.number("complaints", row),
            person_id=taken.key("persons", row["person_id"]),
            office_id=taken.key("offices", row["received_by_id"]),
            about_employer_id=taken.key("employers", row["employer_id"]),
            about_agency_id=taken.key("agencies", row["agency_id"]),
            kind=row["kind"],
            text=row["text"] or (made_up.complaint(row) if made_up is not None else ""),
            filed_on=day(row["filed_at"]),
            state=COMPLAINT_IN[row["status"]].value,
            answered_on=row["closed_on"],
        )


def _officer_at(taken: Taken, office: str) -> int:
    """An officer of the office whose acts the ledger tells of, else whoever takes it in."""
    key = taken.key("offices", office)
    return next((account.pk for account in taken.officers.values() if account.office_id == key), taken.by.pk)
