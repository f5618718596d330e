"""Looking parameters up: by version, place, year and option, on the law's day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from ..model import Attested, Entry, Layer, Parameter, Programme
from ..types import Kind
from ..values import ABSENT, ABSENT_BIT, AND, NO, YES, Span, join
from .placing import Places
from .running import MISSING, Run, partial_of, unknown_of

#: More combinations of keys that are not known than this, and a lookup is simply unknown.
MOST_LOOKUPS: Final = 256

#: At most so many looked-up values of a parameter are kept for the next case.
MOST_KNOWN: Final = 4096

Time = date | Span


class Lookup(Protocol):
    """The value of a parameter for some keys on a day; `placed`: the time its place is looked up for, if another."""

    def __call__(self, run: Run, keys: tuple[Any, ...], day: Time, placed: Time | None = None, /) -> Any:
        """What it is."""


class Lookups:
    """The parameters of a programme, ready to be looked up. `changes` are the entries that override others, by key."""

    def __init__(self, programme: Programme, places: Places, changes: Mapping[str, list[Entry]]) -> None:
        self.programme = programme
        self.places = places
        self.changes = changes
        self._found: dict[str, Lookup] = {}

    def find(self, key: str) -> Lookup:
        """How a parameter is looked up for keys on a day; rows of a parameter that overrides it come first."""
        found = self._found.get(key)
        if found is None:
            parameter = self.programme.parameters[key]
            base = self._own_lookup(parameter)
            changes = [self._own_lookup(one) for one in self.changes.get(key, ()) if isinstance(one, Parameter)]
            unknown = unknown_of(parameter.type)

            def found_anew(run: Run, keys: tuple[Any, ...], day: Time, placed: Time | None) -> Any:
                for change in reversed(changes):
                    value = change(run, keys, day, placed)
                    if value is not MISSING:
                        return value
                value = base(run, keys, day, placed)
                return unknown if value is MISSING else value

            # What is found for some keys on a day is the same for everybody, unless it hangs on a day
            # of change that is open.
            known: dict[Any, Any] = {}

            def lookup(run: Run, keys: tuple[Any, ...], day: Time, placed: Time | None = None, /) -> Any:
                memo = (key, keys, day) if placed is None else (key, keys, day, placed)
                value = run.memo.get(memo, MISSING)
                if value is not MISSING:
                    return value
                shared = (run.layer, keys, day, placed)
                value = known.get(shared, MISSING)
                if value is MISSING:
                    value = found_anew(run, keys, day, placed)
                    # What hangs on an open day or on silence shows in a run that has noted nothing yet.
                    alone = Run({}, {}, run.layer)
                    same = found_anew(alone, keys, day, placed)
                    if not alone.open_days and not alone.silent:
                        if len(known) >= MOST_KNOWN:
                            known.clear()
                        known[shared] = same
                run.memo[memo] = value
                return value

            found = self._found[key] = lookup
        return found

    def _own_lookup(self, parameter: Parameter) -> Lookup:
        yes_no = parameter.type.kind is Kind.YES_NO
        unknown = unknown_of(parameter.type)
        nothing = ABSENT_BIT if yes_no else ABSENT
        paper, practice = parameter.paper[::-1], parameter.practice.versions[::-1]
        attested = parameter.practice.attested
        prepared = {
            id(version): [(row.keys, partial_of(row.value, parameter.type), row.overrides) for row in version.rows]
            for version in (*paper, *practice)
        }

        def lookup(run: Run, keys: tuple[Any, ...], day: Time, placed: Time | None = None, /) -> Any:
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
                possible.append(nothing if not rows else self._row(run, rows, keys, parameter, placed or day))
                if held == YES:
                    break
            else:
                possible.append(unknown)
            if len(possible) == 1:
                return possible[0]
            return join([unknown if one is MISSING else one for one in possible], yes_no=yes_no)

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
        return join([unknown_of(parameter.type) if one is MISSING else one for one in found], yes_no=yes_no)

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
                    steps, mask = self.places.enclosing(run, given, want, day)
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
        return MISSING if not possible else unknown_of(parameter.type)
