"""Written values: `6 months`, `600000 CNY`, `2019-05-15`, an option, a place; into stored units, exactly."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from .problems import Problems, nearest
from .tree import Where
from .types import DATE, PLAIN, QUANTITY, YES_NO, Kind, Type, Unit, known_units, unit_named

Value: TypeAlias = bool | int | Fraction | str | date


class Failed:
    """What reading a written value gives when it is wrong; the problem has been noted."""

    def __bool__(self) -> bool:
        return False


FAILED: Final = Failed()

_YES = frozenset({"yes", "true", "Yes", "True"})
_NO = frozenset({"no", "false", "No", "False"})

#: No written number has more digits than this: no real amount, count or date needs them.
LONGEST_NUMBER = 24


def number_written(digits: str) -> int | Fraction:
    """The number that some digits write, perhaps with a point and with `_` between them."""
    digits = digits.replace("_", "")
    return int(digits) if digits.isdecimal() else Fraction(digits)


def exact(number: Fraction | int) -> int | Fraction:
    """A number as an int where it is whole."""
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    return number


def read_literal(
    text: str, type: Type, where: Where, problems: Problems, places: Collection[str] = ()
) -> Value | Failed:
    """Read a value of a type, in stored units. A wrong one is noted with what is allowed and gives FAILED."""
    text = text.strip()
    match type.kind:
        case Kind.YES_NO:
            return _read_yes_no(text, where, problems)
        case Kind.NUMBER:
            return _read_number(text, type, where, problems)
        case Kind.DATE:
            return _read_date(text, where, problems)
        case Kind.CHOICE:
            return _read_name(text, type.options, "option", where, problems)
        case Kind.PLACE:
            return _read_name(text, places, "place", where, problems)
        case Kind.LIST:
            problems.add(where, "not_a_history", "'{text}' is not a history; give a list of entries", text=text)
            return FAILED


def _read_yes_no(text: str, where: Where, problems: Problems) -> bool | Failed:
    if text in _YES:
        return True
    if text in _NO:
        return False
    problems.add(where, "not_yes_no", "'{text}' is neither yes nor no; write yes or no", text=text[:80])
    return FAILED


def _read_date(text: str, where: Where, problems: Problems) -> date | Failed:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        problems.add(where, "not_a_date", "'{text}' is not a day; write it like 2019-05-15", text=text[:80])
        return FAILED


def _read_name(text: str, allowed: Collection[str], what: str, where: Where, problems: Problems) -> str | Failed:
    if text in allowed:
        return text
    close = nearest(text, allowed)
    if close:
        problems.add(
            where,
            f"unknown_{what}_near",
            "'{text}' is no " + what + " here; did you mean '{close}'? Allowed: {allowed}",
            text=text[:80],
            close=close,
            allowed=", ".join(allowed),
        )
    else:
        problems.add(
            where,
            f"unknown_{what}",
            "'{text}' is no " + what + " here; allowed: {allowed}",
            text=text[:80],
            allowed=", ".join(allowed) or "none",
        )
    return FAILED


def _read_number(text: str, type: Type, where: Where, problems: Problems) -> int | Fraction | Failed:
    match = QUANTITY.match(text)
    if match is None or len(match.group(1)) > LONGEST_NUMBER:
        problems.add(
            where,
            "not_a_number",
            "'{text}' is not {wanted}; write digits, then perhaps a unit, like '{example}'",
            text=text[:80],
            wanted=str(type),
            example=f"12 {type.unit}".strip(),
        )
        return FAILED
    unit = type.unit
    if match.group(2):
        written = unit_named(match.group(2).strip())
        if written is None:
            problems.add(
                where,
                "unknown_unit",
                "'{unit}' is no unit; units are {units}",
                unit=match.group(2).strip(),
                units=", ".join(known_units()),
            )
            return FAILED
        if not written.same_dimension(type.unit):
            problems.add(
                where,
                "wrong_unit",
                "'{text}' is in {given}, but {wanted} is needed here",
                text=text[:80],
                given=str(written) or "plain numbers",
                wanted=str(type.unit) or "a plain number",
            )
            return FAILED
        unit = written
    stored = number_written(match.group(1)) * unit.scale
    if type.whole and stored % step_of(type):
        problems.add(
            where,
            "not_whole",
            "'{text}' must be whole: {wanted} without a fraction",
            text=text[:80],
            wanted=str(type),
        )
        return FAILED
    return exact(stored)


def step_of(type: Type) -> int:
    """The least difference of two whole values of a type, in stored units: one fen for money, else one written unit."""
    return 1 if type.unit.is_money else type.unit.scale


def is_whole(value: object, kind: Type) -> bool:
    """Whether a number is whole in the unit it is counted in."""
    return isinstance(value, (int, Fraction)) and not value % step_of(kind)


def type_of_literal(text: str) -> Type | None:
    """The type a written value has by its own form: yes/no, a number with its unit, a date; None for anything else."""
    text = text.strip()
    if text in _YES or text in _NO:
        return YES_NO
    match = QUANTITY.match(text)
    if match is not None:
        unit: Unit | None = unit_named(match.group(2).strip()) if match.group(2) else PLAIN
        return None if unit is None else Type(Kind.NUMBER, unit=unit)
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return DATE if len(text) == 10 else None
