"""Which crossing out ends the stay that a crossing in began: a plain function of a person's crossings.

Crossings are taken in the order of their seconds. Within one second they are taken in the order that fits: who is out
comes in first, who is in goes out first. So the result does not depend on the order in which crossings became known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ..vocabulary import Direction, GapKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A crossing as far as pairing needs it. `key` is its primary key, `document` its kind and number."""

    key: int
    document: tuple[str, str]
    direction: Direction
    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Paired:
    """A stay: begun by `entry`, ended by `leaving`, or cut short by the `next_entry` where nobody was seen leaving."""

    entry: Passage
    leaving: Passage | None = None
    next_entry: Passage | None = None

    @property
    def open(self) -> bool:
        """Whether the person is in."""
        return self.leaving is None and self.next_entry is None


@dataclass(frozen=True, slots=True)
class Missing:
    """A crossing that must have been, and is not known."""

    kind: GapKind
    passage: Passage


def pair(passages: Iterable[Passage], inside: Passage | None = None) -> tuple[list[Paired], list[Missing]]:
    """The stays and gaps of some crossings of one person, `inside` being the crossing in before them that is open."""
    stays: list[Paired] = []
    gaps: list[Missing] = []
    for passage in in_order(passages, inside is not None):
        if passage.direction is Direction.OUT:
            if inside is None:
                gaps.append(Missing(GapKind.NO_ENTRY, passage))
            else:
                stays.append(Paired(inside, leaving=passage))
            inside = None
        else:
            if inside is not None:
                stays.append(Paired(inside, next_entry=passage))
                gaps.append(Missing(GapKind.NO_EXIT, inside))
            inside = passage
    if inside is not None:
        stays.append(Paired(inside))
    return stays, gaps


def in_order(passages: Iterable[Passage], inside: bool) -> Iterator[Passage]:
    """Crossings as they must have been, `inside` saying whether the person was in before them."""
    for _, group in groupby(sorted(passages, key=_place), key=lambda passage: passage.at):
        waiting = list(group)
        while waiting:
            fits = Direction.OUT if inside else Direction.IN
            taken = next((passage for passage in waiting if passage.direction is fits), waiting[0])
            waiting.remove(taken)
            inside = taken.direction is Direction.IN
            yield taken


def _place(passage: Passage) -> tuple[datetime, tuple[str, str], str]:
    return passage.at, passage.document, passage.direction.value
