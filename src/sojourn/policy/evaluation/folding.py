"""Conditions, exceptions and decision lists over partial values: closures that take a run and give what can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..values import ABSENT, ABSENT_BIT, NO, YES, bounds, join, span

Closure = Callable[[Any], Any]
Logic = tuple[tuple[int, ...], ...]


def fold(parts: tuple[Closure, ...], logic: Logic) -> Closure:
    """`and` or `or` over some conditions."""
    first, rest = parts[0], parts[1:]

    def folded(run: Any) -> int:
        mask: int = first(run)
        for part in rest:
            mask = logic[mask][part(run)]
        return mask

    return folded


def member(condition: Closure, exceptions: tuple[Closure, ...]) -> Closure:
    """A condition that counts as met where an exception holds; an exception that does not apply does not hold."""
    if not exceptions:
        return condition

    def excepted(run: Any) -> int:
        mask: int = condition(run)
        for exception in exceptions:
            held = exception(run)
            if held == YES:
                return YES
            if held & YES:
                mask |= YES
        return mask

    return excepted


def conditional(condition: Closure, yes: Closure, no: Closure, yes_no: bool) -> Closure:
    """One value if a condition holds, another if not; neither where the condition does not apply."""
    nothing: Any = ABSENT_BIT if yes_no else ABSENT

    def chosen(run: Any) -> Any:
        mask = condition(run)
        if mask == YES:
            return yes(run)
        if mask == NO:
            return no(run)
        values = []
        if mask & YES:
            values.append(yes(run))
        if mask & NO:
            values.append(no(run))
        if mask & ABSENT_BIT:
            values.append(nothing)
        return join(values, yes_no=yes_no)

    return chosen


def first_of(lines: tuple[tuple[Closure, Closure], ...], otherwise: Closure | None, yes_no: bool) -> Closure:
    """The value of the first line that holds."""
    nothing: Any = ABSENT_BIT if yes_no else ABSENT

    def first(run: Any) -> Any:
        possible = []
        for condition, value in lines:
            mask = condition(run)
            if mask & YES:
                possible.append(value(run))
                if mask == YES:
                    break
        else:
            possible.append(nothing if otherwise is None else otherwise(run))
        return possible[0] if len(possible) == 1 else join(possible, yes_no=yes_no)

    return first


def best_of(lines: tuple[tuple[Closure, Closure], ...], otherwise: Closure) -> Closure:
    """The greatest value of the lines that hold."""

    def best(run: Any) -> Any:
        low: Any = None
        lows: list[Any] = []
        high: Any = None
        for condition, value in lines:
            mask = condition(run)
            if not mask & YES:
                continue
            bottom, top, absent = bounds(value(run))
            if bottom is None:
                continue
            if mask == YES and not absent and (low is None or bottom > low):
                low = bottom
            lows.append(bottom)
            if high is None or top > high:
                high = top
        if low is None:
            other = otherwise(run)
            if high is None:
                return other
            bottom, top, absent = bounds(other)
            if bottom is None:
                return span(min(lows), high, True)
            return span(min(bottom, *lows), max(top, high), absent)
        return span(low, high)

    return best
