"""Days: certain, or known to lie between two; and which of them are working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..tree import Where


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is known to lie from `earliest` to `latest`; `boundary` is the shared name of a day that is not
    known.

    A day is certain where both are equal. Days with one boundary name are one and the same day. A day that is not
    known and that only one entry uses has the boundary `ENTRY@EARLIEST..LATEST`.
    """

    earliest: date
    latest: date
    boundary: str = ""

    @property
    def certain(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Boundary:
    """A day of change that is not known, once for all that depends on it."""

    key: str
    label: str
    day: Day
    sources: tuple[str, ...]
    where: Where
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days in the years it covers: Monday to Friday, but for days off and worked weekends."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    sources: tuple[str, ...] = ()

    def works(self, day: date) -> bool:
        """Whether a day of a covered year is a working day."""
        return day in self.working or (day.weekday() < 5 and day not in self.off)
