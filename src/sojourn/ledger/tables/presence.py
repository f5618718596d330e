"""Where people are and what is done about it: crossings, stays, inspections, violations, complaints."""

from __future__ import annotations

from typing import Final

from ..columns import (
    Agrees,
    Disjoint,
    InOrder,
    Named,
    Needs,
    Table,
    choice,
    day,
    flag,
    instant,
    key,
    reference,
    text,
    whole,
)
from ..enumerations import AppealStatus, ComplaintKind, ComplaintStatus, Direction, Party, Subject, Verdict

CROSSINGS: Final = Table(
    "crossings",
    "Every crossing of the border, at a post or away from one, and every one that was turned back.",
    (
        reference("person_id", "persons", "Who crossed."),
        key("document_kind", "The document used, by the programme's key; empty for none.", optional=True),
        reference("document_id", "documents", "That document.", optional=True),
        reference("permit_id", "permits", "The permit shown.", optional=True),
        choice("direction", Direction, "In or out."),
        instant("at", "When."),
        whole("sequence", "Tells apart crossings on one document at one instant: 0, 1, 2 in their order."),
        key("post", "The border post, by its key; empty away from any.", optional=True),
        reference("place_id", "places", "Where, on the side of the programme.", optional=True),
        choice("verdict", Verdict, "What the post said; empty where nobody looked.", optional=True),
        instant("recorded_at", "When it was recorded, where that was later.", optional=True),
    ),
    (
        InOrder("at", "recorded_at"),
        Agrees("document_id", "crossing_on_other_document", ("person_id",)),
        Agrees("permit_id", "crossing_on_other_permit", ("person_id",)),
    ),
)

STAYS: Final = Table(
    "stays",
    "From a crossing in to the crossing out. A person has one stay at a time.",
    (
        reference("person_id", "persons", "Who stays."),
        key("document_kind", "The document stayed on, by the programme's key; empty for none.", optional=True),
        reference("document_id", "documents", "That document.", optional=True),
        reference("permit_id", "permits", "The permit stayed on.", optional=True),
        reference("place_id", "places", "The place whose limit holds.", optional=True),
        reference("crossing_in_id", "crossings", "The crossing that began it."),
        reference("crossing_out_id", "crossings", "The crossing that ended it.", optional=True),
        day("entered_on", "Day of the crossing in, where it happened."),
        whole(
            "limit_days", "Most days the document allows there; empty where none is known.", unit="day", optional=True
        ),
        day("leave_by", "Last day of the lawful stay; empty where none is known.", optional=True),
        day("left_on", "Day of leaving; empty while the person is in.", optional=True),
        day("flagged_on", "Day it was flagged as past its limit.", optional=True),
    ),
    (
        InOrder("entered_on", "left_on"),
        InOrder("entered_on", "leave_by"),
        InOrder("leave_by", "flagged_on"),
        Needs("left_on", "crossing_out_id", "left_on_no_day"),
        Agrees("crossing_in_id", "stay_without_crossing", ("person_id",), ("direction", ("in",))),
        Agrees("crossing_in_id", "stay_though_turned_back", having=("verdict", ("admitted", "not_certain", ""))),
        Agrees("crossing_out_id", "stay_ends_at_other_crossing", ("person_id",), ("direction", ("out",))),
        Agrees("document_id", "stay_on_other_document", ("person_id",)),
        Agrees("permit_id", "stay_on_other_permit", ("person_id",)),
        Disjoint(("person_id",), "entered_on", "left_on", "two_places_at_once", touching=True),
    ),
)

ABSENCES: Final = Table(
    "absences",
    "Journeys home that a renewal asks for, and what became of them.",
    (
        reference("person_id", "persons", "Who left."),
        reference("permit_id", "permits", "The permit that ran out.", optional=True),
        reference("job_id", "jobs", "The job left waiting.", optional=True),
        day("left_on", "Day of leaving."),
        day("returned_on", "Day of coming back; empty for those who have not.", optional=True),
    ),
    (
        InOrder("left_on", "returned_on"),
        Agrees("permit_id", "absence_from_other_permit", ("person_id",)),
        Agrees("job_id", "absence_from_other_job", ("person_id",)),
        Disjoint(("person_id",), "left_on", "returned_on", "absences_overlap", touching=True),
    ),
)

CHECK_INS: Final = Table(
    "check_ins",
    "Presence at a site or in a zone, as the worker or the employer told it. Never a point on the map.",
    (
        reference("person_id", "persons", "Who was there."),
        reference("site_id", "sites", "The site.", optional=True),
        reference("place_id", "places", "The zone or town, where it is no site.", optional=True),
        instant("at", "When."),
        choice("told_by", Party, "Who told it."),
    ),
)

INSPECTIONS: Final = Table(
    "inspections",
    "Visits of an authority to an employer, an agency or a place.",
    (
        key("authority", "The authority, by the programme's key."),
        reference("office_id", "offices", "The office of that authority.", optional=True),
        reference("employer_id", "employers", "The employer inspected.", optional=True),
        reference("site_id", "sites", "The site inspected.", optional=True),
        reference("agency_id", "agencies", "The agency inspected.", optional=True),
        reference("place_id", "places", "Where.", optional=True),
        day("day", "Which day."),
        flag("announced", "Whether it was announced.", optional=True),
    ),
    (Agrees("site_id", "inspection_of_other_site", ("employer_id",)),),
)

VIOLATIONS: Final = Table(
    "violations",
    "What was done against the rules; found or not. What followed is a decision.",
    (
        key("conduct", "What was done: conduct of the programme, by its key."),
        choice("subject", Subject, "Who did it."),
        reference("person_id", "persons", "The person who did it.", optional=True),
        reference("employer_id", "employers", "The employer that did it.", optional=True),
        reference("agency_id", "agencies", "The agency that did it.", optional=True),
        reference("office_id", "offices", "The office that did it.", optional=True),
        day("day", "Day it was done, or the first of them."),
        day("found_on", "Day an authority found it; empty where none has.", optional=True),
        reference("place_id", "places", "Where.", optional=True),
        reference("inspection_id", "inspections", "The inspection that found it.", optional=True),
        reference("stay_id", "stays", "The stay that broke the rule.", optional=True),
        reference("job_id", "jobs", "The job that broke the rule.", optional=True),
        reference("permit_id", "permits", "The permit used against the rule.", optional=True),
    ),
    (
        InOrder("day", "found_on"),
        Named(
            "subject",
            {"person": "person_id", "employer": "employer_id", "agency": "agency_id", "office": "office_id"},
        ),
        Agrees("stay_id", "violation_in_other_stay", ("person_id",)),
        Agrees("permit_id", "violation_with_other_permit", ("person_id",)),
    ),
)

APPEALS: Final = Table(
    "appeals",
    "Appeals against decisions.",
    (
        reference("decision_id", "decisions", "The decision appealed against."),
        choice("filed_by", Party, "Who appeals."),
        instant("filed_at", "When."),
        flag("suspends", "Whether the decision has no effect until the appeal is decided."),
        choice("status", AppealStatus, "What became of it."),
        instant("decided_at", "When it was decided or withdrawn.", optional=True),
        reference("outcome_decision_id", "decisions", "The decision on the appeal.", optional=True),
    ),
    (InOrder("filed_at", "decided_at"),),
)

COMPLAINTS: Final = Table(
    "complaints",
    "Complaints to an office. They are never shown to whom they are about.",
    (
        reference("person_id", "persons", "Who complains; empty for nobody named.", optional=True),
        choice("kind", ComplaintKind, "What about."),
        choice("subject", Subject, "About whom."),
        reference("employer_id", "employers", "The employer it is about.", optional=True),
        reference("agency_id", "agencies", "The agency it is about.", optional=True),
        reference("office_id", "offices", "The office it is about.", optional=True),
        reference("received_by_id", "offices", "The office it was made to.", optional=True),
        instant("filed_at", "When."),
        choice("status", ComplaintStatus, "What became of it."),
        day("closed_on", "Day it was closed.", optional=True),
        text("text", "What was said.", personal=True),
    ),
    (Named("subject", {"employer": "employer_id", "agency": "agency_id", "office": "office_id"}),),
)

TABLES: Final = (
    CROSSINGS, STAYS, ABSENCES, CHECK_INS, INSPECTIONS, VIOLATIONS, APPEALS, COMPLAINTS,
)  # fmt: skip
