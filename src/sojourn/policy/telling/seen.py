"""When what the sources tell of practice was seen or told: research has its time, and practice moves on after it."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Day, Programme, Seen


def seen_in(programme: Programme, sources: Iterable[str], since: Day | None = None) -> Seen | None:
    """The time in which the sources of a remark on practice saw it, from the earliest to the latest of them.

    None where no source tells, or where all was seen before the time that the remark is about begins (``since``).
    """
    found = [seen for key in dict.fromkeys(sources) if (seen := _seen(programme, key)) is not None]
    if not found:
        return None
    last = max((seen.last for seen in found), key=lambda day: day.latest)
    if since is not None and last.latest < since.earliest:
        return None
    begun = [seen.first for seen in found if seen.first is not None]
    first = min(begun, key=lambda day: day.earliest) if len(begun) == len(found) else None
    return Seen(first, last)


def _seen(programme: Programme, key: str) -> Seen | None:
    source = programme.sources.get(key)
    if source is None or source.seen is not None:
        return None if source is None else source.seen
    work = programme.works.get(source.work)
    parts = () if work is None else work.seen
    return next((part for part in parts if source.at.startswith(part.at)), None)
