"""What a run is made with, and what it comes to: settings, what each month counted, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ..engine.arrays import People
from ..engine.segment import CHUNK
from .authorities import Bargain
from .firms import FirmPool


class Engine(StrEnum):
    """What runs the days: the compiled engine, or the plain one for reading, which it equals to the last bit."""

    COMPILED = "compiled"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is made. `warm_up` days go before `first`, untold. `traced`: the share whose history is kept."""

    people: int
    first: date
    last: date
    warm_up: int = 365
    seed: int = 1
    run: int = 0
    threads: int = 1
    traced: float = 0.0
    bargain: Bargain = field(default_factory=Bargain)
    chunk: int = CHUNK
    engine: Engine = Engine.COMPILED

    @property
    def key(self) -> tuple[int, int]:
        """The key of every draw of the run."""
        return self.seed, self.run

    @property
    def start(self) -> date:
        """The first day that is run."""
        return self.first - timedelta(days=self.warm_up)


@dataclass(frozen=True, slots=True)
class Month:
    """What was counted from `first` to `last`: arrays as in `Counters`, the chunks added up."""

    first: date
    last: date
    days: NDArray[np.int64]
    trainee_days: NDArray[np.int64]
    flows: NDArray[np.int64]
    issued: NDArray[np.int64]
    renewed: NDArray[np.int64]
    hired: NDArray[np.int64]
    ended: NDArray[np.int64]
    found: NDArray[np.int64]
    punished: NDArray[np.int64]
    crossings: NDArray[np.int64]
    vacancies: NDArray[np.int64]
    turned_down: int
    leaks: NDArray[np.int64]
    decisions: int
    stocks: NDArray[np.int64]
    posts: NDArray[np.int64]
    firms_with_permits: NDArray[np.bool_]
    inspected: int
    suspended_agencies: int
    unqualified_firms: int
    coastal_firms_moved: int
    locals: NDArray[np.int64]
    away_days: int
    fees: int
    worker_pays_fee: bool
    effort: float
    office_days: float
    tracking: float
    liability: float
    steps: int
    away: NDArray[np.int64]
    fee: NDArray[np.int64]
    pass_limit: NDArray[np.int64]
    earned: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run; `before` is the warm-up, not told of.

    `rows` are the traced events: (day of the run, person, what, mode, cell, firm, figure).
    """

    settings: Settings
    parameters: Mapping[str, float]
    before: tuple[Month, ...]
    months: tuple[Month, ...]
    rows: NDArray[np.int32]
    pool: FirmPool | None
    people: People | None
    history: tuple[Mapping[str, float], ...]

    def without_people(self) -> Result:
        """The same without the arrays of single people, firms and rows: what is counted is kept."""
        return replace(self, rows=self.rows[:0], pool=None, people=None)
