"""Appeals, complaints, injuries, inspections and check-ins of the city's last months."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ..vocabulary import ComplaintKind, OfficeKind
from .bodies import Bodies
from .border import Life
from .drawing import Drawing, at

_COMPLAINTS = (
    (ComplaintKind.WAGES_WITHHELD, "employer", "open"),
    (ComplaintKind.UNEQUAL_PAY, "employer", "answered"),
    (ComplaintKind.PAPERS_KEPT, "agency", "open"),
    (ComplaintKind.RECRUITMENT_FEE, "agency", "answered"),
    (ComplaintKind.INJURY, "employer", "open"),
    (ComplaintKind.WAGES_WITHHELD, "employer", "answered"),
    (ComplaintKind.RECRUITMENT_FEE, "agency", "open"),
    (ComplaintKind.OTHER, "employer", "answered"),
)
_CLAIMS = ("filed", "filed", "paid", "paid", "refused")


def speak(drawing: Drawing, bodies: Bodies, told: list[Life], last: date) -> None:
    """Let those who have reason to speak do so."""
    rng = Random(f"voices {drawing.seed}")
    at_work = [life for life in told if life.plan == "works" and life.entered is not None and life.permits]
    rng.shuffle(at_work)
    _complain(drawing, bodies, at_work[:8], rng, last)
    _are_injured(drawing, at_work[8:13], rng, last)
    _check_in(drawing, at_work[13:73], rng, last)
    _inspect(drawing, bodies, rng, last)
    _appeal(drawing, bodies, rng, last)


def _complain(drawing: Drawing, bodies: Bodies, lives: list[Life], rng: Random, last: date) -> None:
    for life, (kind, subject, status) in zip(lives, _COMPLAINTS, strict=False):
        filed = last - timedelta(days=rng.randrange(4, 60))
        drawing.add(
            "complaints",
            person_id=life.id,
            kind=kind.value,
            subject=subject,
            employer_id=life.firm.id if subject == "employer" else None,
            agency_id=life.agency.id if subject == "agency" else None,
            received_by_id=bodies.offices[OfficeKind.HUMAN_RESOURCES][0],
            filed_at=at(filed),
            status=status,
            closed_on=filed + timedelta(days=3) if status == "answered" else None,
        )


def _are_injured(drawing: Drawing, lives: list[Life], rng: Random, last: date) -> None:
    insured = {row["person_id"]: row["id"] for row in drawing.rows["insurance"]}
    for life, status in zip(lives, _CLAIMS, strict=False):
        injured = last - timedelta(days=rng.randrange(6, 24))
        settled = injured + timedelta(days=5) if status != "filed" else None
        drawing.add(
            "claims",
            person_id=life.id,
            insurance_id=insured.get(life.id),
            injured_on=injured,
            filed_on=injured + timedelta(days=1),
            status=status,
            settled_on=settled,
            amount_paid=Decimal(rng.randrange(8, 60) * 100).quantize(Decimal("0.01")) if status == "paid" else None,
        )


def _check_in(drawing: Drawing, lives: list[Life], rng: Random, last: date) -> None:
    for life in lives:
        for ago in range(4):
            day = last - timedelta(days=ago)
            if day.weekday() < 6 and life.entered is not None and life.entered[1] <= day and rng.random() < 0.8:
                told_by = "person" if rng.random() < 0.4 else "employer"
                drawing.add("check_ins", person_id=life.id, site_id=life.firm.site, at=at(day), told_by=told_by)


def _inspect(drawing: Drawing, bodies: Bodies, rng: Random, last: date) -> None:
    for firm in rng.sample(bodies.firms, 7):
        drawing.add(
            "inspections",
            authority="hrss",
            office_id=bodies.offices[OfficeKind.HUMAN_RESOURCES][0],
            employer_id=firm.id,
            site_id=firm.site,
            place_id=firm.place,
            day=last - timedelta(days=rng.randrange(5, 120)),
            announced=rng.random() < 0.3,
        )


def _appeal(drawing: Drawing, bodies: Bodies, rng: Random, last: date) -> None:
    """Of those who were banned, one appeals with effect, one without, and one has been answered."""
    bans = [row for row in drawing.rows["decisions"] if row["kind"] == "ban"]
    for ban, (suspends, status) in zip(bans, ((True, "pending"), (False, "pending"), (False, "upheld")), strict=False):
        decided = ban["begins_on"]
        assert isinstance(decided, date)
        filed = decided + timedelta(days=10)
        outcome = None
        if status == "upheld":
            others = [officer for officer in bodies.officers[OfficeKind.EXIT_ENTRY] if officer != ban["officer"]]
            outcome = drawing.add(
                "decisions",
                kind="appeal",
                outcome="upheld",
                authority=ban["authority"],
                office_id=ban["office_id"],
                officer=rng.choice(others),
                decided_at=at(filed + timedelta(days=14)),
                person_id=ban["person_id"],
                against_finding=False,
                reason="nothing_new",
                begins_on=filed + timedelta(days=14),
            )
        drawing.add(
            "appeals",
            decision_id=ban["id"],
            filed_by="person",
            filed_at=at(filed),
            suspends=suspends,
            status=status,
            decided_at=at(filed + timedelta(days=14)) if outcome else None,
            outcome_decision_id=outcome,
        )
