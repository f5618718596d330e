"""permit60 in Starsim: a module with states, and a distribution of its own for every decision.

Runs in the peer's own environment.
"""

import sys
from pathlib import Path

import numpy as np
import starsim as ss

sys.path.append(str(Path(__file__).parents[1]))

from answering import answer, permit60, rates
from months import month


class Permits(ss.Module):
    """How everybody lives."""

    def __init__(self, cell, rate, **more):
        super().__init__(**more)
        self.cell, self.rate, self.cap = cell, rate, permit60.cap(len(cell))
        self.define_states(ss.IntArr("how", default=0), ss.IntArr("barred", default=0))
        self.races = [ss.expon(scale=1, name=f"race{alternative}") for alternative in range(permit60.ALTERNATIVES)]
        self.luck, self.search = ss.random(name="luck"), ss.random(name="search")

    def step(self):
        everybody = self.sim.people.auids
        race = np.stack([race.rvs(everybody) for race in self.races])
        drawn = race, self.luck.rvs(everybody), self.search.rvs(everybody)
        how, barred = month(self.how.values, self.barred.values, self.cell, self.rate, self.cap, *drawn)
        self.how[everybody], self.barred[everybody] = how, barred


def run(people, steps, seed):
    module = Permits(*rates(people))
    times = {"start": ss.date("2017-01-01"), "dur": ss.months(steps - 1), "dt": ss.months(1)}
    sim = ss.Sim(n_agents=people, modules=module, rand_seed=seed, verbose=0, copy_inputs=False, **times)
    sim.init()
    return sim.run, lambda: module.how.values


if __name__ == "__main__":
    answer("starsim", run)
