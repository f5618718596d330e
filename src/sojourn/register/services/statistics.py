"""Statistics: counts and spans of time, never a person. Whoever sees only aggregates is not shown small counts.

A count below five could tell of somebody, and so could one that follows from others: it is hidden together with what
else stands in its row, and where only one row of a month would be hidden the next smallest is hidden with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from statistics import median
from typing import Any, TypeAlias

import pyarrow as pa
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Model, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from .. import clock
from ..actors import By
from ..models import Absence, Application, Decision, Job, Permit, Stay, Ticket
from ..refusal import NotAllowed, NotThere
from ..rights import numbers_for
from ..vocabulary import ApplicationState, Role
from . import renewals

#: The least count that a delegation is shown. Who sees statistics at all stands in `rights.yaml`.
LEAST = 5

Value: TypeAlias = date | str | int | float | None


class Kind(StrEnum):
    """What a column holds. The first four say of what; the others are numbers."""

    MONTH = "month"
    PLACE = "place"
    SECTOR = "sector"
    WORD = "word"
    COUNT = "count"
    DAYS = "days"
    MINUTES = "minutes"

    @property
    def number(self) -> bool:
        """Whether it is a number."""
        return self in (Kind.COUNT, Kind.DAYS, Kind.MINUTES)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and the count that it is a part of ("" for none)."""

    name: str
    kind: Kind
    of: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of statistics. `hidden` are the positions of rows in which small counts are left out (None)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    hidden: frozenset[int] = frozenset()

    def position(self, name: str) -> int:
        """Where a column stands."""
        return [column.name for column in self.columns].index(name)


def figures(by: By, name: str) -> Figures:
    """The statistics of that name, as the account may see them. Raises NotAllowed, and NotThere for an unknown name."""
    role = Role(by.account.role)
    purposes = numbers_for(role)
    if not purposes:
        raise NotAllowed()
    if by.purpose not in purposes:
        raise NotAllowed("wrong_purpose")
    if name not in _WORKED_OUT:
        raise NotThere("statistics")
    columns, rows = _WORKED_OUT[name]
    whole = Figures(name, columns, tuple(rows()))
    return without_small(whole) if role is Role.DELEGATION else whole


def without_small(whole: Figures, least: int = LEAST) -> Figures:
    """The same without any count from 1 to `least` - 1, or any that such a count would follow from."""
    small = {position for position, row in enumerate(whole.rows) if _base_small(whole, row, least)}
    keys = [column for column in whole.columns if not column.kind.number]
    if len(keys) > 1:
        for _, group in groupby(range(len(whole.rows)), key=lambda position: whole.rows[position][0]):
            small |= _further(whole, list(group), small, least)
    rows, hidden = [], set(small)
    for position, row in enumerate(whole.rows):
        shown = tuple(
            None if column.kind.number and (position in small or _part_small(whole, row, column, least)) else value
            for column, value in zip(whole.columns, row, strict=True)
        )
        if shown != row:
            hidden.add(position)
        rows.append(shown)
    return replace(whole, rows=tuple(rows), hidden=frozenset(hidden))


def as_arrow(figures_of: Figures) -> pa.Table:
    """The statistics as a table of Arrow, for CSV and Parquet: one column more says which rows leave something out."""
    arrays: dict[str, pa.Array] = {}
    for position, column in enumerate(figures_of.columns):
        arrays[column.name] = pa.array([row[position] for row in figures_of.rows], _ARROW[column.kind])
    arrays["left_out"] = pa.array([position in figures_of.hidden for position in range(len(figures_of.rows))])
    return pa.table(arrays)


_ARROW = {
    Kind.MONTH: pa.date32(),
    Kind.PLACE: pa.string(),
    Kind.SECTOR: pa.string(),
    Kind.WORD: pa.string(),
    Kind.COUNT: pa.int64(),
    Kind.DAYS: pa.float64(),
    Kind.MINUTES: pa.float64(),
}


# ---- Small counts ----------------------------------------------------------------------------------------------------


def _base_small(whole: Figures, row: tuple[Value, ...], least: int) -> bool:
    return any(
        column.kind is Kind.COUNT and not column.of and isinstance(value, int) and 0 < value < least
        for column, value in zip(whole.columns, row, strict=True)
    )


def _part_small(whole: Figures, row: tuple[Value, ...], column: Column, least: int) -> bool:
    """Whether a part of a count, or what is left of the count without it, is small."""
    if not column.of:
        return False
    base, part = row[whole.position(column.of)], row[whole.position(column.name)]
    if column.kind is not Kind.COUNT or not isinstance(base, int) or not isinstance(part, int):
        return False
    return 0 < part < least or 0 < base - part < least


def _further(whole: Figures, group: list[int], small: set[int], least: int) -> set[int]:
    """Rows of a group to hide as well, until what is hidden together no longer follows from the group's sum."""
    at = next(place for place, column in enumerate(whole.columns) if column.kind is Kind.COUNT)
    hidden = [position for position in group if position in small]
    shown = sorted((position for position in group if position not in small), key=lambda one: _size(whole, one, at))
    more: set[int] = set()
    while hidden and shown and (len(hidden) < 2 or sum(_size(whole, one, at) for one in hidden) < least):
        hidden.append(shown[0])
        more.add(shown.pop(0))
    return more


def _size(whole: Figures, position: int, at: int) -> int:
    value = whole.rows[position][at]
    return value if isinstance(value, int) else 0


# ---- What is counted -------------------------------------------------------------------------------------------------


def _by_month(model: type[Model], day: str) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(**{f"{day}__isnull": False}).annotate(month=TruncMonth(day))
    return found


def _permits() -> Iterable[tuple[Value, ...]]:
    yield from (
        _by_month(Permit, "issued_on")
        .values("month", "area", "sector")
        .annotate(count=Count("pk"), renewals=Count("pk", filter=Q(renewal_of__isnull=False)))
        .order_by("month", "area", "sector")
        .values_list("month", "area", "sector", "count", "renewals")
    )


def _turnover() -> Iterable[tuple[Value, ...]]:
    begun, ended = _counted(Job, "since"), _counted(Job, "until")
    at_work = 0
    for month in _months(begun.keys() | ended.keys()):
        at_work += begun.get(month, 0) - ended.get(month, 0)
        yield month, begun.get(month, 0), ended.get(month, 0), at_work


def _counted(model: type[Model], day: str) -> Mapping[date, int]:
    return dict(_by_month(model, day).values("month").annotate(count=Count("pk")).values_list("month", "count"))


def _months(named: Iterable[date]) -> list[date]:
    """Every month from the first to the last that is named, this one at most."""
    known = sorted(named)
    if not known:
        return []
    month, months = known[0], []
    while month <= min(known[-1], clock.today()):
        months.append(month)
        month = (month.replace(day=28) + timedelta(days=7)).replace(day=1)
    return months


def _renewal() -> Iterable[tuple[Value, ...]]:
    away = ExpressionWrapper(F("returned_on") - F("left_on"), output_field=DurationField())
    gone = Q(pk__in=renewals.never_back(clock.today()).values("pk"))
    rows = (
        _by_month(Absence, "left_on")
        .values("month")
        .annotate(count=Count("pk"), back=Count("returned_on"), never=Count("pk", filter=gone), lost=Sum(away))
        .order_by("month")
        .values_list("month", "count", "back", "never", "lost")
    )
    for month, count, back, never, lost in rows:
        yield month, count, back, count - back, never, float(lost.days) if lost is not None else 0.0


def _queue() -> Iterable[tuple[Value, ...]]:
    waited = ExpressionWrapper(F("called_at") - F("drawn_at"), output_field=DurationField())
    rows = (
        _by_month(Ticket, "day")
        .values("month")
        .annotate(count=Count("pk"), called=Count("called_at"), mean=Avg(waited))
        .order_by("month")
        .values_list("month", "count", "called", "mean")
    )
    for month, count, called, mean in rows:
        yield month, count, called, round(mean.total_seconds() / 60, 1) if mean is not None else None


def _overstays() -> Iterable[tuple[Value, ...]]:
    yield from (
        _by_month(Stay, "flagged_on")
        .values("month", "place")
        .annotate(count=Count("pk"))
        .order_by("month", "place")
        .values_list("month", "place", "count")
    )


def _backlog() -> Iterable[tuple[Value, ...]]:
    waiting = (ApplicationState.SUBMITTED, ApplicationState.CHECKED, ApplicationState.APPROVED)
    counted = {
        state: (count, late)
        for state, count, late in Application.objects.filter(state__in=waiting)
        .values("state")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(decide_by__lt=clock.today())))
        .values_list("state", "count", "late")
    }
    return ((state.value, *counted.get(state.value, (0, 0))) for state in waiting)


def _processing() -> Iterable[tuple[Value, ...]]:
    decided = (ApplicationState.ISSUED, ApplicationState.REFUSED)
    # Alike ones are counted together, so that a hundred thousand cases are some thousand rows.
    rows = (
        _by_month(Application, "closed_on")
        .filter(state__in=decided, submitted_on__isnull=False)
        .values("month", "submitted_on", "closed_on", "decide_by")
        .annotate(count=Count("pk"))
        .order_by("month")
        .values_list("month", "submitted_on", "closed_on", "decide_by", "count")
    )
    for month, group in groupby(rows, key=lambda row: row[0]):
        spans: list[int] = []
        late = 0
        for _, submitted, closed, by_day, count in group:
            spans.extend([(closed - submitted).days] * count)
            late += count if by_day is not None and closed > by_day else 0
        yield month, len(spans), float(median(spans)), float(max(spans)), late


def _decisions() -> Iterable[tuple[Value, ...]]:
    yield from (
        _by_month(Decision, "decided_on")
        .values("month", "kind")
        .annotate(count=Count("pk"), against=Count("pk", filter=Q(against_finding=True)))
        .order_by("month", "kind")
        .values_list("month", "kind", "count", "against")
    )


_MONTH = Column("month", Kind.MONTH)
_COUNT = Column("count", Kind.COUNT)

_WORKED_OUT: Mapping[str, tuple[tuple[Column, ...], Callable[[], Iterable[tuple[Value, ...]]]]] = {
    "permits": (
        (
            _MONTH,
            Column("area", Kind.PLACE),
            Column("sector", Kind.SECTOR),
            _COUNT,
            Column("renewals", Kind.COUNT, "count"),
        ),
        _permits,
    ),
    "turnover": (
        (_MONTH, Column("begun", Kind.COUNT), Column("ended", Kind.COUNT), Column("at_work", Kind.COUNT)),
        _turnover,
    ),
    "renewal": (
        (
            _MONTH,
            _COUNT,
            Column("back", Kind.COUNT, "count"),
            Column("not_back", Kind.COUNT, "count"),
            Column("never_back", Kind.COUNT, "count"),
            Column("days_lost", Kind.DAYS),
        ),
        _renewal,
    ),
    "queue": (
        (_MONTH, _COUNT, Column("called", Kind.COUNT, "count"), Column("minutes_waited", Kind.MINUTES)),
        _queue,
    ),
    "overstays": ((_MONTH, Column("place", Kind.PLACE), _COUNT), _overstays),
    "backlog": ((Column("state", Kind.WORD), _COUNT, Column("late", Kind.COUNT, "count")), _backlog),
    "processing": (
        (
            _MONTH,
            _COUNT,
            Column("median_days", Kind.DAYS),
            Column("longest_days", Kind.DAYS),
            Column("late", Kind.COUNT, "count"),
        ),
        _processing,
    ),
    "decisions": (
        (_MONTH, Column("kind", Kind.WORD), _COUNT, Column("against_finding", Kind.COUNT, "count")),
        _decisions,
    ),
}
#: The names of all statistics, in reading order.
NAMES = tuple(_WORKED_OUT)
