"""Whether a programme can speak for a day: begun, suspended, ended, or past the last day for which it was verified."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..answer import Standing
from ..evaluation.running import Run
from ..model import Entry, Programme, Route
from ..values import NO, OPEN, YES, Span


def standing_of(programme: Programme, entry: Entry, run: Run) -> Standing:
    """Whether the programme can speak for the day whose law an entry goes by."""
    day = run.days[entry.law]
    latest: date = day.high if isinstance(day, Span) else day  # type: ignore[assignment]
    if latest > programme.verified:
        return Standing.NOT_VERIFIED
    if not _bound_to_period(programme, entry):
        return Standing.IN_FORCE
    if programme.period_start is not None:
        begun = run.since(programme.period_start, day)
        if begun != YES:
            return Standing.NOT_BEGUN if begun == NO else Standing.MAY_NOT_HAVE_BEGUN
    if programme.period_end is not None and run.since(programme.period_end, day) == YES:
        return Standing.ENDED
    held = _suspension(programme, day, run)
    if held & YES:
        return Standing.SUSPENDED if held == YES else Standing.MAY_BE_SUSPENDED
    return Standing.IN_FORCE


def may_be_suspended(programme: Programme, entry: Entry, run: Run) -> bool:
    """Whether an entry is a route of a programme that is, or may be, suspended on its law's day."""
    return _bound_to_period(programme, entry) and bool(_suspension(programme, run.days[entry.law], run) & YES)


def _bound_to_period(programme: Programme, entry: Entry) -> bool:
    return isinstance(entry, Route) and entry.programme in ("", programme.key) and not entry.outside_period


def _suspension(programme: Programme, day: Any, run: Run) -> int:
    held = NO
    for one in programme.suspensions:
        here = run.since(one.start, day)
        if here & YES and one.end is not None:
            ended = run.since(one.end, day)
            here = NO if ended == YES else OPEN if ended == OPEN else here
        held = YES if YES in (held, here) else held | here
    return held
