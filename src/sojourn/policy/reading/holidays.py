"""Reading calendar.yaml: which days are working days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..model import Calendar
from .files import RawProgramme
from .written import mappings, sources, whole, words


def read_calendar(raws: Iterable[RawProgramme]) -> Calendar:
    """The working days of a programme, with those of the programmes it extends."""
    years: set[int] = set()
    off: set[date] = set()
    working: set[date] = set()
    cited: dict[str, None] = {}
    for raw in raws:
        file = raw.kinds.get("calendar")
        if file is None:
            continue
        cited.update(dict.fromkeys(sources(file)))
        for one in mappings(file, "years"):
            if "year" in one.values:
                years.add(whole(one, "year"))
            off.update(date.fromisoformat(day) for day in words(one, "off"))
            working.update(date.fromisoformat(day) for day in words(one, "working"))
    return Calendar(frozenset(years), frozenset(off), frozenset(working), tuple(cited))
