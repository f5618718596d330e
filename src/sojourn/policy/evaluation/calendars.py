"""Dates over partial values: shifts, spans between dates, and terms in a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..model import Calendar
from ..values import ABSENT, INFINITY, Span, add_days, add_months, bounds, full_months, span, terms_needed

Closure = Callable[[Any], Any]

#: The ends of the calendar, which stand for a day without a bound on that side.
_LIMITS: Final = frozenset({date.min, date.max})


def working_shift(operand: Closure, by: Closure, sign: int, calendar: Calendar) -> Closure:
    """A date moved by working days; beyond the years whose holidays are known, only between bounds."""

    def shifted(run: Any) -> Any:
        low, high, absent = bounds(operand(run))
        least, most, absent_too = bounds(by(run))
        if low is None or least is None:
            return ABSENT
        if sign < 0:
            least, most = -most, -least
        first, _ = (low, low) if _boundless(low, high) else _worked(low, _whole_steps(least, -1), calendar)
        _, last = (high, high) if _boundless(high, low) else _worked(high, _whole_steps(most, 1), calendar)
        return first if first == last and not (absent or absent_too) else Span(first, last, absent or absent_too)

    return shifted


#: More working days than this are not counted one by one.
_MOST_COUNTED = 5000


def _worked(day: date, steps: int, calendar: Calendar) -> tuple[date, date]:
    """The earliest and latest that a date can be some working days on; the day itself does not count."""
    direction = 1 if steps > 0 else -1
    left = abs(steps)
    if left > _MOST_COUNTED:
        return (day, date.max) if direction > 0 else (date.min, day)
    while left:
        following = add_days(day, direction)
        if following == day or following.year not in calendar.years:
            # At least one day each; and even around the longest holidays no more than two each and forty in all.
            near, far = add_days(day, direction * left), add_days(day, direction * (2 * left + 40))
            return (near, far) if direction > 0 else (far, near)
        day = following
        if calendar.works(day):
            left -= 1
    return day, day


def of_two_dates(
    left: Closure, right: Closure, function: Callable[[Any, Any], Any], rising: tuple[bool, bool]
) -> Closure:
    """A function of two dates that rises (or falls) in each, over bounds."""

    def worked_out(run: Any) -> Any:
        a, b = left(run), right(run)
        low_a, high_a, absent_a = bounds(a)
        low_b, high_b, absent_b = bounds(b)
        if low_a is None or low_b is None:
            return ABSENT
        least = low_a if rising[0] else high_a, low_b if rising[1] else high_b
        most = high_a if rising[0] else low_a, high_b if rising[1] else low_b
        # A day that may be any has no bound, and what is counted from it has none either.
        low = -INFINITY if _LIMITS & set(least) else function(*least)
        high = INFINITY if _LIMITS & set(most) else function(*most)
        return span(low, high, absent_a or absent_b)

    return worked_out


def year_of(operand: Closure) -> Closure:
    """The calendar year of a date."""

    def year(run: Any) -> Any:
        low, high, absent = bounds(operand(run))
        if low is None:
            return ABSENT
        return span(-INFINITY if low == date.min else low.year, INFINITY if high == date.max else high.year, absent)

    return year


def full_years(earlier: date, later: date) -> int:
    """Full years from a date to another, in stored months."""
    months = full_months(earlier, later)
    return months // 12 * 12 if months >= 0 else -(-months // 12 * 12)


def shift(operand: Closure, by: Closure, unit: str, sign: int) -> Closure:
    """A date moved forward or back by months or days."""
    move = add_months if unit == "month" else add_days

    def shifted(run: Any) -> Any:
        low, high, absent = bounds(operand(run))
        least, most, absent_too = bounds(by(run))
        if low is None or least is None:
            return ABSENT
        if sign < 0:
            least, most = -most, -least
        first = low if _boundless(low, high) else move(low, _whole_steps(least, -1))
        last = high if _boundless(high, low) else move(high, _whole_steps(most, 1))
        return first if first == last and not (absent or absent_too) else Span(first, last, absent or absent_too)

    return shifted


def _boundless(end: date, other: date) -> bool:
    """Whether one end of what a day can be is no bound."""
    return end in _LIMITS and end != other


def _whole_steps(steps: Any, away: int) -> int:
    """Steps of a calendar as a whole number: fractions go to the outer side, and no bound to the calendar's end."""
    if isinstance(steps, float):
        return 4_000_000 if steps > 0 else -4_000_000
    return int(steps) if steps == int(steps) else (steps // 1 if away < 0 else -(-steps // 1))


def days_of(months: Closure, start: Closure) -> Closure:
    """How many days some months are from a date."""

    def days(run: Any) -> Any:
        low_m, high_m, absent_m = bounds(months(run))
        low_d, high_d, absent_d = bounds(start(run))
        if low_m is None or low_d is None:
            return ABSENT
        absent = absent_m or absent_d
        if low_d == high_d:
            return span(_length(low_m, low_d, -1), _length(high_m, low_d, 1), absent)
        # Over any start: months are at least 28 and at most 31 days; twelve of them 365 or 366.
        return span(_least_days(low_m), _most_days(high_m), absent)

    return days


def _length(months: Any, start: date, away: int) -> int:
    return (add_months(start, _whole_steps(months, away)) - start).days


def _least_days(months: Any) -> Any:
    if isinstance(months, float):
        return months
    years, rest = divmod(int(months // 1), 12)
    return years * 365 + rest * 30 - 3 if months > 0 else years * 366 + rest * 31


def _most_days(months: Any) -> Any:
    if isinstance(months, float):
        return months
    years, rest = divmod(int(-(-months // 1)), 12)
    return years * 366 + rest * 31 if months >= 0 else years * 365 + rest * 28


def terms(start: Closure, end: Closure, term: Closure) -> Closure:
    """How many terms in a row reach an end."""

    def counted(run: Any) -> Any:
        low_s, high_s, absent_s = bounds(start(run))
        low_e, high_e, absent_e = bounds(end(run))
        low_t, high_t, absent_t = bounds(term(run))
        if low_s is None or low_e is None or low_t is None or high_t <= 0:
            return ABSENT
        absent = absent_s or absent_e or absent_t or low_t <= 0
        shortest = max(1, _whole_steps(low_t, -1))
        longest = max(1, _whole_steps(high_t, 1))
        fewest = 0 if _LIMITS & {high_s, low_e} else terms_needed(high_s, low_e, longest)
        most = INFINITY if _LIMITS & {low_s, high_e} else terms_needed(low_s, high_e, shortest)
        return span(fewest, most, absent)

    return counted
