"""One month of permit60 on NumPy arrays, for the peers whose fast way is to hand over whole columns."""

import numpy as np
import permit60

KEEP = np.float32(np.exp(-permit60.HABIT))
FOUND = np.array(permit60.FOUND, np.float32)
HOME, PERMIT, IRREGULAR, BARRED = permit60.HOME, permit60.PERMIT, permit60.IRREGULAR, permit60.BARRED


def month(state, barred, cell, rate, cap, race, luck, search):
    """States and months left of bans after the month; `race` (alternatives × people) may be overwritten.

    Permits last one month here, so that all are due for renewal.
    """
    race *= rate
    for alternative in range(permit60.ALTERNATIVES):
        race[alternative, state == alternative] *= KEEP
    after = race.argmin(axis=0)
    waits = state == BARRED
    barred = barred - waits
    after[waits] = np.where(barred[waits] == 0, HOME, BARRED)
    wants = after == PERMIT
    keeps = wants & (state == PERMIT)
    fails = keeps & (luck >= permit60.RENEWED)
    after[fails] = IRREGULAR
    applicants = np.flatnonzero(wants & (state != PERMIT))
    room = cap - np.bincount(cell[keeps & ~fails], minlength=permit60.CELLS)
    ticket = (luck[applicants] * permit60.TICKETS).astype(np.int64)
    place = cell[applicants].astype(np.int64)
    called = np.bincount(place * permit60.TICKETS + ticket, minlength=permit60.CELLS * permit60.TICKETS)
    first_refused = (called.reshape(permit60.CELLS, -1).cumsum(axis=1) <= room[:, None]).sum(axis=1)
    refused = applicants[ticket >= first_refused[place]]
    after[refused] = state[refused]
    found = ~waits & (search < FOUND[after])
    after[found] = BARRED
    barred[found] = permit60.BAN
    return after.astype(state.dtype), barred.astype(state.dtype)
