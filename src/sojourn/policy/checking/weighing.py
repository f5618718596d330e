"""What could still matter, and what is to blame: readings of the part of the tree that is not settled.

`matters` walks only what is still open: below a condition that is certain nothing can matter any more. `blame` finds
the smallest sets of conditions whose change would turn a no into a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, Final

from ..answer import Blamed
from ..evaluation.compiled import Compiled
from ..evaluation.histories import rows_looked_at
from ..evaluation.running import NO_HISTORY, Run, definite
from ..model import Attested, Conduct, Consequence, Day, Entry, HowMany, Law, Layer, Parameter, Route
from ..tree import (
    AllOf,
    AnyOf,
    AssumptionRef,
    BestOf,
    Both,
    Conditional,
    Either,
    EntryRef,
    FactRef,
    FieldRef,
    FirstOf,
    Line,
    Literal,
    Member,
    Node,
    Not,
    OverHistory,
    ParameterRef,
    Table,
    Within,
    children,
)
from ..types import Kind
from ..values import ABSENT_BIT, ANY_DAY, NO, OPEN, YES, Span
from .penalties import breaches_of

#: At most so many sets of conditions are followed while the smallest are looked for.
MOST_SETS: Final = 64
#: At most so many are told.
MOST_TOLD: Final = 8


class Weigher:
    """Gathers, in the order met, the facts that could still matter in a run, and what the programme itself leaves
    open.
    """

    def __init__(self, compiled: Compiled, run: Run) -> None:
        self.compiled = compiled
        self.run = run
        self.facts: dict[str, int] = {}
        self.unknowns: dict[tuple[str, str], None] = {}
        self._seen: set[str] = set()

    def entry(self, key: str) -> None:
        """Weigh an entry as it is cited."""
        compiled, run = self.compiled, self.run
        entry = compiled.programme.entry(key)
        assert entry is not None
        if isinstance(entry, Parameter):
            if not entry.by and not _settled(compiled.own(key)(run), entry):
                self._parameter_unknown(entry)
            return
        if _settled(compiled.entry(key)(run), entry) or key in self._seen:
            return
        self._seen.add(key)
        self.own(entry)
        for change, held in compiled.changes_of(key, run) if key in compiled.changes else ():
            if held != YES and change.condition is not None:
                self.node(change.condition)
            self.own(change)

    def own(self, entry: Entry) -> None:
        """Weigh an entry by itself."""
        compiled, run = self.compiled, self.run
        if _settled(compiled.own(entry.key)(run), entry):
            return
        active = compiled.active(entry, run)
        if run.layer is Layer.PRACTICE and not active and entry.practice.attested is not Attested.SAME:
            self.unknowns[("not_attested", entry.key)] = None
            return
        for version, held in active:
            if held != YES and version.start is not None:
                self._open_day(version.start, entry)
            if version.body is not None:
                self.node(version.body)
        if not active:
            self.unknowns[("no_version", entry.key)] = None
        if isinstance(entry, Route):
            self._gates(entry)

    def _gates(self, route: Route) -> None:
        programme = self.compiled.programme
        changes = [programme.period_start, programme.period_end]
        for suspension in programme.suspensions:
            changes += [suspension.start, suspension.end]
        for one in changes:
            if one is not None and self.run.since(one, self.run.days[route.law]) == OPEN:
                self._open_day(one, route)

    def _open_day(self, day: Day, entry: Entry) -> None:
        """Weigh a day of change that may or may not have passed: it is not known, or the law's day is not."""
        if not day.certain:
            self.unknowns[("boundary", day.boundary or entry.key)] = None
        self._law_day(entry.law)

    def _law_day(self, law: Law) -> None:
        """Weigh the day whose law applies, where it was given only within bounds."""
        if isinstance(self.run.days[law], Span):
            self._count(law.value)

    def node(self, node: Node) -> None:
        """Weigh a part of an expression."""
        compiled, run = self.compiled, self.run
        if isinstance(node, EntryRef):
            self.entry(node.name)
            return
        value = compiled.value(node, run)
        if (value in (YES, NO, ABSENT_BIT)) if node.type.kind is Kind.YES_NO else definite(value):
            return
        match node:
            case FactRef(name=name):
                self.fact(name)
            case ParameterRef(name=name, keys=keys):
                self._parameter(node, name, keys)
            case Within(operand=operand):
                self.node(operand)
                self._law_day(compiled.law_of(node))
            case FirstOf(lines=lines, otherwise=otherwise):
                for line in lines:
                    held = compiled.value(line.condition, run)
                    self.node(line.condition)
                    if held & YES:
                        self.node(line.value)
                    if held == YES:
                        return
                if otherwise is not None:
                    self.node(otherwise)
            case BestOf(lines=lines, otherwise=otherwise):
                for line in lines:
                    self.node(line.condition)
                    self.node(line.value)
                self.node(otherwise)
            case Conditional(condition=condition, yes=yes, no=no):
                held = compiled.value(condition, run)
                self.node(condition)
                if held & YES:
                    self.node(yes)
                if held & NO:
                    self.node(no)
            case Table(of=of):
                known = compiled.value(of, run)
                if definite(known):
                    self.unknowns[("gap", str(node.where))] = None
                self.node(of)
            case OverHistory():
                self._history(node)
            case Member(condition=condition, unless=unless):
                self.node(condition)
                for exception in unless:
                    self.node(exception.condition)
            case FieldRef():
                return
            case _:
                for one in children(node):
                    self.node(one)

    def fact(self, name: str) -> None:
        """Weigh a fact: it matters if nobody gave it, or not exactly; before it, whether it applies at all."""
        programme, run = self.compiled.programme, self.run
        fact = programme.facts.get(name)
        inexact = not definite(run.facts.get(name, ANY_DAY))
        if fact is not None:
            role = programme.roles.get(fact.role)
            if role is not None and role.how_many is HowMany.OPTIONAL and role.key not in run.facts:
                self._count(role.key)
                if inexact:
                    self._count(name)
                return
            if fact.only_if is not None:
                held = self.compiled.value(fact.only_if, run)
                if held not in (YES, NO, ABSENT_BIT):
                    self.node(fact.only_if)
        if inexact:
            self._count(name)

    def alone(self, key: str) -> None:
        """Weigh a breach in its own right: the breach itself, and whether another takes its place."""
        entry = self.compiled.programme.entry(key)
        assert entry is not None
        self.own(entry)
        for change, held in self.compiled.changes_of(key, self.run):
            if change.overrides and held != YES and change.condition is not None:
                self.node(change.condition)

    def penalties(self, conduct: Conduct, done: int, *, alone: bool = False) -> None:
        """Weigh what may follow a breach: the conditions of its consequences, and their bounds."""
        for breach, _ in [(conduct, done)] if alone else breaches_of(self.compiled, self.run, conduct, done):
            for version, _ in self.compiled.active(breach, self.run):
                for consequence in version.consequences:
                    self._consequence(consequence, breach)

    def _consequence(self, consequence: Consequence, conduct: Conduct) -> None:
        if consequence.condition is not None:
            held = self.compiled.node(consequence.condition, conduct.law)(self.run)
            self.node(consequence.condition)
            if not held & YES:
                return
        for bound in (consequence.low, consequence.high):
            if bound is not None:
                self.compiled.node(bound, conduct.law)
                self.node(bound)
        for one in consequence.one_of:
            self._consequence(one, conduct)

    def _count(self, name: str) -> None:
        self.facts[name] = self.facts.get(name, 0) + 1

    def _parameter(self, node: Node, name: str, keys: tuple[Node, ...]) -> None:
        known = True
        for key in keys:
            value = self.compiled.value(key, self.run)
            if not definite(value):
                known = False
                self.node(key)
        if keys:
            self._law_day(self.compiled.law_of(node))  # in which place another lies hangs on the day as well
        if known:
            self._parameter_unknown(self.compiled.programme.parameters[name])

    def _parameter_unknown(self, parameter: Parameter) -> None:
        if self.run.layer is Layer.PRACTICE and parameter.practice.attested is Attested.NOT_ATTESTED:
            self.unknowns[("not_attested", parameter.key)] = None
            return
        open_days = [
            v.start for v, held in self.compiled.active(parameter, self.run) if held != YES and v.start is not None
        ]
        for day in open_days:
            self._open_day(day, parameter)
        if not open_days:
            self.unknowns[("parameter", parameter.key)] = None

    def _history(self, node: OverHistory) -> None:
        compiled, run = self.compiled, self.run
        given = compiled.fact(node.history)(run)
        self._count(node.history)
        self._law_day(compiled.law_of(node))
        fact = compiled.programme.facts[node.history]
        outer = run.row
        try:
            for _, row in rows_looked_at(node, fact, given, run.days[compiled.law_of(node)]):
                run.row = row
                for part in (node.condition, node.value):
                    if part is not None:
                        self.node(part)
            if given is NO_HISTORY:
                run.row = {}
                for part in (node.condition, node.value):
                    if part is not None:
                        self.node(part)
        finally:
            run.row = outer


def _settled(value: Any, entry: Entry) -> bool:
    return value in (YES, NO, ABSENT_BIT) if entry.type.kind is Kind.YES_NO else definite(value)


# ---- blame -----------------------------------------------------------------------------------------------------

_Sets = list[frozenset[Blamed]]


class Blamer:
    """Finds the smallest sets of conditions that stand in the way of a yes (or of a no)."""

    def __init__(self, compiled: Compiled, run: Run) -> None:
        self.compiled = compiled
        self.run = run
        self._within: list[str] = []

    def sets(self, key: str) -> tuple[tuple[Blamed, ...], ...]:
        """The smallest sets of conditions whose change would make an entry hold, smallest first."""
        found = _smallest(self.entry(key, YES))
        return tuple(tuple(sorted(one, key=lambda blamed: blamed.path)) for one in found[:MOST_TOLD] if one)

    def entry(self, key: str, wanted: int) -> _Sets:
        """What would make an entry come to YES (or NO)."""
        compiled, run = self.compiled, self.run
        value = compiled.entry(key)(run)
        if value & wanted:
            return [frozenset()]
        if key in self._within:
            return []
        entry = compiled.programme.entry(key)
        assert entry is not None
        self._within.append(key)
        try:
            sets = self._own(entry, wanted)
            for change, _ in compiled.changes_of(key, run) if key in compiled.changes else ():
                own = self._own(change, wanted)
                instead = change.overrides and not change.where_it_holds
                sets = own if instead else _either(sets, own) if wanted == YES else _both(sets, own)
            return sets
        finally:
            self._within.pop()

    def _own(self, entry: Entry, wanted: int) -> _Sets:
        bodies = [version.body for version, _ in self.compiled.active(entry, self.run) if version.body is not None]
        if not bodies:
            return [frozenset({self._leaf(entry.key, entry.label, None, entry.practice.sources, wanted)})]
        if isinstance(entry, Route):
            inner = self.compiled.node(bodies[0], entry.law)(self.run)
            if inner & wanted:  # the programme itself stands in the way
                return [frozenset({self._leaf("programme", "", None, (), wanted)})]
        sets = self.node(bodies[0], wanted)
        for body in bodies[1:]:
            sets = _either(sets, self.node(body, wanted))
        return sets

    def node(self, node: Node, wanted: int, key: str = "", label: str = "", sources: tuple[str, ...] = ()) -> _Sets:
        """What would make a condition come to YES (or NO)."""
        value = self.compiled.value(node, self.run)
        if value & wanted:
            return [frozenset()]
        match node:
            case AllOf(members=parts) | Both(operands=parts):
                held = self._applying(parts) if wanted == YES else list(parts)
                each = [self.node(part, wanted, key, label, sources) for part in held]
                return _fold(_both if wanted == YES else _either, each)
            case AnyOf(members=parts) | Either(operands=parts):
                held = self._applying(parts) if wanted == NO else list(parts)
                each = [self.node(part, wanted, key, label, sources) for part in held]
                return _fold(_either if wanted == YES else _both, each)
            case Member(condition=condition, unless=unless):
                inside = isinstance(condition, (AllOf, AnyOf))
                if inside:
                    self._within.append(node.key)
                sets = self.node(condition, wanted, node.key, node.label, node.sources)
                if inside:
                    self._within.pop()
                for one in unless:
                    other = self.node(one.condition, wanted, one.key, one.label, one.sources)
                    sets = _either(sets, other) if wanted == YES else _both(sets, other)
                return sets
            case Not(operand=operand):
                return self.node(operand, NO if wanted == YES else YES, key, label, sources)
            case EntryRef(name=name):
                return self.entry(name, wanted)
            case FirstOf(lines=lines, otherwise=otherwise):
                decided = self._decided(lines, otherwise)
                if decided is not None and not isinstance(decided, Literal):
                    return self.node(decided, wanted, key, label, sources)
            case Conditional(condition=condition, yes=yes, no=no):
                chosen = yes if self._value(condition) == YES else no if self._value(condition) == NO else None
                if chosen is not None and not isinstance(chosen, Literal):
                    return self.node(chosen, wanted, key, label, sources)
        if _only_assumed(node):
            return []  # an assumption is nobody's to change; what hangs on it is told apart
        if isinstance(node, OverHistory):
            return [frozenset({self._leaf(key or node.history, label, node, sources, wanted)})]
        return [frozenset({self._leaf(key or self._name(node), label, node, sources, wanted)})]

    def _value(self, node: Node) -> Any:
        return self.compiled.value(node, self.run)

    def _applying(self, parts: Sequence[Node]) -> list[Node]:
        """The parts that count: a rule that does not apply is left out, unless none applies."""
        kept = [part for part in parts if not (_cites_rule(part) and self._value(part) == ABSENT_BIT)]
        return kept or list(parts)

    def _decided(self, lines: Sequence[Line], otherwise: Node | None) -> Node | None:
        """What gave the value of a list of lines, where that is certain."""
        for line in lines:
            held = self._value(line.condition)
            if held == YES:
                return line.value
            if held & YES:
                return None
        return otherwise

    def _leaf(self, key: str, label: str, node: Node | None, sources: tuple[str, ...], wanted: int) -> Blamed:
        return Blamed((*self._within, key), key, label, node, sources, wanted == YES)

    def _name(self, node: Node) -> str:
        names = [one.name for one in _all(node) if isinstance(one, (FactRef, EntryRef, ParameterRef))]
        return names[0] if names else "condition"


def _cites_rule(node: Node) -> bool:
    return isinstance(node, EntryRef) or (isinstance(node, Member) and isinstance(node.condition, EntryRef))


def _all(node: Node) -> list[Node]:
    found = [node]
    for one in children(node):
        found.extend(_all(one))
    return found


def _fold(combine: Callable[[_Sets, _Sets], _Sets], parts: list[_Sets]) -> _Sets:
    sets = parts[0]
    for part in parts[1:]:
        sets = combine(sets, part)
    return sets


def _both(left: _Sets, right: _Sets) -> _Sets:
    if left == [frozenset()]:
        return right
    if right == [frozenset()]:
        return left
    return _smallest([a | b for a, b in product(left[:MOST_SETS], right[:MOST_SETS])])


def _either(left: _Sets, right: _Sets) -> _Sets:
    return _smallest([*left, *right])


def _smallest(sets: _Sets) -> _Sets:
    """The sets that ask for no more than another does, smallest first; a condition met on two ways is one condition."""
    ordered = sorted(set(sets), key=lambda one: (len(one), sorted(blamed.path for blamed in one)))
    kept: _Sets = []
    seen: list[frozenset[object]] = []
    for one in ordered:
        single: dict[object, Blamed] = {}
        for blamed in sorted(one, key=lambda blamed: (len(blamed.path), blamed.path)):
            single.setdefault(_meaning(blamed), blamed)
        meanings = frozenset(single)
        if not any(smaller <= meanings for smaller in seen):
            kept.append(frozenset(single.values()))
            seen.append(meanings)
        if len(kept) >= MOST_SETS:
            break
    return kept


def _meaning(blamed: Blamed) -> object:
    """What has to become true (or false) of which facts, wherever it is written."""
    if blamed.node is None:
        return blamed.path
    return (_written(blamed.node), blamed.wanted)


def _written(node: Node) -> tuple[object, ...]:
    """A node without its places in the files: two of the same form ask the same."""
    parts: list[object] = [type(node).__name__]
    for name in type(node).__slots__:
        value = getattr(node, name)
        if isinstance(value, Node):
            parts.append(_written(value))
        elif isinstance(value, tuple):
            parts.append(tuple(_written(one) if isinstance(one, Node) else one for one in value))
        elif name not in ("where", "type", "key", "label", "sources"):
            parts.append(value)
    return tuple(parts)


def _only_assumed(node: Node) -> bool:
    """Whether a condition asks for nothing but an assumption."""
    kinds = {type(one) for one in _all(node)}
    return AssumptionRef in kinds and not kinds & {FactRef, FieldRef, EntryRef, ParameterRef, OverHistory}
