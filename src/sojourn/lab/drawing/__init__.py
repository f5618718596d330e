"""Random numbers that are looked up, not handed out: each belongs to who draws it, when, and for what.

A draw is four 32-bit words of Philox4x32-10, a keyed function of

    counter  (id, occasion, label, block)    all 32 bits
    key      (seed, run)

`id` is the permanent number of a person, firm or agency; `occasion` is 0 for what lasts, a month number since January
1970 for a passing taste, or a day number since 1 January 1970; `label` says what is drawn and for what kind of entity
(`label(Purpose, EntityKind)`); `block` counts the words on by four: word k of block b has index 4b + k.

Nothing else enters, neither a position in an array nor what was drawn before. So a run has the same numbers on any
number of threads, chunks and machines, N people are the first N of 2N, and two scenarios differ by the policy and not
by luck.

The same functions stand twice, equal to the bit: in `compiled`, for one draw inside a kernel (Numba), and in `plain`,
for arrays and for reading (NumPy). From a word w they make

    uniform      float32 in (0, 1), of 23 bits: never 0, never 1
    exponential  float32 in [2^-24, 16.64], mean 1: never 0
    threshold    the same as int32 at 2^24 (1 is `THRESHOLD_ONE`), at least 1: what a cumulated hazard spends
    gumbel       int32 at 2^16 (`UTILITY_ONE`) in [-2.82, 16.64]: location 0, scale 1, mean 0.5772
    logistic     int32 at 2^16 in [-9.18, 9.18]: mean 0, variance 1
"""

from .purposes import EntityKind, Purpose, label
from .scales import THRESHOLD_BITS, THRESHOLD_ONE, UTILITY_BITS, UTILITY_ONE

__all__ = [
    "THRESHOLD_BITS",
    "THRESHOLD_ONE",
    "UTILITY_BITS",
    "UTILITY_ONE",
    "EntityKind",
    "Purpose",
    "label",
]
