"""The room's door: what it offers, and that nobody who does not run it loads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sojourn import lab

HEAVY = {"numba", "numpy", "polars", "sklearn", "SALib", "joblib", "dask"}
#: What a run has no use for, once its programme is remembered.
IDLE = {
    *("polars", "pyarrow", "sklearn", "SALib", "joblib", "dask", "django"),
    *("sojourn.lab.engine.reference", "sojourn.lab.reporting", "sojourn.policy.reading.programme"),
}
READY = """
from sojourn.lab import Experiment, run_all
from sojourn.lab.guangxi.experiment import make_run
run = make_run(Experiment(people=100), 0)
run.rules.on(run.settings.first)
import sys; print(*sys.modules)
"""


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


def test_a_run_loads_only_what_it_uses(tmp_path: Path) -> None:
    """Given a programme that has been read before, then a run is ready without what it does not use."""
    command, there = [sys.executable, "-c", READY], {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    for _ in range(2):
        loaded = subprocess.run(command, env=there, capture_output=True, encoding="utf-8", check=True)
    modules = set(loaded.stdout.split())
    assert "sojourn.lab.engine.settling" in modules
    assert modules & IDLE == set()
