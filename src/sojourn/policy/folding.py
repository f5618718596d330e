"""How each kind of node is worked out over partial values: closures that take a run and give what the value can be.

Each operation has a fast path for known values and a sound one for bounds, sets and what does not apply.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from .tree import (
    Arithmetic,
    Bound,
    Compare,
    Comparison,
    DaysBetween,
    DaysOf,
    Extreme,
    FullBetween,
    IsWhole,
    Negate,
    Node,
    OneOf,
    Operation,
    Row,
    Rounded,
    Rounding,
    Shift,
    Table,
    TermsNeeded,
    YearOf,
)
from .types import Kind
from .values import (
    ABSENT,
    ABSENT_BIT,
    INFINITY,
    NO,
    OPEN,
    YES,
    Span,
    add_days,
    add_months,
    exactly,
    full_months,
    join,
    span,
    terms_needed,
)

Closure = Callable[[Any], Any]
Logic = tuple[tuple[int, ...], ...]


# ---- conditions ------------------------------------------------------------------------------------------------


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


# ---- tables ----------------------------------------------------------------------------------------------------


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
    rows: tuple[Row, ...], values: tuple[Closure | None, ...], of: Closure, unfitted: Closure, nothing: Any, yes_no: bool
) -> Closure:
    by_option = {}
    for row, value in zip(rows, values, strict=True):
        for option in row.options:
            by_option.setdefault(option, value)

    def one(run: Any, option: object) -> Any:
        if option is ABSENT:
            return nothing
        if option not in by_option:
            return unfitted(run)
        value = by_option[option]  # type: ignore[index]
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


# ---- bounds ----------------------------------------------------------------------------------------------------


def bounds(value: Any) -> tuple[Any, Any, bool]:
    """The least and greatest a number or date can be (None: it does not apply), and whether it may not apply."""
    if isinstance(value, Span):
        return value.low, value.high, value.absent
    if value is ABSENT:
        return None, None, True
    return value, value, False


def operation(node: Node, part: Callable[[Node], Closure]) -> Closure:
    """The closure of a comparison, of arithmetic, or of a function."""
    match node:
        case Compare(how=how, left=left, right=right):
            return _compare(how, node, part(left), part(right))
        case OneOf(operand=operand, options=options):
            return _one_of(part(operand), frozenset(options))
        case Arithmetic(how=how, left=left, right=right):
            return _arithmetic(how, part(left), part(right))
        case Negate(operand=operand):
            return _stepwise(lambda x: -x, part(operand), falling=True)
        case Extreme(greatest=greatest, operands=operands):
            return _extreme(max if greatest else min, tuple(part(one) for one in operands))
        case Rounded(how=how, operand=operand, step=step):
            return _stepwise(_rounding(how, step), part(operand))
        case IsWhole(operand=operand, step=step):
            return _is_whole(part(operand), step)
        case Shift(operand=operand, by=by, unit=unit, sign=sign):
            return _shift(part(operand), part(by), unit, sign)
        case DaysBetween(later=later, earlier=earlier):
            return _two(part(later), part(earlier), lambda a, b: (a - b).days, (True, False))
        case DaysOf(months=months, start=start):
            return _days_of(part(months), part(start))
        case FullBetween(earlier=earlier, later=later, years=years):
            count = _full_years if years else full_months
            return _two(part(earlier), part(later), count, (False, True))
        case YearOf(operand=operand):
            return _stepwise(lambda day: day.year, part(operand))
        case TermsNeeded(start=start, end=end, term=term):
            return _terms(part(start), part(end), part(term))
        case Bound(operand=operand, highest=highest):
            return _bound(part(operand), highest)
    raise AssertionError(type(node).__name__)


def _compare(how: Comparison, node: Compare, left: Closure, right: Closure) -> Closure:
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


def _one_of(operand: Closure, options: frozenset[str]) -> Closure:
    def one_of(run: Any) -> int:
        value = operand(run)
        if type(value) is str:
            return YES if value in options else NO
        if value is ABSENT:
            return ABSENT_BIT
        mask = ABSENT_BIT if ABSENT in value else 0
        names = value - {ABSENT}
        return mask | (YES if names & options else 0) | (NO if names - options else 0)

    return one_of


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


# ---- arithmetic ------------------------------------------------------------------------------------------------


def _arithmetic(how: Operation, left: Closure, right: Closure) -> Closure:
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


def _stepwise(function: Callable[[Any], Any], operand: Closure, falling: bool = False) -> Closure:
    """A function that never falls (or never rises, where `falling`), over bounds."""

    def worked_out(run: Any) -> Any:
        value = operand(run)
        if type(value) is Span:
            low, high = function(value.low), function(value.high)
            return span(high if falling else low, low if falling else high, value.absent, value.varies)
        return ABSENT if value is ABSENT else function(value)

    return worked_out


def _rounding(how: Rounding, step: int) -> Callable[[Any], Any]:
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


def _is_whole(operand: Closure, step: int) -> Closure:
    def whole(run: Any) -> int:
        value = operand(run)
        if type(value) is Span:
            return OPEN | (ABSENT_BIT if value.absent else 0)
        if value is ABSENT:
            return ABSENT_BIT
        return NO if value % step else YES

    return whole


def _extreme(choose: Callable[..., Any], operands: tuple[Closure, ...]) -> Closure:
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


def _bound(operand: Closure, highest: bool) -> Closure:
    def bound(run: Any) -> Any:
        value = operand(run)
        if type(value) is Span and value.chosen:
            return value.high if highest else value.low
        return value

    return bound


# ---- dates -----------------------------------------------------------------------------------------------------


def _two(left: Closure, right: Closure, function: Callable[[Any, Any], Any], rising: tuple[bool, bool]) -> Closure:
    """A function of two dates that rises (or falls) in each, over bounds."""

    def worked_out(run: Any) -> Any:
        a, b = left(run), right(run)
        low_a, high_a, absent_a = bounds(a)
        low_b, high_b, absent_b = bounds(b)
        if low_a is None or low_b is None:
            return ABSENT
        low = function(low_a if rising[0] else high_a, low_b if rising[1] else high_b)
        high = function(high_a if rising[0] else low_a, high_b if rising[1] else low_b)
        return span(low, high, absent_a or absent_b)

    return worked_out


def _full_years(earlier: date, later: date) -> int:
    """Full years from a date to another, in stored months."""
    months = full_months(earlier, later)
    return months // 12 * 12 if months >= 0 else -(-months // 12 * 12)


def _shift(operand: Closure, by: Closure, unit: str, sign: int) -> Closure:
    move = add_months if unit == "month" else add_days

    def shifted(run: Any) -> Any:
        low, high, absent = bounds(operand(run))
        least, most, absent_too = bounds(by(run))
        if low is None or least is None:
            return ABSENT
        if sign < 0:
            least, most = -most, -least
        first = move(low, _whole_steps(least, -1))
        last = move(high, _whole_steps(most, 1))
        return first if first == last and not (absent or absent_too) else Span(first, last, absent or absent_too)

    return shifted


def _whole_steps(steps: Any, away: int) -> int:
    """Steps of a calendar as a whole number: fractions go to the outer side, and no bound to the calendar's end."""
    if isinstance(steps, float):
        return 4_000_000 if steps > 0 else -4_000_000
    return int(steps) if steps == int(steps) else (steps // 1 if away < 0 else -(-steps // 1))


def _days_of(months: Closure, start: Closure) -> Closure:
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


def _terms(start: Closure, end: Closure, term: Closure) -> Closure:
    def terms(run: Any) -> Any:
        low_s, high_s, absent_s = bounds(start(run))
        low_e, high_e, absent_e = bounds(end(run))
        low_t, high_t, absent_t = bounds(term(run))
        if low_s is None or low_e is None or low_t is None or high_t <= 0:
            return ABSENT
        absent = absent_s or absent_e or absent_t or low_t <= 0
        shortest = max(1, _whole_steps(low_t, -1))
        longest = max(1, _whole_steps(high_t, 1))
        return span(terms_needed(high_s, low_e, longest), terms_needed(low_s, high_e, shortest), absent)

    return terms

