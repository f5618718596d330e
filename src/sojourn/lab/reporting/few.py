"""What must be said where so few runs were made that what is told of them is rough."""

from __future__ import annotations

from typing import Final

from ..deciding import FEWEST
from ..speaking import sentence

#: With fewer runs than this a band is rough.
_FEW: Final = 20


def few_runs_note(runs: int, language: str, *, compared: bool = False) -> str | None:
    """A sentence on how little so few runs tell, of one world or of two `compared`; None where they are enough."""
    if runs == 1:
        return sentence("one_run", language)
    if compared and runs < FEWEST:
        return sentence("too_few_runs", language, runs=runs, fewest=FEWEST)
    return sentence("few_runs", language, runs=runs) if runs < _FEW else None
