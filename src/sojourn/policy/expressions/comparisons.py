"""Reading comparisons: equal, by size, one of some options, within a place."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..tree import Both, Compare, Comparison, Either, Node, Not, OneOf, Where, Within
from ..types import YES_NO, Kind

if TYPE_CHECKING:
    from .reader import Reader

_COMPARISONS: Mapping[type[ast.cmpop], Comparison] = {
    ast.Eq: Comparison.EQUAL,
    ast.NotEq: Comparison.DIFFERENT,
    ast.Lt: Comparison.LESS,
    ast.LtE: Comparison.AT_MOST,
    ast.Gt: Comparison.MORE,
    ast.GtE: Comparison.AT_LEAST,
}


def read_comparison(reader: Reader, node: ast.Compare) -> Node:
    """A comparison, or a chain of them."""
    parts: list[Node] = []
    left = node.left
    for operator, right in zip(node.ops, node.comparators, strict=True):
        parts.append(_one_comparison(reader, node, left, operator, right))
        left = right
    return parts[0] if len(parts) == 1 else Both(YES_NO, reader.at(node), tuple(parts))


def _one_comparison(reader: Reader, whole: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Node:
    """One comparison of two parts."""
    where = reader.at(whole)
    if isinstance(operator, (ast.In, ast.NotIn)):
        found = _membership(reader, where, left, right)
        return Not(YES_NO, where, found) if isinstance(operator, ast.NotIn) else found
    how = _COMPARISONS.get(type(operator))
    if how is None:
        reader.wrong(whole, "expression_not_allowed_is", "write == or != instead of 'is'")
    first, second = _pair(reader, left, right)
    kind = first.type.kind
    if kind in (Kind.LIST,) or (
        kind in (Kind.YES_NO, Kind.PLACE) and how not in (Comparison.EQUAL, Comparison.DIFFERENT)
    ):
        reader.wrong(
            whole,
            "not_ordered",
            "'{text}' compares {given} by size; only == and != make sense there",
            text=reader.segment(whole)[:80],
            given=str(first.type),
        )
    if kind is Kind.CHOICE and how not in (Comparison.EQUAL, Comparison.DIFFERENT) and not first.type.ordered:
        reader.wrong(
            whole,
            "options_not_ordered",
            "the options of {of} have no order; declare `ordered: true` with the fact or use == and in",
            of=first.type.of or reader.segment(left),
        )
    return Compare(YES_NO, where, how, first, second)


def _pair(reader: Reader, left: ast.expr, right: ast.expr) -> tuple[Node, Node]:
    """Two values of one type; a bare number or an option takes its meaning from the other side."""
    if reader.bare(left) and not reader.bare(right):
        second = reader.node(right)
        first = reader.node(left, second.type)
    else:
        first = reader.node(left)
        second = reader.node(right, first.type)
    reader.must_fit(right, second, first.type)
    return first, second


def _membership(reader: Reader, where: Where, left: ast.expr, right: ast.expr) -> Node:
    """Whether an option is one of some, or a place lies in another."""
    value = reader.node(left)
    if value.type.kind is Kind.PLACE:
        names = right.elts if isinstance(right, (ast.List, ast.Tuple, ast.Set)) else [right]
        places = []
        for element in names:
            name = reader.dotted(element)
            if name not in reader.scope.places:
                reader.unknown(element, name)
            places.append(Within(YES_NO, where, value, name))
        return places[0] if len(places) == 1 else Either(YES_NO, where, tuple(places))
    if value.type.kind is not Kind.CHOICE or not isinstance(right, (ast.List, ast.Tuple, ast.Set)):
        reader.wrong(
            right,
            "membership_unclear",
            "`in` asks whether an option is one of [a, b], or whether a place lies in another",
        )
    options = []
    for element in right.elts:
        name = reader.dotted(element)
        if name not in value.type.options:
            reader.unknown_option(element, name, value.type)
        options.append(name)
    return OneOf(YES_NO, where, value, tuple(options))
