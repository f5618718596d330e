"""What follows from a day: who is caught, what is counted, and when each is awake again. Compiled.

Chunks side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..drawing.compiled import philox, threshold
from ..drawing.purposes import Purpose, label
from .arrays import (
    NEVER,
    TENURES,
    UTILITY,
    Awake,
    Breach,
    Counters,
    Ending,
    Firms,
    Happened,
    Manner,
    Mark,
    Mode,
    Numbers,
    Occasion,
    People,
    Tables,
    Trace,
)
from .catching import breach_of, stop, word_of
from .choosing import goes_out
from .compiling import kernel, within

if TYPE_CHECKING:
    from .arrays import I64


i32, i64, u8, u16, u32, u64 = np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64

_HOME, _COAST, _FURTHER, _PASS = i64(Mode.HOME), i64(Mode.COAST), i64(Mode.FURTHER), i64(Mode.PASS)
_PERMIT, _IRREGULAR, _MISMATCH, _BARRED = i64(Mode.PERMIT), i64(Mode.IRREGULAR), i64(Mode.MISMATCH), i64(Mode.BARRED)
_OUTSIDE, _BY_PASS, _BY_PERMIT = i64(Manner.OUTSIDE), i64(Manner.PASS), i64(Manner.PERMIT)
_WORK, _WRONG_FIRM = i64(Breach.WORK), i64(Breach.MISMATCH)
_ISSUED, _RENEWED, _LEAK = i64(Mark.ISSUED), i64(Mark.RENEWED), i64(Mark.LEAK)
_FOUND, _LEFT, _STOPPED = i64(Mark.FOUND), i64(Mark.LEFT), i64(Mark.STOPPED)
_TENURES = TENURES
_NO_FIRM, _NO_CELL, _NOTHING, _BEFORE = i64(-1), i64(0), i64(0), i64(-1)
_OWN, _DUE, _LOST = i64(Occasion.OWN), i64(Occasion.DUE), i64(Occasion.LOST)
_THINK, _FOUND_AT, _INSPECTION = u32(label(Purpose.THINK)), u32(label(Purpose.FOUND)), u32(label(Purpose.INSPECTION))
_SANCTION = u32(label(Purpose.SANCTION))
_UNIT_BITS = UTILITY.bit_length() - 1
_LET_GO = u32(label(Purpose.SEPARATION))
_E_ENTERED, _E_LEFT, _E_HIRED = i64(Happened.ENTERED), i64(Happened.LEFT_CHINA), i64(Happened.HIRED)
_E_ENDED, _E_ISSUED, _E_RUN_OUT = i64(Happened.JOB_ENDED), i64(Happened.PERMIT_ISSUED), i64(Happened.PERMIT_ENDED)
_E_FOUND, _E_BARRED, _E_FREE = i64(Happened.FOUND), i64(Happened.BARRED), i64(Happened.BAN_ENDED)
_E_MOVED, _E_TURNED = i64(Happened.MOVED), i64(Happened.TURNED_BACK)
_E_FINED, _E_DETAINED, _E_BANNED = i64(Happened.FINED), i64(Happened.DETAINED), i64(Happened.BANNED)
_LEFT_IT, _LET_GO_OF = i64(Ending.LEFT), i64(Ending.LET_GO)
_COULD_NOT, _FOUND_AT_IT = i64(Ending.STOPPED), i64(Ending.FOUND)


@within
def _place(mode: int, cell: int, sectors: int) -> int:
    return cell if mode == _PASS else cell // sectors


@within
def _day_spent(left: int, hazard: int, base: int, days: int) -> int:
    """The day on which `left` is spent at `hazard` a day, counted from the day after `base`.

    NEVER if not within `days`.
    """
    if hazard <= 0 or i64(hazard) * days < left:
        return NEVER
    return base + (left + hazard - 1) // hazard


@within
def _set_found(person: int, base: int, people: People, firms: Firms, tables: Tables, numbers: Numbers) -> None:
    """Work out when, in what remains of the segment, she is found, by herself or when her firm is inspected."""
    mode, cell = i64(people.mode[person]), i64(people.cell[person])
    place = _place(mode, cell, numbers.sectors)
    hazard = i64(tables.found[mode, place])
    if people.manner[person] == _BY_PERMIT:
        hazard += i64(tables.tracked[mode, place])
    days = numbers.last - base
    at = _day_spent(i64(people.found_left[person]), hazard, base, days)
    people.found_left[person] = max(0, i64(people.found_left[person]) - i64(hazard) * days)
    if mode in (_IRREGULAR, _MISMATCH):
        inspected = i64(firms.inspected[people.firm[person]])
        looked_at = inspected != NEVER and base < inspected < at
        if looked_at and i64(word_of(person, inspected, _INSPECTION, numbers)) < numbers.look:
            at = inspected
    people.found_at[person] = at


@within
def _set_think(person: int, base: int, people: People, tables: Tables, numbers: Numbers) -> None:
    """Work out when, in what remains of the segment, she thinks again."""
    hazard, days = i64(tables.think[people.mode[person]]), numbers.last - base
    people.think_at[person] = _day_spent(i64(people.think_left[person]), hazard, base, days)
    people.think_left[person] = max(0, i64(people.think_left[person]) - i64(hazard) * days)


@within
def _set_wake(person: int, day: int, people: People, last: int) -> None:
    """Note when she is awake next: to think, to be found, or because a permit or a ban ends."""
    wake = min(i64(people.think_at[person]), i64(people.found_at[person]))
    if people.due[person] > day:
        wake = min(wake, i64(people.due[person]))
    people.wake[person] = wake if wake <= last else NEVER


@within
def _draw_left(person: int, day: int, purpose: int, numbers: Numbers) -> int:
    return threshold(word_of(person, day, purpose, numbers))


@kernel
def settle_in(people: People, numbers: Numbers) -> None:
    """Give people their first thresholds, keyed by the day before the first of a run."""
    for person in range(people.kind.size):
        people.think_left[person] = _draw_left(person, _BEFORE, _THINK, numbers)
        people.found_left[person] = _draw_left(person, _BEFORE, _FOUND_AT, numbers)


@kernel
def begin(first: int, until: int, starts: I64, people: People, firms: Firms, tables: Tables, numbers: Numbers) -> None:
    """Look ahead over a segment: who thinks again, is found or is let go, and when.

    For the chunks from `first` and before `until`.
    """
    base = numbers.first - 1
    for person in range(starts[first], starts[until]):
        people.counted[person] = numbers.first
        _set_think(person, base, people, tables, numbers)
        _set_found(person, base, people, firms, tables, numbers)
        _set_wake(person, base, people, numbers.last)
        firm = people.firm[person]
        if (
            firm >= 0
            and firms.separate[firm] != 0
            and word_of(person, numbers.first, _LET_GO, numbers) < firms.separate[firm]
        ):
            people.lost[person] = 1
            people.wake[person] = numbers.first


@within
def _count_days(
    chunk: int,
    person: int,
    mode: int,
    cell: int,
    firm: int,
    day: int,
    people: People,
    tables: Tables,
    numbers: Numbers,
    counters: Counters,
) -> None:
    """Count the days from the last count up to, and without, `day` for the state she was in."""
    counted = i64(people.counted[person])
    counters.days[chunk, mode, cell, tables.skill[people.kind[person]]] += day - counted
    if firm >= 0:
        until = min(day, i64(people.since[person]) + numbers.training)
        if until > counted:
            counters.trainee_days[chunk, cell] += until - counted
    people.counted[person] = day


@within
def _write(
    chunk: int, trace: Trace, day: int, person: int, what: int, mode: int, cell: int, firm: int, figure: int
) -> None:
    row = trace.start[chunk] + trace.count[chunk]
    trace.count[chunk] += 1
    trace.row[row, 0] = day
    trace.row[row, 1] = person
    trace.row[row, 2] = what
    trace.row[row, 3] = mode
    trace.row[row, 4] = cell
    trace.row[row, 5] = firm
    trace.row[row, 6] = figure


@within
def _sanction(
    chunk: int,
    person: int,
    day: int,
    breach: int,
    people: People,
    tables: Tables,
    numbers: Numbers,
    counters: Counters,
    trace: Trace,
) -> int:
    """Punish within the bounds that hold, drawn once for this decision; she is barred until it ends, or at home.

    Gives the days.
    """
    mode, cell, traced = i64(people.mode[person]), i64(people.cell[person]), people.traced[person] != 0
    a, b, c, d = philox(
        u32(person), u32(numbers.day0 + day), _SANCTION, u32(breach), u32(numbers.key0), u32(numbers.key1)
    )
    bounds = tables.sanction[breach]
    fine = i64(bounds[0]) + i64(a) % (i64(bounds[1]) - bounds[0] + 1)
    held = i64(bounds[2]) + i64(b) % (i64(bounds[3]) - bounds[2] + 1)
    ban = i64(0)
    if d < tables.ban_chance[breach]:
        ban = i64(bounds[4]) + i64(c) % (i64(bounds[5]) - bounds[4] + 1)
    counters.punished[chunk, 0] += fine
    counters.punished[chunk, 1] += held
    counters.punished[chunk, 2] += 1 if ban > 0 else 0
    counters.punished[chunk, 3] += 1
    if traced and fine > 0:
        _write(chunk, trace, day, person, _E_FINED, mode, cell, _NO_FIRM, fine)
    if traced and held > 0:
        _write(chunk, trace, day, person, _E_DETAINED, mode, cell, _NO_FIRM, held)
    if traced and ban > 0:
        _write(chunk, trace, day, person, _E_BANNED, mode, cell, _NO_FIRM, ban)
    people.firm[person] = -1
    people.cell[person] = 0
    people.manner[person] = _OUTSIDE
    away = max(held, ban)
    if away > 0:
        people.mode[person] = _BARRED
        people.due[person] = min(day + away, NEVER - 1)
    else:
        people.mode[person] = _HOME
        people.due[person] = NEVER
    return away


@kernel
def settle(
    day: int,
    first: int,
    until: int,
    starts: I64,
    people: People,
    firms: Firms,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
    counters: Counters,
    trace: Trace,
) -> None:
    """See who of those awake today is caught, count what they did, and work out when each is awake again.

    For the chunks from `first` and before `until`.
    """
    for chunk in range(first, until):
        for slot in range(starts[chunk], starts[chunk] + awake.count[chunk]):
            person = i64(awake.person[slot])
            stop(slot, person, day, people, tables, numbers, awake)
            changed = _commit(chunk, slot, day, people, tables, numbers, awake, counters, trace)
            changed |= _enforce(chunk, slot, day, people, tables, numbers, awake, counters, trace)
            counters.flows[chunk, i64(awake.mode[slot]), i64(people.mode[person])] += 1
            if changed or awake.occasion[slot] & _OWN:
                left = i64(_draw_left(person, day, _THINK, numbers))
                if people.firm[person] >= 0 and people.firm[person] != awake.firm[slot]:
                    left = max(1, left * numbers.new_job >> _UNIT_BITS)
                people.think_left[person] = left
                _set_think(person, day, people, tables, numbers)
            if changed or people.found_at[person] == day:
                people.found_left[person] = _draw_left(person, day, _FOUND_AT, numbers)
                _set_found(person, day, people, firms, tables, numbers)
            people.lost[person] = 0
            _set_wake(person, day, people, numbers.last)


@within
def _commit(
    chunk: int,
    slot: int,
    day: int,
    people: People,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
    counters: Counters,
    trace: Trace,
) -> bool:
    """Count and tell what she did herself; gives whether her state is another one."""
    person = i64(awake.person[slot])
    was, was_cell, was_firm = i64(awake.mode[slot]), i64(awake.cell[slot]), i64(awake.firm[slot])
    was_manner, mark = i64(awake.manner[slot]), i64(awake.mark[slot])
    mode, cell, firm = i64(people.mode[person]), i64(people.cell[person]), i64(people.firm[person])
    manner = i64(people.manner[person])
    traced = people.traced[person] != 0
    unasked = numbers.in_place != 0 or numbers.decides == 0
    changed = mode != was or cell != was_cell or firm != was_firm
    by_itself = unasked and awake.occasion[slot] == _DUE and mark & _RENEWED != 0 and not changed
    if awake.want[slot] >= 0 and not by_itself:
        counters.decisions[chunk] += 1
    ending = _LET_GO_OF if awake.occasion[slot] & _LOST else _COULD_NOT if mark & _STOPPED else _LEFT_IT
    if was_firm >= 0 and firm != was_firm:
        counters.ended[chunk, ending, was - _PERMIT, _tenure(day - i64(people.since[person]))] += 1
    if changed:
        _count_days(chunk, person, was, was_cell, was_firm, day, people, tables, numbers, counters)
        if traced:
            _tell_change(
                chunk, trace, day, person, was, was_cell, was_firm, was_manner, mode, cell, firm, manner, ending
            )
    crosses = manner != was_manner or goes_out(was, was_manner, mode, manner)
    if crosses:
        _count_crossings(chunk, was_manner, manner, counters)
    if manner != _OUTSIDE and (crosses or (was == _PASS and mode != _PASS)):
        people.entered[person] = day  # casual work on a pass is an entry every day
    if firm != was_firm:
        people.since[person] = day
        if firm >= 0:
            counters.hired[chunk, mode, cell] += 1
            if traced:
                _write(chunk, trace, day, person, _E_HIRED, mode, cell, firm, _NOTHING)
    if mark & _ISSUED:
        counters.issued[chunk, cell] += 1
    if mark & _RENEWED:
        counters.renewed[chunk, cell] += 1
        if numbers.in_place == 0 and tables.away[cell] > 0:
            counters.crossings[chunk, _BY_PERMIT, 0] += 1
            counters.crossings[chunk, _BY_PERMIT, 1] += 1
    if traced and mark & (_ISSUED | _RENEWED):
        _write(chunk, trace, day, person, _E_ISSUED, mode, cell, firm, i64(people.due[person]))
    if mark & _LEAK:
        counters.leaks[chunk, mode] += 1
    return changed


@within
def _enforce(
    chunk: int,
    slot: int,
    day: int,
    people: People,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
    counters: Counters,
    trace: Trace,
) -> bool:
    """Sanction her if she is caught today; gives whether she is.

    What the firm did wrong, it answers for if she is found at work.
    """
    person = i64(awake.person[slot])
    breach = breach_of(slot, person, day, people, tables, numbers, awake)
    if breach < 0:
        return False
    mode, cell, firm = i64(people.mode[person]), i64(people.cell[person]), i64(people.firm[person])
    manner = i64(people.manner[person])
    if manner != _OUTSIDE:
        place = _place(mode, cell, numbers.sectors)
        counters.crossings[chunk, manner, 1] += 1
    else:
        place = _place(i64(awake.mode[slot]), i64(awake.cell[slot]), numbers.sectors)
    counters.found[chunk, breach, place] += 1
    if firm >= 0:
        counters.ended[chunk, _FOUND_AT_IT, mode - _PERMIT, _tenure(day - i64(people.since[person]))] += 1
        awake.mark[slot] |= _LEFT
        if breach in (_WORK, _WRONG_FIRM):
            awake.mark[slot] |= _FOUND
    _count_days(chunk, person, mode, cell, firm, day, people, tables, numbers, counters)
    if people.traced[person] != 0:
        _write(chunk, trace, day, person, _E_FOUND, mode, cell, firm, breach)
    away = _sanction(chunk, person, day, breach, people, tables, numbers, counters, trace)
    if people.traced[person] != 0:
        if firm >= 0:
            _write(chunk, trace, day, person, _E_ENDED, mode, cell, firm, _FOUND_AT_IT)
        if mode == _MISMATCH:
            _write(chunk, trace, day, person, _E_RUN_OUT, mode, cell, firm, _NOTHING)
        if manner != _OUTSIDE:
            _write(chunk, trace, day, person, _E_TURNED, mode, cell, _NO_FIRM, manner)
        if away > 0:
            _write(chunk, trace, day, person, _E_BARRED, _BARRED, _NO_CELL, _NO_FIRM, i64(people.due[person]))
        elif mode != _HOME:
            _write(chunk, trace, day, person, _E_MOVED, _HOME, _NO_CELL, _NO_FIRM, mode)
    return True


@within
def _tenure(days: int) -> int:
    """The step of `TENURES` that a job of so many days belongs to."""
    step = 0
    for most in _TENURES:
        if days > most:
            step += 1
    return step


@within
def _count_crossings(chunk: int, before: int, now: int, counters: Counters) -> None:
    """Over the border: out on the papers of before, in on those of now."""
    if before != _OUTSIDE:
        counters.crossings[chunk, before, 1] += 1
    if now != _OUTSIDE:
        counters.crossings[chunk, now, 0] += 1


@within
def _tell_change(
    chunk: int,
    trace: Trace,
    day: int,
    person: int,
    was: int,
    was_cell: int,
    was_firm: int,
    was_manner: int,
    mode: int,
    cell: int,
    firm: int,
    manner: int,
    ending: int,
) -> None:
    if was == _BARRED:
        _write(chunk, trace, day, person, _E_FREE, _HOME, _NO_CELL, _NO_FIRM, _NOTHING)
    if was_firm >= 0 and firm != was_firm:
        _write(chunk, trace, day, person, _E_ENDED, was, was_cell, was_firm, ending)
    if was in (_PERMIT, _MISMATCH) and (mode not in (_PERMIT, _MISMATCH) or firm != was_firm):
        _write(chunk, trace, day, person, _E_RUN_OUT, was, was_cell, was_firm, _NOTHING)
    crosses = was_manner != manner or goes_out(was, was_manner, mode, manner)
    if crosses and was_manner != _OUTSIDE:
        _write(chunk, trace, day, person, _E_LEFT, was, was_cell, _NO_FIRM, was_manner)
    if crosses and manner != _OUTSIDE:
        _write(chunk, trace, day, person, _E_ENTERED, mode, cell, _NO_FIRM, manner)
    if mode != was or (cell != was_cell and firm < 0):
        _write(chunk, trace, day, person, _E_MOVED, mode, cell, firm, was)


@kernel
def book(starts: I64, people: People, firms: Firms, firm_cell: I64, awake: Awake, counters: Counters) -> None:
    """Enter the day's marks with the firms: permits, leaks, people found, posts left empty by those caught.

    Count empty posts.
    """
    for chunk in range(awake.count.size):
        for slot in range(starts[chunk], starts[chunk] + awake.count[chunk]):
            mark = i64(awake.mark[slot])
            if mark == 0:
                continue
            now, before = i64(awake.now[slot]), i64(awake.firm[slot])
            if mark & _ISSUED:
                firms.count[0, now] += 1
            if mark & _RENEWED:
                firms.count[1, now] += 1
            if mark & _LEAK and before >= 0:
                firms.count[2, before] += 1
            if mark & _FOUND:
                firms.count[3, now] += 1
            if mark & _LEFT:
                firms.filled[now] -= 1
    for firm in range(firms.target.size):
        empty = i64(firms.target[firm]) - i64(firms.filled[firm])
        if empty > 0:
            counters.vacancies[firm_cell[firm]] += empty


@kernel
def finish(
    first: int,
    until: int,
    starts: I64,
    people: People,
    tables: Tables,
    numbers: Numbers,
    counters: Counters,
    stocks: I64,
) -> None:
    """Count the days up to the end of the segment, and who is where.

    For the chunks from `first` and before `until`.
    """
    end = numbers.last + 1
    for chunk in range(first, until):
        for person in range(starts[chunk], starts[chunk + 1]):
            mode, cell = i64(people.mode[person]), i64(people.cell[person])
            _count_days(chunk, person, mode, cell, i64(people.firm[person]), end, people, tables, numbers, counters)
            stocks[chunk, mode, cell] += 1
