"""What the lab costs: its engine on the benchmark model permit60 beside the frameworks for agent-based models in
Python, and the whole model of Guangxi."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..figures import Figure
from . import comparing, whole

__all__ = ["figures"]


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    """The figures of this group; `say` is told what is being done, and what could not be."""
    yield from comparing.figures(say)
    yield from whole.figures(say)
