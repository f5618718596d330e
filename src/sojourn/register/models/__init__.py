"""The register's tables."""

from .accounts import Account
from .bodies import Agency, Employer, Office, Qualification, Rating, Site
from .cases import Application, Charge, Decision, Filing, Finding, Signing
from .conduct import Appeal, Inspection, Settlement, Standstill, Violation
from .crossings import CheckIn, Crossing, Gap, Stay
from .ledgers import LedgerRow
from .notices import Notice
from .people import Document, Job, Person, PersonDetails, PersonKey
from .permits import Absence, Claim, Insurance, Permit, Ticket
from .records import AuditRow, ChainHead, Event, Look, Request, SettledDay, Today, Withheld
from .second_factors import RecoveryCode, SecondFactor
from .tokens import Token
from .voices import Complaint, Correction, EmergencyAccess

__all__ = [
    "Absence",
    "Account",
    "Agency",
    "Appeal",
    "Application",
    "AuditRow",
    "ChainHead",
    "Charge",
    "CheckIn",
    "Claim",
    "Complaint",
    "Correction",
    "Crossing",
    "Decision",
    "Document",
    "EmergencyAccess",
    "Employer",
    "Event",
    "Filing",
    "Finding",
    "Gap",
    "Inspection",
    "Insurance",
    "Job",
    "LedgerRow",
    "Look",
    "Notice",
    "Office",
    "Permit",
    "Person",
    "PersonDetails",
    "PersonKey",
    "Qualification",
    "Rating",
    "RecoveryCode",
    "Request",
    "SecondFactor",
    "SettledDay",
    "Settlement",
    "Signing",
    "Site",
    "Standstill",
    "Stay",
    "Ticket",
    "Today",
    "Token",
    "Violation",
    "Withheld",
]
