"""What many renewals in one filing cost, whole, on each database: beside an `INSERT ... SELECT` and a loop of saves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools import postgresql

from .figures import Figure

ROOT: Final = Path(__file__).parents[1]

#: How many permits are renewed; `SOJOURN_BENCH_RENEWALS` says otherwise on a machine that is busy.
RENEWALS: Final = 145_000
#: How many are saved one by one; what that takes is scaled to as many as are renewed.
SAVED: Final = 5_000
#: A filing may take this many times the work of an `INSERT ... SELECT` that writes the same rows.
TIMES: Final = 3.0


@dataclass(frozen=True, slots=True)
class Engine:
    """A database to measure on: its name, and what stands before the command that finds it in `DATABASE_URL`."""

    name: str
    before: tuple[str, ...] = ()


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    """The figures of this group for SQLite, and for PostgreSQL where it is there."""
    count = int(os.environ.get("SOJOURN_BENCH_RENEWALS", RENEWALS))
    engines = [Engine("sqlite")]
    if postgresql.find() is not None:
        engines.append(Engine("postgresql", (sys.executable, "-m", "tools.postgresql")))
    else:
        say(postgresql.MISSING)
    for engine in engines:
        say(f"renewing {count:,} permits on {engine.name}")
        yield from _of(engine, count)


def _of(engine: Engine, count: int) -> Iterator[Figure]:
    found = measured(engine, count, min(SAVED, count))
    over = f"{count:,} renewals, {engine.name}"
    yield Figure(
        f"register.renewals.{engine.name}",
        found["whole_work"] / found["copied_work"],
        "times",
        f"Renewals whole, beside INSERT ... SELECT of the same rows, {engine.name}",
        goal=TIMES,
        note=f"{over}: {found['whole_work']:.2f} s of work against {found['copied_work']:.2f} s; "
        f"on the clock {found['whole']:.2f} s against {found['copied']:.2f} s",
    )
    yield Figure(
        f"register.renewals.{engine.name}.seconds",
        found["whole"],
        "s",
        f"Renewals whole, {engine.name}",
        peer="a loop over save()",
        ratio=found["whole_work"] / found["saved_work"],
        note=f"{over}, on the clock; the ratio is of work: {found['whole_work']:.2f} s against "
        f"{found['saved_work']:.1f} s, over {min(SAVED, count):,} rows and scaled",
    )
    for part, seconds in sorted(found["parts"].items(), key=lambda one: -one[1]):
        yield Figure(
            f"register.renewals.{engine.name}.{part.replace(', ', '_').replace(' ', '_')}",
            seconds,
            "s",
            f"Of that: {part}, {engine.name}",
            note=f"{seconds / found['whole']:.0%} of the whole",
        )


def measured(engine: Engine, filed: int, saved: int) -> Any:
    """What `bench.renewing` says of a database of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sojourn.web.settings",
            "SOJOURN_DATA": folder,
            "SOJOURN_PROGRAMME": "guangxi_batch",
            "DATABASE_URL": "",
        }
        command = [*engine.before, sys.executable, "-m", "bench.renewing", str(filed), str(saved)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
