"""What a version of a rule, route or conduct says: conditions, lines, tables and histories."""

from __future__ import annotations

from ..forms import Either, Key, Many, Ref, Shape
from .words import DOTTED, EXPRESSION, GIVEN_KEY, MAYBE_LABEL, NOTE, SOURCE, VALUE, YES


def _condition_shape(name: str, says: str, when: str) -> Shape:
    """A condition that may have a name, a label and sources of its own."""
    return Shape(name, says, (GIVEN_KEY, Key("when", EXPRESSION, when, required=True), MAYBE_LABEL, SOURCE))


EXCEPTION = _condition_shape(
    "exception", "If it holds, the condition it stands under counts as met.", "When the exception holds."
)
UNLESS = Key("unless", Many(Either((EXPRESSION, EXCEPTION)), alone=True), "Exceptions, one level deep.")

#: A member of `all` or `any`: an expression, or a condition with a label, sources and exceptions.
MEMBERS = Many(Either((EXPRESSION, Ref("member", lambda: MEMBER))))
_GROUPS = (
    Key("when", EXPRESSION, "The condition."),
    Key("all", MEMBERS, "Conditions that must all hold."),
    Key("any", MEMBERS, "Conditions of which one must hold."),
)
MEMBER: Shape = Shape(
    "member",
    "A condition of a rule.",
    (
        GIVEN_KEY,
        *_GROUPS,
        UNLESS,
        MAYBE_LABEL,
        SOURCE,
    ),
    one_of=(("when", "all", "any"),),
)

LINE = Shape(
    "line",
    "A value where a condition holds, or otherwise.",
    (
        GIVEN_KEY,
        Key("when", EXPRESSION, "When it holds."),
        Key("value", EXPRESSION, "What it is then."),
        Key("otherwise", EXPRESSION, "What it is where no line holds."),
        MAYBE_LABEL,
        SOURCE,
    ),
    one_of=(("when", "otherwise"),),
)
ANY_LINE = _condition_shape("any_line", "A condition that earns the value.", "When it holds.")
ANY_OF = Shape(
    "any_of",
    "One value, once, however many of the conditions hold.",
    (
        Key("value", EXPRESSION, "The value.", required=True),
        Key("when", Many(Either((EXPRESSION, ANY_LINE)), alone=True), "The conditions.", required=True),
        Key("otherwise", EXPRESSION, "The value where none holds."),
    ),
)

TABLE_ROW = Shape(
    "table_row",
    "A stretch of values, or some options, and the result there.",
    (
        GIVEN_KEY,
        Key("from", VALUE, "The least value it holds for."),
        Key("above", VALUE, "It holds for values greater than this."),
        Key("to", VALUE, "The greatest value it holds for."),
        Key("below", VALUE, "It holds for values less than this."),
        Key("is", Many(VALUE, alone=True), "The value or options it holds for."),
        Key("value", EXPRESSION, "The result; `none` where the table does not apply.", required=True),
        MAYBE_LABEL,
        SOURCE,
        NOTE,
    ),
    at_most_one=(("from", "above", "is"), ("to", "below", "is")),
)
STRETCH = Shape(
    "stretch",
    "The values between two, without them.",
    (
        Key("above", VALUE, "Greater than this.", required=True),
        Key("below", VALUE, "Less than this.", required=True),
    ),
)
GAPS = Shape(
    "gaps",
    "Values that the printed table leaves without a result.",
    (
        Key("printed", Many(Either((VALUE, STRETCH)), alone=True), "The values or stretches left out.", required=True),
        SOURCE,
        NOTE,
    ),
)
TABLE = Shape(
    "table",
    "Rows of bounds and results over one value.",
    (
        Key("of", EXPRESSION, "The value that is looked up.", required=True),
        Key("rows", Many(TABLE_ROW), "The rows.", required=True),
        Key("gaps", GAPS, "What the source prints no result for."),
    ),
)

WINDOW = Shape(
    "window",
    "A history, and how far back it counts.",
    (
        Key("of", DOTTED, "The history.", required=True),
        Key("last", VALUE, "The last calendar years before the law's day."),
        Key("within", VALUE, "A time reaching back from the law's day, in years, months or days."),
        Key("all", YES, "The whole list."),
    ),
    one_of=(("last", "within", "all"),),
)

#: What a condition may consist of: the keys of a yes/no body.
CONDITION_KEYS = (
    *_GROUPS,
    Key("every", WINDOW, "Whether every entry of a history fulfils `when`."),
    Key("some", WINDOW, "Whether some entry of a history fulfils `when`."),
    UNLESS,
)
BODY_KEYS = (
    *CONDITION_KEYS,
    Key("value", EXPRESSION, "A value worked out by an expression."),
    Key("first_of", Many(LINE), "The value of the first line that holds."),
    Key("table", TABLE, "A value looked up in rows."),
    Key("best_of", Many(LINE), "The greatest value of the lines that hold."),
    Key("any_of", ANY_OF, "One value, once, however many conditions hold."),
    Key("count", WINDOW, "How many entries of a history fulfil `when`."),
    Key("longest_run", WINDOW, "The most entries in a row that fulfil `when`."),
    Key("total", WINDOW, "The sum of `value` over the entries of a history."),
    Key("otherwise", EXPRESSION, "The value of `best_of` where no line holds."),
)
#: The bodies that give yes or no, and all of them; the first that a version has is its body.
CONDITION_BODIES = ("all", "any", "every", "some", "when")
BODIES = (
    *("all", "any", "every", "some"),
    *("first_of", "table", "best_of", "any_of", "count", "longest_run", "total"),
    *("value", "when"),
)
