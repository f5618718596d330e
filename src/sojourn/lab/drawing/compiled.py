"""The draws for inside a compiled kernel: each function takes one word and is inlined into its caller.

Every step is an integer operation or one IEEE float32 addition or multiplication in the order written, with neither
fast-math nor fused multiply-add nor libm, so the bits are those of `plain` on every processor.

Nothing here is kept compiled by itself: a kernel that takes it in is, as `engine.compiling` says.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .constants import (
    BITS_OF_ROOT_HALF,
    KEY_STEPS,
    LOG_OF_TWO,
    LOG_POLYNOMIAL,
    LOGISTIC_SCALE,
    MANTISSA_BITS,
    MULTIPLIERS,
    ROUNDS,
    UNIFORM_STEP,
)
from .scales import THRESHOLD_ONE, UTILITY_ONE

u32, u64, i32, f32 = np.uint32, np.uint64, np.int32, np.float32

_FIRST, _SECOND = (u64(multiplier) for multiplier in MULTIPLIERS)
_FIRST_STEP, _SECOND_STEP = (u64(step) for step in KEY_STEPS)
_LOWER, _UPPER = u64(0xFFFFFFFF), u64(32)
_ROOT_HALF, _MANTISSA, _LN2 = i32(BITS_OF_ROOT_HALF), i32(MANTISSA_BITS), f32(LOG_OF_TWO)
_P8, _P7, _P6, _P5, _P4, _P3, _P2, _P1, _P0 = (f32(coefficient) for coefficient in LOG_POLYNOMIAL)
_UNIFORM_SHIFT, _UNIFORM_STEP = u32(9), f32(UNIFORM_STEP)
_HALF, _ONE = f32(0.5), f32(1)
_THRESHOLD_ONE, _UTILITY_ONE = f32(THRESHOLD_ONE), f32(UTILITY_ONE)
_LOGISTIC_SCALE = f32(LOGISTIC_SCALE)

Words = tuple[np.uint32, np.uint32, np.uint32, np.uint32]


@njit(forceinline=True)
def philox(c0: np.uint32, c1: np.uint32, c2: np.uint32, c3: np.uint32, k0: np.uint32, k1: np.uint32) -> Words:
    """Philox4x32-10: the four words of a counter (id, occasion, label, block) under a key (seed, run), all uint32."""
    # Words in 64 bits, whose upper half is of no account: between the products nothing is packed or unpacked, which
    # takes half the time.
    w0, w1, w2, w3, key0, key1 = u64(c0), u64(c1), u64(c2), u64(c3), u64(k0), u64(k1)
    for _ in range(ROUNDS):
        first, second = _FIRST * (w0 & _LOWER), _SECOND * (w2 & _LOWER)
        w0, w1 = (second >> _UPPER) ^ w1 ^ key0, second
        w2, w3 = (first >> _UPPER) ^ w3 ^ key1, first
        key0, key1 = key0 + _FIRST_STEP, key1 + _SECOND_STEP
    return u32(w0), u32(w1), u32(w2), u32(w3)


@njit(forceinline=True)
def word(c0: np.uint32, c1: np.uint32, c2: np.uint32, index: np.uint32, k0: np.uint32, k1: np.uint32) -> np.uint32:
    """The word with an index, uint32: word `index % 4` of block `index // 4`."""
    w0, w1, w2, w3 = philox(c0, c1, c2, u32(index >> u32(2)), k0, k1)
    which = index & u32(3)
    low = w1 if which & u32(1) else w0
    high = w3 if which & u32(1) else w2
    return high if which & u32(2) else low


@njit(forceinline=True)
def uniform(w: np.uint32) -> np.float32:
    """Uniform on (0, 1), float32, one of 2^23 values: never 0, never 1."""
    return (f32(i32(w >> _UNIFORM_SHIFT)) + _HALF) * _UNIFORM_STEP


@njit(forceinline=True)
def log32(x: np.float32) -> np.float32:
    """Natural logarithm of a positive normal float32, about one unit in the last place from the true one."""
    bits = f32(x).view(np.int32)
    exponent = i32((bits - _ROOT_HALF) >> _MANTISSA)
    m = i32(bits - i32(exponent << _MANTISSA)).view(np.float32) - _ONE
    square = m * m
    p = _P8
    p = p * m + _P7
    p = p * m + _P6
    p = p * m + _P5
    p = p * m + _P4
    p = p * m + _P3
    p = p * m + _P2
    p = p * m + _P1
    p = p * m + _P0
    return (m - _HALF * square + p * m * square) + f32(exponent) * _LN2


@njit(forceinline=True)
def nearest(x: np.float32) -> np.int32:
    """The nearest whole number as int32, a half upwards: floor(x + 1/2) for abs(x) < 2^31."""
    up = f32(x + _HALF)
    whole = i32(up)  # towards zero
    return i32(whole - i32(1)) if f32(whole) > up else whole


@njit(forceinline=True)
def exponential(w: np.uint32) -> np.float32:
    """Exponential with mean 1, float32 from 2^-24 to 16.64: never 0."""
    return -log32(uniform(w))


@njit(forceinline=True)
def threshold(w: np.uint32) -> np.int32:
    """Exponential with mean 1 as int32 at 2^24, rounded down, at least 1."""
    return max(i32(1), i32(exponential(w) * _THRESHOLD_ONE))


@njit(forceinline=True)
def gumbel(w: np.uint32) -> np.int32:
    """Standard Gumbel (location 0, scale 1) as int32 at 2^16, rounded."""
    return nearest(-log32(exponential(w)) * _UTILITY_ONE)


@njit(forceinline=True)
def logistic(w: np.uint32) -> np.int32:
    """Logistic with mean 0 and variance 1 as int32 at 2^16, rounded."""
    u = uniform(w)
    return nearest((log32(u) - log32(_ONE - u)) * _LOGISTIC_SCALE * _UTILITY_ONE)
