"""Tables over partial values: which rows fit what is known, and which stretches no row covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..tree import Node, Row, Table
from ..types import Kind
from ..values import ABSENT, ABSENT_BIT, OPEN, Span, add_days, join

Closure = Callable[[Any], Any]


def table(node: Table, of: Closure, values: tuple[Closure | None, ...]) -> Closure:
    """The result of the row that fits; unknown (within the table's results) where none does."""
    yes_no = node.type.kind is Kind.YES_NO
    nothing: Any = ABSENT_BIT if yes_no else ABSENT
    rows = node.rows

    def results(run: Any) -> list[Any]:
        return [nothing if value is None else value(run) for value in values]

    def unfitted(run: Any) -> Any:
        if yes_no:
            return OPEN
        there = [one for one in results(run) if one is not ABSENT]
        return join(there) if there else ABSENT

    if node.of.type.kind is Kind.CHOICE:
        return _choice_table(rows, values, of, unfitted, nothing, yes_no)
    whole = node.of.type.kind is Kind.DATE or node.of.type.whole
    step = _step(node.of)

    def looked_up(run: Any) -> Any:
        given = of(run)
        if not isinstance(given, Span):
            if given is ABSENT:
                return nothing
            for row, value in zip(rows, values, strict=True):
                if fits(row, given):
                    return nothing if value is None else value(run)
            return unfitted(run)
        possible = [
            nothing if value is None else value(run)
            for row, value in zip(rows, values, strict=True)
            if overlaps(row, given.low, given.high)
        ]
        if not covered(rows, given.low, given.high, step if whole else None):
            possible.append(unfitted(run))
        if given.absent:
            possible.append(nothing)
        return join(possible, yes_no=yes_no)

    return looked_up


def _step(node: Node) -> int:
    if node.type.kind is not Kind.NUMBER:
        return 1
    return 1 if node.type.unit.is_money else node.type.unit.scale


def _choice_table(
    rows: tuple[Row, ...],
    values: tuple[Closure | None, ...],
    of: Closure,
    unfitted: Closure,
    nothing: Any,
    yes_no: bool,
) -> Closure:
    by_option: dict[object, Closure | None] = {}
    for row, value in zip(rows, values, strict=True):
        for option in row.options:
            by_option.setdefault(option, value)

    def one(run: Any, option: object) -> Any:
        if option is ABSENT:
            return nothing
        if option not in by_option:
            return unfitted(run)
        value = by_option[option]
        return nothing if value is None else value(run)

    def looked_up(run: Any) -> Any:
        given = of(run)
        if isinstance(given, frozenset):
            return join([one(run, option) for option in given], yes_no=yes_no)
        return one(run, given)

    return looked_up


def fits(row: Row, value: Any) -> bool:
    """Whether a known value lies in a row's bounds."""
    if row.low is not None and not (value > row.low or (row.low_included and value == row.low)):
        return False
    return row.high is None or value < row.high or (row.high_included and value == row.high)


def overlaps(row: Row, low: Any, high: Any) -> bool:
    """Whether some value from `low` to `high` lies in a row's bounds."""
    if row.low is not None and (high < row.low or (high == row.low and not row.low_included)):
        return False
    return not (row.high is not None and (low > row.high or (low == row.high and not row.high_included)))


def uncovered(rows: tuple[Row, ...], low: Any, high: Any, step: int | None) -> list[tuple[Any, bool, Any, bool]]:
    """The stretches from `low` to `high` that no row covers, each as (low, included, high, included).

    ``step`` is the distance of whole values (dates: 1); None: any value between is possible.
    """
    bounded = sorted(
        (row for row in rows if overlaps(row, low, high)),
        key=lambda row: (row.low is not None, row.low, not row.low_included),
    )
    found = []
    position, included = low, True  # what is still to cover starts here
    for row in bounded:
        starts = row.low is None or row.low < position or (row.low == position and (row.low_included or not included))
        if not starts:
            found.append((position, included, row.low, not row.low_included))
        if row.high is None:
            return [gap for gap in found if _holds_value(gap, step)]
        if row.high > position or (row.high == position and row.high_included):
            position, included = row.high, not row.high_included
    if position < high or (position == high and included):
        found.append((position, included, high, True))
    return [gap for gap in found if _holds_value(gap, step)]


def _holds_value(gap: tuple[Any, bool, Any, bool], step: int | None) -> bool:
    low, low_included, high, high_included = gap
    if step is None or isinstance(low, float) or isinstance(high, float):
        return bool(low < high or (low_included and high_included))
    if isinstance(low, date):
        first = low if low_included else add_days(low, 1)
        return first < high or (first == high and high_included)
    first = -(-low // step) * step
    if first == low and not low_included:
        first += step
    return bool(first < high or (first == high and high_included))


def covered(rows: tuple[Row, ...], low: Any, high: Any, step: int | None) -> bool:
    """Whether every value from `low` to `high` lies in some row."""
    return not uncovered(rows, low, high, step)
