"""One segment of a run in plain Python: the same days, people and numbers as the compiled engine, written to be read.

Each day goes through the same steps in the same order:

    expire    bans that are over; who has an occasion to decide
    decide    what each of them would rather do
    clear     who keeps her job, who goes where no post is needed, who gets which post
    enforce   who is caught, and what that costs her
    commit    what is counted, told and booked with the firms
    schedule  when she is awake again

People decide on what the day found them as; they meet only where posts are given out. This version goes through people
one by one and knows nothing of chunks or threads. It is what the compiled engine is compared with, to the last bit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..drawing import Purpose, label, plain
from .arrays import CLOSED, NEVER, TASTE_SHIFT, UTILITY, Manner, Mark, Mode, Occasion
from .reference_after import commit, count_vacancies, enforce, finish, look_ahead, schedule, stop
from .reference_state import AT_WORK, ON_PERMIT, WITHOUT_PAPERS, Segment, State, Waking, goes_out

if TYPE_CHECKING:
    from .arrays import I32, I64, Counters, Firms, Numbers, People, Ring, Tables


def run_reference(
    people: People,
    firms: Firms,
    firm_cell: I64,
    ring: Ring,
    tables: Tables,
    numbers: Numbers,
    counters: Counters,
    stocks: I64,
) -> I32:
    """Run a segment: changes `people` and `firms`, adds to the first layer of `counters` and `stocks`.

    Gives the traced rows.
    """
    segment = Segment(people, firms, firm_cell, ring, tables, numbers, counters, stocks)
    look_ahead(segment)
    for day in range(numbers.first, numbers.last + 1):
        awake = expire(segment, day)
        for waking in awake:
            decide(segment, day, waking)
        clear(segment, day, awake)
        for waking in awake:
            stop(segment, day, waking)
            commit(segment, day, waking)
            enforce(segment, day, waking)
        for waking in awake:
            schedule(segment, day, waking)
        count_vacancies(segment)
    finish(segment)
    return np.array(segment.rows, np.int32).reshape(-1, 7)


def settle_in(people: People, numbers: Numbers) -> None:
    """Give people their first thresholds, keyed by the day before the first of a run."""
    ids, before = np.arange(people.kind.size), numbers.day0 - 1
    for left, purpose in ((people.think_left, Purpose.THINK), (people.found_left, Purpose.FOUND)):
        drawn = plain.words(ids, before, label(purpose), 1, (numbers.key0, numbers.key1))
        left[:] = plain.threshold(drawn[:, 0])


def expire(segment: Segment, day: int) -> list[Waking]:
    """Who is awake, with what the day found her as and her occasions to decide.

    A ban that is over leaves her at home.
    """
    people, awake = segment.people, []
    for person in np.flatnonzero(people.wake == day).tolist():
        waking = Waking(person, segment.state(person))
        if people.think_at[person] == day:
            waking.occasion |= Occasion.OWN
        if people.lost[person]:
            waking.occasion |= Occasion.LOST
        if people.due[person] == day:
            if waking.was.mode in ON_PERMIT:
                waking.occasion |= Occasion.DUE
            elif waking.was.mode is Mode.BARRED:
                waking.occasion |= Occasion.FREE
                people.mode[person], people.due[person] = Mode.HOME, NEVER
        if _held(waking) and not keeps_firm(segment, day, waking, segment.alternative(waking.was)):
            waking.mark = Mark.STOPPED  # for all but her
        awake.append(waking)
    return awake


def decide(segment: Segment, day: int, waking: Waking) -> None:
    """Let her want the open alternative with the highest utility, the lowest of equals.

    Who has no occasion, or is still barred, wants nothing. Where a permit is renewed without anybody leaving, or
    a renewal is no occasion to decide, that goes by itself unless she has another occasion.
    """
    person, now = waking.person, segment.state(waking.person)
    if not waking.occasion or now.mode is Mode.BARRED:
        return
    unasked = waking.occasion == Occasion.DUE and (segment.numbers.in_place or not segment.numbers.decides)
    if unasked and renewable(segment, day, now, person):
        waking.want, waking.renews_by_itself = segment.alternative(now), True
        return
    tables = segment.tables
    value = _worth_of_each(segment, waking, now)
    utility = value + (segment.people.taste[person, tables.toward].astype(np.int64) << TASTE_SHIFT)
    utility += segment.taste[person]
    utility[tables.toward == now.mode] += tables.stay_mode[now.mode]
    utility[tables.toward <= Mode.COAST] += _going_out(segment, person, now, tables.leave)
    in_again = [toward > Mode.COAST and goes_out(now, _papers_of(now, Mode(toward))) for toward in tables.toward]
    utility[in_again] += _going_out(segment, person, now, tables.out_and_in)
    if now.manner is Manner.PERMIT:
        irregular = tables.toward == Mode.IRREGULAR
        utility[irregular] += tables.tracked_worth[segment.people.kind[person], tables.into[irregular]]
    if _held(waking):
        staying = [keeps_firm(segment, day, waking, alternative) for alternative in range(value.size)]
        utility[staying] += _worth_of_firm(segment, day, person, now)
    utility[value == CLOSED] = np.iinfo(np.int64).min
    waking.want = int(utility.argmax())


def _worth_of_each(segment: Segment, waking: Waking, now: State) -> I64:
    """What each alternative is worth to her, CLOSED where it is not open.

    A permit that runs is not: it may be kept to its last day, though no other would be issued.
    """
    kind = segment.people.kind[waking.person]
    value: I64 = segment.tables.value[kind].astype(np.int64)
    if _held(waking) and now.mode in ON_PERMIT and not waking.occasion & Occasion.DUE:
        own = segment.alternative(now)
        value[own] = segment.tables.worth[kind, own]
    return value


def _papers_of(now: State, toward: Mode) -> State:
    """What somebody in China would be in another mode, as to her papers: those it comes with, or hers where none do."""
    with_it = {Mode.PASS: Manner.PASS, Mode.PERMIT: Manner.PERMIT, Mode.MISMATCH: Manner.PERMIT}
    return replace(now, mode=toward, manner=with_it.get(toward, now.manner))


def _going_out(segment: Segment, person: int, now: State, table: I32) -> int:
    """What leaving China costs somebody who is in, by a table: nothing on a pass in use.

    An outstayed permit counts as an outstayed pass.
    """
    if now.manner is Manner.OUTSIDE or now.mode is Mode.PASS:
        return 0
    outstayed = now.manner is Manner.PERMIT and now.mode in WITHOUT_PAPERS
    return int(table[segment.people.kind[person], Manner.PASS if outstayed else now.manner])


def _worth_of_firm(segment: Segment, day: int, person: int, now: State) -> int:
    """What her firm is worth to her beyond another: what it pays, how well the two suit each other, and habit.

    Habit begins when she is no longer new there.
    """
    assert now.firm is not None
    drawn = plain.philox((person, 0, label(Purpose.MATCH), now.firm), segment.key)
    suits = int(plain.logistic(drawn[0])) * segment.numbers.match_sd >> (UTILITY.bit_length() - 1)
    new = day - int(segment.people.since[person]) < segment.numbers.training
    habit = 0 if new else int(segment.tables.stay_firm[now.mode])
    return suits + habit + int(segment.firms.bonus[now.firm])


def _held(waking: Waking) -> bool:
    """Whether there is a job that she could keep."""
    return waking.was.firm is not None and not waking.occasion & Occasion.LOST


def renewable(segment: Segment, day: int, state: State, person: int) -> bool:
    """Whether a permit that runs out on a day can be followed by another one at the same firm.

    Her firm has to file for it; where the permit is registered at another firm, hers only has to go on taking her.
    """
    open_ = segment.tables.value[segment.people.kind[person], segment.alternative(state)] != CLOSED
    takes = segment.firms.may_file if state.mode is Mode.PERMIT else segment.firms.tolerant
    issued = segment.tables.term_end[state.cell, day + 1 - segment.numbers.first] != 0
    return bool(open_ and takes[state.firm] and issued)


def keeps_firm(segment: Segment, day: int, waking: Waking, alternative: int | None) -> bool:
    """Whether to take an alternative is to stay at her firm.

    As it is, or as the same job on other papers: a permit of the firm, none, or a permit of another firm. Without the
    first of them she is kept only by a firm that takes such people.
    """
    if not _held(waking):
        return False
    was, firms, tables = waking.was, segment.firms, segment.tables
    if alternative == segment.alternative(was):
        if was.mode is Mode.IRREGULAR and not firms.tolerant[was.firm]:
            return False
        return not waking.occasion & Occasion.DUE or renewable(segment, day, was, waking.person)
    assert alternative is not None
    toward, cell = tables.toward[alternative], tables.into[alternative]
    if cell != was.cell or toward not in AT_WORK:
        return False
    return bool((firms.may_file if toward == Mode.PERMIT else firms.tolerant)[was.firm])


def clear(segment: Segment, day: int, awake: list[Waking]) -> None:
    """Carry out what needs no other firm's post; then give out posts by the lottery of the day, person by person.

    Each proposal draws its rank, and where on the ring of her cell she begins to ask.
    """
    proposals = []
    for waking in awake:
        if waking.want is None:
            continue
        if keeps_firm(segment, day, waking, waking.want):
            _keep_firm(segment, day, waking, Mode(segment.tables.toward[waking.want]))
        elif segment.tables.toward[waking.want] not in AT_WORK:
            _go(segment, waking, waking.want)
        else:
            rank, begin, *_ = segment.words(waking.person, day, Purpose.PRIORITY)
            proposals.append((rank, waking.person, begin, waking))
    for _, _, begin, waking in sorted(proposals, key=lambda proposal: proposal[:2]):
        assert waking.want is not None
        firm = _post(segment, begin, waking.want, waking.was.firm)
        if firm is not None:
            _take_post(segment, day, waking, waking.want, firm)
        else:
            segment.counters.turned_down[0] += 1
            _stay_behind(segment, day, waking)


def _post(segment: Segment, begin: int, alternative: int, own: int | None) -> int | None:
    """The first firm clockwise from `begin` that has a post and takes her on these terms, of as many as she asks."""
    tables, ring, firms = segment.tables, segment.ring, segment.firms
    cell, toward = int(tables.into[alternative]), tables.toward[alternative]
    takes = firms.may_file if toward == Mode.PERMIT else firms.tolerant
    nodes = slice(int(ring.start[cell]), int(ring.start[cell + 1]))
    first = int(np.searchsorted(ring.point[nodes], np.uint32(begin)))
    for firm in np.roll(ring.firm[nodes], -first)[: segment.numbers.tries].tolist():
        if firm != own and takes[firm] and firms.filled[firm] < firms.target[firm]:
            return int(firm)
    return None


def _keep_firm(segment: Segment, day: int, waking: Waking, toward: Mode) -> None:
    """Stay at the firm: go on, with the next permit if one runs out; or get a permit there; or stay on without."""
    people, person = segment.people, waking.person
    if toward is waking.was.mode and not waking.occasion & Occasion.DUE:
        return
    people.mode[person] = toward
    if toward in ON_PERMIT:
        _give_permit(segment, day, waking, waking.was.cell, int(people.due[person]))
    elif toward is not waking.was.mode:
        people.due[person] = NEVER
        waking.mark |= Mark.LEAK


def _give_permit(segment: Segment, day: int, waking: Waking, cell: int, held_until: int) -> None:
    """A permit: the next one after hers that runs out today, one in the place of hers that runs, or her first."""
    people, numbers, person = segment.people, segment.numbers, waking.person
    ends, holder = segment.tables.term_end[cell], waking.was.mode in ON_PERMIT
    people.manner[person] = Manner.PERMIT
    if holder and waking.occasion & Occasion.DUE:
        away = 0 if numbers.in_place else int(segment.tables.away[cell])
        people.due[person] = ends[day + 1 + away - numbers.first]
        waking.mark |= Mark.RENEWED
    else:
        people.due[person] = held_until if holder and not numbers.anew else ends[day - numbers.first]
        waking.mark |= Mark.ISSUED


def _quit(segment: Segment, waking: Waking) -> None:
    """Leave her firm, if she has one; a permit ends with the job."""
    if waking.was.firm is not None:
        segment.firms.filled[waking.was.firm] -= 1
        segment.people.due[waking.person] = NEVER


def _enters_as(segment: Segment, waking: Waking) -> Manner:
    """How somebody comes in who gets no permit; who is in stays as she came."""
    if waking.was.manner is not Manner.OUTSIDE:
        return waking.was.manner
    has_pass = segment.tables.has_pass[segment.people.kind[waking.person]]
    return Manner.PASS if has_pass else Manner.CLANDESTINE


def _go(segment: Segment, waking: Waking, alternative: int) -> None:
    """Go where no post is needed. Who goes further in from a permit does not leave when it ends, as she should."""
    mode = Mode(segment.tables.toward[alternative])
    manner = {Mode.PASS: Manner.PASS, Mode.FURTHER: _enters_as(segment, waking)}.get(mode, Manner.OUTSIDE)
    if mode is Mode.FURTHER and waking.was.mode in ON_PERMIT:
        waking.mark |= Mark.LEAK
    _quit(segment, waking)
    segment.become(waking.person, State(mode, int(segment.tables.into[alternative]), None, manner))


def _take_post(segment: Segment, day: int, waking: Waking, alternative: int, firm: int) -> None:
    """Begin at a firm: on a permit from today on.

    Or without, and whoever had one until now has not left as she should.
    """
    tables = segment.tables
    mode, cell = Mode(tables.toward[alternative]), int(tables.into[alternative])
    held_until = int(segment.people.due[waking.person])
    _quit(segment, waking)
    segment.firms.filled[firm] += 1
    if mode in ON_PERMIT:
        segment.become(waking.person, State(mode, cell, firm, Manner.PERMIT))
        _give_permit(segment, day, waking, cell, held_until)
        return
    segment.become(waking.person, State(mode, cell, firm, _enters_as(segment, waking)))
    if waking.was.mode in ON_PERMIT:
        waking.mark |= Mark.LEAK


def _stay_behind(segment: Segment, day: int, waking: Waking) -> None:
    """Found no post: go on as before, renewing what runs out.

    Without a job, or with one that she cannot keep as she is, go home.
    """
    was = waking.was
    kept = was.mode is not Mode.IRREGULAR or segment.firms.tolerant[was.firm]
    if kept and not waking.occasion & (Occasion.LOST | Occasion.DUE):
        return
    if kept and not waking.occasion & Occasion.LOST and renewable(segment, day, was, waking.person):
        _keep_firm(segment, day, waking, was.mode)
    else:
        _go(segment, waking, Mode.HOME)
