"""`make env` on machines that lack something: it names what is missing, with the command that installs it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SYSTEM_TOOLS = ("sh", "cat", "cmp", "cp", "id", "mkdir", "pwd", "rm")

RUNS = 'case "$2" in *print*) exec "{python}" "$@" ;; esac\n'
TOO_OLD = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 0\n'
BROKEN = "#!/bin/sh\necho 'no such version' >&2\nexit 127\n"
WITHOUT_VENV = f"#!/bin/sh\n{RUNS}exit 1\n"


@pytest.fixture
def machine(tmp_path):
    """A folder with the lock files, and a machine with nothing but the system's own tools."""
    shutil.copytree(ROOT / "tools", tmp_path / "sojourn/tools")
    shutil.copytree(ROOT / "requirements", tmp_path / "sojourn/requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "sojourn")
    commands = tmp_path / "bin"
    commands.mkdir()
    for tool in SYSTEM_TOOLS:
        (commands / tool).symlink_to(shutil.which(tool))
    return tmp_path


def install(machine, name, script):
    """Put a command on the machine."""
    command = machine / "bin" / name
    command.write_text(script.replace("{python}", sys.executable))
    command.chmod(0o755)


def make_env(machine, **environment):
    """Run `make env` there."""
    return subprocess.run(
        ["sh", "tools/env.sh", "dev"],
        cwd=machine / "sojourn",
        env={"PATH": str(machine / "bin"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_python(machine):
    install(machine, "apt-get", "#!/bin/sh\n")
    done = make_env(machine)
    assert done.returncode == 1
    assert "no Python 3.11 or later found" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_python_too_old(machine):
    install(machine, "apt-get", "#!/bin/sh\n")
    install(machine, "python3", TOO_OLD)
    done = make_env(machine)
    assert done.returncode == 1
    assert "python3 here is Python 3.9.2" in done.stderr
    assert "apt-get install python3.11 python3.11-venv" in done.stderr


def test_python_without_venv(machine):
    install(machine, "apt-get", "#!/bin/sh\n")
    install(machine, "python3.13", BROKEN)
    install(machine, "python3", WITHOUT_VENV)
    done = make_env(machine)
    assert done.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"Python {version} (python3) is here, but not its venv module" in done.stderr
    assert f"apt-get install python{version}-venv" in done.stderr


def test_another_system(machine):
    install(machine, "dnf", "#!/bin/sh\n")
    assert "dnf install python3" in make_env(machine).stderr


def test_python_that_was_named(machine):
    install(machine, "python3", TOO_OLD)
    assert "PYTHON=python4 is not a command here" in make_env(machine, PYTHON="python4").stderr
    assert "PYTHON=python3 is not Python 3.11 or later" in make_env(machine, PYTHON="python3").stderr


def test_no_package_index(machine):
    """Says that an index is needed, leaves no half-made environment that would pass for a whole one."""
    install(machine, "python3", '#!/bin/sh\nexec "{python}" "$@"\n')
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    for _ in range(2):
        done = make_env(machine, **offline)
        assert done.returncode == 1
        assert "needs a package index" in done.stderr
