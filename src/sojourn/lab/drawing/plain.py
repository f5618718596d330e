"""The draws in NumPy, over arrays: the readable version that `compiled` has to equal, and what builds populations.

Each function takes words as an array of uint32 of any shape and gives an array of that shape.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .constants import (
    BITS_OF_ROOT_HALF,
    KEY_STEPS,
    LOG_OF_TWO,
    LOG_POLYNOMIAL,
    LOGISTIC_SCALE,
    MANTISSA_BITS,
    MULTIPLIERS,
    ROUNDS,
    UNIFORM_BITS,
    UNIFORM_STEP,
)
from .scales import THRESHOLD_ONE, UTILITY_ONE

Words = NDArray[np.uint32]
Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

WORD_BITS: Final = 32
_LOWER: Final = np.uint64(0xFFFFFFFF)
_UPPER: Final = np.uint64(WORD_BITS)


def philox(counter: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike], key: tuple[int, int]) -> Words:
    """Philox4x32-10 of counters (id, occasion, label, block) under a key (seed, run).

    The parts of the counter are broadcast against one another; the result has their shape and one axis more, of the
    four words.
    """
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(part, np.uint64) for part in counter))
    for turn in range(ROUNDS):
        k0, k1 = (np.uint64((part + turn * step) & int(_LOWER)) for part, step in zip(key, KEY_STEPS, strict=True))
        first, second = np.uint64(MULTIPLIERS[0]) * c0, np.uint64(MULTIPLIERS[1]) * c2
        c0, c1, c2, c3 = second >> _UPPER ^ c1 ^ k0, second & _LOWER, first >> _UPPER ^ c3 ^ k1, first & _LOWER
    return np.stack([c0, c1, c2, c3], axis=-1).astype(np.uint32)


def words(ids: ArrayLike, occasion: ArrayLike, label: ArrayLike, count: int, key: tuple[int, int]) -> Words:
    """The words with index 0 to count - 1 of each id: the shape of the ids, and one axis more of that length."""
    blocks = np.arange(-(-count // 4), dtype=np.uint64)
    counter = (np.asarray(ids, np.uint64)[..., None], np.asarray(occasion)[..., None], np.asarray(label)[..., None])
    drawn = philox((*counter, blocks), key)
    return drawn.reshape(*drawn.shape[:-2], -1)[..., :count]


def word(ids: ArrayLike, occasion: ArrayLike, label: ArrayLike, index: ArrayLike, key: tuple[int, int]) -> Words:
    """One word each, the one with its index: word `index % 4` of block `index // 4`."""
    block, which = np.divmod(np.asarray(index, np.int64), 4)
    drawn = philox((ids, occasion, label, block), key)
    return np.take_along_axis(drawn, np.broadcast_to(which, drawn.shape[:-1])[..., None], axis=-1)[..., 0]


def uniform(w: Words) -> Floats:
    """Uniform on (0, 1), one of 2^23 values: never 0, never 1."""
    steps = (np.asarray(w, np.uint32) >> np.uint32(WORD_BITS - UNIFORM_BITS)).astype(np.float32)
    drawn: Floats = (steps + np.float32(0.5)) * np.float32(UNIFORM_STEP)
    return drawn


def log32(x: Floats) -> Floats:
    """Natural logarithm of positive normal float32, about one unit in the last place from the true one.

    x is 2^e (1 + m) with 1 + m from sqrt(1/2) up to sqrt(2); then ln x = e ln 2 + m - m²/2 + m³ P(m).
    """
    bits = np.ascontiguousarray(x, np.float32).view(np.int32)
    exponent = bits - np.int32(BITS_OF_ROOT_HALF) >> np.int32(MANTISSA_BITS)
    m = (bits - (exponent << np.int32(MANTISSA_BITS))).view(np.float32) - np.float32(1)
    square = m * m
    polynomial = np.full_like(m, LOG_POLYNOMIAL[0])
    for coefficient in LOG_POLYNOMIAL[1:]:
        polynomial = polynomial * m + np.float32(coefficient)
    ln_1_m = m - np.float32(0.5) * square + polynomial * m * square
    log: Floats = ln_1_m + exponent.astype(np.float32) * np.float32(LOG_OF_TWO)
    return log.reshape(np.shape(x))


def exponential(w: Words) -> Floats:
    """Exponential with mean 1, from 2^-24 to 16.64: never 0."""
    return -log32(uniform(w))


def threshold(w: Words) -> Integers:
    """Exponential with mean 1 at 2^24, rounded down, at least 1."""
    parts: Integers = (exponential(w) * np.float32(THRESHOLD_ONE)).astype(np.int32)
    return np.maximum(np.int32(1), parts)


def gumbel(w: Words) -> Integers:
    """Standard Gumbel (location 0, scale 1) at 2^16, rounded."""
    return nearest(-log32(exponential(w)) * np.float32(UTILITY_ONE))


def logistic(w: Words) -> Integers:
    """Logistic with mean 0 and variance 1 at 2^16, rounded."""
    u = uniform(w)
    log_odds = log32(u) - log32(np.float32(1) - u)
    return nearest(log_odds * np.float32(LOGISTIC_SCALE) * np.float32(UTILITY_ONE))


def nearest(x: Floats) -> Integers:
    """The nearest whole numbers, a half upwards."""
    whole: Integers = np.floor(x + np.float32(0.5)).astype(np.int32)
    return whole
