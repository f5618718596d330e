"""Which parameters drive which outcome: known ones are found, and the numbers are the same however they are made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojourn.lab import Draws, Experiment, ExperimentError, Method, measure_sensitivity, parameters
from sojourn.lab.guangxi.parameters import middle

#: What moves; all other parameters are given. Locals' trade pays nobody of the pool.
MOVED = ("coast_wage", "petty_trade_pay")
SMALL = Experiment(
    people=800,
    warm_up=30,
    last=date(2018, 2, 28),
    draws=Draws.PRIOR,
    given=tuple((key, value) for key, value in middle().items() if key not in MOVED),
)


@pytest.mark.parametrize("method", list(Method))
def test_what_drives_an_outcome_is_found_whoever_makes_the_runs(method: Method, tmp_path: Path) -> None:
    """Given two parameters, when one cannot touch an outcome, then the other is found to drive it: always alike."""
    found = measure_sensitivity(SMALL, ["coast", "locals_away"], method=method, size=2)
    assert found.runs == {Method.MORRIS: 2 * 3, Method.SOBOL: 2 * 4}[method]
    by_name = {one.parameter: one for one in found.effects["coast"]}
    assert set(by_name) == set(MOVED)
    assert by_name["coast_wage"].strength > 0
    assert by_name["petty_trade_pay"].strength == 0
    assert found.effects["coast"][0].parameter == "coast_wage"
    assert {one.parameter: one.strength for one in found.effects["locals_away"]}["coast_wage"] == 0
    done: list[int] = []
    assert (
        measure_sensitivity(SMALL, ["coast", "locals_away"], method=method, size=2, workers=2, keep=tmp_path) == found
    )
    again = measure_sensitivity(
        SMALL,
        ["coast", "locals_away"],
        method=method,
        size=2,
        keep=tmp_path,
        progress=lambda number, of: done.append(of - number),
    )
    assert again == found
    assert done == [0], "nothing was left to run"


def test_only_what_is_drawn_moves() -> None:
    assert all(not parameters()[key].fixed for key in MOVED)


@pytest.mark.parametrize(("method", "size"), [(Method.MORRIS, 1), (Method.SOBOL, 3), (Method.SOBOL, 1)])
def test_a_size_that_the_method_cannot_use_is_refused_before_any_run(method: Method, size: int) -> None:
    with pytest.raises(ExperimentError) as refused:
        measure_sensitivity(SMALL, ["coast"], method=method, size=size, progress=lambda *_: pytest.fail("ran"))
    assert refused.value.code == f"sensitivity_{method}_size"
