"""What day it is: by the clock in China, or in a demonstration the day it stands at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from .actors import remembered
from .statements.days import Days, kept

CHINA = ZoneInfo("Asia/Shanghai")


def demonstration() -> date | None:
    """The day a demonstration stands at; None in a real register."""
    return days_kept().demonstration


def days_kept() -> Days:
    """A demonstration's day and the days that the office has settled: asked once for the whole of an act."""
    return remembered("days", kept)


def today() -> date:
    """The day in China, or of the demonstration."""
    return demonstration() or by_the_clock()


def by_the_clock() -> date:
    """The day in China by the clock, whatever day a demonstration stands at."""
    return datetime.now(CHINA).date()


def now() -> datetime:
    """The moment, with its zone; in a demonstration the time of day is the real one."""
    real = datetime.now(CHINA)
    shown = demonstration()
    moment = datetime.combine(shown, real.timetz()) if shown else real
    return moment.astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day in China on which a moment lies."""
    return moment.astimezone(CHINA).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in China."""
    return datetime.combine(day, datetime.min.time(), CHINA)


def days_between(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
