"""Reading programme.yaml: roles, places, authorities, boundaries, goals, suspensions and events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..model import Authority, Boundary, Day, Event, Goal, HowMany, Parent, Place, Role, Suspension
from ..tree import Where
from .document import RawMapping, RawScalar
from .files import RawProgramme
from .naming import entries, note_again
from .scope import Scope
from .written import items, mapping, mappings, read_day, read_span, scalar, sources, text, unknown_name, words

#: Roles of facts that no person is asked for: what an authority or the state of the programme decides.
PSEUDO_ROLES = ("authority", "programme")


def read_roles(raw: RawProgramme, scope: Scope) -> None:
    """Roles: who and what a case is about."""
    for key, one, where in entries(mapping(raw.head, "roles")):
        if key in PSEUDO_ROLES:
            scope.problems.add(
                where, "role_reserved", "'{name}' is always there and need not be declared as a role.", name=key
            )
            continue
        if key in scope.roles:
            note_again(key, where, scope)
            continue
        scope.given[key] = where
        how_many = HowMany(text(one, "how_many") or "one")
        scope.roles[key] = Role(
            key, text(one, "label"), how_many, text(one, "question"), text(one, "yes"), text(one, "no"), raw.key
        )


def read_boundaries(raw: RawProgramme, scope: Scope) -> None:
    """Boundaries: days of change that several entries share."""
    for key, one, where in entries(mapping(raw.head, "boundaries")):
        if key in scope.boundaries:
            note_again(key, where, scope)
            continue
        day = read_span(one, key, scope.problems)
        # A boundary that cannot be read still is one: citing it is no second mistake.
        day = day or Day(date.min, date.max, key)
        scope.boundaries[key] = Boundary(key, text(one, "label"), day, sources(one), where, raw.key)


def read_places(raw: RawProgramme, scope: Scope) -> None:
    """Places, with the places they lie in; circles are noted."""
    found = list(entries(mapping(raw.head, "places")))
    for key, one, where in found:
        if key in scope.places:
            note_again(key, where, scope)
            continue
        scope.given.setdefault(key, where)
        scope.places[key] = Place(key, text(one, "label"), text(one, "kind"), (), sources(one), where, raw.key)
    for key, one, where in found:
        place = scope.places[key]
        if place.where == where:
            scope.places[key] = replace(place, parents=_parents(one, scope))
    for key, _, where in found:
        _note_circle(key, where, scope)


def _parents(one: RawMapping, scope: Scope) -> tuple[Parent, ...]:
    parents = []
    for item in items(one, "in"):
        name = item if isinstance(item, RawScalar) else scalar(item, "place") if isinstance(item, RawMapping) else None
        if name is None:
            continue
        if name.text not in scope.places:
            unknown_name(name.text, name.where, scope.places, "place", scope.problems)
            continue
        start = end = None
        if isinstance(item, RawMapping):
            start = read_day(item.get("from"), scope.boundaries, scope.problems)
            end = read_day(item.get("to"), scope.boundaries, scope.problems)
        parents.append(Parent(name.text, start, end))
    return tuple(parents)


def _note_circle(key: str, where: Where, scope: Scope) -> None:
    above: set[str] = set()
    pending = [parent.place for parent in scope.places[key].parents]
    while pending:
        name = pending.pop()
        if name == key:
            scope.problems.add(
                where, "place_circle", "'{name}' lies in itself; one of the places above it is wrong.", name=key
            )
            return
        if name not in above and name in scope.places:
            above.add(name)
            pending.extend(parent.place for parent in scope.places[name].parents)


def read_authorities(raw: RawProgramme, scope: Scope) -> None:
    """Authorities: those who decide or act for the state."""
    for key, one, where in entries(mapping(raw.head, "authorities")):
        if key in scope.authorities:
            note_again(key, where, scope)
            continue
        scope.authorities[key] = Authority(
            key, text(one, "label"), text(one, "level"), text(one, "does"), sources(one), where, raw.key
        )


def read_goals(raw: RawProgramme) -> tuple[Goal, ...]:
    """The questions people come with."""
    return tuple(
        Goal(text(one, "key"), text(one, "label"), words(one, "asks"), raw.key) for one in mappings(raw.head, "goals")
    )


def read_suspensions(raw: RawProgramme, scope: Scope) -> tuple[Suspension, ...]:
    """The times in which the programme is suspended."""
    found = []
    for one in mappings(raw.head, "suspensions"):
        start = read_day(one.get("from"), scope.boundaries, scope.problems)
        end = read_day(one.get("to"), scope.boundaries, scope.problems)
        if start is not None:
            found.append(Suspension(text(one, "label"), start, end, sources(one), one.where))
    return tuple(found)


def read_timeline(raw: RawProgramme, scope: Scope) -> tuple[Event, ...]:
    """Dated events that are no rule."""
    found = []
    for one in mappings(raw.head, "timeline"):
        day = read_day(one.get("from"), scope.boundaries, scope.problems)
        if day is not None:
            found.append(Event(day, text(one, "label"), sources(one), one.where))
    return tuple(found)
