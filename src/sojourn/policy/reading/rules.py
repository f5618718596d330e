"""Reading rules: named conclusions, each read when it is first cited, so that its type is known wherever it stands."""

from __future__ import annotations

from dataclasses import replace

from ..expressions.reader import read_expression
from ..model import Law, Rule, Version
from ..tree import Literal, Node
from ..types import YES_NO, Kind, Type, unit_named
from .bodies import gives_yes_no, has_body, read_body
from .document import RawMapping
from .scope import RawEntry, Scope
from .shapes import BODIES
from .versions import is_none, read_paper, read_practice
from .written import flag, labels, mappings, scalar, text

CONTENT = (*BODIES, "none")


def known_type(name: str, entry: RawEntry) -> Type | None:
    """The type of a rule where its form shows it without reading its expressions, else None."""
    declared = _declared_options(name, entry.raw)
    if declared is not None:
        return declared
    for one in (entry.raw, *mappings(entry.raw, "paper"), *mappings(entry.raw, "practice")):
        if has_body(one):
            return YES_NO if gives_yes_no(one) else None
    return None


def _declared_options(name: str, raw: RawMapping) -> Type | None:
    options = tuple(labels(raw, "options"))
    return Type(Kind.CHOICE, options=options, ordered=flag(raw, "ordered"), of=name) if options else None


def read_rules(scope: Scope) -> None:
    """Every rule that has not been read yet because something cited it."""
    for name in scope.raw_rules:
        if name not in scope.rules and name not in scope.broken:
            read_rule(name, scope)


def read_rule(name: str, scope: Scope) -> Rule | None:
    """One rule; None after noting what is wrong with it."""
    entry = scope.raw_rules[name]
    scope.reading.append(name)
    try:
        rule = _Reader(name, entry, scope).read()
    finally:
        scope.reading.pop()
    if rule is None:
        scope.broken.add(name)
    else:
        scope.rules[name] = rule
    return rule


class _Reader:
    """Reads one rule; the versions must agree on what kind of value they give."""

    def __init__(self, name: str, entry: RawEntry, scope: Scope) -> None:
        self.name = name
        self.entry = entry
        self.scope = scope
        self.kind = self.declared()
        self.fixed = self.kind is not None
        self.whole = True
        self.good = True

    def declared(self) -> Type | None:
        raw = self.entry.raw
        options = _declared_options(self.name, raw)
        written = text(raw, "unit")
        if options is not None:
            if written:
                self.scope.problems.add(
                    raw.where_of("unit"),
                    "key_only_for",
                    "'{key}' makes sense only where the type is {kind}; take it out.",
                    key="unit",
                    kind="number",
                )
            return options
        unit = unit_named(written) if written else None
        return None if unit is None else Type(Kind.NUMBER, unit=unit)

    def read(self) -> Rule | None:
        raw = self.entry.raw
        paper = read_paper(raw, self.scope, self.fill, CONTENT)
        practice = read_practice(raw, self.scope, self.fill, CONTENT)
        condition = read_condition(raw, self.scope)
        if not self.good:
            return None
        kind = self.kind or YES_NO
        if kind.kind is Kind.NUMBER:
            kind = replace(kind, whole=self.whole)
        return Rule(
            self.name,
            text(raw, "label"),
            kind,
            law_of(self.entry),
            paper,
            practice,
            self.entry.where,
            text(raw, "note"),
            self.entry.programme,
            text(raw, "overrides"),
            text(raw, "alternative_to"),
            condition,
            labels(raw, "options"),
        )

    def fill(self, version: Version, one: RawMapping) -> Version:
        """The version with its body."""
        if is_none(one) and not has_body(one):
            return version
        node = read_body(one, self.scope, self.kind)
        if node is None:
            self.good = False
            return version
        self.agree(node, one)
        return replace(version, body=node)

    def agree(self, node: Node, one: RawMapping) -> None:
        """Hold the type of one more version against those before it."""
        kind = node.type
        if isinstance(node, Literal) and node.value is None:
            return
        if kind.kind is Kind.NUMBER:
            self.whole = self.whole and kind.whole
        if self.kind is None:
            self.kind = kind
            return
        wanted = self.kind
        same = kind.kind is wanted.kind
        if same and kind.kind is Kind.NUMBER:
            same = kind.unit.same_dimension(wanted.unit)
        if same and kind.kind is Kind.CHOICE:
            same = set(kind.options) <= set(wanted.options)
        if not same:
            self.scope.problems.add(
                one.where,
                "rule_types_declared" if self.fixed else "rule_types",
                "'{name}' is declared as {wanted}, but this version gives {given}."
                if self.fixed
                else "The versions of '{name}' do not agree: another gives {wanted}, this one {given}.",
                name=self.name,
                wanted=wanted,
                given=kind,
            )
            self.good = False


def law_of(entry: RawEntry, default: Law | None = None) -> Law:
    """Which day's law an entry goes by."""
    written = text(entry.raw, "law_of")
    return Law(written) if written else default or entry.law


def read_condition(raw: RawMapping, scope: Scope) -> Node | None:
    """Where an entry replaces another or counts beside it."""
    node = scalar(raw, "where")
    if node is None:
        return None
    if "overrides" not in raw.values and "alternative_to" not in raw.values:
        scope.problems.add(
            raw.where_of("where"),
            "where_alone",
            "'where' makes sense only beside 'overrides' or 'alternative_to'; take it out.",
        )
    return read_expression(node.text, node.begins, scope, scope.problems, expect=YES_NO)
