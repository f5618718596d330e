"""Partial knowledge: what a value can still be, and how conditions and arithmetic treat it.

- A yes/no value is a set, held as bits: `YES`, `NO`, `ABSENT_BIT` (does not apply). 3 is "yes or no, not known".
- A number is an int or Fraction when known, else a `Span` of bounds; a date is a date or a `Span` of dates.
- An option or place is a string when known, else a frozenset of what is possible (which may hold `ABSENT`).
- `ABSENT` is the value of what does not apply.

Every operation is sound: whatever the unknown turns out to be, the true result lies in the set computed here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final, TypeAlias

YES: Final = 1
NO: Final = 2
ABSENT_BIT: Final = 4
OPEN: Final = YES | NO
ANYTHING: Final = YES | NO | ABSENT_BIT

INFINITY: Final = float("inf")


class Absent:
    """The value of what does not apply."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()

Number: TypeAlias = int | Fraction | float


@dataclass(frozen=True, slots=True)
class Span:
    """A number or date known to lie from `low` to `high` (both possible); `absent`: or it does not apply.

    `varies` and `chosen` say why it is a span (see the three kinds of range); `by` who chooses.
    """

    low: Number | date
    high: Number | date
    absent: bool = False
    varies: bool = False
    chosen: bool = False
    by: str = ""


class Anywhere(frozenset[Any]):
    """A place that may be any of those that lie in a wider one, that one's own ground among them.

    It holds all that lie there at any time; which of them do is for the day to tell, and that the wider place is where
    it is goes for all of them.
    """

    __slots__ = ("place",)
    place: str

    def __new__(cls, place: str, inside: Iterable[str]) -> Anywhere:
        """Anywhere in ``place``, within which ``inside`` lie."""
        self = super().__new__(cls, inside)
        self.place = place
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return Anywhere, (self.place, tuple(self))


EVERYTHING: Final = Span(-INFINITY, INFINITY)
ANY_DAY: Final = Span(date.min, date.max)

Partial: TypeAlias = int | Fraction | date | str | Span | frozenset[object] | Absent


# ---- conditions ------------------------------------------------------------------------------------------------


def _table(yes: int, no: int) -> tuple[tuple[int, ...], ...]:
    """A table for `and` (yes=YES, no=NO) or `or` (the two exchanged) over all pairs of sets."""

    def one(a: int, b: int) -> int:
        if a == ABSENT_BIT:
            return b
        if b == ABSENT_BIT:
            return a
        return no if no in (a, b) else yes

    rows = []
    for left in range(8):
        row = []
        for right in range(8):
            result = 0
            for a in (1, 2, 4):
                for b in (1, 2, 4):
                    if left & a and right & b:
                        result |= one(a, b)
            row.append(result)
        rows.append(tuple(row))
    return tuple(rows)


AND: Final = _table(YES, NO)
OR: Final = _table(NO, YES)
NOT: Final = tuple((mask & 4) | ((mask & 1) << 1) | ((mask & 2) >> 1) for mask in range(8))


# ---- joining -----------------------------------------------------------------------------------------------------


def join(values: Iterable[Partial], *, yes_no: bool = False) -> Partial:
    """What a value can be that is one of several: the union of the sets."""
    items = list(values)
    if yes_no:
        mask = 0
        for item in items:
            assert isinstance(item, int)
            mask |= item
        return mask
    first = items[0]
    if all(item == first and type(item) is type(first) for item in items[1:]):
        return first
    names: set[object] = set()
    low: Number | date | None = None
    high: Number | date | None = None
    absent = varies = False
    for item in items:
        if isinstance(item, str):
            names.add(item)
        elif isinstance(item, frozenset):
            names |= item
        elif item is ABSENT:
            absent = True
        else:
            bounds = item if isinstance(item, Span) else Span(item, item)  # type: ignore[arg-type]
            absent = absent or bounds.absent
            varies = varies or bounds.varies
            low = bounds.low if low is None or bounds.low < low else low  # type: ignore[operator]
            high = bounds.high if high is None or bounds.high > high else high  # type: ignore[operator]
    if names:
        return frozenset(names | {ABSENT}) if absent else frozenset(names)
    if low is None or high is None:
        return ABSENT
    if low == high and not absent:
        return low  # type: ignore[return-value]
    return Span(low, high, absent, varies)


def exactly(number: Number) -> Number:
    """A number as an int where it is whole, so that equal values look equal."""
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    return number


def span(low: Number, high: Number, absent: bool = False, varies: bool = False) -> Partial:
    """A number between two bounds; the number itself where they meet."""
    if low == high and not absent:
        return exactly(low)  # type: ignore[return-value]
    return Span(exactly(low), exactly(high), absent, varies)


def bounds(value: Any) -> tuple[Any, Any, bool]:
    """The least and greatest a number or date can be (None: it does not apply), and whether it may not apply."""
    if isinstance(value, Span):
        return value.low, value.high, value.absent
    if value is ABSENT:
        return None, None, True
    return value, value, False


# ---- dates -------------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day some months on, clamped at month's end and at the ends of the calendar."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """The day some days on, clamped at the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def full_months(earlier: date, later: date) -> int:
    """Full calendar months from a date to another: the most that, added to the first, do not pass the second."""
    if later < earlier:
        return -full_months(later, earlier)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if add_months(earlier, months) <= later else months - 1


def terms_needed(start: date, end: date, term: int) -> int:
    """How many terms of some months, each counted from the first day, it takes to reach an end (none where it is
    not after the start).
    """
    if end <= start:
        return 0
    count = max(1, full_months(start, end) // term)
    while add_months(start, count * term) < end:
        count += 1
    while count > 1 and add_months(start, (count - 1) * term) >= end:
        count -= 1
    return count
