"""What can only be checked once everything has been read: what replaces what, circles among entries, names of goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..expressions.reader import LAW_DAYS
from ..model import Conduct, Consequence, Entry, Goal, Parameter, Route, Rule, Version
from ..problems import nearest
from ..tree import EntryRef, Node, Where, walk
from ..types import Kind
from .files import RawProgramme
from .scope import LONGEST_CHAIN, NAME_RESERVED, Scope
from .written import mappings, scalar, scalars, unknown_name

#: What a goal or case asks for when it asks what all breaches together come to.
CONSEQUENCES = "consequences"
_KINDS = ("parameters", "rules", "routes", "conduct")


def check_replacements(raws: list[RawProgramme], scope: Scope) -> None:
    """`overrides` and `alternative_to` must name an entry of the same kind and type in a programme that is extended."""
    for raw in raws:
        for kind in _KINDS:
            known: Mapping[str, Entry] = getattr(scope, kind)
            file = raw.kinds.get(kind)
            for name in file.values if file is not None else ():
                entry = known.get(name)
                if entry is not None and entry.programme == raw.key:
                    _check_replacement(entry, kind, known, raw, scope)


def _check_replacement(entry: Entry, kind: str, known: Mapping[str, Entry], raw: RawProgramme, scope: Scope) -> None:
    for key in ("overrides", "alternative_to"):
        target = getattr(entry, key)
        if not target or target == entry.key:
            continue
        node = raw.kinds[kind].values[entry.key]
        written = scalar(node, key) if hasattr(node, "values") else None  # type: ignore[arg-type]
        where = written.where if written is not None else entry.where
        other = known.get(target)
        if other is None:
            if target not in scope.broken:
                _unknown_target(target, kind, where, known, scope)
            continue
        if other.programme == entry.programme:
            scope.problems.add(
                where,
                "replaces_own",
                "'{target}' stands in this programme itself; change it there, or use first_of or any.",
                target=target,
            )
        elif not _same_type(entry, other):
            scope.problems.add(
                where,
                "replaces_type",
                "'{target}' is {wanted}, but '{name}' is {given}; what takes its place must be of its type.",
                target=target,
                wanted=other.type,
                name=entry.key,
                given=entry.type,
            )


def _unknown_target(target: str, kind: str, where: Where, known: Mapping[str, Entry], scope: Scope) -> None:
    near = nearest(target, known)
    scope.problems.add(
        where,
        "replaces_unknown_near" if near else "replaces_unknown",
        "There is no '{target}' of this kind to replace; did you mean '{near}'?"
        if near
        else "There is no '{target}' of this kind in a programme that this one extends.",
        target=target,
        near=near,
    )


def _same_type(one: Entry, other: Entry) -> bool:
    if one.type.kind is not other.type.kind:
        return False
    if one.type.kind is Kind.NUMBER:
        return one.type.unit.same_dimension(other.type.unit)
    if one.type.kind is Kind.CHOICE:
        return set(one.type.options) <= set(other.type.options)
    return not isinstance(one, Parameter) or not isinstance(other, Parameter) or one.by == other.by


# ---- circles -----------------------------------------------------------------------------------------------


def versions_of(entry: Entry) -> tuple[Version, ...]:
    """The versions of both layers."""
    return (*entry.paper, *entry.practice.versions)


def consequences_of(versions: tuple[Version, ...]) -> Iterator[Consequence]:
    """Every consequence of some versions, those within choices too."""
    for version in versions:
        for consequence in version.consequences:
            yield consequence
            yield from consequence.one_of


def nodes_of(entry: Entry) -> Iterator[Node]:
    """Every expression tree of an entry that its outcome or what it gives rests on."""
    if entry.condition is not None:
        yield entry.condition
    for version in versions_of(entry):
        if version.body is not None:
            yield version.body
    if isinstance(entry, Conduct):
        for consequence in consequences_of(versions_of(entry)):
            for node in (consequence.low, consequence.high, consequence.condition):
                if node is not None:
                    yield node
    if isinstance(entry, Route):
        yield from _nodes_of_route(entry)


def _nodes_of_route(route: Route) -> Iterator[Node]:
    for grant in route.grants:
        if grant.value is not None:
            yield grant.value
    for step in route.steps:
        if step.within is not None:
            yield step.within
    for document in route.documents:
        for node in (document.needed, document.have):
            if node is not None:
                yield node


def note_circles(scope: Scope) -> None:
    """Entries that cite each other in a circle, and chains too long to follow."""
    everything: dict[str, Entry] = {**scope.rules, **scope.routes, **scope.conduct}
    cites: dict[str, list[str]] = {}
    for name, entry in everything.items():
        cited = {part.name: None for node in _deciding(entry) for part in walk(node) if isinstance(part, EntryRef)}
        cites[name] = [other for other in cited if other in everything]
    for name, entry in everything.items():
        target = entry.overrides or entry.alternative_to
        if target in cites and target != name and name not in cites[target]:
            cites[target].append(name)
    depth: dict[str, int] = {}
    for name in everything:
        _go_down(name, cites, depth, scope)


def _deciding(entry: Entry) -> Iterator[Node]:
    """What the outcome rests on; grants, steps and documents of a route may look back at the route itself."""
    if isinstance(entry, (Rule, Route)):
        nodes = [entry.condition, *(version.body for version in versions_of(entry))]
    else:
        nodes = [*nodes_of(entry)]
    # What changes another where it holds itself is no circle for that.
    itself = entry.condition if entry.where_it_holds else None
    yield from (node for node in nodes if node is not None and node is not itself)


def _go_down(start: str, cites: Mapping[str, list[str]], depth: dict[str, int], scope: Scope) -> None:
    """Depth first with a stack of its own; `depth` is how long the longest chain below an entry is."""
    if start in depth:
        return
    path: list[tuple[str, Iterator[str]]] = [(start, iter(cites[start]))]
    on_path = [start]
    while path:
        name, rest = path[-1]
        following = next(rest, None)
        if following is None:
            path.pop()
            on_path.pop()
            depth[name] = 1 + max((depth.get(other, 0) for other in cites[name]), default=0)
            if depth[name] == LONGEST_CHAIN + 1:
                scope.note_long_chain(name)
        elif following in on_path:
            scope.note_cycle([*on_path[on_path.index(following) :], following])
        elif following not in depth:
            path.append((following, iter(cites[following])))
            on_path.append(following)


# ---- goals -------------------------------------------------------------------------------------------------


def check_names(raws: list[RawProgramme], goals: tuple[Goal, ...], scope: Scope) -> None:
    """Goals must ask for rules, routes or conduct that there are, and go by no name of a day whose law applies."""
    known: dict[str, object] = {**scope.raw_rules, **scope.raw_conditions, **scope.parameters, CONSEQUENCES: None}
    for raw in raws:
        for one in mappings(raw.head, "goals"):
            for node in scalars(one, "key"):
                if node.text in LAW_DAYS:
                    scope.problems.add(node.where, "name_reserved", NAME_RESERVED, name=node.text)
            for node in scalars(one, "asks"):
                if node.text not in known:
                    unknown_name(node.text, node.where, known, "entry", scope.problems)
