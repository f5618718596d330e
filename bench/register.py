"""What the register costs: a crossing over HTTP, who is in and past the limit, and many renewals at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import crossing, presence, renewals
from .figures import Figure


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    """The figures of this group, one after the other; `say` is told what is being done, and what could not be."""
    yield from crossing.figures(say)
    yield from presence.figures(say)
    yield from renewals.figures(say)
