"""Evaluation: the tree made into closures over partial values, once per programme.

A `Run` is one look at one case: its facts, the days whose law applies, the layer, and what has been worked out so far. Each entry is worked
out once per run. Where a version hangs on a day that is not known, both versions are possible, and the run notes which boundary was asked
for which day, so that `checking` can look at each possible order of days in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from . import folding
from .histories import over_history
from .model import Attested, Day, Entry, Fact, Field, HowMany, Law, Layer, Parameter, Programme, Ranged, Route, Version
from .tree import (
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
    Table,
    Within,
)
from .types import Kind, Type
from .values import ABSENT, ABSENT_BIT, AND, ANY_DAY, EVERYTHING, NO, NOT, OPEN, OR, YES, Span, join

Closure = Callable[["Run"], Any]

#: More combinations of keys that are not known than this, and a lookup is simply unknown.
MOST_LOOKUPS: Final = 256

#: At most so many looked-up values of a parameter are kept for the next case.
MOST_KNOWN: Final = 4096

_MISSING: Final = object()

#: Nodes whose value is worth keeping for the rest of a run, because reasons, weighing and blame look at them again.
_KEPT: Final = (AllOf, AnyOf, FirstOf, BestOf, Table, OverHistory, Member, Compare, Arithmetic)


class History:
    """A history as given: its entries, and whether there are no others."""

    __slots__ = ("complete", "entries")

    def __init__(self, entries: tuple[Mapping[str, Any], ...], complete: bool) -> None:
        self.entries = entries
        self.complete = complete


NO_HISTORY: Final = History((), False)


class Run:
    """One look at one case on one layer. `open_days` notes, by boundary, the days asked about that it leaves open."""

    __slots__ = ("assume", "assumptions", "days", "facts", "layer", "memo", "open_days", "row", "settled", "silent")

    def __init__(
        self,
        facts: Mapping[str, Any],
        days: Mapping[Law, date | Span],
        layer: Layer = Layer.PAPER,
        settled: Mapping[str, date] | None = None,
        assume: Mapping[str, Any] | None = None,
    ) -> None:
        self.facts = facts
        self.days = days
        self.layer = layer
        self.settled = settled or {}
        self.assume = assume or {}
        self.memo: dict[Any, Any] = {}
        self.open_days: dict[str, set[date]] = {}
        self.assumptions: set[str] = set()
        self.silent: set[str] = set()
        self.row: Mapping[str, Any] = {}

    def since(self, start: Day, day: date | Span) -> int:
        """Whether a change has happened by a day: YES, NO, or both possible (and noted)."""
        if isinstance(day, Span):
            if start.latest <= day.low:  # type: ignore[operator]
                return YES
            return NO if start.earliest > day.high else OPEN  # type: ignore[operator]
        if start.latest <= day:
            return YES
        if start.earliest > day:
            return NO
        settled = self.settled.get(start.boundary)
        if settled is not None:
            return YES if settled <= day else NO
        self.open_days.setdefault(start.boundary, set()).add(day)
        return OPEN


def unknown_of(type: Type) -> Any:
    """What a value of a type can be when nothing is known of it."""
    match type.kind:
        case Kind.YES_NO:
            return OPEN
        case Kind.NUMBER:
            return EVERYTHING
        case Kind.DATE:
            return ANY_DAY
        case Kind.CHOICE:
            return frozenset(type.options)
        case _:
            return frozenset({"?"})


def definite(value: Any) -> bool:
    """Whether a partial value of any kind but yes/no is known (a chosen range counts as known)."""
    if isinstance(value, Span):
        return value.chosen and not value.absent
    return not isinstance(value, frozenset)


class Compiled:
    """A programme ready to be asked: closures for its nodes and entries."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._nodes: dict[int, Closure] = {}
        self._entries: dict[str, Closure] = {}
        self._own: dict[str, Closure] = {}
        self._facts: dict[str, Closure] = {}
        self._lookups: dict[str, Callable[[Run, tuple[Any, ...], date | Span], Any]] = {}
        self._laws: dict[int, Law] = {}
        self._bases: dict[int, str] = {}
        self._ancestors: dict[str, list[tuple[str, int, tuple[tuple[Day | None, Day | None], ...]]]] = {}
        self._within: dict[str, frozenset[str]] = {}
        self._rows = 0
        self.changes: dict[str, list[Entry]] = {}
        for collection in (programme.rules, programme.routes, programme.conduct, programme.parameters):
            for entry in collection.values():
                changed = entry.overrides or entry.alternative_to
                if changed:
                    self.changes.setdefault(changed, []).append(entry)

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
            (self.own(change.key), self.node(change.condition, change.law) if change.condition else None, bool(change.overrides))
            for change in changes
        ]
        name = ("changed", key)

        def changed(run: Run) -> Any:
            value = run.memo.get(name, _MISSING)
            if value is not _MISSING:
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
            value = memo.get(key, _MISSING)
            if value is not _MISSING:
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
                value = gate(run, day, value)
            memo[key] = value
            return value

        return evaluate

    def active(self, entry: Entry, run: Run) -> list[tuple[Version, int]]:
        """The versions of an entry that may hold in a run, latest first, each with how far; none where practice is not attested."""
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
            (version.start, None if version.body is None else self.node(version.body, entry.law, entry.overrides or entry.alternative_to))
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
        lookup = self.lookup(entry.key)
        unknown = unknown_of(entry.type)
        law = entry.law
        if entry.by:
            return lambda run: unknown
        return lambda run: lookup(run, (), run.days[law])

    def lookup(self, key: str) -> Callable[[Run, tuple[Any, ...], date | Span], Any]:
        """How a parameter is looked up for keys on a day; rows of a parameter that overrides it come first."""
        found = self._lookups.get(key)
        if found is None:
            parameter = self.programme.parameters[key]
            base = self._own_lookup(parameter)
            changes = [self._own_lookup(one) for one in self.changes.get(key, ()) if isinstance(one, Parameter)]
            unknown = unknown_of(parameter.type)

            def found_anew(run: Run, keys: tuple[Any, ...], day: date | Span) -> Any:
                for change in reversed(changes):
                    value = change(run, keys, day)
                    if value is not _MISSING:
                        return value
                value = base(run, keys, day)
                return unknown if value is _MISSING else value

            # What is found for some keys on a day is the same for everybody, unless it hangs on a day of change that is open.
            known: dict[Any, Any] = {}

            def lookup(run: Run, keys: tuple[Any, ...], day: date | Span) -> Any:
                memo = (key, keys, day)
                value = run.memo.get(memo, _MISSING)
                if value is not _MISSING:
                    return value
                shared = (run.layer, keys, day)
                value = known.get(shared, _MISSING)
                if value is _MISSING:
                    before = {name: len(days) for name, days in run.open_days.items()}, len(run.silent)
                    value = found_anew(run, keys, day)
                    after = {name: len(days) for name, days in run.open_days.items()}, len(run.silent)
                    if before == after and not run.settled and not run.silent:
                        if len(known) >= MOST_KNOWN:
                            known.clear()
                        known[shared] = value
                run.memo[memo] = value
                return value

            found = self._lookups[key] = lookup
        return found

    def _own_lookup(self, parameter: Parameter) -> Callable[[Run, tuple[Any, ...], date | Span], Any]:
        yes_no = parameter.type.kind is Kind.YES_NO
        unknown = unknown_of(parameter.type)
        nothing = ABSENT_BIT if yes_no else ABSENT
        paper, practice = parameter.paper[::-1], parameter.practice.versions[::-1]
        attested = parameter.practice.attested
        prepared = {
            id(version): [(row.keys, _partial(row.value, parameter.type), row.overrides) for row in version.rows]
            for version in (*paper, *practice)
        }

        def lookup(run: Run, keys: tuple[Any, ...], day: date | Span) -> Any:
            versions = paper
            if run.layer is Layer.PRACTICE and attested is not Attested.SAME:
                if attested is Attested.NOT_ATTESTED or not practice:
                    run.silent.add(parameter.key)
                    return unknown
                versions = practice
            possible = []
            for version in versions:
                held = YES if version.start is None else run.since(version.start, day)
                if held == NO:
                    continue
                rows = prepared[id(version)]
                possible.append(nothing if not rows else self._row(run, rows, keys, parameter, day))
                if held == YES:
                    break
            else:
                possible.append(unknown)
            if len(possible) == 1:
                return possible[0]
            return join([unknown if one is _MISSING else one for one in possible], yes_no=yes_no)

        return lookup

    def _row(
        self, run: Run, rows: list[tuple[Any, Any, bool]], keys: tuple[Any, ...], parameter: Parameter, day: date | Span
    ) -> Any:
        """The value for some keys; where a key is not known, what it is for any of its possible values."""
        if not keys:
            return rows[0][1]
        choices: list[list[Any]] = []
        combinations = 1
        for key in keys:
            if isinstance(key, frozenset):
                choices.append(sorted(key, key=str))
            elif isinstance(key, Span):
                if key.high - key.low > MOST_LOOKUPS:  # type: ignore[operator]
                    return unknown_of(parameter.type)
                choices.append([*range(int(key.low), int(key.high) + 1)] + ([ABSENT] if key.absent else []))  # type: ignore[arg-type]
            else:
                choices.append([key])
            combinations *= len(choices[-1])
        if combinations > MOST_LOOKUPS:
            return unknown_of(parameter.type)
        yes_no = parameter.type.kind is Kind.YES_NO
        places = [index for index, by in enumerate(parameter.by) if by == "place"]
        found = []
        pending: list[tuple[Any, ...]] = [()]
        for choice in choices:
            pending = [(*begun, one) for begun in pending for one in choice]
        for combination in pending:
            if ABSENT in combination:
                found.append(ABSENT_BIT if yes_no else ABSENT)
                continue
            found.append(self._nearest(run, rows, combination, places, parameter, day))
        if len(found) == 1:
            return found[0]
        return join([unknown_of(parameter.type) if one is _MISSING else one for one in found], yes_no=yes_no)

    def _nearest(
        self,
        run: Run,
        rows: list[tuple[Any, Any, bool]],
        keys: tuple[Any, ...],
        places: list[int],
        parameter: Parameter,
        day: date | Span,
    ) -> Any:
        ranked = []
        for position, (wanted, value, overrides) in enumerate(rows):
            distance, held, general = 0, YES, 0
            for index, (given, want) in enumerate(zip(keys, wanted, strict=True)):
                if want is None:
                    general += 1
                    distance += 1000 if index in places else 0
                elif index in places:
                    steps, mask = self.enclosing(run, given, want, day)
                    distance += steps
                    held = AND[held][mask]
                elif given != want:
                    held = NO
                if held == NO:
                    break
            if held != NO:
                ranked.append((distance, general, not overrides, position, held, value))
        ranked.sort(key=lambda one: one[:4])
        possible = []
        for *_, held, value in ranked:
            possible.append(value)
            if held == YES:
                return possible[0] if len(possible) == 1 else join(possible, yes_no=parameter.type.kind is Kind.YES_NO)
        return _MISSING if not possible else unknown_of(parameter.type)

    # ---- places --------------------------------------------------------------------------------------------

    def enclosing(self, run: Run, place: str, target: str, day: date | Span) -> tuple[int, int]:
        """How many steps a place lies within another, and whether it does on a day."""
        if place == target:
            return 0, YES
        best, mask = 0, NO
        for ancestor, steps, spells in self._chains(place):
            if ancestor != target:
                continue
            held = YES
            for start, end in spells:
                if start is not None:
                    held = AND[held][run.since(start, day)]
                if end is not None:
                    held = AND[held][NOT[run.since(end, day)]]
            if held != NO and (mask == NO or steps < best):
                best = steps
            mask = OR[mask][held]
        return best, mask

    def _chains(self, place: str) -> list[tuple[str, int, tuple[tuple[Day | None, Day | None], ...]]]:
        found = self._ancestors.get(place)
        if found is None:
            found = []
            pending: list[tuple[str, int, tuple[tuple[Day | None, Day | None], ...], frozenset[str]]] = [
                (place, 0, (), frozenset({place}))
            ]
            while pending:
                name, steps, spells, seen = pending.pop()
                known = self.programme.places.get(name)
                for parent in known.parents if known else ():
                    if parent.place in seen:
                        continue
                    spell = (*spells, (parent.start, parent.end)) if parent.start or parent.end else spells
                    found.append((parent.place, steps + 1, spell))
                    pending.append((parent.place, steps + 1, spell, seen | {parent.place}))
            self._ancestors[place] = found
        return found

    def places_within(self, place: str) -> frozenset[str]:
        """The places that lie in another at some time, and that place itself; all places for ''."""
        found = self._within.get(place)
        if found is None:
            found = frozenset(
                key
                for key in self.programme.places
                if not place or key == place or any(name == place for name, _, _ in self._chains(key))
            )
            self._within[place] = found
        return found

    # ---- facts ---------------------------------------------------------------------------------------------

    def unknown_fact(self, fact: Fact | Field) -> Any:
        """What a fact can be when nothing is known of it: anything in its declared range."""
        match fact.type.kind:
            case Kind.NUMBER:
                low = -float("inf") if fact.low is None else fact.low
                high = float("inf") if fact.high is None else fact.high
                return low if low == high else Span(low, high)
            case Kind.PLACE:
                return self.places_within(fact.within)
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
            value = run.memo.get(memo, _MISSING)
            if value is _MISSING:
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
                closure = _kept(closure, id(node))
            self._nodes[id(node)] = closure
        return closure

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
                return _constant(value, kind)
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
                lookup = self.lookup(name)
                key_closures = tuple(part(key) for key in keys)
                if not key_closures:
                    return lambda run: lookup(run, (), run.days[law])
                return lambda run: lookup(run, tuple(key(run) for key in key_closures), run.days[law])
            case Not(operand=operand):
                inside = part(operand)
                return lambda run: NOT[inside(run)]
            case Both(operands=operands):
                return folding.fold(tuple(part(one) for one in operands), AND)
            case Either(operands=operands):
                return folding.fold(tuple(part(one) for one in operands), OR)
            case AllOf(members=members):
                return folding.fold(tuple(part(one) for one in members), AND)
            case AnyOf(members=members):
                return folding.fold(tuple(part(one) for one in members), OR)
            case Member(condition=condition, unless=unless):
                return folding.member(part(condition), tuple(part(one.condition) for one in unless))
            case Within(operand=operand, place=place):
                return self._compile_within(part(operand), place, law)
            case Conditional(condition=condition, yes=yes, no=no, type=kind):
                return folding.conditional(part(condition), part(yes), part(no), kind.kind is Kind.YES_NO)
            case FirstOf(lines=lines, otherwise=otherwise, type=kind):
                pairs = tuple((part(line.condition), part(line.value)) for line in lines)
                return folding.first_of(pairs, part(otherwise) if otherwise else None, kind.kind is Kind.YES_NO)
            case BestOf(lines=lines, otherwise=otherwise):
                pairs = tuple((part(line.condition), part(line.value)) for line in lines)
                return folding.best_of(pairs, part(otherwise))
            case Table(of=of, rows=rows):
                values = tuple(None if row.value is None else part(row.value) for row in rows)
                return folding.table(node, part(of), values)
            case OverHistory(history=history, condition=condition, value=total):
                self._rows += 1  # what looks at an entry of a history is another value for each entry
                try:
                    inner = part(condition) if condition else None
                    amount = part(total) if total else None
                finally:
                    self._rows -= 1
                return over_history(node, self.fact(history), self.programme.facts[history], inner, amount, law)
        return folding.operation(node, part)

    def _field(self, node: FieldRef) -> Closure:
        name = node.name
        field = self.programme.facts[node.history].fields.get(name)
        unknown = unknown_of(node.type) if field is None else self.unknown_fact(field)
        return lambda run: run.row.get(name, unknown)

    def _assumption(self, name: str) -> Closure:
        assumption = self.programme.assumptions[name]
        value = _as_partial(assumption.value, assumption.type)

        def assumed(run: Run) -> Any:
            run.assumptions.add(name)
            return run.assume.get(name, value)

        return assumed

    def _compile_within(self, operand: Closure, target: str, law: Law) -> Closure:
        def within(run: Run) -> int:
            place = operand(run)
            day = run.days[law]
            if isinstance(place, frozenset):
                mask = 0
                for one in place:
                    mask |= ABSENT_BIT if one is ABSENT else self.enclosing(run, str(one), target, day)[1]
                    if mask == OPEN | ABSENT_BIT:
                        break
                return mask
            if place is ABSENT:
                return ABSENT_BIT
            return self.enclosing(run, place, target, day)[1]

        return within


def _kept(closure: Closure, key: int) -> Closure:
    """A closure that is worked out once in a run."""

    def kept(run: Run) -> Any:
        value = run.memo.get(key, _MISSING)
        if value is _MISSING:
            value = run.memo[key] = closure(run)
        return value

    return kept


def _constant(value: Any, type: Type) -> Closure:
    constant = _as_partial(value, type)
    return lambda run: constant


def _as_partial(value: Any, type: Type) -> Any:
    if value is None:
        return ABSENT_BIT if type.kind is Kind.YES_NO else ABSENT
    if type.kind is Kind.YES_NO:
        return YES if value else NO
    return value


def _partial(value: Ranged, type: Type) -> Any:
    """A parameter's value as what it can be."""
    match value.how:
        case Ranged.How.EXACT:
            return _as_partial(value.low, type)
        case Ranged.How.NONE:
            return ABSENT_BIT if type.kind is Kind.YES_NO else ABSENT
        case Ranged.How.UNKNOWN:
            if value.low is None and value.high is None:
                return unknown_of(type)
            return Span(-float("inf") if value.low is None else value.low, float("inf") if value.high is None else value.high)  # type: ignore[arg-type]
        case Ranged.How.VARIES:
            return Span(value.low, value.high, varies=True)  # type: ignore[arg-type]
        case Ranged.How.CHOSEN:
            return Span(value.low, value.high, chosen=True, by=value.by)  # type: ignore[arg-type]
