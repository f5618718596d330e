"""Reading questions about a history: every, some, count, the longest run and the total, over a window."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..model import Fact
from ..tree import Node, Over, OverHistory, Where, Window
from ..types import MONTHS, WHOLE, YES_NO, Kind, Type, unit_named
from .document import RawMapping
from .written import mapping, scalar, unknown_name

if TYPE_CHECKING:
    from .bodies import BodyReader

#: No window reaches back further than this.
LONGEST_WINDOW_YEARS = 200
_YEARS = Type(Kind.NUMBER, unit=unit_named("year") or MONTHS.unit, whole=True)


def read_over_history(reader: BodyReader, name: str, raw: RawMapping, expect: Type | None) -> Node | None:
    """A question about the entries of a history."""
    window = mapping(raw, name)
    if window is None:
        return None
    history = _history(reader, window)
    if history is None:
        return None
    span = _window(reader, window, history)
    condition = reader.expression(scalar(raw, "when"), YES_NO, history)
    value = reader.expression(scalar(raw, "value"), expect, history)
    where = raw.where_of(name)
    missing = "value" if name == "total" else "when"
    if missing not in raw.keys:
        reader.problems.add(
            where,
            "history_asks",
            "'{name}' lacks '{key}' beside it: what is asked of each entry.",
            name=name,
            key=missing,
        )
        return None
    if span is None or (condition is None and "when" in raw.values) or (value is None and "value" in raw.values):
        return None
    kind, length, unit = span
    how = Over(name)
    if how is Over.TOTAL:
        assert value is not None
        if value.type.kind is not Kind.NUMBER:
            reader.problems.add(where, "total_number", "'total' adds up numbers; 'value' gives something else.")
            return None
        result = value.type
    elif how in (Over.COUNT, Over.LONGEST_RUN):
        result = _count_type(reader, expect, where)
    else:
        result = YES_NO
    return OverHistory(result, where, how, history.name, kind, length, unit, condition, value)


def _count_type(reader: BodyReader, expect: Type | None, where: Where) -> Type:
    """The type of a count of entries."""
    if expect is None or expect.kind is not Kind.NUMBER:
        return WHOLE
    if expect.unit.scale != 1:
        reader.problems.add(
            where,
            "count_unit",
            "A count of entries cannot be counted in {unit}; take 'unit' out.",
            unit=expect.unit,
        )
    return replace(expect, whole=True)


def _history(reader: BodyReader, window: RawMapping) -> Fact | None:
    """The history that is asked about."""
    node = scalar(window, "of")
    if node is None:
        return None
    fact = reader.scope.facts.get(node.text)
    if fact is None:
        unknown_name(node.text, node.where, reader.scope.facts, "fact", reader.problems)
        return None
    if fact.type.kind is not Kind.LIST:
        reader.problems.add(
            node.where, "history_needed", "'{name}' is no history; its type would have to be list.", name=node.text
        )
        return None
    return fact


def _window(reader: BodyReader, raw: RawMapping, history: Fact) -> tuple[Window, int, str] | None:
    """Which entries count: the kind of window, its length and the unit of that."""
    if "all" in raw.values:
        return Window.ALL, 0, ""
    key = "last" if "last" in raw.values else "within"
    node = scalar(raw, key)
    if node is None:
        return None
    if (key == "last") != history.by_year:
        reader.problems.add(
            raw.where_of(key),
            "window_wrong_by_year" if history.by_year else "window_wrong_by_period",
            "This history has one entry a year; write 'last: 4 years'."
            if history.by_year
            else "This history has entries with days from and to; write 'within: 5 years'.",
        )
        return None
    if key == "last":
        value = reader.literal(node, _YEARS)
        length = int(value) // 12 if isinstance(value, (int, Fraction)) else None
        unit, months = "year", (length or 0) * 12
    else:
        days = unit_named(node.text.partition(" ")[2].strip())
        in_days = days is not None and days.parts == (("day", 1),)
        kind = Type(Kind.NUMBER, unit=days, whole=True) if in_days and days is not None else MONTHS
        value = reader.literal(node, kind)
        length = int(value) if isinstance(value, (int, Fraction)) else None
        unit, months = ("day", (length or 0) // 30) if in_days else ("month", length or 0)
    if length is None:
        return None
    if not 0 < months <= LONGEST_WINDOW_YEARS * 12 and not (unit == "day" and length > 0 and months == 0):
        reader.problems.add(
            node.where,
            "window_length",
            "A window is at least one day or year and at most {most} years.",
            most=LONGEST_WINDOW_YEARS,
        )
        return None
    return (Window.LAST_YEARS if key == "last" else Window.WITHIN), length, unit
