"""What can be granted, with its duties, steps and documents.

Each part of a route may begin later than the route (`start`) and end before it (`end`, the first day on which it no
longer holds); None: with the route.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..tree import Node
from .days import Day
from .entries import Entry


@dataclass(frozen=True, slots=True)
class Grant:
    """What a route gives: a value to be worked out, or a text."""

    key: str
    label: str
    value: Node | None
    text: str
    sources: tuple[str, ...]
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What follows for somebody."""

    key: str
    who: str
    text: str
    sources: tuple[str, ...]
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure: who does what, within which time, counted from the law's day or after another step."""

    key: str
    who: str
    text: str
    within: Node | None
    sources: tuple[str, ...]
    after: str = ""
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to hand in: when it is needed (None: always) and what shows that it is there (None: not asked)."""

    key: str
    label: str
    needed: Node | None
    have: Node | None
    sources: tuple[str, ...]
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Who of the family may join."""

    text: str
    sources: tuple[str, ...]
    start: Day | None = None
    end: Day | None = None


#: A part of a route that has a key of its own.
KeyedPart = Grant | Duty | Step | Document

#: Anything of a route that may begin and end on a day of its own.
Part = KeyedPart | Family


@dataclass(frozen=True, slots=True)
class Route(Entry):
    """Something that can be granted."""

    route_kind: str = "permit"
    applies_through: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    jointly: bool = False
    grants: tuple[Grant, ...] = ()
    duties: tuple[Duty, ...] = ()
    steps: tuple[Step, ...] = ()
    documents: tuple[Document, ...] = ()
    outside_period: bool = False
    family: Family | None = None

    @property
    def keyed_parts(self) -> tuple[KeyedPart, ...]:
        """What it grants, and the duties, steps and documents that go with it."""
        return (*self.grants, *self.duties, *self.steps, *self.documents)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything it consists of beside its conditions."""
        family = () if self.family is None else (self.family,)
        return (*self.keyed_parts, *family)
