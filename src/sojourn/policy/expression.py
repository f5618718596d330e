"""Reading expressions: a small typed subset of Python, into the tree.

The text is parsed with the standard library's `ast`; every node must be on the list below, every name known, every type and unit
must fit. Nothing is ever evaluated as Python. Texts are bounded in length, depth and size, so that reading one takes bounded time.
"""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NoReturn, Protocol

from .literal import exact, step_of
from .model import Assumption, Fact, HowMany, Parameter, Place, Role
from .problems import Problems, nearest
from .tree import (
    Arithmetic,
    AssumptionRef,
    Both,
    Bound,
    Compare,
    Comparison,
    Conditional,
    DaysBetween,
    DaysOf,
    Either,
    EntryRef,
    Extreme,
    FactRef,
    FieldRef,
    FullBetween,
    IsWhole,
    Literal,
    Negate,
    Node,
    Not,
    OneOf,
    Operation,
    ParameterRef,
    Rounded,
    Rounding,
    Shift,
    TermsNeeded,
    Where,
    Within,
    YearOf,
)
from .types import DATE, DAYS, MONTHS, NUMBER, PLACE, PLAIN, WHOLE, YES_NO, Kind, Type, unit_named

LONGEST = 500
DEEPEST = 12
MOST_NODES = 250
LONGEST_NUMBER = 24

#: The days whose law applies; facts of every programme.
LAW_DAYS = ("application", "decision", "entry", "breach")

_KEYWORDS = [word for word in keyword.kwlist if word not in {"and", "or", "not", "in", "if", "else"} and word.islower()]
_RESERVED = re.compile(rf"\b({'|'.join(_KEYWORDS)})\b")
_RESTORED = {word.upper(): word for word in _KEYWORDS}
_UNITS = (
    "CNY|USD|yuan|working days?|working_days?|days?|months?|years?|hours?|points?|persons?|people|permits?|company|companies|share"
)
_QUANTITY = re.compile(rf"(?<![\w.])(\d[\d_]*(?:\.\d+)?) ((?:{_UNITS})(?:/(?:{_UNITS}))*)(?![\w.])")
_WRITTEN_NUMBER = re.compile(r"^\d[\d_]*(?:\.\d+)?$")

_COMPARISONS: Mapping[type[ast.cmpop], Comparison] = {
    ast.Eq: Comparison.EQUAL,
    ast.NotEq: Comparison.DIFFERENT,
    ast.Lt: Comparison.LESS,
    ast.LtE: Comparison.AT_MOST,
    ast.Gt: Comparison.MORE,
    ast.GtE: Comparison.AT_LEAST,
}
_OPERATIONS: Mapping[type[ast.operator], Operation] = {
    ast.Add: Operation.ADD,
    ast.Sub: Operation.SUBTRACT,
    ast.Mult: Operation.MULTIPLY,
    ast.Div: Operation.DIVIDE,
}


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


class _Wrong(Exception):
    """Reading stopped at a mistake that has been noted."""


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
    reader = _Reader(text, where, scope, problems, history)
    try:
        return reader.read(expect)
    except _Wrong:
        return None


class _Reader:
    def __init__(self, text: str, where: Where, scope: Scope, problems: Problems, history: Fact | None) -> None:
        self.text = text
        self.where = where
        self.scope = scope
        self.problems = problems
        self.history = history
        self.source = ""
        self.origin: list[int] = []

    # ---- the whole -----------------------------------------------------------------------------------------

    def read(self, expect: Type | None) -> Node:
        tree = self.parse()
        self.bound(tree)
        node = self.node(tree, expect)
        if expect is not None:
            self.must_fit(tree, node, expect)
        return node

    def parse(self) -> ast.expr:
        if len(self.text) > LONGEST:
            self.wrong(
                None,
                "expression_too_long",
                "the expression has {length} characters, more than {most}; give parts of it names as rules of their own",
                length=len(self.text),
                most=LONGEST,
            )
        if not self.text.strip():
            self.wrong(None, "expression_empty", "an expression is missing here")
        if "@" in self.text:
            self.wrong_at(0, "expression_syntax", "the expression '{text}' cannot be read from here on; see the language's page for what may stand in one", text=self.text.strip()[:80])
        self.source, self.origin = _prepared(self.text)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.source.rstrip(), mode="eval").body
        except SyntaxError as error:
            offset = max((error.offset or 1) - 1, 0)
            self.wrong_at(
                offset,
                "expression_syntax",
                "the expression '{text}' cannot be read from here on; see the language's page for what may stand in one",
                text=self.text.strip()[:80],
            )
        except (ValueError, RecursionError, MemoryError):
            self.wrong(
                None,
                "expression_syntax",
                "the expression '{text}' cannot be read from here on; see the language's page for what may stand in one",
                text=self.text.strip()[:80],
            )

    def bound(self, tree: ast.expr) -> None:
        count = 0
        pending: list[tuple[ast.AST, int]] = [(tree, 1)]
        while pending:
            node, depth = pending.pop()
            if not isinstance(node, (ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.expr_context)):
                count += 1
            if depth > DEEPEST or count > MOST_NODES:
                self.wrong(
                    None,
                    "expression_too_deep",
                    "the expression is nested too deep or too large; give parts of it names as rules of their own",
                )
            for position in ast.iter_child_nodes(node):
                # A chain such as a + b + c is one level, however long.
                same = isinstance(node, ast.BinOp) and isinstance(position, ast.BinOp) and position is node.left
                pending.append((position, depth if same else depth + 1))

    # ---- problems ------------------------------------------------------------------------------------------

    def at(self, node: ast.expr | None) -> Where:
        if node is None:
            return self.where
        return self.offset(node.col_offset)

    def offset(self, offset: int) -> Where:
        # A folded text counts as standing on its first line.
        return Where(self.where.file, self.where.line, self.where.column + self.character(offset))

    def character(self, offset: int) -> int:
        """Where in the written text a byte of the prepared one comes from."""
        position = len(self.source.encode("utf-8")[:offset].decode("utf-8", "ignore"))
        return self.origin[position] if position < len(self.origin) else len(self.text)

    def wrong(self, node: ast.expr | None, code: str, text: str, /, **slots: object) -> NoReturn:
        self.problems.add(self.at(node), code, text, **slots)
        raise _Wrong

    def wrong_at(self, offset: int, code: str, text: str, /, **slots: object) -> NoReturn:
        self.problems.add(self.offset(offset), code, text, **slots)
        raise _Wrong

    def segment(self, node: ast.expr) -> str:
        """A part as it was written."""
        return self.text[self.character(node.col_offset) : self.character(node.end_col_offset or 0)].strip()

    # ---- nodes ---------------------------------------------------------------------------------------------

    def node(self, node: ast.expr, expect: Type | None = None) -> Node:
        where = self.at(node)
        match node:
            case ast.Constant():
                return self.constant(node, expect)
            case ast.Name() | ast.Attribute():
                return self.name(node, expect)
            case ast.BoolOp():
                parts = self.all_of([lambda v=value: self.condition(v) for value in node.values])
                return (Both if isinstance(node.op, ast.And) else Either)(YES_NO, where, tuple(parts))
            case ast.UnaryOp(op=ast.Not()):
                return Not(YES_NO, where, self.condition(node.operand))
            case ast.UnaryOp(op=ast.USub()):
                operand = self.number(node.operand, expect)
                if isinstance(operand, Literal) and isinstance(operand.value, (int, Fraction)):
                    return Literal(operand.type, where, -operand.value)
                return Negate(operand.type, where, operand)
            case ast.Compare():
                return self.compare(node)
            case ast.BinOp(op=ast.MatMult()):
                return self.quantity(node)
            case ast.BinOp():
                return self.arithmetic(node, expect)
            case ast.IfExp():
                return self.conditional(node, expect)
            case ast.Subscript():
                return self.lookup(node)
            case ast.Call():
                return self.call(node, expect)
        self.wrong(
            node,
            "expression_not_allowed",
            "'{text}' is not allowed in an expression; only names, values, comparisons, and/or/not, arithmetic and the listed functions are",
            text=self.segment(node)[:80],
        )

    def all_of(self, readers: list[Callable[[], Node]]) -> list[Node]:
        """Read several parts and report the mistakes of all of them, not only of the first."""
        done: list[Node] = []
        failed = False
        for reader in readers:
            try:
                done.append(reader())
            except _Wrong:
                failed = True
        if failed:
            raise _Wrong
        return done

    def constant(self, node: ast.Constant, expect: Type | None) -> Node:
        where = self.at(node)
        value = node.value
        if isinstance(value, bool) or value is None:
            self.wrong(node, "write_yes_no", "write yes, no or none instead of '{text}'", text=self.segment(node))
        if isinstance(value, (int, float)):
            text = self.source.encode("utf-8")[node.col_offset : node.end_col_offset].decode("utf-8", "ignore")
            if not _WRITTEN_NUMBER.match(text) or len(text) > LONGEST_NUMBER:
                self.wrong(
                    node, "not_a_number_here", "'{text}' is not a number as it is written here; write digits", text=text[:40]
                )
            number = Fraction(text.replace("_", ""))
            unit = expect.unit if expect is not None and expect.kind is Kind.NUMBER else PLAIN
            stored = exact(number * unit.scale)
            step = 1 if unit.is_money else unit.scale
            return Literal(Type(Kind.NUMBER, unit=unit, whole=not stored % step), where, stored)
        self.wrong(
            node,
            "expression_not_allowed",
            "'{text}' is not allowed in an expression; only names, values, comparisons, and/or/not, arithmetic and the listed functions are",
            text=self.segment(node)[:80],
        )

    def quantity(self, node: ast.BinOp) -> Node:
        match = _QUANTITY.search(self.segment(node))
        unit = None if match is None else unit_named(match.group(2))
        if unit is None or not isinstance(node.left, ast.Constant):
            self.wrong(
                node,
                "quantity_unclear",
                "'{text}' is no quantity; write a number and a unit, such as 5 days",
                text=self.segment(node),
            )
        plain = self.constant(node.left, None)
        assert isinstance(plain, Literal) and isinstance(plain.value, (int, Fraction))
        stored = exact(Fraction(plain.value) * unit.scale)
        step = 1 if unit.is_money else unit.scale
        return Literal(Type(Kind.NUMBER, unit=unit, whole=not stored % step), self.at(node), stored)

    # ---- names ---------------------------------------------------------------------------------------------

    def dotted(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=name):
                return _RESTORED.get(name, name)
            case ast.Attribute(value=ast.Name(id=role), attr=attribute):
                return f"{_RESTORED.get(role, role)}.{_RESTORED.get(attribute, attribute)}"
        self.wrong(
            node,
            "not_a_name",
            "'{text}' is not a name; a name is a word, or a role and a word joined by one dot",
            text=self.segment(node)[:80],
        )

    def name(self, node: ast.expr, expect: Type | None) -> Node:
        name = self.dotted(node)
        where = self.at(node)
        found = self.value_name(name, where, expect)
        if found is not None:
            return found
        if expect is not None and expect.kind is Kind.CHOICE:
            self.unknown_option(node, name, expect)
        parameter = self.scope.parameter(name)
        if parameter is not None:
            return self.parameter(node, parameter, [])
        broken = name in set(self.scope.names())
        if broken:
            raise _Wrong
        self.unknown(node, name)

    def value_name(self, name: str, where: Where, expect: Type | None) -> Node | None:
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
        history = self.history
        assert history is not None
        if name in history.fields:
            return history.fields[name].type
        if history.by_year:
            return WHOLE if name == "year" else None
        return DATE if name in ("from", "to") else None

    def unknown(self, node: ast.expr, name: str) -> NoReturn:
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
        found = self.node(node, YES_NO)
        self.must_fit(node, found, YES_NO)
        return found

    def number(self, node: ast.expr, expect: Type | None = None) -> Node:
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
        found = self.node(node, DATE)
        self.must_fit(node, found, DATE)
        return found

    def must_fit(self, node: ast.expr, found: Node, wanted: Type) -> None:
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

    # ---- comparisons ---------------------------------------------------------------------------------------

    def compare(self, node: ast.Compare) -> Node:
        parts: list[Node] = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self.one_comparison(node, left, operator, right))
            left = right
        return parts[0] if len(parts) == 1 else Both(YES_NO, self.at(node), tuple(parts))

    def one_comparison(self, whole: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Node:
        where = self.at(whole)
        if isinstance(operator, (ast.In, ast.NotIn)):
            found = self.membership(where, left, right)
            return Not(YES_NO, where, found) if isinstance(operator, ast.NotIn) else found
        how = _COMPARISONS.get(type(operator))
        if how is None:
            self.wrong(whole, "expression_not_allowed_is", "write == or != instead of 'is'")
        first, second = self.pair(left, right)
        kind = first.type.kind
        if kind in (Kind.LIST,) or (
            kind in (Kind.YES_NO, Kind.PLACE) and how not in (Comparison.EQUAL, Comparison.DIFFERENT)
        ):
            self.wrong(
                whole,
                "not_ordered",
                "'{text}' compares {given} by size; only == and != make sense there",
                text=self.segment(whole)[:80],
                given=str(first.type),
            )
        if kind is Kind.CHOICE and how not in (Comparison.EQUAL, Comparison.DIFFERENT) and not first.type.ordered:
            self.wrong(
                whole,
                "options_not_ordered",
                "the options of {of} have no order; declare `ordered: true` with the fact or use == and in",
                of=first.type.of or self.segment(left),
            )
        return Compare(YES_NO, where, how, first, second)

    def pair(self, left: ast.expr, right: ast.expr) -> tuple[Node, Node]:
        """Two values of one type; a bare number or an option takes its meaning from the other side."""
        if self.bare(left) and not self.bare(right):
            second = self.node(right)
            first = self.node(left, second.type)
        else:
            first = self.node(left)
            second = self.node(right, first.type)
        self.must_fit(right, second, first.type)
        return first, second

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

    def membership(self, where: Where, left: ast.expr, right: ast.expr) -> Node:
        value = self.node(left)
        if value.type.kind is Kind.PLACE:
            names = right.elts if isinstance(right, (ast.List, ast.Tuple, ast.Set)) else [right]
            places = []
            for element in names:
                name = self.dotted(element)
                if name not in self.scope.places:
                    self.unknown(element, name)
                places.append(Within(YES_NO, where, value, name))
            return places[0] if len(places) == 1 else Either(YES_NO, where, tuple(places))
        if value.type.kind is not Kind.CHOICE or not isinstance(right, (ast.List, ast.Tuple, ast.Set)):
            self.wrong(
                right,
                "membership_unclear",
                "`in` asks whether an option is one of [a, b], or whether a place lies in another",
            )
        options = []
        for element in right.elts:
            name = self.dotted(element)
            if name not in value.type.options:
                self.unknown_option(element, name, value.type)
            options.append(name)
        return OneOf(YES_NO, where, value, tuple(options))

    # ---- arithmetic ----------------------------------------------------------------------------------------

    def arithmetic(self, node: ast.BinOp, expect: Type | None) -> Node:
        how = _OPERATIONS.get(type(node.op))
        where = self.at(node)
        if how is None:
            self.wrong(
                node,
                "expression_not_allowed",
                "'{text}' is not allowed in an expression; only names, values, comparisons, and/or/not, arithmetic and the listed functions are",
                text=self.segment(node)[:80],
            )
        if how in (Operation.ADD, Operation.SUBTRACT):
            return self.sum(node, how, where, expect)
        left, right = self.number(node.left), self.number(node.right)
        power = 1 if how is Operation.MULTIPLY else -1
        if not left.type.unit.parts and power == 1:
            unit = right.type.unit
        elif not right.type.unit.parts:
            unit = left.type.unit
        else:
            unit = left.type.unit.times(right.type.unit, power)
        whole = how is Operation.MULTIPLY and left.type.whole and right.type.whole
        return Arithmetic(Type(Kind.NUMBER, unit=unit, whole=whole), where, how, left, right)

    def sum(self, node: ast.BinOp, how: Operation, where: Where, expect: Type | None) -> Node:
        bare_left, bare_right = self.bare(node.left), self.bare(node.right)
        if bare_left and bare_right:
            left, right = self.number(node.left, expect), self.number(node.right, expect)
        elif bare_left:
            right = self.node(node.right, expect)
            left = self.node(node.left, right.type)
        else:
            left = self.node(node.left, expect)
            right = self.node(node.right, left.type if left.type.kind is Kind.NUMBER else None)
        if left.type.kind is Kind.DATE or right.type.kind is Kind.DATE:
            return self.dates(node, how, where, left, right)
        for part, found in ((node.left, left), (node.right, right)):
            if found.type.kind is not Kind.NUMBER or found.type.chosen:
                self.number(part, left.type)
        if not left.type.unit.same_dimension(right.type.unit):
            self.wrong(
                node,
                "units_differ",
                "'{text}' adds {left} and {right}; they cannot be added",
                text=self.segment(node)[:80],
                left=str(left.type),
                right=str(right.type),
            )
        return Arithmetic(
            Type(Kind.NUMBER, unit=left.type.unit, whole=left.type.whole and right.type.whole), where, how, left, right
        )

    def dates(self, node: ast.BinOp, how: Operation, where: Where, left: Node, right: Node) -> Node:
        if left.type.kind is Kind.DATE and right.type.kind is Kind.DATE and how is Operation.SUBTRACT:
            return DaysBetween(DAYS, where, left, right)
        if left.type.kind is not Kind.DATE or right.type.kind is not Kind.NUMBER:
            self.wrong(
                node, "dates_unclear", "'{text}' makes no sense: add days or months to a date", text=self.segment(node)[:80]
            )
        unit = right.type.unit.parts
        if unit not in ((("day", 1),), (("month", 1),)):
            self.wrong(
                node,
                "date_shift_unit",
                "'{text}' moves a date by {given}; say days, months or years",
                text=self.segment(node)[:80],
                given=str(right.type),
            )
        return Shift(DATE, where, left, right, unit[0][0], 1 if how is Operation.ADD else -1)

    def conditional(self, node: ast.IfExp, expect: Type | None) -> Node:
        condition = self.condition(node.test)
        if self.bare(node.body) and not self.bare(node.orelse):
            no = self.node(node.orelse, expect)
            yes = self.node(node.body, expect or no.type)
        else:
            yes = self.node(node.body, expect)
            no = self.node(node.orelse, expect or yes.type)
        nothing = isinstance(yes, Literal) and yes.value is None
        kind = no.type if nothing else yes.type
        if not nothing:
            self.must_fit(node.orelse, no, yes.type)
        if kind.kind is Kind.NUMBER:
            kind = Type(Kind.NUMBER, unit=kind.unit, whole=yes.type.whole and no.type.whole)
        return Conditional(kind, self.at(node), condition, yes, no)

    # ---- parameters and functions --------------------------------------------------------------------------

    def lookup(self, node: ast.Subscript) -> Node:
        name = self.dotted(node.value)
        parameter = self.scope.parameter(name)
        if parameter is None:
            if name in set(self.scope.names()):
                self.wrong(node, "not_a_parameter", "'{name}' is not a parameter, so it takes no [ ]", name=name)
            self.unknown(node.value, name)
        keys = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return self.parameter(node, parameter, list(keys))

    def parameter(self, node: ast.expr, parameter: Parameter, written: list[ast.expr]) -> Node:
        where = self.at(node)
        needed = [by for by in parameter.by if by in ("place", "year")]
        given = list(written)
        implicit = len(given) != len(parameter.by)
        if len(given) not in (len(parameter.by), len(needed)):
            self.wrong(
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
                fact = self.scope.facts.get(by)
                if fact is None:
                    raise _Wrong
                keys.append(FactRef(fact.type, where, by))
                continue
            keys.append(self.key(by, given.pop(0)))
        return ParameterRef(parameter.type, where, parameter.key, tuple(keys))

    def key(self, by: str, node: ast.expr) -> Node:
        if by == "year":
            found = self.number(node)
            self.must_fit(node, found, WHOLE)
            return found
        wanted = PLACE if by == "place" else self.scope.facts[by].type if by in self.scope.facts else None
        if wanted is None:
            raise _Wrong
        found = self.node(node, wanted)
        self.must_fit(node, found, wanted)
        return found

    def call(self, node: ast.Call, expect: Type | None) -> Node:
        if node.keywords or not isinstance(node.func, ast.Name) or any(isinstance(a, ast.Starred) for a in node.args):
            self.wrong(node, "call_unclear", "'{text}' is not one of the listed functions", text=self.segment(node)[:80])
        name = self.dotted(node.func)
        counts = _FUNCTIONS.get(name)
        if counts is None:
            close = nearest(name, _FUNCTIONS)
            self.wrong(
                node,
                "unknown_function",
                "there is no function '{name}'; functions are {functions}",
                name=name,
                functions=", ".join(sorted(_FUNCTIONS)) if not close else f"{close} (did you mean that?)",
            )
        least, most = counts
        if not least <= len(node.args) <= most:
            self.wrong(
                node,
                "argument_count",
                "{name} takes {wanted} values, not {given}",
                name=name,
                wanted=least if least == most else f"{least} or more",
                given=len(node.args),
            )
        return self.function(name, node, expect)

    def function(self, name: str, node: ast.Call, expect: Type | None) -> Node:
        where = self.at(node)
        args = node.args
        match name:
            case "min" | "max":
                return self.extreme(name == "max", args, where, expect)
            case "floor" | "ceiling" | "round":
                operand = self.number(args[0], expect)
                kind = Type(Kind.NUMBER, unit=operand.type.unit, whole=True)
                return Rounded(kind, where, Rounding(name), operand, step_of(kind))
            case "whole":
                operand = self.number(args[0])
                return IsWhole(YES_NO, where, operand, step_of(operand.type))
            case "year":
                return YearOf(WHOLE, where, self.dated(args[0]))
            case "day":
                return self.day(node)
            case "days_of":
                months = self.number(args[0], MONTHS)
                self.must_fit(args[0], months, MONTHS)
                return DaysOf(DAYS, where, months, self.dated(args[1]))
            case "years_between" | "months_between":
                years = name == "years_between"
                unit = unit_named("year" if years else "month")
                assert unit is not None
                kind = Type(Kind.NUMBER, unit=unit, whole=True)
                return FullBetween(kind, where, self.dated(args[0]), self.dated(args[1]), years)
            case "terms_needed":
                term = self.number(args[2], MONTHS)
                self.must_fit(args[2], term, MONTHS)
                return TermsNeeded(WHOLE, where, self.dated(args[0]), self.dated(args[1]), term)
            case "lowest" | "highest":
                return self.chosen_bound(name == "highest", args[0], where)
            case _:
                return self.has(args[0], where)

    def extreme(self, greatest: bool, args: list[ast.expr], where: Where, expect: Type | None) -> Node:
        known = [self.node(arg) for arg in args if not self.bare(arg)]
        wanted = known[0].type if known else (expect or NUMBER)
        if wanted.kind not in (Kind.NUMBER, Kind.DATE):
            self.wrong(args[0], "number_needed", "'{text}' is {given}, but a number is needed here", text=self.segment(args[0])[:80], given=str(wanted))
        operands = []
        for arg in args:
            found = self.node(arg, wanted)
            self.must_fit(arg, found, wanted)
            operands.append(found)
        kind = wanted
        if wanted.kind is Kind.NUMBER:
            kind = Type(Kind.NUMBER, unit=wanted.unit, whole=all(operand.type.whole for operand in operands))
        return Extreme(kind, where, greatest, tuple(operands))

    def day(self, node: ast.Call) -> Node:
        numbers = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        try:
            if not all(type(number) is int for number in numbers):
                raise ValueError
            return Literal(DATE, self.at(node), date(*(int(str(number)) for number in numbers)))
        except (ValueError, OverflowError):
            self.wrong(node, "no_such_day", "'{text}' is no day; write it like day(2019, 5, 1)", text=self.segment(node)[:80])

    def chosen_bound(self, highest: bool, arg: ast.expr, where: Where) -> Node:
        operand = self.node(arg)
        if operand.type.kind is not Kind.NUMBER:
            self.number(arg)
        kind = operand.type
        return Bound(Type(Kind.NUMBER, unit=kind.unit, whole=kind.whole), where, operand, highest)

    def has(self, arg: ast.expr, where: Where) -> Node:
        name = self.dotted(arg)
        role = self.scope.roles.get(name)
        if role is None or role.how_many is not HowMany.OPTIONAL:
            optional = [key for key, one in self.scope.roles.items() if one.how_many is HowMany.OPTIONAL]
            self.wrong(
                arg,
                "not_an_optional_role",
                "has(...) takes an optional role; those are {roles}",
                roles=", ".join(optional) or "none",
            )
        return FactRef(YES_NO, where, name)


def _prepared(text: str) -> tuple[str, list[int]]:
    """A text as Python can parse it, and where each of its characters comes from.

    `5 working days` becomes `(5@u)`, Python's keywords become upper case, and white space of any kind becomes spaces.
    """
    pieces: list[tuple[str, int]] = []
    position = 0
    for match in re.finditer(rf"{_QUANTITY.pattern}|{_RESERVED.pattern}", text):
        pieces.append((text[position : match.start()], position))
        if match.group(3) is not None:
            pieces.append((match.group(3).upper(), match.start()))
        else:
            pieces.append(("(", match.start()))
            pieces.append((match.group(1), match.start(1)))
            pieces.extend((one, match.end()) for one in ("@u", ")"))
        position = match.end()
    pieces.append((text[position:], position))
    source, origin = "", []
    for piece, start in pieces:
        source += re.sub(r"\s", " ", piece)
        fixed = piece in ("(", "@u", ")")
        origin.extend(start if fixed else start + index for index in range(len(piece)))
    origin.append(len(text))
    return source, origin


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
