"""A ledger of two workers written by hand, and ways to put one on disk that a writer would refuse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sojourn.ledger import TABLES, Edition, LedgerWriter, Origin, OriginKind, Period
from sojourn.ledger.writing import digest_of

#: Rows by table; what a row leaves out is empty, and officials know of it.
Rows = dict[str, list[dict[str, Any]]]

EDITION = Edition("guangxi", "0f" * 32)
PERIOD = Period(date(2018, 1, 1), date(2018, 12, 31))
BY_HAND = Origin(OriginKind.BY_HAND)


def at(month: int, day: int, hour: int = 1) -> datetime:
    return datetime(2018, month, day, hour, tzinfo=UTC)


def on(month: int, day: int) -> date:
    return date(2018, month, day)


def two_workers() -> Rows:
    """Hoa works on two permits, goes home between them and appeals; Lan crosses unseen and works elsewhere."""
    return {
        "places": [
            {"id": "pingxiang", "kind": "city", "name": "Pingxiang"},
            {"id": "pingxiang_zone", "kind": "zone", "name": "Pingxiang zone", "within_id": "pingxiang"},
        ],
        "offices": [{"id": "o1", "authority": "hrss", "place_id": "pingxiang"}],
        "employers": [{"id": "e1", "sector": "wood_processing"}, {"id": "e2", "sector": "agriculture"}],
        "sites": [{"id": "s1", "employer_id": "e1", "place_id": "pingxiang_zone"}],
        "agencies": [{"id": "a1"}],
        "ratings": [
            {"id": "r1", "agency_id": "a1", "grade": "B", "begins_on": on(1, 1), "ends_on": on(3, 31)},
            {"id": "r2", "agency_id": "a1", "grade": "C", "begins_on": on(4, 1), "reason": "papers_late"},
        ],
        "qualifications": [
            {"id": "q1", "employer_id": "e1", "status": "held", "begins_on": on(1, 1), "ends_on": on(5, 31)},
            {"id": "q2", "employer_id": "e1", "status": "suspended", "begins_on": on(6, 1)},
        ],
        "persons": [
            {
                "id": "p1",
                "sex": "female",
                "birth_year": 1990,
                "nationality": "vietnam",
                "home_province": "lang_son",
                "weight": 1.0,
            },
            {"id": "p2", "sex": "female", "weight": 1.0},
        ],
        "documents": [
            {"id": "d1", "person_id": "p1", "kind": "border_pass", "begins_on": on(1, 1), "ends_on": on(12, 31)},
            {"id": "d2", "person_id": "p2", "kind": "border_pass"},
        ],
        "jobs": [
            {
                "id": "j1",
                "person_id": "p1",
                "employer_id": "e1",
                "site_id": "s1",
                "agency_id": "a1",
                "begins_on": on(2, 1),
                "wage_promised": Decimal("3000.00"),
            },
            {
                "id": "j2",
                "person_id": "p2",
                "employer_id": "e2",
                "begins_on": on(2, 1),
                "ends_on": on(2, 20),
                "ended": "quit",
                "seen_by": "parties",
            },
        ],
        "findings": [
            {
                "id": "f1",
                "content_hash": "ab" * 32,
                "edition": EDITION.fingerprint,
                "route": "worker_permit",
                "day": on(2, 1),
                "paper": "yes",
                "practice": "yes_if",
                "facts": "{}",
            },
        ],
        "applications": [
            {
                "id": "x1",
                "person_id": "p1",
                "route": "worker_permit",
                "kind": "new",
                "job_id": "j1",
                "employer_id": "e1",
                "agency_id": "a1",
                "office_id": "o1",
                "finding_id": "f1",
                "filed_by": "agency",
                "submitted_at": at(2, 1),
                "status": "granted",
                "decided_at": at(2, 2),
            },
            {
                "id": "x2",
                "person_id": "p1",
                "route": "worker_permit",
                "kind": "renewal",
                "job_id": "j1",
                "filed_by": "employer",
                "filing": "B-17",
                "submitted_at": at(3, 5),
                "status": "granted",
                "decided_at": at(3, 6),
            },
            {
                "id": "x3",
                "person_id": "p2",
                "route": "worker_permit",
                "kind": "new",
                "filed_by": "person",
                "status": "draft",
            },
        ],
        "decisions": [
            {
                "id": "k1",
                "kind": "application",
                "outcome": "granted",
                "authority": "hrss",
                "officer": "77",
                "decided_at": at(2, 2),
                "application_id": "x1",
                "person_id": "p1",
                "finding_id": "f1",
                "against_finding": False,
            },
            {
                "id": "k2",
                "kind": "fine",
                "outcome": "imposed",
                "authority": "police",
                "decided_at": at(4, 1),
                "person_id": "p1",
                "violation_id": "v1",
                "against_finding": True,
                "finding_id": "f1",
                "amount": Decimal("500.00"),
                "legal_basis": "eeal.78",
                "begins_on": on(4, 1),
                "ends_on": on(4, 1),
            },
            {
                "id": "k3",
                "kind": "appeal",
                "outcome": "lifted",
                "authority": "police",
                "decided_at": at(5, 1),
                "person_id": "p1",
                "against_finding": False,
                "supersedes_id": "k2",
            },
        ],
        "permits": [
            {
                "id": "m1",
                "number": "1",
                "person_id": "p1",
                "kind": "worker_permit",
                "employer_id": "e1",
                "job_id": "j1",
                "site_id": "s1",
                "area_id": "pingxiang_zone",
                "application_id": "x1",
                "decision_id": "k1",
                "begins_on": on(2, 3),
                "ends_on": on(3, 2),
                "paper_ends_on": on(8, 2),
                "ended": "expired",
                "ended_on": on(3, 2),
            },
            {
                "id": "m2",
                "number": "2",
                "person_id": "p1",
                "kind": "worker_permit",
                "employer_id": "e1",
                "job_id": "j1",
                "application_id": "x2",
                "renewal_of_id": "m1",
                "begins_on": on(3, 7),
                "ends_on": on(4, 6),
            },
        ],
        "insurance": [
            {"id": "i1", "person_id": "p1", "employer_id": "e1", "month": on(2, 1), "premium": Decimal("50.00")}
        ],
        "claims": [
            {
                "id": "l1",
                "person_id": "p1",
                "insurance_id": "i1",
                "injured_on": on(2, 9),
                "filed_on": on(2, 10),
                "status": "paid",
                "settled_on": on(3, 1),
                "amount_claimed": Decimal("900.00"),
                "amount_paid": Decimal("800.00"),
            },
        ],
        "charges": [
            {
                "id": "g1",
                "kind": "fee",
                "amount": Decimal("120.00"),
                "payer": "person",
                "charged_by": "office",
                "person_id": "p1",
                "application_id": "x1",
                "permit_id": "m1",
                "charged_on": on(2, 1),
                "paid_on": on(2, 1),
                "receipt": "R1",
            },
            {
                "id": "g2",
                "kind": "recruitment_fee",
                "amount": Decimal("1000.00"),
                "payer": "person",
                "charged_by": "agency",
                "person_id": "p1",
                "agency_id": "a1",
                "charged_on": on(2, 1),
                "seen_by": "parties",
            },
        ],
        "tickets": [
            {
                "id": "t1",
                "office_id": "o1",
                "day": on(3, 5),
                "number": 41,
                "person_id": "p1",
                "issued_at": at(3, 5, 1),
                "called_at": at(3, 5, 3),
                "served_at": at(3, 5, 4),
            },
        ],
        "suspensions": [{"id": "w1", "begins_on": on(12, 1)}],
        "settlements": [
            {
                "id": "z1",
                "suspension_id": "w1",
                "person_id": "p1",
                "permit_id": "m2",
                "stay_id": "h2",
                "outcome": "ended",
                "settled_on": on(12, 5),
                "told_on": on(12, 6),
            },
        ],
        "crossings": [
            {
                "id": "c1",
                "person_id": "p1",
                "document_id": "d1",
                "direction": "in",
                "at": at(2, 1),
                "sequence": 0,
                "verdict": "admitted",
            },
            {
                "id": "c2",
                "person_id": "p1",
                "document_id": "d1",
                "direction": "out",
                "at": at(3, 3),
                "sequence": 0,
                "verdict": "admitted",
            },
            {
                "id": "c3",
                "person_id": "p1",
                "document_id": "d1",
                "direction": "in",
                "at": at(3, 4),
                "sequence": 0,
                "verdict": "admitted",
            },
            {"id": "c4", "person_id": "p2", "direction": "in", "at": at(2, 1), "sequence": 0, "seen_by": "nobody"},
            {"id": "c5", "person_id": "p2", "direction": "in", "at": at(6, 1), "sequence": 0, "verdict": "turned_back"},
            {
                "id": "c6",
                "person_id": "p1",
                "permit_id": "m2",
                "direction": "in",
                "at": at(3, 4),
                "sequence": 1,
                "verdict": "turned_back",
            },
        ],
        "stays": [
            {
                "id": "h1",
                "person_id": "p1",
                "document_id": "d1",
                "crossing_in_id": "c1",
                "crossing_out_id": "c2",
                "entered_on": on(2, 1),
                "limit_days": 7,
                "leave_by": on(2, 7),
                "left_on": on(3, 3),
                "flagged_on": on(2, 8),
            },
            {"id": "h2", "person_id": "p1", "permit_id": "m2", "crossing_in_id": "c3", "entered_on": on(3, 4)},
            {"id": "h3", "person_id": "p2", "crossing_in_id": "c4", "entered_on": on(2, 1), "seen_by": "nobody"},
        ],
        "absences": [
            {
                "id": "b1",
                "person_id": "p1",
                "permit_id": "m1",
                "job_id": "j1",
                "left_on": on(3, 3),
                "returned_on": on(3, 4),
            },
            {"id": "b2", "person_id": "p1", "left_on": on(4, 7)},
        ],
        "check_ins": [{"id": "u1", "person_id": "p1", "site_id": "s1", "at": at(2, 5), "told_by": "person"}],
        "inspections": [
            {
                "id": "n1",
                "authority": "hrss",
                "employer_id": "e1",
                "site_id": "s1",
                "day": on(3, 20),
                "announced": False,
            },
        ],
        "violations": [
            {
                "id": "v1",
                "conduct": "pass_overstay",
                "subject": "person",
                "person_id": "p1",
                "day": on(2, 8),
                "found_on": on(3, 3),
                "stay_id": "h1",
                "permit_id": "m1",
            },
        ],
        "appeals": [
            {
                "id": "y1",
                "decision_id": "k2",
                "filed_by": "person",
                "filed_at": at(4, 2),
                "suspends": True,
                "status": "lifted",
                "decided_at": at(5, 1),
                "outcome_decision_id": "k3",
            },
        ],
        "complaints": [
            {
                "id": "o9",
                "person_id": "p1",
                "kind": "wages_withheld",
                "subject": "employer",
                "employer_id": "e1",
                "received_by_id": "o1",
                "filed_at": at(5, 2),
                "status": "open",
            },
        ],
    }


def columns_of(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Values by column; a row that does not say who knows of it is known to officials."""
    filled = [{"seen_by": "officials"} | dict(row) for row in rows]
    return {name: [row.get(name) for row in filled] for name in TABLES[table].schema.names}


def write(folder: Path, rows: Rows, *, pseudonymised: bool = True, origin: Origin = BY_HAND) -> Path:
    """The ledger of these rows, by the writer."""
    with LedgerWriter(folder, edition=EDITION, period=PERIOD, origin=origin, pseudonymised=pseudonymised) as writer:
        for name, listed in rows.items():
            writer.write(name, columns_of(name, listed))
    return folder


def rewrite(folder: Path, name: str, rows: Any) -> Path:
    """Put other rows in the place of a table's, past all checks; `rows` are rows or an Arrow table."""
    if not isinstance(rows, pa.Table):
        schema = TABLES[name].schema
        columns = columns_of(name, rows)
        plain = [pa.array(columns[field.name], _plain(field.type)) for field in schema]
        rows = pa.table(
            [_encoded(array, field) for array, field in zip(plain, schema, strict=True)], names=schema.names
        )
    path = folder / f"{name}.parquet"
    pq.write_table(rows, path)
    described = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    described["files"][name] = {"file": path.name, "rows": rows.num_rows, "sha256": digest_of(path)}
    (folder / "ledger.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def _plain(type: Any) -> Any:
    return pa.string() if pa.types.is_dictionary(type) else type


def _encoded(array: Any, field: Any) -> Any:
    return array.dictionary_encode().cast(field.type) if pa.types.is_dictionary(field.type) else array
