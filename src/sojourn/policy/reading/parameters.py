"""Reading parameters: dated, placed values with their rows and three kinds of range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ..literal import Failed, is_whole, read_literal, type_of_literal
from ..model import Law, Parameter, Ranged, Row, Version
from ..types import DATE, NUMBER, YES_NO, Kind, Type, unit_named
from .document import RawMapping, RawNode, RawScalar
from .files import RawProgramme
from .naming import claim, entries
from .scope import RawEntry, Scope
from .versions import read_paper, read_practice
from .written import flag, labels, mappings, scalar, scalars, sources, text, unknown_name

_OWN_ROW_KEYS = ("value", "source", "overrides", "note")
CONTENT = ("value", "rows")
_HOW = {"between": Ranged.How.UNKNOWN, "varies": Ranged.How.VARIES, "chosen": Ranged.How.CHOSEN}


def read_parameters(raw: RawProgramme, law: Law, scope: Scope) -> None:
    """The parameters of a programme."""
    for key, one, where in entries(raw.kinds.get("parameters")):
        if claim(key, where, scope):
            entry = RawEntry(one, where, raw.key, law)
            parameter = _Reader(key, entry, scope).read()
            if parameter is not None:
                scope.parameters[key] = parameter


class _Reader:
    """Reads one parameter."""

    def __init__(self, key: str, entry: RawEntry, scope: Scope) -> None:
        self.key = key
        self.entry = entry
        self.raw = entry.raw
        self.scope = scope
        self.by: tuple[str, ...] = ()
        self.kind = NUMBER
        self.whole = True
        self.chosen = False

    def read(self) -> Parameter | None:
        kind = self.read_kind()
        if kind is None:
            return None
        self.kind = kind
        self.by = self.read_by()
        if not any(key in self.raw.keys for key in ("paper", "practice", *CONTENT)):
            self.scope.problems.add(
                self.entry.where,
                "parameter_empty",
                "'{name}' has no value; give 'value', 'rows', 'paper' or 'practice'.",
                name=self.key,
            )
            return None
        paper = read_paper(self.raw, self.scope, self.fill, CONTENT)
        practice = read_practice(self.raw, self.scope, self.fill, CONTENT)
        if kind.kind is Kind.NUMBER:
            kind = replace(kind, whole=self.whole, chosen=self.chosen)
        law = text(self.raw, "law_of")
        return Parameter(
            self.key,
            text(self.raw, "label"),
            kind,
            Law(law) if law else self.entry.law,
            paper,
            practice,
            self.entry.where,
            text(self.raw, "note"),
            self.entry.programme,
            text(self.raw, "overrides"),
            by=self.by,
            options=labels(self.raw, "options"),
        )

    def read_kind(self) -> Type | None:
        """The type: declared, or as the first value shows it."""
        options = tuple(labels(self.raw, "options"))
        written, unit_text = text(self.raw, "type"), text(self.raw, "unit")
        if options or written == "choice":
            if not options:
                self.scope.problems.add(
                    self.entry.where,
                    "options_missing",
                    "'{name}' is a choice but has no options; list them under 'options'.",
                    name=self.key,
                )
                return None
            return Type(Kind.CHOICE, options=options, ordered=flag(self.raw, "ordered"), of=self.key)
        if written == "yes_no":
            return YES_NO
        if written == "date":
            return DATE
        if unit_text or written:
            unit = unit_named(unit_text or ("CNY" if written == "money" else "share"))
            return None if unit is None else Type(Kind.NUMBER, unit=unit)
        for value in self.all_values(self.raw):
            shown = type_of_literal(value.text)
            if shown is not None:
                return shown
        self.scope.problems.add(
            self.entry.where,
            "parameter_type",
            "It does not show what '{name}' is counted in; add 'unit', 'type' or 'options'.",
            name=self.key,
        )
        return None

    def all_values(self, raw: RawMapping) -> Iterator[RawScalar]:
        """Every value written anywhere in the entry, in order."""
        node = raw.get("value")
        if isinstance(node, RawScalar) and node.text not in ("none", "unknown"):
            yield node
        elif isinstance(node, RawMapping):
            for how in _HOW:
                yield from scalars(node, how)
        for key in ("rows", "paper", "practice"):
            for one in mappings(raw, key):
                yield from self.all_values(one)

    def read_by(self) -> tuple[str, ...]:
        found = []
        for node in scalars(self.raw, "by"):
            fact = self.scope.facts.get(node.text)
            if node.text in ("place", "year") or (fact is not None and fact.type.kind is Kind.CHOICE):
                found.append(node.text)
            elif fact is not None:
                self.scope.problems.add(
                    node.where,
                    "by_not_choice",
                    "Rows can be keyed by place, year or a choice; '{name}' is no choice.",
                    name=node.text,
                )
            else:
                unknown_name(node.text, node.where, self.scope.facts, "fact", self.scope.problems)
        return tuple(found)

    # ---- versions and rows ---------------------------------------------------------------------------------

    def fill(self, version: Version, one: RawMapping) -> Version:
        """The version with its rows; a plain value is one row that holds everywhere."""
        if "rows" in one.values:
            return replace(version, rows=tuple(self.row(raw) for raw in mappings(one, "rows")))
        node = one.get("value")
        if isinstance(node, RawScalar) and node.text == "none" and "none" not in self.kind.options:
            return version
        value = self.value(node)
        if value is None:
            return version
        return replace(version, rows=(Row(tuple(None for _ in self.by), value, (), False, one.where),))

    def row(self, raw: RawMapping) -> Row:
        for name in raw.values:
            if name not in _OWN_ROW_KEYS and name not in self.by:
                self.scope.problems.add(
                    raw.where_of(name),
                    "row_key",
                    "The rows of '{name}' have no key '{key}'; they are keyed by: {by}.",
                    name=self.key,
                    key=name,
                    by=", ".join(self.by) or "nothing (add it under 'by')",
                )
        keys = tuple(self.row_key(by, scalar(raw, by)) for by in self.by)
        value = self.value(raw.get("value")) or Ranged(Ranged.How.UNKNOWN)
        return Row(keys, value, sources(raw), flag(raw, "overrides"), raw.where)

    def row_key(self, by: str, node: RawScalar | None) -> str | int | None:
        if node is None:
            return None
        if by == "year":
            return int(node.text) if node.text.isdigit() else None
        if by == "place":
            if node.text not in self.scope.places:
                unknown_name(node.text, node.where, self.scope.places, "place", self.scope.problems)
            return node.text
        value = read_literal(node.text, self.scope.facts[by].type, node.begins, self.scope.problems)
        return value if isinstance(value, str) else None

    def value(self, node: RawNode | None) -> Ranged | None:
        if isinstance(node, RawScalar):
            if node.text not in self.kind.options:
                if node.text == "unknown":
                    return Ranged(Ranged.How.UNKNOWN)
                if node.text == "none":
                    return Ranged(Ranged.How.NONE)
            value = self.literal(node)
            return None if value is None else Ranged(Ranged.How.EXACT, value, value)
        if not isinstance(node, RawMapping):
            return None
        return self.ranged(node)

    def ranged(self, node: RawMapping) -> Ranged | None:
        word = next((word for word in _HOW if word in node.values), None)
        if word is None:
            return None
        ends = scalars(node, word)
        if len(ends) != 2:
            self.scope.problems.add(node.where_of(word), "range_two", "A range has two ends: [least, most].")
            return None
        if self.kind.kind is not Kind.NUMBER:
            self.scope.problems.add(node.where_of(word), "range_numbers", "Only numbers can have a range here.")
            return None
        low, high = (self.literal(end) for end in ends)
        if not isinstance(low, (int, Fraction)) or not isinstance(high, (int, Fraction)):
            return None
        if low > high:
            self.scope.problems.add(
                ends[1].where, "range_backwards", "The most ('to') is less than the least ('from'); change one of them."
            )
            return None
        by = text(node, "by")
        by_node = scalar(node, "by")
        if by_node is not None and by not in self.scope.authorities and by not in self.scope.roles:
            unknown_name(by, by_node.where, self.scope.actors(), "actor", self.scope.problems)
        self.chosen = self.chosen or word == "chosen"
        return Ranged(_HOW[word], low, high, by)

    def literal(self, node: RawScalar) -> int | Fraction | bool | str | None:
        value = read_literal(node.text, self.kind, node.begins, self.scope.problems)
        if isinstance(value, Failed):
            return None
        if isinstance(value, date):
            return value.isoformat()
        if self.kind.kind is Kind.NUMBER:
            self.whole = self.whole and is_whole(value, self.kind)
        return value
