"""Comparisons over partial values: of numbers, dates, options, places and yes/no."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from ..tree import Compare, Comparison
from ..types import Kind
from ..values import ABSENT, ABSENT_BIT, NO, OPEN, YES, Span, bounds, span

Closure = Callable[[Any], Any]


def compare_of(how: Comparison, node: Compare, left: Closure, right: Closure) -> Closure:
    """A comparison of two values of one kind."""
    kind = node.left.type.kind
    if kind is Kind.YES_NO:
        return _compare_masks(how is Comparison.EQUAL, left, right)
    if kind in (Kind.CHOICE, Kind.PLACE):
        if how in (Comparison.EQUAL, Comparison.DIFFERENT):
            return _compare_names(how is Comparison.EQUAL, left, right)
        order = {option: index for index, option in enumerate(node.left.type.options)}
        left, right = _ranked(left, order), _ranked(right, order)
    test = _TESTS[how]

    def compare(run: Any) -> int:
        a, b = left(run), right(run)
        kind_a, kind_b = type(a), type(b)
        if kind_a is not Span and kind_b is not Span:
            if a is ABSENT or b is ABSENT:
                return ABSENT_BIT
            return YES if test(a, b) else NO
        low_a, high_a, absent_a = bounds(a)
        low_b, high_b, absent_b = bounds(b)
        if low_a is None or low_b is None:
            return ABSENT_BIT
        mask = _possible(how, low_a, high_a, low_b, high_b)
        return mask | ABSENT_BIT if absent_a or absent_b else mask

    return compare


_TESTS: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.DIFFERENT: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}


def _possible(how: Comparison, low_a: Any, high_a: Any, low_b: Any, high_b: Any) -> int:
    match how:
        case Comparison.AT_LEAST:
            return (YES if high_a >= low_b else 0) | (NO if low_a < high_b else 0)
        case Comparison.MORE:
            return (YES if high_a > low_b else 0) | (NO if low_a <= high_b else 0)
        case Comparison.AT_MOST:
            return (YES if low_a <= high_b else 0) | (NO if high_a > low_b else 0)
        case Comparison.LESS:
            return (YES if low_a < high_b else 0) | (NO if high_a >= low_b else 0)
    meet = low_a <= high_b and low_b <= high_a
    same = low_a == high_a == low_b == high_b
    equal = (YES if meet else 0) | (0 if same else NO)
    return equal if how is Comparison.EQUAL else ((equal & YES) << 1) | ((equal & NO) >> 1)


def _compare_masks(equal: bool, left: Closure, right: Closure) -> Closure:
    def compare(run: Any) -> int:
        a, b = left(run), right(run)
        same = (a & b) & OPEN
        differ = (a & YES and b & NO) or (a & NO and b & YES)
        mask = (YES if same else 0) | (NO if differ else 0)
        if not equal:
            mask = ((mask & YES) << 1) | ((mask & NO) >> 1)
        return mask | (ABSENT_BIT if (a | b) & ABSENT_BIT else 0)

    return compare


def _compare_names(equal: bool, left: Closure, right: Closure) -> Closure:
    yes, no = (YES, NO) if equal else (NO, YES)

    def compare(run: Any) -> int:
        a, b = left(run), right(run)
        if a is ABSENT or b is ABSENT:
            return ABSENT_BIT
        known_a, known_b = type(a) is str, type(b) is str
        if known_a and known_b:
            return yes if a == b else no
        names_a: frozenset[Any] = frozenset((a,)) if known_a else a
        names_b: frozenset[Any] = frozenset((b,)) if known_b else b
        absent = ABSENT in names_a or ABSENT in names_b
        names_a, names_b = names_a - {ABSENT}, names_b - {ABSENT}
        mask = yes if names_a & names_b else 0
        if len(names_a | names_b) > 1:
            mask |= no
        return mask | ABSENT_BIT if absent else mask

    return compare


def one_of(operand: Closure, options: frozenset[str]) -> Closure:
    """Whether a choice is one of some options."""

    def among(run: Any) -> int:
        value = operand(run)
        if type(value) is str:
            return YES if value in options else NO
        if value is ABSENT:
            return ABSENT_BIT
        mask = ABSENT_BIT if ABSENT in value else 0
        names = value - {ABSENT}
        return mask | (YES if names & options else 0) | (NO if names - options else 0)

    return among


def _ranked(operand: Closure, order: dict[str, int]) -> Closure:
    """An ordered option as its rank, so that it compares like a number."""

    def ranked(run: Any) -> Any:
        value = operand(run)
        if type(value) is str:
            return order[value]
        if value is ABSENT:
            return ABSENT
        ranks = [order[option] for option in value if option is not ABSENT]
        return span(min(ranks), max(ranks), ABSENT in value)

    return ranked
