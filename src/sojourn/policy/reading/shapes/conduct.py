"""conduct.yaml: what breaks the rules, and what may follow."""

from __future__ import annotations

from ...model import Penalty
from ..forms import Either, Form, Key, Lexeme, Many, Named, Ref, Shape
from .bodies import CONDITION_KEYS
from .entries import entry_shape, version_shape
from .words import EXPRESSION, LAW_OF, MAYBE_LABEL, NAME, NAMES, NOTE, SOURCE, TEXT, YES, YES_NO

FINE = Shape(
    "fine",
    "A fine for each of something, perhaps with a most.",
    (
        Key("each", EXPRESSION, "The fine for one.", required=True),
        Key("for", EXPRESSION, "How many.", required=True),
        Key("up_to", EXPRESSION, "The most it can come to."),
    ),
)
_RANGE: Form = Many(EXPRESSION, alone=True)
_FLAG = {
    Penalty.WARNING: "A warning.",
    Penalty.REPATRIATION: "Repatriation.",
    Penalty.REMOVAL: "Being brought to the border.",
    Penalty.CONFISCATION: "Confiscation of the proceeds.",
    Penalty.SUSPENSION: "Suspension of a qualification.",
    Penalty.COSTS: "Bearing the costs.",
    Penalty.EXPULSION: "Expulsion.",
}
PENALTIES = tuple(penalty.value for penalty in Penalty)
CONSEQUENCES = Many(Ref("consequence", lambda: CONSEQUENCE), least=0)
CONSEQUENCE: Shape = Shape(
    "consequence",
    "What may follow a breach, or a choice among some.",
    (
        *(Key(penalty.value, YES, says) for penalty, says in _FLAG.items()),
        Key("fine", Either((EXPRESSION, Many(EXPRESSION), FINE)), "A fine: an amount, a range, or so much for each."),
        Key("detention", _RANGE, "Detention: its length in days, or the shortest and longest."),
        Key("ban", _RANGE, "A ban on coming back: its length, or the shortest and longest."),
        Key("departure", _RANGE, "The time to leave in."),
        Key("from", TEXT, "What the time is counted from."),
        Key("one_of", CONSEQUENCES, "A choice of whoever decides."),
        Key("when", EXPRESSION, "When it follows; left out: always."),
        Key("may", YES_NO, "Whether it may also be left out, as whoever decides sees fit."),
        MAYBE_LABEL,
        SOURCE,
        NOTE,
    ),
    one_of=((*PENALTIES, "one_of"),),
)
_CONTENT = (*CONDITION_KEYS, Key("consequences", CONSEQUENCES, "What follows, together."))
CONDUCT_VERSION = version_shape("conduct", "A version of what may follow a breach.", _CONTENT)
CONDUCT = entry_shape(
    "conduct",
    "What breaks the rules and what may follow.",
    CONDUCT_VERSION,
    own=(
        LAW_OF,
        Key("liable", NAME, "The role that is liable."),
        Key("by", NAMES, "The authorities that decide."),
        Key("ground", TEXT, "What the law calls it."),
    ),
    content=_CONTENT,
)
CONDUCT_FILE = Named(Lexeme.NAME, CONDUCT)
