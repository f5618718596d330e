"""What is drawn, and for what kind of entity: numbers that are part of every key, never changed and never reused."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class EntityKind(IntEnum):
    """Whose permanent number an id is."""

    PERSON = 0
    FIRM = 1
    AGENCY = 2
    #: A worker who lives in the Chinese border region.
    LOCAL = 3
    #: A firm of the Chinese coast that may move to the border.
    COASTAL_FIRM = 4
    #: The run itself, with id 0: what is the same for everybody in it.
    RUN = 5


class Purpose(IntEnum):
    """What a draw decides. Its occasion stands in brackets: lasting (0), month, or day."""

    #: Home area, skill, Mandarin, link, fear of a person [lasting].
    TYPE = 0
    #: Taste for each way of living, one index a mode [lasting].
    TASTE = 1
    #: The passing taste for each alternative, one index an alternative [month].
    DECISION = 2
    #: How well a person and a firm suit each other: the index is the firm's id [lasting].
    MATCH = 3
    #: The threshold until a person next thinks about what she does [day it is set].
    THINK = 4
    #: The threshold until an irregular worker is found by herself [day it is set].
    FOUND = 5
    #: The order in which proposals for vacancies are cleared [day].
    PRIORITY = 6
    #: Where on the ring of firms a search begins [day].
    SEARCH = 7
    #: A sanction within its bounds: fine, detention, ban [day].
    SANCTION = 8
    #: Whether a clandestine entry is caught [day].
    ENTRY = 9
    #: Whether an overstay is found on the way out [day].
    EXIT = 10
    #: The end of a job that nobody chose [day].
    SEPARATION = 11
    #: When and how far a firm is inspected [month], and whom an inspection finds [day].
    INSPECTION = 12
    #: Whether a firm takes workers without papers [lasting].
    TOLERANCE = 13
    #: Wage and agency of a firm, and whether it is from the coast [lasting].
    FIRM = 14
    #: Where on the ring of its cell each post of a firm stands [lasting].
    RING = 15
    #: A rule that the sources leave open: one value a run [lasting].
    RULE = 16
    #: A parameter of behaviour, from its prior or posterior: one value a run [lasting].
    PARAMETER = 17
    #: Whether a local worker leaves for the coast or comes back [month].
    LOCAL = 18
    #: Whether a coastal firm moves to the border [month].
    RELOCATION = 19
    #: Who belongs to the sample whose whole history is written [lasting].
    TRACE = 20
    #: The order in which applications, renewals and cases reach an authority [day].
    AUTHORITY = 21
    #: Fee, reach and grade of an agency [lasting], and whom it serves [day].
    AGENCY = 22
    #: What is drawn anew for a resample or a posterior draw [its number].
    RESAMPLE = 23
    #: The models of the benchmarks, outside any programme [step].
    BENCHMARK = 24
    #: Where the even spread of firms over places, lines and sizes begins: one point a run [lasting].
    SPREAD = 25
    #: Whether a firm sees somebody off who would stay on without papers after her permit [day].
    WATCH = 26


#: An entity kind stands above the purpose in the third word of the counter.
KIND_SHIFT: Final = 16


def label(purpose: Purpose, kind: EntityKind = EntityKind.PERSON) -> int:
    """The third word of the counter: what is drawn, for what kind of entity."""
    return int(purpose) | int(kind) << KIND_SHIFT
