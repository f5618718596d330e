"""What the plain engine works on: a segment with all that belongs to it, what somebody is, and her day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from ..drawing import Purpose, label, plain
from .arrays import Happened, Manner, Mode

if TYPE_CHECKING:
    from .arrays import I32, I64, Counters, Firms, Numbers, People, Ring, Tables

AT_WORK: Final = (Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH)
ON_PERMIT: Final = (Mode.PERMIT, Mode.MISMATCH)
#: The modes in which somebody is in China where her papers, if she has any, do not let her be.
WITHOUT_PAPERS: Final = (Mode.FURTHER, Mode.IRREGULAR)
#: The rows of `Firms.count`.
ISSUED, RENEWED, LEAKS, FOUND = range(4)


@dataclass(frozen=True, slots=True)
class State:
    """What somebody is.

    What she does, where (the place of casual work, else the cell), at which firm, how she came in.
    """

    mode: Mode
    cell: int
    firm: int | None
    manner: Manner


def goes_out(was: State, now: State) -> bool:
    """Whether somebody who was in China has to leave it for what she does now, be it to come in again at once.

    Other papers are given to nobody who is in; and nobody without papers gets any, or begins to go to and fro on a
    pass, but by going out.
    """
    if was.manner is Manner.OUTSIDE:
        return False
    return was.manner is not now.manner or (was.mode in WITHOUT_PAPERS and now.mode not in WITHOUT_PAPERS)


@dataclass(slots=True)
class Waking:
    """Somebody's day: what it found her as, why she decides, which alternative she wants, what it means for firms."""

    person: int
    was: State
    occasion: int = 0
    want: int | None = None
    renews_by_itself: bool = False
    mark: int = 0
    changed: bool = False


@dataclass(slots=True)
class Segment:
    """All that a segment is made of. `taste` is everybody's passing taste this month: [person, alternative]."""

    people: People
    firms: Firms
    firm_cell: I64
    ring: Ring
    tables: Tables
    numbers: Numbers
    counters: Counters
    stocks: I64
    taste: I32 = field(init=False)
    rows: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Draw the month's tastes: word `lane // blocks` of the block numbered `block[lane % blocks]`."""
        ids = np.arange(self.people.kind.size)[:, None]
        drawn = plain.philox((ids, self.numbers.month, label(Purpose.DECISION), self.tables.block[None]), self.key)
        word, block = np.divmod(self.tables.lane, self.tables.block.size)
        self.taste = plain.gumbel(drawn[:, block, word])

    @property
    def key(self) -> tuple[int, int]:
        """The key of every draw."""
        return self.numbers.key0, self.numbers.key1

    def state(self, person: int) -> State:
        """What somebody is now."""
        people = self.people
        firm = int(people.firm[person])
        return State(
            Mode(people.mode[person]),
            int(people.cell[person]),
            None if firm < 0 else firm,
            Manner(people.manner[person]),
        )

    def become(self, person: int, state: State) -> None:
        """Make somebody what `state` says."""
        people = self.people
        people.mode[person], people.cell[person] = state.mode, state.cell
        people.firm[person], people.manner[person] = -1 if state.firm is None else state.firm, state.manner

    def words(self, person: int, day: int, purpose: Purpose, block: int = 0) -> list[int]:
        """The four words that somebody draws on a day of the run for a purpose."""
        counter = (person, self.numbers.day0 + day, label(purpose), block)
        drawn: list[int] = plain.philox(counter, self.key).tolist()
        return drawn

    def threshold(self, person: int, day: int, purpose: Purpose) -> int:
        """The threshold that somebody draws on a day of the run for a purpose, which a hazard then spends."""
        return int(plain.threshold(np.array(self.words(person, day, purpose)[:1], np.uint32))[0])

    def alternative(self, state: State) -> int | None:
        """The alternative that somebody is living; None while she is barred."""
        if state.mode is Mode.BARRED:
            return None
        toward, into = self.tables.toward, self.tables.into
        return int(np.flatnonzero((toward == state.mode) & (into == state.cell))[0])

    def place(self, state: State) -> int:
        """The place she is in; place 0 stands for everywhere that has none."""
        return state.cell if state.mode is Mode.PASS else state.cell // self.numbers.sectors

    def tell(self, day: int, person: int, what: Happened, mode: int, cell: int, firm: int | None, figure: int) -> None:
        """Write a row of the trace, if her history is kept."""
        if self.people.traced[person]:
            self.rows.append((day, person, what, mode, cell, -1 if firm is None else firm, figure))
