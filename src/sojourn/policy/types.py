"""Types and units of the policy language: what a value is, and in what it is counted.

A unit is a product of named base units, each with a whole exponent (``CNY/month`` is CNY¹·month⁻¹). Years and months
are one dimension (a year is twelve months); days are another, for no number of days is a month. Money is held in fen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

#: How many of the stored unit one written unit is, and which base unit it is stored in.
_BASE: dict[str, tuple[str, int]] = {
    "CNY": ("CNY", 100),
    "USD": ("USD", 100),
    "hour": ("hour", 1),
    "day": ("day", 1),
    "working day": ("working day", 1),
    "month": ("month", 1),
    "year": ("month", 12),
    "point": ("point", 1),
    "person": ("person", 1),
    "permit": ("permit", 1),
    "company": ("company", 1),
    "share": ("", 1),
}

_ALIASES = {
    "days": "day",
    "working days": "working day",
    "working_day": "working day",
    "working_days": "working day",
    "hours": "hour",
    "months": "month",
    "years": "year",
    "points": "point",
    "persons": "person",
    "people": "person",
    "permits": "permit",
    "companies": "company",
    "yuan": "CNY",
}

MONEY_UNITS = frozenset({"CNY", "USD"})


def known_units() -> list[str]:
    """The names of the base units, as they may be written."""
    return [*_BASE]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    ``parts`` are (base unit, exponent), sorted; ``scale`` is how many stored units one written unit is; ``written``
    is how the unit was written, for telling values back.
    """

    parts: tuple[tuple[str, int], ...] = ()
    scale: int = 1
    written: str = field(default="", compare=False)

    @property
    def is_money(self) -> bool:
        """Whether this is an amount of money (and not, say, money a month)."""
        return len(self.parts) == 1 and self.parts[0][0] in MONEY_UNITS and self.parts[0][1] == 1

    def same_dimension(self, other: Unit) -> bool:
        """Whether values of both units can be compared and added."""
        return self.parts == other.parts

    def times(self, other: Unit, power: int = 1) -> Unit:
        """The unit of a product (``power=-1``: of a quotient). The result is counted in stored units."""
        exponents = dict(self.parts)
        for name, exponent in other.parts:
            exponents[name] = exponents.get(name, 0) + power * exponent
        parts = tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))
        return Unit(parts, _scale(parts), _write(parts))

    def __str__(self) -> str:
        return self.written or _write(self.parts)


def _scale(parts: tuple[tuple[str, int], ...]) -> int:
    scale = 1
    for name, exponent in parts:
        if name in MONEY_UNITS and exponent == 1:
            scale *= 100
    return scale


def _write(parts: tuple[tuple[str, int], ...]) -> str:
    above = [name for name, exponent in parts for _ in range(exponent)]
    below = [name for name, exponent in parts for _ in range(-exponent)]
    return "/".join(["·".join(above) or ("1" if below else ""), *below])


PLAIN = Unit()


@lru_cache(maxsize=256)
def unit_named(text: str) -> Unit | None:
    """The unit written ``text`` (``CNY/person/month``, ``days``), or None where there is no such unit."""
    exponents: dict[str, int] = {}
    scale = Fraction(1)
    names = [part.strip() for part in text.split("/")]
    for position, name in enumerate(names):
        name = _ALIASES.get(name, name)
        if name == "1" and position == 0 and len(names) > 1:
            continue
        if name not in _BASE:
            return None
        base, factor = _BASE[name]
        power = 1 if position == 0 else -1
        if base:
            exponents[base] = exponents.get(base, 0) + power
            scale *= Fraction(factor) ** power
    if scale.denominator != 1:
        return None
    parts = tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))
    written = "/".join(_ALIASES.get(name, name) for name in names)
    return Unit(parts, int(scale), "" if written == "share" else written)


class Kind(StrEnum):
    """What sort of value it is."""

    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    PLACE = "place"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression, fact, parameter or rule.

    ``unit`` and ``whole`` (no fractions; for money: whole fen) are for numbers; ``options`` (in order where
    ``ordered``) and ``of`` (the fact or rule that declares them) for choices; ``chosen`` marks a lawful range within
    which somebody decides.
    """

    kind: Kind
    unit: Unit = PLAIN
    whole: bool = False
    options: tuple[str, ...] = ()
    ordered: bool = False
    of: str = ""
    chosen: bool = False

    def __str__(self) -> str:
        if self.kind is Kind.NUMBER:
            return f"a number in {self.unit}" if self.unit.parts else "a plain number"
        if self.kind is Kind.CHOICE:
            return f"one of {', '.join(self.options)}"
        return {Kind.YES_NO: "yes or no", Kind.DATE: "a date", Kind.PLACE: "a place", Kind.LIST: "a history"}[self.kind]


YES_NO = Type(Kind.YES_NO)
DATE = Type(Kind.DATE)
PLACE = Type(Kind.PLACE)
DAYS = Type(Kind.NUMBER, unit=Unit((("day", 1),), 1, "day"), whole=True)
MONTHS = Type(Kind.NUMBER, unit=Unit((("month", 1),), 1, "month"), whole=True)
NUMBER = Type(Kind.NUMBER)
WHOLE = Type(Kind.NUMBER, whole=True)

#: A written quantity: a number, then perhaps a unit.
QUANTITY = re.compile(r"^(-?\d[\d_]*(?:\.\d+)?)(?:\s+([A-Za-z][A-Za-z_/ ]*))?$")
