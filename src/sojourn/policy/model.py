"""What a programme is once it has been read: frozen values that every reader shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from .tree import Node, Where
from .types import Type, Unit


class Law(StrEnum):
    """Which day's law a rule goes by."""

    APPLICATION = "application"
    DECISION = "decision"
    ENTRY = "entry"
    BREACH = "breach"


class Layer(StrEnum):
    """The rule as written, or as handled."""

    PAPER = "paper"
    PRACTICE = "practice"


class Attested(StrEnum):
    """What the sources say of practice: it follows paper, it differs, or nothing."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_ATTESTED = "not_attested"


class Word(StrEnum):
    """How often or strictly something is done, where sources give no number."""

    NEVER = "never"
    RARE = "rare"
    UNEVEN = "uneven"
    STRICTER = "stricter"
    USUAL = "usual"


class HowMany(StrEnum):
    """How many of a role a case has."""

    ONE = "one"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is known to lie from `earliest` to `latest`; `boundary` is the shared name of a day that is not
    known.

    A day is certain where both are equal. Days with one boundary name are one and the same day. A day that is not
    known and that only one entry uses has the boundary `ENTRY@EARLIEST..LATEST`.
    """

    earliest: date
    latest: date
    boundary: str = ""

    @property
    def certain(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Ranged:
    """A value of a parameter: exact (`low` is `high`), not known within bounds, varying by place, or chosen by
    somebody.

    `low` and `high` are in stored units. For yes/no and choice parameters `low` holds the value.
    """

    class How(StrEnum):
        """Which of the three kinds of range, or none of them."""

        EXACT = "exact"
        UNKNOWN = "unknown"
        VARIES = "varies"
        CHOSEN = "chosen"
        NONE = "none"

    how: How
    low: int | Fraction | bool | str | None = None
    high: int | Fraction | bool | str | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a parameter for some keys (one for each of the parameter's `by`; None: any), with its own sources."""

    keys: tuple[str | int | None, ...]
    value: Ranged
    sources: tuple[str, ...]
    overrides: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Note:
    """What practice is in words: a word of the scale and a sentence, with sources, from a day on (None: since ever)."""

    word: Word | None
    note: str
    sources: tuple[str, ...]
    start: Day | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry: from a day (None: since before anything described) until the next version begins.

    Exactly one of `rows` (parameters), `body` (rules, routes, conduct) is used; both empty: there is none from then on.
    """

    start: Day | None
    sources: tuple[str, ...]
    assumption: str
    where: Where
    rows: tuple[Row, ...] = ()
    body: Node | None = None
    consequences: tuple[Consequence, ...] = ()
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice layer of an entry: same (with sources), differs (with versions), or not attested; perhaps words."""

    attested: Attested = Attested.NOT_ATTESTED
    sources: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a name that is said on paper and handled in practice."""

    key: str
    label: str
    type: Type
    law: Law
    paper: tuple[Version, ...]
    practice: Practice
    where: Where
    note: str = ""
    programme: str = ""
    overrides: str = ""
    alternative_to: str = ""
    condition: Node | None = None


@dataclass(frozen=True, slots=True)
class Parameter(Entry):
    """A dated, placed value; `by` names what its rows are keyed by: `place`, `year`, or choice facts."""

    by: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule(Entry):
    """A named conclusion."""

    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a route gives: a value to be worked out, or a text."""

    key: str
    label: str
    value: Node | None
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What follows for somebody."""

    key: str
    who: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure: who does what, within which time, counted from the law's day or after another step."""

    key: str
    who: str
    text: str
    within: Node | None
    sources: tuple[str, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to hand in: when it is needed (None: always) and what shows that it is there (None: not asked)."""

    key: str
    label: str
    needed: Node | None
    have: Node | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route(Entry):
    """Something that can be granted."""

    route_kind: str = "permit"
    applies_through: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    jointly: bool = False
    grants: tuple[Grant, ...] = ()
    duties: tuple[Duty, ...] = ()
    steps: tuple[Step, ...] = ()
    documents: tuple[Document, ...] = ()
    outside_period: bool = False
    family: str = ""
    family_sources: tuple[str, ...] = ()


class Penalty(StrEnum):
    """What may follow a breach."""

    WARNING = "warning"
    FINE = "fine"
    DETENTION = "detention"
    BAN = "ban"
    REPATRIATION = "repatriation"
    REMOVAL = "removal"
    CONFISCATION = "confiscation"
    DEPARTURE = "departure"
    SUSPENSION = "suspension"
    COSTS = "costs"
    EXPULSION = "expulsion"


@dataclass(frozen=True, slots=True)
class Consequence:
    """A consequence, or a choice among some (`one_of`), perhaps only under a condition; `may`: it may also be left out.

    `low` and `high` bound fines (fen), detention and departure (days) and bans (months).
    """

    kind: Penalty | None
    low: Node | None
    high: Node | None
    one_of: tuple[Consequence, ...]
    condition: Node | None
    label: str
    ground: str
    sources: tuple[str, ...]
    where: Where
    may: bool = False


@dataclass(frozen=True, slots=True)
class Conduct(Entry):
    """What breaks the rules: who is liable, who decides, what may follow (in its versions)."""

    liable: str = "applicant"
    by: tuple[str, ...] = ()
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a history's entries."""

    name: str
    label: str
    type: Type
    low: int | Fraction | None
    high: int | Fraction | None
    yes: str
    no: str
    options: Mapping[str, str]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be known of a case."""

    name: str
    label: str
    question: str
    type: Type
    where: Where
    role: str
    yes: str = ""
    no: str = ""
    low: int | Fraction | None = None
    high: int | Fraction | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    within: str = ""
    only_if: Node | None = None
    decided_by: str = ""
    group: str = ""
    can_change: bool = False
    personal: bool = False
    by_year: bool = False
    at_most: int = 0
    fields: Mapping[str, Field] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    programme: str = ""
    note: str = ""

    @property
    def open_term(self) -> bool:
        """Whether an authority or the programme decides it, so that it is never asked of the applicant."""
        return bool(self.decided_by)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the sources leave open, how it is settled here, and how else it could be."""

    key: str
    label: str
    because: str
    type: Type
    value: bool | int | Fraction | str
    alternatives: tuple[bool | int | Fraction | str, ...]
    sources: tuple[str, ...]
    where: Where
    options: Mapping[str, str] = field(default_factory=dict)
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A book, law, notice or page that sources are found in."""

    key: str
    kind: str
    title: str
    author: str
    date: str
    language: str
    english: str
    addresses: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is said, and how sure it is."""

    key: str
    work: str
    at: str
    confidence: str
    where: Where
    note: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """A place that another lies in, from a day on (None: always) and until another (None: still)."""

    place: str
    start: Day | None
    end: Day | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the places it lies in."""

    key: str
    label: str
    kind: str
    parents: tuple[Parent, ...]
    sources: tuple[str, ...]
    where: Where
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody who decides or acts for the state."""

    key: str
    label: str
    level: str
    does: str
    sources: tuple[str, ...]
    where: Where
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody or something a case is about."""

    key: str
    label: str
    how_many: HowMany
    question: str = ""
    yes: str = ""
    no: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A day of change that is not known, once for all that depends on it."""

    key: str
    label: str
    day: Day
    sources: tuple[str, ...]
    where: Where
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which a programme is suspended; `end` None: not known to have ended."""

    label: str
    start: Day
    end: Day | None
    sources: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Goal:
    """A question people come with, and the entries that answer it."""

    key: str
    label: str
    asks: tuple[str, ...]
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event that is no rule."""

    day: Day
    label: str
    sources: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation of a worked case: what is asked, and each check as it was written (kept as plain data)."""

    ask: str
    checks: Mapping[str, object]
    keys: Mapping[str, object]
    where: Where


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A worked case: facts as written, the day asked about, and what must come out."""

    key: str
    title: str
    at: date
    facts: Mapping[str, object]
    assume: Mapping[str, object]
    settle: Mapping[str, date]
    expect: tuple[Expected, ...]
    about: tuple[str, ...]
    basis: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days in the years it covers: Monday to Friday, but for days off and worked weekends."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    sources: tuple[str, ...] = ()

    def works(self, day: date) -> bool:
        """Whether a day of a covered year is a working day."""
        return day in self.working or (day.weekday() < 5 and day not in self.off)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with everything it inherits from what it extends.

    `chain` are the keys of the programmes it is made of, its own last. `texts` maps a language to translations by path
    (``rules.eligible_home.label``) and ``phrase:English``.
    """

    key: str
    title: str
    summary: str
    chain: tuple[str, ...]
    period_start: Day | None
    period_end: Day | None
    period_sources: tuple[str, ...]
    verified: date
    suspensions: tuple[Suspension, ...]
    roles: Mapping[str, Role]
    places: Mapping[str, Place]
    authorities: Mapping[str, Authority]
    boundaries: Mapping[str, Boundary]
    goals: tuple[Goal, ...]
    timeline: tuple[Event, ...]
    works: Mapping[str, Work]
    sources: Mapping[str, Source]
    assumptions: Mapping[str, Assumption]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    routes: Mapping[str, Route]
    conduct: Mapping[str, Conduct]
    cases: Mapping[str, WorkedCase]
    texts: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reviewed: Mapping[str, bool] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=Calendar)

    def entry(self, key: str) -> Entry | None:
        """The parameter, rule, route or conduct of that name, or None."""
        return self.rules.get(key) or self.routes.get(key) or self.conduct.get(key) or self.parameters.get(key)
