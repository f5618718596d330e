"""On which days what a programme says may change: for those who ask it about many days, and need not ask on each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Day, Entry, Parameter, Programme, Route
from ..reading.checks import nodes_of, versions_of
from ..tree import EntryRef, Literal, Node, ParameterRef, walk


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which what an entry says may change: the entry ('' for what holds for all), and the day."""

    entry: str
    day: Day


def days_of_change(programme: Programme, keys: Iterable[str], duties: Collection[str] = ()) -> tuple[Change, ...]:
    """Every day on which what these entries come to may change, with all that they cite; each day once, in order.

    Between two of them an entry comes to the same for the same facts, and a route grants the same, but for what is
    counted from the day itself. Of a route's duties those in `duties` are looked at; its steps and papers are not. The
    programme's period and suspensions are among the days, and those on which places begin or cease to lie in one
    that is cited. Raises KeyError for a key that is no entry.
    """
    found: dict[tuple[date, date, str], Change] = {}
    reached = _reached(programme, keys)
    cited: set[str] = set()
    for entry in reached:
        cited |= _places_in(entry)
        for day in (*_days_in(entry), *_days_of_duties(entry, duties)):
            found.setdefault((day.earliest, day.latest, day.boundary), Change(entry.key, day))
    for day in _of_all(programme):
        found.setdefault((day.earliest, day.latest, day.boundary), Change("", day))
    for place, day in _of_places(programme, cited):
        found.setdefault((day.earliest, day.latest, day.boundary), Change(place, day))
    return tuple(sorted(found.values(), key=lambda change: (change.day.earliest, change.day.latest, change.entry)))


def _of_all(programme: Programme) -> Iterator[Day]:
    suspended = ((one.start, one.end) for one in programme.suspensions)
    days = (programme.period_start, programme.period_end, *(day for both in suspended for day in both))
    return (day for day in days if day is not None)


def _of_places(programme: Programme, cited: set[str]) -> Iterator[tuple[str, Day]]:
    """The days on which a place begins or ceases to lie in one that is cited, or in one that lies in such a one."""
    around = set(cited)
    while more := {
        place.key
        for place in programme.places.values()
        if place.key not in around and any(parent.place in around for parent in place.parents)
    }:
        around |= more
    for place in programme.places.values():
        for parent in place.parents:
            if parent.place in around:
                yield from ((place.key, day) for day in (parent.start, parent.end) if day is not None)


def _days_of_duties(entry: Entry, duties: Collection[str]) -> Iterator[Day]:
    """The days on which one of these duties of a route begins or ends."""
    if isinstance(entry, Route):
        for duty in entry.duties:
            if duty.key in duties:
                yield from (day for day in (duty.start, duty.end) if day is not None)


def _reached(programme: Programme, keys: Iterable[str]) -> list[Entry]:
    """The entries, and all that they cite or that changes them, each once."""
    changing: dict[str, list[str]] = {}
    for kind in (programme.rules, programme.routes, programme.conduct, programme.parameters):
        for other in kind.values():
            if other.overrides or other.alternative_to:
                changing.setdefault(other.overrides or other.alternative_to, []).append(other.key)
    pending, reached = [*keys], dict[str, Entry]()
    while pending:
        key = pending.pop()
        if key in reached:
            continue
        entry = programme.entry(key)
        if entry is None:
            raise KeyError(key)
        reached[key] = entry
        pending.extend(changing.get(key, ()))
        for part in _parts(entry):
            if isinstance(part, EntryRef | ParameterRef):
                pending.append(part.name)
    return [*reached.values()]


def _parts(entry: Entry) -> Iterator[Node]:
    """Every part of what an entry comes to, or a route grants."""
    if isinstance(entry, Route):
        nodes = [entry.condition, *(version.body for version in versions_of(entry))]
        nodes += [grant.value for grant in entry.grants]
    else:
        nodes = [*nodes_of(entry)]
    for node in nodes:
        if node is not None:
            yield from walk(node)


def _places_in(entry: Entry) -> set[str]:
    """Every word that an entry names which may be a place: those of its expressions, and the keys of its rows."""
    words = {part.value for part in _parts(entry) if isinstance(part, Literal) and isinstance(part.value, str)}
    if isinstance(entry, Parameter):
        keys = (key for version in versions_of(entry) for row in version.rows for key in row.keys)
        words |= {key for key in keys if isinstance(key, str)}
    return words


def _days_in(entry: Entry) -> Iterator[Day]:
    """The days that an entry itself names: of its versions, notes and grants, and in its expressions and rows."""
    for version in versions_of(entry):
        if version.start is not None:
            yield version.start
    for note in entry.practice.notes:
        if note.start is not None:
            yield note.start
    if isinstance(entry, Route):
        for grant in entry.grants:
            if grant.value is not None:
                yield from (day for day in (grant.start, grant.end) if day is not None)
    if isinstance(entry, Parameter) and "year" in entry.by:
        for year in {key for version in versions_of(entry) for row in version.rows for key in row.keys}:
            if isinstance(year, int):
                yield from (Day(first, first) for first in (date(year, 1, 1), date(year + 1, 1, 1)))
    for part in _parts(entry):
        if isinstance(part, Literal) and isinstance(part.value, date):
            # A comparison may turn on the day itself or on the day after it.
            yield from (Day(one, one) for one in (part.value, part.value + timedelta(days=1)))
