"""What follows from a day in the plain engine: what is counted and told, who is caught, when each is awake again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ..drawing import Purpose
from .arrays import NEVER, TENURES, UTILITY, Breach, Ending, Happened, Manner, Mark, Mode, Occasion
from .reference_state import FOUND, ISSUED, LEAKS, ON_PERMIT, RENEWED, WITHOUT_PAPERS, State, goes_out

if TYPE_CHECKING:
    from .reference_state import Segment, Waking

_OUT, _IN = 1, 0
#: The first mode that has a job: with it begin those of `Counters.ended`.
_FIRST_JOB: Final = Mode.PERMIT
_AT_HOME: Final = (Mode.HOME, 0, None)


def commit(segment: Segment, day: int, waking: Waking) -> None:
    """Count and tell what somebody did herself, and book it with the firms of before and now."""
    person, was, now, counters = waking.person, waking.was, segment.state(waking.person), segment.counters
    if waking.want is not None and not waking.renews_by_itself:
        counters.decisions[0] += 1
    waking.changed = (was.mode, was.cell, was.firm) != (now.mode, now.cell, now.firm)
    ending = Ending.STOPPED if waking.mark & Mark.STOPPED else Ending.LEFT
    if waking.occasion & Occasion.LOST:
        ending = Ending.LET_GO
    if waking.changed:
        _count_days(segment, person, was, day)
        _tell_change(segment, day, person, was, now, ending)
    if _crosses(was, now):
        _cross(segment, was.manner, _OUT)
        _cross(segment, now.manner, _IN)
    _remember_entry(segment, day, person, was, now)
    if was.firm != now.firm:
        _change_firm(segment, day, person, was, now, ending)
    _count_permits(segment, day, waking, now)


def _remember_entry(segment: Segment, day: int, person: int, was: State, now: State) -> None:
    """Note when she last came in.

    Who works on a pass comes in every day, so also on the day she gives that up and stays.
    """
    gave_up_commuting = was.mode is Mode.PASS and now.mode is not Mode.PASS
    if now.manner is not Manner.OUTSIDE and (_crosses(was, now) or gave_up_commuting):
        segment.people.entered[person] = day


def _change_firm(segment: Segment, day: int, person: int, was: State, now: State, ending: Ending) -> None:
    if was.firm is not None:
        _count_end(segment, day, person, was, ending)
    segment.people.since[person] = day
    if now.firm is not None:
        segment.counters.hired[0, now.mode, now.cell] += 1
        segment.tell(day, person, Happened.HIRED, now.mode, now.cell, now.firm, 0)


def _count_permits(segment: Segment, day: int, waking: Waking, now: State) -> None:
    """Count permits, renewals with their journeys, and permits that ended without their holder going out."""
    counters, firms, was, mark = segment.counters, segment.firms, waking.was, waking.mark
    if mark & Mark.ISSUED:
        counters.issued[0, now.cell] += 1
        firms.count[ISSUED, now.firm] += 1
    if mark & Mark.RENEWED:
        counters.renewed[0, now.cell] += 1
        firms.count[RENEWED, now.firm] += 1
        if not segment.numbers.in_place and segment.tables.away[now.cell]:
            _cross(segment, Manner.PERMIT, _OUT)
            _cross(segment, Manner.PERMIT, _IN)
    if mark & (Mark.ISSUED | Mark.RENEWED):
        until = int(segment.people.due[waking.person])
        segment.tell(day, waking.person, Happened.PERMIT_ISSUED, now.mode, now.cell, now.firm, until)
    if mark & Mark.LEAK:
        counters.leaks[0, now.mode] += 1
        firms.count[LEAKS, was.firm] += 1


def _tell_change(segment: Segment, day: int, person: int, was: State, now: State, ending: Ending) -> None:
    def tell(what: Happened, state: State, firm: int | None, figure: int) -> None:
        segment.tell(day, person, what, state.mode, state.cell, firm, figure)

    if was.mode is Mode.BARRED:
        segment.tell(day, person, Happened.BAN_ENDED, *_AT_HOME, 0)
    if was.firm is not None and was.firm != now.firm:
        tell(Happened.JOB_ENDED, was, was.firm, ending)
    if was.mode in ON_PERMIT and (now.mode not in ON_PERMIT or was.firm != now.firm):
        tell(Happened.PERMIT_ENDED, was, was.firm, 0)
    if _crosses(was, now):
        if was.manner is not Manner.OUTSIDE:
            tell(Happened.LEFT_CHINA, was, None, was.manner)
        if now.manner is not Manner.OUTSIDE:
            tell(Happened.ENTERED, now, None, now.manner)
    if was.mode is not now.mode or (was.cell != now.cell and now.firm is None):
        tell(Happened.MOVED, now, now.firm, was.mode)


def _crosses(was: State, now: State) -> bool:
    """Whether she is over the border today: in, out, or out and in again."""
    return was.manner is not now.manner or goes_out(was, now)


def stop(segment: Segment, day: int, waking: Waking) -> None:
    """Let somebody who is caught as she goes out for other papers get none of them: all she does today is go out.

    So it is with somebody whose firm sees her off. The post that she would have begun in, or gone on in, is left empty.
    """
    was, now = waking.was, segment.state(waking.person)
    caught = (
        goes_out(was, now) and now.manner is not Manner.OUTSIDE and _caught_going_out(segment, day, waking.person, was)
    )
    if not caught and not _seen_off(segment, day, waking.person, was, now):
        return
    if now.firm is not None:
        segment.firms.filled[now.firm] -= 1
    waking.mark = Mark.STOPPED
    segment.become(waking.person, State(*_AT_HOME, Manner.OUTSIDE))
    segment.people.due[waking.person] = NEVER


def _seen_off(segment: Segment, day: int, person: int, was: State, now: State) -> bool:
    """Whether somebody would stay on without papers after a permit, and the firm that answers for her sees her off."""
    if was.mode not in ON_PERMIT or now.mode not in WITHOUT_PAPERS:
        return False
    return bool(segment.words(person, day, Purpose.WATCH)[0] < segment.tables.watched[segment.place(was)])


def enforce(segment: Segment, day: int, waking: Waking) -> None:
    """Sanction somebody who is caught.

    She loses her job and her place, and is barred for as long as she is held or banned.

    The firm answers for people found at work; not for those caught at the border.
    """
    person, counters, now = waking.person, segment.counters, segment.state(waking.person)
    breach = _breach(segment, day, waking, now)
    if breach is None:
        return
    where = waking.was if now.manner is Manner.OUTSIDE else now
    counters.found[0, breach, segment.place(where)] += 1
    _cross(segment, now.manner, _OUT)
    _count_days(segment, person, now, day)
    segment.tell(day, person, Happened.FOUND, now.mode, now.cell, now.firm, breach)
    barred = _sanction(segment, day, person, breach, now)
    if now.firm is not None:
        _count_end(segment, day, person, now, Ending.FOUND)
        segment.firms.filled[now.firm] -= 1
        if breach in (Breach.WORK, Breach.MISMATCH):
            segment.firms.count[FOUND, now.firm] += 1
        segment.tell(day, person, Happened.JOB_ENDED, now.mode, now.cell, now.firm, Ending.FOUND)
    if now.mode in ON_PERMIT:
        segment.tell(day, person, Happened.PERMIT_ENDED, now.mode, now.cell, now.firm, 0)
    if now.manner is not Manner.OUTSIDE:
        segment.tell(day, person, Happened.TURNED_BACK, now.mode, now.cell, None, now.manner)
    after = replace(now, mode=Mode.BARRED if barred else Mode.HOME, cell=0, firm=None, manner=Manner.OUTSIDE)
    segment.become(person, after)
    segment.people.due[person] = min(day + barred, NEVER - 1) if barred else NEVER
    if barred:
        segment.tell(day, person, Happened.BARRED, after.mode, 0, None, int(segment.people.due[person]))
    elif now.mode is not Mode.HOME:
        segment.tell(day, person, Happened.MOVED, after.mode, 0, None, now.mode)
    waking.changed = True


def _breach(segment: Segment, day: int, waking: Waking, now: State) -> Breach | None:
    """What somebody is caught at today: coming in, going out past her limit, or at work; None for nothing."""
    person, was = waking.person, waking.was
    if was.manner is Manner.OUTSIDE and now.manner is Manner.CLANDESTINE:
        caught = segment.words(person, day, Purpose.ENTRY)[0] < segment.tables.entry_catch[0]
        return Breach.ENTRY if caught else None
    if was.manner is not Manner.OUTSIDE and now.manner is Manner.OUTSIDE:
        if not _caught_going_out(segment, day, person, was):
            return None
        return Breach.ENTRY if was.manner is Manner.CLANDESTINE else Breach.OVERSTAY
    stayed = (was.mode, was.cell, was.firm) == (now.mode, now.cell, now.firm)
    if segment.people.found_at[person] != day or not stayed:
        return None
    return {
        Mode.PASS: Breach.WORK,
        Mode.IRREGULAR: Breach.WORK,
        Mode.FURTHER: Breach.FURTHER,
        Mode.MISMATCH: Breach.MISMATCH,
    }.get(now.mode)


def _caught_going_out(segment: Segment, day: int, person: int, was: State) -> bool:
    """Whether somebody goes out today who should have before, or never have been in, and it is found."""
    found = segment.words(person, day, Purpose.EXIT)[0] < segment.tables.exit_catch[was.manner]
    return bool(found) and _outstayed(segment, day, person, was)


def _outstayed(segment: Segment, day: int, person: int, was: State) -> bool:
    """Whether somebody who goes out today should have done so before, or should never have been in."""
    match was.manner:
        case Manner.CLANDESTINE:
            return True
        case Manner.PASS:
            limit = int(segment.tables.pass_limit[segment.people.kind[person]])
            return was.mode is not Mode.PASS and day - int(segment.people.entered[person]) > limit
        case _:
            return was.mode in WITHOUT_PAPERS


def _sanction(segment: Segment, day: int, person: int, breach: Breach, now: State) -> int:
    """Draw fine, days held and a ban within the bounds that hold, count and tell them.

    Gives for how many days she is barred.
    """
    fine, held, ban, banned = segment.words(person, day, Purpose.SANCTION, breach)
    bounds: list[int] = segment.tables.sanction[breach].tolist()
    fine, held, ban = (
        low + word % (high - low + 1)
        for word, low, high in zip((fine, held, ban), bounds[::2], bounds[1::2], strict=True)
    )
    if banned >= segment.tables.ban_chance[breach]:
        ban = 0
    segment.counters.punished[0] += (fine, held, ban > 0, 1)
    for what, figure in ((Happened.FINED, fine), (Happened.DETAINED, held), (Happened.BANNED, ban)):
        if figure:
            segment.tell(day, person, what, now.mode, now.cell, None, figure)
    return max(held, ban)


def schedule(segment: Segment, day: int, waking: Waking) -> None:
    """Work out when somebody is awake again.

    Another life, or a risk that has come, begins with a threshold drawn anew; at another firm she thinks again sooner.
    """
    person, people = waking.person, segment.people
    segment.counters.flows[0, waking.was.mode, people.mode[person]] += 1
    if waking.changed or waking.occasion & Occasion.OWN:
        left = segment.threshold(person, day, Purpose.THINK)
        if segment.state(person).firm not in (None, waking.was.firm):
            left = max(1, left * segment.numbers.new_job // UTILITY)
        people.think_left[person] = left
        _spend_think(segment, person, day)
    if waking.changed or people.found_at[person] == day:
        people.found_left[person] = segment.threshold(person, day, Purpose.FOUND)
        _spend_found(segment, person, day)
    people.lost[person] = 0
    _set_wake(segment, person, day)


def look_ahead(segment: Segment) -> None:
    """Spend everybody's thresholds over the segment, and let people go whose firm has more of them than posts."""
    people, first = segment.people, segment.numbers.first
    for person in range(people.kind.size):
        people.counted[person] = first
        _spend_think(segment, person, first - 1)
        _spend_found(segment, person, first - 1)
        _set_wake(segment, person, first - 1)
        firm = people.firm[person]
        chance = segment.firms.separate[firm] if firm >= 0 else 0
        if chance and segment.words(person, first, Purpose.SEPARATION)[0] < chance:
            people.lost[person], people.wake[person] = 1, first


def _spend_think(segment: Segment, person: int, after: int) -> None:
    people = segment.people
    hazard = int(segment.tables.think[people.mode[person]])
    people.think_at[person], people.think_left[person] = _spend(segment, int(people.think_left[person]), hazard, after)


def _spend_found(segment: Segment, person: int, after: int) -> None:
    """When she is found: by herself, or before that when her firm is inspected and she is among those looked at."""
    people, state, numbers = segment.people, segment.state(person), segment.numbers
    hazard = int(segment.tables.found[state.mode, segment.place(state)])
    if state.manner is Manner.PERMIT:
        hazard += int(segment.tables.tracked[state.mode, segment.place(state)])
    at, people.found_left[person] = _spend(segment, int(people.found_left[person]), hazard, after)
    if state.mode in (Mode.IRREGULAR, Mode.MISMATCH):
        inspected = int(segment.firms.inspected[state.firm])
        if after < inspected < at and segment.words(person, inspected, Purpose.INSPECTION)[0] < numbers.look:
            at = inspected
    people.found_at[person] = at


def _spend(segment: Segment, left: int, hazard: int, after: int) -> tuple[int, int]:
    """The day, after a day, on which what is left of a threshold is spent, and what is left at the segment's end."""
    most = hazard * (segment.numbers.last - after)
    if most < left or not hazard:
        return NEVER, left - most
    return after + -(-left // hazard), 0


def _set_wake(segment: Segment, person: int, day: int) -> None:
    people = segment.people
    days = [int(people.think_at[person]), int(people.found_at[person])]
    if people.due[person] > day:
        days.append(int(people.due[person]))
    people.wake[person] = min(days) if min(days) <= segment.numbers.last else NEVER


def _count_days(segment: Segment, person: int, state: State, until: int) -> None:
    """Count the days up to, and without, `until` for what she was; days of the first weeks at a firm as a trainee's."""
    people, counters = segment.people, segment.counters
    counted = int(people.counted[person])
    counters.days[0, state.mode, state.cell, segment.tables.skill[people.kind[person]]] += until - counted
    if state.firm is not None:
        trained = min(until, int(people.since[person]) + segment.numbers.training)
        counters.trainee_days[0, state.cell] += max(0, trained - counted)
    people.counted[person] = until


def _count_end(segment: Segment, day: int, person: int, state: State, ending: Ending) -> None:
    """Count the end of a job by how it ended and how long it lasted."""
    lasted = day - int(segment.people.since[person])
    step = sum(lasted > most for most in TENURES)
    segment.counters.ended[0, ending, state.mode - _FIRST_JOB, step] += 1


def _cross(segment: Segment, manner: Manner, direction: int) -> None:
    if manner is not Manner.OUTSIDE:
        segment.counters.crossings[0, manner, direction] += 1


def count_vacancies(segment: Segment) -> None:
    """Count the posts that stand empty at the end of a day, by cell."""
    empty = np.maximum(0, segment.firms.target - segment.firms.filled)
    np.add.at(segment.counters.vacancies, segment.firm_cell, empty)


def finish(segment: Segment) -> None:
    """Count the days up to the end of the segment, and who is where."""
    for person in range(segment.people.kind.size):
        state = segment.state(person)
        _count_days(segment, person, state, segment.numbers.last + 1)
        segment.stocks[0, state.mode, state.cell] += 1
