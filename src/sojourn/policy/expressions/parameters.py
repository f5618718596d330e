"""Reading parameters with their keys in brackets."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..model import Parameter
from ..tree import FactRef, Node, ParameterRef
from ..types import PLACE, WHOLE
from .text import MistakeError

if TYPE_CHECKING:
    from .reader import Reader


def read_lookup(reader: Reader, node: ast.Subscript) -> Node:
    """A parameter with its keys in brackets."""
    name = reader.dotted(node.value)
    parameter = reader.scope.parameter(name)
    if parameter is None:
        if name in set(reader.scope.names()):
            reader.wrong(node, "not_a_parameter", "'{name}' is not a parameter, so it takes no [ ]", name=name)
        reader.unknown(node.value, name)
    keys = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return read_parameter(reader, node, parameter, list(keys))


def read_parameter(reader: Reader, node: ast.expr, parameter: Parameter, written: list[ast.expr]) -> Node:
    """A parameter; keys that are facts of the case may be left out."""
    where = reader.at(node)
    needed = [by for by in parameter.by if by in ("place", "year")]
    given = list(written)
    implicit = len(given) != len(parameter.by)
    if len(given) not in (len(parameter.by), len(needed)):
        reader.wrong(
            node,
            "parameter_keys",
            "'{name}' needs [{needed}]: it is keyed by {by}",
            name=parameter.key,
            needed=", ".join(needed),
            by=", ".join(parameter.by) or "nothing",
        )
    keys: list[Node] = []
    for by in parameter.by:
        if by not in ("place", "year") and implicit:
            fact = reader.scope.facts.get(by)
            if fact is None:
                raise MistakeError
            keys.append(FactRef(fact.type, where, by))
            continue
        keys.append(_key(reader, by, given.pop(0)))
    return ParameterRef(parameter.type, where, parameter.key, tuple(keys))


def _key(reader: Reader, by: str, node: ast.expr) -> Node:
    """One key of a parameter."""
    if by == "year":
        found = reader.number(node)
        reader.must_fit(node, found, WHOLE)
        return found
    wanted = PLACE if by == "place" else reader.scope.facts[by].type if by in reader.scope.facts else None
    if wanted is None:
        raise MistakeError
    found = reader.node(node, wanted)
    reader.must_fit(node, found, wanted)
    return found
