"""Where the site keeps its own data: a folder with the database and the secret key, and nothing a visitor typed."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

DATABASE = "sojourn.sqlite3"
SECRET = "secret-key"


def data_folder() -> Path:
    """The folder of the site's data, made if need be.

    `SOJOURN_DATA` where it is set; `var` in the checkout when Sojourn runs from one; else the user's own data folder.
    """
    folder = _chosen_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _chosen_folder() -> Path:
    if named := os.environ.get("SOJOURN_DATA"):
        return Path(named).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "src" / "sojourn").is_dir():
        return checkout / "var"
    return _user_folder() / "sojourn"


def _user_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def secret_key() -> str:
    """`SOJOURN_SECRET_KEY`, or a key made once and kept in the data folder where only its owner can read it."""
    if named := os.environ.get("SOJOURN_SECRET_KEY"):
        return named
    path = data_folder() / SECRET
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key
