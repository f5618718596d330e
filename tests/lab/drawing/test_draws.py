"""What the draws are: their moments over all values, and that nothing but the key enters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from sojourn.lab.drawing import THRESHOLD_ONE, UTILITY_ONE, EntityKind, Purpose, compiled, label, plain

KEY = (7, 3)
LABEL = label(Purpose.DECISION)
#: The exponential of the least uniform number, 2^-24.
HIGHEST = 24 * math.log(2)
#: Mean, variance, and the least and greatest a draw can be.
EULER = 0.5772156649
MOMENTS = [
    ("uniform", 1, 0.5, 1 / 12, 2.0**-24, 1 - 2.0**-24),
    ("exponential", 1, 1, 1, 2.0**-24, HIGHEST),
    ("threshold", THRESHOLD_ONE, 1, 1, 2.0**-24, HIGHEST),
    ("gumbel", UTILITY_ONE, EULER, math.pi**2 / 6, -math.log(HIGHEST), HIGHEST),
    ("logistic", UTILITY_ONE, 0, 1, -HIGHEST * math.sqrt(3) / math.pi, HIGHEST * math.sqrt(3) / math.pi),
]
EVERY = np.arange(1 << 23, dtype=np.uint32) << np.uint32(9)


@pytest.mark.parametrize(("name", "one", "mean", "variance", "least", "greatest"), MOMENTS, ids=[m[0] for m in MOMENTS])
def test_moments_and_bounds_over_every_value(
    name: str, one: int, mean: float, variance: float, least: float, greatest: float
) -> None:
    """Given each of the 2^23 values once, then mean, variance and bounds are those of the distribution."""
    drawn = getattr(plain, name)(EVERY).astype(np.float64) / one
    assert drawn.mean() == pytest.approx(mean, abs=2e-6)
    assert drawn.var() == pytest.approx(variance, rel=2e-5)
    assert drawn.min() == pytest.approx(least, abs=2e-5)
    assert drawn.max() == pytest.approx(greatest, abs=2e-5)


def test_words_spread_evenly_and_have_nothing_to_do_with_one_another() -> None:
    """Given the words of many ids on two days, then each bit is set half the time, and no two words go together."""
    n = 50_000
    drawn = np.concatenate([plain.words(np.arange(n), day, LABEL, 4, KEY) for day in (17_000, 17_001)], axis=1)
    bits = (drawn[..., None] >> np.arange(32, dtype=np.uint32) & np.uint32(1)).mean(axis=0)
    assert np.abs(bits - 0.5).max() < 5 * 0.5 / math.sqrt(n)
    together = np.corrcoef(plain.uniform(drawn), rowvar=False) - np.eye(8)
    assert np.abs(together).max() < 5 / math.sqrt(n)


@given(st.permutations(range(60)), st.integers(1, 60))
def test_neither_order_nor_portion_matters(order: list[int], portion: int) -> None:
    """Given ids in any order and in portions, then each has the words it has alone."""
    alone = plain.words(np.arange(60), 17_000, LABEL, 7, KEY)
    ids = np.array(order)
    parts = [plain.words(ids[at : at + portion], 17_000, LABEL, 7, KEY) for at in range(0, 60, portion)]
    assert np.array_equal(np.concatenate(parts), alone[ids])


@njit(nogil=True)
def kernel(ids, day, what, k0, k1, out):  # type: ignore[no-untyped-def]
    for i in range(ids.size):
        w0, w1, w2, w3 = compiled.philox(ids[i], day, what, np.uint32(0), k0, k1)
        out[i, 0], out[i, 1] = compiled.gumbel(w0), compiled.gumbel(w1)
        out[i, 2], out[i, 3] = compiled.threshold(w2), compiled.logistic(w3)


@pytest.mark.parametrize("portion", [1_000, 333, 7])
def test_a_compiled_loop_in_portions_has_what_the_plain_one_has(portion: int) -> None:
    """Given a loop over people in portions, from the last to the first, then it draws what NumPy draws at once."""
    ids = np.arange(1_000, dtype=np.uint32)
    drawn = np.empty((ids.size, 4), np.int32)
    for at in reversed(range(0, ids.size, portion)):
        part = slice(at, at + portion)
        kernel(ids[part], np.uint32(17_000), np.uint32(LABEL), *map(np.uint32, KEY), drawn[part])
    words = plain.words(ids, 17_000, LABEL, 4, KEY)
    wanted = [plain.gumbel(words[:, 0]), plain.gumbel(words[:, 1]), plain.threshold(words[:, 2])]
    assert np.array_equal(drawn, np.stack([*wanted, plain.logistic(words[:, 3])], axis=1))


def test_labels_are_their_own() -> None:
    """Given every purpose and kind, then each pair has a label of its own that fits a word, and the numbers stand."""
    labels = {label(purpose, kind) for purpose in Purpose for kind in EntityKind}
    assert len(labels) == len(Purpose) * len(EntityKind)
    assert max(labels) < 2**32
    assert label(Purpose.PRIORITY) == 6
    assert label(Purpose.TRACE, EntityKind.RUN) == 0x0005_0014


@pytest.mark.parametrize("at", range(4))
def test_a_draw_changes_with_each_part_of_its_key(at: int) -> None:
    """Given one part of the counter or key changed, then the words are others."""
    counter = (1, 2, 3, 4)
    changed = tuple(part + (place == at) for place, part in enumerate(counter))
    assert not np.array_equal(plain.philox(changed, KEY), plain.philox(counter, KEY))  # type: ignore[arg-type]
    assert not np.array_equal(plain.philox(counter, (KEY[0] + 1, KEY[1])), plain.philox(counter, (KEY[0], KEY[1] + 1)))
