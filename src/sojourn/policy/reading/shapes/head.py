"""programme.yaml: what a programme is, with its places, authorities, period and goals."""

from __future__ import annotations

from ...model import HowMany
from ..forms import Either, Key, Lexeme, Many, Named, Shape, Word
from .words import DATE, DAY, KEY, LABEL, LAW, NAME, NAMES, NOTE, SOURCE, SPAN_ENDS, TEXT, YES

PERIOD = Shape(
    "period",
    "The time in which the programme exists.",
    (
        Key("from", DAY, "Its first day.", required=True),
        Key(
            "to",
            DAY,
            "The first day on which it no longer exists, where it has ended; `unknown` where that is not known.",
        ),
        SOURCE,
    ),
)

SUSPENSION = Shape(
    "suspension",
    "A time in which the programme is suspended.",
    (
        Key("from", DAY, "The day from which it is suspended.", required=True),
        Key("to", DAY, "The first day on which it is no longer suspended, or `unknown`."),
        LABEL,
        SOURCE,
    ),
)

ROLE = Shape(
    "role",
    "Somebody or something a case is about.",
    (
        LABEL,
        Key(
            "how_many", Word(choices=tuple(h.value for h in HowMany)), "`one`, or `optional` where a case may lack it."
        ),
        Key("question", TEXT, "Asks whether there is one, where it is optional."),
        Key("yes", TEXT, "States that there is one."),
        Key("no", TEXT, "States that there is none."),
    ),
)

PARENT = Shape(
    "parent",
    "A place that another lies in for a time.",
    (
        Key("place", NAME, "The place it lies in.", required=True),
        Key("from", DAY, "Since when."),
        Key("to", DAY, "Until when (the first day on which it no longer does)."),
    ),
)

PLACE = Shape(
    "place",
    "A place with the places it lies in.",
    (
        LABEL,
        Key("kind", NAME, "What sort of place: country, province, city, county, zone and the like."),
        Key("in", Many(Either((NAME, PARENT)), alone=True), "The places it lies in, perhaps only from or to a day."),
        SOURCE,
        NOTE,
    ),
)

AUTHORITY = Shape(
    "authority",
    "Somebody who decides or acts for the state.",
    (
        LABEL,
        Key("level", NAME, "Where it stands: state, province, city, county."),
        Key("does", TEXT, "What it does, in one sentence."),
        SOURCE,
        NOTE,
    ),
)

BOUNDARY = Shape(
    "boundary",
    "A day of change that several entries share.",
    (
        LABEL,
        Key("in", Word(Lexeme.DAY), "The day, month or year on or in which it lies."),
        *SPAN_ENDS,
        SOURCE,
        NOTE,
    ),
    one_of=(("in", "after"),),
)

GOAL = Shape(
    "goal",
    "A question people come with.",
    (
        KEY,
        LABEL,
        Key("asks", NAMES, "The rules, routes or conduct that answer it.", required=True),
    ),
)

EVENT = Shape(
    "event",
    "A dated event that is no rule.",
    (
        Key("from", DAY, "When it happened or began.", required=True),
        LABEL,
        SOURCE,
    ),
)

PROGRAMME = Shape(
    "programme",
    "programme.yaml: what the programme is, its places, authorities, period and goals.",
    (
        Key("key", NAME, "The programme's name, which is its folder's name.", required=True),
        Key("title", TEXT, "Its title.", required=True),
        Key("summary", TEXT, "One or two sentences on what it is."),
        Key("extends", NAME, "The programme whose names it sees and may cite."),
        Key("scenario", YES, "It exists nowhere: it asks what if a programme that it extends were otherwise."),
        Key("period", PERIOD, "The time in which it exists; outside it no route exists."),
        Key("verified", DATE, "The last day for which the sources speak.", required=True),
        Key("suspensions", Many(SUSPENSION), "Times in which it is suspended."),
        Key("law_of", LAW, "The default for which day's law rules go by."),
        Key("roles", Named(Lexeme.NAME, ROLE), "Who and what a case is about."),
        Key("places", Named(Lexeme.NAME, PLACE), "The places it names."),
        Key("authorities", Named(Lexeme.NAME, AUTHORITY), "Those who decide or act for the state."),
        Key("boundaries", Named(Lexeme.NAME, BOUNDARY), "Days of change that several entries share."),
        Key("goals", Many(GOAL), "What people come to ask; the first is the default."),
        Key("timeline", Many(EVENT), "Dated events that are no rule."),
    ),
)
