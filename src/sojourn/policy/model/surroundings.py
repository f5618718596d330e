"""What entries refer to: sources, places, authorities and roles; and what surrounds them: goals and events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..tree import Where
from .days import Day


class HowMany(StrEnum):
    """How many of a role a case has."""

    ONE = "one"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Seen:
    """The time in which what a source tells of practice was seen or told: some day of `first` (None: not known) to
    some day of `last`.

    `at` is the part of a work that it goes for, as its sources' locators begin ('': all of it).
    """

    first: Day | None
    last: Day
    at: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A book, law, notice or page that sources are found in.

    `described`: its title is a description of ours, to be translated, and not what it is called itself.
    """

    key: str
    kind: str
    title: str
    author: str
    date: str
    language: str
    english: str
    addresses: tuple[str, ...]
    where: Where
    seen: tuple[Seen, ...] = ()
    described: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is said, and how sure it is."""

    key: str
    work: str
    at: str
    confidence: str
    where: Where
    note: str = ""
    programme: str = ""
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """A place that another lies in, from a day on (None: always) and until another (None: still)."""

    place: str
    start: Day | None
    end: Day | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the places it lies in."""

    key: str
    label: str
    kind: str
    parents: tuple[Parent, ...]
    sources: tuple[str, ...]
    where: Where
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody who decides or acts for the state."""

    key: str
    label: str
    level: str
    does: str
    sources: tuple[str, ...]
    where: Where
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody or something a case is about."""

    key: str
    label: str
    how_many: HowMany
    question: str = ""
    yes: str = ""
    no: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which a programme is suspended; `end` None: not known to have ended."""

    label: str
    start: Day
    end: Day | None
    sources: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Goal:
    """A question people come with, and the entries that answer it."""

    key: str
    label: str
    asks: tuple[str, ...]
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event that is no rule."""

    day: Day
    label: str
    sources: tuple[str, ...]
    where: Where
