"""Which word of a ledger is which of the register's, and by what a row without a number is known in a ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from sojourn.ledger import (
    AppealStatus,
    ApplicationStatus,
    ClaimStatus,
    ComplaintStatus,
    DecisionOutcome,
    JobEnd,
    Party,
    SettlementOutcome,
    Verdict,
)
from sojourn.ledger import ChargeKind as LedgerCharge
from sojourn.ledger import (
    DecisionKind as LedgerDecision,
)
from sojourn.ledger import Sex as LedgerSex

from ... import clock
from ...vocabulary import (
    AppealState,
    ApplicationState,
    BorderVerdict,
    ChargeKind,
    ClaimState,
    ComplaintState,
    DecisionKind,
    OfficeKind,
    Payer,
    Role,
    Settled,
    Sex,
)

#: One row of a ledger by column.
Row = dict[str, Any]
#: The same where it is only read.
Line = Mapping[str, Any]

SEX: Final[dict[str, str | None]] = {
    Sex.FEMALE: LedgerSex.FEMALE,
    Sex.MALE: LedgerSex.MALE,
    Sex.UNSPECIFIED: None,
}
SEX_IN: Final = {LedgerSex.FEMALE: Sex.FEMALE, LedgerSex.MALE: Sex.MALE}

APPLICATION: Final = {
    ApplicationState.DRAFT: ApplicationStatus.DRAFT,
    ApplicationState.SUBMITTED: ApplicationStatus.SUBMITTED,
    ApplicationState.CHECKED: ApplicationStatus.CHECKED,
    ApplicationState.APPROVED: ApplicationStatus.CHECKED,
    ApplicationState.ISSUED: ApplicationStatus.GRANTED,
    ApplicationState.REFUSED: ApplicationStatus.REFUSED,
    ApplicationState.WITHDRAWN: ApplicationStatus.WITHDRAWN,
}
APPLICATION_IN: Final = {
    ApplicationStatus.DRAFT: ApplicationState.DRAFT,
    ApplicationStatus.SUBMITTED: ApplicationState.SUBMITTED,
    ApplicationStatus.CHECKED: ApplicationState.CHECKED,
    ApplicationStatus.SET_APART: ApplicationState.SUBMITTED,
    ApplicationStatus.GRANTED: ApplicationState.ISSUED,
    ApplicationStatus.REFUSED: ApplicationState.REFUSED,
    ApplicationStatus.WITHDRAWN: ApplicationState.WITHDRAWN,
    ApplicationStatus.LAPSED: ApplicationState.WITHDRAWN,
}

#: What an officer's act is to a ledger.
DECISION: Final = {
    DecisionKind.EMPLOYMENT_APPROVED: (LedgerDecision.APPLICATION, DecisionOutcome.GRANTED),
    DecisionKind.PERMIT_ISSUED: (LedgerDecision.APPLICATION, DecisionOutcome.GRANTED),
    DecisionKind.APPLICATION_REFUSED: (LedgerDecision.APPLICATION, DecisionOutcome.REFUSED),
    DecisionKind.PERMIT_REVOKED: (LedgerDecision.REVOCATION, DecisionOutcome.IMPOSED),
    DecisionKind.QUALIFICATION_GRANTED: (LedgerDecision.QUALIFICATION, DecisionOutcome.GRANTED),
    DecisionKind.QUALIFICATION_WITHDRAWN: (LedgerDecision.QUALIFICATION, DecisionOutcome.IMPOSED),
    DecisionKind.RATING_CHANGED: (LedgerDecision.RATING, DecisionOutcome.CHANGED),
    DecisionKind.WARNING: (LedgerDecision.WARNING, DecisionOutcome.IMPOSED),
    DecisionKind.FINE: (LedgerDecision.FINE, DecisionOutcome.IMPOSED),
    DecisionKind.DETENTION: (LedgerDecision.DETENTION, DecisionOutcome.IMPOSED),
    DecisionKind.BAN: (LedgerDecision.BAN, DecisionOutcome.IMPOSED),
    DecisionKind.APPEAL_ALLOWED: (LedgerDecision.APPEAL, DecisionOutcome.LIFTED),
    DecisionKind.APPEAL_DISMISSED: (LedgerDecision.APPEAL, DecisionOutcome.UPHELD),
    DecisionKind.SETTLEMENT: (LedgerDecision.SETTLEMENT, DecisionOutcome.IMPOSED),
    DecisionKind.ENTRY_REFUSED: (LedgerDecision.ENTRY, DecisionOutcome.REFUSED),
    DecisionKind.REMOVAL: (LedgerDecision.REMOVAL, DecisionOutcome.IMPOSED),
    DecisionKind.REPATRIATION: (LedgerDecision.REPATRIATION, DecisionOutcome.IMPOSED),
    DecisionKind.DEPARTURE: (LedgerDecision.DEPARTURE, DecisionOutcome.IMPOSED),
    DecisionKind.EXPULSION: (LedgerDecision.EXPULSION, DecisionOutcome.IMPOSED),
    DecisionKind.CONFISCATION: (LedgerDecision.CONFISCATION, DecisionOutcome.IMPOSED),
    DecisionKind.COSTS: (LedgerDecision.COSTS, DecisionOutcome.IMPOSED),
    DecisionKind.OTHER: (LedgerDecision.OTHER, DecisionOutcome.IMPOSED),
}
#: What an act in a ledger is here; whatever stands in neither is `other`, and has no effect of its own.
DECISION_IN: Final[dict[tuple[str, str], DecisionKind]] = {
    (kind.value, outcome.value): ours for ours, (kind, outcome) in reversed(DECISION.items())
} | {
    (LedgerDecision.APPEAL.value, DecisionOutcome.CHANGED.value): DecisionKind.APPEAL_ALLOWED,
    (LedgerDecision.REVOCATION.value, DecisionOutcome.GRANTED.value): DecisionKind.PERMIT_REVOKED,
}

APPEAL: Final = {
    AppealState.FILED: AppealStatus.PENDING,
    AppealState.ALLOWED: AppealStatus.LIFTED,
    AppealState.DISMISSED: AppealStatus.UPHELD,
    AppealState.WITHDRAWN: AppealStatus.WITHDRAWN,
}
APPEAL_IN: Final = {theirs: ours for ours, theirs in APPEAL.items()} | {AppealStatus.CHANGED: AppealState.ALLOWED}

COMPLAINT: Final = {
    ComplaintState.FILED: ComplaintStatus.OPEN,
    ComplaintState.TAKEN_UP: ComplaintStatus.OPEN,
    ComplaintState.ANSWERED: ComplaintStatus.ANSWERED,
    ComplaintState.CLOSED: ComplaintStatus.ANSWERED,
}
COMPLAINT_IN: Final = {
    ComplaintStatus.OPEN: ComplaintState.FILED,
    ComplaintStatus.ANSWERED: ComplaintState.ANSWERED,
    ComplaintStatus.JUSTIFIED: ComplaintState.CLOSED,
    ComplaintStatus.NOT_JUSTIFIED: ComplaintState.CLOSED,
    ComplaintStatus.WITHDRAWN: ComplaintState.CLOSED,
}

CLAIM: Final = {
    ClaimState.FILED: ClaimStatus.FILED,
    ClaimState.PAID: ClaimStatus.PAID,
    ClaimState.DECLINED: ClaimStatus.REFUSED,
}
CLAIM_IN: Final = {theirs: ours for ours, theirs in CLAIM.items()} | {ClaimStatus.WITHDRAWN: ClaimState.DECLINED}

CHARGE: Final = {
    ChargeKind.PERMIT_FEE: LedgerCharge.FEE,
    ChargeKind.PREMIUM: LedgerCharge.PREMIUM,
    ChargeKind.FINE: LedgerCharge.FINE,
    ChargeKind.RECRUITMENT: LedgerCharge.RECRUITMENT_FEE,
    ChargeKind.OTHER: LedgerCharge.OTHER,
}
CHARGE_IN: Final = {theirs: ours for ours, theirs in CHARGE.items()}

PAYER: Final = {Payer.WORKER: Party.PERSON, Payer.EMPLOYER: Party.EMPLOYER, Payer.AGENCY: Party.AGENCY}
PAYER_IN: Final = {theirs: ours for ours, theirs in PAYER.items()}

FILED_BY: Final = {Role.WORKER: Party.PERSON, Role.EMPLOYER: Party.EMPLOYER, Role.AGENCY: Party.AGENCY}
FILED_BY_IN: Final = {
    Party.PERSON: Role.WORKER,
    Party.EMPLOYER: Role.EMPLOYER,
    Party.AGENCY: Role.AGENCY,
    Party.OFFICE: Role.HR_OFFICER,
}

#: In which role somebody acts for an office of a kind.
ROLE_AT: Final = {
    OfficeKind.HUMAN_RESOURCES: Role.HR_OFFICER,
    OfficeKind.EXIT_ENTRY: Role.EXIT_ENTRY_OFFICER,
    OfficeKind.ZONE: Role.ZONE_MANAGER,
    OfficeKind.BORDER_POST: Role.BORDER_POST,
    OfficeKind.SERVICE_CENTRE: Role.SERVICE_CENTRE,
    OfficeKind.SUPERVISION: Role.SUPERVISOR,
    OfficeKind.AUDIT: Role.AUDITOR,
}

#: What became of a permit, a case or a person at a standstill, by what was settled.
SETTLED: Final = {
    Settled.KEPT: SettlementOutcome.RUNS_ON,
    Settled.REVOKED: SettlementOutcome.ENDED,
    Settled.WAITS: SettlementOutcome.PAUSED,
    Settled.REFUSED: SettlementOutcome.ENDED,
    Settled.STAYS: SettlementOutcome.RUNS_ON,
}
_ENDING: Final = (SettlementOutcome.ENDED, SettlementOutcome.LEFT)

#: What the post said. A traveller who was turned back crossed no border: an officer refused her.
VERDICT: Final = {BorderVerdict.ADMIT.value: Verdict.ADMITTED, BorderVerdict.REFER.value: Verdict.NOT_CERTAIN}
VERDICT_IN: Final = {
    None: BorderVerdict.ADMIT,
    Verdict.ADMITTED: BorderVerdict.ADMIT,
    Verdict.NOT_CERTAIN: BorderVerdict.REFER,
    Verdict.TURNED_BACK: BorderVerdict.REFER,
}

#: How a job ended, where the register has it in a word of its own.
JOB_END: Final = {"changed": JobEnd.TRANSFERRED}

#: What the ids of rows begin with that have no number of their own.
LETTERS: Final = {
    "ratings": "RT",
    "qualifications": "QU",
    "person_details": "PD",
    "documents": "DC",
    "findings": "FI",
    "jobs": "JB",
    "crossings": "XR",
    "absences": "AB",
    "check_ins": "CI",
    "tickets": "TK",
    "suspensions": "SP",
    "settlements": "ST",
}

#: What the register writes where it needs words and a ledger has none; written out, it is nothing again.
NO_WORDS: Final = "not_stated"

#: Stands before the number of a document whose own number nobody stated.
NOT_STATED: Final = "N-"

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:\-]{0,199}")


def settled_in(row: Line) -> Settled:
    """What an officer decided about what a row of `settlements` settled."""
    ending = SettlementOutcome(str(row["outcome"])) in _ENDING
    if row["permit_id"] is not None:
        return Settled.REVOKED if ending else Settled.KEPT
    if row["application_id"] is not None:
        return Settled.REFUSED if ending else Settled.WAITS
    return Settled.STAYS


def own_id(table: str, key: int) -> str:
    """The id of a row without a number."""
    return f"{LETTERS[table]}{key:09d}"


def key_of(table: str, id: str) -> int | None:
    """The key of a row by an id that a register has given it; None for any other id."""
    letters = LETTERS.get(table)
    if letters is None or not re.fullmatch(rf"{letters}[0-9]{{9}}", id):
        return None
    return int(id[len(letters) :]) or None


def as_key(text: str) -> str | None:
    """A text as a key of a ledger: what is no letter or digit becomes a stroke; None where nothing is left."""
    made = re.sub(r"[^A-Za-z0-9_.:\-]+", "_", text.strip()).strip("_")
    return made[:200] if made and _KEY.fullmatch(made[:200]) else None


def is_key(text: str) -> bool:
    """Whether a text is a key of a ledger as it stands."""
    return _KEY.fullmatch(text) is not None


def start_of(day: date | None) -> datetime | None:
    """The first moment of a day in China, as a ledger has moments; None for none."""
    return None if day is None else clock.start_of(day).astimezone(UTC)


def in_milliseconds(moment: datetime | None) -> datetime | None:
    """A moment as a ledger keeps it."""
    return None if moment is None else moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)
