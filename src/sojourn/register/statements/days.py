"""The day a demonstration stands at, and the days of change that the office has settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import engine


@dataclass(frozen=True, slots=True)
class Days:
    """`demonstration` is None in a real register; `settled` are the days of change by their boundaries."""

    demonstration: date | None
    settled: dict[str, date]


def kept() -> Days:
    """The days as they are kept, in one statement."""
    found = engine.rows(
        "SELECT '', day, id FROM register_today UNION ALL SELECT boundary, day, id FROM register_settledday ORDER BY 3"
    )
    standing: date | None = None
    settled: dict[str, date] = {}
    for boundary, kept_day, _ in found:
        if boundary:
            settled[boundary] = date.fromisoformat(kept_day) if isinstance(kept_day, str) else kept_day
        elif standing is None:
            standing = engine.day(kept_day)
    return Days(standing, settled)
