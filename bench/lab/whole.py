"""The whole model of Guangxi: a year of its people, ten million of them, its starts, and what common luck is worth.

Each measurement runs in a process of its own. Processor time counts where a goal names a core, the clock where it names
a wait.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import log
from typing import Final

import numpy as np

from ..figures import Figure
from .measuring import ROOT, in_a_process, memory, memory_from_now

Say = Callable[[str], None]

#: The pool of which some 15,000 work over the border at a time, and the sizes beside it.
POOL: Final = 40_000
SIZES: Final = (20_000, POOL, 80_000, 160_000)
DAYS: Final = (90, 182, 365, 730)
CROWD: Final = 10_000_000
YEAR: Final = 365
FIRST: Final = date(2018, 1, 1)

#: The command whose first and later starts are measured: a year of the pool, one run.
START: Final = ("lab", "run", "guangxi", "--people", str(POOL), "--json")

#: The experiment in which the same luck is held against luck of its own: half-year permits against the trial.
EFFECT: Final = "half_year_permits"
EFFECT_PEOPLE: Final = 4_000
EFFECT_RUNS: Final = 40
OUTCOMES: Final = ("on_permit", "irregular", "turnover_on_permit", "net_on_permit")


@dataclass(frozen=True, slots=True)
class Lived:
    """A run to measure: so many people, so many days, on so many threads, so often that the best counts."""

    people: int
    days: int
    repeats: int = 3
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock and of all processors' work, the best of the repeats; bytes the process held at most; and
    how many work over the border at the end, on a permit or without."""

    clock: float
    work: float
    held: int
    working: int


def took(lived: Lived) -> Took:
    """Run the model in a process of its own. Raises RuntimeError."""
    return Took(**in_a_process("bench.lab.whole", asdict(lived), "a run"))


def main() -> None:
    """Measure what standard input asks for; the answer goes to standard output."""
    json.dump(asdict(run_here(Lived(**json.load(sys.stdin)))), sys.stdout)


def run_here(lived: Lived) -> Took:
    """Run the model in this process, without a warm-up, with the middle of every prior."""
    from sojourn.lab.engine.arrays import Mode
    from sojourn.lab.guangxi.experiment import Draws, Experiment, make_run

    def experiment(people: int) -> Experiment:
        last = FIRST + timedelta(days=lived.days - 1)
        return Experiment(people=people, first=FIRST, last=last, warm_up=0, draws=Draws.MIDDLE)

    make_run(experiment(1_000), 0, threads=lived.threads).go()  # compiled, or read from where it is kept; rules asked
    clock, work, working = [], [], 0
    memory_from_now()
    for _ in range(lived.repeats):
        ready = make_run(experiment(lived.people), 0, threads=lived.threads)
        begun, worked = time.perf_counter(), time.process_time()
        result = ready.go()
        clock.append(time.perf_counter() - begun)
        work.append(time.process_time() - worked)
        stocks = result.months[-1].stocks.sum(axis=1)
        here = (Mode.PASS, Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH)
        working = int(sum(stocks[mode] for mode in here))
        del ready, result
    return Took(min(clock), min(work), memory("VmHWM"), working)


def slope(amounts: tuple[int, ...], seconds: list[float]) -> float:
    """How seconds grow with an amount: the power of it that fits best, 1 where they grow alike."""
    return float(np.polyfit([log(one) for one in amounts], [log(one) for one in seconds], 1)[0])


def figures(say: Say) -> Iterator[Figure]:
    """The figures of the whole model."""
    say("living through a year of the Guangxi model at four sizes")
    sizes = [took(Lived(people, YEAR)) for people in SIZES]
    year = sizes[SIZES.index(POOL)]
    yield Figure(
        "lab.guangxi.year",
        year.work,
        "s",
        "The Guangxi model for a year, on one core",
        goal=0.3,
        note=f"a pool of {POOL:,}, of whom {year.working:,} work near the border at the end; firms and agencies with "
        "them; processor time, compiled before",
    )
    yield Figure(
        "lab.guangxi.by_people",
        slope(SIZES, [one.work for one in sizes]),
        "power",
        "How its cost grows with people (1: alike)",
        goal=1.1,
        note="; ".join(f"{people:,}: {one.work:.2f} s" for people, one in zip(SIZES, sizes, strict=True)),
    )
    say("living through a quarter to two years")
    spans = [took(Lived(POOL, days)) for days in DAYS]
    yield Figure(
        "lab.guangxi.by_days",
        slope(DAYS, [one.work for one in spans]),
        "power",
        "How its cost grows with days (1: alike)",
        goal=1.1,
        note="; ".join(f"{days}: {one.work:.2f} s" for days, one in zip(DAYS, spans, strict=True)),
    )
    say("living through a year of ten million people: minutes")
    crowd = took(Lived(CROWD, YEAR, repeats=1, threads=2))
    yield Figure(
        "lab.guangxi.crowd",
        crowd.clock,
        "s",
        "Ten million people for a year, on two threads",
        goal=240,
        note=f"by the clock; {crowd.work:.0f} s of work",
    )
    yield Figure("lab.guangxi.crowd.memory", crowd.held / 2**30, "GiB", "Ten million people: memory at most", goal=4)
    yield from _starts(say)
    yield from _luck(say)


def _starts(say: Say) -> Iterator[Figure]:
    say("starting the command where nothing is compiled, and again")
    with tempfile.TemporaryDirectory() as cache:
        first = _started(cache, seed=1)
        later = min(_started(cache, seed=seed) for seed in (2, 3, 4))
    what = f"`sojourn {' '.join(START)}`"
    yield Figure("lab.start.first", first, "s", "The first run after installation", goal=20, note=f"{what}, compiling")
    yield Figure("lab.start.later", later, "s", "A later run", goal=1.5, note=f"{what}, by the clock, best of three")


def _started(cache: str, seed: int) -> float:
    """Seconds by the clock that the command takes; each seed is a run that nothing was kept of."""
    command = [sys.executable, "-m", "sojourn", *START, "--seed", str(seed)]
    # Modules are kept compiled, as they are after an installation, even where this process was told to keep none.
    kept = {"XDG_CACHE_HOME": cache, "NUMBA_CACHE_DIR": "", "PYTHONDONTWRITEBYTECODE": ""}
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env={**os.environ, **kept}, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _luck(say: Say) -> Iterator[Figure]:
    """How many times the variance of an effect with luck of its own for each side is of that with the same for both."""
    from sojourn.lab import compare
    from sojourn.lab.ensembles import run_all
    from sojourn.lab.guangxi.experiment import Draws, Experiment

    say("running half-year permits against the trial with the same luck")
    baseline = Experiment(people=EFFECT_PEOPLE, runs=EFFECT_RUNS, draws=Draws.MIDDLE)
    other = Experiment(scenarios=(EFFECT,), people=EFFECT_PEOPLE, runs=EFFECT_RUNS, draws=Draws.MIDDLE)
    found = {one.outcome: one for one in compare(run_all(baseline), [run_all(other)])}
    for outcome in OUTCOMES:
        yield Figure(
            f"lab.common_luck.{outcome}",
            found[outcome].ratio,
            "times",
            f"Variance of the half-year effect with luck of its own, over the same luck: {outcome}",
            note=f"{EFFECT_RUNS} runs of {EFFECT_PEOPLE:,} people, parameters at the middle of their priors",
        )
