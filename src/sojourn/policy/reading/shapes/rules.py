"""rules.yaml: named conclusions."""

from __future__ import annotations

from ..forms import Key, Lexeme, Named
from .bodies import BODY_KEYS
from .entries import entry_shape, version_shape
from .words import LAW_OF, OPTIONS, ORDERED, UNIT

RULE_VERSION = version_shape("rule", "A version of a rule.", BODY_KEYS)
RULE = entry_shape(
    "rule",
    "A named conclusion.",
    RULE_VERSION,
    own=(
        LAW_OF,
        Key("unit", UNIT, "What the result is counted in."),
        Key("options", OPTIONS, "The options the result is one of."),
        ORDERED,
    ),
    content=BODY_KEYS,
)
RULES_FILE = Named(Lexeme.NAME, RULE)
