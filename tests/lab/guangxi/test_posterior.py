"""What draws tell of a parameter: narrower than its prior, moved within it, or as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.lab.guangxi import posterior
from sojourn.lab.guangxi.parameters import parameters
from sojourn.lab.guangxi.posterior import MOVED_AT_LEAST, Standing, draws, standing, told_in_band

#: As many places as the package has draws, spread evenly over a prior.
EVEN = (np.arange(400) + 0.5) / 400


@pytest.mark.parametrize(
    ("shares", "worth", "told"),
    [
        (EVEN, 400, Standing.AS_BEFORE),
        (0.4 + 0.5 * EVEN, 400, Standing.IDENTIFIED),
        (EVEN**1.8, 400, Standing.MOVED),
        (1 - EVEN**1.8, 400, Standing.MOVED),
        (EVEN**1.8, 40, Standing.AS_BEFORE),
        (EVEN**1.2, 400, Standing.AS_BEFORE),
        (EVEN**1.2, 40_000, Standing.AS_BEFORE),
    ],
)
def test_moved_is_more_than_chance_and_far_enough_to_matter(
    shares: NDArray[np.float64], worth: float, told: Standing
) -> None:
    assert standing(shares, worth, 61) is told


def test_draws_of_the_prior_hardly_ever_move() -> None:
    """Given parameters that no figure tells of, then about one posterior in a thousand has one that moved."""
    generator = np.random.default_rng(3)
    told = [standing(shares, 100, 61) for _ in range(100) for shares in generator.random((61, 100))]
    assert told.count(Standing.MOVED) <= 2


def test_the_package_says_moved_of_what_moved() -> None:
    """Given the draws that come with the package, then those whose middle is far off are not said to be as before."""
    kept = draws()
    known = parameters()
    places = {name: np.array([known[name].share(one[name]) for one in kept]) for name in kept[0]}
    for name, shares in places.items():
        _, middle, _, width = told_in_band(shares)
        found = standing(shares, len(kept), len(places))
        assert (found is Standing.IDENTIFIED) == (width < 0.8), name
        if abs(middle - 0.5) >= 0.15:
            assert found is not Standing.AS_BEFORE, name
        if abs(middle - 0.5) < MOVED_AT_LEAST:
            assert found is not Standing.MOVED, name


def test_how_many_draws_the_file_is_worth_is_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a file that says so, then few draws of their own tell less; one that does not is worth its draws."""
    text = posterior.package_file().read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("# Worth: ")]
    for said, worth in ((["# Worth: 12"], 12.0), ([], 400.0), (["# Worth: 9000"], 400.0)):
        file = tmp_path / f"{worth}{len(said)}.csv"
        file.write_text("\n".join([kept[0], *said, *kept[1:]]), encoding="utf-8")
        monkeypatch.setattr(posterior, "package_file", lambda file=file: file)
        posterior.worth.cache_clear()
        assert posterior.worth() == worth
    posterior.worth.cache_clear()
