"""Looking an entry up in a case: its value on a layer, over each possible order of the days of change that are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, Final

from ..evaluation.compiled import Compiled
from ..evaluation.running import Run, definite
from ..model import Entry, Layer, Parameter, Programme
from ..types import Kind
from ..values import ABSENT_BIT, NO, YES, join
from .case import Case

#: At most so many combinations of unknown days of change are looked at; beyond, both versions simply stay possible.
MOST_SPLITS: Final = 64

_COMPILED: dict[int, Compiled] = {}
_MOST_COMPILED: Final = 32


def compiled_of(programme: Programme) -> Compiled:
    """The programme ready to be asked; made once and kept."""
    compiled = _COMPILED.get(id(programme))
    if compiled is None or compiled.programme is not programme:
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        compiled = _COMPILED[id(programme)] = Compiled(programme)
    return compiled


class Looked:
    """What a look at an entry found: the run, the value, and the boundaries that it hangs on."""

    __slots__ = ("boundaries", "run", "value")

    def __init__(self, run: Run, value: Any, boundaries: tuple[str, ...]) -> None:
        self.run = run
        self.value = value
        self.boundaries = boundaries


def look(
    compiled: Compiled,
    case: Case,
    entry: Entry,
    layer: Layer,
    keys: tuple[Any, ...] | None = None,
    *,
    at: date | None = None,
    assume: Mapping[str, Any] | None = None,
    alone: bool = False,
) -> Looked:
    """Work an entry out in a case on a layer, looking at each order of the days of change that are not known.

    ``alone``: a breach in its own right, without what stands beside it and where nothing takes its place.
    """
    days = case.days(at)
    assumed = case.assume if assume is None else {**case.assume, **assume}
    run = Run(case.facts, days, layer, case.settle, assumed)
    value = value_in(compiled, run, entry, keys, alone=alone)
    yes_no = entry.type.kind is Kind.YES_NO
    if not run.open_days or settled(value, yes_no):
        return Looked(run, value, ())
    choices = [
        [(name, day) for day in _representatives(compiled.programme, name, days_asked)]
        for name, days_asked in run.open_days.items()
    ]
    combinations = 1
    for choice in choices:
        combinations *= len(choice)
    boundaries = tuple(run.open_days)
    if combinations > MOST_SPLITS:
        return Looked(run, value, boundaries)
    found = {}
    for combination in product(*choices):
        inner = Run(case.facts, days, layer, {**case.settle, **dict(combination)}, assumed)
        found[tuple(day for _, day in combination)] = value_in(compiled, inner, entry, keys, alone=alone)
        run.assumptions |= inner.assumptions
    value = join(found.values(), yes_no=yes_no)
    return Looked(run, value, _deciding(boundaries, found))


def _deciding(boundaries: tuple[str, ...], found: Mapping[tuple[date, ...], Any]) -> tuple[str, ...]:
    """The boundaries whose day, all others being equal, makes a difference."""
    deciding = []
    for index, boundary in enumerate(boundaries):
        by_others: dict[tuple[date, ...], list[Any]] = {}
        for days, value in found.items():
            by_others.setdefault(days[:index] + days[index + 1 :], []).append(value)
        if any(one != values[0] for values in by_others.values() for one in values):
            deciding.append(boundary)
    return tuple(deciding)


def _representatives(programme: Programme, boundary: str, asked: set[date]) -> list[date]:
    """Days of change, one for each way in which it can lie among the days asked about."""
    first, last = _range_of(programme, boundary)
    days = [first]
    for day in sorted(asked):
        following = day + timedelta(days=1)
        if following <= last and following not in days:
            days.append(following)
    return days


def _range_of(programme: Programme, boundary: str) -> tuple[date, date]:
    known = programme.boundaries.get(boundary)
    if known is not None:
        return known.day.earliest, known.day.latest
    # An unnamed day such as `2017-02` carries its own range in its name: entry@earliest..latest.
    earliest, _, latest = boundary.rpartition("@")[2].partition("..")
    return date.fromisoformat(earliest), date.fromisoformat(latest)


def settled(value: Any, yes_no: bool) -> bool:
    """Whether nothing about a value is open."""
    return value in (YES, NO, ABSENT_BIT) if yes_no else definite(value)


def value_in(compiled: Compiled, run: Run, entry: Entry, keys: tuple[Any, ...] | None, *, alone: bool = False) -> Any:
    """What an entry comes to in a run; a keyed parameter for its keys, a breach perhaps in its own right."""
    if isinstance(entry, Parameter) and entry.by:
        return compiled.lookups.find(entry.key)(run, keys or (), run.days[entry.law])
    return (compiled.alone if alone else compiled.entry)(entry.key)(run)


def may_hold(programme: Programme, key: str) -> bool:
    """Whether a yes/no entry may hold for anybody, on paper or in practice, on any day on which a version is in force.

    Nothing is known of the case, and each assumption is taken as it stands and as each of its alternatives.
    """
    compiled = compiled_of(programme)
    entry = programme.entry(key)
    assert entry is not None
    starts = [one.start for one in (*entry.paper, *entry.practice.versions) if one.start is not None]
    days = [programme.verified]
    for start in starts:
        days += [start.earliest - timedelta(days=1), start.latest, start.latest + timedelta(days=400)]
    assumed: list[dict[str, Any]] = [{}]
    for assumption in programme.assumptions.values():
        for other in assumption.alternatives:
            assumed.append({assumption.key: (YES if other else NO) if isinstance(other, bool) else other})
    for day, layer, assume in product(days, Layer, assumed):
        case = Case(programme.key, day, {"application": day, "decision": day, "breach": day})
        run = Run(case.facts, case.days(), layer, {}, assume)
        if compiled.own(key)(run) & YES and (layer is Layer.PAPER or key not in run.silent):
            return True
    return False
