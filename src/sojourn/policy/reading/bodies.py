"""Reading bodies: what a version of a rule, route or conduct says, as a tree.

A body is exactly one of the forms of the language (`all`, `first_of`, `table`, ...); each becomes a node of `tree`.
"""

from __future__ import annotations

from dataclasses import replace

from ..expressions.reader import read_expression
from ..literal import Failed, Value, read_literal
from ..model import Fact
from ..tree import (
    AllOf,
    AnyOf,
    Exempt,
    Literal,
    Member,
    Node,
    Table,
)
from ..types import YES_NO, Kind, Type
from .document import RawMapping, RawNode, RawScalar
from .histories import read_over_history
from .keys import Keys, name_in
from .lines import read_any_of, read_best_of, read_first_of
from .scope import Scope
from .shapes import BODIES, CONDITION_BODIES
from .tables import read_table
from .written import items, mapping, mappings, scalar, sources, text

_HISTORIES = ("every", "some", "count", "longest_run", "total")


def body_of(raw: RawMapping) -> str:
    """Which body a version has: its key, or '' where there is none."""
    return next((name for name in BODIES if name in raw.values), "")


def gives_yes_no(raw: RawMapping) -> bool:
    """Whether the form of a body shows that it gives yes or no."""
    return body_of(raw) in CONDITION_BODIES


def has_body(raw: RawMapping) -> bool:
    """Whether anything is said at all."""
    return bool(body_of(raw))


def read_body(raw: RawMapping, scope: Scope, expect: Type | None) -> Node | None:
    """The body of a version; None after noting what is wrong with it. `expect` is the type wanted, where one is."""
    return BodyReader(scope).read(raw, expect)


class BodyReader:
    """Reads one body; all its parts share one set of keys."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems = scope.problems
        self.keys = Keys()

    def read(self, raw: RawMapping, expect: Type | None) -> Node | None:
        """The body of a version."""
        name = body_of(raw)
        if not name and raw.spoiled:
            return None
        if not name:
            self.problems.add(
                raw.where, "body_missing", "This says nothing; it needs one of: {bodies}.", bodies=", ".join(BODIES)
            )
            return None
        if self.too_many(raw, name):
            return None
        node = self.body(name, raw, expect)
        if "unless" not in raw.values:
            return node
        return self.with_exceptions(raw, node)

    def too_many(self, raw: RawMapping, name: str) -> bool:
        """Whether keys of a second body stand beside the first."""
        beside = {"total": ("value", "when"), "best_of": ("otherwise",)}.get(name, ())
        if name in _HISTORIES:
            beside = (*beside, "when")
        others = [
            other for other in (*BODIES, "otherwise") if other in raw.values and other != name and other not in beside
        ]
        for other in others:
            self.problems.add(
                raw.where_of(other),
                "body_second",
                "'{other}' cannot stand beside '{name}'; a version says exactly one thing. Make a rule of its "
                "own of the other.",
                name=name,
                other=other,
            )
        return bool(others)

    def body(self, name: str, raw: RawMapping, expect: Type | None) -> Node | None:
        """A body of the form named."""
        match name:
            case "when":
                return self.expression(scalar(raw, "when"), YES_NO)
            case "all" | "any":
                return self.group(raw, name, "")
            case "value":
                return self.expression(scalar(raw, "value"), expect)
            case "first_of":
                return read_first_of(self, raw, expect)
            case "table":
                inner = mapping(raw, "table")
                return None if inner is None else self.table(inner, expect)
            case "best_of":
                return read_best_of(self, raw, expect)
            case "any_of":
                inner = mapping(raw, "any_of")
                return None if inner is None else read_any_of(self, inner, expect)
            case _:
                return read_over_history(self, name, raw, expect)

    def expression(self, node: RawScalar | None, expect: Type | None, history: Fact | None = None) -> Node | None:
        """An expression; None where it is absent or wrong."""
        if node is None:
            return None
        return read_expression(node.text, node.begins, self.scope, self.problems, expect=expect, history=history)

    def value(self, node: RawScalar | None, expect: Type | None) -> Node | None:
        """An expression for a value, which may be `none`."""
        if node is None:
            return None
        if node.text.strip() == "none" and (expect is None or "none" not in expect.options):
            return Literal(expect or YES_NO, node.begins, None)
        return self.expression(node, expect)

    # ---- conditions ----------------------------------------------------------------------------------------

    def group(self, raw: RawMapping, name: str, path: str) -> Node | None:
        """`all` or `any` with its members."""
        nodes = items(raw, name)
        members = [self.member(node, f"{path}{number}") for number, node in enumerate(nodes, 1)]
        good = tuple(member for member in members if member is not None)
        if not good or len(good) < len(nodes):
            return None
        kind = AllOf if name == "all" else AnyOf
        return kind(YES_NO, raw.where_of(name), good)

    def member(self, node: RawNode, number: str) -> Member | None:
        """A member of `all` or `any`."""
        if isinstance(node, RawScalar):
            condition = self.expression(node, YES_NO)
            if condition is None:
                return None
            key = self.keys.give(name_in(condition), number)
            return Member(YES_NO, node.where, key, "", condition, (), ())
        if not isinstance(node, RawMapping):
            return None
        name = next((name for name in ("when", "all", "any") if name in node.values), "")
        given = text(node, "key")
        if given and given in self.keys.taken:
            self.key_twice(node, given)
        if name == "when":
            condition = self.expression(scalar(node, "when"), YES_NO)
        else:
            condition = self.group(node, name, f"{number}.") if name else None
        unless = self.exceptions(node, number)
        if condition is None:
            return None
        named = name_in(condition) if name == "when" else ""
        key = self.keys.give(given or named, number)
        return Member(YES_NO, node.where, key, text(node, "label"), condition, unless, sources(node))

    def key_twice(self, node: RawMapping, key: str) -> None:
        """Note that a part's key has been given before."""
        self.problems.add(
            node.where_of("key"),
            "part_key_twice",
            "The key '{key}' is given twice here; each part needs its own.",
            key=key,
        )

    def exceptions(self, raw: RawMapping, number: str) -> tuple[Exempt, ...]:
        """The exceptions under `unless`."""
        found = []
        for count, node in enumerate(items(raw, "unless"), 1):
            where = node.where
            if isinstance(node, RawScalar):
                condition, label, given = self.expression(node, YES_NO), "", ""
                cited: tuple[str, ...] = ()
            elif isinstance(node, RawMapping):
                condition = self.expression(scalar(node, "when"), YES_NO)
                label, given, cited = text(node, "label"), text(node, "key"), sources(node)
                if given and given in self.keys.taken:
                    self.key_twice(node, given)
            else:
                continue
            if condition is not None:
                key = self.keys.give(given or name_in(condition), f"{number}.unless.{count}")
                found.append(Exempt(YES_NO, where, key, label, condition, cited))
        return tuple(found)

    def with_exceptions(self, raw: RawMapping, node: Node | None) -> Node | None:
        """A whole body under exceptions: one member with them."""
        where = raw.where_of("unless")
        if node is not None and node.type.kind is not Kind.YES_NO:
            self.problems.add(
                where, "unless_value", "Only conditions have exceptions; this gives a value. Use first_of."
            )
            return None
        named = name_in(node)
        key = self.keys.give(named, "1")
        unless = self.exceptions(raw, "1")
        if node is None:
            return None
        member = Member(YES_NO, node.where, key, "", node, unless, ())
        return AllOf(YES_NO, node.where, (member,))

    # ---- values --------------------------------------------------------------------------------------------

    def joined(self, kind: Type | None, value: Node, expect: Type | None) -> Type | None:
        """The type of several values, of which one more has been read."""
        if isinstance(value, Literal) and value.value is None:
            return kind
        if kind is None:
            return value.type
        if kind.kind is Kind.NUMBER and kind is not expect:
            return replace(kind, whole=kind.whole and value.type.whole)
        return kind

    def settled(self, kind: Type | None, parts: list[Node]) -> Type:
        """The type of the whole: numbers are whole where every part is."""
        kind = kind or YES_NO
        if kind.kind is not Kind.NUMBER:
            return kind
        numbers = [part for part in parts if not (isinstance(part, Literal) and part.value is None)]
        return replace(kind, whole=bool(numbers) and all(part.type.whole for part in numbers))

    def table(self, raw: RawMapping, expect: Type | None) -> Table | None:
        """A table; its results are looked at even where its value cannot be."""
        of = self.expression(scalar(raw, "of"), None)
        if of is None:
            for one in mappings(raw, "rows"):
                self.value(scalar(one, "value"), expect)
            return None
        return read_table(raw, of, expect, self)

    def literal(self, node: RawScalar, kind: Type) -> Value | None:
        """A written value of a type; None where it is wrong."""
        value = read_literal(node.text, kind, node.begins, self.problems, self.scope.places)
        return None if isinstance(value, Failed) else value

    # ---- histories -----------------------------------------------------------------------------------------
