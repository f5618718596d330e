"""What is open of a person while her rows are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .book import Row


@dataclass(slots=True)
class Journey:
    """A journey home to renew: the permit that waits, if she is back by the day on which it begins."""

    permit: Row
    fee: int
    place: str
    absence: Row


@dataclass(slots=True)
class Person:
    """What is open of a person while her rows are read: job, permit and stay, and how often she crossed on a day.

    `caught_on` are the days on which she was caught at the border, `left_from` the place that she was in last,
    `ran_out` her last permit if that ran to its end, `violation` the last breach she was found at.
    """

    id: str
    caught_on: frozenset[date] = frozenset()
    left_from: str | None = None
    job: Row | None = None
    permit: Row | None = None
    stay: Row | None = None
    commuting: int = -1
    journey: Journey | None = None
    absence: Row | None = None
    ran_out: Row | None = None
    violation: str | None = None
    crossed_on: date | None = None
    crossings: int = 0
