"""Calling the command line as a person does, in this process: what it is given, and what it says."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from sojourn.cli.running import run


@dataclass(frozen=True)
class Called:
    """What came of a call."""

    code: int
    out: str
    err: str


Call: TypeAlias = Callable[..., Called]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where programmes are remembered while the tests run: nowhere that is anybody's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """The surroundings of a call: no settings of the person's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the command line; `typed` stands on its standard input, `language` is that of the terminal."""

    def called(*arguments: str, typed: str = "", language: str = "en") -> Called:
        monkeypatch.setenv("LANG", f"{language}.UTF-8")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Called(code, said.out, said.err)

    return called
