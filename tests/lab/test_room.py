"""The room's door: what it offers, and that nobody who does not run it loads it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sojourn import lab

HEAVY = {"numba", "numpy", "polars", "sklearn", "SALib", "joblib", "dask"}


def test_every_public_name_is_there() -> None:
    for name in lab.__all__:
        assert getattr(lab, name) is not None
    assert set(lab.__all__) <= set(dir(lab))


def test_a_name_it_has_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = lab.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "statement", ["import sojourn.lab", "import sojourn.cli", "import sojourn.policy", "import sojourn.web"]
)
def test_a_start_loads_nothing_of_the_lab(statement: str) -> None:
    """Given the command line, the rules, or the room's name alone, then no array library is loaded."""
    code = f"{statement}; import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    modules = set(loaded.stdout.split())
    assert modules & HEAVY == set()
    assert "sojourn.lab.drawing" not in modules
