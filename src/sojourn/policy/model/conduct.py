"""What breaks the rules."""

from __future__ import annotations

from dataclasses import dataclass

from .entries import Entry


@dataclass(frozen=True, slots=True)
class Conduct(Entry):
    """What breaks the rules: who is liable, who decides, what may follow (in its versions)."""

    liable: str = "applicant"
    by: tuple[str, ...] = ()
    ground: str = ""
