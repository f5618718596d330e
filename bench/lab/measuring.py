"""permit60 measured in a process of its own, which reads what to run and writes what it took."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
STATUS: Final = Path("/proc/self/status")
#: Writing 5 to it makes the system measure the largest use of memory from now on.
CLEAR: Final = Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to run: so many people through so many months, so often that the best counts."""

    people: int
    steps: int
    repeats: int
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Took:
    """The best of the repeats: seconds on the clock, of the work of all processors, and of what the first thread worked
    by itself; and the states at the end.

    `bytes_a_person` is by how much the memory of the process grew at most, from before there were people; None where
    the system does not tell.
    """

    clock: float
    work: float
    alone: float
    shares: list[float]
    bytes_a_person: float | None = None


def measured(asked: Asked) -> Took:
    """Run permit60 in a process of its own. Raises RuntimeError."""
    return Took(**in_a_process("bench.lab.measuring", asdict(asked), "permit60"))


def in_a_process(module: str, asked: dict[str, Any], what: str) -> dict[str, Any]:
    """What `main` of a module answers in a process of its own. Raises RuntimeError: `what` was not measured."""
    command = [sys.executable, "-c", f"from {module} import main; main()"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{what} was not measured: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def run_here(asked: Asked) -> Took:
    """Run permit60 in this process."""
    from .running import run, settlers  # what is compiled is loaded in the process that runs it

    run(settlers(1000), steps=2, threads=asked.threads)  # compiled, or read from the cache
    clock, work, alone, grown = [], [], [], []
    shares: list[float] = []
    for _ in range(asked.repeats):
        before = memory_from_now()
        people = settlers(asked.people)
        begun, worked, by_itself = time.perf_counter(), time.process_time(), time.thread_time()
        months = run(people, steps=asked.steps, threads=asked.threads)
        clock.append(time.perf_counter() - begun)
        work.append(time.process_time() - worked)
        alone.append(time.thread_time() - by_itself)
        grown.append(memory("VmHWM") - before)
        shares = (months[-1] / asked.people).tolist()
        del people
    return Took(min(clock), min(work), min(alone), shares, max(grown) / asked.people if STATUS.exists() else None)


def memory(name: str) -> int:
    """A memory figure of this process in bytes; 0 where the system has none."""
    if not STATUS.exists():
        return 0
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


def memory_from_now() -> int:
    """What memory this process has now, in bytes; from now on the largest is measured anew."""
    if CLEAR.exists():
        CLEAR.write_text("5", encoding="ascii")
    return memory("VmRSS")


def main() -> None:
    """Run what standard input asks for, and write what it took to standard output."""
    json.dump(asdict(run_here(Asked(**json.load(sys.stdin)))), sys.stdout)
