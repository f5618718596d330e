"""Places: which lies in which, on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..model import Day, Programme
from ..values import ABSENT, ABSENT_BIT, AND, NO, NOT, OPEN, OR, YES, Anywhere, Span
from .running import Run

Closure = Callable[[Run], Any]

#: The days between which a place lies in another, one pair for each step of the way.
Spells = tuple[tuple[Day | None, Day | None], ...]


class Places:
    """The places of a programme and what they lie in."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._known_ancestors: dict[str, list[tuple[str, int, Spells]]] = {}
        self._known_within: dict[str, frozenset[str]] = {}
        self._known_lying: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

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

    def lying_in(self, target: str) -> tuple[frozenset[str], frozenset[str]]:
        """The places that lie in another whatever the day, itself among them; and those for which the day matters."""
        found = self._known_lying.get(target)
        if found is None:
            always, sometimes = {target}, set()
            for place in self.programme.places:
                ways = [spells for ancestor, _, spells in self._chains(place) if ancestor == target]
                if () in ways:
                    always.add(place)
                elif ways:
                    sometimes.add(place)
            found = self._known_lying[target] = frozenset(always), frozenset(sometimes - always)
        return found

    def _chains(self, place: str) -> list[tuple[str, int, Spells]]:
        found = self._known_ancestors.get(place)
        if found is None:
            found = []
            pending: list[tuple[str, int, Spells, frozenset[str]]] = [(place, 0, (), frozenset({place}))]
            while pending:
                name, steps, spells, seen = pending.pop()
                known = self.programme.places.get(name)
                for parent in known.parents if known else ():
                    if parent.place in seen:
                        continue
                    spell = (*spells, (parent.start, parent.end)) if parent.start or parent.end else spells
                    found.append((parent.place, steps + 1, spell))
                    pending.append((parent.place, steps + 1, spell, seen | {parent.place}))
            self._known_ancestors[place] = found
        return found

    def within(self, place: str) -> frozenset[str]:
        """The places that lie in another at some time, and that place itself; all places for ''."""
        found = self._known_within.get(place)
        if found is None:
            found = frozenset(
                key
                for key in self.programme.places
                if not place or key == place or any(name == place for name, _, _ in self._chains(key))
            )
            self._known_within[place] = found
        return found


def lies_within(places: Places, operand: Closure, target: str, day: Closure) -> Closure:
    """Whether a place lies in another, at the time that `day` gives."""
    enclosing = places.enclosing
    always, sometimes = places.lying_in(target)  # most places never moved: no day need be looked at
    anywhere_there = always | sometimes | {ABSENT}

    def within(run: Run) -> int:
        place = operand(run)
        if not isinstance(place, frozenset):
            if place is ABSENT:
                return ABSENT_BIT
            if place in sometimes:
                return enclosing(run, place, target, day(run))[1]
            return YES if place in always else NO
        if type(place) is Anywhere:
            time = day(run)
            if enclosing(run, place.place, target, time)[1] == YES:
                return YES
            place = frozenset(one for one in place if enclosing(run, one, place.place, time)[1] != NO)
        mask = ABSENT_BIT if ABSENT in place else 0
        if not place.isdisjoint(always):
            mask |= YES
        if not place <= anywhere_there:
            mask |= NO
        if mask & OPEN != OPEN:  # else no day can change anything
            for one in place & sometimes:
                mask |= enclosing(run, one, target, day(run))[1]
        return mask

    return within
