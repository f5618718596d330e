"""permit60 in ambr: its vectorised lane, in which columns go to NumPy and come back at once.

Runs in the peer's own environment.
"""

import sys
from pathlib import Path

import ambr
import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

from answering import answer, permit60, rates
from months import month


class Border(ambr.Model):
    """Everybody, as columns."""

    def setup(self):
        people = self.p["people"]
        self.cell, self.rate = rates(people)
        self.cap = permit60.cap(people)
        self.add_agents(people, how=np.zeros(people, np.uint8), barred=np.zeros(people, np.uint8))

    def step_vectorized(self):
        how, barred = self.agents.how.to_numpy(), self.agents.barred.to_numpy()
        race = self.rng.standard_exponential((permit60.ALTERNATIVES, len(how)), dtype=np.float32)
        luck, search = (self.rng.random(len(how), dtype=np.float32) for _ in range(2))
        how, barred = month(how, barred, self.cell, self.rate, self.cap, race, luck, search)
        self.agents.set(how=how, barred=barred)


def run(people, steps, seed):
    border = Border({"people": people, "steps": steps, "seed": seed, "show_progress": False})
    placed = border.cpu(mode="vectorized")
    return placed.run, lambda: border.agents.how.to_numpy()


if __name__ == "__main__":
    answer("ambr", run)
