"""The expression tree: one meaning for every reader (check, screen, prove, tell).

Every node is frozen, typed and knows where it was written. Names are resolved, units fitted and literals converted to
stored units when the tree is built, so no reader has to decide again what something means. `children` gives a node's
parts in order.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from .types import Type


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a programme file: path within the programmes' folder, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A part of an expression: its type and where it stands. Nodes are equal only to themselves."""

    type: Type
    where: Where


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A written value: True or False, a number in stored units, a date, an option or a place; None is `none`."""

    value: bool | int | Fraction | date | str | None


@dataclass(frozen=True, slots=True, eq=False)
class FactRef(Node):
    """The value of a fact of the case (also `application`, `entry` and the like, and an optional role)."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class FieldRef(Node):
    """The value of a field of the history entry looked at (`year`, `from` and `to` included)."""

    history: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class EntryRef(Node):
    """The conclusion of a rule, route or conduct (for a route: may it be granted; for conduct: was it done)."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ParameterRef(Node):
    """The value of a parameter on the law's day, with one key for each of the parameter's `by`."""

    name: str
    keys: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AssumptionRef(Node):
    """The value that a named assumption gives to something the sources leave open."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """The contrary of a condition."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Both(Node):
    """`and` within one expression."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Either(Node):
    """`or` within one expression."""

    operands: tuple[Node, ...]


class Comparison(StrEnum):
    """How two values are compared."""

    EQUAL = "=="
    DIFFERENT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """A comparison of two values of one dimension; options compare in their declared order."""

    how: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Node):
    """Whether a choice is one of some options."""

    operand: Node
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Within(Node):
    """Whether a place lies in another on the law's day."""

    operand: Node
    place: str


class Operation(StrEnum):
    """The four operations of arithmetic."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Node):
    """A sum, difference, product or quotient of numbers."""

    how: Operation
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Negate(Node):
    """The negative of a number."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Extreme(Node):
    """The least or the greatest of some numbers or dates."""

    greatest: bool
    operands: tuple[Node, ...]


class Rounding(StrEnum):
    """How a number is made whole; halves go up."""

    FLOOR = "floor"
    CEILING = "ceiling"
    ROUND = "round"


@dataclass(frozen=True, slots=True, eq=False)
class Rounded(Node):
    """A number made whole: in the unit it is written in; money to the fen."""

    how: Rounding
    operand: Node
    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Shift(Node):
    """A date moved by months (clamped at month's end), days or working days; `sign` is 1 or -1.

    `unit` is "month", "day" or "working day" (counted by the programme's calendar, the date itself not counting).
    """

    operand: Node
    by: Node
    unit: str
    sign: int


@dataclass(frozen=True, slots=True, eq=False)
class DaysBetween(Node):
    """Days from the second date to the first (first minus second)."""

    later: Node
    earlier: Node


@dataclass(frozen=True, slots=True, eq=False)
class DaysOf(Node):
    """How many days some months are when they begin on a date."""

    months: Node
    start: Node


@dataclass(frozen=True, slots=True, eq=False)
class FullBetween(Node):
    """The full months (in stored months; full years where `years`) from a date to another."""

    earlier: Node
    later: Node
    years: bool


@dataclass(frozen=True, slots=True, eq=False)
class YearOf(Node):
    """The calendar year of a date, as a plain number."""

    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class TermsNeeded(Node):
    """How many terms in a row, counted from the first day, it takes to reach an end."""

    start: Node
    end: Node
    term: Node


@dataclass(frozen=True, slots=True, eq=False)
class Bound(Node):
    """The lowest or highest value of a chosen range."""

    operand: Node
    highest: bool


@dataclass(frozen=True, slots=True, eq=False)
class IsWhole(Node):
    """Whether a number is whole in the unit it is written in."""

    operand: Node
    step: int


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Node):
    """One value if a condition holds, another if not."""

    condition: Node
    yes: Node
    no: Node


# ---- bodies: what a version of a rule, route or conduct says -------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Exempt(Node):
    """An exception: if it holds, the condition it stands under counts as met."""

    key: str
    label: str
    condition: Node
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Member(Node):
    """A condition of a rule: what must hold, unless an exception does."""

    key: str
    label: str
    condition: Node
    unless: tuple[Exempt, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AllOf(Node):
    """Every member must hold."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Node):
    """At least one member must hold."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Line(Node):
    """A line of `first_of`, `best_of` or `any_of`: a value where a condition holds."""

    key: str
    label: str
    condition: Node
    value: Node
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FirstOf(Node):
    """The value of the first line that holds; else `otherwise` (None: does not apply)."""

    lines: tuple[Line, ...]
    otherwise: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class BestOf(Node):
    """The greatest value of the lines that hold; else `otherwise`."""

    lines: tuple[Line, ...]
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Row(Node):
    """A row of a table: bounds in stored units (None: no bound) or options, and the result (None: does not apply)."""

    key: str
    label: str
    low: int | Fraction | date | None
    low_included: bool
    high: int | Fraction | date | None
    high_included: bool
    options: tuple[str, ...]
    value: Node | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Gap(Node):
    """A value or stretch that the printed table leaves without a result (`low` to `high`, both ends excluded
    unless equal).
    """

    low: int | Fraction
    high: int | Fraction
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Table(Node):
    """Rows of bounds and results over one value; where no row fits, the result is unknown."""

    of: Node
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]


class Over(StrEnum):
    """What is asked of the entries of a history."""

    EVERY = "every"
    SOME = "some"
    COUNT = "count"
    TOTAL = "total"
    LONGEST_RUN = "longest_run"


class Window(StrEnum):
    """Which entries of a history count."""

    LAST_YEARS = "last"
    WITHIN = "within"
    ALL = "all"


@dataclass(frozen=True, slots=True, eq=False)
class OverHistory(Node):
    """A question about the entries of a history within a bounded window reaching back from the law's day.

    ``length`` is whole years for `last`, months or days (``length_unit``) for `within`. ``value`` is what `total`
    adds up.
    """

    how: Over
    history: str
    window: Window
    length: int
    length_unit: str
    condition: Node | None
    value: Node | None


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _node_fields(kind: type[Node]) -> tuple[str, ...]:
    found = _FIELDS.get(kind)
    if found is None:
        found = _FIELDS[kind] = tuple(f.name for f in fields(kind) if f.name not in ("type", "where"))
    return found


def children(node: Node) -> list[Node]:
    """The parts of a node that are nodes themselves, in the order they are written."""
    found: list[Node] = []
    for name in _node_fields(type(node)):
        part: Any = getattr(node, name)
        if isinstance(part, Node):
            found.append(part)
        elif isinstance(part, tuple):
            found.extend(item for item in part if isinstance(item, Node))
    return found


def walk(node: Node) -> list[Node]:
    """The node and everything under it, parents first."""
    found = [node]
    for position in children(node):
        found.extend(walk(position))
    return found
