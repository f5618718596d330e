"""Who decides on a day, and what she would rather do: the first half of a person's day, compiled.

A person is looked at only on days on which she is awake. Nothing here depends on anybody else, so chunks of people may
be done in any order and side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..drawing.compiled import gumbel, logistic, philox
from ..drawing.purposes import Purpose, label
from .arrays import (
    CLOSED,
    LOT,
    NEVER,
    TASTE_SHIFT,
    UTILITY,
    Awake,
    Firms,
    Manner,
    Mark,
    Mode,
    Numbers,
    Occasion,
    People,
    Tables,
)
from .compiling import kernel, within

if TYPE_CHECKING:
    from .arrays import I32, I64, U32

i32, i64, u8, u16, u32, u64 = np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64

_HOME, _COAST, _FURTHER, _PASS = i64(Mode.HOME), i64(Mode.COAST), i64(Mode.FURTHER), i64(Mode.PASS)
_PERMIT, _IRREGULAR, _MISMATCH, _BARRED = i64(Mode.PERMIT), i64(Mode.IRREGULAR), i64(Mode.MISMATCH), i64(Mode.BARRED)
_OUTSIDE, _BY_PASS, _BY_PERMIT = i64(Manner.OUTSIDE), i64(Manner.PASS), i64(Manner.PERMIT)
_LASTING, _NOWHERE = u32(0), i64(-1)
#: On how many kinds of papers a job can be done: the modes from PERMIT on.
_PAPERS = i64(3)
#: The parts of a lane: the word in its block, and the block.
_WORD, _BLOCK = u32(3), u32(2)
_LOT = i64(LOT)
_DECISION, _MATCH = u32(label(Purpose.DECISION)), u32(label(Purpose.MATCH))
_CLOSED, _SHIFT, _UNIT_BITS = CLOSED, TASTE_SHIFT, UTILITY.bit_length() - 1
_STOPPED = i64(Mark.STOPPED)
_OWN, _DUE, _LOST, _FREE = i64(Occasion.OWN), i64(Occasion.DUE), i64(Occasion.LOST), i64(Occasion.FREE)


@within
def mode_of(alternative: int, places: int, cells: int) -> int:
    """The mode that an alternative leads to."""
    if alternative < _PASS:
        return alternative
    if alternative < 3 + places:
        return _PASS
    return _PERMIT + (alternative - 3 - places) // cells


@within
def cell_of(alternative: int, places: int, cells: int) -> int:
    """The cell of an alternative (for work on a pass: the place); 0 where it has none."""
    if alternative < _PASS:
        return 0
    if alternative < 3 + places:
        return alternative - 3
    return (alternative - 3 - places) % cells


@within
def alternative_of(mode: int, cell: int, places: int, cells: int) -> int:
    """The alternative that somebody in a mode and cell is living."""
    if mode < _PASS:
        return mode
    if mode == _PASS:
        return 3 + cell
    return 3 + places + (mode - _PERMIT) * cells + cell


@within
def without_papers(mode: int) -> bool:
    """Whether somebody in a mode is in China where her papers, if she has any, do not let her be."""
    return mode in (_FURTHER, _IRREGULAR)


@within
def keeps_without(mode: int, firm: int, firms: Firms) -> bool:
    """Whether a firm goes on with somebody as to her papers: without any only as long as it takes such people."""
    return mode != _IRREGULAR or firms.tolerant[firm] != 0


@within
def goes_out(was: int, before: int, mode: int, now: int) -> bool:
    """Whether somebody who was in China has to leave it for what she does now, be it to come in again at once.

    Other papers are given to nobody who is in; and nobody without papers gets any, or begins to go to and fro on a
    pass, but by going out.
    """
    if before == _OUTSIDE:
        return False
    return before != now or (without_papers(was) and not without_papers(mode))


@within
def has_on(toward: int, firm: int, firms: Firms) -> bool:
    """Whether a firm has people on such papers: on its permit if it may file, else if it takes those without."""
    return (firms.may_file[firm] if toward == _PERMIT else firms.tolerant[firm]) != 0


@within
def renewable(person: int, day: int, people: People, firms: Firms, tables: Tables, numbers: Numbers) -> bool:
    """Whether a permit that runs out on a day can be followed by another one at the same firm.

    A permit registered elsewhere is renewed there; the firm she works at has only to go on taking her.
    """
    cells = numbers.places * numbers.sectors
    mode, cell, firm = people.mode[person], i64(people.cell[person]), people.firm[person]
    alternative = alternative_of(mode, cell, numbers.places, cells)
    if tables.value[people.kind[person], alternative] == _CLOSED:
        return False
    return has_on(mode, firm, firms) and tables.term_end[cell, day + 1 - numbers.first] != 0


@within
def goes_on(
    person: int, day: int, occasion: int, people: People, firms: Firms, tables: Tables, numbers: Numbers
) -> bool:
    """Whether a job, if there is one, can go on as it is for all but her."""
    firm = people.firm[person]
    if firm < 0 or occasion & _LOST:
        return True
    if occasion & _DUE and not renewable(person, day, people, firms, tables, numbers):
        return False
    return keeps_without(i64(people.mode[person]), firm, firms)


@within
def other_papers(further: int, mode: int, cell: int, firm: int, firms: Firms, places: int, cells: int) -> int:
    """The alternative that is the same job on other papers, if the firm has people on them.

    There are two (`further` is 1 or 2) beside a permit of the firm, no permit, and a permit of another firm, whichever
    of them she has.
    """
    toward = _PERMIT + (mode - _PERMIT + further) % _PAPERS
    return alternative_of(toward, cell, places, cells) if has_on(toward, firm, firms) else _NOWHERE


@within
def _draw_noise(
    person: int,
    month: int,
    block: U32,
    blocks: int,
    lane: I32,
    opens: int,
    words: U32,
    noise: I32,
    key0: int,
    key1: int,
) -> None:
    """The passing taste for each alternative that is open.

    Plain loops over arrays, which the compiler does many at a time.
    """
    first, second, third, fourth = words[0], words[1], words[2], words[3]
    for index in range(u64(blocks)):
        a, b, c, d = philox(person, month, _DECISION, block[index], key0, key1)
        first[index] = a
        second[index] = b
        third[index] = c
        fourth[index] = d
    for index in range(u64(opens)):
        at = lane[index]
        noise[index] = i32(words[at & _WORD, at >> _BLOCK])
    for index in range(u64((opens + _LOT - 1) // _LOT * _LOT)):
        noise[index] = gumbel(u32(noise[index]))


@within
def _passing_taste(person: int, alternative: int, tables: Tables, numbers: Numbers) -> int:
    """The passing taste for one alternative, open or not."""
    lane, blocks = i64(tables.lane[alternative]), tables.block.size
    a, b, c, d = philox(
        u32(person),
        u32(numbers.month),
        _DECISION,
        tables.block[lane % blocks],
        u32(numbers.key0),
        u32(numbers.key1),
    )
    word = lane // blocks
    return i64(gumbel(a if word == 0 else b if word == 1 else c if word == 2 else d))


@within
def choose(
    person: int,
    day: int,
    occasion: int,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    words: U32,
    noise: I32,
) -> int:
    """The alternative with the highest utility; the lowest of equals.

    To stay with the firm counts as the alternative that she is living, or as the same job on other papers. A permit
    that runs may be kept though no other would be issued.
    """
    places, cells = numbers.places, numbers.places * numbers.sectors
    key0, key1 = u32(numbers.key0), u32(numbers.key1)
    mode, cell, firm = i64(people.mode[person]), i64(people.cell[person]), i64(people.firm[person])
    held = firm >= 0 and occasion & _LOST == 0
    living, other, third, match = _NOWHERE, _NOWHERE, _NOWHERE, i64(0)
    if held:
        word, _, _, _ = philox(u32(person), _LASTING, _MATCH, u32(firm), key0, key1)
        match = (i64(logistic(word)) * i64(numbers.match_sd)) >> _UNIT_BITS
        match += i64(firms.bonus[firm])
        if day - i64(people.since[person]) >= numbers.training:  # who is new has no habit of the firm yet
            match += i64(tables.stay_firm[mode])
        other = other_papers(1, mode, cell, firm, firms, places, cells)
        third = other_papers(2, mode, cell, firm, firms, places, cells)
        if goes_on(person, day, occasion, people, firms, tables, numbers):
            living = alternative_of(mode, cell, places, cells)
    out, swap = i64(0), i64(0)
    if people.manner[person] != _OUTSIDE and mode != _PASS:
        late = people.manner[person] == _BY_PERMIT and without_papers(mode)
        manner = _BY_PASS if late else i64(people.manner[person])
        out = i64(tables.leave[people.kind[person], manner])
        swap = i64(tables.out_and_in[people.kind[person], manner])
    choices = tables.choices
    kind = people.kind[person]
    tracked = people.manner[person] == _BY_PERMIT
    number = choices.set_of[kind]
    opens, alternatives = choices.opens[number], choices.alternative[number]
    _draw_noise(
        u32(person),
        u32(numbers.month),
        choices.block[number],
        choices.blocks[number],
        choices.lane[number],
        opens,
        words,
        noise,
        key0,
        key1,
    )
    value, taste = tables.value[kind], people.taste[person]
    best, chosen = i64(-(2**62)), _NOWHERE
    toward, liking = _NOWHERE, i64(0)
    for index in range(u64(opens)):
        alternative = i64(alternatives[index])
        if tables.toward[alternative] != toward:  # alternatives stand by mode
            toward = i64(tables.toward[alternative])
            liking = i64(taste[toward]) << _SHIFT
            if toward == mode:
                liking += i64(tables.stay_mode[mode])
            if toward <= _COAST:
                liking += out
            elif toward == _PASS or (without_papers(mode) and not without_papers(toward)):
                liking += swap
        utility = i64(value[alternative]) + liking + noise[index]
        if alternative in (living, other, third):
            utility += match
        if tracked and toward == _IRREGULAR:
            utility += i64(tables.tracked_worth[kind, tables.into[alternative]])
        if utility > best:
            best, chosen = utility, alternative
    if living != _NOWHERE and mode in (_PERMIT, _MISMATCH) and value[living] == _CLOSED:
        utility = i64(tables.worth[kind, living]) + (i64(taste[mode]) << _SHIFT) + i64(tables.stay_mode[mode])
        utility += _passing_taste(person, living, tables, numbers) + match
        if utility > best or (utility == best and living < chosen):
            chosen = living
    return chosen


@kernel
def wake_up(
    day: int,
    first: int,
    until: int,
    starts: I64,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
) -> None:
    """See who is awake today, and what each of them would rather do.

    For the chunks from `first` and before `until`; what each was is kept beside it.

    `want` is -1 for somebody who is awake without an occasion to decide. A ban that ends is over before she decides.
    """
    for chunk in range(first, until):
        low, count = starts[chunk], 0
        for person in range(low, starts[chunk + 1]):
            if people.wake[person] == day:
                _look(person, low + count, day, chunk, people, firms, tables, numbers, awake)
                count += 1
        awake.count[chunk] = count


@within
def _look(
    person: int,
    slot: int,
    day: int,
    chunk: int,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
) -> None:
    """End a ban that is over, see whether a permit ends or a job is lost, and let her decide where one has to."""
    mode = people.mode[person]
    awake.person[slot] = person
    awake.mode[slot] = mode
    awake.manner[slot] = people.manner[person]
    awake.cell[slot] = people.cell[person]
    awake.firm[slot] = people.firm[person]
    occasion = _OWN if people.think_at[person] == day else 0
    if people.lost[person] != 0:
        occasion |= _LOST
    if people.due[person] == day:
        if mode == _BARRED:
            people.mode[person] = _HOME
            people.due[person] = NEVER
            occasion |= _FREE
        elif mode in (_PERMIT, _MISMATCH):
            occasion |= _DUE
    awake.occasion[slot] = occasion
    awake.mark[slot] = 0 if goes_on(person, day, occasion, people, firms, tables, numbers) else _STOPPED
    unasked = occasion == _DUE and (numbers.in_place != 0 or numbers.decides == 0)
    if occasion == 0 or people.mode[person] == _BARRED:
        awake.want[slot] = -1
    elif unasked and renewable(person, day, people, firms, tables, numbers):
        places, cells = numbers.places, numbers.places * numbers.sectors
        awake.want[slot] = alternative_of(int(mode), i64(people.cell[person]), places, cells)
    else:
        awake.want[slot] = choose(
            person, day, occasion, people, firms, tables, numbers, awake.words[chunk], awake.noise[chunk]
        )
