"""What a start costs: reading a programme, and the command `sojourn check`, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from sojourn.policy import Problems, available
from sojourn.policy.reading.folders import find_chain

#: Loads the programme named and prints how long that took; nothing else is done in that process.
_LOADING: Final = """\
import sys, time
from sojourn.policy import load
begun = time.perf_counter()
load(sys.argv[1])
print(time.perf_counter() - begun)
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


def load_seconds(key: str, times: int) -> tuple[list[float], list[float]]:
    """Seconds of loading a programme with nothing remembered, and as remembered by a process before."""
    files, remembered = [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as cache:
            files.append(_load(key, cache))
            remembered.append(_load(key, cache))
    return files, remembered


def _load(key: str, cache: str) -> float:
    command = [sys.executable, "-c", _LOADING, key]
    done = subprocess.run(
        command, env={**os.environ, "XDG_CACHE_HOME": cache}, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def check_seconds(times: int) -> list[float]:
    """Seconds that `sojourn check` takes from start to end, its programme remembered. Raises RuntimeError."""
    command = [str(Path(sys.executable).with_name("sojourn")), *CHECK]
    with tempfile.TemporaryDirectory() as cache:
        return [_started(command, {**os.environ, "XDG_CACHE_HOME": cache}) for _ in range(times + 1)][1:]


def _started(command: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(f"`sojourn check` was not measured: {done.stderr.strip() or 'it failed'}")
    return taken
