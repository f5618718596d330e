"""Evaluation: the tree made into closures over partial values, once per programme.

A `Run` is one look at one case: its facts, the days whose law applies, the layer, and what has been worked out so
far. Each entry is worked out once per run. Where a version hangs on a day that is not known, both versions are
possible, and the run notes which boundary was asked for which day, so that `checking` can look at each possible order
of days in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..model import Attested, Day, Entry, Fact, Field, HowMany, Law, Layer, Parameter, Programme, Route, Version
from ..tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    AssumptionRef,
    BestOf,
    Both,
    Compare,
    Conditional,
    Either,
    EntryRef,
    FactRef,
    FieldRef,
    FirstOf,
    Literal,
    Member,
    Node,
    Not,
    OverHistory,
    ParameterRef,
    Shift,
    Table,
    Within,
    children,
    walk,
)
from ..types import Kind
from ..values import ABSENT, ABSENT_BIT, AND, ANY_DAY, NO, NOT, OPEN, OR, YES, Span, join
from .calendars import working_shift
from .folding import best_of, conditional, first_of, fold, member
from .histories import over_history, time_of_entry
from .keeping import constant_of, kept
from .lookups import Lookups
from .operations import operation
from .placing import Places, lies_within
from .running import MISSING, NO_HISTORY, Run, as_partial, unknown_of
from .tables import table

Closure = Callable[[Run], Any]

#: Nodes whose value is worth keeping for the rest of a run, because reasons, weighing and blame look at them again.
_KEPT: Final = (AllOf, AnyOf, FirstOf, BestOf, Table, OverHistory, Member, Compare, Arithmetic)


class Compiled:
    """A programme ready to be asked: closures for its nodes and entries."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._nodes: dict[int, Closure] = {}
        self._entries: dict[str, Closure] = {}
        self._own: dict[str, Closure] = {}
        self._alone: dict[str, Closure] = {}
        self._facts: dict[str, Closure] = {}
        self._laws: dict[int, Law] = {}
        self._bases: dict[int, str] = {}
        self._citing: dict[int, tuple[Node, ...]] = {}
        self._rows = 0
        self.changes: dict[str, list[Entry]] = {}
        for collection in (programme.rules, programme.routes, programme.conduct, programme.parameters):
            for entry in collection.values():
                changed = entry.overrides or entry.alternative_to
                if changed:
                    self.changes.setdefault(changed, []).append(entry)
        #: The entries whose practice is known to differ from paper, with versions of its own.
        self.practised: dict[str, Entry] = {
            key: entry
            for collection in (programme.rules, programme.routes, programme.conduct, programme.parameters)
            for key, entry in collection.items()
            if entry.practice.attested is Attested.DIFFERS and entry.practice.versions
        }
        self.places = Places(programme)
        self.lookups = Lookups(programme, self.places, self.changes)

    # ---- entries -------------------------------------------------------------------------------------------

    def entry(self, key: str) -> Closure:
        """The closure of an entry as it is cited: with what overrides or widens it."""
        closure = self._entries.get(key)
        if closure is None:
            closure = self._entries[key] = self._changed(key)
        return closure

    def _changed(self, key: str) -> Closure:
        own = self.own(key)
        changes = self.changes.get(key)
        if not changes:
            return own
        yes_no = self._entry(key).type.kind is Kind.YES_NO
        parts = [
            (
                self.own(change.key),
                self.node(change.condition, change.law) if change.condition else None,
                bool(change.overrides) and not change.where_it_holds,
            )
            for change in changes
        ]
        name = ("changed", key)

        def changed(run: Run) -> Any:
            value = run.memo.get(name, MISSING)
            if value is not MISSING:
                return value
            value = own(run)
            for other, condition, replaces in parts:
                where = YES if condition is None else condition(run)
                if not where & YES:
                    continue
                if replaces:
                    value = other(run) if where == YES else join((value, other(run)), yes_no=yes_no)
                else:
                    here = other(run)
                    value = OR[value][here if where == YES else AND[OPEN][here]]
            run.memo[name] = value
            return value

        return changed

    def alone(self, key: str) -> Closure:
        """The closure of a breach in its own right: no breach of its own where another certainly takes its place."""
        closure = self._alone.get(key)
        if closure is None:
            closure = self._alone[key] = self._compile_alone(key)
        return closure

    def _compile_alone(self, key: str) -> Closure:
        own = self.own(key)
        parts = [
            (self.node(change.condition, change.law) if change.condition else None, change.where_it_holds)
            for change in self.changes.get(key, ())
            if change.overrides
        ]
        if not parts:
            return own

        def alone(run: Run) -> int:
            value: int = own(run)
            for condition, where_it_holds in parts:
                where = YES if condition is None else condition(run)
                if where == YES:
                    return NO
                if where & YES and not where_it_holds:
                    value = AND[OPEN][value]
            return value

        return alone

    def _entry(self, key: str) -> Entry:
        entry = self.programme.entry(key)
        assert entry is not None, key
        return entry

    def own(self, key: str) -> Closure:
        """The closure of an entry by itself."""
        closure = self._own.get(key)
        if closure is None:

            def late(run: Run) -> Any:  # entries may cite each other in any order; cycles were refused on reading
                return self._own[key](run)

            self._own[key] = late
            closure = self._own[key] = self._compile_entry(self._entry(key))
        return closure

    def _compile_entry(self, entry: Entry) -> Closure:
        if isinstance(entry, Parameter):
            return self._compile_parameter_alone(entry)
        key, yes_no, law = entry.key, entry.type.kind is Kind.YES_NO, entry.law
        unknown = unknown_of(entry.type)
        paper, practice = self._bodies(entry, entry.paper), self._bodies(entry, entry.practice.versions)
        attested = entry.practice.attested
        gate = self._gate(entry) if isinstance(entry, Route) else None
        nothing = ABSENT_BIT if yes_no else ABSENT

        def evaluate(run: Run) -> Any:
            memo = run.memo
            value = memo.get(key, MISSING)
            if value is not MISSING:
                return value
            bodies = paper
            if run.layer is Layer.PRACTICE and attested is not Attested.SAME:
                if attested is Attested.NOT_ATTESTED or not practice:
                    run.silent.add(key)
                    memo[key] = unknown
                    return unknown
                bodies = practice
            day = run.days[law]
            possible = []
            for start, body in bodies:
                held = YES if start is None else run.since(start, day)
                if held == NO:
                    continue
                possible.append(nothing if body is None else body(run))
                if held == YES:
                    break
            else:
                possible.append(nothing if gate is not None else unknown)
            value = possible[0] if len(possible) == 1 else join(possible, yes_no=yes_no)
            if gate is not None:
                value = gate(run, day, value)  # type: ignore[arg-type]
            memo[key] = value
            return value

        return evaluate

    def active(self, entry: Entry, run: Run) -> list[tuple[Version, int]]:
        """The versions of an entry that may hold in a run, latest first, each with how far; none where practice is
        not attested.
        """
        versions = entry.paper
        if run.layer is Layer.PRACTICE and entry.practice.attested is not Attested.SAME:
            versions = entry.practice.versions if entry.practice.attested is Attested.DIFFERS else ()
        found = []
        day = run.days[entry.law]
        for version in reversed(versions):
            held = YES if version.start is None else run.since(version.start, day)
            if held != NO:
                found.append((version, held))
            if held == YES:
                break
        return found

    def changes_of(self, key: str, run: Run) -> list[tuple[Entry, int]]:
        """The entries that override or widen another, where they do in a run."""
        found = []
        for change in self.changes.get(key, ()):
            held = YES if change.condition is None else self.node(change.condition, change.law)(run)
            if held & YES:
                found.append((change, held))
        return found

    def _bodies(self, entry: Entry, versions: tuple[Version, ...]) -> list[tuple[Day | None, Closure | None]]:
        """The versions latest first, each with the closure of its body (None: there is none)."""
        return [
            (
                version.start,
                None
                if version.body is None
                else self.node(version.body, entry.law, entry.overrides or entry.alternative_to),
            )
            for version in reversed(versions)
        ]

    def _gate(self, entry: Route) -> Callable[[Run, date | Span, int], int]:
        """A programme's routes exist only in its period, and nothing is granted while it is suspended."""
        programme = self.programme
        own = entry.programme in ("", programme.key) and not entry.outside_period
        start, end = (programme.period_start, programme.period_end) if own else (None, None)
        suspensions = programme.suspensions if own else ()

        def gate(run: Run, day: date | Span, value: int) -> int:
            if start is not None:
                begun = run.since(start, day)
                if begun != YES:
                    value = ABSENT_BIT | (value if begun & YES else 0)
            if end is not None:
                ended = run.since(end, day)
                if ended != NO:
                    value = ABSENT_BIT | (value if ended & NO else 0)
            for suspension in suspensions:
                held = run.since(suspension.start, day)
                if held & YES and suspension.end is not None:
                    held = AND[held][NOT[run.since(suspension.end, day)]]
                if held & YES and value != ABSENT_BIT:
                    value = NO if held == YES else value | NO
            return value

        return gate

    # ---- parameters ----------------------------------------------------------------------------------------

    def _compile_parameter_alone(self, entry: Parameter) -> Closure:
        lookup = self.lookups.find(entry.key)
        unknown = unknown_of(entry.type)
        law = entry.law
        if entry.by:
            return lambda run: unknown
        return lambda run: lookup(run, (), run.days[law])

    # ---- facts ---------------------------------------------------------------------------------------------

    def unknown_fact(self, fact: Fact | Field) -> Any:
        """What a fact can be when nothing is known of it: anything in its declared range."""
        match fact.type.kind:
            case Kind.NUMBER:
                low = -float("inf") if fact.low is None else fact.low
                high = float("inf") if fact.high is None else fact.high
                return low if low == high else Span(low, high)
            case Kind.PLACE:
                return self.places.within(fact.within)
            case _:
                return unknown_of(fact.type)

    def fact(self, name: str) -> Closure:
        """The closure of a fact: as given, else anything in its range; absent where its role or its condition is."""
        closure = self._facts.get(name)
        if closure is None:
            closure = self._facts[name] = self._compile_fact(name)
        return closure

    def _compile_fact(self, name: str) -> Closure:
        programme = self.programme
        if name in programme.roles and programme.roles[name].how_many is HowMany.OPTIONAL:
            return lambda run: run.facts.get(name, OPEN)
        fact = programme.facts.get(name)
        if fact is None:  # a law day
            return lambda run: run.facts.get(name, ANY_DAY)
        if fact.type.kind is Kind.LIST:
            return lambda run: run.facts.get(name, NO_HISTORY)
        unknown = self.unknown_fact(fact)
        role = programme.roles.get(fact.role)
        conditions: list[Closure] = []
        if role is not None and role.how_many is HowMany.OPTIONAL:
            conditions.append(self.fact(role.key))
        if fact.only_if is not None:
            conditions.append(self.node(fact.only_if, Law.APPLICATION))
        if not conditions:
            return lambda run: run.facts.get(name, unknown)
        yes_no = fact.type.kind is Kind.YES_NO
        nothing: Any = ABSENT_BIT if yes_no else ABSENT
        memo = ("fact", name)

        def conditional(run: Run) -> Any:
            value = run.memo.get(memo, MISSING)
            if value is MISSING:
                there = YES
                for condition in conditions:
                    there = AND[there][condition(run) & OPEN or NO]
                if there == NO:
                    value = nothing
                else:
                    value = run.facts.get(name, unknown)
                    if there != YES:
                        value = join((value, nothing), yes_no=yes_no)
                run.memo[memo] = value
            return value

        return conditional

    # ---- nodes ---------------------------------------------------------------------------------------------

    def node(self, node: Node, law: Law, base: str = "") -> Closure:
        """The closure of a node within an entry whose law's day is given; `base` is the entry that this one changes."""
        closure = self._nodes.get(id(node))
        if closure is None:
            self._laws[id(node)] = law
            if base:
                self._bases[id(node)] = base
            closure = self._compile(node, law, base)
            if isinstance(node, _KEPT) and not self._rows:
                closure = kept(closure, id(node))
            self._nodes[id(node)] = closure
        return closure

    def citing(self, node: Node) -> tuple[Node, ...]:
        """The parts of an expression that cite entries or parameters, and the groups of conditions within it."""
        found = self._citing.get(id(node))
        if found is None:
            if isinstance(node, (EntryRef, ParameterRef, AllOf, AnyOf)):
                found = (node,)
            else:
                found = tuple(part for one in children(node) for part in self.citing(one))
            self._citing[id(node)] = found
        return found

    def value(self, node: Node, run: Run) -> Any:
        """What a node comes to in a run, going by the law it was compiled for."""
        closure = self._nodes.get(id(node))
        return self.node(node, Law.APPLICATION)(run) if closure is None else closure(run)

    def law_of(self, node: Node) -> Law:
        """Which day's law a compiled node goes by."""
        return self._laws.get(id(node), Law.APPLICATION)

    def cited(self, node: EntryRef) -> Closure:
        """The closure of the entry that a node cites: the entry itself where the node stands in what changes it."""
        return self.own(node.name) if self._bases.get(id(node)) == node.name else self.entry(node.name)

    def _compile(self, node: Node, law: Law, base: str) -> Closure:
        def part(one: Node) -> Closure:
            return self.node(one, law, base)

        match node:
            case Literal(value=value, type=kind):
                return constant_of(value, kind)
            case FactRef(name=name):
                return self.fact(name)
            case FieldRef():
                return self._field(node)
            case EntryRef(name=name):
                entry: Closure | None = None

                def cited(run: Run) -> Any:
                    nonlocal entry
                    if entry is None:
                        entry = self.own(name) if base == name else self.entry(name)
                    return entry(run)

                return cited
            case AssumptionRef(name=name):
                return self._assumption(name)
            case ParameterRef(name=name, keys=keys):
                lookup = self.lookups.find(name)
                key_closures = tuple(part(key) for key in keys)
                if not key_closures:
                    return lambda run: lookup(run, (), run.days[law])
                time = self._time_of_entry(*keys)
                if time is None:
                    return lambda run: lookup(run, tuple(key(run) for key in key_closures), run.days[law])
                return lambda run: lookup(run, tuple(key(run) for key in key_closures), run.days[law], time(run))
            case Not(operand=operand):
                inside = part(operand)
                return lambda run: NOT[inside(run)]
            case Both(operands=operands):
                return fold(tuple(part(one) for one in operands), AND)
            case Either(operands=operands):
                return fold(tuple(part(one) for one in operands), OR)
            case AllOf(members=members):
                return fold(tuple(part(one) for one in members), AND)
            case AnyOf(members=members):
                return fold(tuple(part(one) for one in members), OR)
            case Member(condition=condition, unless=unless):
                return member(part(condition), tuple(part(one.condition) for one in unless))
            case Within(operand=operand, place=place):
                day = self._time_of_entry(operand) or (lambda run: run.days[law])
                return lies_within(self.places, part(operand), place, day)
            case Conditional(condition=condition, yes=yes, no=no, type=kind):
                return conditional(part(condition), part(yes), part(no), kind.kind is Kind.YES_NO)
            case FirstOf(lines=lines, otherwise=otherwise, type=kind):
                pairs = tuple((part(line.condition), part(line.value)) for line in lines)
                return first_of(pairs, part(otherwise) if otherwise else None, kind.kind is Kind.YES_NO)
            case BestOf(lines=lines, otherwise=otherwise):
                pairs = tuple((part(line.condition), part(line.value)) for line in lines)
                return best_of(pairs, part(otherwise))
            case Table(of=of, rows=rows):
                values = tuple(None if row.value is None else part(row.value) for row in rows)
                return table(node, part(of), values)
            case OverHistory(history=history, condition=condition, value=total):
                self._rows += 1  # what looks at an entry of a history is another value for each entry
                try:
                    inner = part(condition) if condition else None
                    amount = part(total) if total else None
                finally:
                    self._rows -= 1
                return over_history(node, self.fact(history), self.programme.facts[history], inner, amount, law)
            case Shift(operand=operand, by=by, unit="working day", sign=sign):
                return working_shift(part(operand), part(by), sign, self.programme.calendar)
        return operation(node, part)

    def _field(self, node: FieldRef) -> Closure:
        name = node.name
        field = self.programme.facts[node.history].fields.get(name)
        unknown = unknown_of(node.type) if field is None else self.unknown_fact(field)
        return lambda run: run.row.get(name, unknown)

    def _assumption(self, name: str) -> Closure:
        assumption = self.programme.assumptions[name]
        value = as_partial(assumption.value, assumption.type)

        def assumed(run: Run) -> Any:
            run.assumptions.add(name)
            return run.assume.get(name, value)

        return assumed

    def _time_of_entry(self, *nodes: Node) -> Closure | None:
        """When the entry of a history was of which a part of some expressions speaks; None where none does.

        A place of an entry lies where it lay then, whatever day's law applies.
        """
        histories = {part.history for node in nodes for part in walk(node) if isinstance(part, FieldRef)}
        if not histories:
            return None
        return time_of_entry(by_year=self.programme.facts[histories.pop()].by_year)
