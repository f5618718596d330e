"""An order: what is to be run. Nothing here needs the site, so that the process that makes the runs reads it too."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

#: The scenario that every other is held against.
BASELINE: Final = "as_practised"
#: The tables that can be taken out, beside `differences`: those of `sojourn.lab.frame` that stay small.
TABLES: Final = (
    "outcomes",
    "permits",
    "tenure",
    "crossings",
    "sanctions",
    "offices",
    "locals",
    "parameters",
    "chosen",
)
DIFFERENCES: Final = "differences"
#: What each scenario is called, in three languages.
SCENARIOS: Final = "scenarios"
#: The scenario of somebody's own: a file in the folder of its order, under the name by which a command takes it.
OWN: Final = "your_own.yaml"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run. `scenarios` are held against the baseline; without any the baseline is run by itself.

    `own` holds what was slid, by the name of the slider, in a scenario of its own beside these.
    """

    scenarios: tuple[str, ...]
    people: int
    first: date
    last: date
    runs: int
    seed: int
    own: tuple[tuple[str, str], ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The scenarios that are held against the baseline, by name or file."""
        return (*self.scenarios, OWN) if self.own else self.scenarios

    @property
    def all_runs(self) -> int:
        """How many runs it takes altogether."""
        return self.runs * (1 + len(self.compared))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that come of it."""
        return (DIFFERENCES, SCENARIOS, *TABLES) if self.compared else (SCENARIOS, *TABLES)

    def data(self) -> dict[str, Any]:
        """As it is written down."""
        return {**asdict(self), "first": self.first.isoformat(), "last": self.last.isoformat()}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Order:
        """As it was written down."""
        ends = {end: date.fromisoformat(data[end]) for end in ("first", "last")}
        own = tuple((name, amount) for name, amount in data.get("own", ()))
        return cls(**{**data, **ends, "scenarios": tuple(data["scenarios"]), "own": own})


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file of JSON whole: whoever reads sees what was there before, or all of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False)
    Path(name).replace(path)
