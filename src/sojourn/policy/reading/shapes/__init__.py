"""The form of every file of a programme and of every entry in it, key by key."""

from .bodies import BODIES, CONDITION_BODIES
from .cases import EXPECTED
from .files import FILES

__all__ = ["BODIES", "CONDITION_BODIES", "EXPECTED", "FILES"]
