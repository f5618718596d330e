"""What can be granted, with its duties, steps and documents."""

from __future__ import annotations

from dataclasses import dataclass

from ..tree import Node
from .entries import Entry


@dataclass(frozen=True, slots=True)
class Grant:
    """What a route gives: a value to be worked out, or a text."""

    key: str
    label: str
    value: Node | None
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What follows for somebody."""

    key: str
    who: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure: who does what, within which time, counted from the law's day or after another step."""

    key: str
    who: str
    text: str
    within: Node | None
    sources: tuple[str, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to hand in: when it is needed (None: always) and what shows that it is there (None: not asked)."""

    key: str
    label: str
    needed: Node | None
    have: Node | None
    sources: tuple[str, ...]


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
    family: str = ""
    family_sources: tuple[str, ...] = ()
