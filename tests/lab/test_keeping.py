"""Runs that are kept: whole or not at all, made anew where they are damaged, and refused a place that there is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.lab import (
    OUTCOMES,
    Draws,
    Experiment,
    ExperimentError,
    ensemble_data,
    measure_sensitivity,
    run_all,
    validate,
)
from sojourn.lab.ensembles import Ensemble
from sojourn.lab.keeping import keep, kept

ONE = Experiment(people=300, first=date(2018, 1, 1), last=date(2018, 2, 10), warm_up=10, draws=Draws.PRIOR, seed=3)


@pytest.fixture(scope="module")
def made() -> Ensemble:
    """A small run."""
    return run_all(ONE)


def file_of(folder: Path) -> Path:
    """The one file of a folder."""
    (file,) = folder.iterdir()
    return file


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-200],
        lambda content: content[:20],
        lambda content: b"nothing of the kind",
        lambda content: content.replace(b"rest.npy", b"lost.npy"),
    ],
    ids=["of nothing", "cut off", "of a few bytes", "of something else", "without a part"],
)
def test_a_damaged_run_is_made_anew(made: Ensemble, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Given a kept run of which there is nothing, half or something else, then it is made again, and kept again."""
    keep(tmp_path, ONE, made.finished[0])
    file = file_of(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    assert kept(tmp_path, ONE, 0) is None
    assert ensemble_data(run_all(ONE, keep=tmp_path)) == ensemble_data(made)
    assert kept(tmp_path, ONE, 0) is not None


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bit_that_turns_breaks_anything(made: Ensemble, tmp_path: Path, at: float, bit: int) -> None:
    """Given a kept run with one bit turned, wherever, then it is not there, or as it was made."""
    keep(tmp_path, ONE, made.finished[0])
    file = file_of(tmp_path)
    content = bytearray(file.read_bytes())
    content[int(at * len(content))] ^= 1 << bit
    file.write_bytes(content)
    found = kept(tmp_path, ONE, 0)
    assert found is None or ensemble_data(Ensemble(ONE, (found,))) == ensemble_data(made)


def test_what_is_kept_is_on_the_disk_before_it_has_its_name(
    made: Ensemble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a run that is kept, then its file is written out before it takes its place."""
    seen: list[tuple[str, ...]] = []
    written = os.fsync

    def fsync(number: int) -> None:
        seen.append(tuple(one.suffix for one in tmp_path.iterdir()))
        written(number)

    monkeypatch.setattr(os, "fsync", fsync)
    keep(tmp_path, ONE, made.finished[0])
    assert seen == [(".new",)]
    assert file_of(tmp_path).suffix == ".npz"


def test_what_cannot_be_written_leaves_nothing(made: Ensemble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a disk that is full, then no half of a file stays behind."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, ONE, made.finished[0])
    assert list(tmp_path.iterdir()) == []


WAYS: dict[str, Callable[..., object]] = {
    "run": partial(run_all, ONE),
    "validate": partial(validate, replace(ONE, runs=2)),
    "sensitivity": partial(measure_sensitivity, ONE, tuple(OUTCOMES)[:1], size=2),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_place_that_is_no_folder_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Given a file where runs are to be kept, or no right to write there, then that is said and nothing is run."""

    def run_one(*_: object, **__: object) -> None:
        raise AssertionError("something was run")

    monkeypatch.setattr("sojourn.lab.ensembles.run_one", run_one)
    file = tmp_path / "file"
    file.write_text("mine")
    for place in (file, file / "within"):
        with pytest.raises(ExperimentError, match="is not a folder; give 'keep' another place") as refused:
            WAYS[way](keep=place)
        assert str(place) in refused.value.text("zh")

    def refuses(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refuses)
    with pytest.raises(ExperimentError, match="Nothing can be written into"):
        WAYS[way](keep=tmp_path)
    assert file.read_text() == "mine"
