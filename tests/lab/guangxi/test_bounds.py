"""What each parameter can be set to: at both ends of it a run goes through, and says nothing that is no number."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from sojourn.lab import Draws, Experiment, ExperimentError, run_one
from sojourn.lab.guangxi.parameters import parameters
from sojourn.lab.scenarios import MOST

#: A small world in which both authorities react, over two segments and a little of the months before.
SMALL = Experiment(
    scenarios=("both_react",),
    people=300,
    first=date(2018, 1, 11),
    last=date(2018, 2, 19),
    warm_up=10,
    draws=Draws.MIDDLE,
)
ENDS = [(key, value) for key, one in parameters().items() for value in dict.fromkeys((one.least, one.most))]


@pytest.mark.parametrize(("key", "value"), ENDS)
def test_a_run_goes_through_at_both_ends_of_a_parameter(key: str, value: float) -> None:
    """Given a parameter at its least or its most, then a run ends, with no warning of what was lost in arithmetic."""
    done = run_one(replace(SMALL, given=((key, value),)), 0)
    assert done.parameters[key] == value
    for month in done.result.months:
        assert month.stocks.sum() == SMALL.people
        assert (month.earned >= 0).all()
    assert not any(math.isinf(one) for one in done.outcomes.values())


@pytest.mark.parametrize("end", ["least", "most"])
def test_a_run_goes_through_with_all_parameters_at_one_end(end: str) -> None:
    """Given every parameter at its least, or at its most, then a run ends all the same."""
    given = tuple((key, getattr(one, end)) for key, one in parameters().items())
    assert run_one(replace(SMALL, given=given), 0).result.months


@pytest.mark.parametrize("key", parameters())
def test_every_parameter_has_bounds_of_its_own(key: str) -> None:
    """Given a parameter, then what it can be set to ends before what merely fits a number, and leaves room to try."""
    one = parameters()[key]
    assert -MOST < one.least <= one.low <= one.high <= one.most < MOST
    assert one.least < one.most


@pytest.mark.parametrize(
    ("key", "value"),
    [("skill_return", 50), ("harvest_call", 1e6), ("wage_weight", 1e6), ("habit_mode", 1e6), ("home_pay", 0)],
)
def test_what_arithmetic_cannot_bear_is_refused(key: str, value: float) -> None:
    """Given a value at which whole numbers would run over, or something be divided by nought, then it is refused."""
    with pytest.raises(ExperimentError) as refused:
        replace(SMALL, given=((key, value),)).check()
    assert refused.value.code == "value_out_of_range"
