"""Questions over a history: every, some, count, total and the longest run, within a bounded window.

An entry whose fields are partly unknown counts for what it can be. Where a history is not said to be complete, there
may be further entries: `every` is then never certain, `some` never excluded, and counts and totals have no upper
bound (but the most entries a history may hold).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ..model import Fact, Law
from ..tree import Over, OverHistory, Window
from ..values import ABSENT_BIT, AND, ANY_DAY, NO, NOT, OPEN, OR, YES, Span, add_days, add_months, bounds, span

Closure = Callable[[Any], Any]

#: An entry as looked at: how far it counts (a set of yes and no), and its fields.
Item = tuple[int, Mapping[str, Any]]


def over_history(
    node: OverHistory, history: Closure, fact: Fact, condition: Closure | None, value: Closure | None, law: Law
) -> Closure:
    """The closure of a question over a history."""
    count = _HOW[node.how]
    select = _by_year if fact.by_year else _by_period
    most = fact.at_most or 1000

    def over(run: Any) -> Any:
        given = history(run)
        outer = run.row
        items, more = select(node, given, run.days[law])
        looked: Looked = []
        further: Further | None = None
        try:
            for counted, row in items:
                run.row = row
                if row is _NOTHING:
                    looked.append((counted, NO, 0))
                    continue
                held = YES if condition is None else condition(run)
                looked.append((counted, held, 0 if value is None else value(run)))
            if more:
                run.row = {}
                low, high, _ = (0, 0, False) if value is None else bounds(value(run))
                further = (max(0, most - len(given.entries)), low or 0, high or 0, fact.by_year)
        finally:
            run.row = outer
        return count(looked, further)

    return over


def time_of_entry(*, by_year: bool) -> Closure:
    """When the entry looked at was: its year or its period, as a day or as the days between which it lies."""

    def year_of(run: Any) -> date | Span:
        year = run.row.get("year")
        return ANY_DAY if year is None else Span(date(year, 1, 1), date(year, 12, 31))

    def period_of(run: Any) -> date | Span:
        first, _, _ = bounds(run.row.get("from", ANY_DAY))
        _, last, _ = bounds(run.row.get("to", ANY_DAY))
        return first if first >= last else Span(first, last)

    return year_of if by_year else period_of


def rows_looked_at(node: OverHistory, fact: Fact, given: Any, day: date | Span) -> list[Item]:
    """The entries of a history that a question looks at, each with how far it counts."""
    items, _ = (_by_year if fact.by_year else _by_period)(node, given, day)
    return [item for item in items if item[1] is not _NOTHING]


def _by_year(node: OverHistory, given: Any, day: date | Span) -> tuple[list[Item], bool]:
    """The years of the window in order: as given, absent in a complete history, unknown in another."""
    by_year = {entry["year"]: entry for entry in given.entries}
    if node.window is Window.ALL:
        if node.how is Over.LONGEST_RUN and by_year:
            years = range(min(by_year), max(by_year) + 1)
            blank = [_NOTHING if given.complete else {"year": year} for year in years]
            return [
                (YES, by_year.get(year, other)) for year, other in zip(years, blank, strict=True)
            ], not given.complete
        return [(YES, by_year[year]) for year in sorted(by_year)], not given.complete
    first_day, last_day, _ = bounds(day)
    items: list[Item] = []
    for year in range(first_day.year - node.length, last_day.year):
        certain = last_day.year - node.length <= year < first_day.year
        entry = by_year.get(year)
        if entry is None:
            if given.complete:
                items.append((YES if certain else OPEN, _NOTHING))
                continue
            entry = {"year": year}
        items.append((YES if certain else OPEN, entry))
    return items, False


#: The entry of a year in which, the history being complete, there was nothing: every condition fails, nothing is added.
_NOTHING: Mapping[str, Any] = {"": None}


def _by_period(node: OverHistory, given: Any, day: date | Span) -> tuple[list[Item], bool]:
    """The periods that overlap the window, in order of their beginning."""
    items: list[Item] = []
    first_day, last_day, _ = bounds(day)
    if node.window is Window.ALL:
        opens = closes = None
    else:
        back = add_months if node.length_unit == "month" else add_days
        opens = (back(first_day, -node.length), back(last_day, -node.length))
        closes = (first_day, last_day)
    for entry in given.entries:
        counted = YES
        if opens is not None and closes is not None:
            low_from, high_from, _ = bounds(entry.get("from", Span(date.min, date.max)))
            low_to, high_to, _ = bounds(entry.get("to", Span(low_from, date.max)))
            begun = _before(low_from, high_from, *closes)
            still = _before(*opens, low_to, high_to)
            counted = AND[begun][still]
        if counted != NO:
            items.append((counted, entry))
    items.sort(key=lambda item: bounds(item[1].get("from", date.min))[0])
    return items, not given.complete


def _before(low: date, high: date, other_low: date, other_high: date) -> int:
    """Whether a day is not later than another, both known only within bounds."""
    return (YES if low <= other_high else 0) | (NO if high > other_low else 0)


#: What was found of each entry: how far it counts, whether its condition holds, and what it adds.
Looked = list[tuple[int, int, Any]]

#: What further entries there may be: how many, the least and most each adds, and whether they are years.
Further = tuple[int, Any, Any, bool]


def _held(counted: int, held: int) -> int:
    """Whether an entry counts and its condition holds; one that does not apply to it does not hold."""
    return AND[counted][(held & YES) | (NO if held & (NO | ABSENT_BIT) else 0)]


def _every(looked: Looked, further: Further | None) -> int:
    mask = YES
    for counted, held, _ in looked:
        mask = AND[mask][OR[NOT[counted]][_held(YES, held)]]
    return AND[mask][OPEN] if further else mask


def _some(looked: Looked, further: Further | None) -> int:
    mask = NO
    for counted, held, _ in looked:
        mask = OR[mask][_held(counted, held)]
    return OR[mask][OPEN] if further else mask


def _count(looked: Looked, further: Further | None) -> Any:
    masks = [_held(counted, held) for counted, held, _ in looked]
    low, high = sum(mask == YES for mask in masks), sum(bool(mask & YES) for mask in masks)
    return span(low, high + (further[0] if further else 0))


def _longest_run(looked: Looked, further: Further | None) -> Any:
    low = high = certain = possible = 0
    masks = [_held(counted, held) for counted, held, _ in looked]
    for mask in masks:
        certain = certain + 1 if mask == YES else 0
        possible = possible + 1 if mask & YES else 0
        low, high = max(low, certain), max(high, possible)
    if further is None:
        return span(low, high)
    # A further year only fills a gap; a further period may also come in between.
    room, _, _, years = further
    return span(low if years else min(low, 1), sum(bool(mask & YES) for mask in masks) + room)


def _total(looked: Looked, further: Further | None) -> Any:
    low: Any = 0
    high: Any = 0
    for counted, held, amount in looked:
        mask = _held(counted, held)
        least, most, absent = bounds(amount)
        if not mask & YES or least is None:
            continue
        certain = mask == YES and not absent
        low += least if certain else min(least, 0)
        high += most if certain else max(most, 0)
    if further is not None:
        room, least, most, _ = further
        low += room * least if least < 0 and room else 0
        high += room * most if most > 0 and room else 0
    return span(low, high)


_HOW: dict[Over, Callable[[Looked, Further | None], Any]] = {
    Over.EVERY: _every,
    Over.SOME: _some,
    Over.COUNT: _count,
    Over.LONGEST_RUN: _longest_run,
    Over.TOTAL: _total,
}
