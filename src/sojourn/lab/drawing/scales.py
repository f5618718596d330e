"""The fixed points of the lab: how many parts of an integer make one."""

from typing import Final

#: A utility, taste or noise of 1 is 2^16; int32 then holds -32,768 to 32,767 of them.
UTILITY_BITS: Final = 16
UTILITY_ONE: Final = 1 << UTILITY_BITS

#: A cumulated hazard of 1 is 2^24; int32 then holds up to 127, and a unit-exponential threshold is at most 16.64.
THRESHOLD_BITS: Final = 24
THRESHOLD_ONE: Final = 1 << THRESHOLD_BITS
