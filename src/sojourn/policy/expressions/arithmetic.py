"""Reading arithmetic: sums, products, days moved, and one value or another."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..tree import Arithmetic, Conditional, DaysBetween, Literal, Node, Operation, Shift, Where
from ..types import DATE, DAYS, Kind, Type
from .text import NOT_ALLOWED

if TYPE_CHECKING:
    from .reader import Reader

_OPERATIONS: Mapping[type[ast.operator], Operation] = {
    ast.Add: Operation.ADD,
    ast.Sub: Operation.SUBTRACT,
    ast.Mult: Operation.MULTIPLY,
    ast.Div: Operation.DIVIDE,
}


def read_arithmetic(reader: Reader, node: ast.BinOp, expect: Type | None) -> Node:
    """A product or quotient, or a sum."""
    how = _OPERATIONS.get(type(node.op))
    where = reader.at(node)
    if how is None:
        reader.wrong(
            node,
            "expression_not_allowed",
            NOT_ALLOWED,
            text=reader.segment(node)[:80],
        )
    if how in (Operation.ADD, Operation.SUBTRACT):
        return _sum(reader, node, how, where, expect)
    left, right = reader.number(node.left), reader.number(node.right)
    power = 1 if how is Operation.MULTIPLY else -1
    if not left.type.unit.parts and power == 1:
        unit = right.type.unit
    elif not right.type.unit.parts:
        unit = left.type.unit
    else:
        unit = left.type.unit.times(right.type.unit, power)
    whole = how is Operation.MULTIPLY and left.type.whole and right.type.whole
    return Arithmetic(Type(Kind.NUMBER, unit=unit, whole=whole), where, how, left, right)


def _sum(reader: Reader, node: ast.BinOp, how: Operation, where: Where, expect: Type | None) -> Node:
    """A sum or difference of numbers, or a date moved."""
    bare_left, bare_right = reader.bare(node.left), reader.bare(node.right)
    if bare_left and bare_right:
        left, right = reader.number(node.left, expect), reader.number(node.right, expect)
    elif bare_left:
        right = reader.node(node.right, expect)
        left = reader.node(node.left, right.type)
    else:
        left = reader.node(node.left, expect)
        right = reader.node(node.right, left.type if left.type.kind is Kind.NUMBER else None)
    if left.type.kind is Kind.DATE or right.type.kind is Kind.DATE:
        return _dates(reader, node, how, where, left, right)
    for part, found in ((node.left, left), (node.right, right)):
        if found.type.kind is not Kind.NUMBER or found.type.chosen:
            reader.number(part, left.type)
    if not left.type.unit.same_dimension(right.type.unit):
        reader.wrong(
            node,
            "units_differ",
            "'{text}' adds {left} and {right}; they cannot be added",
            text=reader.segment(node)[:80],
            left=str(left.type),
            right=str(right.type),
        )
    return Arithmetic(
        Type(Kind.NUMBER, unit=left.type.unit, whole=left.type.whole and right.type.whole), where, how, left, right
    )


def _dates(reader: Reader, node: ast.BinOp, how: Operation, where: Where, left: Node, right: Node) -> Node:
    """A date moved by days or months, or the days between two."""
    if left.type.kind is Kind.DATE and right.type.kind is Kind.DATE and how is Operation.SUBTRACT:
        return DaysBetween(DAYS, where, left, right)
    if left.type.kind is not Kind.DATE or right.type.kind is not Kind.NUMBER:
        reader.wrong(
            node,
            "dates_unclear",
            "'{text}' makes no sense: add days or months to a date",
            text=reader.segment(node)[:80],
        )
    unit = right.type.unit.parts
    if unit not in ((("day", 1),), (("month", 1),), (("working day", 1),)):
        reader.wrong(
            node,
            "date_shift_unit",
            "'{text}' moves a date by {given}; say days, working days, months or years",
            text=reader.segment(node)[:80],
            given=str(right.type),
        )
    return Shift(DATE, where, left, right, unit[0][0], 1 if how is Operation.ADD else -1)


def read_conditional(reader: Reader, node: ast.IfExp, expect: Type | None) -> Node:
    """One value or another."""
    condition = reader.condition(node.test)
    if reader.bare(node.body) and not reader.bare(node.orelse):
        no = reader.node(node.orelse, expect)
        yes = reader.node(node.body, expect or no.type)
    else:
        yes = reader.node(node.body, expect)
        no = reader.node(node.orelse, expect or yes.type)
    nothing = isinstance(yes, Literal) and yes.value is None
    kind = no.type if nothing else yes.type
    if not nothing:
        reader.must_fit(node.orelse, no, yes.type)
    if kind.kind is Kind.NUMBER:
        kind = Type(Kind.NUMBER, unit=kind.unit, whole=yes.type.whole and no.type.whole)
    return Conditional(kind, reader.at(node), condition, yes, no)
