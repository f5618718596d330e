"""Timing something small so that what else the machine does is left out as far as it can be."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave what has been loaded out of the search for garbage meanwhile, as a server does once it has started."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


#: What takes longer than this (seconds) is broken into more often by whatever else runs, so it is tried more often.
LONG: Final = 0.001
MORE: Final = 4


def best_of(times: int, call: Callable[[], object]) -> float:
    """The quickest of some calls, in seconds: whatever else took part only ever made it slower."""
    quickest = float("inf")
    done, wanted = 0, times
    while done < wanted:
        begun = time.perf_counter()
        call()
        quickest = min(quickest, time.perf_counter() - begun)
        done += 1
        if done == times and quickest > LONG:
            wanted = times * MORE
    return quickest


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    below = max(1, -int(-share * len(ordered) // 1))
    return ordered[below - 1]
