"""Firms of a run: few of them stand for all, and the first of them stay the same when there are more."""

from __future__ import annotations

import numpy as np
import pytest

from sojourn.lab.guangxi.firms import FirmPool, make_firms
from sojourn.lab.guangxi.world import world

LASTING = ("cell", "size", "looked_at", "pay_step", "coastal", "tolerance")
RUNS = 60


def pools(people: int) -> list[FirmPool]:
    """The firms of many runs of so many people."""
    return [make_firms(world(), people, (1, run)) for run in range(RUNS)]


@pytest.mark.parametrize(("people", "apart"), [(10_000, 0.12), (80_000, 0.025)])
def test_the_posts_of_a_small_world_are_those_of_the_whole_one(people: int, apart: float) -> None:
    """Given runs of a size, then the posts of each run lie near the share of the whole that its people are.

    Drawn one by one, firms of ten thousand people would lie apart by a fifth.
    """
    share = people / world().real_size
    posts = np.array([pool.size.sum() for pool in pools(people)]) / (world().posts.sum() * share)
    assert posts.mean() == pytest.approx(1, abs=0.03)
    assert posts.std() < apart


def test_each_place_and_line_has_its_posts() -> None:
    """Given the whole world, when many runs are put together, then each cell has the posts that its file says."""
    posts = np.mean(
        [np.bincount(pool.cell, weights=pool.size, minlength=world().cells) for pool in pools(80_000)], axis=0
    )
    said = world().posts.ravel()
    assert posts == pytest.approx(said, rel=0.15, abs=90)


def test_the_first_firms_stay_the_same_when_there_are_more() -> None:
    few, many = make_firms(world(), 8_000, (3, 4)), make_firms(world(), 40_000, (3, 4))
    count = few.cell.size
    assert count < many.cell.size
    for name in LASTING:
        assert np.array_equal(getattr(few, name), getattr(many, name)[:count]), name


def test_runs_have_firms_of_their_own() -> None:
    one, other = make_firms(world(), 8_000, (1, 0)), make_firms(world(), 8_000, (1, 1))
    assert not np.array_equal(one.cell, other.cell)
    assert not np.array_equal(one.size, other.size)
