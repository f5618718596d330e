"""parameters.yaml: dated, placed values."""

from __future__ import annotations

from ..forms import Either, Key, Lexeme, Many, Named, Shape, Word
from .entries import entry_shape, version_shape
from .words import DOTTED, LAW_OF, NAME, NOTE, OPTIONS, ORDERED, SOURCE, UNIT, VALUE, WHOLE, YES

_ENDS = Many(VALUE, least=2)
RANGED = Shape(
    "range",
    "A value that is not one figure: one of three kinds that are never mixed.",
    (
        Key("between", _ENDS, "One value that is not known, from the first to the second."),
        Key("varies", _ENDS, "Each place has its own from the first to the second; this one is not stated."),
        Key("chosen", _ENDS, "A definite lawful range within which somebody decides."),
        Key("by", NAME, "Who decides, for `chosen`."),
    ),
    one_of=(("between", "varies", "chosen"),),
)
PARAMETER_VALUE = Key("value", Either((VALUE, RANGED)), "Its value; `unknown` and `none` may be said too.")

PARAMETER_ROW = Shape(
    "row",
    "A value for some keys.",
    (
        PARAMETER_VALUE,
        SOURCE,
        Key("overrides", YES, "It wins over a row that is equally near."),
        Key("place", NAME, "The place it holds in; left out: everywhere."),
        Key("year", WHOLE, "The year it holds for."),
        NOTE,
    ),
    one_of=(("value",),),
    rest=VALUE,
)
_CONTENT = (PARAMETER_VALUE, Key("rows", Many(PARAMETER_ROW), "Values by place, year or choice."))
PARAMETER_VERSION = version_shape(
    "parameter", "A version of a parameter.", _CONTENT, none=False, one_of=("value", "rows")
)
PARAMETER = entry_shape(
    "parameter",
    "A dated, placed value.",
    PARAMETER_VERSION,
    own=(
        Key("unit", UNIT, "What it is counted in."),
        Key(
            "type", Word(choices=("yes_no", "choice", "number", "whole", "money", "date")), "What sort of value it is."
        ),
        Key("options", OPTIONS, "The options of a choice."),
        ORDERED,
        Key("by", Many(DOTTED, alone=True), "What its rows are keyed by: `place`, `year` or choice facts."),
        LAW_OF,
    ),
    content=_CONTENT,
    beside=False,
    one_of=("paper", "value", "rows"),
)
PARAMETERS_FILE = Named(Lexeme.NAME, PARAMETER)
