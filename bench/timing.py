"""Timing something small so that what else the machine does is left out as far as it can be."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave what has been loaded out of the search for garbage meanwhile, as a server does once it has started."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def best_of(times: int, call: Callable[[], object]) -> float:
    """The quickest of some calls, in seconds: whatever else took part only ever made it slower."""
    quickest = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        call()
        quickest = min(quickest, time.perf_counter() - begun)
    return quickest


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    below = max(1, -int(-share * len(ordered) // 1))
    return ordered[below - 1]
