"""Remembered programmes: the same, faster, and never from where somebody else could have written."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from sojourn.policy.problems import Problems
from sojourn.policy.reading import cache, later, packing
from sojourn.policy.reading.cache import cache_folder, forget
from sojourn.policy.reading.folders import find_chain
from sojourn.policy.reading.loading import load
from sojourn.policy.reading.programme import read
from sojourn.policy.reading.storing import same_programme

from .small_programmes import copied

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="nothing is remembered where folders have no owner")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "sojourn"


@pytest.fixture
def meadow(tmp_path: Path) -> Path:
    return copied(tmp_path)


def remembered(home: Path) -> list[str]:
    return sorted(path.name for path in home.glob("*")) if home.exists() else []


def is_recalled(meadow: Path) -> bool:
    """Whether loading takes what is remembered and reads no file as YAML."""
    chain = find_chain(meadow, Problems())
    read_again = []
    cache.remembered(chain, lambda folders: read_again.append(folders) or read(meadow))
    return not read_again


def test_the_second_time_it_is_recalled_and_the_same(meadow: Path, home: Path) -> None:
    first = load(meadow)
    assert len(remembered(home)) == 1
    assert is_recalled(meadow)
    second = load(meadow)
    assert same_programme(first, second)
    assert same_programme(second, read(meadow))
    assert list(second.cases) == ["M1"]
    assert len(second.cases) == 1
    assert second.rules["old_enough"].where == first.rules["old_enough"].where


def test_a_recalled_programme_can_be_pickled_again(meadow: Path) -> None:
    load(meadow)
    again = pickle.loads(pickle.dumps(load(meadow)))  # noqa: S301 - made here
    assert same_programme(again, read(meadow))


def test_the_folder_is_the_users_alone(meadow: Path, home: Path) -> None:
    load(meadow)
    assert home.stat().st_mode & 0o777 == 0o700
    (file,) = home.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_any_change_is_seen(meadow: Path) -> None:
    load(meadow)
    path = meadow / "rules.yaml"
    path.write_text(path.read_text().replace("label: The worker is old enough", "label: Old enough"))
    assert load(meadow).rules["old_enough"].label == "Old enough"
    (meadow.parent / "meadow_town" / "sources.yaml").touch()
    town = load(meadow.parent / "meadow_town")
    path.write_text(path.read_text().replace("label: Old enough", "label: Not too young"))
    assert load(meadow.parent / "meadow_town").rules["old_enough"].label == "Not too young"
    assert town.rules["old_enough"].label == "Old enough"


def test_only_the_latest_of_a_programme_is_kept(meadow: Path, home: Path) -> None:
    for label in ("One", "Two", "Three"):
        path = meadow / "facts.yaml"
        path.write_text(path.read_text() + f"applicant.{label.lower()}: {{label: {label}, type: yes_no}}\n")
        load(meadow)
    load(meadow.parent / "meadow_town")
    assert [name.partition("-")[0] for name in remembered(home)] == ["meadow", "meadow_town"]
    assert forget() == 2
    assert remembered(home) == []


@pytest.mark.parametrize("damage", [b"", b"no pickle", pickle.dumps("something else"), b"\x80\x05cos\nsystem\n."])
def test_a_damaged_file_is_read_anew(meadow: Path, home: Path, damage: bytes) -> None:
    load(meadow)
    (file,) = home.iterdir()
    file.write_bytes(damage)
    assert same_programme(load(meadow), read(meadow))
    assert is_recalled(meadow), "and remembered anew"


def test_a_file_cut_short_is_read_anew(meadow: Path, home: Path) -> None:
    load(meadow)
    (file,) = home.iterdir()
    whole = file.read_bytes()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        file.write_bytes(whole[:length])
        assert same_programme(load(meadow), read(meadow))


def test_worked_cases_are_read_when_first_looked_at(meadow: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They lie nowhere in what is remembered: their files are at hand, and hold what they held when it was."""
    load(meadow)
    (file,) = home.iterdir()
    assert b"M1" not in file.read_bytes()
    found = load(meadow)
    path = meadow / "cases.yaml"
    path.write_text(path.read_text().replace("M1:", "M2:"))
    assert list(found.cases) == ["M1"], "as it was when it was loaded"
    assert list(load(meadow).cases) == ["M2"]


def test_a_language_is_unpacked_when_first_looked_at(meadow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (meadow / "texts").mkdir()
    (meadow / "texts" / "vi.yaml").write_text(
        "rules: {old_enough: {label: Người lao động đủ tuổi}}\n", encoding="utf-8"
    )
    load(meadow)
    found, fresh = load(meadow), read(meadow)
    unpacked: list[bytes] = []
    monkeypatch.setattr(later, "unpacked", lambda content: unpacked.append(content) or packing.unpacked(content))
    assert found.texts.keys() == {"vi"}
    assert unpacked == []
    assert found.texts["vi"] == fresh.texts["vi"] == {"rules.old_enough.label": "Người lao động đủ tuổi"}
    assert len(found.texts["vi"]) == len(fresh.texts["vi"])
    assert len(unpacked) == 1


_RECALLED = """
import sys
from sojourn.policy import load
load(sys.argv[1])
print(sorted({name.partition(".")[0] for name in sys.modules} & {"yaml", "zipfile"}))
print("sojourn.policy.reading.forms" in sys.modules)
"""


def test_what_is_remembered_needs_nothing_that_reads_files(meadow: Path) -> None:
    """Given a programme that is remembered, then neither YAML nor what checks and reads it is imported."""
    load(meadow)
    done = subprocess.run(
        [sys.executable, "-c", _RECALLED, str(meadow)], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.split("\n")[:2] == ["[]", "False"]


class Evil:
    """What must never be unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.unlink, (os.environ["VICTIM"],)


def plant(home: Path, meadow: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put something evil where the programme is remembered; gives the file that it would delete."""
    victim = meadow.parent / "victim"
    victim.touch()
    monkeypatch.setenv("VICTIM", str(victim))
    load(meadow)
    (file,) = home.iterdir()
    file.write_bytes(pickle.dumps(Evil()))
    return victim


def test_what_is_planted_would_work(meadow: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = plant(home, meadow, monkeypatch)
    load(meadow)
    assert not victim.exists(), "or the next tests say nothing"


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_write_is_left_alone(
    meadow: Path, home: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    victim = plant(home, meadow, monkeypatch)
    home.chmod(mode)
    assert same_programme(load(meadow), read(meadow))
    assert victim.exists()
    assert forget() == 0


@pytest.mark.parametrize("mode", [0o660, 0o606])
def test_a_file_that_others_may_write_is_left_alone(
    meadow: Path, home: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    victim = plant(home, meadow, monkeypatch)
    (file,) = home.iterdir()
    file.chmod(mode)
    load(meadow)
    assert victim.exists()


def test_what_belongs_to_somebody_else_is_left_alone(meadow: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = plant(home, meadow, monkeypatch)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    load(meadow)
    assert victim.exists()


def test_links_are_not_followed(meadow: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = plant(home, meadow, monkeypatch)
    (file,) = home.iterdir()
    elsewhere = meadow.parent / "elsewhere.pickle"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    load(meadow)
    assert victim.exists()
    home.rename(meadow.parent / "moved")
    home.symlink_to(meadow.parent / "moved")
    load(meadow)
    assert victim.exists()


def test_without_a_place_to_remember_it_is_read(meadow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for place in (str(tmp_path / "file"), "/proc/nowhere"):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        assert same_programme(load(meadow), read(meadow))


def test_where_things_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache_folder() == Path.home() / ".cache" / "sojourn"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "sojourn"
