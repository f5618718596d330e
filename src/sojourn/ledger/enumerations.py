"""The closed lists of words that columns of a ledger take; whatever a programme names is a key instead."""

from __future__ import annotations

from enum import StrEnum


class SeenBy(StrEnum):
    """Who could know of a row, from the widest circle to the narrowest. A register writes `officials` alone."""

    OFFICIALS = "officials"
    PARTIES = "parties"
    NOBODY = "nobody"


class OriginKind(StrEnum):
    """Where a ledger comes from."""

    REGISTER = "register"
    LAB = "lab"
    DEMO = "demo"
    BY_HAND = "by_hand"


class OfficeKind(StrEnum):
    """What is done at an office."""

    HUMAN_RESOURCES = "human_resources"
    EXIT_ENTRY = "exit_entry"
    ZONE = "zone"
    BORDER_POST = "border_post"
    SERVICE_CENTRE = "service_centre"
    SUPERVISION = "supervision"
    AUDIT = "audit"


class Sex(StrEnum):
    """The sex in a person's document."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class QualificationStatus(StrEnum):
    """Whether an employer may hire under the programme."""

    HELD = "held"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class JobEnd(StrEnum):
    """How a job ended."""

    QUIT = "quit"
    DISMISSED = "dismissed"
    TERM_OVER = "term_over"
    PERMIT_LOST = "permit_lost"
    TRANSFERRED = "transferred"
    EMPLOYER_CLOSED = "employer_closed"
    REMOVED = "removed"
    DIED = "died"
    NOT_KNOWN = "not_known"


class ApplicationKind(StrEnum):
    """What an application asks for, beside what was held before."""

    NEW = "new"
    RENEWAL = "renewal"
    TRANSFER = "transfer"


class Party(StrEnum):
    """Who acts or pays."""

    PERSON = "person"
    EMPLOYER = "employer"
    AGENCY = "agency"
    OFFICE = "office"


class ApplicationStatus(StrEnum):
    """How far an application has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    SET_APART = "set_apart"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class DecisionKind(StrEnum):
    """What a decision is about."""

    APPLICATION = "application"
    REVOCATION = "revocation"
    WARNING = "warning"
    FINE = "fine"
    DETENTION = "detention"
    REMOVAL = "removal"
    REPATRIATION = "repatriation"
    DEPARTURE = "departure"
    EXPULSION = "expulsion"
    CONFISCATION = "confiscation"
    COSTS = "costs"
    BAN = "ban"
    ENTRY = "entry"
    RATING = "rating"
    QUALIFICATION = "qualification"
    APPEAL = "appeal"
    SUSPENSION = "suspension"
    SETTLEMENT = "settlement"
    OTHER = "other"


class DecisionOutcome(StrEnum):
    """What was decided."""

    GRANTED = "granted"
    REFUSED = "refused"
    IMPOSED = "imposed"
    NOT_IMPOSED = "not_imposed"
    UPHELD = "upheld"
    CHANGED = "changed"
    LIFTED = "lifted"


class PermitEnd(StrEnum):
    """How a permit ended."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    SURRENDERED = "surrendered"
    REPLACED = "replaced"
    PROGRAMME_SUSPENDED = "programme_suspended"


class ChargeKind(StrEnum):
    """What money was asked for."""

    FEE = "fee"
    PREMIUM = "premium"
    FINE = "fine"
    RECRUITMENT_FEE = "recruitment_fee"
    OTHER = "other"


class ChargedBy(StrEnum):
    """Who asked for money."""

    OFFICE = "office"
    EMPLOYER = "employer"
    AGENCY = "agency"
    INSURER = "insurer"
    OTHER = "other"


class ClaimStatus(StrEnum):
    """How far an insurance claim has come."""

    FILED = "filed"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Direction(StrEnum):
    """Which way the border was crossed, seen from the country that runs the programme."""

    IN = "in"
    OUT = "out"


class Verdict(StrEnum):
    """What the post said to a traveller."""

    ADMITTED = "admitted"
    TURNED_BACK = "turned_back"
    NOT_CERTAIN = "not_certain"


class Subject(StrEnum):
    """Whom a violation or a complaint is about."""

    PERSON = "person"
    EMPLOYER = "employer"
    AGENCY = "agency"
    OFFICE = "office"


class AppealStatus(StrEnum):
    """How far an appeal has come, and what became of the decision appealed against."""

    PENDING = "pending"
    UPHELD = "upheld"
    CHANGED = "changed"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


class ComplaintKind(StrEnum):
    """What a complaint is about."""

    WAGES_WITHHELD = "wages_withheld"
    UNEQUAL_PAY = "unequal_pay"
    INJURY = "injury"
    PAPERS_KEPT = "papers_kept"
    RECRUITMENT_FEE = "recruitment_fee"
    OTHER = "other"


class ComplaintStatus(StrEnum):
    """How far a complaint has come."""

    OPEN = "open"
    ANSWERED = "answered"
    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"
    WITHDRAWN = "withdrawn"


class SettlementOutcome(StrEnum):
    """What became of a running permit, an open case or a person inside when the programme was suspended."""

    EXTENDED = "extended"
    RUNS_ON = "runs_on"
    ENDED = "ended"
    PAUSED = "paused"
    LEFT = "left"
    RESUMED = "resumed"
