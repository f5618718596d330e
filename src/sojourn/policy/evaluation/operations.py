"""Which closure works out which comparison, arithmetic or function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..tree import (
    Arithmetic,
    Bound,
    Compare,
    DaysBetween,
    DaysOf,
    Extreme,
    FullBetween,
    IsWhole,
    Negate,
    Node,
    OneOf,
    Rounded,
    Shift,
    TermsNeeded,
    YearOf,
)
from ..values import full_months
from .arithmetic import arithmetic_of, bound_of, extreme_of, is_whole, rounding, stepwise
from .calendars import days_of, full_years, of_two_dates, shift, terms, year_of
from .comparing import compare_of, one_of

Closure = Callable[[Any], Any]


def operation(node: Node, part: Callable[[Node], Closure]) -> Closure:
    """The closure of a comparison, of arithmetic, or of a function."""
    match node:
        case Compare(how=how, left=left, right=right):
            return compare_of(how, node, part(left), part(right))
        case OneOf(operand=operand, options=options):
            return one_of(part(operand), frozenset(options))
        case Arithmetic(how=how, left=left, right=right):
            return arithmetic_of(how, part(left), part(right))
        case Negate(operand=operand):
            return stepwise(lambda x: -x, part(operand), falling=True)
        case Extreme(greatest=greatest, operands=operands):
            return extreme_of(max if greatest else min, tuple(part(one) for one in operands))
        case Rounded(how=how, operand=operand, step=step):
            return stepwise(rounding(how, step), part(operand))
        case IsWhole(operand=operand, step=step):
            return is_whole(part(operand), step)
        case Shift(operand=operand, by=by, unit=unit, sign=sign):
            return shift(part(operand), part(by), unit, sign)
        case DaysBetween(later=later, earlier=earlier):
            return of_two_dates(part(later), part(earlier), lambda a, b: (a - b).days, (True, False))
        case DaysOf(months=months, start=start):
            return days_of(part(months), part(start))
        case FullBetween(earlier=earlier, later=later, years=years):
            count = full_years if years else full_months
            return of_two_dates(part(earlier), part(later), count, (False, True))
        case YearOf(operand=operand):
            return year_of(part(operand))
        case TermsNeeded(start=start, end=end, term=term):
            return terms(part(start), part(end), part(term))
        case Bound(operand=operand, highest=highest):
            return bound_of(part(operand), highest)
    raise AssertionError(type(node).__name__)
