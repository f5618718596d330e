"""What offices do: applications, findings, decisions, permits, money, insurance, queues, suspensions."""

from __future__ import annotations

from typing import Final

from sojourn.policy import Outcome

from ..columns import (
    Agrees,
    Disjoint,
    InOrder,
    Needs,
    Table,
    Together,
    choice,
    day,
    flag,
    instant,
    key,
    money,
    reference,
    text,
    whole,
)
from ..enumerations import (
    ApplicationKind,
    ApplicationStatus,
    ChargedBy,
    ChargeKind,
    ClaimStatus,
    DecisionKind,
    DecisionOutcome,
    JobEnd,
    Party,
    PermitEnd,
    SettlementOutcome,
)

JOBS: Final = Table(
    "jobs",
    "Who works where, from the day of hiring; with or without a permit.",
    (
        reference("person_id", "persons", "Who works."),
        reference("employer_id", "employers", "For whom."),
        reference("site_id", "sites", "Where, as agreed.", optional=True),
        reference("place_id", "places", "Where, if at no site.", optional=True),
        reference("agency_id", "agencies", "Which agency placed the person.", optional=True),
        key("occupation", "The work, by its key.", optional=True),
        day("begins_on", "Day of hiring."),
        day("ends_on", "Last day of the job; empty while it lasts.", optional=True),
        money("wage_promised", "Wage promised when hired, before tax.", unit="CNY/month", optional=True),
        choice("ended", JobEnd, "How it ended; empty while it lasts.", optional=True),
    ),
    (
        InOrder("begins_on", "ends_on"),
        Together("ends_on", "ended"),
        Agrees("site_id", "job_at_other_site", ("employer_id",)),
    ),
)

FINDINGS: Final = Table(
    "findings",
    "What `policy` finds about a set of facts on a day: once for each distinct set, however many applications have it.",
    (
        text("content_hash", "SHA-256, in hexadecimal, of what the finding was worked out from and of its result."),
        text("edition", "Fingerprint of the programme's edition it was worked out with."),
        key("route", "What was asked about: a key of the programme."),
        day("day", "The day asked about."),
        choice("paper", Outcome, "The outcome on paper."),
        choice(
            "practice",
            Outcome,
            "The outcome in practice; empty where the sources say nothing of practice.",
            optional=True,
        ),
        text(
            "facts",
            "The case as it was given to `policy`: JSON with sorted keys, and nothing that names a person.",
            optional=True,
        ),
    ),
)

APPLICATIONS: Final = Table(
    "applications",
    "What was asked for, by whom, and how far it has come.",
    (
        reference("person_id", "persons", "For whom."),
        key("route", "What is asked for: a route of the programme."),
        choice("kind", ApplicationKind, "New, renewal or transfer."),
        reference("job_id", "jobs", "The job it is for.", optional=True),
        reference("employer_id", "employers", "The employer it is for.", optional=True),
        reference("site_id", "sites", "Where the work is to be done.", optional=True),
        key("occupation", "The work asked for, by its key.", optional=True),
        money("wage_promised", "Wage promised, before tax.", unit="CNY/month", optional=True),
        reference("agency_id", "agencies", "The agency that filed it.", optional=True),
        reference("office_id", "offices", "The office it lies at.", optional=True),
        reference("finding_id", "findings", "What `policy` found when it was submitted.", optional=True),
        choice("filed_by", Party, "Who filed it."),
        text("filing", "Number of the filing it came in, where several were filed in one.", optional=True),
        instant("submitted_at", "When it was submitted; empty for a draft.", optional=True),
        choice("status", ApplicationStatus, "How far it has come."),
        instant("decided_at", "When it was granted or refused.", optional=True),
    ),
    (
        InOrder("submitted_at", "decided_at"),
        Agrees("job_id", "application_for_other_job", ("person_id", "employer_id")),
    ),
)

DECISIONS: Final = Table(
    "decisions",
    "Acts of officers. A decision is superseded by another, never changed.",
    (
        choice("kind", DecisionKind, "What it is about."),
        choice("outcome", DecisionOutcome, "What was decided."),
        key("authority", "The authority that decided, by the programme's key."),
        reference("office_id", "offices", "The office of that authority.", optional=True),
        text("officer", "Pseudonymous number of the officer.", optional=True),
        instant("decided_at", "When."),
        reference("application_id", "applications", "The application decided.", optional=True),
        reference("person_id", "persons", "The person it is about.", optional=True),
        reference("employer_id", "employers", "The employer it is about.", optional=True),
        reference("agency_id", "agencies", "The agency it is about.", optional=True),
        reference("violation_id", "violations", "The violation it answers.", optional=True),
        reference("finding_id", "findings", "What `policy` had found.", optional=True),
        flag(
            "against_finding",
            "Whether it goes against what the programme says: the finding, or the grade that follows from its rules.",
        ),
        key("legal_basis", "Id of the source it rests on.", optional=True),
        key("reason", "Why, by its key.", optional=True),
        text("reason_text", "Why, in the officer's words.", personal=True),
        money("amount", "Amount of a fine.", optional=True),
        day("begins_on", "First day of its effect.", optional=True),
        day("ends_on", "Last day of its effect; of detention and bans too.", optional=True),
        reference("supersedes_id", "decisions", "The decision it takes the place of.", optional=True),
    ),
    (
        InOrder("begins_on", "ends_on"),
        Agrees("application_id", "decision_on_other_person", ("person_id",)),
    ),
)

PERMITS: Final = Table(
    "permits",
    "Permits and other documents granted to a person. Two of one kind never overlap.",
    (
        text("number", "The number printed on it."),
        reference("person_id", "persons", "Who holds it."),
        key("kind", "What it is: the route of the programme that grants it."),
        key("category", "The category it was granted in, where the programme has any.", optional=True),
        reference("employer_id", "employers", "The employer it names.", optional=True),
        reference(
            "job_id", "jobs", "The job it was granted for; never empty where an employer is named.", optional=True
        ),
        reference("site_id", "sites", "The site it names.", optional=True),
        reference("area_id", "places", "Where it is valid.", optional=True),
        reference("application_id", "applications", "The application it answers.", optional=True),
        reference("decision_id", "decisions", "The decision that granted it.", optional=True),
        reference("renewal_of_id", "permits", "The permit it follows.", optional=True),
        day("issued_on", "Day it was issued.", optional=True),
        day("begins_on", "First day it is valid."),
        day("ends_on", "Last day it is valid, as printed; empty for one without end.", optional=True),
        day("paper_ends_on", "Last day it would be valid if it ran for the term on paper.", optional=True),
        choice("ended", PermitEnd, "How it ended; empty while it runs.", optional=True),
        day("ended_on", "Day it ended: the last printed day where it expired, else the day of the act.", optional=True),
    ),
    (
        InOrder("begins_on", "ends_on"),
        InOrder("begins_on", "ended_on"),
        InOrder("begins_on", "paper_ends_on"),
        InOrder("ended_on", "ends_on"),
        Together("ended", "ended_on"),
        Needs("job_id", "employer_id", "permit_without_job"),
        Agrees("job_id", "permit_for_other_job", ("person_id", "employer_id")),
        Agrees("application_id", "permit_on_other_application", ("person_id",)),
        Agrees("renewal_of_id", "permit_renews_other", ("person_id",)),
        Disjoint(
            ("person_id", "kind"),
            "begins_on",
            "ends_on",
            "permits_overlap",
            cut=("ended", "ended_on"),
            runs_out="expired",
        ),
    ),
)

INSURANCE: Final = Table(
    "insurance",
    "Insurance of one person for one month.",
    (
        reference("person_id", "persons", "Who is insured."),
        reference("employer_id", "employers", "The employer who insures.", optional=True),
        key("kind", "What is insured against, by its key.", optional=True),
        day("month", "First day of the month."),
        money("premium", "Premium for the month.", unit="CNY/month"),
        text("insurer", "Who insures.", optional=True),
    ),
)

CLAIMS: Final = Table(
    "claims",
    "Claims on that insurance.",
    (
        reference("person_id", "persons", "Who was injured or ill."),
        reference("insurance_id", "insurance", "The month's insurance it is made on.", optional=True),
        day("injured_on", "Day of the injury or illness.", optional=True),
        day("filed_on", "Day it was filed."),
        money("amount_claimed", "Amount claimed.", optional=True),
        choice("status", ClaimStatus, "How far it has come."),
        day("settled_on", "Day it was paid or refused.", optional=True),
        money("amount_paid", "Amount paid.", optional=True),
    ),
    (
        InOrder("injured_on", "filed_on"),
        InOrder("filed_on", "settled_on"),
        Agrees("insurance_id", "claim_on_other_insurance", ("person_id",)),
    ),
)

CHARGES: Final = Table(
    "charges",
    "Money asked for, by anyone: fees, premiums, fines, and what workers pay for being recruited.",
    (
        choice("kind", ChargeKind, "What for."),
        money("amount", "How much."),
        choice("payer", Party, "Who pays."),
        choice("charged_by", ChargedBy, "Who asks for it."),
        reference("person_id", "persons", "Whose case it is.", optional=True),
        reference("employer_id", "employers", "The employer who pays or asks.", optional=True),
        reference("agency_id", "agencies", "The agency that pays or asks.", optional=True),
        reference("application_id", "applications", "The application it is for.", optional=True),
        reference("permit_id", "permits", "The permit it is for.", optional=True),
        reference("insurance_id", "insurance", "The insurance it is for.", optional=True),
        reference("decision_id", "decisions", "The decision that fixed it.", optional=True),
        day("charged_on", "Day it was asked for."),
        day("paid_on", "Day it was paid; empty while it is owed.", optional=True),
        text("receipt", "Number of the receipt.", optional=True),
    ),
    (InOrder("charged_on", "paid_on"), Agrees("permit_id", "charge_for_other_permit", ("person_id",))),
)

TICKETS: Final = Table(
    "tickets",
    "Tickets of the queue at an office.",
    (
        reference("office_id", "offices", "Which office."),
        day("day", "Which day."),
        whole("number", "The number on the ticket.", optional=True),
        reference("person_id", "persons", "Who waits.", optional=True),
        reference("application_id", "applications", "What for.", optional=True),
        instant("issued_at", "When it was drawn."),
        instant("called_at", "When the number was called.", optional=True),
        instant("served_at", "When serving ended.", optional=True),
    ),
    (InOrder("issued_at", "called_at"), InOrder("issued_at", "served_at"), InOrder("called_at", "served_at")),
)

SUSPENSIONS: Final = Table(
    "suspensions",
    "Times in which the programme was suspended.",
    (
        reference("place_id", "places", "Where; empty for everywhere.", optional=True),
        day("begins_on", "First day."),
        day("ends_on", "Last day; empty while it lasts.", optional=True),
        key("reason", "Why, by its key.", optional=True),
        reference("decision_id", "decisions", "The decision it rests on.", optional=True),
    ),
    (InOrder("begins_on", "ends_on"),),
)

SETTLEMENTS: Final = Table(
    "settlements",
    "What became of a running permit, an open case or a person inside when the programme was suspended, case by case.",
    (
        reference("suspension_id", "suspensions", "Which suspension."),
        reference("person_id", "persons", "Whom it is about."),
        reference("permit_id", "permits", "The permit settled.", optional=True),
        reference("application_id", "applications", "The application settled.", optional=True),
        reference("stay_id", "stays", "The stay settled.", optional=True),
        choice("outcome", SettlementOutcome, "What became of it."),
        day("settled_on", "Day it was settled."),
        day("told_on", "Day the person was told.", optional=True),
        reference("decision_id", "decisions", "The decision it rests on.", optional=True),
    ),
    (
        Agrees("permit_id", "settlement_of_other_permit", ("person_id",)),
        Agrees("stay_id", "settlement_of_other_stay", ("person_id",)),
    ),
)

TABLES: Final = (
    JOBS, FINDINGS, APPLICATIONS, DECISIONS, PERMITS, INSURANCE, CLAIMS, CHARGES, TICKETS, SUSPENSIONS, SETTLEMENTS,
)  # fmt: skip
