"""How many runs decide: the bounds and bands by which shares of runs are judged, wherever a direction is told."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

#: What comes out in nine runs of ten or more does, and what comes out in half of them or fewer does not.
HIT: Final = 0.9
MISSED: Final = 0.5
#: Neither is told but where the whole band of the share lies on its side of the point half way between the two.
PARTING: Final = (HIT + MISSED) / 2
#: How many standard errors from its middle the band ends that holds a share nine times of ten.
DEVIATIONS: Final = NormalDist().inv_cdf(0.95)


def share_band(count: int, runs: int) -> tuple[float, float]:
    """Between what a share lies, nine times of ten (Wilson's interval): right with few runs, and at its ends."""
    squared = DEVIATIONS * DEVIATIONS
    middle = (count + squared / 2) / (runs + squared)
    half = DEVIATIONS / (runs + squared) * (count * (runs - count) / runs + squared / 4) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def comes_out(share: float, low: float) -> bool:
    """Whether so many runs show that something comes out; `low` is where the band of its share begins."""
    return share >= HIT and low > PARTING


def agree(share: float, runs: int) -> bool:
    """Whether enough runs agree, `share` of `runs`, to tell a direction of the outcome."""
    return runs >= FEWEST and comes_out(share, share_band(round(share * runs), runs)[0])


def by_chance(lost: int, won: int) -> float:
    """How often at least `lost` of `lost + won` differing pairs go one way, were each way as likely (a sign test)."""
    pairs = lost + won
    return sum(math.comb(pairs, count) for count in range(lost, pairs + 1)) / (1 << pairs)


#: With fewer runs than these no direction is told, even where all agree.
FEWEST: Final = next(runs for runs in range(1, 100) if share_band(runs, runs)[0] > PARTING)
