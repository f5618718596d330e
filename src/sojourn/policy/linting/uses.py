"""Uses: what is written down and never used is a mistake, or work that nobody needs."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Day, Entry, Fact, Parameter, Programme
from ..reading.checks import nodes_of, versions_of
from ..reading.programme import replacements
from ..tree import AssumptionRef, EntryRef, FactRef, FieldRef, Node, OverHistory, ParameterRef, walk
from .findings import Findings, all_entries
from .sources import cited_by, cited_elsewhere


def check_uses(findings: Findings) -> None:
    """Facts, fields, parameters, rules, assumptions, boundaries, sources and works that nothing uses."""
    uses = _Uses()
    for programme in (findings.programme, *findings.users):
        uses.take(programme)
    programme = findings.programme
    for fact in programme.facts.values():
        if findings.own(fact.programme):
            _check_fact(fact, uses, findings)
    for parameter in programme.parameters.values():
        if findings.own(parameter.programme) and parameter.key not in uses.reached:
            findings.add(
                parameter.where, "lint_unused_parameter", "Nothing uses the parameter '{name}'.", name=parameter.key
            )
    for rule in programme.rules.values():
        if findings.own(rule.programme) and rule.key not in uses.reached:
            findings.add(
                rule.where,
                "lint_unused_rule",
                "No route, conduct, goal or case leads to the rule '{name}'.",
                name=rule.key,
            )
    for assumption in programme.assumptions.values():
        if findings.own(assumption.programme) and assumption.key not in uses.assumptions:
            findings.add(
                assumption.where,
                "lint_unused_assumption",
                "Nothing rests on the assumption '{name}'.",
                name=assumption.key,
            )
    for boundary in programme.boundaries.values():
        if findings.own(boundary.programme) and boundary.key not in uses.boundaries:
            findings.add(
                boundary.where, "lint_unused_boundary", "Nothing changes on the day '{name}'.", name=boundary.key
            )
    _check_sources(uses, findings)


def _check_fact(fact: Fact, uses: _Uses, findings: Findings) -> None:
    if fact.name not in uses.facts:
        findings.add(fact.where, "lint_unused_fact", "Nothing asks for the fact '{name}'.", name=fact.name)
        return
    for name in fact.fields:
        if (fact.name, name) not in uses.fields:
            findings.add(
                fact.where,
                "lint_unused_field",
                "Nothing asks for '{field}' in the history '{name}'.",
                field=name,
                name=fact.name,
            )


def _check_sources(uses: _Uses, findings: Findings) -> None:
    programme = findings.programme
    for source in programme.sources.values():
        if findings.own(source.programme) and source.key not in uses.sources:
            findings.add(source.where, "lint_unused_source", "Nothing cites the source '{name}'.", name=source.key)
    works = {source.work for source in programme.sources.values()} | uses.works
    for work in programme.works.values():
        if findings.own_file(work.where) and work.key not in works:
            findings.add(work.where, "lint_unused_work", "No source is found in the work '{name}'.", name=work.key)


class _Uses:
    """What is used, gathered over the programmes that may use it."""

    def __init__(self) -> None:
        self.reached: set[str] = set()
        self.facts: set[str] = set()
        self.fields: set[tuple[str, str]] = set()
        self.assumptions: set[str] = set()
        self.boundaries: set[str] = set()
        self.sources: set[str] = set()
        self.works: set[str] = set()

    def take(self, programme: Programme) -> None:
        """Add what a programme uses."""
        self.reach(programme)
        for entry in all_entries(programme):
            for node in nodes_of(entry):
                self.take_node(node)
            if isinstance(entry, Parameter):
                self.facts.update(by for by in entry.by if by not in ("place", "year"))
            self.assumptions.update(version.assumption for version in versions_of(entry))
            self.sources.update(source for source, _ in cited_by(entry))
        for fact in programme.facts.values():
            if fact.only_if is not None:
                self.take_node(fact.only_if)
        self.sources.update(source for source, _ in cited_elsewhere(programme))
        self.works.update(source.work for source in programme.sources.values())
        self.boundaries.update(day.boundary for day in _days(programme))

    def take_node(self, node: Node) -> None:
        """Add what an expression names."""
        for part in walk(node):
            if isinstance(part, FactRef):
                self.facts.add(part.name)
            elif isinstance(part, AssumptionRef):
                self.assumptions.add(part.name)
            elif isinstance(part, OverHistory):
                self.facts.add(part.history)
                self.fields.update((part.history, one.name) for one in walk(part) if isinstance(one, FieldRef))

    def reach(self, programme: Programme) -> None:
        """Add every entry that a route, conduct, goal or case leads to."""
        beside = replacements(programme)
        pending: list[str] = [*programme.routes, *programme.conduct]
        pending.extend(ask for goal in programme.goals for ask in goal.asks)
        pending.extend(expected.ask for case in programme.cases.values() for expected in case.expect)
        for fact in programme.facts.values():
            if fact.only_if is not None:
                pending.extend(_named(fact.only_if))
        seen: set[str] = set()
        while pending:
            key = pending.pop()
            if key in seen:
                continue
            seen.add(key)
            entry = programme.entry(key)
            if entry is not None:
                pending.extend(_cited(entry))
            pending.extend(other.key for other in beside.get(key, ()))
        self.reached |= seen


def _named(node: Node) -> Iterator[str]:
    for part in walk(node):
        if isinstance(part, (EntryRef, ParameterRef)):
            yield part.name


def _cited(entry: Entry) -> Iterator[str]:
    for node in nodes_of(entry):
        yield from _named(node)


def _days(programme: Programme) -> Iterator[Day]:
    """Every day that the programme names anywhere."""
    days: list[Day | None] = [programme.period_start, programme.period_end]
    for entry in all_entries(programme):
        days.extend(version.start for version in versions_of(entry))
    for route in programme.routes.values():
        for part in route.parts:
            days.extend((part.start, part.end))
    for place in programme.places.values():
        for parent in place.parents:
            days.extend((parent.start, parent.end))
    for suspension in programme.suspensions:
        days.extend((suspension.start, suspension.end))
    days.extend(event.day for event in programme.timeline)
    yield from (day for day in days if day is not None)
