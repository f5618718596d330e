"""Alterations: for everything that cites a source, the programme with that thing changed, to see whether a worked
case notices.

Each alteration changes one thing in the plainest way: a figure is moved by one unit, an option replaced, a condition
reversed, a grant, duty, step or document taken out, a decider or a word removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from ..literal import step_of
from ..model import Attested, Conduct, Consequence, Day, Entry, Parameter, Practice, Programme, Ranged, Route, Version
from ..model import Row as ParameterRow
from ..tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    BestOf,
    Exempt,
    FirstOf,
    Gap,
    Literal,
    Member,
    Node,
    Not,
    Operation,
    Row,
    Table,
)
from ..types import YES_NO, Kind, Type

_FAR = timedelta(days=400)

_COLLECTIONS = ("parameters", "rules", "routes", "conduct")


@dataclass(frozen=True, slots=True)
class Alteration:
    """One change: the source that the changed thing cites, what kind of entry and which, what is changed, and how
    to make it.
    """

    source: str
    kind: str
    key: str
    what: str
    apply: Callable[[Programme], Programme]


def alterations_of(programme: Programme) -> Iterator[Alteration]:
    """Every alteration of what a programme itself says (not of what it inherits), once for each source cited."""
    for collection in _COLLECTIONS:
        for entry in getattr(programme, collection).values():
            if entry.programme == programme.key:
                for sources, what, changed in _entry(entry):
                    apply = _replaced(collection, entry.key, changed)
                    for source in sources:
                        yield Alteration(source, type(entry).__name__.lower(), entry.key, what, apply)
    yield from _surroundings(programme)


def _replaced(collection: str, key: str, changed: Any) -> Callable[[Programme], Programme]:
    def apply(programme: Programme) -> Programme:
        changes: dict[str, Any] = {collection: {**getattr(programme, collection), key: changed}}
        return replace(programme, **changes)

    return apply


# ---- entries ---------------------------------------------------------------------------------------------------

_Change = tuple[tuple[str, ...], str, Any]


def _entry(entry: Entry) -> Iterator[_Change]:
    for index, version in enumerate(entry.paper):
        for sources, what, changed in _version(version, entry):
            yield sources, what, replace(entry, paper=_put(entry.paper, index, changed))
    practice = entry.practice
    for index, version in enumerate(practice.versions):
        for sources, what, changed in _version(version, entry):
            versions = _put(practice.versions, index, changed)
            yield sources, f"{what} in practice", replace(entry, practice=replace(practice, versions=versions))
    if practice.sources and practice.attested is Attested.SAME:
        yield practice.sources, "practice not attested", replace(entry, practice=Practice(notes=practice.notes))
    for index, note in enumerate(practice.notes):
        kept = (*practice.notes[:index], *practice.notes[index + 1 :])
        if note.word is not None:
            yield note.sources, "the word of practice taken out", replace(entry, practice=replace(practice, notes=kept))
    if isinstance(entry, Route):
        yield from _route(entry)


def _route(route: Route) -> Iterator[_Change]:
    for name in ("grants", "duties", "steps", "documents"):
        items = getattr(route, name)
        for index, item in enumerate(items):
            without: dict[str, Any] = {name: (*items[:index], *items[index + 1 :])}
            yield item.sources, f"{name}: {item.key} taken out", replace(route, **without)
            for what, moved in _part_moved(item):
                dated: dict[str, Any] = {name: _put(items, index, moved)}
                yield item.sources, f"{name}: {item.key} {what}", replace(route, **dated)
    if route.family is not None:
        yield route.family.sources, "family taken out", replace(route, family=None)
        for what, moved in _part_moved(route.family):
            yield route.family.sources, f"family {what}", replace(route, family=moved)


def _part_moved(part: Any) -> Iterator[tuple[str, Any]]:
    if part.start is not None:
        yield "begins later", replace(part, start=_moved(part.start))
    if part.end is not None:
        yield "ends later", replace(part, end=_moved(part.end))


def _version(version: Version, entry: Entry) -> Iterator[_Change]:
    if version.start is not None:
        yield version.sources, "begins later", replace(version, start=_moved(version.start))
    if isinstance(entry, Parameter):
        for index, row in enumerate(version.rows):
            value = _moved_value(row.value, entry.type)
            if value is not None:
                rows = _put(version.rows, index, replace(row, value=value))
                yield (*version.sources, *row.sources), "another value", replace(version, rows=rows)
        if version.rows and all(_moved_value(row.value, entry.type) is None for row in version.rows):
            yield version.sources, "another value", replace(version, rows=_sure(version.rows))
        return
    if version.body is not None and not (isinstance(entry, Conduct) and version.consequences):
        yield version.sources, "the contrary", replace(version, body=_contrary(version.body))
    if version.body is not None:
        for sources, what, changed in _body(version.body):
            yield sources, what, replace(version, body=changed)
    for index, consequence in enumerate(version.consequences):
        for sources, what, changed in _consequence(consequence):
            kept = version.consequences
            consequences = kept[:index] + ((changed,) if changed is not None else ()) + kept[index + 1 :]
            yield (*version.sources, *sources), what, replace(version, consequences=consequences)
    if version.note is not None and version.note.word is not None:
        yield (*version.sources, *version.note.sources), "the word taken out", replace(version, note=None)


def _put(items: tuple[Any, ...], index: int, changed: Any) -> tuple[Any, ...]:
    return (*items[:index], changed, *items[index + 1 :])


def _moved(day: Day) -> Day:
    return replace(
        day,
        earliest=day.earliest + _FAR,
        latest=day.latest + _FAR,
        boundary=f"moved {day.boundary}@{day.earliest + _FAR}..{day.latest + _FAR}",
    )


def _moved_value(value: Ranged, type: Type) -> Ranged | None:
    if value.how is Ranged.How.NONE or value.low is None:
        return None
    if isinstance(value.low, bool):
        return replace(value, low=not value.low, high=not value.low)
    if isinstance(value.low, str):
        other = next((option for option in type.options if option != value.low), None)
        return None if other is None else replace(value, low=other, high=other)
    step = Fraction(step_of(type))
    if type.unit.is_money:
        step = Fraction(100)
    return replace(value, low=value.low + step, high=None if value.high is None else _plus(value.high, step))


def _plus(value: Any, step: Fraction) -> Any:
    return value + step


def _sure(rows: tuple[ParameterRow, ...]) -> tuple[ParameterRow, ...]:
    """Rows that said `none` or `unknown`, with a value."""
    return tuple(replace(row, value=Ranged(Ranged.How.EXACT, 12345, 12345)) for row in rows)


# ---- bodies ----------------------------------------------------------------------------------------------------


def _contrary(body: Node) -> Node:
    """A body that says otherwise: the contrary of a condition, another value."""
    if body.type.kind is Kind.YES_NO:
        return Not(YES_NO, body.where, body)
    return _other_value(body)


def _other_value(node: Node) -> Node:
    """A body whose every result is another."""
    match node:
        case FirstOf(lines=lines, otherwise=otherwise):
            return replace(
                node,
                lines=tuple(replace(line, value=_other_value(line.value)) for line in lines),
                otherwise=None if otherwise is None else _other_value(otherwise),
            )
        case BestOf(lines=lines, otherwise=otherwise):
            return replace(node, lines=tuple(replace(line, value=_other_value(line.value)) for line in lines))
        case Table(rows=rows):
            return replace(node, rows=tuple(_other_row(row) for row in rows))
        case Literal(value=value, type=kind):
            return replace(node, value=_other_literal(value, kind))
    return Literal(node.type, node.where, None)


def _other_literal(value: Any, kind: Type) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, Fraction)):
        return value + (100 if kind.unit.is_money else step_of(kind))
    if isinstance(value, str):
        return next((option for option in kind.options if option != value), None)
    return None if value is not None else (True if kind.kind is Kind.YES_NO else 12345)


def _other_row(row: Row) -> Row:
    return replace(row, value=None if row.value is None else _other_value(row.value))


def _body(node: Node) -> Iterator[_Change]:
    """Alterations of the parts of a body that cite a source of their own."""
    match node:
        case AllOf(members=members) | AnyOf(members=members):
            for index, member in enumerate(members):
                for sources, what, changed in _member(member):
                    yield sources, what, replace(node, members=_put(members, index, changed))
        case FirstOf(lines=lines) | BestOf(lines=lines):
            for index, line in enumerate(lines):
                if line.sources:
                    changed = replace(line, value=_other_value(line.value))
                    yield (
                        line.sources,
                        f"line {line.key}: another value",
                        replace(node, lines=_put(lines, index, changed)),
                    )
        case Table(rows=rows, gaps=gaps):
            for index, row in enumerate(rows):
                if row.sources:
                    yield (
                        row.sources,
                        f"row {row.key}: another value",
                        replace(node, rows=_put(rows, index, _other_row(row))),
                    )
            for gap in gaps:
                yield gap.sources, "the gap filled", replace(node, rows=(*rows, _filling(gap, rows[0])), gaps=())


def _filling(gap: Gap, like: Row) -> Row:
    return replace(like, key="filled", low=gap.low, low_included=True, high=gap.high, high_included=True)


def _member(member: Member) -> Iterator[_Change]:
    if member.sources:
        contrary = Not(YES_NO, member.where, member.condition)
        yield member.sources, f"condition {member.key}: the contrary", replace(member, condition=contrary)
    for index, one in enumerate(member.unless):
        if one.sources:
            kept: tuple[Exempt, ...] = (*member.unless[:index], *member.unless[index + 1 :])
            yield one.sources, f"exception {one.key} taken out", replace(member, unless=kept)
    for sources, what, changed in _body(member.condition):
        yield sources, what, replace(member, condition=changed)


def _consequence(consequence: Consequence) -> Iterator[_Change]:
    yield consequence.sources, "a consequence taken out", None
    if consequence.high is not None:
        doubled = _twice(consequence.high)
        yield consequence.sources, "a higher bound", replace(consequence, high=doubled)


def _twice(node: Node) -> Node:
    return Arithmetic(node.type, node.where, Operation.ADD, node, node)


# ---- what surrounds the entries --------------------------------------------------------------------------------


def _surroundings(programme: Programme) -> Iterator[Alteration]:
    for assumption in _own(programme.assumptions, programme):
        for other in assumption.alternatives[:1]:
            changed = replace(assumption, value=other)
            yield from _each(
                assumption.sources, "assumption", assumption.key, "the alternative", "assumptions", changed
            )
    for place in _own(programme.places, programme):
        if place.parents:
            yield from _each(place.sources, "place", place.key, "lies nowhere", "places", replace(place, parents=()))
    for boundary in _own(programme.boundaries, programme):
        changed_day = replace(boundary.day, earliest=boundary.day.earliest + _FAR, latest=boundary.day.latest + _FAR)
        for source in boundary.sources:
            yield Alteration(source, "boundary", boundary.key, "later", _boundary_moved(boundary.day, changed_day))
    for authority in _own(programme.authorities, programme):
        for source in authority.sources:
            yield Alteration(source, "authority", authority.key, "decides nothing", _without_authority(authority.key))
    for fact in _own(programme.facts, programme):
        if fact.sources and fact.options:
            for source in fact.sources:
                yield Alteration(source, "fact", fact.name, "an option taken out", _without_options(fact.name))
    for index, suspension in enumerate(programme.suspensions):
        kept = (*programme.suspensions[:index], *programme.suspensions[index + 1 :])
        for source in suspension.sources:
            yield Alteration(source, "suspension", str(index + 1), "taken out", _with(suspensions=kept))
    for index, event in enumerate(programme.timeline):
        later_event = replace(event, day=_moved(event.day))
        events = (*programme.timeline[:index], later_event, *programme.timeline[index + 1 :])
        for source in event.sources:
            yield Alteration(source, "timeline", event.label, "later", _with(timeline=events))
    if programme.period_start is not None:
        for source in programme.period_sources:
            later = _moved(programme.period_start)
            yield Alteration(source, "period", programme.key, "begins later", _with(period_start=later))


def _own(collection: Mapping[str, Any], programme: Programme) -> list[Any]:
    return [one for one in collection.values() if one.programme == programme.key]


def _each(
    sources: tuple[str, ...], kind: str, key: str, what: str, collection: str, changed: Any
) -> Iterator[Alteration]:
    for source in sources:
        yield Alteration(source, kind, key, what, _replaced(collection, key, changed))


def _with(**changes: Any) -> Callable[[Programme], Programme]:
    return lambda programme: replace(programme, **changes)


def _without_options(name: str) -> Callable[[Programme], Programme]:
    def apply(programme: Programme) -> Programme:
        fact = programme.facts[name]
        kept = fact.type.options[:1]
        changed = replace(fact, type=replace(fact.type, options=kept))
        return replace(programme, facts={**programme.facts, name: changed})

    return apply


def _without_authority(key: str) -> Callable[[Programme], Programme]:
    def without(who: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in who if one != key)

    def apply(programme: Programme) -> Programme:
        routes = {
            name: replace(
                route,
                decided_by=without(route.decided_by),
                steps=tuple(step for step in route.steps if step.who != key),
                duties=tuple(duty for duty in route.duties if duty.who != key),
            )
            for name, route in programme.routes.items()
        }
        conduct = {name: replace(one, by=without(one.by)) for name, one in programme.conduct.items()}
        return replace(programme, routes=routes, conduct=conduct)

    return apply


def _boundary_moved(before: Day, after: Day) -> Callable[[Programme], Programme]:
    """The programme with a shared day moved everywhere it is used."""

    def moved(value: Any) -> Any:
        if isinstance(value, Day):
            return after if value.boundary == before.boundary and value.boundary else value
        if isinstance(value, tuple):
            changed = tuple(moved(one) for one in value)
            return changed if any(a is not b for a, b in zip(changed, value, strict=True)) else value
        if isinstance(value, (Version, Practice, Entry)):
            return _moved_within(value, moved)
        return value

    def apply(programme: Programme) -> Programme:
        changes: dict[str, Any] = {
            collection: {key: moved(entry) for key, entry in getattr(programme, collection).items()}
            for collection in _COLLECTIONS
        }
        changes["period_start"] = moved(programme.period_start)
        changes["suspensions"] = tuple(
            replace(one, start=moved(one.start), end=moved(one.end)) for one in programme.suspensions
        )
        changes["boundaries"] = {key: replace(one, day=moved(one.day)) for key, one in programme.boundaries.items()}
        changes["places"] = {
            key: replace(one, parents=tuple(replace(p, start=moved(p.start), end=moved(p.end)) for p in one.parents))
            for key, one in programme.places.items()
        }
        return replace(programme, **changes)

    return apply


#: What may be dated, or hold what is: of versions, entries, their practice and their parts.
_DATED = ("start", "end", "paper", "practice", "versions", "grants", "duties", "steps", "documents", "family")


def _moved_within(value: Any, moved: Callable[[Any], Any]) -> Any:
    changes = {}
    for name in _DATED:
        if any(field.name == name for field in fields(value)):
            before = getattr(value, name)
            after = moved(before)
            if after is not before:
                changes[name] = after
    return replace(value, **changes) if changes else value
