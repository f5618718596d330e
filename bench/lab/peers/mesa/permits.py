"""permit60 in Mesa: one object a person, who steps in an order drawn anew each month.

Runs in the peer's own environment. The order is the lottery: whoever comes while her cell has a permit left gets it.
"""

import sys
from math import exp, log
from pathlib import Path

import mesa
import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

from answering import answer, permit60, rates

KEEP = exp(-permit60.HABIT)
HOME, PERMIT, IRREGULAR, BARRED = permit60.HOME, permit60.PERMIT, permit60.IRREGULAR, permit60.BARRED


class Worker(mesa.Agent):
    """Somebody who may go."""

    def __init__(self, model, cell, rates):
        super().__init__(model)
        self.cell, self.rates = cell, rates
        self.state, self.barred = HOME, 0

    def step(self):
        model, state = self.model, self.state
        if state == BARRED:
            self.barred -= 1
            if self.barred == 0:
                self.state = HOME
            return
        random = self.random.random
        chosen, least = HOME, float("inf")
        for alternative, rate in enumerate(self.rates):
            time = -log(1.0 - random()) * rate
            if alternative == state:
                time *= KEEP
            if time < least:
                chosen, least = alternative, time
        if chosen == PERMIT:
            if state == PERMIT:
                if random() >= permit60.RENEWED:
                    chosen = IRREGULAR
            elif model.held[self.cell] >= model.cap:
                chosen = state
        if state == PERMIT and chosen != PERMIT:
            model.held[self.cell] -= 1
        elif chosen == PERMIT and state != PERMIT:
            model.held[self.cell] += 1
        if permit60.FOUND[chosen] and random() < permit60.FOUND[chosen]:
            chosen, self.barred = BARRED, permit60.BAN
        self.state = chosen


class Border(mesa.Model):
    """Everybody, and the permits of each cell."""

    def __init__(self, people, seed):
        super().__init__(seed=seed)
        cell, rate = rates(people)
        self.held, self.cap = [0] * permit60.CELLS, permit60.cap(people)
        Worker.create_agents(self, people, cell.tolist(), rate.T.tolist())

    def step(self):
        self.agents.shuffle_do("step")


def run(people, steps, seed):
    border = Border(people, seed)

    def live():
        for _ in range(steps):
            border.step()

    return live, lambda: np.array(border.agents.get("state"))


if __name__ == "__main__":
    answer("mesa", run)
