"""Whole runs of the Guangxi model on either engine."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from sojourn.lab.guangxi.results import Engine

from .runs import make_run


@pytest.mark.parametrize(("people", "seed"), [(300, 1), (500, 2), (1500, 3)])
def test_the_same_run_on_either_engine(people: int, seed: int) -> None:
    """Given the trial from before it began to half a year after, then people, months and histories are the same."""
    compiled, plain = (
        make_run(people, date(2016, 12, 1), date(2019, 6, 30), seed=seed, engine=engine) for engine in Engine
    )
    one, other = compiled.go(), plain.go()
    assert one.rows.size
    assert np.array_equal(one.rows, other.rows)
    for name, array in compiled.people._asdict().items():
        assert np.array_equal(array, getattr(plain.people, name)), name
    for name, array in compiled.firms._asdict().items():
        assert np.array_equal(array, getattr(plain.firms, name)), name
    for month, same in zip(one.months, other.months, strict=True):
        for field in fields(month):
            assert np.array_equal(getattr(month, field.name), getattr(same, field.name)), (month.first, field.name)
