"""What draws people to posts, and keeps them there: how many there are, how soon they think again, and the firm."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.lab.engine.arrays import NEVER, Mode
from sojourn.lab.guangxi.firms import open_share
from sojourn.lab.guangxi.parameters import middle
from sojourn.lab.guangxi.utilities import alternatives, pay_of, value_table
from sojourn.lab.guangxi.world import world
from sojourn.policy import Layer

from ..engine.runs import make_run, rules_of

DAY = date(2018, 6, 1)
ONE = 1 << 16


def worth(posts: NDArray[np.float64], pull: float) -> NDArray[np.int64]:
    """What each alternative is worth by kind, with so many posts for migrants."""
    parameters = {**middle(), "posts_pull": pull}
    _, value = value_table(
        world(),
        rules_of(Layer.PRACTICE).on(DAY),
        parameters,
        pay_of(world(), parameters, DAY.month),
        posts,
        np.zeros(len(world().places)),
    )
    return value.astype(np.int64)


@pytest.mark.parametrize("pull", [0.0, 0.5, 1.0])
def test_more_posts_draw_more_people(pull: float) -> None:
    """Given five times the posts in one line and place, then work there is worth as much more as they pull."""
    place, line = world().places.index("longzhou"), world().lines.keys.index("agriculture")
    more = world().posts.copy()
    more[place, line] *= 5
    risen = worth(more, pull) - worth(world().posts, pull)
    named = alternatives(world())
    at_firms = np.isin(named.toward, [Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH])
    there = at_firms & (named.into == place * len(world().lines.keys) + line)
    assert risen[:, there] == pytest.approx(pull * np.log(5) * ONE, abs=2)
    casual = (named.toward == Mode.PASS) & (named.into == place)
    gained = pull * np.log(more[place].sum() / world().posts[place].sum()) * ONE
    assert risen[:, casual] == pytest.approx(gained, abs=2)
    assert not risen[:, ~there & ~casual].any()


def test_people_new_to_a_firm_think_again_sooner() -> None:
    """Given posts that are all empty at first, then those hired decide once more in the first months, if sooner."""

    def decided(sooner: float) -> tuple[int, int]:
        run = make_run(1500, date(2018, 1, 1), date(2018, 3, 31), traced=0.0)
        parameters = {**middle(), "new_job_sooner": sooner, "days_between_thoughts_at_work": 240.0}
        run.parameters_on = lambda day: parameters
        months = run.go().months
        return sum(month.decisions for month in months), sum(int(month.hired.sum()) for month in months)

    (later, _), (soon, hired) = decided(1), decided(12)
    assert hired > 200
    assert soon > later + hired / 2


@pytest.mark.parametrize("days", [1, 200])
def test_who_is_new_has_no_habit_of_the_firm(days: int) -> None:
    """Given a habit of the firm that outweighs all, then people leave as long as they are new there, and no longer."""
    run = make_run(1500, date(2018, 4, 1), date(2018, 9, 30), traced=0.0)
    parameters = {**middle(), "training_days": float(days), "habit_firm": 50.0, "fear": 0.0, "match_spread": 0.0}
    run.parameters_on = lambda day: {**parameters, "inspections": 1e-9, "street_checks": 1e-9}
    ended = np.sum([month.ended for month in run.go().months], axis=0).sum()
    assert (ended > 60) == (days > 1), ended


def test_a_firm_that_takes_nobody_without_papers_keeps_nobody_without() -> None:
    """Given firms that turn against it after months, then hardly anybody works on without papers half a year later."""
    run = make_run(1500, date(2018, 1, 1), date(2018, 12, 31), traced=0.0)
    tolerant = {**middle(), "tolerance": 50.0, "days_between_thoughts_at_work": 30.0}
    run.parameters_on = lambda day: {**tolerant, "tolerance": 50.0 if day < DAY else -50.0}
    months = run.go().months
    without = [int(month.stocks[Mode.IRREGULAR].sum()) for month in months]
    assert without[4] > 100
    assert without[-1] < without[4] / 20


@pytest.mark.parametrize("bar", [1e5, -1e5])
def test_posts_of_the_coast_draw_nobody_before_they_are_here(bar: float) -> None:
    """Given firms of the coast that never move, or all do, then their posts are asked for, and looked at, once here."""
    run = make_run(3000, date(2018, 1, 1), date(2018, 12, 31), traced=0.0)
    run.parameters_on = lambda day: {**middle(), "relocation_bar": bar, "relocation_spread": 1e3, "inspections": 60.0}
    coastal = run.pool.size[run.pool.coastal].sum() / run.pool.size.sum()
    assert 0.05 < coastal < 0.5
    months = run.go().months
    here = 1 - coastal if bar > 0 else 1.0
    usual = run.world.posts * open_share(
        run.world, 12 * 48 + 11, run.parameters["demand"], run.parameters["harvest"], run._local_share()
    )
    assert run.posts == pytest.approx(usual * here)
    looked_at = (run.firms.inspected != NEVER)[run.pool.coastal]
    assert bool(looked_at.any()) is (bar < 0)
    assert months[-1].inspected > 0
    load = run._load(run.rules.on(DAY), np.zeros((1, 8, run.world.cells), np.int64))
    assert load.inspections.sum() == pytest.approx(run.parameters["inspections"] * run.pool.looked_at[run.moved].sum())
