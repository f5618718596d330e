"""Where the site keeps its own data, and its secret."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from sojourn.web import storage


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is not there yet."""
    monkeypatch.setenv("SOJOURN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SOJOURN_SECRET_KEY", raising=False)
    return tmp_path / "data"


def test_the_folder_is_made_for_its_owner_alone(folder: Path) -> None:
    """Given a folder that is named, when it is asked for, then it is there and nobody else may look in."""
    assert storage.data_folder() == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_checkout_keeps_its_data_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given no folder named, when Sojourn runs from a checkout, then its data is in `var`."""
    monkeypatch.delenv("SOJOURN_DATA")
    assert storage._chosen_folder() == Path(__file__).resolve().parents[2] / "var"


def test_an_installed_site_keeps_its_data_with_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Given no checkout, when the folder is chosen, then it is the user's own data folder."""
    monkeypatch.delenv("SOJOURN_DATA")
    monkeypatch.setattr(storage, "__file__", str(tmp_path / "site-packages/sojourn/web/storage.py"))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert storage._chosen_folder() == tmp_path / "share" / "sojourn"


def test_the_secret_is_made_once_and_only_its_owner_reads_it(folder: Path) -> None:
    """Given no secret, when it is asked for twice, then it is one and the same, in a file of the owner's."""
    key = storage.secret_key()
    assert len(key) >= 50
    assert storage.secret_key() == key
    assert stat.S_IMODE((folder / storage.SECRET).stat().st_mode) == 0o600


def test_a_secret_from_outside_is_taken_and_written_nowhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a secret in the environment, when it is asked for, then nothing is written."""
    monkeypatch.setenv("SOJOURN_SECRET_KEY", "from outside")
    assert storage.secret_key() == "from outside"
    assert not folder.exists()
