"""Where runs are kept unless somewhere else is said: what is of no use there goes, and nothing goes anywhere else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sojourn.lab import Calibrated, Draws, Experiment, default_keep, default_root, own_folder, run_all
from sojourn.lab.caching import clear

A_DAY = 24 * 3600
ONE = Experiment(people=300, first=date(2018, 1, 1), last=date(2018, 1, 20), warm_up=5, draws=Draws.PRIOR)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cache that is nobody's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def put() -> Callable[..., Path]:
    """Puts a file somewhere, last used so many days ago."""

    def placed(path: Path, days: float, *, read: float | None = None) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"kept")
        now = time.time()
        os.utime(path, (now - (days if read is None else read) * A_DAY, now - days * A_DAY))
        return path

    return placed


def test_what_is_of_no_use_goes(put: Callable[..., Path]) -> None:
    """Given runs of this version, of others and of calibrations, then those go that nobody used for as long as said."""
    root = default_root()
    own = default_keep()
    calibration = own_folder(root, Calibrated())
    stay = [
        put(own / "new.npz", 29),
        put(own / "read.npz", 90, read=3),
        put(root / "another" / "yesterday.npz", 0.5),
        put(root / "flat.npz", 0.5),
        put(calibration / "bank.jsonl", 29),
        put(root / "calibration-of-another" / "bank.jsonl", 29),
        put(root / "another" / "notes.txt", 90),
    ]
    go = [
        put(own / "old.npz", 31),
        put(root / "another" / "old.npz", 2),
        put(root / "third" / "old.npz", 2),
        put(root / "third" / "half.new", 2),
        put(root / "flat-old.npz", 2),
        put(calibration / "further.jsonl", 31),
        put(root / "calibration-gone" / "bank.jsonl", 31),
    ]
    assert default_keep() == own
    assert [one for one in stay if not one.exists()] == []
    assert [one for one in go if one.exists()] == []
    assert not (root / "third").exists()
    assert not (root / "calibration-gone").exists()


def test_it_is_looked_through_once_a_day(put: Callable[..., Path]) -> None:
    """Given a cache that was looked through today, then it is not again; tomorrow it is."""
    put(default_root() / "first.npz", 2)
    own = default_keep()
    later = put(default_root() / "later.npz", 2)
    assert default_keep() == own
    assert later.exists()
    put(default_root() / ".cleared", 1.5)
    default_keep()
    assert not later.exists()


def test_nothing_goes_from_a_folder_that_is_named(put: Callable[..., Path], tmp_path: Path) -> None:
    """Given a folder for runs that somebody names, then whatever lies in it stays, however old."""
    old = put(tmp_path / "mine" / "old.npz", 400)
    within = put(tmp_path / "mine" / "another" / "old.npz", 400)
    run_all(ONE, keep=tmp_path / "mine")
    default_keep()
    assert old.exists()
    assert within.exists()


def test_what_a_link_leads_to_stays(put: Callable[..., Path], tmp_path: Path) -> None:
    """Given a link in the cache to a folder elsewhere, then nothing goes from there."""
    old = put(tmp_path / "elsewhere" / "old.npz", 400)
    root = default_root()
    root.mkdir(parents=True)
    (root / "linked").symlink_to(old.parent)
    default_keep()
    assert old.exists()


def test_a_cache_that_cannot_be_cleared_is_used_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a cache that nobody may write to, then where runs would be kept is told."""
    default_root().mkdir(parents=True)

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "touch", refuses)
    assert default_keep().parent == default_root()
    with pytest.raises(PermissionError):
        clear(default_root(), default_keep())
