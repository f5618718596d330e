"""The numbers that both versions of the generator and the logarithm are made of."""

from typing import Final

#: Philox4x32: the two multipliers and what the two words of the key grow by each round (J. K. Salmon, M. A. Moraes,
#: R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
MULTIPLIERS: Final = (0xD2511F53, 0xCD9E8D57)
KEY_STEPS: Final = (0x9E3779B9, 0xBB67AE85)
ROUNDS: Final = 10

#: ln(1 + m) = m - m²/2 + m³ P(m) for sqrt(1/2) - 1 <= m < sqrt(2) - 1: the coefficients of P, the highest power first
#: (S. L. Moshier, Cephes Mathematical Library, `logf`).
LOG_POLYNOMIAL: Final = (
    7.0376836292e-2,
    -1.1514610310e-1,
    1.1676998740e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1,
)
LOG_OF_TWO: Final = 0.6931471805599453
#: The bits of the float32 sqrt(1/2): a number is split into 2^e times what lies from it up to sqrt(2).
BITS_OF_ROOT_HALF: Final = 0x3F3504F3
MANTISSA_BITS: Final = 23

#: A uniform number keeps the highest 23 bits of its word and stands in the middle of its step. With 24 bits the last
#: step would round to 1 in float32.
UNIFORM_BITS: Final = 23
UNIFORM_STEP: Final = 2.0**-UNIFORM_BITS

#: sqrt(3)/pi: a logistic variable times it has variance 1.
LOGISTIC_SCALE: Final = 0.5513288954217921
