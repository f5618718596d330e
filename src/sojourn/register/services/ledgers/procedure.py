"""From the register to a ledger: applications, findings, decisions, permits, money, insurance, queues, standstills."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sojourn.ledger import ChargedBy, DecisionOutcome, Party, PermitEnd, SettlementOutcome
from sojourn.ledger import DecisionKind as LedgerDecision

from ... import models, programme
from ...vocabulary import ApplicationState, ChargeKind, PermitState, Settled
from .matching import (
    APPLICATION,
    CHARGE,
    CLAIM,
    DECISION,
    FILED_BY,
    PAYER,
    SETTLED,
    Row,
    as_key,
    in_milliseconds,
    is_key,
    own_id,
    start_of,
)
from .told import Told

_DECIDED = (ApplicationState.ISSUED.value, ApplicationState.REFUSED.value)


def findings(told: Told) -> list[Row]:
    """What `policy` found, each once."""
    columns = ("pk", "content_hash", "edition", "route", "day", "on_paper", "in_practice", "facts")
    return [
        {
            "id": own_id("findings", pk),
            "content_hash": content_hash,
            "edition": edition,
            "route": route,
            "day": day,
            "paper": paper,
            "practice": practice or None,
            "facts": json.dumps(facts, sort_keys=True, ensure_ascii=False) if facts else None,
        }
        for pk, content_hash, edition, route, day, paper, practice, facts in models.Finding.objects.values_list(
            *columns
        )
    ]


def applications(told: Told) -> Iterator[Row]:
    """Applications, as far as they have come."""
    columns = (
        "pk", "number", "person", "person__number", "route", "kind", "employer", "employer__number", "site__number",
        "agency__number", "finding", "filed_by", "filing__number", "submitted_on", "state", "closed_on", "begun_on",
        "occupation", "wage_promised",
    )  # fmt: skip
    for row in models.Application.objects.values(*columns).iterator():
        decided = row["state"] in _DECIDED
        yield (
            {
                "id": row["number"],
                "person_id": row["person__number"],
                "route": row["route"],
                "kind": row["kind"],
                "job_id": told.job_on(row["person"], row["employer"], row["closed_on"] if decided else row["begun_on"])
                if row["state"] == ApplicationState.ISSUED.value
                else None,
                "employer_id": row["employer__number"],
                "site_id": row["site__number"],
                "occupation": row["occupation"] if is_key(row["occupation"]) else as_key(row["occupation"]),
                "wage_promised": row["wage_promised"],
                "agency_id": row["agency__number"],
                "office_id": None,
                "finding_id": own_id("findings", row["finding"]) if row["finding"] is not None else None,
                "filed_by": FILED_BY.get(row["filed_by"], Party.OFFICE).value,
                "filing": row["filing__number"],
                "submitted_at": start_of(row["submitted_on"]),
                "status": APPLICATION[row["state"]].value,
                "decided_at": start_of(row["closed_on"]) if decided else None,
            }
        )


def decisions(told: Told) -> Iterator[Row]:
    """What officers decided. Their own words only in a full transfer."""
    columns = (
        "pk", "number", "kind", "authority", "office__number", "officer__number", "decided_on", "application__number",
        "person__number", "employer__number", "agency__number", "application__finding", "against_finding",
        "legal_basis", "reason", "amount", "begins_on", "ends_on", "supersedes__number", "violation__number",
    )  # fmt: skip
    sources = programme.programme().sources
    for row in models.Decision.objects.values(*columns).iterator():
        kind, outcome = DECISION.get(row["kind"], (LedgerDecision.OTHER, DecisionOutcome.IMPOSED))
        basis = row["legal_basis"]
        yield (
            {
                "id": row["number"],
                "kind": kind.value,
                "outcome": outcome.value,
                "authority": row["authority"],
                "office_id": row["office__number"],
                "officer": row["officer__number"],
                "decided_at": start_of(row["decided_on"]),
                "application_id": row["application__number"],
                "person_id": row["person__number"],
                "employer_id": row["employer__number"],
                "agency_id": row["agency__number"],
                "violation_id": row["violation__number"],
                "finding_id": own_id("findings", row["application__finding"])
                if row["application__finding"] is not None
                else None,
                "against_finding": row["against_finding"],
                "legal_basis": basis if basis in sources and is_key(basis) else None,
                "reason": None,
                "reason_text": told.personal(row["reason"]),
                "amount": row["amount"],
                "begins_on": row["begins_on"],
                "ends_on": row["ends_on"],
                "supersedes_id": row["supersedes__number"],
            }
        )


def permits(told: Told) -> Iterator[Row]:
    """Permits. One that has run out by the day told of is told as expired."""
    columns = (
        "number", "person", "person__number", "route", "employer", "employer__number", "site__number", "area",
        "application", "application__number", "renewal_of__number", "issued_on", "valid_from", "valid_to", "paper_to",
        "state", "ended_on",
    )  # fmt: skip
    for row in models.Permit.objects.values(*columns).iterator():
        ended: str | None = None
        ended_on: date | None = None
        if row["state"] != PermitState.VALID.value:
            ended, ended_on = row["state"], row["ended_on"]
        elif row["valid_to"] < told.day:
            ended, ended_on = PermitEnd.EXPIRED.value, row["valid_to"]
        job = told.job_on(row["person"], row["employer"], row["issued_on"], nearest=True)
        yield (
            {
                "id": row["number"],
                "number": row["number"],
                "person_id": row["person__number"],
                "kind": row["route"],
                "category": None,
                "employer_id": row["employer__number"] if job is not None else None,
                "job_id": job,
                "site_id": row["site__number"],
                "area_id": row["area"],
                "application_id": row["application__number"],
                "decision_id": told.granted_by.get(row["application"]),
                "renewal_of_id": row["renewal_of__number"],
                "issued_on": row["issued_on"],
                "begins_on": row["valid_from"],
                "ends_on": row["valid_to"],
                "paper_ends_on": row["paper_to"],
                "ended": ended,
                "ended_on": ended_on,
            }
        )


def insurance(told: Told) -> list[Row]:
    """Insurance, a row for each month begun: what was paid is shared among them, the last takes what is left over."""
    rows: list[Row] = []
    columns = ("number", "person__number", "employer__number", "since", "until", "premium")
    for number, person, employer, since, until, premium in models.Insurance.objects.values_list(*columns):
        months = _months(since, until)
        whole = premium if premium is not None else Decimal("0.00")
        each = (whole / len(months)).quantize(Decimal("0.01"))
        for place, month in enumerate(months):
            rows.append(
                {
                    "id": number if place == 0 else f"{number}:{place + 1}",
                    "person_id": person,
                    "employer_id": employer,
                    "kind": None,
                    "month": month,
                    "premium": each if place < len(months) - 1 else whole - each * (len(months) - 1),
                    "insurer": None,
                }
            )
    return rows


def claims(told: Told) -> list[Row]:
    """Claims on the insurance."""
    columns = (
        "number", "person__number", "insurance__number", "injured_on", "filed_on", "state", "settled_on", "paid",
    )  # fmt: skip
    return [
        {
            "id": number,
            "person_id": person,
            "insurance_id": insured,
            "injured_on": injured_on,
            "filed_on": filed_on,
            "amount_claimed": None,
            "status": CLAIM[state].value if state in CLAIM else "filed",
            "settled_on": settled_on,
            "amount_paid": paid,
        }
        for number, person, insured, injured_on, filed_on, state, settled_on, paid in models.Claim.objects.values_list(
            *columns
        )
    ]


def charges(told: Told) -> list[Row]:
    """Money asked for. The register keeps what was paid, with its receipt."""
    columns = (
        "receipt", "kind", "amount", "payer", "charged_by", "person__number", "employer__number", "agency__number",
        "application", "application__number", "decision__number", "charged_on", "employer__name", "agency__name",
    )  # fmt: skip
    rows: list[Row] = []
    for row in models.Charge.objects.values(*columns):
        rows.append(
            {
                "id": row["receipt"],
                "kind": CHARGE[row["kind"]].value,
                "amount": row["amount"],
                "payer": PAYER[row["payer"]].value,
                "charged_by": _charged_by(row).value,
                "person_id": row["person__number"],
                "employer_id": row["employer__number"],
                "agency_id": row["agency__number"],
                "application_id": row["application__number"],
                "permit_id": told.permit_of.get(row["application"]) if row["application"] is not None else None,
                "insurance_id": None,
                "decision_id": row["decision__number"],
                "charged_on": row["charged_on"],
                "paid_on": row["charged_on"],
                "receipt": row["receipt"],
            }
        )
    return rows


def tickets(told: Told) -> list[Row]:
    """Tickets of the queue."""
    columns = (
        "pk", "office__number", "day", "place_in_queue", "person__number", "application__number", "drawn_at",
        "called_at", "served_at",
    )  # fmt: skip
    return [
        {
            "id": own_id("tickets", pk),
            "office_id": office,
            "day": day,
            "number": number,
            "person_id": person,
            "application_id": application,
            "issued_at": in_milliseconds(drawn),
            "called_at": in_milliseconds(called),
            "served_at": in_milliseconds(served),
        }
        for pk, office, day, number, person, application, drawn, called, served in models.Ticket.objects.values_list(
            *columns
        )
    ]


def suspensions(told: Told) -> list[Row]:
    """Times in which the programme stood still."""
    return [
        {
            "id": own_id("suspensions", pk),
            "place_id": None,
            "begins_on": stopped_on,
            "ends_on": resumed_on - timedelta(days=1) if resumed_on is not None else None,
            "reason": reason if is_key(reason) else None,
            "decision_id": None,
        }
        for pk, stopped_on, resumed_on, reason in models.Standstill.objects.values_list(
            "pk", "stopped_on", "resumed_on", "reason"
        )
    ]


def settlements(told: Told) -> list[Row]:
    """What became of permits and open cases at a standstill."""
    columns = (
        "pk", "standstill", "person__number", "permit__number", "permit__state", "application__number",
        "decision__number", "decision__decided_on", "standstill__stopped_on", "outcome",
    )  # fmt: skip
    rows: list[Row] = []
    for row in models.Settlement.objects.values(*columns):
        runs_on = row["permit__state"] in (None, PermitState.VALID.value)
        waiting = SettlementOutcome.RUNS_ON if runs_on else SettlementOutcome.ENDED
        rows.append(
            {
                "id": own_id("settlements", row["pk"]),
                "suspension_id": own_id("suspensions", row["standstill"]),
                "person_id": row["person__number"],
                "permit_id": row["permit__number"],
                "application_id": row["application__number"],
                "stay_id": None,
                "outcome": (SETTLED[Settled(row["outcome"])] if row["outcome"] else waiting).value,
                "settled_on": row["decision__decided_on"] or row["standstill__stopped_on"],
                "told_on": None,
                "decision_id": row["decision__number"],
            }
        )
    return rows


def _months(since: date, until: date) -> list[date]:
    """The first days of the months of an insurance: one for every month begun from its first day on."""
    count = max(1, (until.year - since.year) * 12 + until.month - since.month + (until.day >= since.day))
    first = since.year * 12 + since.month - 1
    return [date((first + number) // 12, (first + number) % 12 + 1, 1) for number in range(count)]


def _charged_by(row: dict[str, object]) -> ChargedBy:
    by = row["charged_by"]
    if by in {kind.value for kind in ChargedBy}:
        return ChargedBy(str(by))
    if by and by == row["agency__name"]:
        return ChargedBy.AGENCY
    if by and by == row["employer__name"]:
        return ChargedBy.EMPLOYER
    if row["kind"] == ChargeKind.RECRUITMENT.value:
        return ChargedBy.AGENCY if row["agency__name"] else ChargedBy.OTHER
    return ChargedBy.OFFICE
