"""What is said on paper and handled in practice: versions, and the entries that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from ..tree import EntryRef, Node, Where
from ..types import Type
from .consequences import Consequence
from .days import Day


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

    @property
    def where_it_holds(self) -> bool:
        """Whether it changes another entry exactly where it holds itself (`where` is its own name)."""
        return isinstance(self.condition, EntryRef) and self.condition.name == self.key


@dataclass(frozen=True, slots=True)
class Parameter(Entry):
    """A dated, placed value; `by` names what its rows are keyed by: `place`, `year`, or choice facts."""

    by: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule(Entry):
    """A named conclusion."""

    options: Mapping[str, str] = field(default_factory=dict)
