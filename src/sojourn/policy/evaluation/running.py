"""A run: one look at one case on one layer, and what has been worked out so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ..model import Day, Law, Layer, Ranged
from ..types import Kind, Type
from ..values import ABSENT, ABSENT_BIT, ANY_DAY, EVERYTHING, INFINITY, NO, OPEN, YES, Span

#: Marks that nothing has been worked out or found yet.
MISSING: Final = object()


class History:
    """A history as given: its entries, and whether there are no others."""

    __slots__ = ("complete", "entries")

    def __init__(self, entries: tuple[Mapping[str, Any], ...], complete: bool) -> None:
        self.entries = entries
        self.complete = complete


NO_HISTORY: Final = History((), False)


class Run:
    """One look at one case on one layer. `open_days` notes, by boundary, the days asked about that it leaves open."""

    __slots__ = ("assume", "assumptions", "days", "facts", "layer", "memo", "open_days", "row", "settled", "silent")

    def __init__(
        self,
        facts: Mapping[str, Any],
        days: Mapping[Law, date | Span],
        layer: Layer = Layer.PAPER,
        settled: Mapping[str, date] | None = None,
        assume: Mapping[str, Any] | None = None,
    ) -> None:
        self.facts = facts
        self.days = days
        self.layer = layer
        self.settled = settled or {}
        self.assume = assume or {}
        self.memo: dict[Any, Any] = {}
        self.open_days: dict[str, set[date]] = {}
        self.assumptions: set[str] = set()
        self.silent: set[str] = set()
        self.row: Mapping[str, Any] = {}

    def since(self, start: Day, day: date | Span) -> int:
        """Whether a change has happened by a day: YES, NO, or both possible (and noted)."""
        if isinstance(day, Span):
            if start.latest <= day.low:  # type: ignore[operator]
                return YES
            return NO if start.earliest > day.high else OPEN  # type: ignore[operator]
        if start.latest <= day:
            return YES
        if start.earliest > day:
            return NO
        settled = self.settled.get(start.boundary)
        if settled is not None:
            return YES if settled <= day else NO
        self.open_days.setdefault(start.boundary, set()).add(day)
        return OPEN


def unknown_of(type: Type) -> Any:
    """What a value of a type can be when nothing is known of it."""
    match type.kind:
        case Kind.YES_NO:
            return OPEN
        case Kind.NUMBER:
            return EVERYTHING
        case Kind.DATE:
            return ANY_DAY
        case Kind.CHOICE:
            return frozenset(type.options)
        case _:
            return frozenset({"?"})


def definite(value: Any) -> bool:
    """Whether a partial value of any kind but yes/no is known (a chosen range counts as known)."""
    if isinstance(value, Span):
        return value.chosen and not value.absent
    return not isinstance(value, frozenset)


def as_partial(value: Any, type: Type) -> Any:
    """A written value as what it can be; None does not apply."""
    if value is None:
        return ABSENT_BIT if type.kind is Kind.YES_NO else ABSENT
    if type.kind is Kind.YES_NO:
        return YES if value else NO
    return value


def partial_of(value: Ranged, type: Type) -> Any:
    """A parameter's value as what it can be."""
    match value.how:
        case Ranged.How.EXACT:
            return as_partial(value.low, type)
        case Ranged.How.NONE:
            return ABSENT_BIT if type.kind is Kind.YES_NO else ABSENT
        case Ranged.How.UNKNOWN:
            if value.low is None and value.high is None:
                return unknown_of(type)
            low: Any = -INFINITY if value.low is None else value.low
            high: Any = INFINITY if value.high is None else value.high
            return Span(low, high)
        case Ranged.How.VARIES | Ranged.How.CHOSEN:
            low, high = value.low, value.high
            chosen = value.how is Ranged.How.CHOSEN
            return Span(low, high, varies=not chosen, chosen=chosen, by=value.by)
