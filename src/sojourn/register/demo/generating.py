"""The ledger of a small city: the same for the same seed, day and edition of the programme."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from . import asking
from .bodies import found
from .drawing import Drawing, spread
from .lives import PLANS, lives
from .voices import speak

#: The Monday on which the demonstration stands, and the day its story begins.
DAY: Final = date(2019, 6, 3)
FIRST: Final = date(2018, 1, 8)
SEED: Final = 2019


def write_city(folder: Path, *, seed: int = SEED, day: date = DAY, workers: float = 1.0) -> None:
    """Write the ledger of the city up to a day into a folder that does not exist or is empty.

    `workers` is the share of the usual number of workers. Raises LedgerError where the folder cannot be written.
    """
    asking.ask_anew()
    drawing = Drawing(seed)
    bodies = found(drawing, FIRST, day)
    plans = spread(drawing.rng, ((plan, max(1, round(count * workers))) for plan, count in PLANS))
    told = list(lives(drawing, bodies, FIRST, day, plans))
    speak(drawing, bodies, told, day)
    drawing.write(folder, FIRST, day)
