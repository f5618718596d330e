"""The throw-away PostgreSQL of the tests: there while a command runs, and surely gone afterwards."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tools import postgresql

ROOT = Path(__file__).parents[2]
CALL = [sys.executable, "-m", "tools.postgresql"]

needs_postgresql = pytest.mark.skipif(postgresql.find() is None, reason=postgresql.MISSING)

#: A command that says where its server is, and then waits for ever.
WAITS = "import os, sys; print(os.environ['TEST_DATABASE_URL'], flush=True); sys.stdin.read()"


def answers(url: str) -> bool:
    """Whether a server is there."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def gone(url: str) -> bool:
    """Whether a server ends, and its folder with it, before patience does."""
    port = re.search(r":(\d+)/", url)[1]
    began = time.monotonic()
    while time.monotonic() - began < postgresql.PATIENCE:
        servers = subprocess.run(["pgrep", "-f", f"bin/postgres -D .* -p {port} "], capture_output=True, check=False)
        if servers.returncode == 1 and not answers(url):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def running():
    """A command that waits on a cluster of its own, and the cluster's URL."""
    process = subprocess.Popen(
        [*CALL, sys.executable, "-c", WAITS],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Where the tests themselves run on past a closed terminal, what they start must not.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    url = process.stdout.readline().strip()
    yield process, url
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()


@needs_postgresql
def test_a_command_has_a_server_of_its_own_while_it_runs(running):
    process, url = running
    with psycopg.connect(url) as connection:
        assert connection.info.server_version // 10_000 >= postgresql.OLDEST
        assert connection.execute("SHOW listen_addresses").fetchone()[0] == "127.0.0.1"
        assert not connection.execute("SHOW unix_socket_directories").fetchone()[0]
        (folder,) = connection.execute("SHOW data_directory").fetchone()
    assert not answers(re.sub(r":\w+@", ":wrong@", url))
    process.stdin.close()
    assert process.wait(timeout=postgresql.PATIENCE) == 0
    # The call returns only once the server is gone: nothing is left to wait for.
    assert not answers(url)
    assert not Path(folder).parent.exists()


@needs_postgresql
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_server_is_left_behind_however_the_run_ends(running, told):
    """Ctrl-C, being told to end, a closed terminal, and being killed with everything it started."""
    process, url = running
    assert answers(url)
    os.killpg(process.pid, told)
    assert process.wait(timeout=postgresql.PATIENCE) != 0
    assert gone(url)


@needs_postgresql
def test_a_command_that_alone_is_killed_takes_its_server_along(running):
    process, url = running
    process.kill()
    process.wait()
    assert gone(url)


@needs_postgresql
@pytest.mark.parametrize("code", [0, 1, 5])
def test_the_exit_code_is_the_command_s(code):
    done = subprocess.run([*CALL, sys.executable, "-c", f"raise SystemExit({code})"], cwd=ROOT, check=False)
    assert done.returncode == code


def test_where_there_is_none_the_command_that_installs_it_is_told(monkeypatch, capsys):
    monkeypatch.setattr(postgresql, "find", lambda: None)
    assert postgresql.main(["--find"]) == 1
    assert "apt-get install postgresql" in capsys.readouterr().out


def test_one_that_is_too_old_is_none(monkeypatch, tmp_path):
    """Given PostgreSQL 13 alone, then there is none; given 16 beside it, then it is that one."""
    real_glob = Path.glob
    for version, folder in ((13, "13"), (16, "16")):
        programs = tmp_path / folder / "bin"
        programs.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (programs / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.4'\n")
            (programs / name).chmod(0o755)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: real_glob(tmp_path, pattern))
    monkeypatch.setattr(os, "get_exec_path", list)
    assert postgresql.find() == tmp_path / "16/bin"
    shutil.rmtree(tmp_path / "16")
    assert postgresql.find() is None
