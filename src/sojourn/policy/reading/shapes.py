"""The form of every file of a programme and of every entry in it, key by key."""

from __future__ import annotations

from ..model import HowMany, Law, Penalty
from ..model import Word as PracticeWord
from .forms import Anything, Either, Form, Key, Lexeme, Many, Named, Ref, Shape, Word

TEXT = Word(Lexeme.TEXT)
NAME = Word(Lexeme.NAME)
DOTTED = Word(Lexeme.DOTTED)
EXPRESSION = Word(Lexeme.EXPRESSION)
VALUE = Word(Lexeme.VALUE)
DATE = Word(Lexeme.DATE)
WHOLE = Word(Lexeme.WHOLE)
YES_NO = Word(Lexeme.YES_NO)
YES = Word(Lexeme.YES)
UNIT = Word(Lexeme.UNIT)
SOURCES = Many(Word(Lexeme.SOURCE), alone=True)
NAMES = Many(NAME, alone=True)
OPTIONS = Named(Lexeme.NAME, TEXT)
LAW = Word(choices=tuple(law.value for law in Law))
SCALE = Word(choices=tuple(word.value for word in PracticeWord))

LABEL = Key("label", TEXT, "A short English name or sentence.", required=True)
MAYBE_LABEL = Key("label", TEXT, "What it is called in the reasons; without it, it is told in words.")
NOTE = Key("note", TEXT, "One English sentence of remark.")
SOURCE = Key("source", SOURCES, "The ids of the sources that say so.")
ASSUMPTION = Key("assumption", NAME, "The assumption it rests on where no source says it.")
GIVEN_KEY = Key("key", NAME, "The name it is spoken of by; without it, the rule or fact it consists of, or its number.")
LAW_OF = Key("law_of", LAW, "Which day's law it goes by.")

SPAN = Shape(
    "span",
    "Some day after one day or month and not later than the first day of another.",
    (
        Key("after", Word(Lexeme.DAY), "The old still held through this day, month or year.", required=True),
        Key("by", Word(Lexeme.DAY), "The new held from the first day of this day, month or year.", required=True),
    ),
)
DAY = Either((Word(Lexeme.DAY), SPAN))
FROM = Key("from", DAY, "The day from which it holds; left out: since before anything described here.")

# ---- programme.yaml ----------------------------------------------------------------------------------------

PERIOD = Shape(
    "period",
    "The time in which the programme exists.",
    (
        Key("from", DAY, "Its first day.", required=True),
        Key("to", DAY, "Its last day, where it has ended; `unknown` where that is not known."),
        SOURCE,
    ),
)

SUSPENSION = Shape(
    "suspension",
    "A time in which the programme is suspended.",
    (
        Key("from", DAY, "The day from which it is suspended.", required=True),
        Key("to", DAY, "The last day of the suspension, or `unknown`."),
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
        Key("after", Word(Lexeme.DAY), "The old still held through this day, month or year."),
        Key("by", Word(Lexeme.DAY), "The new held from the first day of this day, month or year."),
        SOURCE,
        NOTE,
    ),
    one_of=(("in", "after"),),
)

GOAL = Shape(
    "goal",
    "A question people come with.",
    (
        Key("key", NAME, "Its name.", required=True),
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

# ---- sources.yaml ------------------------------------------------------------------------------------------

WORK_KINDS = ("law", "regulation", "notice", "plan", "interview", "press", "statistics", "study", "web")
CONFIDENCES = ("high", "medium-high", "medium", "low-medium", "low", "unverified")

WORK = Shape(
    "work",
    "A book, law, notice or page that sources are found in.",
    (
        Key("kind", Word(choices=WORK_KINDS), "What sort of work it is.", required=True),
        Key("title", TEXT, "Its title in its own language.", required=True),
        Key("author", TEXT, "Who wrote or issued it."),
        Key("date", Word(Lexeme.TEXT), "When it was written or issued: a day, month, year or years."),
        Key("language", NAME, "Its language: zh, vi, en."),
        Key("english", TEXT, "Its title in English."),
        Key("address", Many(Word(Lexeme.ADDRESS), alone=True), "Where it can be read."),
        NOTE,
    ),
)

SOURCE_ENTRY = Shape(
    "source",
    "What a work says where, and how sure it is.",
    (
        Key("work", NAME, "The work, by its key under `works`.", required=True),
        Key("at", TEXT, "Where in it: article, chapter, page."),
        Key("confidence", Word(choices=CONFIDENCES), "How sure it is.", required=True),
        NOTE,
    ),
)

SOURCES_FILE = Shape(
    "sources",
    "sources.yaml: the bibliography, and what each work says where.",
    (
        Key("works", Named(Lexeme.NAME, WORK), "The bibliography."),
        Key("entries", Named(Lexeme.SOURCE, SOURCE_ENTRY), "What each work says where, by source id."),
    ),
)

# ---- assumptions.yaml --------------------------------------------------------------------------------------

ASSUMED = Shape(
    "assumption",
    "Something the sources leave open, how it is settled here, and how else it could be.",
    (
        LABEL,
        Key("because", TEXT, "Why it had to be settled.", required=True),
        Key("value", VALUE, "How it is settled here.", required=True),
        Key("alternatives", Many(VALUE, alone=True), "How else it could be.", required=True),
        Key("options", OPTIONS, "The options, where it is a choice."),
        SOURCE,
        NOTE,
    ),
)
ASSUMPTIONS_FILE = Named(Lexeme.NAME, ASSUMED)

# ---- facts.yaml --------------------------------------------------------------------------------------------

SIMPLE_TYPES = ("yes_no", "whole", "number", "money", "date", "choice", "place")
_TYPED: tuple[Key, ...] = (
    Key("unit", UNIT, "What a number is counted in."),
    Key("from", VALUE, "The least it can be."),
    Key("to", VALUE, "The most it can be."),
    Key("options", OPTIONS, "The options of a choice, each with its label."),
    Key("ordered", YES_NO, "Whether the options stand in order, from lowest to highest."),
    Key("within", NAME, "The place that a place must lie in."),
    Key("yes", TEXT, "States that it is so, in a full sentence."),
    Key("no", TEXT, "States that it is not so, in a full sentence."),
)

FIELD = Shape(
    "field",
    "A field of a history's entries.",
    (LABEL, Key("type", Word(choices=SIMPLE_TYPES), "What sort of value it is.", required=True), *_TYPED, NOTE),
)

FACT = Shape(
    "fact",
    "Something that can be known of a case.",
    (
        LABEL,
        Key("question", TEXT, "How a person is asked for it."),
        Key("type", Word(choices=(*SIMPLE_TYPES, "list")), "What sort of value it is.", required=True),
        *_TYPED,
        Key("only_if", EXPRESSION, "The condition without which the fact does not apply."),
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

# ---- versions and practice ---------------------------------------------------------------------------------

NONE = Key("none", YES, "From then on there is none.")


def _practice(version: Shape, says: str) -> Key:
    spoken = Shape(
        "practice_" + version.name,
        says,
        (
            Key("same", SOURCES, "The ids of the sources that attest that practice follows paper."),
            Key("word", SCALE, "A word of the scale: shown, never computed with."),
            NOTE,
            *(key for key in version.keys if key.name not in ("word", "note")),
        ),
        at_most_one=(
            tuple(name for name in ("same", "value", "rows", "none") if name == "same" or name in version.by_name),
            *version.at_most_one,
        ),
    )
    return Key("practice", Either((Many(version), spoken)), says)


_PRACTICE_SAYS = "How it is handled: `same` with sources, versions of its own, or a word of the scale."
_WORD = Key("word", SCALE, "A word of the scale: shown, never computed with.")

# ---- parameters.yaml ---------------------------------------------------------------------------------------

RANGED = Shape(
    "range",
    "A value that is not one figure: one of three kinds that are never mixed.",
    (
        Key("between", Many(VALUE, least=2), "One value that is not known, from the first to the second."),
        Key(
            "varies",
            Many(VALUE, least=2),
            "Each place has its own from the first to the second; this one is not stated.",
        ),
        Key("chosen", Many(VALUE, least=2), "A definite lawful range within which somebody decides."),
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
_PARAMETER_BODY = (
    PARAMETER_VALUE,
    Key("rows", Many(PARAMETER_ROW), "Values by place, year or choice."),
    SOURCE,
    ASSUMPTION,
)
PARAMETER_VERSION = Shape(
    "parameter_version",
    "A version of a parameter.",
    (FROM, *_PARAMETER_BODY, _WORD, NOTE),
    at_most_one=(("value", "rows"),),
)
PARAMETER = Shape(
    "parameter",
    "A dated, placed value.",
    (
        LABEL,
        Key("unit", UNIT, "What it is counted in."),
        Key(
            "type", Word(choices=("yes_no", "choice", "number", "whole", "money", "date")), "What sort of value it is."
        ),
        Key("options", OPTIONS, "The options of a choice."),
        Key("ordered", YES_NO, "Whether the options stand in order, from lowest to highest."),
        Key("by", Many(DOTTED, alone=True), "What its rows are keyed by: `place`, `year` or choice facts."),
        LAW_OF,
        Key("overrides", NAME, "The parameter of an extended programme that this replaces."),
        Key("paper", Many(PARAMETER_VERSION), "What the rule text says, version by version."),
        _practice(PARAMETER_VERSION, _PRACTICE_SAYS),
        FROM,
        *_PARAMETER_BODY,
        NOTE,
    ),
    at_most_one=(("paper", "value", "rows"),),
)
PARAMETERS_FILE = Named(Lexeme.NAME, PARAMETER)

# ---- bodies ------------------------------------------------------------------------------------------------

EXCEPTION = Shape(
    "exception",
    "If it holds, the condition it stands under counts as met.",
    (GIVEN_KEY, Key("when", EXPRESSION, "When the exception holds.", required=True), MAYBE_LABEL, SOURCE),
)
UNLESS = Key("unless", Many(Either((EXPRESSION, EXCEPTION)), alone=True), "Exceptions, one level deep.")

#: A member of `all` or `any`: an expression, or a condition with a label, sources and exceptions.
MEMBERS = Many(Either((EXPRESSION, Ref("member", lambda: MEMBER))))
MEMBER: Shape = Shape(
    "member",
    "A condition of a rule.",
    (
        GIVEN_KEY,
        Key("when", EXPRESSION, "The condition."),
        Key("all", MEMBERS, "Conditions that must all hold."),
        Key("any", MEMBERS, "Conditions of which one must hold."),
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
ANY_LINE = Shape(
    "any_line",
    "A condition that earns the value.",
    (GIVEN_KEY, Key("when", EXPRESSION, "When it holds.", required=True), MAYBE_LABEL, SOURCE),
)
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
    Key("when", EXPRESSION, "The condition."),
    Key("all", MEMBERS, "Conditions that must all hold."),
    Key("any", MEMBERS, "Conditions of which one must hold."),
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
CONDITION_BODIES = ("all", "any", "every", "some", "when")
BODIES = (
    "all",
    "any",
    "every",
    "some",
    "first_of",
    "table",
    "best_of",
    "any_of",
    "count",
    "longest_run",
    "total",
    "value",
    "when",
)

# ---- rules.yaml --------------------------------------------------------------------------------------------

RULE_VERSION = Shape(
    "rule_version",
    "A version of a rule.",
    (FROM, *BODY_KEYS, NONE, SOURCE, ASSUMPTION, _WORD, NOTE),
)
RULE = Shape(
    "rule",
    "A named conclusion.",
    (
        LABEL,
        LAW_OF,
        Key("unit", UNIT, "What the result is counted in."),
        Key("options", OPTIONS, "The options the result is one of."),
        Key("ordered", YES_NO, "Whether the options stand in order, from lowest to highest."),
        Key("overrides", NAME, "The rule of an extended programme that this replaces."),
        Key("alternative_to", NAME, "The rule of an extended programme beside which this also counts."),
        Key("where", EXPRESSION, "Where it replaces the other or counts beside it."),
        Key("paper", Many(RULE_VERSION), "What the rule text says, version by version."),
        _practice(RULE_VERSION, _PRACTICE_SAYS),
        FROM,
        *BODY_KEYS,
        SOURCE,
        ASSUMPTION,
        NOTE,
    ),
    at_most_one=(("overrides", "alternative_to"),),
)
RULES_FILE = Named(Lexeme.NAME, RULE)

# ---- routes.yaml -------------------------------------------------------------------------------------------

ROUTE_KINDS = ("permit", "visa", "residence", "annotation", "pass", "status")
ROUTE_VERSION = Shape(
    "route_version",
    "A version of a route: what must hold for it to be granted.",
    (FROM, *CONDITION_KEYS, NONE, SOURCE, ASSUMPTION, _WORD, NOTE),
)
GRANT = Shape(
    "grant",
    "What a route gives: a value to be worked out, or a text.",
    (MAYBE_LABEL, Key("value", EXPRESSION, "The value."), Key("text", TEXT, "What it gives, in words."), SOURCE, NOTE),
    one_of=(("value", "text"),),
)
DUTY = Shape(
    "duty",
    "What follows for somebody.",
    (
        Key("key", NAME, "Its name.", required=True),
        Key("who", NAME, "Whose duty it is: a role or an authority.", required=True),
        Key("text", TEXT, "The duty, in one sentence.", required=True),
        SOURCE,
        NOTE,
    ),
)
STEP = Shape(
    "step",
    "A step of a procedure.",
    (
        Key("key", NAME, "Its name.", required=True),
        Key("who", NAME, "Who takes it: a role or an authority.", required=True),
        Key("text", TEXT, "The step, in one sentence.", required=True),
        Key("within", EXPRESSION, "The time it may take."),
        Key("after", NAME, "The step after which its time begins; left out: it begins with the law's day."),
        SOURCE,
        NOTE,
    ),
)
DOCUMENT = Shape(
    "document",
    "A paper to hand in.",
    (
        Key("key", NAME, "Its name.", required=True),
        LABEL,
        Key("have", EXPRESSION, "What shows that it is there."),
        Key("when", EXPRESSION, "When it is needed; left out: always."),
        SOURCE,
        NOTE,
    ),
)
FAMILY = Shape(
    "family", "Who of the family may join.", (Key("text", TEXT, "Who may join.", required=True), SOURCE, NOTE)
)
ROUTE = Shape(
    "route",
    "Something that can be granted.",
    (
        LABEL,
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
        Key("overrides", NAME, "The route of an extended programme that this replaces."),
        Key("alternative_to", NAME, "The route of an extended programme beside which this also counts."),
        Key("where", EXPRESSION, "Where it replaces the other or counts beside it."),
        Key("paper", Many(ROUTE_VERSION), "What the rule text says, version by version."),
        _practice(ROUTE_VERSION, _PRACTICE_SAYS),
        Key("grants", Named(Lexeme.NAME, GRANT), "What it gives."),
        Key("duties", Many(DUTY), "What follows for whom."),
        Key("steps", Many(STEP), "The procedure."),
        Key("documents", Many(DOCUMENT), "The papers to hand in."),
        Key("family", FAMILY, "Who of the family may join."),
        FROM,
        *CONDITION_KEYS,
        SOURCE,
        ASSUMPTION,
        NOTE,
    ),
    at_most_one=(("overrides", "alternative_to"),),
)
ROUTES_FILE = Named(Lexeme.NAME, ROUTE)

# ---- conduct.yaml ------------------------------------------------------------------------------------------

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
_CONSEQUENCES = Key("consequences", CONSEQUENCES, "What follows, together.")
CONDUCT_VERSION = Shape(
    "conduct_version",
    "A version of what may follow a breach.",
    (FROM, *CONDITION_KEYS, _CONSEQUENCES, NONE, SOURCE, ASSUMPTION, _WORD, NOTE),
)
CONDUCT = Shape(
    "conduct",
    "What breaks the rules and what may follow.",
    (
        LABEL,
        LAW_OF,
        Key("liable", NAME, "The role that is liable."),
        Key("by", NAMES, "The authorities that decide."),
        Key("ground", TEXT, "What the law calls it."),
        Key("overrides", NAME, "The conduct of an extended programme that this replaces."),
        Key("alternative_to", NAME, "The conduct of an extended programme beside which this also counts."),
        Key("where", EXPRESSION, "Where it replaces the other or counts beside it."),
        *CONDITION_KEYS,
        Key("paper", Many(CONDUCT_VERSION), "What the rule text says, version by version."),
        _practice(CONDUCT_VERSION, _PRACTICE_SAYS),
        FROM,
        _CONSEQUENCES,
        SOURCE,
        ASSUMPTION,
        NOTE,
    ),
    at_most_one=(("overrides", "alternative_to"),),
)
CONDUCT_FILE = Named(Lexeme.NAME, CONDUCT)

# ---- cases.yaml --------------------------------------------------------------------------------------------

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
        Key("family", YES_NO, "Whether family may join."),
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

# ---- texts/*.yaml ------------------------------------------------------------------------------------------

_MORE_TEXT: Form = Either((TEXT, Ref("text_tree", lambda: TEXT_TREE)))
TEXT_TREE: Shape = Shape("text_tree", "Texts by key.", (), rest=_MORE_TEXT)
TEXT_KINDS = (
    "programme",
    "assumptions",
    "facts",
    "parameters",
    "rules",
    "routes",
    "conduct",
    "cases",
    "sources",
    "works",
)
TEXTS_FILE = Shape(
    "texts",
    "texts/LANGUAGE.yaml: translations, in a tree by kind.",
    (
        Key("reviewed", YES_NO, "Whether a lawyer has read the translation."),
        *(Key(kind, TEXT_TREE, f"Translations of what stands in {kind}.") for kind in TEXT_KINDS),
        Key("phrases", TEXT_TREE, "Translations by the English text, for what stands inside versions."),
    ),
)

# ---- catalogue.yaml ----------------------------------------------------------------------------------------

CATALOGUE = Shape(
    "catalogue",
    "catalogue.yaml: which findings of the literature the programme covers, and where the others belong.",
    (
        Key(
            "ids",
            Named(Lexeme.SOURCE, Anything()),
            "The findings by source id: their kind, and where they belong otherwise.",
        ),
        Key("cases_left", Anything(), "Cases that belong elsewhere."),
    ),
    rest=Anything(),
)

# ---- calendar.yaml -----------------------------------------------------------------------------------------

CALENDAR_YEAR = Shape(
    "calendar_year",
    "The public holidays of a year as they were announced.",
    (
        Key("year", Word(Lexeme.WHOLE), "The year.", required=True),
        Key("off", Many(Word(Lexeme.DATE), least=0), "Days off that would be working days.", required=True),
        Key("working", Many(Word(Lexeme.DATE), least=0), "Weekend days that are worked instead.", required=True),
    ),
)
CALENDAR = Shape(
    "calendar",
    "calendar.yaml: which days are working days, for time limits counted in them.",
    (SOURCE, Key("years", Many(CALENDAR_YEAR), "Year by year.", required=True)),
)

#: The form of each file or folder of a programme, by its name without `.yaml`.
FILES: dict[str, Form] = {
    "programme": PROGRAMME,
    "sources": SOURCES_FILE,
    "assumptions": ASSUMPTIONS_FILE,
    "facts": FACTS_FILE,
    "parameters": PARAMETERS_FILE,
    "rules": RULES_FILE,
    "routes": ROUTES_FILE,
    "conduct": CONDUCT_FILE,
    "cases": CASES_FILE,
    "texts": TEXTS_FILE,
    "catalogue": CATALOGUE,
    "calendar": CALENDAR,
}
