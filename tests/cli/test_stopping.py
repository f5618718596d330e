"""What counts as stopped by whoever called, and what does not."""

from __future__ import annotations

import sys

import pytest

from sojourn.cli import running
from sojourn.cli.languages import Language
from sojourn.cli.register import opening
from sojourn.cli.session import Session

from .conftest import Call


def test_a_file_that_ends_too_soon_is_not_taken_for_a_stop(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an end of a file within a command, then it is a fault of ours that shows, and nobody's Ctrl-C."""

    def ends(*_: object, **__: object) -> None:
        raise EOFError("no data left in file")

    monkeypatch.setattr("sojourn.cli.lab.running.list_scenarios", ends)
    with pytest.raises(EOFError, match="no data left"):
        call("lab", "scenarios", "guangxi")


def test_ctrl_c_within_a_command_stops_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given Ctrl-C within a command, then the code is that of one that was stopped."""

    def stops(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sojourn.cli.lab.running.list_scenarios", stops)
    assert call("lab", "scenarios", "guangxi").code == running.STOPPED


def test_ctrl_d_at_a_password_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a terminal that is left where a password is asked for, then that stops the command."""

    def ends(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ends)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    with pytest.raises(KeyboardInterrupt):
        opening.read_secret(Session(Language.EN), "register.password")
