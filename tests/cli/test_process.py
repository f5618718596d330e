"""The command as a process: what it loads, what it leaves behind, and what it does when nobody reads on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sojourn.policy
from tests.patience import PATIENCE

SOJOURN = Path(sys.executable).with_name("sojourn")


def process(*arguments: str, encoding: str = "utf-8", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sojourn", *arguments],
        capture_output=True,
        encoding=encoding,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.skipif(not SOJOURN.exists(), reason="Sojourn is not installed beside this Python")
def test_the_installed_command_is_the_module() -> None:
    """Given the installed command, then it is the same as `python -m sojourn`."""
    installed = subprocess.run([SOJOURN, "--version"], capture_output=True, encoding="utf-8", check=True)
    assert installed.stdout == process("--version").stdout


@pytest.mark.parametrize(
    ("arguments", "idle"),
    [
        (["--help"], {"sojourn.policy.model", "sojourn.web"}),
        (["check", "guangxi", "--case", "G01"], {"rich", "django", "sojourn.web", "sojourn.policy.reading.programme"}),
        (["check", "guangxi", "--case", "G01", "--json"], {"rich", "django", "sojourn.policy.telling.teller"}),
        (
            ["lab", "run", "guangxi", "--people", "300", "--days", "1", "--json"],
            {"rich", "django", "polars", "sklearn", "joblib", "scipy.linalg", "sojourn.lab.reporting"},
        ),
    ],
    ids=["help", "check", "check-json", "lab-run"],
)
def test_only_what_is_needed_is_loaded(arguments: list[str], idle: set[str]) -> None:
    """Given a programme that has been read before, then a command starts without what it does not use."""
    code = (
        "import sys; from sojourn.cli.running import run\n"
        f"for _ in range(2): code = run({arguments!r})\n"
        "import subprocess; sys.exit(code)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
    again = (
        "import sys, io; from sojourn.cli.running import run\n"
        f"out, sys.stdout = sys.stdout, io.StringIO(); run({arguments!r})\n"
        "print(*sys.modules, file=out)"
    )
    loaded = subprocess.run([sys.executable, "-c", again], capture_output=True, encoding="utf-8", check=True)
    assert set(loaded.stdout.split()) & idle == set()


def test_nobody_reads_on() -> None:
    """Given a reader that goes away, then the command ends without a word."""
    tell = [sys.executable, "-m", "sojourn", "tell", "china"]
    with subprocess.Popen(tell, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as telling:
        assert telling.stdout is not None
        assert telling.stderr is not None
        assert telling.stdout.readline()
        telling.stdout.close()
        assert telling.stderr.read() == b""
        assert telling.wait(timeout=PATIENCE) == 0


def test_a_terminal_that_lacks_letters() -> None:
    """Given a terminal that cannot show Chinese, then letters it lacks are written as escapes, and data stays data."""
    latin = {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    told = process("check", "guangxi", "--case", "G01", "--lang", "zh", encoding="latin-1", **latin)
    assert told.returncode == 0
    assert "\\u" in told.stdout
    data = process("check", "guangxi", "--case", "G01", "--json", encoding="latin-1", **latin)
    assert data.returncode == 0
    assert data.stdout.isascii()


def test_the_door_of_policy() -> None:
    """Given the public names of policy, then each can be had, and each list of them is the same."""
    policy = sojourn.policy
    assert sorted(policy._HOMES) == sorted(policy.__all__)
    assert all(getattr(policy, name) is not None for name in policy.__all__)
    assert set(policy.__all__) <= set(dir(policy))
    with pytest.raises(AttributeError, match="nothing"):
        policy.nothing  # noqa: B018
