"""Reasons in words: the tree of what was looked at and what it came to, and the conditions to blame."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from ..answer import Blamed, Finding, Outcome, Reason, ReasonKind
from ..model import Day, Entry
from ..tree import (
    AllOf,
    AnyOf,
    AssumptionRef,
    BestOf,
    EntryRef,
    FactRef,
    FirstOf,
    Node,
    OverHistory,
    ParameterRef,
    Row,
    Table,
    walk,
)
from .conditions import Conditions
from .names import Names
from .phrases import is_age, is_age_key
from .shapes import Told
from .values import Values

_HOW = {AllOf: "reason.all", AnyOf: "reason.any", FirstOf: "reason.first_of", BestOf: "reason.best_of"}


class Reasons:
    """Reasons of answers in a language."""

    def __init__(self, names: Names, values: Values, conditions: Conditions) -> None:
        self._names = names
        self._values = values
        self._conditions = conditions
        self._say = names.say

    def told(self, reason: Reason) -> Told:
        """A reason with everything under it."""
        match reason.kind:
            case ReasonKind.ENTRY | ReasonKind.PARAMETER:
                return self._entry(reason)
            case ReasonKind.ROW:
                return self._row(reason)
            case ReasonKind.GAP:
                return self._made(reason, self._say("reason.gap"))
            case ReasonKind.HISTORY:
                return self._made(reason, self._say("history.entry", entry=self._entry_of_history(reason.key)))
            case ReasonKind.OTHERWISE:
                return self._made(reason, self._say("table.otherwise"))
            case ReasonKind.GATE:
                return self._made(reason, self._say("reason.gate"))
            case ReasonKind.EXCEPTION:
                told = self._condition(reason)
                return self._made(reason, self._say("reason.exception", text=self._names.clause(told.text)), told)
        told = self._condition(reason)
        return self._made(reason, told.text, told)

    def mark(self, outcome: Outcome | None) -> str:
        """What a condition came to, in a word or two."""
        return "" if outcome is None else self._say(f"mark.{outcome.value}")

    # ---- kinds of reasons ----------------------------------------------------------------------------------

    def _made(self, reason: Reason, text: str, told: Told | None = None, note: str = "", key: str = "") -> Told:
        children = tuple(self.told(child) for child in reason.children)
        explained = told.children if told is not None and not children else ()
        sources = reason.sources
        if len(children) == 1 and children[0].text == text and not children[0].value:
            # A condition that is another rule's conclusion is that rule: it is not said twice.
            only = children[0]
            children, sources = only.children, tuple(dict.fromkeys((*sources, *only.sources)))
            note, key = note or only.note, key or only.key
        return Told(
            text,
            (*explained, *children),
            sources,
            key or (told.key if told is not None else ""),
            reason.outcome,
            self.mark(reason.outcome),
            "" if reason.value is None else self._values.value(reason.value, age=self._age(reason)),
            reason.fired,
            note,
        )

    def _entry(self, reason: Reason) -> Told:
        programme = self._names.programme
        label = (
            self._names.label(reason.key)
            if programme.entry(reason.key) is not None
            else self._names.phrase(reason.label)
        )
        notes = []
        entry = programme.entry(reason.key)
        if entry is not None and len(reason.children) > 1:
            notes.append(self._how(entry, reason))
        if reason.version_from is not None:
            notes.append(self._say("reason.since", since=self._since(entry, reason.version_from)))
        if reason.assumption and reason.assumption in programme.assumptions:
            notes.append(self._say("reason.assumed", label=self._names.clause(self._names.label(reason.assumption))))
        if isinstance(reason.node, ParameterRef):
            label = self._names.head(self._plain.phrases.phrase(reason.node).text)
        if reason.outcome is not None:
            label = self._names.sentence(label)
        return self._made(reason, label, note=self._names.joined(*notes), key=reason.key)

    def _since(self, entry: Entry | None, started: date) -> str:
        """From when a version holds, with what is not known of the day."""
        versions = () if entry is None else (*entry.paper, *entry.practice.versions)
        for version in versions:
            if version.start is not None and version.start.earliest == started:
                return self._values.since(version.start)
        return self._values.since(Day(started, started))

    @cached_property
    def _plain(self) -> Conditions:
        """Conditions without the figures of parameters, which stand beside as values."""
        return Conditions(self._names, self._values)

    def _how(self, entry: Entry, reason: Reason) -> str:
        """How the parts of an entry make up its result, where its body says so."""
        bodies = [version.body for version in (*entry.paper, *entry.practice.versions) if version.body is not None]
        started = [
            version.body
            for version in (*entry.paper, *entry.practice.versions)
            if version.body is not None and version.start is not None and version.start.earliest == reason.version_from
        ]
        kinds = {type(body) for body in started or bodies}
        code = _HOW.get(kinds.pop(), "") if len(kinds) == 1 else ""
        return self._say(code) if code else ""

    def _condition(self, reason: Reason) -> Told:
        """A condition by its own name, or told in words."""
        if reason.kind in (ReasonKind.ALL, ReasonKind.ANY) and not reason.label:
            return Told(self._say("condition.all" if reason.kind is ReasonKind.ALL else "condition.any"))
        node = reason.node
        history = self._index[1].get(id(node), "") if node is not None else ""
        told = self._conditions.told(node, history=history) if node is not None else None
        if not reason.label:
            return told or Told(self._say("reason.unnamed"))
        text = self._names.sentence(self._names.phrase(reason.label))
        if told is None or isinstance(node, (FactRef, EntryRef)):
            return Told(text, key=told.key if told is not None else "")
        return Told(text, (Told(told.text, told.children),) if told.text != text else told.children, key=told.key)

    def _row(self, reason: Reason) -> Told:
        row = reason.node
        if not isinstance(row, Row):
            return self._made(reason, self._names.phrase(reason.label) or self._say("reason.unnamed"))
        table = self._index[0].get(id(row))
        text = self._conditions.bodies.row_text(row, table) or self._say("table.otherwise")
        told = self._made(reason, self._names.head(text))
        if reason.value is None and row.value is None:
            return Told(told.text, told.children, told.sources, value=self._say("value.nothing"), fired=told.fired)
        return told

    def _entry_of_history(self, key: str) -> str:
        try:
            return self._values.date(date.fromisoformat(key))
        except ValueError:
            return key or self._say("value.unknown")

    def _age(self, reason: Reason) -> bool:
        return is_age_key(reason.key) or (reason.node is not None and is_age(reason.node))

    @cached_property
    def _index(self) -> tuple[dict[int, Table], dict[int, str]]:
        """The table of each row, and the history whose fields a condition speaks of."""
        tables: dict[int, Table] = {}
        histories: dict[int, str] = {}
        for node in self._bodies():
            for part in walk(node):
                if isinstance(part, Table):
                    tables.update((id(row), part) for row in part.rows)
                elif isinstance(part, OverHistory) and part.condition is not None:
                    histories.update((id(inner), part.history) for inner in walk(part.condition))
        return tables, histories

    def _bodies(self) -> Iterator[Node]:
        programme = self._names.programme
        for entries in (programme.rules, programme.routes, programme.conduct):
            for entry in entries.values():
                for version in (*entry.paper, *entry.practice.versions):
                    if version.body is not None:
                        yield version.body

    # ---- blame ---------------------------------------------------------------------------------------------

    def blame(self, finding: Finding) -> Told | None:
        """The smallest sets of conditions whose change would make it a yes."""
        sets = sorted(
            (one for one in finding.blame if one), key=lambda one: any(_is_assumption(blamed) for blamed in one)
        )
        if not sets:
            return None
        told = [self._blamed_set(one) for one in sets]
        if len(sets) == 1:
            code = "blame.one" if len(sets[0]) == 1 else "blame.all"
            return Told(self._say(code), told[0].children if len(sets[0]) > 1 else (told[0],))
        code = "blame.any" if all(len(one) == 1 for one in sets) else "blame.any_set"
        return Told(self._say(code), tuple(told))

    def _blamed_set(self, blamed: tuple[Blamed, ...]) -> Told:
        told = [self.blamed(one) for one in blamed]
        return told[0] if len(told) == 1 else Told(self._say("blame.together"), tuple(told))

    def blamed(self, blamed: Blamed) -> Told:
        """One condition to blame, and whether it is something a person can change."""
        programme = self._names.programme
        if blamed.node is None:
            if blamed.key == "programme" or programme.entry(blamed.key) is None:
                return Told(self._say("blame.programme"))
            text = self._say("blame.no_version", label=self._names.label(blamed.key))
            return Told(text, sources=blamed.sources, key=blamed.key)
        history = self._index[1].get(id(blamed.node), "")
        told = self._conditions.told(blamed.node, history=history, holds=blamed.wanted)
        if _is_assumption(blamed):
            return Told(told.text, told.children, blamed.sources, told.key, note=self._say("blame.assumption"))
        text, children = told.text, told.children
        if blamed.label:
            text = self._names.sentence(self._names.phrase(blamed.label))
            children = told.children if text == told.text else (Told(told.text, told.children, table=told.table),)
        changeable = [part.name for part in walk(blamed.node) if isinstance(part, FactRef)]
        facts = [programme.facts[name] for name in changeable if name in programme.facts]
        note = self._say("blame.can_change") if facts and all(fact.can_change for fact in facts) else ""
        return Told(
            text,
            children,
            blamed.sources,
            told.key or blamed.key,
            note=note,
            table=None if blamed.label else told.table,
        )


def _is_assumption(blamed: Blamed) -> bool:
    return blamed.node is not None and any(isinstance(part, AssumptionRef) for part in walk(blamed.node))
