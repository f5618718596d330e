"""Who is in and past the limit, over millions of crossings: as the register answers it, and by looking at them all.

Each database is filled and asked in a process of its own (see `standing`), on data of its own, never somebody's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, Final

from tools import postgresql

from .figures import Figure

#: How many crossings there are; `BENCH_CROSSINGS` names another number.
CROSSINGS: Final = 10_000_000
GOAL: Final = 0.2
SCAN: Final = "a full scan of crossings"


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    """Presence on each database that is here."""
    crossings = int(os.environ.get("BENCH_CROSSINGS", CROSSINGS))
    for engine, before in engines(say):
        say(f"presence over {crossings:,} crossings on {engine}: writing them takes minutes")
        with tempfile.TemporaryDirectory() as folder:
            command = [*before, sys.executable, "-m", "bench.standing", str(crossings)]
            settings = {"SOJOURN_DATA": folder, "DJANGO_SETTINGS_MODULE": "sojourn.web.settings"}
            environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            done = subprocess.run(command, env={**environment, **settings}, capture_output=True, text=True, check=False)
        if done.returncode:
            say(f"presence on {engine} was not measured: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
            continue
        yield from of_engine(engine, json.loads(done.stdout.splitlines()[-1]))


def engines(say: Callable[[str], None]) -> Iterator[tuple[str, list[str]]]:
    """The databases to measure on, each with what has to stand before the command."""
    yield "sqlite", []
    if postgresql.find() is None:
        say(postgresql.MISSING)
    else:
        yield "postgresql", [sys.executable, "-m", "tools.postgresql"]


def of_engine(engine: str, taken: dict[str, Any]) -> Iterator[Figure]:
    """The figures of one database."""
    over = f"{taken['crossings']:,} crossings, {taken['inside']:,} people in, {taken['past']:,} of them past the limit"
    for key, what, goal in (
        ("listed", "Who is in and past the limit, first page with its looks", GOAL),
        ("counted", "How many are in and past it, by place", None),
    ):
        yield Figure(
            f"register.presence.{key}.{engine}",
            taken[key],
            "s",
            f"{what}, {engine}",
            peer=SCAN,
            ratio=taken[key] / taken["scanned"],
            goal=goal,
            note=f"{over}; the scan took {taken['scanned']:.2f} s",
        )
