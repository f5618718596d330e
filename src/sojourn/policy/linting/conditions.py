"""Conditions and results without sense: what can never hold or never fail, money not whole, conduct without anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..checking.looking import may_hold
from ..model import Conduct, Entry, Fact, Route
from ..reading.checks import consequences_of, versions_of
from ..tree import (
    AllOf,
    Both,
    Compare,
    Comparison,
    EntryRef,
    FactRef,
    Literal,
    Member,
    Node,
    Not,
    OneOf,
    Where,
    walk,
)
from ..types import Kind
from .findings import Findings


def check_conditions(findings: Findings) -> None:
    """Every own rule, route and conduct."""
    for kind, entry in findings.entries():
        if kind != "parameter":
            _check_sense(entry, findings)
            _check_money(entry, findings)
        if isinstance(entry, Conduct):
            _check_conduct(entry, findings)


def _check_sense(entry: Entry, findings: Findings) -> None:
    before = len(findings.problems.found)
    for version in versions_of(entry):
        if version.body is None:
            continue
        for part in walk(version.body):
            if isinstance(part, (AllOf, Both)):
                _check_together(entry.key, part, findings)
            elif isinstance(part, Compare):
                _check_range(entry.key, part, findings)
    plain = len(findings.problems.found) > before  # what shows in the text is said there, once
    bodies = entry.type.kind is Kind.YES_NO and any(version.body is not None for version in entry.paper)
    if bodies and not plain and not may_hold(findings.programme, entry.key):
        _never_holds(entry.key, entry.where, findings)


def _never_holds(name: str, where: Where, findings: Findings) -> None:
    findings.add(
        where, "lint_never_holds", "'{name}' can never hold, on paper or in practice, whatever the case.", name=name
    )


# ---- contradictions that show in the text ------------------------------------------------------------------


class _Allowed:
    """What several conditions together leave of one fact."""

    def __init__(self, options: tuple[str, ...]) -> None:
        self.options: set[str] | None = set(options) if options else None
        self.low: tuple[int | Fraction, bool] | None = None
        self.high: tuple[int | Fraction, bool] | None = None

    def only(self, options: Iterable[str]) -> None:
        self.options = set(options) if self.options is None else self.options & set(options)

    def bound(self, how: Comparison, value: int | Fraction) -> None:
        if how in (Comparison.AT_LEAST, Comparison.MORE, Comparison.EQUAL):
            low = (value, how is Comparison.MORE)
            self.low = low if self.low is None else max(self.low, low)
        if how in (Comparison.AT_MOST, Comparison.LESS, Comparison.EQUAL):
            open_end = how is Comparison.LESS
            if self.high is None or value < self.high[0] or (value == self.high[0] and open_end):
                self.high = (value, open_end)

    @property
    def nothing(self) -> bool:
        if self.options is not None and not self.options:
            return True
        if self.low is None or self.high is None:
            return False
        return self.low[0] > self.high[0] or (self.low[0] == self.high[0] and (self.low[1] or self.high[1]))


def _check_together(name: str, part: AllOf | Both, findings: Findings) -> None:
    allowed: dict[str, _Allowed] = {}
    for condition in _conditions(part):
        _restrict(condition, allowed)
    if any(one.nothing for one in allowed.values()):
        _never_holds(name, part.where, findings)


def _conditions(part: AllOf | Both) -> Iterator[Node]:
    nodes: tuple[Node, ...] = part.members if isinstance(part, AllOf) else part.operands
    for node in nodes:
        if isinstance(node, Member):
            if node.unless:
                continue
            node = node.condition
        if isinstance(node, (AllOf, Both)):
            yield from _conditions(node)
        else:
            yield node


def _restrict(condition: Node, allowed: dict[str, _Allowed]) -> None:
    negated = isinstance(condition, Not)
    inner = condition.operand if isinstance(condition, Not) else condition
    if isinstance(inner, (FactRef, EntryRef)) and inner.type.kind is Kind.YES_NO:
        _of(inner.name, ("yes", "no"), allowed).only({"no" if negated else "yes"})
    elif isinstance(inner, OneOf) and isinstance(inner.operand, FactRef):
        options = inner.operand.type.options
        named = set(inner.options)
        _of(inner.operand.name, options, allowed).only(set(options) - named if negated else named)
    elif isinstance(inner, Compare) and not negated:
        _restrict_by_comparison(inner, allowed)


def _restrict_by_comparison(compare: Compare, allowed: dict[str, _Allowed]) -> None:
    fact, literal = compare.left, compare.right
    if not isinstance(fact, FactRef) or not isinstance(literal, Literal):
        return
    value = literal.value
    if fact.type.kind is Kind.CHOICE and isinstance(value, str):
        options = fact.type.options
        if compare.how is Comparison.EQUAL:
            _of(fact.name, options, allowed).only({value})
        elif compare.how is Comparison.DIFFERENT:
            _of(fact.name, options, allowed).only({*options} - {value})
    elif fact.type.kind is Kind.NUMBER and isinstance(value, (int, Fraction)):
        _of(fact.name, (), allowed).bound(compare.how, value)


def _of(name: str, options: tuple[str, ...], allowed: dict[str, _Allowed]) -> _Allowed:
    return allowed.setdefault(name, _Allowed(options))


def _check_range(name: str, compare: Compare, findings: Findings) -> None:
    """A comparison that the fact's own range decides already."""
    left, right = compare.left, compare.right
    if not isinstance(left, FactRef) or not isinstance(right, Literal):
        return
    fact = findings.programme.facts.get(left.name)
    value = right.value
    if fact is None or not isinstance(value, (int, Fraction)) or isinstance(value, bool):
        return
    decided = _decided(compare.how, fact, value)
    if decided is not None:
        findings.add(
            compare.where,
            "lint_always_holds" if decided else "lint_never_true",
            "In '{name}' this comparison always holds: the range of '{fact}' leaves nothing else; check the "
            "number or the range."
            if decided
            else "In '{name}' this comparison never holds: it lies outside the range of '{fact}'; "
            "check the number or the range.",
            name=name,
            fact=fact.name,
        )


def _decided(how: Comparison, fact: Fact, value: int | Fraction) -> bool | None:
    low, high = fact.low, fact.high
    below = high is not None and high < value
    above = low is not None and low > value
    match how:
        case Comparison.EQUAL:
            return False if below or above else None
        case Comparison.DIFFERENT:
            return True if below or above else None
        case Comparison.LESS:
            return True if below else False if low is not None and low >= value else None
        case Comparison.AT_MOST:
            return True if high is not None and high <= value else False if above else None
        case Comparison.MORE:
            return False if high is not None and high <= value else True if above else None
        case Comparison.AT_LEAST:
            return False if below else True if low is not None and low >= value else None


# ---- money and conduct -------------------------------------------------------------------------------------


def _check_money(entry: Entry, findings: Findings) -> None:
    results: list[Node] = [version.body for version in versions_of(entry) if version.body is not None]
    if isinstance(entry, Route):
        results.extend(grant.value for grant in entry.grants if grant.value is not None)
    for consequence in consequences_of(versions_of(entry)):
        results.extend(node for node in (consequence.low, consequence.high) if node is not None)
    for node in results:
        kind = node.type
        if kind.kind is Kind.NUMBER and kind.unit.is_money and not kind.whole:
            findings.add(
                node.where,
                "lint_money_not_whole",
                "'{name}' may come to a fraction of a fen; say round(...), floor(...) or ceiling(...).",
                name=entry.key,
            )


def _check_conduct(conduct: Conduct, findings: Findings) -> None:
    if not conduct.liable:
        findings.add(
            conduct.where,
            "lint_conduct_liable",
            "It is not said who is liable for '{name}'; add 'liable'.",
            name=conduct.key,
        )
    if not conduct.by:
        findings.add(
            conduct.where, "lint_conduct_by", "It is not said who decides on '{name}'; add 'by'.", name=conduct.key
        )
