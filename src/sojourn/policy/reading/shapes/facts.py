"""facts.yaml: what can be known of a case."""

from __future__ import annotations

from ..forms import Key, Lexeme, Many, Named, Shape, Word
from .words import DOTTED, EXPRESSION, LABEL, NAME, NOTE, OPTIONS, ORDERED, SOURCE, TEXT, UNIT, VALUE, WHOLE, YES_NO

SIMPLE_TYPES = ("yes_no", "whole", "number", "money", "date", "choice", "place")
_TYPED: tuple[Key, ...] = (
    Key("unit", UNIT, "What a number is counted in."),
    Key("from", VALUE, "The least it can be."),
    Key("to", VALUE, "The most it can be."),
    Key("options", OPTIONS, "The options of a choice, each with its label."),
    ORDERED,
    Key("within", NAME, "The place that a place must lie in."),
    Key("yes", TEXT, "States that it is so, in a full sentence."),
    Key("no", TEXT, "States that it is not so, in a full sentence."),
)

FIELD = Shape(
    "field",
    "A field of a history's entries.",
    (LABEL, Key("type", Word(choices=SIMPLE_TYPES), "What sort of value it is.", required=True), *_TYPED, NOTE),
)

_FACTS = Many(DOTTED, alone=True)
FACT = Shape(
    "fact",
    "Something that can be known of a case.",
    (
        LABEL,
        Key("question", TEXT, "How a person is asked for it."),
        Key("type", Word(choices=(*SIMPLE_TYPES, "list")), "What sort of value it is.", required=True),
        *_TYPED,
        Key("only_if", EXPRESSION, "The condition without which the fact does not apply."),
        Key("not_before", _FACTS, "The days that this day is never before: date facts, or `application` and the like."),
        Key("no_more_than", _FACTS, "The facts that this number is never more than."),
        Key("decided_by", NAME, "The authority that decides it: an open term, never asked of the applicant."),
        Key("group", TEXT, "The heading it is asked under."),
        Key("can_change", YES_NO, "Whether a person can change it."),
        Key("personal", YES_NO, "Whether it identifies a person."),
        Key(
            "by", Word(choices=("year", "period")), "For a history: one entry a year, or entries with `from` and `to`."
        ),
        Key("at_most", WHOLE, "The most entries a history may have."),
        Key("fields", Named(Lexeme.NAME, FIELD), "What each entry of a history tells."),
        SOURCE,
        NOTE,
    ),
)
FACTS_FILE = Named(Lexeme.DOTTED, FACT)
