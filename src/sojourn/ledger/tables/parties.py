"""Who takes part: places, offices, employers and their sites, agencies, persons and their papers."""

from __future__ import annotations

from typing import Final

from ..columns import Disjoint, InOrder, Table, choice, day, flag, key, number, reference, text, whole
from ..enumerations import OfficeKind, QualificationStatus, Sex

PLACES: Final = Table(
    "places",
    "Places that other rows speak of. The programme's file knows more of them: dates, several places that one lies in.",
    (
        key("kind", "What kind of place it is, as the programme says: zone, city, county."),
        text("name", "What it is called, in English."),
        reference("within_id", "places", "The smallest place it lies in, of those given.", optional=True),
    ),
    id_text="The programme's own key of the place.",
)

OFFICES: Final = Table(
    "offices",
    "Counters and posts of the authorities.",
    (
        key("authority", "The authority it belongs to, by the programme's key."),
        choice("kind", OfficeKind, "What is done there.", optional=True),
        reference("place_id", "places", "Where it is.", optional=True),
        text("name", "What it is called.", optional=True),
        day("opened_on", "First day it was open.", optional=True),
        day("closed_on", "Last day it was open.", optional=True),
    ),
    (InOrder("opened_on", "closed_on"),),
)

EMPLOYERS: Final = Table(
    "employers",
    "Firms and farms that take part, or employ outside the programme.",
    (
        text("name", "What it is called.", optional=True),
        text("credit_code", "Unified social credit code.", optional=True),
        key("sector", "Line of work, by the programme's key.", optional=True),
        reference("place_id", "places", "Where it is registered.", optional=True),
        flag("legal_representative", "Whether it has a legal representative.", optional=True),
        whole(
            "local_workers",
            "Workers it has beside those of the programme, when registered.",
            unit="person",
            optional=True,
        ),
        day("registered_on", "Day of registration with the programme.", optional=True),
        day("closed_on", "Last day of taking part.", optional=True),
    ),
    (InOrder("registered_on", "closed_on"),),
)

SITES: Final = Table(
    "sites",
    "Where an employer's work is done.",
    (
        reference("employer_id", "employers", "Whose site it is."),
        reference("place_id", "places", "The smallest place it lies in: a zone or town, never a point on the map."),
        text("name", "What it is called.", optional=True),
        key("sector", "Line of work there, where it differs from the employer's.", optional=True),
        day("opened_on", "First day of work.", optional=True),
        day("closed_on", "Last day of work.", optional=True),
    ),
    (InOrder("opened_on", "closed_on"),),
)

AGENCIES: Final = Table(
    "agencies",
    "Agencies that recruit and file.",
    (
        text("name", "What it is called.", optional=True),
        text("credit_code", "Unified social credit code.", optional=True),
        reference("place_id", "places", "Where it is registered.", optional=True),
        day("registered_on", "Day of registration with the programme.", optional=True),
        day("closed_on", "Last day of taking part.", optional=True),
    ),
    (InOrder("registered_on", "closed_on"),),
)

RATINGS: Final = Table(
    "ratings",
    "The grades of an agency, one after another, each with its reason.",
    (
        reference("agency_id", "agencies", "Which agency."),
        key("grade", "The grade, by the programme's key."),
        day("begins_on", "First day of the grade."),
        day("ends_on", "Last day of the grade; empty while it lasts.", optional=True),
        key("reason", "Why, by its key.", optional=True),
        text("reason_text", "Why, in the officer's words.", personal=True),
        reference("decision_id", "decisions", "The decision it rests on.", optional=True),
    ),
    (InOrder("begins_on", "ends_on"), Disjoint(("agency_id",), "begins_on", "ends_on", "ratings_overlap")),
)

QUALIFICATIONS: Final = Table(
    "qualifications",
    "Whether an employer may hire under the programme: one status after another, each with its reason.",
    (
        reference("employer_id", "employers", "Which employer."),
        choice("status", QualificationStatus, "Whether it may hire."),
        day("begins_on", "First day of the status."),
        day("ends_on", "Last day of the status; empty while it lasts.", optional=True),
        key("reason", "Why, by its key.", optional=True),
        text("reason_text", "Why, in the officer's words.", personal=True),
        reference("decision_id", "decisions", "The decision it rests on.", optional=True),
    ),
    (InOrder("begins_on", "ends_on"), Disjoint(("employer_id",), "begins_on", "ends_on", "qualifications_overlap")),
)

PERSONS: Final = Table(
    "persons",
    "People, as far as statistics need: nobody can be named by it.",
    (
        choice("sex", Sex, "As in the person's document.", optional=True),
        whole("birth_year", "Year of birth.", unit="year", optional=True, least=1900),
        key("nationality", "Nationality, by the programme's key.", optional=True),
        key("home_province", "Province of the permanent home, by the programme's key.", optional=True),
        flag("border_commune", "Whether the permanent home is in a commune next to the border.", optional=True),
        key("language", "Language the person is addressed in, as an ISO 639 code.", optional=True),
        number(
            "weight",
            "How many people the row stands for: 1 in a register, more in a lab run that keeps a sample.",
            unit="person",
        ),
    ),
    id_text="The pseudonymous number of the person.",
)

PERSON_DETAILS: Final = Table(
    "person_details",
    "What names a person. Only in a full transfer; no row where persons are pseudonymised.",
    (
        reference("person_id", "persons", "Whose details they are."),
        text("name", "Full name, as in the document.", personal=True),
        day("birth_date", "Day of birth.", personal=True),
        text("phone", "Telephone number, with the country's code.", personal=True),
        text("address", "Permanent home.", personal=True),
    ),
    personal=True,
)

DOCUMENTS: Final = Table(
    "documents",
    "Border passes, passports and other papers people travel on.",
    (
        reference("person_id", "persons", "Whose document it is."),
        key("kind", "What it is, by the programme's key: `border_pass`, `passport`."),
        key("issuer", "The place or authority that issued it.", optional=True),
        text("number", "The number printed in it.", personal=True),
        day("begins_on", "First day it is valid.", optional=True),
        day("ends_on", "Last day it is valid.", optional=True),
    ),
    (InOrder("begins_on", "ends_on"),),
)

TABLES: Final = (
    PLACES, OFFICES, EMPLOYERS, SITES, AGENCIES, RATINGS, QUALIFICATIONS, PERSONS, PERSON_DETAILS, DOCUMENTS,
)  # fmt: skip
