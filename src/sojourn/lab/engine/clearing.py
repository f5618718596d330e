"""Who gets which post on a day.

Proposals in the order of a keyed priority, each from a keyed place in the ring of firms.

This is the only part of a day in which people meet. It never looks at who came first in an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..drawing.compiled import philox
from ..drawing.purposes import Purpose, label
from .arrays import NEVER, Awake, Firms, Manner, Mark, Mode, Numbers, Occasion, People, Ring, Tables
from .choosing import alternative_of, cell_of, goes_on, has_on, mode_of, other_papers
from .compiling import kernel, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .arrays import I64, U32

    U64 = NDArray[np.uint64]

i32, i64, u8, u16, u32, u64 = np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64

_HOME, _FURTHER, _PASS = i64(Mode.HOME), i64(Mode.FURTHER), i64(Mode.PASS)
_COAST, _PERMIT, _IRREGULAR, _MISMATCH = i64(Mode.COAST), i64(Mode.PERMIT), i64(Mode.IRREGULAR), i64(Mode.MISMATCH)
_OUTSIDE, _BY_PASS, _BY_PERMIT = i64(Manner.OUTSIDE), i64(Manner.PASS), i64(Manner.PERMIT)
_CLANDESTINE = i64(Manner.CLANDESTINE)
_ISSUED, _RENEWED, _LEAK = i64(Mark.ISSUED), i64(Mark.RENEWED), i64(Mark.LEAK)
_DUE, _LOST = i64(Occasion.DUE), i64(Occasion.LOST)
_NO_CELL = i64(0)
_PRIORITY = u32(label(Purpose.PRIORITY))


class Proposals(NamedTuple):
    """Who wants another firm's post.

    Her priority with her number behind it, her slot, and where on the ring she begins to ask.
    """

    order: U64
    slot: I64
    begin: U32


def room_for(people: int) -> Proposals:
    """Room for so many proposals."""
    return Proposals(np.empty(people, np.uint64), np.empty(people, np.int64), np.empty(people, np.uint32))


@kernel
def hear(
    day: int,
    starts: I64,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
    proposals: Proposals,
) -> int:
    """Let those who keep their job, or need no post, do what they want on a day.

    Take down the proposals of all others, and count them.
    """
    places, cells = numbers.places, numbers.places * numbers.sectors
    count = 0
    for chunk in range(awake.count.size):
        for slot in range(starts[chunk], starts[chunk] + awake.count[chunk]):
            want = i64(awake.want[slot])
            person = i64(awake.person[slot])
            if want < 0:
                awake.now[slot] = people.firm[person]
                continue
            toward = mode_of(want, places, cells)
            cell = cell_of(want, places, cells)
            if _keeps(slot, day, want, people, firms, tables, numbers, awake):
                _keep_firm(slot, person, day, toward, people, tables, numbers, awake)
            elif toward <= _PASS:
                _leave_firm(slot, person, people, firms, awake)
                _go(slot, person, toward, cell, people, tables, awake)
            else:
                first, second, _, _ = philox(
                    u32(person), u32(numbers.day0 + day), _PRIORITY, u32(0), u32(numbers.key0), u32(numbers.key1)
                )
                proposals.order[count] = (u64(first) << u64(32)) | u64(person)
                proposals.slot[count] = slot
                proposals.begin[count] = second
                count += 1
            awake.now[slot] = people.firm[person]
    return count


@kernel
def grant(
    day: int,
    ranks: I64,
    people: People,
    firms: Firms,
    ring: Ring,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
    proposals: Proposals,
) -> int:
    """Give out posts in the order of `ranks`; gives how many found none."""
    places, cells = numbers.places, numbers.places * numbers.sectors
    down = 0
    for rank in range(ranks.size):
        index = ranks[rank]
        slot = proposals.slot[index]
        person = i64(awake.person[slot])
        want = i64(awake.want[slot])
        toward, cell = mode_of(want, places, cells), cell_of(want, places, cells)
        firm = _search(proposals.begin[index], toward, cell, i64(people.firm[person]), firms, ring, numbers.tries)
        if firm >= 0:
            due = i64(people.due[person])
            _leave_firm(slot, person, people, firms, awake)
            _take_post(slot, person, firm, day, toward, cell, due, people, firms, tables, numbers, awake)
        else:
            down += 1
            _stay_behind(slot, person, day, people, firms, tables, numbers, awake)
        awake.now[slot] = people.firm[person]
    return down


@within
def _keeps(
    slot: int,
    day: int,
    want: int,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
) -> bool:
    """Whether what she wants is at the firm she has."""
    firm = i64(awake.firm[slot])
    if firm < 0 or awake.occasion[slot] & _LOST:
        return False
    person, mode, cell = i64(awake.person[slot]), i64(awake.mode[slot]), i64(awake.cell[slot])
    places, cells = numbers.places, numbers.places * numbers.sectors
    if want == alternative_of(mode, cell, places, cells):
        return goes_on(person, day, i64(awake.occasion[slot]), people, firms, tables, numbers)
    if want == other_papers(1, mode, cell, firm, firms, places, cells):
        return True
    return want == other_papers(2, mode, cell, firm, firms, places, cells)


@within
def _keep_firm(
    slot: int, person: int, day: int, toward: int, people: People, tables: Tables, numbers: Numbers, awake: Awake
) -> None:
    """Stay at the firm: renew the permit that runs out, get one or another, or stay on without."""
    mode = i64(awake.mode[slot])
    if toward == mode and awake.occasion[slot] & _DUE == 0:
        return
    if toward in (_PERMIT, _MISMATCH):
        _permit(slot, person, day, i64(people.cell[person]), i64(people.due[person]), people, tables, numbers, awake)
    elif toward != mode:
        people.due[person] = NEVER
        awake.mark[slot] |= _LEAK
    people.mode[person] = toward


@within
def _permit(
    slot: int,
    person: int,
    day: int,
    cell: int,
    due: int,
    people: People,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
) -> None:
    """Give her a permit: the next one after hers that runs out today (`due`), one in its place, or her first.

    The next begins once she is back, if she has to go out for it. One in the place of one that runs has a whole term or
    what is left, as the programme says.
    """
    held = awake.mode[slot] in (_PERMIT, _MISMATCH)
    people.manner[person] = _BY_PERMIT
    if held and awake.occasion[slot] & _DUE:
        away = 0 if numbers.in_place != 0 else i64(tables.away[cell])
        people.due[person] = tables.term_end[cell, day + 1 + away - numbers.first]
        awake.mark[slot] |= _RENEWED
        return
    people.due[person] = due if held and numbers.anew == 0 else i64(tables.term_end[cell, day - numbers.first])
    awake.mark[slot] |= _ISSUED


@within
def _leave_firm(slot: int, person: int, people: People, firms: Firms, awake: Awake) -> None:
    firm = people.firm[person]
    if firm >= 0:
        firms.filled[firm] -= 1
        people.firm[person] = -1
    if awake.mode[slot] in (_PERMIT, _MISMATCH):
        people.due[person] = NEVER


@within
def _go(slot: int, person: int, toward: int, cell: int, people: People, tables: Tables, awake: Awake) -> None:
    """Go where no post is needed: home, to a factory on the coast, further in, or to casual work on a pass."""
    if toward == _FURTHER and awake.mode[slot] in (_PERMIT, _MISMATCH):
        awake.mark[slot] |= _LEAK
    people.mode[person] = toward
    people.cell[person] = cell
    if toward <= _COAST:
        people.manner[person] = _OUTSIDE
    elif toward == _PASS:
        people.manner[person] = _BY_PASS
    elif awake.manner[slot] == _OUTSIDE:
        people.manner[person] = _BY_PASS if tables.has_pass[people.kind[person]] != 0 else _CLANDESTINE


@within
def _search(begin: int, toward: int, cell: int, own: int, firms: Firms, ring: Ring, tries: int) -> int:
    """The first firm that has a post and takes her, clockwise from a point of the ring.

    -1 if none of those asked does.
    """
    low, high = i64(ring.start[cell]), i64(ring.start[cell + 1])
    size = high - low
    if size == 0:
        return -1
    left, right = low, high
    while left < right:
        middle = (left + right) >> 1
        if ring.point[middle] < begin:
            left = middle + 1
        else:
            right = middle
    for step in range(min(tries, size)):
        node = left + step
        if node >= high:
            node -= size
        firm = i64(ring.firm[node])
        if firm == own or firms.filled[firm] >= firms.target[firm]:
            continue
        if has_on(toward, firm, firms):
            return firm
    return -1


@within
def _take_post(
    slot: int,
    person: int,
    firm: int,
    day: int,
    toward: int,
    cell: int,
    due: int,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
) -> None:
    firms.filled[firm] += 1
    people.firm[person] = firm
    people.mode[person] = toward
    people.cell[person] = cell
    if toward in (_PERMIT, _MISMATCH):
        _permit(slot, person, day, cell, due, people, tables, numbers, awake)
        return
    if awake.mode[slot] in (_PERMIT, _MISMATCH):
        awake.mark[slot] |= _LEAK
    if awake.manner[slot] == _OUTSIDE:
        people.manner[person] = _BY_PASS if tables.has_pass[people.kind[person]] != 0 else _CLANDESTINE


@within
def _stay_behind(
    slot: int, person: int, day: int, people: People, firms: Firms, tables: Tables, numbers: Numbers, awake: Awake
) -> None:
    """Found no post: go on as before; without a job, or one that she cannot keep as she is, go home."""
    occasion = i64(awake.occasion[slot])
    if occasion & _LOST == 0 and goes_on(person, day, occasion, people, firms, tables, numbers):
        if occasion & _DUE:
            _keep_firm(slot, person, day, i64(awake.mode[slot]), people, tables, numbers, awake)
        return
    _leave_firm(slot, person, people, firms, awake)
    _go(slot, person, _HOME, _NO_CELL, people, tables, awake)
