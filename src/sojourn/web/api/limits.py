"""How often a token may be used: a bucket for each that fills steadily, so that a burst passes and a flood does not.

The buckets are this process's own. Several machines that serve one register each have theirs.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `burst` requests at once, and `a_second` more every second."""

    burst: int
    a_second: float


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Buckets:
    """What each token has left of a limit."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._buckets: dict[int, _Bucket] = {}
        self._lock = Lock()

    def take(self, token: int) -> int:
        """Take one request; gives 0, or the whole seconds to wait where there is none left."""
        now = self._clock()
        with self._lock:
            bucket = self._buckets.setdefault(token, _Bucket(self.limit.burst, now))
            bucket.left = min(self.limit.burst, bucket.left + (now - bucket.at) * self.limit.a_second)
            bucket.at = now
            if bucket.left < 1:
                return math.ceil((1 - bucket.left) / self.limit.a_second)
            bucket.left -= 1
            return 0


#: Reading: a program that follows its cases, not one that copies the register.
READS = Limit(burst=600, a_second=10)
#: Changes: more than the busiest post has travellers, also when it sends what it recorded while the line was down.
CHANGES = Limit(burst=20_000, a_second=500)

reads = Buckets(READS)
changes = Buckets(CHANGES)
