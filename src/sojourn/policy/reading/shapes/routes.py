"""routes.yaml: what can be granted."""

from __future__ import annotations

from ..forms import Key, Lexeme, Many, Named, Shape, Word
from .bodies import CONDITION_KEYS
from .entries import entry_shape, version_shape
from .words import EXPRESSION, KEY, LABEL, LAW_OF, MAYBE_LABEL, NAME, NAMES, NOTE, SOURCE, TEXT, WHILE, YES_NO

ROUTE_KINDS = ("permit", "visa", "residence", "annotation", "pass", "status")
ROUTE_VERSION = version_shape("route", "A version of a route: what must hold for it to be granted.", CONDITION_KEYS)
GRANT = Shape(
    "grant",
    "What a route gives: a value to be worked out, or a text.",
    (
        MAYBE_LABEL,
        Key("value", EXPRESSION, "The value."),
        Key("text", TEXT, "What it gives, in words."),
        *WHILE,
        SOURCE,
        NOTE,
    ),
    one_of=(("value", "text"),),
)
DUTY = Shape(
    "duty",
    "What follows for somebody.",
    (
        KEY,
        Key("who", NAME, "Whose duty it is: a role or an authority.", required=True),
        Key("text", TEXT, "The duty, in one sentence.", required=True),
        *WHILE,
        SOURCE,
        NOTE,
    ),
)
STEP = Shape(
    "step",
    "A step of a procedure.",
    (
        KEY,
        Key("who", NAME, "Who takes it: a role or an authority.", required=True),
        Key("text", TEXT, "The step, in one sentence.", required=True),
        Key("within", EXPRESSION, "The time it may take."),
        Key("after", NAME, "The step after which its time begins; left out: it begins with the law's day."),
        *WHILE,
        SOURCE,
        NOTE,
    ),
)
DOCUMENT = Shape(
    "document",
    "A paper to hand in.",
    (
        KEY,
        LABEL,
        Key("have", EXPRESSION, "What shows that it is there."),
        Key("when", EXPRESSION, "When it is needed; left out: always."),
        *WHILE,
        SOURCE,
        NOTE,
    ),
)
FAMILY = Shape(
    "family", "Who of the family may join.", (Key("text", TEXT, "Who may join.", required=True), *WHILE, SOURCE, NOTE)
)
ROUTE = entry_shape(
    "route",
    "Something that can be granted.",
    ROUTE_VERSION,
    own=(
        Key("kind", Word(choices=ROUTE_KINDS), "What is granted.", required=True),
        LAW_OF,
        Key("applies_through", NAMES, "The roles through which one applies."),
        Key("decided_by", NAMES, "The authorities that decide."),
        Key("jointly", YES_NO, "Whether they decide together."),
        Key(
            "outside_period",
            YES_NO,
            "Whether its own versions alone say when it exists, and not the programme's period.",
        ),
    ),
    parts=(
        Key("grants", Named(Lexeme.NAME, GRANT), "What it gives."),
        Key("duties", Many(DUTY), "What follows for whom."),
        Key("steps", Many(STEP), "The procedure."),
        Key("documents", Many(DOCUMENT), "The papers to hand in."),
        Key("family", FAMILY, "Who of the family may join."),
    ),
    content=CONDITION_KEYS,
)
ROUTES_FILE = Named(Lexeme.NAME, ROUTE)
