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


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run. `scenarios` are held against the baseline; without any the baseline is run by itself."""

    scenarios: tuple[str, ...]
    people: int
    first: date
    last: date
    runs: int
    seed: int

    @property
    def all_runs(self) -> int:
        """How many runs it takes altogether."""
        return self.runs * (1 + len(self.scenarios))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that come of it."""
        return (DIFFERENCES, *TABLES) if self.scenarios else TABLES

    def data(self) -> dict[str, Any]:
        """As it is written down."""
        return {**asdict(self), "first": self.first.isoformat(), "last": self.last.isoformat()}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Order:
        """As it was written down."""
        ends = {end: date.fromisoformat(data[end]) for end in ("first", "last")}
        return cls(**{**data, **ends, "scenarios": tuple(data["scenarios"])})


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file of JSON whole: whoever reads sees what was there before, or all of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False)
    Path(name).replace(path)
