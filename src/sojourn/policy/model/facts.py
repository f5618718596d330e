"""What can be known of a case, and what is assumed where nothing says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..tree import Node, Where
from ..types import Type


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a history's entries."""

    name: str
    label: str
    type: Type
    low: int | Fraction | None
    high: int | Fraction | None
    yes: str
    no: str
    options: Mapping[str, str]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be known of a case.

    A day is never before those of `not_before`, a number never more than those of `no_more_than`.
    """

    name: str
    label: str
    question: str
    type: Type
    where: Where
    role: str
    yes: str = ""
    no: str = ""
    low: int | Fraction | None = None
    high: int | Fraction | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    within: str = ""
    only_if: Node | None = None
    decided_by: str = ""
    group: str = ""
    can_change: bool = False
    personal: bool = False
    by_year: bool = False
    at_most: int = 0
    fields: Mapping[str, Field] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    programme: str = ""
    note: str = ""
    not_before: tuple[str, ...] = ()
    no_more_than: tuple[str, ...] = ()

    @property
    def open_term(self) -> bool:
        """Whether an authority or the programme decides it, so that it is never asked of the applicant."""
        return bool(self.decided_by)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the sources leave open, how it is settled here, and how else it could be."""

    key: str
    label: str
    because: str
    type: Type
    value: bool | int | Fraction | str
    alternatives: tuple[bool | int | Fraction | str, ...]
    sources: tuple[str, ...]
    where: Where
    options: Mapping[str, str] = field(default_factory=dict)
    programme: str = ""
