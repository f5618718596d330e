"""One segment of a run, day by day, on one thread or several: the same people, chunks and numbers either way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from .choosing import wake_up
from .clearing import grant, hear
from .settling import begin, book, finish, settle

if TYPE_CHECKING:
    from .arrays import I32, I64, Awake, Counters, Firms, Numbers, People, Ring, Tables, Trace
    from .clearing import Proposals

#: People done at a time: so few that what is looked at together stays near the processor.
CHUNK: Final = 1 << 14
#: What is known of each traced event.
ROW: Final = 7


def chunk_starts(people: int, chunk: int = CHUNK) -> I64:
    """Where each chunk begins, and where the last ends: shape (chunks + 1,)."""
    return np.append(np.arange(0, people, chunk, dtype=np.int64), np.int64(people))


def run_segment(
    people: People,
    firms: Firms,
    firm_cell: I64,
    ring: Ring,
    tables: Tables,
    numbers: Numbers,
    counters: Counters,
    stocks: I64,
    starts: I64,
    awake: Awake,
    proposals: Proposals,
    trace: Trace,
    pool: ThreadPoolExecutor | None = None,
    threads: int = 1,
) -> I32:
    """Let a segment pass: look ahead over it, live each of its days, and count at its end.

    The chunks are spread over the threads of a pool; only posts are given out on one. Gives the traced rows.
    """
    spread = _spread(starts.size - 1, pool, threads)
    told: list[I32] = []
    spread(lambda one, until: begin(one, until, starts, people, firms, tables, numbers))
    for day in range(numbers.first, numbers.last + 1):
        _day(day, spread, starts, people, firms, firm_cell, ring, tables, numbers, awake, proposals, counters, trace)
        if trace.row.size:
            told += _gathered(trace)
    spread(lambda one, until: finish(one, until, starts, people, tables, numbers, counters, stocks))
    return np.concatenate(told) if told else np.empty((0, ROW), np.int32)


def _day(
    day: int,
    spread: Callable[[Callable[[int, int], None]], None],
    starts: I64,
    people: People,
    firms: Firms,
    firm_cell: I64,
    ring: Ring,
    tables: Tables,
    numbers: Numbers,
    awake: Awake,
    proposals: Proposals,
    counters: Counters,
    trace: Trace,
) -> None:
    spread(lambda one, until: wake_up(day, one, until, starts, people, firms, tables, numbers, awake))
    count = hear(day, starts, people, firms, tables, numbers, awake, proposals)
    if count:
        ranks = np.argsort(proposals.order[:count])
        counters.turned_down[0] += grant(day, ranks, people, firms, ring, tables, numbers, awake, proposals)
    spread(lambda one, until: settle(day, one, until, starts, people, firms, tables, numbers, awake, counters, trace))
    book(starts, people, firms, firm_cell, awake, counters)


def _spread(chunks: int, pool: ThreadPoolExecutor | None, threads: int) -> Callable[[Callable[[int, int], None]], None]:
    """How work on chunks `one` to `until` is done for all of them: here, or in as many parts as there are threads."""
    if pool is None or threads < 2:
        return lambda work: work(0, chunks)
    bounds = [chunks * part // threads for part in range(threads + 1)]
    parts = [(one, until) for one, until in pairwise(bounds) if one < until]

    def together(work: Callable[[int, int], None]) -> None:
        for done in [pool.submit(work, *part) for part in parts]:
            done.result()

    return together


def _gathered(trace: Trace) -> list[I32]:
    """Take down what happened on a day to those whose history is kept, chunk by chunk."""
    filled = np.flatnonzero(trace.count)
    rows = [trace.row[trace.start[chunk] : trace.start[chunk] + trace.count[chunk]].copy() for chunk in filled]
    trace.count[:] = 0
    return rows
