"""Which version of an entry holds on a day, and whether a programme can speak for it, without a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..answer import Standing
from ..model import Part, Programme, Version


def versions_on(versions: tuple[Version, ...], at: date) -> Iterator[tuple[Version, bool]]:
    """Each version with whether it holds, or may hold, on a day."""
    following = [*versions[1:], None]
    for version, after in zip(versions, following, strict=False):
        begun = version.start is None or version.start.earliest <= at
        ended = after is not None and after.start is not None and after.start.latest <= at
        yield version, begun and not ended


def held_on(part: Part, at: date) -> bool | None:
    """Whether a part of a route holds on a day as far as its own days go; None where that is not known."""
    if part.start is not None and at < part.start.latest:
        return False if at < part.start.earliest else None
    if part.end is not None and at >= part.end.earliest:
        return False if at >= part.end.latest else None
    return True


def day_within(versions: tuple[Version, ...], index: int, at: date) -> date:
    """A day on which a version holds: the day told if it can be, else its first day, or its last where it is over."""
    version = versions[index]
    if [holds for _, holds in versions_on(versions, at)][index]:
        return at
    if version.start is not None and version.start.earliest > at:
        return version.start.latest
    end = versions[index + 1].start if index + 1 < len(versions) else None
    return end.earliest - timedelta(days=1) if end is not None and end.earliest > date.min else at


def standing_on(programme: Programme, at: date) -> Standing:
    """Whether a programme can speak for a day."""
    start, end = programme.period_start, programme.period_end
    if at > programme.verified:
        return Standing.NOT_VERIFIED
    if start is not None and at < start.latest:
        return Standing.NOT_BEGUN if at < start.earliest else Standing.MAY_NOT_HAVE_BEGUN
    if end is not None and at >= end.latest:
        return Standing.ENDED
    return suspended_on(programme, at)


def suspended_on(programme: Programme, at: date) -> Standing:
    """Whether a programme is suspended on a day, certainly or perhaps; else in force."""
    found = Standing.IN_FORCE
    for one in programme.suspensions:
        if at < one.start.earliest or (one.end is not None and at >= one.end.latest):
            continue
        if at >= one.start.latest and (one.end is None or at < one.end.earliest):
            return Standing.SUSPENDED
        found = Standing.MAY_BE_SUSPENDED
    return found
