"""The listed functions: how many values each takes, and what it becomes in the tree."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..literal import step_of
from ..model import HowMany
from ..problems import nearest
from ..tree import (
    Bound,
    DaysOf,
    Extreme,
    FactRef,
    FullBetween,
    IsWhole,
    Literal,
    Node,
    Rounded,
    Rounding,
    TermsNeeded,
    Where,
    YearOf,
)
from ..types import DATE, DAYS, MONTHS, NUMBER, WHOLE, YES_NO, Kind, Type, unit_named

if TYPE_CHECKING:
    from .reader import Reader

#: The functions and how many values they take.
_FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "min": (2, 12),
    "max": (2, 12),
    "floor": (1, 1),
    "ceiling": (1, 1),
    "round": (1, 1),
    "whole": (1, 1),
    "year": (1, 1),
    "day": (3, 3),
    "days_of": (2, 2),
    "years_between": (2, 2),
    "months_between": (2, 2),
    "terms_needed": (3, 3),
    "lowest": (1, 1),
    "highest": (1, 1),
    "has": (1, 1),
}


def read_call(reader: Reader, node: ast.Call, expect: Type | None) -> Node:
    """Read a call of one of the listed functions; anything else is noted as a mistake."""
    if node.keywords or not isinstance(node.func, ast.Name) or any(isinstance(a, ast.Starred) for a in node.args):
        reader.wrong(
            node, "call_unclear", "'{text}' is not one of the listed functions", text=reader.segment(node)[:80]
        )
    name = reader.dotted(node.func)
    counts = _FUNCTIONS.get(name)
    if counts is None:
        close = nearest(name, _FUNCTIONS)
        reader.wrong(
            node,
            "unknown_function",
            "there is no function '{name}'; functions are {functions}",
            name=name,
            functions=", ".join(sorted(_FUNCTIONS)) if not close else f"{close} (did you mean that?)",
        )
    least, most = counts
    if not least <= len(node.args) <= most:
        reader.wrong(
            node,
            "argument_count",
            "{name} takes {wanted} values, not {given}",
            name=name,
            wanted=least if least == most else f"{least} or more",
            given=len(node.args),
        )
    return _function(reader, name, node, expect)


def _function(reader: Reader, name: str, node: ast.Call, expect: Type | None) -> Node:
    where = reader.at(node)
    args = node.args
    match name:
        case "min" | "max":
            return _extreme(reader, name == "max", args, where, expect)
        case "floor" | "ceiling" | "round":
            operand = reader.number(args[0], expect)
            kind = Type(Kind.NUMBER, unit=operand.type.unit, whole=True)
            return Rounded(kind, where, Rounding(name), operand, step_of(kind))
        case "whole":
            operand = reader.number(args[0])
            return IsWhole(YES_NO, where, operand, step_of(operand.type))
        case "year":
            return YearOf(WHOLE, where, reader.dated(args[0]))
        case "day":
            return _day(reader, node)
        case "days_of":
            months = reader.number(args[0], MONTHS)
            reader.must_fit(args[0], months, MONTHS)
            return DaysOf(DAYS, where, months, reader.dated(args[1]))
        case "years_between" | "months_between":
            years = name == "years_between"
            unit = unit_named("year" if years else "month")
            assert unit is not None
            kind = Type(Kind.NUMBER, unit=unit, whole=True)
            return FullBetween(kind, where, reader.dated(args[0]), reader.dated(args[1]), years)
        case "terms_needed":
            term = reader.number(args[2], MONTHS)
            reader.must_fit(args[2], term, MONTHS)
            return TermsNeeded(WHOLE, where, reader.dated(args[0]), reader.dated(args[1]), term)
        case "lowest" | "highest":
            return _chosen_bound(reader, name == "highest", args[0], where)
        case _:
            return _has(reader, args[0], where)


def _extreme(reader: Reader, greatest: bool, args: list[ast.expr], where: Where, expect: Type | None) -> Node:
    known = [reader.node(arg) for arg in args if not reader.bare(arg)]
    wanted = known[0].type if known else (expect or NUMBER)
    if wanted.kind not in (Kind.NUMBER, Kind.DATE):
        reader.wrong(
            args[0],
            "number_needed",
            "'{text}' is {given}, but a number is needed here",
            text=reader.segment(args[0])[:80],
            given=str(wanted),
        )
    operands = []
    for arg in args:
        found = reader.node(arg, wanted)
        reader.must_fit(arg, found, wanted)
        operands.append(found)
    kind = wanted
    if wanted.kind is Kind.NUMBER:
        kind = Type(Kind.NUMBER, unit=wanted.unit, whole=all(operand.type.whole for operand in operands))
    return Extreme(kind, where, greatest, tuple(operands))


def _day(reader: Reader, node: ast.Call) -> Node:
    numbers = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
    try:
        if not all(type(number) is int for number in numbers):
            raise ValueError
        return Literal(DATE, reader.at(node), date(*(int(str(number)) for number in numbers)))
    except (ValueError, OverflowError):
        reader.wrong(
            node, "no_such_day", "'{text}' is no day; write it like day(2019, 5, 1)", text=reader.segment(node)[:80]
        )


def _chosen_bound(reader: Reader, highest: bool, arg: ast.expr, where: Where) -> Node:
    operand = reader.node(arg)
    if operand.type.kind is not Kind.NUMBER:
        reader.number(arg)
    kind = operand.type
    return Bound(Type(Kind.NUMBER, unit=kind.unit, whole=kind.whole), where, operand, highest)


def _has(reader: Reader, arg: ast.expr, where: Where) -> Node:
    name = reader.dotted(arg)
    role = reader.scope.roles.get(name)
    if role is None or role.how_many is not HowMany.OPTIONAL:
        optional = [key for key, one in reader.scope.roles.items() if one.how_many is HowMany.OPTIONAL]
        reader.wrong(
            arg,
            "not_an_optional_role",
            "has(...) takes an optional role; those are {roles}",
            roles=", ".join(optional) or "none",
        )
    return FactRef(YES_NO, where, name)
