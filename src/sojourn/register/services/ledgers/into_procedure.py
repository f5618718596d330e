"""From a ledger into the register: applications, findings, decisions, permits, money, queues, standstills."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Model

from sojourn.ledger import ApplicationStatus, ChargedBy, PermitEnd
from sojourn.policy import CaseError

from ... import models, programme
from ...numbers import new_number
from ...vocabulary import ApplicationState, ClaimState, DecisionKind, OfficeKind, PermitState
from .matching import (
    APPLICATION_IN,
    CHARGE_IN,
    CLAIM_IN,
    DECISION_IN,
    FILED_BY_IN,
    NO_WORDS,
    PAYER_IN,
    Line,
    settled_in,
)
from .taken import Taken, day

_OPEN = (ApplicationState.SUBMITTED, ApplicationState.CHECKED, ApplicationState.APPROVED)


def findings(taken: Taken) -> Iterator[Model]:
    """Findings. How each was reasoned stands in no ledger; it follows from the facts and the edition."""
    for row in taken.rows.get("findings", []):
        yield models.Finding(
            pk=taken.key("findings", row["id"]),
            content_hash=_at_most(row["content_hash"]),
            programme=programme.bound().programme,
            edition=_at_most(row["edition"]),
            route=str(row["route"])[:80],
            day=row["day"],
            facts=json.loads(str(row["facts"])) if row["facts"] else {},
            on_paper=row["paper"],
            in_practice=row["practice"] or "",
            answer={},
        )


def filings(taken: Taken) -> Iterator[Model]:
    """What was filed together."""
    together: dict[str, list[Line]] = defaultdict(list)
    for row in taken.rows.get("applications", []):
        if row["filing"]:
            together[str(row["filing"])].append(row)
    last = models.Filing.objects.aggregate(last=Max("pk"))["last"] or 0
    taken.keys["filings"] = {number: last + place for place, number in enumerate(together, 1)}
    for number, rows in together.items():
        yield models.Filing(
            pk=taken.keys["filings"][number],
            number=number if len(number) <= 40 else new_number("F"),
            employer_id=taken.key("employers", rows[0]["employer_id"]),
            agency_id=taken.key("agencies", rows[0]["agency_id"]),
            filed_on=day(rows[0]["submitted_at"]) or date.min,
            rows=len(rows),
            digest=hashlib.sha256("\n".join(str(row["id"]) for row in rows).encode()).hexdigest(),
        )


def applications(taken: Taken) -> Iterator[Model]:
    """Applications; what they do not say of the work asked for, their job says."""
    approved = {
        row["application_id"]
        for row in taken.rows.get("decisions", [])
        if _decided(taken, row) is DecisionKind.EMPLOYMENT_APPROVED
    }
    last = max((begins for begins in map(_begun, taken.rows.get("applications", [])) if begins), default=date.min)
    for row in taken.rows.get("applications", []):
        state = APPLICATION_IN[ApplicationStatus(str(row["status"]))]
        if state is ApplicationState.CHECKED and row["id"] in approved:
            state = ApplicationState.APPROVED
        job = taken.row("jobs", row["job_id"]) or {}
        submitted = day(row["submitted_at"])
        finding = taken.row("findings", row["finding_id"])
        agency = row["agency_id"]
        yield models.Application(
            pk=taken.key("applications", row["id"]),
            number=taken.number("applications", row),
            kind=row["kind"],
            route=row["route"],
            state=state.value,
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            site_id=taken.key("sites", row["site_id"]),
            agency_id=taken.key("agencies", agency),
            filed_by=FILED_BY_IN[row["filed_by"]].value,
            filing_id=taken.keys["filings"].get(str(row["filing"])),
            occupation=str(row["occupation"] or job.get("occupation") or NO_WORDS)[:120],
            wage_promised=row["wage_promised"] if row["wage_promised"] is not None else job.get("wage_promised"),
            begun_on=submitted or last,
            submitted_on=submitted,
            decide_by=_decide_by(finding, submitted) if state in _OPEN else None,
            closed_on=day(row["decided_at"]) or (submitted if state is ApplicationState.WITHDRAWN else None),
            finding_id=taken.key("findings", row["finding_id"]),
            note_of_flag=_grade_flag(taken, agency, submitted),
        )


def decisions(taken: Taken) -> Iterator[Model]:
    """Decisions. What a pseudonymised ledger may not say of them is not stated, or made up in a demonstration."""
    conduct = {row["id"]: row["conduct"] for row in taken.rows.get("violations", [])}
    for row in taken.rows.get("decisions", []):
        kind = _decided(taken, row)
        decided = day(row["decided_at"])
        begins = row["begins_on"]
        officer = taken.officers.get(str(row["officer"] or ""), taken.by)
        made_up = taken.made_up
        reason = row["reason_text"] or (made_up.reason(row) if made_up is not None else "")
        needs = kind.adverse or bool(row["against_finding"])
        route = made_up.appeal_route(row) if made_up is not None else NO_WORDS
        yield models.Decision(
            pk=taken.key("decisions", row["id"]),
            number=taken.number("decisions", row),
            kind=kind.value,
            adverse=kind.adverse,
            against_finding=row["against_finding"],
            application_id=taken.key("applications", row["application_id"]),
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            agency_id=taken.key("agencies", row["agency_id"]),
            officer_id=officer.pk,
            office_id=taken.key("offices", row["office_id"]),
            authority=row["authority"],
            conduct=conduct.get(row["violation_id"], "") if row["violation_id"] else "",
            reason=reason or (NO_WORDS if needs else ""),
            legal_basis=row["legal_basis"] or (NO_WORDS if kind.adverse else ""),
            appeal_route=route if kind.adverse else "",
            decided_on=decided,
            begins_on=begins,
            ends_on=row["ends_on"],
            amount=row["amount"],
            days=(row["ends_on"] - begins).days + 1 if kind is DecisionKind.DETENTION else None,
            supersedes_id=taken.key("decisions", row["supersedes_id"]),
            violation_id=taken.key("violations", row["violation_id"]),
        )


def permits(taken: Taken) -> Iterator[Model]:
    """Permits. One that has run out is valid to its last day; one cut short was revoked or given back."""
    ended = {
        row["person_id"]: row["id"]
        for row in taken.rows.get("decisions", [])
        if _decided(taken, row) is DecisionKind.PERMIT_REVOKED
    }
    for row in taken.rows.get("permits", []):
        application = taken.row("applications", row["application_id"]) or {}
        job = taken.row("jobs", row["job_id"]) or {}
        site = taken.by_id("sites")[str(row["site_id"])]
        state = _state(row)
        yield models.Permit(
            pk=taken.key("permits", row["id"]),
            number=taken.number("permits", row),
            route=row["kind"],
            application_id=taken.key("applications", row["application_id"]),
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            site_id=taken.key("sites", row["site_id"]),
            agency_id=taken.key("agencies", application.get("agency_id") or job.get("agency_id")),
            area=row["area_id"],
            sector=site["sector"] or taken.by_id("employers")[str(site["employer_id"])]["sector"],
            issued_on=row["issued_on"],
            valid_from=row["begins_on"],
            valid_to=row["ends_on"],
            paper_to=row["paper_ends_on"],
            renewal_of_id=taken.key("permits", row["renewal_of_id"]),
            state=state.value,
            ended_on=row["ended_on"] if state is not PermitState.VALID else None,
            ended_by_id=taken.key("decisions", ended.get(row["person_id"])) if state is PermitState.REVOKED else None,
        )


def insurance(taken: Taken) -> Iterator[Model]:
    """Insurance, month by month."""
    permits_of: dict[tuple[object, int, int], Line] = {}
    for row in taken.rows.get("permits", []):
        begins = row["begins_on"]
        assert isinstance(begins, date)
        permits_of.setdefault((row["person_id"], begins.year, begins.month), row)
    for row in taken.rows.get("insurance", []):
        month = row["month"]
        assert isinstance(month, date)
        permit = permits_of.get((row["person_id"], month.year, month.month))
        following = (month.replace(day=1) + timedelta(days=31)).replace(day=1)
        yield models.Insurance(
            pk=taken.key("insurance", row["id"]),
            number=taken.number("insurance", row),
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            permit_id=taken.key("permits", permit["id"]) if permit is not None else None,
            since=month,
            until=following - timedelta(days=1),
            premium=row["premium"],
        )


def claims(taken: Taken) -> Iterator[Model]:
    """Claims."""
    for row in taken.rows.get("claims", []):
        state = CLAIM_IN[row["status"]]
        declined = state is ClaimState.DECLINED
        yield models.Claim(
            pk=taken.key("claims", row["id"]),
            number=taken.number("claims", row),
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            insurance_id=taken.key("insurance", row["insurance_id"]),
            injured_on=row["injured_on"] or row["filed_on"],
            what_happened=taken.made_up.injury(row) if taken.made_up is not None else "",
            filed_on=row["filed_on"],
            state=state.value,
            paid=row["amount_paid"],
            settled_on=row["settled_on"] or (row["filed_on"] if declined else None),
            decided_by_id=taken.by.pk if declined else None,
            reason=NO_WORDS if declined else "",
            legal_basis=NO_WORDS if declined else "",
            appeal_route=NO_WORDS if declined else "",
        )


def charges(taken: Taken) -> Iterator[Model]:
    """Charges."""
    for row in taken.rows.get("charges", []):
        kind = CHARGE_IN[row["kind"]]
        yield models.Charge(
            pk=taken.key("charges", row["id"]),
            receipt=taken.number("charges", row),
            kind=kind.value,
            amount=row["amount"],
            payer=PAYER_IN[row["payer"]].value,
            charged_by=_charged_by(taken, row),
            person_id=taken.key("persons", row["person_id"]),
            employer_id=taken.key("employers", row["employer_id"]),
            agency_id=taken.key("agencies", row["agency_id"]),
            application_id=taken.key("applications", row["application_id"]),
            decision_id=taken.key("decisions", row["decision_id"]),
            entry=programme.entry_of(kind),
            charged_on=row["charged_on"],
        )


def tickets(taken: Taken) -> Iterator[Model]:
    """Tickets; one without a number comes after those that have one."""
    highest: dict[tuple[object, object], int] = defaultdict(int)
    for row in taken.rows.get("tickets", []):
        queue = (row["office_id"], row["day"])
        highest[queue] = max(highest[queue], int(str(row["number"] or 0)))
    for row in taken.rows.get("tickets", []):
        number = row["number"]
        if number is None:
            highest[row["office_id"], row["day"]] += 1
            number = highest[row["office_id"], row["day"]]
        yield models.Ticket(
            pk=taken.key("tickets", row["id"]),
            office_id=taken.key("offices", row["office_id"]),
            day=row["day"],
            place_in_queue=number,
            person_id=taken.key("persons", row["person_id"]),
            application_id=taken.key("applications", row["application_id"]),
            drawn_at=row["issued_at"],
            called_at=row["called_at"],
            served_at=row["served_at"],
        )


def suspensions(taken: Taken) -> Iterator[Model]:
    """Standstills."""
    for row in taken.rows.get("suspensions", []):
        ends = row["ends_on"]
        yield models.Standstill(
            pk=taken.key("suspensions", row["id"]),
            programme=programme.bound().programme,
            stopped_on=row["begins_on"],
            resumed_on=ends + timedelta(days=1) if isinstance(ends, date) else None,
            decided_by=taken.by,
            reason=row["reason"] or NO_WORDS,
        )


def settlements(taken: Taken) -> Iterator[Model]:
    """What became of permits and cases at a standstill."""
    for row in taken.rows.get("settlements", []):
        yield models.Settlement(
            pk=taken.key("settlements", row["id"]),
            standstill_id=taken.key("suspensions", row["suspension_id"]),
            person_id=taken.key("persons", row["person_id"]),
            permit_id=taken.key("permits", row["permit_id"]),
            application_id=taken.key("applications", row["application_id"]),
            decision_id=taken.key("decisions", row["decision_id"]),
            outcome=settled_in(row).value if row["decision_id"] is not None else "",
        )


# ---- one thing and another ------------------------------------------------------------------------------------------


def _decided(taken: Taken, row: Line) -> DecisionKind:
    """What an officer decided. Of the two that grant one, that of the exit-entry office issued the permit."""
    kind = DECISION_IN.get((str(row["kind"]), str(row["outcome"])), DecisionKind.OTHER)
    if kind in (DecisionKind.EMPLOYMENT_APPROVED, DecisionKind.PERMIT_ISSUED):
        office = taken.by_id("offices")[str(row["office_id"])]
        issued = office["kind"] == OfficeKind.EXIT_ENTRY.value
        return DecisionKind.PERMIT_ISSUED if issued else DecisionKind.EMPLOYMENT_APPROVED
    return kind


def _state(row: Line) -> PermitState:
    if row["ended"] in (None, PermitEnd.EXPIRED.value):
        return PermitState.VALID
    return PermitState.REVOKED if row["ended"] == PermitEnd.REVOKED.value else PermitState.SURRENDERED


def _at_most(text: object) -> str:
    """A text of at most 64 characters: itself, or its hash."""
    return str(text) if len(str(text)) <= 64 else hashlib.sha256(str(text).encode()).hexdigest()


def _begun(row: Line) -> Any:
    return day(row["submitted_at"])


def _decide_by(finding: Line | None, submitted: date | None) -> date | None:
    if finding is None or submitted is None or not finding["facts"]:
        return None
    try:
        return programme.terms(json.loads(str(finding["facts"])), submitted).decide_by
    except CaseError:  # facts that this edition of the programme does not know leave the deadline open
        return None


def _grade_flag(taken: Taken, agency: object, submitted: date | None) -> str:
    """What an officer is told about the agency that filed: its grade on that day."""
    if agency is None or submitted is None:
        return ""
    grades = [
        (row["begins_on"], row["grade"])
        for row in taken.ratings_of.get(str(agency), [])
        if row["begins_on"] <= submitted
    ]
    return f"grade:{max(grades)[1]}" if grades else ""


def _charged_by(taken: Taken, row: Line) -> str:
    """Whoever asked for the money, by name where it is a firm or an agency."""
    by = ChargedBy(str(row["charged_by"]))
    for kind, table in ((ChargedBy.EMPLOYER, "employers"), (ChargedBy.AGENCY, "agencies")):
        if by is kind and row[f"{kind.value}_id"] is not None:
            named = taken.by_id(table)[str(row[f"{kind.value}_id"])]
            return str(named["name"] or taken.number(table, named))[:120]
    return by.value
