"""What a start costs: reading a programme, and the command `sojourn check`, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sojourn.policy import Problems, available
from sojourn.policy.reading.folders import find_chain

#: Loads the programme named and prints how long that took; what reads programme files is imported before.
_LOADING: Final = """\
import sys, time
from sojourn.policy import load
import sojourn.policy.reading.programme
begun, worked = time.perf_counter(), time.process_time()
load(sys.argv[1])
print(time.perf_counter() - begun, time.process_time() - worked)
"""

#: The command that is started: the Lạng Sơn worker of the documentation.
CHECK: Final = (
    "check",
    "guangxi",
    "--at=2018-06-01",
    "--fact=applicant.nationality=vietnam",
    "--fact=applicant.province=lang_son",
    "--fact=applicant.border_commune=yes",
    "--fact=employer.place=pingxiang_zone",
    "--fact=employer.sector=wood_processing",
)


def largest() -> str:
    """The packaged programme with the most text to read, that of what it extends included."""
    return max(available(), key=_size)


def _size(key: str) -> int:
    return sum(len(file.content) for folder in find_chain(key, Problems()) for file in folder.files)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock, and seconds of a processor's work: on a busy machine the first are more."""

    clock: float
    work: float


def load_seconds(key: str, times: int) -> tuple[list[Taken], list[Taken]]:
    """Loading a programme in a process of its own: where nothing is or can be remembered, and as remembered."""
    files = [_load(key, os.devnull) for _ in range(times)]
    with tempfile.TemporaryDirectory() as cache:
        remembered = [_load(key, cache) for _ in range(times + 1)][1:]
    return files, remembered


def _load(key: str, cache: str) -> Taken:
    command = [sys.executable, "-c", _LOADING, key]
    done = subprocess.run(
        command, env={**os.environ, "XDG_CACHE_HOME": cache}, capture_output=True, text=True, check=True
    )
    clock, work = map(float, done.stdout.split())
    return Taken(clock, work)


def check_seconds(times: int) -> list[Taken]:
    """Seconds that `sojourn check` takes from start to end, its programme remembered. Raises RuntimeError."""
    command = [str(Path(sys.executable).with_name("sojourn")), *CHECK]
    with tempfile.TemporaryDirectory() as cache:
        return [_started(command, {**os.environ, "XDG_CACHE_HOME": cache}) for _ in range(times + 1)][1:]


def _started(command: list[str], environment: dict[str, str]) -> Taken:
    before = os.times()
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"`sojourn check` was not measured: {done.stderr.strip() or 'it failed'}")
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return Taken(taken, work)
