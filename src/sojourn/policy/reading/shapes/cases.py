"""cases.yaml: the worked cases."""

from __future__ import annotations

from ..forms import Anything, Key, Lexeme, Many, Named, Shape, Word
from .words import DATE, DOTTED, NAME, NOTE, SCALE, SOURCES, TEXT, VALUE, YES_NO

_CHECK_NAMES = Many(DOTTED, alone=True, least=0)
EXPECTED = Shape(
    "expected",
    "What is asked of a case and what must come out.",
    (
        Key("ask", NAME, "A rule, parameter, route or conduct, or `consequences`.", required=True),
        Key("with", Named(Lexeme.DOTTED, VALUE), "The keys of a parameter asked for."),
        Key("paper", Anything(), "What must come out on paper."),
        Key("practice", Anything(), "What must come out in practice."),
        Key("because", _CHECK_NAMES, "The conditions to blame: one of the smallest sets."),
        Key("matters", _CHECK_NAMES, "Exactly the facts that could still matter."),
        Key("hangs_on", _CHECK_NAMES, "Exactly the assumptions whose alternatives would change the answer."),
        Key("rests_on", _CHECK_NAMES, "Assumptions the answer rests on (at least)."),
        Key("boundaries", _CHECK_NAMES, "The unknown days the answer hangs on."),
        Key("if", _CHECK_NAMES, "The open terms of a yes_if."),
        Key("papers", Word(choices=("complete", "incomplete", "unknown", "none")), "Whether the papers are complete."),
        Key("missing", _CHECK_NAMES, "The documents that are missing."),
        Key("word", Many(SCALE, alone=True), "The words practice is described by (at least)."),
        Key("decided_by", _CHECK_NAMES, "Who decides."),
        Key("applies_through", _CHECK_NAMES, "Through whom one applies."),
        Key("jointly", YES_NO, "Whether they decide together."),
        Key("duties", _CHECK_NAMES, "Duties it has (at least)."),
        Key("steps", _CHECK_NAMES, "Steps it has (at least)."),
        Key("documents", _CHECK_NAMES, "Documents it has (at least)."),
        Key("within", Named(Lexeme.NAME, VALUE), "The times that steps may take."),
        Key("family", Word(choices=("yes", "no", "unknown")), "Whether family may join."),
        Key("without", _CHECK_NAMES, "Grants, duties, steps and documents that do not stand in it."),
        Key("perhaps", _CHECK_NAMES, "Exactly the grants, duties, steps and documents that may hold that day, or not."),
        Key("penalties", Anything(), "Exactly what may follow on paper."),
        Key("penalties_practice", Anything(), "Exactly what may follow in practice."),
        Key("standing", NAME, "How the route stands that day: in force, suspended, not begun and the like."),
        Key("fired", Many(VALUE, alone=True), "The row, exception or line that decided."),
    ),
    rest=Anything(),
)
CASE = Shape(
    "case",
    "A worked case: facts, the day asked about, and what must come out.",
    (
        Key("title", TEXT, "What it is about.", required=True),
        Key("at", DATE, "The day asked about.", required=True),
        Key("facts", Named(Lexeme.DOTTED, Anything()), "What is known."),
        Key("assume", Named(Lexeme.NAME, VALUE), "Assumptions settled otherwise."),
        Key("settle", Named(Lexeme.NAME, DATE), "Boundaries fixed to a day."),
        Key("expect", Many(EXPECTED), "What must come out.", required=True),
        Key("about", SOURCES, "The source ids it exercises."),
        Key("basis", Many(TEXT, alone=True), "Where the case comes from."),
        NOTE,
    ),
)
CASES_FILE = Named(Lexeme.CASE, CASE)
