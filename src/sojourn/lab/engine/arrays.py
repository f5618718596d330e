"""The arrays that a run is made of, and the numbers by which the engine knows things.

Everything is an integer: days count from the first day of the run, utilities are in 1/65536, hazards in 1/2**24 a day,
chances are thresholds that a word of 32 bits is compared with. So the compiled engine, the plain one, any number of
threads and any machine agree to the last bit.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    U8 = NDArray[np.uint8]
    U16 = NDArray[np.uint16]
    U32 = NDArray[np.uint32]
    I16 = NDArray[np.int16]
    I32 = NDArray[np.int32]
    I64 = NDArray[np.int64]

#: A day that does not come in this run.
NEVER: Final = 65535
#: The utility of an alternative that is not open to a kind of person.
CLOSED: Final = -(2**31)
#: One, in the units of utility.
UTILITY: Final = 1 << 16
#: One, in the units of a hazard.
HAZARD: Final = 1 << 24
#: So many draws are worked out side by side: a row of them is filled up to whole lots.
LOT: Final = 8
#: By how much the lasting tastes are kept coarser than utilities, in bits.
TASTE_SHIFT: Final = 5
#: How long jobs lasted when they ended, in days: up to these, and longer.
TENURES: Final = (30, 90, 180, 365)


class Mode(IntEnum):
    """What a person is doing."""

    HOME = 0
    COAST = 1
    FURTHER = 2
    PASS = 3
    PERMIT = 4
    IRREGULAR = 5
    MISMATCH = 6
    BARRED = 7


class Manner(IntEnum):
    """How somebody who is in China came in."""

    OUTSIDE = 0
    PASS = 1
    PERMIT = 2
    CLANDESTINE = 3


class Breach(IntEnum):
    """What somebody is sanctioned for."""

    WORK = 0
    OVERSTAY = 1
    ENTRY = 2
    FURTHER = 3
    MISMATCH = 4


class Mark(IntEnum):
    """What a person's day means for the firm she is, or was, at; bits."""

    ISSUED = 1
    RENEWED = 2
    LEAK = 4
    FOUND = 8
    LEFT = 16
    STOPPED = 32


class Occasion(IntEnum):
    """Why somebody decides on a day: of her own, her permit runs out, she lost her job, her ban is over; bits."""

    OWN = 1
    DUE = 2
    LOST = 4
    FREE = 8


class Ending(IntEnum):
    """How a job ended.

    She left; her firm had more people than posts and let her go; it could not go on, as her permit ran out with none to
    follow, or her firm has nobody without papers any more, or she was stopped on the way; or she was found at it.
    """

    LEFT = 0
    LET_GO = 1
    STOPPED = 2
    FOUND = 3


class Happened(IntEnum):
    """What a row of the trace tells."""

    ENTERED = 1
    LEFT_CHINA = 2
    HIRED = 3
    JOB_ENDED = 4
    PERMIT_ISSUED = 5
    PERMIT_ENDED = 6
    FOUND = 7
    BARRED = 8
    BAN_ENDED = 9
    MOVED = 10
    TURNED_BACK = 11
    FINED = 12
    DETAINED = 13
    BANNED = 14


class People(NamedTuple):
    """One entry a person. `kind` is her class; `taste[mode]` lasts.

    `due` is the last day of a permit, or the first after a ban.
    """

    kind: U16
    taste: I16
    mode: U8
    cell: U8
    firm: I32
    since: U16
    counted: U16
    entered: U16
    due: U16
    think_at: U16
    found_at: U16
    wake: U16
    think_left: I32
    found_left: I32
    manner: U8
    lost: U8
    traced: U8


class Firms(NamedTuple):
    """One entry a firm. `inspected` is a day of this segment; `count` has a row for issued, renewed, leaks and found.

    `separate` is the chance, as a threshold, that somebody is let go because the firm has more people than posts.
    """

    target: I32
    filled: I32
    may_file: U8
    tolerant: U8
    inspected: U16
    bonus: I32
    separate: U32
    count: I32  # type: ignore[assignment]  # a tuple's own `count` is not needed


class Ring(NamedTuple):
    """Where people look for posts.

    Of each cell the nodes from `start[cell]` to `start[cell + 1]`, by ascending `point`.
    """

    start: I32
    point: U32
    firm: I32


class Choices(NamedTuple):
    """What kinds of people may choose from: kinds with the same alternatives open share a set, `set_of[kind]`.

    Of a set, `alternative` gives what is open, ascending, `opens` how much; `block` the blocks of words in which their
    passing tastes lie, `blocks` how many, filled up to whole lots; `lane` where each lies: in word `lane % 4` of block
    `lane // 4`.
    """

    set_of: I32
    opens: I32
    alternative: I32
    blocks: I32
    block: U32
    lane: U32


class Tables(NamedTuple):
    """What holds in one segment. Shapes are told in the model's description of the engine.

    HOME is always open. `block` and `lane` say of each alternative which word of which block its passing taste is.
    `worth` is `value` with what is closed as if it were open: what it is to somebody whose permit still runs. `leave`
    is what going out takes off, `out_and_in` what it takes off for somebody who comes in again on other papers.
    `tracked` [mode, place] is the hazard of being found more for those who came in on a permit, `tracked_worth`
    [kind, cell] what that takes off irregular work for them; `watched` [place] the chance that somebody with a permit
    who would stay on without papers is seen off to the border by the firm that answers for her.
    """

    value: I32
    worth: I32
    block: U32
    lane: I32
    choices: Choices
    toward: U8
    into: U8
    leave: I32
    out_and_in: I32
    stay_mode: I32
    stay_firm: I32
    think: I32
    found: I32
    tracked: I32
    tracked_worth: I32
    watched: U32
    term_end: U16
    away: U16
    sanction: I32
    ban_chance: U32
    entry_catch: U32
    exit_catch: U32
    pass_limit: U16
    has_pass: U8
    skill: U8


class Numbers(NamedTuple):
    """Single numbers of a segment. `decides`: whether a renewal is an occasion to decide.

    `anew`: whether a permit for another job, while one runs, has a whole term, and not what is left of the old one's.
    `new_job`: what is left of the threshold after which somebody thinks again when she begins at a firm, in 1/65536.
    """

    key0: int
    key1: int
    first: int
    last: int
    day0: int
    month: int
    places: int
    sectors: int
    in_place: int
    tries: int
    look: int
    match_sd: int
    training: int
    decides: int = 1
    new_job: int = 1 << 16
    anew: int = 1


class Counters(NamedTuple):
    """What is counted in a segment, a layer for each chunk; whole numbers only.

    `ended`: jobs that ended, by how, by what she was (from PERMIT on) and by how long they had lasted.
    """

    days: I64
    trainee_days: I64
    flows: I64
    issued: I64
    renewed: I64
    hired: I64
    ended: I64
    found: I64
    punished: I64
    crossings: I64
    vacancies: I64
    turned_down: I64
    leaks: I64
    decisions: I64


class Awake(NamedTuple):
    """Who is awake on a day, in her chunk's part of the arrays, and what she was before.

    `words` and `noise` are where each chunk draws the passing tastes of one person after another.
    """

    count: I64  # type: ignore[assignment]  # a tuple's own `count` is not needed
    person: I32
    want: I16
    mode: U8
    manner: U8
    cell: U8
    firm: I32
    now: I32
    mark: U8
    occasion: U8
    words: U32
    noise: I32


class Trace(NamedTuple):
    """What a day's traced people did: rows of (day, person, what, mode, cell, firm, figure)."""

    start: I64
    count: I64  # type: ignore[assignment]  # a tuple's own `count` is not needed
    row: I32


def whole_lots(count: int) -> int:
    """The least number of words, not less than `count`, that are whole lots."""
    return -(-int(count) // LOT) * LOT


def choices_of(value: I32, block: U32, lane: I32) -> Choices:
    """The sets of alternatives open in a table of values [kind, alternative], and the words that each set needs.

    The passing taste of an alternative is word `lane // block.size` of block `block[lane % block.size]`.
    """
    opened = value != CLOSED
    packed = np.packbits(opened, axis=1)  # each row as one value of a few bytes: told apart a hundred times as fast
    _, first, set_of = np.unique(packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True)
    sets = opened[first]
    opens = sets.sum(1).astype(np.int32)
    alternatives = np.zeros((len(sets), whole_lots(opens.max())), np.int32)
    lanes, blocks = np.zeros(alternatives.shape, np.uint32), np.zeros(len(sets), np.int32)
    needed = np.zeros((len(sets), whole_lots(block.size)), np.uint32)
    for number, one in enumerate(sets):
        open_here = np.flatnonzero(one)
        word, at = np.divmod(lane[open_here], block.size)
        kept, place = np.unique(at, return_inverse=True)
        alternatives[number, : open_here.size] = open_here
        lanes[number, : open_here.size] = 4 * place + word
        blocks[number] = whole_lots(kept.size)
        needed[number, : kept.size] = block[kept]
    return Choices(set_of.astype(np.int32), opens, alternatives, blocks, needed, lanes)
