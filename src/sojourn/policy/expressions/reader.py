"""Reading expressions: a small typed subset of Python, into the tree.

The text is parsed with the standard library's `ast`; every node must be on the list below, every name known, every
type and unit must fit. Nothing is ever evaluated as Python. Texts are bounded in length, depth and size, so that
reading one takes bounded time.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import NoReturn, Protocol

from ..literal import exact, number_written
from ..model import Assumption, Fact, HowMany, Parameter, Place, Role
from ..problems import Problems, nearest
from ..tree import (
    AssumptionRef,
    Both,
    Either,
    EntryRef,
    FactRef,
    FieldRef,
    Literal,
    Negate,
    Node,
    Not,
    Where,
)
from ..types import DATE, PLACE, PLAIN, WHOLE, YES_NO, Kind, Type, unit_named
from .arithmetic import read_arithmetic, read_conditional
from .calls import read_call
from .comparisons import read_comparison
from .parameters import read_lookup, read_parameter
from .text import (
    LONGEST_NUMBER,
    NOT_ALLOWED,
    QUANTITY,
    RESTORED,
    WRITTEN_NUMBER,
    ExpressionText,
    MistakeError,
)

#: The days whose law applies; facts of every programme.
LAW_DAYS = ("application", "decision", "entry", "breach")


class Scope(Protocol):
    """The names an expression may use."""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Facts by name."""

    @property
    def assumptions(self) -> Mapping[str, Assumption]:
        """Assumptions by key."""

    @property
    def places(self) -> Mapping[str, Place]:
        """Places by key."""

    @property
    def roles(self) -> Mapping[str, Role]:
        """Roles by key."""

    def entry_type(self, name: str) -> Type | None:
        """The type of a rule, route or conduct, reading it first if need be."""

    def parameter(self, name: str) -> Parameter | None:
        """A parameter by name; its type and `by` are what counts."""

    def names(self) -> Iterable[str]:
        """Everything that may be named."""


def read_expression(
    text: str,
    where: Where,
    scope: Scope,
    problems: Problems,
    *,
    expect: Type | None = None,
    history: Fact | None = None,
) -> Node | None:
    """Read an expression that begins at `where`; mistakes are noted in `problems` and give None.

    ``expect`` is the type wanted (a bare number takes its unit); ``history`` the list whose fields may be named.
    """
    reader = Reader(text, where, scope, problems, history)
    try:
        return reader.read(expect)
    except MistakeError:
        return None


class Reader(ExpressionText):
    """Reads the parts of an expression into the tree, with names resolved and types and units fitted."""

    def __init__(self, text: str, where: Where, scope: Scope, problems: Problems, history: Fact | None) -> None:
        super().__init__(text, where, problems)
        self.scope = scope
        self.history = history

    # ---- the whole -----------------------------------------------------------------------------------------

    def read(self, expect: Type | None) -> Node:
        """The whole expression, of the type wanted."""
        tree = self.parse()
        node = self.node(tree, expect)
        if expect is not None:
            self.must_fit(tree, node, expect)
        return node

    # ---- nodes ---------------------------------------------------------------------------------------------

    def node(self, node: ast.expr, expect: Type | None = None) -> Node:
        """Any part of an expression; `expect` gives bare numbers and options their meaning."""
        match node:
            case ast.Constant():
                return self.constant(node, expect)
            case ast.Name() | ast.Attribute():
                return self.name(node, expect)
            case ast.BoolOp():
                parts = self.all_of([partial(self.condition, value) for value in node.values])
                return (Both if isinstance(node.op, ast.And) else Either)(YES_NO, self.at(node), tuple(parts))
            case ast.UnaryOp(op=ast.Not()):
                return Not(YES_NO, self.at(node), self.condition(node.operand))
            case ast.UnaryOp(op=ast.USub()):
                where, operand = self.at(node), self.number(node.operand, expect)
                if isinstance(operand, Literal) and isinstance(operand.value, (int, Fraction)):
                    return Literal(operand.type, where, -operand.value)
                return Negate(operand.type, where, operand)
            case ast.Compare():
                return read_comparison(self, node)
            case ast.BinOp(op=ast.MatMult()):
                return self.quantity(node)
            case ast.BinOp():
                return read_arithmetic(self, node, expect)
            case ast.IfExp():
                return read_conditional(self, node, expect)
            case ast.Subscript():
                return read_lookup(self, node)
            case ast.Call():
                return read_call(self, node, expect)
        self.wrong(
            node,
            "expression_not_allowed",
            NOT_ALLOWED,
            text=self.segment(node)[:80],
        )

    def all_of(self, readers: list[Callable[[], Node]]) -> list[Node]:
        """Read several parts and report the mistakes of all of them, not only of the first."""
        done: list[Node] = []
        failed = False
        for reader in readers:
            try:
                done.append(reader())
            except MistakeError:
                failed = True
        if failed:
            raise MistakeError
        return done

    def constant(self, node: ast.Constant, expect: Type | None) -> Node:
        """A written number, in the unit that is expected."""
        where = self.at(node)
        value = node.value
        if isinstance(value, bool) or value is None:
            self.wrong(node, "write_yes_no", "write yes, no or none instead of '{text}'", text=self.segment(node))
        if isinstance(value, (int, float)):
            text = self.source.encode("utf-8")[node.col_offset : node.end_col_offset].decode("utf-8", "ignore")
            if not WRITTEN_NUMBER.match(text) or len(text) > LONGEST_NUMBER:
                self.wrong(
                    node,
                    "not_a_number_here",
                    "'{text}' is not a number as it is written here; write digits",
                    text=text[:40],
                )
            number = number_written(text)
            unit = expect.unit if expect is not None and expect.kind is Kind.NUMBER else PLAIN
            stored = exact(number * unit.scale)
            step = 1 if unit.is_money else unit.scale
            return Literal(Type(Kind.NUMBER, unit=unit, whole=not stored % step), where, stored)
        self.wrong(
            node,
            "expression_not_allowed",
            NOT_ALLOWED,
            text=self.segment(node)[:80],
        )

    def quantity(self, node: ast.BinOp) -> Node:
        """A number with its unit."""
        match = QUANTITY.search(self.segment(node))
        unit = None if match is None else unit_named(match.group(2))
        if unit is None or not isinstance(node.left, ast.Constant):
            self.wrong(
                node,
                "quantity_unclear",
                "'{text}' is no quantity; write a number and a unit, such as 5 days",
                text=self.segment(node),
            )
        plain = self.constant(node.left, None)
        assert isinstance(plain, Literal)
        assert isinstance(plain.value, (int, Fraction))
        stored = exact(plain.value * unit.scale)
        step = 1 if unit.is_money else unit.scale
        return Literal(Type(Kind.NUMBER, unit=unit, whole=not stored % step), self.at(node), stored)

    # ---- names ---------------------------------------------------------------------------------------------

    def dotted(self, node: ast.expr) -> str:
        """A name: a word, or a role and a word joined by a dot."""
        match node:
            case ast.Name(id=name):
                return RESTORED.get(name, name)
            case ast.Attribute(value=ast.Name(id=role), attr=attribute):
                return f"{RESTORED.get(role, role)}.{RESTORED.get(attribute, attribute)}"
        self.wrong(
            node,
            "not_a_name",
            "'{text}' is not a name; a name is a word, or a role and a word joined by one dot",
            text=self.segment(node)[:80],
        )

    def name(self, node: ast.expr, expect: Type | None) -> Node:
        """What a name stands for."""
        name = self.dotted(node)
        where = self.at(node)
        found = self.value_name(name, where, expect)
        if found is not None:
            return found
        if expect is not None and expect.kind is Kind.CHOICE:
            self.unknown_option(node, name, expect)
        parameter = self.scope.parameter(name)
        if parameter is not None:
            return read_parameter(self, node, parameter, [])
        broken = name in set(self.scope.names())
        if broken:
            raise MistakeError
        self.unknown(node, name)

    def value_name(self, name: str, where: Where, expect: Type | None) -> Node | None:
        """The node that a name stands for; None where it is none (or a parameter)."""
        if expect is not None and expect.kind is Kind.CHOICE and name in expect.options:
            return Literal(expect, where, name)
        if self.history is not None:
            field_type = self.field_type(name)
            if field_type is not None:
                return FieldRef(field_type, where, self.history.name, name)
        if name in ("yes", "no"):
            return Literal(YES_NO, where, name == "yes")
        if name == "none":
            return Literal(expect or YES_NO, where, None)
        if name in LAW_DAYS:
            return FactRef(DATE, where, name)
        fact = self.scope.facts.get(name)
        if fact is not None:
            return FactRef(fact.type, where, name)
        role = self.scope.roles.get(name)
        if role is not None and role.how_many is HowMany.OPTIONAL:
            return FactRef(YES_NO, where, name)
        assumption = self.scope.assumptions.get(name)
        if assumption is not None:
            return AssumptionRef(assumption.type, where, name)
        entry = self.scope.entry_type(name)
        if entry is not None:
            return EntryRef(entry, where, name)
        if name in self.scope.places:
            return Literal(PLACE, where, name)
        return None

    def field_type(self, name: str) -> Type | None:
        """The type of a field of the history looked at; None where it has no such field."""
        history = self.history
        assert history is not None
        if name in history.fields:
            return history.fields[name].type
        if history.by_year:
            return WHOLE if name == "year" else None
        return DATE if name in ("from", "to") else None

    def unknown(self, node: ast.expr, name: str) -> NoReturn:
        """Note a name that is nothing here."""
        close = nearest(name, [*self.scope.names(), *(self.history.fields if self.history else ())])
        if close:
            self.wrong(
                node, "unknown_name_near", "unknown name '{name}'; did you mean '{close}'?", name=name, close=close
            )
        self.wrong(
            node,
            "unknown_name",
            "unknown name '{name}'; it is no fact, rule, parameter, assumption, place or option here",
            name=name,
        )

    def unknown_option(self, node: ast.expr, name: str, expect: Type) -> NoReturn:
        """Note an option that is none."""
        self.wrong(
            node,
            "unknown_option_of",
            "'{name}' is no option of {of}; its options are {options}",
            name=name,
            of=expect.of or "this",
            options=", ".join(expect.options),
        )

    # ---- kinds of value ------------------------------------------------------------------------------------

    def condition(self, node: ast.expr) -> Node:
        """A part that must be yes or no."""
        found = self.node(node, YES_NO)
        self.must_fit(node, found, YES_NO)
        return found

    def number(self, node: ast.expr, expect: Type | None = None) -> Node:
        """A part that must be a number (and not a range within which somebody decides)."""
        found = self.node(node, expect if expect is not None and expect.kind is Kind.NUMBER else None)
        if found.type.kind is not Kind.NUMBER:
            self.wrong(
                node,
                "number_needed",
                "'{text}' is {given}, but a number is needed here",
                text=self.segment(node)[:80],
                given=str(found.type),
            )
        if found.type.chosen:
            self.wrong(
                node,
                "chosen_range_here",
                "'{text}' is a range within which somebody decides; use lowest(...) or highest(...) of it",
                text=self.segment(node)[:80],
            )
        return found

    def dated(self, node: ast.expr) -> Node:
        """A part that must be a date."""
        found = self.node(node, DATE)
        self.must_fit(node, found, DATE)
        return found

    def must_fit(self, node: ast.expr, found: Node, wanted: Type) -> None:
        """Note a part that is not of the type wanted."""
        given = found.type
        if isinstance(found, Literal) and found.value is None:
            return
        fits = given.kind is wanted.kind
        if fits and wanted.kind is Kind.NUMBER:
            fits = given.unit.same_dimension(wanted.unit)
        if fits and wanted.kind is Kind.CHOICE:
            fits = given.options == wanted.options or set(given.options) <= set(wanted.options)
        if not fits:
            self.wrong(
                node,
                "wrong_type",
                "'{text}' is {given}, but {wanted} is needed here",
                text=self.segment(node)[:80],
                given=str(given),
                wanted=str(wanted),
            )

    def bare(self, node: ast.expr) -> bool:
        """Whether a part has no meaning of its own: a number without a unit, or a name that is only an option."""
        match node:
            case ast.Constant():
                return True
            case ast.UnaryOp():
                return self.bare(node.operand)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self.bare(node.left) and self.bare(node.right)
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return self.bare(node.left) and self.bare(node.right)
            case ast.Name():
                name = self.dotted(node)
                known = self.value_name(name, self.at(node), None) is not None or self.scope.parameter(name) is not None
                return not known or name in self.scope.places
        return False
