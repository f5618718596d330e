"""What is chosen once a run: within its bounds, by name and not by order, evenly over them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lab.offers import Choice, KeyedChosen

KEYS = st.text(min_size=1, max_size=20)


@given(st.integers(0, 2**64 - 1), st.integers(0, 10**6), KEYS, st.integers(-1000, 1000), st.integers(0, 1000))
def test_a_choice_lies_within_its_bounds_and_is_noted(seed: int, run: int, key: str, low: int, width: int) -> None:
    chosen = KeyedChosen(seed, run)
    value = chosen(key, low, low + width)
    assert low <= value <= low + width
    assert chosen.made == {key: Choice(key, low, low + width, value)}
    assert chosen(key, low, low + width) == value


@given(st.integers(0, 1000), st.lists(KEYS, unique=True, min_size=2, max_size=8))
def test_the_order_of_asking_is_nothing_to_it(run: int, keys: list[str]) -> None:
    forth, back = KeyedChosen(5, run), KeyedChosen(5, run)
    assert {key: forth(key, 0, 10**6) for key in keys} == {key: back(key, 0, 10**6) for key in reversed(keys)}


def test_every_value_is_as_likely_as_another() -> None:
    counts = Counter(KeyedChosen(1, run)("leave_by.longzhou", 1, 7) for run in range(7000))
    assert set(counts) == set(range(1, 8))
    # Seven cells of 1000: the chi-squared statistic is below 22.5 in all but one of a thousand honest tables.
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 22.5


def test_runs_and_seeds_choose_each_for_itself() -> None:
    first = [KeyedChosen(1, run)("suspension", 0, 10**9) for run in range(50)]
    assert len(set(first)) == 50
    assert first != [KeyedChosen(2, run)("suspension", 0, 10**9) for run in range(50)]


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing lies between 3 and 2"):
        KeyedChosen(1, 1)("away", 3, 2)
