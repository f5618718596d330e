"""The day a demonstration stands at, and the days of change that the office has settled.

On PostgreSQL every act is told who acts before anything else; the answer brings the days along, which nearly every one
asks for next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import chain, engine
from .chain import Head


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


_TOLD = "set_config('sojourn.actor', %s, true), set_config('sojourn.purpose', %s, true)"
_DAYS = """(SELECT day FROM register_today ORDER BY id LIMIT 1),
    (SELECT json_object_agg(boundary, day)::text FROM register_settledday)"""


def told(actor: str, purpose: str) -> Days:
    """Tell PostgreSQL who acts in this transaction, and what for; gives the days."""
    found = engine.rows(f"SELECT {_DAYS}, {_TOLD}", [actor, purpose])
    return _days(found[0])


def told_holding(actor: str, purpose: str) -> tuple[Days, Head]:
    """The same, and the end of the chain, which is held from now on (see `chain.hold`)."""
    sql = f"SELECT {_DAYS}, sequence, digest, {_TOLD} FROM register_chainhead WHERE id = 1 FOR UPDATE"
    found = engine.rows(sql, [actor, purpose])
    if not found:
        return told(actor, purpose), chain.hold()
    return _days(found[0]), Head(*found[0][2:4])


def untold() -> None:
    """Have nobody act any more in this transaction."""
    engine.rows(f"SELECT {_TOLD}", ["", ""])


def _days(row: tuple[Any, ...]) -> Days:
    settled = {boundary: date.fromisoformat(day) for boundary, day in json.loads(row[1] or "{}").items()}
    return Days(row[0], settled)
