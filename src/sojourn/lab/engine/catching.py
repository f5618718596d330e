"""Who is caught on a day, and at what: coming in, going out, or at work. Compiled."""

from __future__ import annotations

import numpy as np

from ..drawing.compiled import philox
from ..drawing.purposes import Purpose, label
from .arrays import NEVER, Awake, Breach, Manner, Mark, Mode, Numbers, People, Tables
from .choosing import goes_out, without_papers
from .compiling import within

i64, u32 = np.int64, np.uint32

_HOME, _FURTHER, _PASS = i64(Mode.HOME), i64(Mode.FURTHER), i64(Mode.PASS)
_PERMIT, _IRREGULAR, _MISMATCH = i64(Mode.PERMIT), i64(Mode.IRREGULAR), i64(Mode.MISMATCH)
_OUTSIDE, _BY_PASS, _BY_PERMIT = i64(Manner.OUTSIDE), i64(Manner.PASS), i64(Manner.PERMIT)
_CLANDESTINE = i64(Manner.CLANDESTINE)
_WORK, _OVERSTAY, _ENTRY = i64(Breach.WORK), i64(Breach.OVERSTAY), i64(Breach.ENTRY)
_WORK_FURTHER, _WRONG_FIRM = i64(Breach.FURTHER), i64(Breach.MISMATCH)
_LEFT, _STOPPED = i64(Mark.LEFT), i64(Mark.STOPPED)
_NO_FIRM, _NO_CELL = i64(-1), i64(0)
_AT_ENTRY, _AT_EXIT, _WATCH = u32(label(Purpose.ENTRY)), u32(label(Purpose.EXIT)), u32(label(Purpose.WATCH))


@within
def word_of(person: int, day: int, purpose: int, numbers: Numbers) -> int:
    """The word that a person draws on a day of the run."""
    word, _, _, _ = philox(u32(person), u32(numbers.day0 + day), purpose, u32(0), u32(numbers.key0), u32(numbers.key1))
    return word


@within
def _caught_going_out(
    person: int, day: int, was: int, before: int, people: People, tables: Tables, numbers: Numbers
) -> bool:
    """Whether somebody who goes out today should have done so before, or never have been in, and it is found."""
    late = before == _CLANDESTINE
    if before == _BY_PASS:
        late = was != _PASS and day - i64(people.entered[person]) > i64(tables.pass_limit[people.kind[person]])
    elif before == _BY_PERMIT:
        late = without_papers(was)
    return late and word_of(person, day, _AT_EXIT, numbers) < tables.exit_catch[before]


@within
def stop(slot: int, person: int, day: int, people: People, tables: Tables, numbers: Numbers, awake: Awake) -> None:
    """Let somebody who is caught as she goes out for other papers get none of them: all she does today is go out.

    So it is with somebody who would stay on without papers after a permit, and whose firm sees her off. The post that
    she would have begun in, or gone on in, is left empty.
    """
    before, was = i64(awake.manner[slot]), i64(awake.mode[slot])
    mode, now = i64(people.mode[person]), i64(people.manner[person])
    if was in (_PERMIT, _MISMATCH) and without_papers(mode):
        place = i64(awake.cell[slot]) // numbers.sectors
        if word_of(person, day, _WATCH, numbers) >= tables.watched[place]:
            return
    elif (
        now == _OUTSIDE
        or not goes_out(was, before, mode, now)
        or not _caught_going_out(person, day, was, before, people, tables, numbers)
    ):
        return
    awake.mark[slot] = _STOPPED | _LEFT if people.firm[person] >= 0 else _STOPPED
    people.mode[person] = _HOME
    people.cell[person] = _NO_CELL
    people.firm[person] = _NO_FIRM
    people.manner[person] = _OUTSIDE
    people.due[person] = NEVER


@within
def breach_of(slot: int, person: int, day: int, people: People, tables: Tables, numbers: Numbers, awake: Awake) -> int:
    """What somebody is caught at today: coming in, going out past her limit, or at work; -1 for nothing."""
    before, now = i64(awake.manner[slot]), i64(people.manner[person])
    mode, was = i64(people.mode[person]), i64(awake.mode[slot])
    if before == _OUTSIDE and now == _CLANDESTINE:
        word = word_of(person, day, _AT_ENTRY, numbers)
        return _ENTRY if word < tables.entry_catch[0] else -1
    if before != _OUTSIDE and now == _OUTSIDE:
        if not _caught_going_out(person, day, was, before, people, tables, numbers):
            return -1
        return _ENTRY if before == _CLANDESTINE else _OVERSTAY
    if people.found_at[person] != day or mode != was:
        return -1
    if people.firm[person] != awake.firm[slot] or people.cell[person] != awake.cell[slot]:
        return -1
    if mode == _FURTHER:
        return _WORK_FURTHER
    if mode == _MISMATCH:
        return _WRONG_FIRM
    return _WORK if mode in (_PASS, _IRREGULAR) else -1
