"""The interview: which fact to ask next, so that the fewest questions settle what was asked.

The part of the tree that is still open is read as a tree of tests. For each test there is a chance that it comes out
well and an expected number of questions to settle it; of several conditions that must all hold the one most likely to
end the matter for the least effort comes first (and the other way round where one suffices). That order is the best
possible for conditions that share no facts; a fact that several conditions share counts for less effort. Where
several entries are asked about, those at which what has been told points come first, and those at which nothing points
last. Only facts that are still open are ever considered, and never what an authority decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ..evaluation.compiled import Compiled
from ..evaluation.running import Run, definite
from ..model import Conduct, Entry, HowMany, Layer, Parameter, Programme, Route
from ..tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    BestOf,
    Both,
    Compare,
    Comparison,
    Conditional,
    Either,
    EntryRef,
    FactRef,
    FirstOf,
    Member,
    Node,
    Not,
    OneOf,
    Operation,
    OverHistory,
    Table,
    children,
)
from ..types import Kind
from ..values import ABSENT, ABSENT_BIT, NO, YES, bounds
from .case import Case
from .check import check
from .granting import held_on
from .looking import compiled_of, look
from .pointing import pointed_at
from .weighing import Weigher

#: All breaches of a case at once, as something to ask about.
CONSEQUENCES: Final = "consequences"


@dataclass(frozen=True, slots=True)
class Estimate:
    """How likely a condition is to hold, how many questions settle it, and which fact to ask first ('' for none)."""

    chance: float
    effort: float
    first: str


_CERTAIN_YES: Final = Estimate(1.0, 0.0, "")
_CERTAIN_NO: Final = Estimate(0.0, 0.0, "")


class Interview:
    """What to ask next about some entries of a programme, given what is known so far. Make a new one after each answer.

    ``asks`` are keys of entries (or `consequences` for all conduct); ``skip`` names facts the person cannot tell, or
    has told as exactly as they can. A fact given only as a range or as one of several is asked for again otherwise.
    """

    def __init__(
        self, programme: Programme, asks: Sequence[str], case: Case, *, skip: frozenset[str] = frozenset()
    ) -> None:
        self.programme = programme
        self.case = case
        self.skip = skip
        self._compiled = compiled_of(programme)
        self._at = programme.verified if case.at > programme.verified else None
        keys: list[str] = []
        for ask in asks:
            keys.extend(programme.conduct if ask == CONSEQUENCES else [ask])
        self.asks = tuple(dict.fromkeys(keys))
        self._ranked: tuple[str, ...] | None = None

    def next(self) -> str | None:
        """The fact to ask next; None when everything asked about is settled, or nothing a person can tell could
        still matter.
        """
        remaining = self.remaining()
        return remaining[0] if remaining else None

    def remaining(self) -> tuple[str, ...]:
        """The facts that could still matter and that a person can tell, most useful first."""
        if self._ranked is None:
            self._ranked = self._rank()
        return self._ranked

    def _rank(self) -> tuple[str, ...]:
        counts: dict[str, int] = {}
        firsts: list[tuple[float, int, str]] = []
        for position, key in enumerate(self.asks):
            found = self._open(key)
            if found is None:
                continue
            weigher, estimate = found
            for name, count in weigher.facts.items():
                counts[name] = counts.get(name, 0) + count
            if estimate.first and self._askable(estimate.first):
                firsts.append((estimate.effort, position, estimate.first))
        askable = [name for name in counts if self._askable(name)]
        if not askable:
            return ()
        votes: dict[str, float] = {}
        for effort, position, name in firsts:
            weight = pointed_at(self._compiled, self.asks[position], self.case.facts) if len(firsts) > 1 else 1.0
            votes[name] = votes.get(name, 0.0) + weight / (1.0 + effort)
        order = sorted(askable, key=lambda name: (-votes.get(name, 0.0), -counts[name], askable.index(name)))
        return tuple(self._presence_first(order))

    def _presence_first(self, order: list[str]) -> list[str]:
        """Whether there is an agency at all comes before anything about it."""
        if not order:
            return order
        fact = self.programme.facts.get(order[0])
        role = self.programme.roles.get(fact.role) if fact is not None else None
        if role is not None and role.how_many is HowMany.OPTIONAL and role.key in order:
            order.remove(role.key)
            order.insert(0, role.key)
        return order

    def _askable(self, name: str) -> bool:
        if name in self.skip or (name in self.case.facts and definite(self.case.facts[name])):
            return False
        fact = self.programme.facts.get(name)
        if fact is not None:
            return not fact.open_term
        role = self.programme.roles.get(name)
        return role is not None or name == "entry"

    def _open(self, key: str) -> tuple[Weigher, Estimate] | None:
        """What is open about an entry: its facts and the estimate; None where it is settled."""
        entry = self.programme.entry(key)
        if entry is None:
            check(self.programme, self.case, key)  # raises the error that says what there is
            return None
        looked = look(self._compiled, self.case, entry, Layer.PAPER, self._keys(entry), at=self._at)
        run, value = looked.run, looked.value
        weigher = Weigher(self._compiled, run)
        settled = value in (YES, NO, ABSENT_BIT) if entry.type.kind is Kind.YES_NO else definite(value)
        if not settled:
            weigher.entry(key)
        elif isinstance(entry, Conduct) and value == YES:
            weigher.penalties(entry, value)
        elif isinstance(entry, Route) and value == YES:
            self._papers(entry, weigher)
        names = [name for name in weigher.facts if self._askable(name)]
        if not names and not settled and isinstance(entry, (Route, Conduct)):
            # Nothing more to be told about the outcome itself; what follows from it may still be told.
            self._papers(entry, weigher) if isinstance(entry, Route) else weigher.penalties(entry, value)
            names = [name for name in weigher.facts if self._askable(name)]
        if not names:
            return None
        if settled:
            return weigher, Estimate(0.5, float(len(names)), names[0])
        estimate = _Estimator(self._compiled, run, weigher.facts, self._askable).entry(key)
        return weigher, estimate if estimate.first else Estimate(0.5, float(len(names)), names[0])

    def _keys(self, entry: Entry) -> tuple[Any, ...] | None:
        if not isinstance(entry, Parameter) or not entry.by:
            return None
        return tuple(
            self.case.facts.get(
                by,
                frozenset(
                    self.programme.facts[by].type.options if by in self.programme.facts else self.programme.places
                ),
            )
            for by in entry.by
        )

    def _papers(self, route: Route, weigher: Weigher) -> None:
        """A route that is open to somebody: its papers and what it grants are worth asking about too."""
        for document in route.documents:
            if held_on(document, route, weigher.run) == NO:
                continue
            if document.needed is not None:
                held = self._compiled.node(document.needed, route.law)(weigher.run)
                weigher.node(document.needed)
                if not held & YES:
                    continue
            if document.have is not None:
                self._compiled.node(document.have, route.law)
                weigher.node(document.have)
        for grant in route.grants:
            if grant.value is not None and held_on(grant, route, weigher.run) != NO:
                self._compiled.node(grant.value, route.law)
                weigher.node(grant.value)


class _Estimator:
    def __init__(self, compiled: Compiled, run: Run, counts: dict[str, int], askable: Any) -> None:
        self.compiled = compiled
        self.run = run
        self.counts = counts
        self.askable = askable
        self._entries: dict[str, Estimate] = {}

    def entry(self, key: str) -> Estimate:
        """The estimate of an entry as it is cited."""
        found = self._entries.get(key)
        if found is None:
            self._entries[key] = Estimate(0.5, 0.0, "")
            found = self._entries[key] = self._entry(key)
        return found

    def _entry(self, key: str) -> Estimate:
        entry = self.compiled.programme.entry(key)
        assert entry is not None
        value = self.compiled.entry(key)(self.run) if not isinstance(entry, Parameter) or not entry.by else None
        if entry.type.kind is Kind.YES_NO and value in (YES, NO, ABSENT_BIT):
            return _CERTAIN_YES if value == YES else _CERTAIN_NO
        parts = [self.node(v.body) for v, _ in self.compiled.active(entry, self.run) if v.body is not None]
        for change, held in self.compiled.changes_of(key, self.run) if key in self.compiled.changes else ():
            if held != YES and change.condition is not None:
                parts.append(self.node(change.condition))
            parts.extend(self.node(v.body) for v, _ in self.compiled.active(change, self.run) if v.body is not None)
        parts = [part for part in parts if part.first] or parts
        return min(parts, key=lambda part: part.effort) if parts else Estimate(0.5, 0.0, "")

    def node(self, node: Node) -> Estimate:
        """The estimate of a condition, or of what makes a value known."""
        if isinstance(node, EntryRef):
            return self.entry(node.name)
        value = self.compiled.value(node, self.run)
        if node.type.kind is Kind.YES_NO:
            if value == YES:
                return _CERTAIN_YES
            if value in (NO, ABSENT_BIT):
                return _CERTAIN_NO
        elif definite(value):
            return _CERTAIN_YES
        match node:
            case AllOf(members=parts) | Both(operands=parts):
                return self.all_of([self.node(part) for part in parts])
            case AnyOf(members=parts) | Either(operands=parts):
                return self.any_of([self.node(part) for part in parts])
            case Member(condition=condition, unless=unless):
                return self.any_of([self.node(condition), *(self.node(one.condition) for one in unless)])
            case Not(operand=operand):
                inner = self.node(operand)
                return Estimate(1.0 - inner.chance, inner.effort, inner.first)
            case FactRef(name=name):
                return self.fact(name)
            case OneOf(operand=operand, options=options):
                return self.with_chance(operand, _share(self._value(operand), options))
            case Compare():
                return self.compare(node)
            case FirstOf(lines=lines):
                return self.lines([(line.condition, line.value) for line in lines])
            case BestOf(lines=lines):
                return self.lines([(line.condition, line.value) for line in lines])
            case Conditional(condition=condition, yes=yes, no=no):
                return self.lines([(condition, yes), (condition, no)])
            case Table(of=of):
                return self.node(of)
            case Arithmetic():
                return self.widest(node)
            case OverHistory(history=name):
                if self.askable(name):
                    return Estimate(0.5, 1.0 / max(1, self.counts.get(name, 1)), name)
        found = [part for part in (self.node(one) for one in children(node)) if part.first]
        if not found:
            return Estimate(0.5, 0.0, "")
        return Estimate(0.5, sum(part.effort for part in found), found[0].first)

    def _value(self, node: Node) -> Any:
        return self.compiled.value(node, self.run)

    def fact(self, name: str) -> Estimate:
        """A fact still open: one question, shared by all conditions that need it; whether it applies may come first."""
        programme = self.compiled.programme
        fact = programme.facts.get(name)
        if fact is not None:
            role = programme.roles.get(fact.role)
            if (
                role is not None
                and role.how_many is HowMany.OPTIONAL
                and role.key not in self.run.facts
                and self.askable(role.key)
            ):
                return Estimate(0.5, 1.5, role.key)
            if fact.only_if is not None:
                before = self.node(fact.only_if)
                if before.first:
                    return Estimate(before.chance / 2, before.effort + before.chance, before.first)
        if not self.askable(name):
            return Estimate(0.5, 0.0, "")
        return Estimate(0.5, 1.0 / max(1, self.counts.get(name, 1)) ** 0.5, name)

    def with_chance(self, operand: Node, chance: float) -> Estimate:
        """The estimate of a test whose chance is known better than one half."""
        inner = self.node(operand)
        return Estimate(chance, inner.effort, inner.first)

    def all_of(self, parts: list[Estimate]) -> Estimate:
        """All must hold: first what most likely fails for the least effort."""
        if any(part.chance == 0.0 and not part.first and part.effort == 0.0 for part in parts):
            return _CERTAIN_NO
        asked = sorted(
            (part for part in parts if part.first), key=lambda part: part.effort / max(1e-9, 1.0 - part.chance)
        )
        return _in_order(asked, lambda part: part.chance)

    def any_of(self, parts: list[Estimate]) -> Estimate:
        """One suffices: first what most likely holds for the least effort."""
        asked = sorted((part for part in parts if part.first), key=lambda part: part.effort / max(1e-9, part.chance))
        found = _in_order(asked, lambda part: 1.0 - part.chance)
        missed = 1.0
        for part in asked:
            missed *= 1.0 - part.chance
        return Estimate(1.0 - missed, found.effort, found.first)

    def compare(self, node: Compare) -> Estimate:
        """A comparison: how likely from where the other side lies in what is possible; first the fact that moves
        it most.
        """
        left, right = self._value(node.left), self._value(node.right)
        inner = [part for part in (self.node(node.left), self.node(node.right)) if part.first]
        effort = sum(part.effort for part in inner)
        first = inner[0].first if inner else ""
        if node.left.type.kind in (Kind.CHOICE, Kind.PLACE):
            chance = 0.5
            if isinstance(left, frozenset) and isinstance(right, str):
                order = list(node.left.type.options)
                if node.how in (Comparison.EQUAL, Comparison.DIFFERENT) or right not in order:
                    equal = 1.0 / max(1, len(left - {ABSENT}))
                    chance = equal if node.how is Comparison.EQUAL else 1.0 - equal
                else:
                    holding = [
                        option
                        for option in left
                        if option is not ABSENT and _ordered(node.how, order, str(option), right)
                    ]
                    chance = len(holding) / max(1, len(left - {ABSENT}))
            return Estimate(chance, effort, first)
        return Estimate(0.5, effort, first)

    def lines(self, lines: list[tuple[Node, Node]]) -> Estimate:
        """Lines looked at in order: the first condition that is open, else the first value."""
        parts: list[Estimate] = []
        for condition, value in lines:
            held = self._value(condition)
            if held != NO:
                parts.extend(part for part in (self.node(condition), self.node(value)) if part.first)
            if held == YES:
                break
        if not parts:
            return Estimate(0.5, 0.0, "")
        return Estimate(0.5, sum(part.effort for part in parts), parts[0].first)

    def widest(self, node: Arithmetic) -> Estimate:
        """A sum or difference: first the part that moves it most."""
        parts = _terms(node)
        found = []
        for part in parts:
            inner = self.node(part)
            if inner.first:
                low, high, _ = bounds(self._value(part))
                width = 0.0 if low is None or isinstance(low, date) else float(high) - float(low)
                found.append((width, inner))
        if not found:
            return Estimate(0.5, 0.0, "")
        found.sort(key=lambda one: -one[0])
        return Estimate(0.5, sum(one.effort for _, one in found), found[0][1].first)


def _terms(node: Node) -> list[Node]:
    if isinstance(node, Arithmetic) and node.how in (Operation.ADD, Operation.SUBTRACT):
        return [*_terms(node.left), *_terms(node.right)]
    return [node] if not isinstance(node, Arithmetic) else [node.left, node.right]


def _ordered(how: Comparison, order: list[str], option: str, other: str) -> bool:
    a, b = order.index(option), order.index(other)
    return {
        Comparison.LESS: a < b,
        Comparison.AT_MOST: a <= b,
        Comparison.MORE: a > b,
        Comparison.AT_LEAST: a >= b,
    }.get(how, a == b)


def _share(value: Any, options: tuple[str, ...]) -> float:
    possible = value - {ABSENT} if isinstance(value, frozenset) else {value}
    return len(possible & set(options)) / max(1, len(possible))


def _in_order(parts: list[Estimate], go_on: Any) -> Estimate:
    """Some tests one after the other, each only where those before leave it open."""
    if not parts:
        return Estimate(0.5, 0.0, "")
    effort, reach = 0.0, 1.0
    for part in parts:
        effort += reach * part.effort
        reach *= go_on(part)
    return Estimate(reach, effort, parts[0].first)
