"""What may follow a breach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..tree import Node, Where


class Penalty(StrEnum):
    """What may follow a breach."""

    WARNING = "warning"
    FINE = "fine"
    DETENTION = "detention"
    BAN = "ban"
    REPATRIATION = "repatriation"
    REMOVAL = "removal"
    CONFISCATION = "confiscation"
    DEPARTURE = "departure"
    SUSPENSION = "suspension"
    COSTS = "costs"
    EXPULSION = "expulsion"


@dataclass(frozen=True, slots=True)
class Consequence:
    """A consequence, or a choice among some (`one_of`), perhaps only under a condition; `may`: it may also be left out.

    `low` and `high` bound fines (fen), detention and departure (days) and bans (months).
    """

    kind: Penalty | None
    low: Node | None
    high: Node | None
    one_of: tuple[Consequence, ...]
    condition: Node | None
    label: str
    ground: str
    sources: tuple[str, ...]
    where: Where
    may: bool = False
