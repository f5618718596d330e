"""The register's own words: roles, kinds and states. What a programme names (sectors, grades, places) stands in it."""

from __future__ import annotations

from enum import StrEnum

#: What a decision rests on, or where it is appealed, may be said by a key of the programme: `source:eeal.78`,
#: `authority:police`. Then it is told in each reader's language.
SOURCE, AUTHORITY = "source:", "authority:"


class Role(StrEnum):
    """Who somebody is to the register. Each role's rights stand in `rights.yaml`."""

    WORKER = "worker"
    EMPLOYER = "employer"
    AGENCY = "agency"
    HR_OFFICER = "hr_officer"
    EXIT_ENTRY_OFFICER = "exit_entry_officer"
    ZONE_MANAGER = "zone_manager"
    BORDER_POST = "border_post"
    SERVICE_CENTRE = "service_centre"
    SUPERVISOR = "supervisor"
    DELEGATION = "delegation"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class OfficeKind(StrEnum):
    """What an office is."""

    HUMAN_RESOURCES = "human_resources"
    EXIT_ENTRY = "exit_entry"
    ZONE = "zone"
    BORDER_POST = "border_post"
    SERVICE_CENTRE = "service_centre"
    SUPERVISION = "supervision"
    AUDIT = "audit"


class Sex(StrEnum):
    """As the travel document states it (ICAO 9303)."""

    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = "X"


class DocumentKind(StrEnum):
    """What a person crosses the border with."""

    BORDER_PASS = "border_pass"
    PASSPORT = "passport"


class ApplicationKind(StrEnum):
    """What an application asks for."""

    NEW = "new"
    RENEWAL = "renewal"
    TRANSFER = "transfer"


class ApplicationState(StrEnum):
    """Where an application is; which leads to which stands in `transitions.yaml`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    APPROVED = "approved"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PermitState(StrEnum):
    """How a permit stands. That it has run out follows from its last day and is no state."""

    VALID = "valid"
    REVOKED = "revoked"
    SURRENDERED = "surrendered"


class DecisionKind(StrEnum):
    """What an officer can decide. Adverse ones need a reason, a legal basis, an end and a way to appeal."""

    EMPLOYMENT_APPROVED = "employment_approved"
    PERMIT_ISSUED = "permit_issued"
    APPLICATION_REFUSED = "application_refused"
    PERMIT_REVOKED = "permit_revoked"
    ENTRY_REFUSED = "entry_refused"
    QUALIFICATION_GRANTED = "qualification_granted"
    QUALIFICATION_WITHDRAWN = "qualification_withdrawn"
    RATING_CHANGED = "rating_changed"
    WARNING = "warning"
    FINE = "fine"
    DETENTION = "detention"
    BAN = "ban"
    REMOVAL = "removal"
    REPATRIATION = "repatriation"
    DEPARTURE = "departure"
    CONFISCATION = "confiscation"
    COSTS = "costs"
    EXPULSION = "expulsion"
    APPEAL_ALLOWED = "appeal_allowed"
    APPEAL_DISMISSED = "appeal_dismissed"
    SETTLEMENT = "settlement"
    # An act of a kind that no officer does here; it came with a ledger and has no effect of its own.
    OTHER = "other"

    @property
    def adverse(self) -> bool:
        """Whether it is against somebody whatever it says (a rating may go up or down and is looked at by itself)."""
        return self in _ADVERSE


_ADVERSE = frozenset(
    {
        DecisionKind.APPLICATION_REFUSED,
        DecisionKind.PERMIT_REVOKED,
        DecisionKind.ENTRY_REFUSED,
        DecisionKind.QUALIFICATION_WITHDRAWN,
        DecisionKind.WARNING,
        DecisionKind.FINE,
        DecisionKind.DETENTION,
        DecisionKind.BAN,
        DecisionKind.REMOVAL,
        DecisionKind.REPATRIATION,
        DecisionKind.DEPARTURE,
        DecisionKind.CONFISCATION,
        DecisionKind.COSTS,
        DecisionKind.EXPULSION,
    }
)


class Settled(StrEnum):
    """What becomes of a permit, an open case or a person inside when the programme stands still."""

    KEPT = "kept"
    REVOKED = "revoked"
    WAITS = "waits"
    REFUSED = "refused"
    STAYS = "stays"


class Apart(StrEnum):
    """Why an application of a filing is set apart, to be decided by itself."""

    BANNED = "banned"
    NO_DOCUMENT = "no_document"
    AGENCY = "agency"
    FINDING = "finding"
    OPEN_CASE = "open_case"
    NOT_LAST = "not_last"
    OTHER_JOB = "other_job"
    OWN_CASE = "own_case"
    NO_TERM = "no_term"


class ChargeKind(StrEnum):
    """What somebody was charged for."""

    PERMIT_FEE = "permit_fee"
    PREMIUM = "premium"
    FINE = "fine"
    RECRUITMENT = "recruitment"
    # For something that the register charges nobody for; it came with a ledger.
    OTHER = "other"


class Payer(StrEnum):
    """Who paid a charge."""

    WORKER = "worker"
    EMPLOYER = "employer"
    AGENCY = "agency"


class Direction(StrEnum):
    """Which way over the border, seen from China."""

    IN = "in"
    OUT = "out"


class BorderVerdict(StrEnum):
    """What the register says of a crossing. To refer is to call an officer; it refuses nobody."""

    ADMIT = "admit"
    REFER = "refer"


class ReferReason(StrEnum):
    """Why an officer is called to a crossing."""

    BANNED = "banned"
    DOCUMENT_EXPIRED = "document_expired"
    DOCUMENT_NOT_YET_VALID = "document_not_yet_valid"
    PERMIT_REVOKED = "permit_revoked"
    PERMIT_SURRENDERED = "permit_surrendered"
    PERMIT_EXPIRED = "permit_expired"
    PERMIT_NOT_YET_VALID = "permit_not_yet_valid"
    PAST_LIMIT = "past_limit"
    MAY_BE_PAST_LIMIT = "may_be_past_limit"


class GapKind(StrEnum):
    """What is missing between two crossings of a person."""

    NO_ENTRY = "no_entry"
    NO_EXIT = "no_exit"


class Overstay(StrEnum):
    """How a stay lies to its limit: past it, or past it perhaps, where the limit or the day of leaving is not known."""

    MAY_BE_PAST = "may_be_past"
    PAST = "past"


class RestsOn(StrEnum):
    """What the measure of a sanction rests on: paper, practice where paper is silent, or the officer's own word."""

    PAPER = "paper"
    PRACTICE = "practice"
    OFFICER = "officer"


class ViolationState(StrEnum):
    """Where a noted breach is."""

    NOTED = "noted"
    PAUSED = "paused"
    SANCTIONED = "sanctioned"
    DROPPED = "dropped"


class Pause(StrEnum):
    """Why no sanction follows until somebody has looked at the person's case."""

    MINOR = "minor"
    TRAFFICKING = "trafficking"
    PROTECTION = "protection"
    MEDICAL = "medical"


class NoticeCode(StrEnum):
    """What somebody is told; the sentence of each stands in `words`."""

    AGENCY_GRADE = "agency_grade"
    AGENCY_SUSPENDED = "agency_suspended"
    EMPLOYER_SUSPENDED = "employer_suspended"
    QUALIFICATION_WITHDRAWN = "qualification_withdrawn"
    QUALIFICATION_GRANTED = "qualification_granted"
    SANCTION = "sanction"
    SANCTION_PAUSED = "sanction_paused"
    PAUSED_CASE = "paused_case"
    APPEAL_ALLOWED = "appeal_allowed"
    APPEAL_DISMISSED = "appeal_dismissed"
    PERMIT_REVOKED = "permit_revoked"
    COMPLAINT_ANSWERED = "complaint_answered"
    CLAIM_PAID = "claim_paid"
    CLAIM_DECLINED = "claim_declined"
    CORRECTION_ANSWERED = "correction_answered"


class Correctable(StrEnum):
    """What a person can ask to have put right."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    HOME = "home"
    PHONE = "phone"
    SEX = "sex"
    PROVINCE = "province"
    NATIONALITY = "nationality"


class AppealState(StrEnum):
    """Where an appeal is."""

    FILED = "filed"
    ALLOWED = "allowed"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class ComplaintKind(StrEnum):
    """What a worker complains about."""

    WAGES_WITHHELD = "wages_withheld"
    UNEQUAL_PAY = "unequal_pay"
    INJURY = "injury"
    PAPERS_KEPT = "papers_kept"
    RECRUITMENT_FEE = "recruitment_fee"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint is."""

    FILED = "filed"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    CLOSED = "closed"


class ClaimState(StrEnum):
    """Where an insurance claim is."""

    FILED = "filed"
    PAID = "paid"
    DECLINED = "declined"
    CONTESTED = "contested"


class LedgerStanding(StrEnum):
    """What became of a row of a ledger that was taken in: see `models.LedgerRow`."""

    HELD = "held"
    PUT_IN = "put_in"
    BESIDE = "beside"


class Act(StrEnum):
    """How a record was looked at."""

    LIST = "list"
    SEARCH = "search"
    OPEN = "open"
    EXPORT = "export"


class Purpose(StrEnum):
    """What for. Which role may name which purpose stands in `rights.yaml`."""

    OWN_RECORD = "own_record"
    EMPLOYMENT = "employment"
    PLACEMENT = "placement"
    FILING = "filing"
    CASE = "case"
    INSPECTION = "inspection"
    BORDER_CONTROL = "border_control"
    SANCTION = "sanction"
    APPEAL = "appeal"
    COMPLAINT = "complaint"
    COUNTER = "counter"
    SITE_SAFETY = "site_safety"
    STATISTICS = "statistics"
    AUDIT = "audit"
    RETENTION = "retention"
    OPERATION = "operation"
    BREAK_GLASS = "break_glass"
