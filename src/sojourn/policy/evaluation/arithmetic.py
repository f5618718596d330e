"""Arithmetic over partial values: exact on what is known, sound on bounds."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..tree import Operation, Rounding
from ..values import ABSENT, ABSENT_BIT, INFINITY, NO, OPEN, YES, Span, bounds, exactly, span

Closure = Callable[[Any], Any]


def arithmetic_of(how: Operation, left: Closure, right: Closure) -> Closure:
    """A sum, difference, product or quotient."""
    exact = _EXACT[how]
    over_bounds = _OVER_BOUNDS[how]

    def worked_out(run: Any) -> Any:
        a, b = left(run), right(run)
        if type(a) is not Span and type(b) is not Span:
            if a is ABSENT or b is ABSENT:
                return ABSENT
            return exact(a, b)
        low_a, high_a, absent_a = bounds(a)
        low_b, high_b, absent_b = bounds(b)
        if low_a is None or low_b is None:
            return ABSENT
        low, high, absent = over_bounds(low_a, high_a, low_b, high_b)
        return span(low, high, absent or absent_a or absent_b, _varies(a) or _varies(b))

    return worked_out


def _varies(value: Any) -> bool:
    return isinstance(value, Span) and value.varies


def _divide(a: Any, b: Any) -> Any:
    return ABSENT if b == 0 else exactly(Fraction(a) / b)


def _times(a: Any, b: Any) -> Any:
    """A product of bounds, where nothing times no bound is nothing."""
    return 0 if a == 0 or b == 0 else a * b


def _over(a: Any, b: Any) -> Any:
    if isinstance(b, float):
        return 0 if not isinstance(a, float) else (INFINITY if (a > 0) == (b > 0) else -INFINITY)
    return a / b if isinstance(a, float) else Fraction(a) / b


def _quotients(la: Any, ha: Any, lb: Any, hb: Any) -> tuple[Any, Any, bool]:
    if lb <= 0 <= hb:
        return -INFINITY, INFINITY, True
    corners = [_over(x, y) for x in (la, ha) for y in (lb, hb)]
    if isinstance(la, float) or isinstance(ha, float):
        # No bound over a value that is itself without bound could be anything of that sign.
        corners.append(0)
    return min(corners), max(corners), False


def _products(la: Any, ha: Any, lb: Any, hb: Any) -> tuple[Any, Any, bool]:
    corners = [_times(x, y) for x in (la, ha) for y in (lb, hb)]
    return min(corners), max(corners), False


_EXACT: dict[Operation, Callable[[Any, Any], Any]] = {
    Operation.ADD: operator.add,
    Operation.SUBTRACT: operator.sub,
    Operation.MULTIPLY: lambda a, b: exactly(a * b),
    Operation.DIVIDE: _divide,
}
_OVER_BOUNDS: dict[Operation, Callable[[Any, Any, Any, Any], tuple[Any, Any, bool]]] = {
    Operation.ADD: lambda la, ha, lb, hb: (la + lb, ha + hb, False),
    Operation.SUBTRACT: lambda la, ha, lb, hb: (la - hb, ha - lb, False),
    Operation.MULTIPLY: _products,
    Operation.DIVIDE: _quotients,
}


def stepwise(function: Callable[[Any], Any], operand: Closure, falling: bool = False) -> Closure:
    """A function that never falls (or never rises, where `falling`), over bounds."""

    def worked_out(run: Any) -> Any:
        value = operand(run)
        if type(value) is Span:
            low, high = function(value.low), function(value.high)
            return span(high if falling else low, low if falling else high, value.absent, value.varies)
        return ABSENT if value is ABSENT else function(value)

    return worked_out


def rounding(how: Rounding, step: int) -> Callable[[Any], Any]:
    """A rounding to steps of a whole value; halves go up, and what has no bound stays so."""

    def rounded(value: Any) -> Any:
        if isinstance(value, float):
            return value
        match how:
            case Rounding.FLOOR:
                return value // step * step
            case Rounding.CEILING:
                return -(-value // step) * step
        return (2 * value + step) // (2 * step) * step

    return rounded


def is_whole(operand: Closure, step: int) -> Closure:
    """Whether a number is a whole number of steps."""

    def whole(run: Any) -> int:
        value = operand(run)
        if type(value) is Span:
            return OPEN | (ABSENT_BIT if value.absent else 0)
        if value is ABSENT:
            return ABSENT_BIT
        return NO if value % step else YES

    return whole


def extreme_of(choose: Callable[..., Any], operands: tuple[Closure, ...]) -> Closure:
    """The least or greatest of some values, as `choose` (min or max) finds it."""

    def extreme(run: Any) -> Any:
        values = [operand(run) for operand in operands]
        lows, highs, absent, varies = [], [], False, False
        for value in values:
            low, high, may_be_absent = bounds(value)
            if low is None:
                return ABSENT
            lows.append(low)
            highs.append(high)
            absent = absent or may_be_absent
            varies = varies or _varies(value)
        return span(choose(lows), choose(highs), absent, varies)

    return extreme


def bound_of(operand: Closure, highest: bool) -> Closure:
    """The lower or upper end of a range within which somebody chooses; anything else is its own end."""

    def bound(run: Any) -> Any:
        value = operand(run)
        if type(value) is Span and value.chosen:
            return value.high if highest else value.low
        return value

    return bound
