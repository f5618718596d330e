"""What a measurement says: a figure with its unit, its goal, and the peer it was held against in the same run."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Better(StrEnum):
    """Which way a figure should go."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `ratio` is the value divided by the peer's, from the same run.

    `what` and `note` are for the reader of the table: what was measured, and how or over how many.
    """

    name: str
    value: float
    unit: str
    what: str
    better: Better = Better.LOWER
    peer: str | None = None
    ratio: float | None = None
    goal: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.better is Better.LOWER else self.value >= self.goal


@dataclass(frozen=True, slots=True)
class Against:
    """A peer's value for the same work, or why there is none."""

    peer: str
    value: float | None
    missing: str = ""

    def ratio(self, value: float) -> float | None:
        """Ours over theirs; None where the peer gave nothing to divide by."""
        return value / self.value if self.value else None


def machine() -> dict[str, Any]:
    """The machine and the Python that measured, how many processes wanted its cores in the last minute, and its pace:
    how many million numbers a loop of plain Python adds in a second, so that figures of two machines can be compared.
    """
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "load": round(os.getloadavg()[0], 2),
        "pace": round(_pace(), 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _pace() -> float:
    numbers, best = 500_000, float("inf")
    for _ in range(5):
        begun, total = time.perf_counter(), 0
        for number in range(numbers):
            total += number
        best = min(best, time.perf_counter() - begun)
    return numbers / best / 1e6


def _cpu() -> str:
    """The processor's own name, as far as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def as_json(figures: Iterable[Figure], here: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures in the form that others may rely on, with the machine they come from."""
    return [
        {
            "name": one.name,
            "value": one.value,
            "unit": one.unit,
            "better": one.better.value,
            "peer": one.peer,
            "ratio": one.ratio,
            "goal": one.goal,
            "machine": here,
        }
        for one in figures
    ]


def write(figures: Iterable[Figure], here: dict[str, Any], target: Path) -> None:
    """Write the figures as JSON, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    new.write_text(json.dumps(as_json(figures, here), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(target)
