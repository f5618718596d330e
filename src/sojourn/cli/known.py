"""What a call says is known of a case: a file, single facts, the place, the day, assumptions settled otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """What the options of a call say of a case, as they were written."""

    file: str = ""
    facts: Sequence[str] = ()
    at: date | None = None
    place: str = ""
    assume: Sequence[str] = ()
