"""What a finished run is kept under: whatever moves its figures moves that too, and nothing else does."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import sojourn
from sojourn.lab import Draws, Experiment
from sojourn.lab.guangxi import experiment as asked
from sojourn.lab.guangxi.experiment import edition_of_files, program_edition

ROOT = Path(sojourn.__file__).parent
ONE = Experiment(people=300, first=date(2018, 1, 1), last=date(2018, 1, 31), warm_up=30, draws=Draws.PRIOR)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lab and what answers for the rules, where they may be changed."""
    root = tmp_path_factory.mktemp("program") / "sojourn"
    for name in ("lab", "policy"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def edition_with_a_line_in(root: Path, file: str) -> str:
    """The edition while a file has one line more."""
    path = root / file
    before = path.read_bytes()
    path.write_bytes(before + b"\n# one line more\n")
    try:
        return edition_of_files(root)
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize(
    "file",
    [
        "lab/drawing/plain.py",
        "lab/engine/settling.py",
        "lab/guangxi/running.py",
        "lab/guangxi/parameters.yaml",
        "lab/offers/rules.py",
        "lab/scenarios/composing.py",
        "lab/scenarios/reading.py",
        "lab/keeping.py",
        "policy/evaluation/compiled.py",
        "policy/reading/parameters.py",
        "policy/answer.py",
    ],
)
def test_whatever_moves_a_figure_moves_the_edition(copied: Path, file: str) -> None:
    """Given a change of the model, of how scenarios are put together or of what answers, then no run of before is."""
    assert edition_with_a_line_in(copied, file) != edition_of_files(copied)


@pytest.mark.parametrize(
    "file",
    [
        "lab/guangxi/scenarios/fee_300.yaml",
        "lab/guangxi/mechanisms.yaml",
        "lab/guangxi/figures.yaml",
        "lab/guangxi/posterior.csv",
        "lab/reporting/page.py",
        "policy/words/en.yaml",
    ],
)
def test_what_moves_no_figure_leaves_runs_as_they_are(copied: Path, file: str) -> None:
    """Given a change of what a run does not depend on, or holds in its own key, then what was kept still holds."""
    assert edition_with_a_line_in(copied, file) == edition_of_files(copied)


def test_the_edition_does_not_hang_on_where_the_program_lies(copied: Path) -> None:
    """Given the same files elsewhere, then the edition is the same."""
    assert edition_of_files(copied) == edition_of_files(ROOT) == program_edition(with_posterior=False)


def test_the_posterior_matters_to_runs_drawn_from_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given another posterior, then runs from it are kept under another name and runs from the prior are not."""
    before = [replace(ONE, draws=draws).key(0) for draws in (Draws.PRIOR, Draws.POSTERIOR)]
    other = tmp_path / "posterior.csv"
    other.write_text("another\n")
    program_edition.cache_clear()
    monkeypatch.setattr(asked, "package_file", lambda: other)
    try:
        after = [replace(ONE, draws=draws).key(0) for draws in (Draws.PRIOR, Draws.POSTERIOR)]
    finally:
        program_edition.cache_clear()
    assert [first == second for first, second in zip(before, after, strict=True)] == [True, False]


def test_what_a_centre_that_reacts_may_grant_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given other things that the centre grants, then runs in which it reacts are kept under another name."""
    fixed, reacts = (replace(ONE, scenarios=(name,)) for name in ("centre_fixed", "centre_reacts"))
    before = [one.key(0) for one in (fixed, reacts)]
    monkeypatch.setattr(asked, "GRANTS", ("farms_allowed", "fee_300"))
    after = [one.key(0) for one in (fixed, reacts)]
    assert [first == second for first, second in zip(before, after, strict=True)] == [True, False]


def test_the_edition_is_quick() -> None:
    """Given a start, then to read what figures depend on takes no part of it that anybody would notice."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        edition_of_files(ROOT)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.1
