"""permit60 in compiled loops over cache-sized blocks of people.

A month has two passes over the people and a count between them: `decide` notes what each wants and counts the tickets
of those who apply, `settle` lets in the tickets that are called. Both are serial and hold no lock of Python, so any
number of threads may each take a part; what they count are whole numbers, whose sum does not depend on the parts.

The alternative of the highest utility plus Gumbel noise -ln(E) is that of the least E exp(-utility), for exponential E:
one logarithm instead of two, no exponential function, and the same choice.

Loops are split so that each writes one array and reads few: LLVM turns such a loop into vectors. A value by cell or
origin is selected, not looked up, for the same reason.
"""

from __future__ import annotations

import numpy as np

from sojourn.lab.drawing import Purpose, compiled, label
from sojourn.lab.engine.compiling import kernel, within

from .permit60 import BAN, BARRED, CELLS, COAST, FURTHER, HOME, IRREGULAR, PERMIT, STATES, TICKETS

u8, u16, u32, u64, i32, f32 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.float32

#: People of a block: what is drawn for them stays in the first cache.
BLOCK = 512
LABEL = u32(label(Purpose.BENCHMARK))
#: A ticket is the highest ten bits of its word.
TICKET_SHIFT = u32(22)
#: Added to what somebody who applies is if she is refused.
APPLIES = u8(8)
#: Tickets that nobody called holds: spread, so that counting one person need not wait for the one before.
SPARE = 8
ROW = TICKETS + SPARE
#: Bits of a count of people in a block, six of which fit into a word.
FIELD, FIELD_MASK = u64(10), u64(1023)


@within
def draw(first, people, month, k0, k1, block, a, b, c, d):  # type: ignore[no-untyped-def]
    """One block of four words for each of some people."""
    for j in range(people):
        a[j], b[j], c[j], d[j] = compiled.philox(u32(first + j), month, LABEL, block, k0, k1)


@within
def of_cell(cell, values):  # type: ignore[no-untyped-def]
    """The value of a cell."""
    value = values[0]
    value = values[1] if cell == 1 else value
    value = values[2] if cell == 2 else value
    value = values[3] if cell == 3 else value
    value = values[4] if cell == 4 else value
    return values[5] if cell == 5 else value


@within
def of_origin(origin, values):  # type: ignore[no-untyped-def]
    """The value of an origin."""
    value = values[0]
    value = values[1] if origin == 1 else value
    value = values[2] if origin == 2 else value
    value = values[3] if origin == 3 else value
    return values[4] if origin == 4 else value


@within
def effort(people, skill, origin, root, away):  # type: ignore[no-untyped-def]
    """What being away costs each, as a factor: of skill, and of the way."""
    t = (root[0], root[1], root[2], root[3], root[4])
    for j in range(people):
        r = of_origin(origin[j], t)
        away[j] = skill[j] * (r * r)


@within
def race_home(people, word, home, value):  # type: ignore[no-untyped-def]
    """The exponential of staying at home, at each one's own rate."""
    for j in range(people):
        value[j] = compiled.exponential(word[j]) * home[j]


@within
def race_cell(people, word, cell, away, rates, value):  # type: ignore[no-untyped-def]
    """The exponential of working in one's cell."""
    t = (rates[0], rates[1], rates[2], rates[3], rates[4], rates[5])
    for j in range(people):
        value[j] = compiled.exponential(word[j]) * of_cell(cell[j], t) * away[j]


@within
def race_further(people, word, origin, away, rate, root, value):  # type: ignore[no-untyped-def]
    """The exponential of working further in: half as far again."""
    t = (root[0], root[1], root[2], root[3], root[4])
    for j in range(people):
        value[j] = compiled.exponential(word[j]) * rate * away[j] * of_origin(origin[j], t)


@within
def race_coast(people, word, away, rate, value):  # type: ignore[no-untyped-def]
    """The exponential of working at the coast: skill counts twice, and so does the way."""
    for j in range(people):
        value[j] = compiled.exponential(word[j]) * rate * (away[j] * away[j])


@within
def least(people, state, habit, v0, v1, v2, v3, v4, wanted):  # type: ignore[no-untyped-def]
    """The alternative of the least value, the first of equal ones; what one is already is the lower by habit."""
    one = f32(1)
    for j in range(people):
        s = state[j]
        lowest = v0[j] * (habit if s == HOME else one)
        chosen = u8(HOME)
        other = v1[j] * (habit if s == PERMIT else one)
        chosen = u8(PERMIT) if other < lowest else chosen
        lowest = other if other < lowest else lowest
        other = v2[j] * (habit if s == IRREGULAR else one)
        chosen = u8(IRREGULAR) if other < lowest else chosen
        lowest = other if other < lowest else lowest
        other = v3[j] * (habit if s == FURTHER else one)
        chosen = u8(FURTHER) if other < lowest else chosen
        lowest = other if other < lowest else lowest
        other = v4[j] * (habit if s == COAST else one)
        wanted[j] = u8(COAST) if other < lowest else chosen


@within
def outcome(people, state, barred, due, luck, search, renewed, found, wanted):  # type: ignore[no-untyped-def]
    """What each becomes: her state after the month, or, of who applies, what she is if refused, plus APPLIES."""
    near, further, coast = found[IRREGULAR], found[FURTHER], found[COAST]
    for j in range(people):
        s, w = state[j], wanted[j]
        lapses = (w == PERMIT) & (s == PERMIT) & (due[j] != 0) & (luck[j] >= renewed)
        w = u8(IRREGULAR) if lapses else w
        applies = (w == PERMIT) & (s != PERMIT)
        w = s if applies else w
        risk = near if w == IRREGULAR else u32(0)
        risk = further if w == FURTHER else risk
        risk = coast if w == COAST else risk
        w = u8(BARRED) if search[j] < risk else w
        w = u8(w + APPLIES) if applies else w
        waits = u8(BARRED) if barred[j] != u8(1) else u8(HOME)
        wanted[j] = waits if s == BARRED else w


@within
def clock(people, state, wanted, barred):  # type: ignore[no-untyped-def]
    """A month less of each ban, and the bans that begin."""
    for j in range(people):
        b = u8(BAN) if wanted[j] == BARRED else barred[j]
        barred[j] = u8(barred[j] - u8(1)) if state[j] == BARRED else b


@within
def tickets(people, wanted, luck, cell, ticket, slot):  # type: ignore[no-untyped-def]
    """Each one's ticket, and where in the table of cells and tickets it is counted."""
    for j in range(people):
        ticket[j] = u16(luck[j] >> TICKET_SHIFT)
    for j in range(people):
        held = u16(ticket[j]) if wanted[j] >= APPLIES else u16(TICKETS + (j & (SPARE - 1)))
        slot[j] = u16(u16(cell[j]) * u16(ROW) + held)


@within
def count_tickets(people, slot, called):  # type: ignore[no-untyped-def]
    """One more in each one's place of the table."""
    for j in range(people):
        called[slot[j]] += 1


@within
def add_holders(people, wanted, cell, holders):  # type: ignore[no-untyped-def]
    """How many keep a permit, by cell: six counts in one word."""
    packed = u64(0)
    for j in range(people):
        packed += u64(wanted[j] == PERMIT) << (u64(cell[j]) * FIELD)
    for c in range(CELLS):
        holders[c] += np.int64((packed >> (u64(c) * FIELD)) & FIELD_MASK)


@within
def add_states(people, state, counts):  # type: ignore[no-untyped-def]
    """How many are in each state: six counts in one word."""
    packed = u64(0)
    for j in range(people):
        packed += u64(1) << (u64(state[j]) * FIELD)
    for k in range(STATES):
        counts[k] += np.int64((packed >> (u64(k) * FIELD)) & FIELD_MASK)


@kernel
def decide(  # type: ignore[no-untyped-def]
    begin,
    end,
    month,
    k0,
    k1,
    origin,
    cell,
    skill,
    home,
    state,
    barred,
    wanted,
    ticket,
    due,
    months,
    offered,
    chances,
    scratch,
    called,
    holders,
):
    """What the people from `begin` up to `end` want this month; counts tickets by cell and holders of permits."""
    root, permit, irregular, further, coast, habit = offered
    renewed, found = chances
    words, value, away, slot = scratch
    called[:] = 0
    holders[:] = 0
    for at in range(begin, end, BLOCK):
        n = min(BLOCK, end - at)
        to = at + n
        s, c, o, w = state[at:to], cell[at:to], origin[at:to], wanted[at:to]
        draw(at, n, month, k0, k1, u32(0), words[0], words[1], words[2], words[3])
        draw(at, n, month, k0, k1, u32(1), words[4], words[5], words[6], words[7])
        effort(n, skill[at:to], o, root, away)
        race_home(n, words[0], home[at:to], value[0])
        race_cell(n, words[1], c, away, permit, value[1])
        race_cell(n, words[2], c, away, irregular, value[2])
        race_further(n, words[3], o, away, further, root, value[3])
        race_coast(n, words[4], away, coast, value[4])
        least(n, s, habit, value[0], value[1], value[2], value[3], value[4], w)
        outcome(n, s, barred[at:to], due[at % months :], words[5], words[6], renewed, found, w)
        clock(n, s, w, barred[at:to])
        tickets(n, w, words[5], c, ticket[at:to], slot)
        count_tickets(n, slot, called)
        add_holders(n, w, c, holders)


@kernel
def settle(begin, end, cell, state, barred, wanted, ticket, first_refused, counts):  # type: ignore[no-untyped-def]
    """Let in the tickets of each cell below the first refused one; count the people from `begin` to `end` by state."""
    t = (first_refused[0], first_refused[1], first_refused[2], first_refused[3], first_refused[4], first_refused[5])
    counts[:] = 0
    for at in range(begin, end, BLOCK):
        to = min(at + BLOCK, end)
        for i in range(at, to):
            w = wanted[i]
            refused = u8(w - APPLIES) if ticket[i] >= of_cell(cell[i], t) else u8(PERMIT)
            state[i] = refused if w >= APPLIES else w
        for i in range(at, to):
            barred[i] = u8(BAN) if (wanted[i] >= APPLIES) & (state[i] == BARRED) else barred[i]
        add_states(to - at, state[at:to], counts)
