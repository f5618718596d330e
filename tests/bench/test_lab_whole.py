"""Measuring the whole model: what is asked for is run, and growth is told from figures of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.lab import whole
from bench.lab.whole import Lived, Took, slope, took


@pytest.mark.parametrize(("power", "told"), [(0, 0.0), (1, 1.0), (2, 2.0)])
def test_growth_is_told_as_a_power(power: int, told: float) -> None:
    assert slope((10, 20, 40), [3.0 * amount**power for amount in (10, 20, 40)]) == pytest.approx(told)


def test_a_measurement_runs_the_model_in_a_process_of_its_own() -> None:
    measured = took(Lived(people=500, days=60, repeats=1))
    assert measured.clock > 0
    assert measured.work > 0
    assert 0 < measured.working < 500


def test_a_run_that_cannot_be_made_is_said_to_be_unmeasured() -> None:
    with pytest.raises(RuntimeError, match="was not measured"):
        took(replace(Lived(people=500, days=60), repeats=0))


def test_every_goal_of_the_whole_model_has_its_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given measurements of our own making, when figures are asked for, then each stands beside its goal."""
    asked: list[Lived] = []

    def make(lived: Lived) -> Took:
        asked.append(lived)
        return Took(clock=lived.people / 1e5, work=lived.people * lived.days / 1e8, held=2**30, working=15_000)

    def luck(_: object) -> Iterator[object]:
        return iter(())

    monkeypatch.setattr(whole, "took", make)
    monkeypatch.setattr(whole, "_started", lambda cache, seed: 10.0 / seed)
    monkeypatch.setattr(whole, "_luck", luck)
    found = {one.name: one for one in whole.figures(lambda doing: None)}
    assert found["lab.guangxi.by_people"].value == pytest.approx(1)
    assert found["lab.guangxi.by_days"].value == pytest.approx(1)
    assert found["lab.guangxi.year"].value == pytest.approx(40_000 * 365 / 1e8)
    assert (found["lab.guangxi.crowd"].value, found["lab.guangxi.crowd"].met) == (100, True)
    assert found["lab.start.later"].value == pytest.approx(2.5)
    assert found["lab.start.later"].met is False
    assert [one.threads for one in asked if one.people == 10_000_000] == [2]
    assert all(one.goal is not None for one in found.values())
