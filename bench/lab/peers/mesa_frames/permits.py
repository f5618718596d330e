"""permit60 in mesa-frames: a set of agents as a Polars frame, each month one chain of expressions.

Runs in the peer's own environment.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

sys.path.append(str(Path(__file__).parents[1]))

from answering import answer, permit60, rates

KEEP = float(np.exp(-permit60.HABIT))
RATES = [f"rate{alternative}" for alternative in range(permit60.ALTERNATIVES)]
HOME, PERMIT, IRREGULAR, BARRED = permit60.HOME, permit60.PERMIT, permit60.IRREGULAR, permit60.BARRED


def column(name):
    return pl.col(name)


def by_state(name, values):
    """The value of a state, where it has one."""
    chosen = pl.lit(0.0)
    for state, value in enumerate(values):
        if value:
            chosen = pl.when(column(name) == state).then(value).otherwise(chosen)
    return chosen


def first_least(names):
    """The number of the first column that is the least of all."""
    least = pl.min_horizontal(names)
    chosen = pl.lit(len(names) - 1)
    for number in reversed(range(len(names) - 1)):
        chosen = pl.when(column(names[number]) == least).then(number).otherwise(chosen)
    return chosen.cast(pl.UInt8)


class Workers(AgentSetPolars):
    """Everybody."""

    def __init__(self, model, people):
        super().__init__(model)
        cell, rate = rates(people)
        zeros = np.zeros(people, np.uint8)
        columns = {"unique_id": np.arange(people), "cell": cell, "how": zeros, "barred": zeros}
        self.add(pl.DataFrame({**columns, **dict(zip(RATES, rate, strict=True))}))

    def step(self):
        model, people = self.model, len(self)
        race = model.random.standard_exponential((permit60.ALTERNATIVES, people), dtype=np.float32)
        luck, search = (model.random.random(people, dtype=np.float32) for _ in range(2))
        names = [f"race{alternative}" for alternative in range(permit60.ALTERNATIVES)]
        keeps = (column("want") == PERMIT) & (column("how") == PERMIT)
        waits = pl.when(column("barred") == 0).then(HOME).otherwise(BARRED)
        held = self.agents.columns
        self.agents = (
            self.agents.with_columns(
                *(pl.Series(name, one) for name, one in zip(names, race, strict=True)),
                pl.Series("luck", luck),
                pl.Series("search", search),
            )
            .lazy()
            .with_columns(
                *(
                    (column(name) * column(rate) * pl.when(column("how") == number).then(KEEP).otherwise(1.0)).alias(
                        name
                    )
                    for number, (name, rate) in enumerate(zip(names, RATES, strict=True))
                ),
                (column("barred") - (column("how") == BARRED).cast(pl.UInt8)).alias("barred"),
            )
            .with_columns(first_least(names).alias("want"))
            .with_columns(
                pl.when(column("how") == BARRED)
                .then(waits)
                .when(keeps & (column("luck") >= permit60.RENEWED))
                .then(IRREGULAR)
                .otherwise(column("want"))
                .cast(pl.UInt8)
                .alias("want")
            )
            .with_columns(((column("want") == PERMIT) & (column("how") != PERMIT)).alias("applies"))
            .with_columns(
                pl.when(column("applies")).then(column("luck")).rank("ordinal").over("cell").alias("place"),
                (model.cap - keeps.sum().over("cell").cast(pl.Int64)).alias("room"),
            )
            .with_columns(
                pl.when(column("applies") & (column("place") > column("room")))
                .then(column("how"))
                .otherwise(column("want"))
                .alias("want")
            )
            .with_columns(
                pl.when((column("how") != BARRED) & (column("search") < by_state("want", permit60.FOUND)))
                .then(BARRED)
                .otherwise(column("want"))
                .cast(pl.UInt8)
                .alias("want")
            )
            .with_columns(
                pl.when((column("want") == BARRED) & (column("how") != BARRED))
                .then(permit60.BAN)
                .otherwise(column("barred"))
                .cast(pl.UInt8)
                .alias("barred"),
                column("want").alias("how"),
            )
            .select(held)
            .collect()
        )


class Border(ModelDF):
    """Everybody, and the permits of each cell."""

    def __init__(self, people, seed):
        super().__init__(seed=seed)
        self.cap = permit60.cap(people)
        self.workers = Workers(self, people)
        self.agents += self.workers

    def step(self):
        self.agents.step()


def run(people, steps, seed):
    border = Border(people, seed)

    def live():
        for _ in range(steps):
            border.step()

    return live, lambda: next(iter(border.agents.agents.values()))["how"].to_numpy()


if __name__ == "__main__":
    answer("mesa-frames", run)
