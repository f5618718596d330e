"""What the scripts of the peers share: the question, the clocks, the answer. Of Sojourn they have permit60's numbers.

A script makes a model for so many people and says how to live through the months; what is timed is the months alone.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

import permit60


def rates(people):
    """Everybody's cell, and exp(-utility) of the five alternatives for everybody: alternatives × people.

    The alternative of the least exponential times its rate is the choice.
    """
    origin, cell, skill, home = permit60.population(people)
    away = permit60.offers()[:, cell, origin]
    factor = permit60.INCOME * np.array([permit60.SKILL] * 3 + [permit60.COAST_SKILL])
    utilities = np.vstack([permit60.INCOME * home[None], away + factor[:, None] * skill])
    return cell, np.exp(utilities[0].mean() - utilities).astype(np.float32)


def answer(package: str, run: Callable[[int, int, int], tuple[Callable[[], None], Callable[[], np.ndarray]]]) -> None:
    """Ask `run(people, steps, seed)` for the months to live through and the states after them; write what it took."""
    given = json.load(sys.stdin)
    people, steps = given["people"], given["steps"]
    clock, work = [], []
    shares = None
    for seed in range(1 + given["repeats"]):
        live, states = run(people if seed else min(people, 1000), steps, seed)  # first a small one, to be warm
        begun, worked = time.perf_counter(), time.process_time()
        live()
        if seed:
            clock.append(time.perf_counter() - begun)
            work.append(time.process_time() - worked)
            shares = (np.bincount(np.asarray(states(), int), minlength=permit60.STATES) / people).tolist()
    json.dump({"version": version(package), "clock": min(clock), "work": min(work), "shares": shares}, sys.stdout)
