"""Run a command on a PostgreSQL of its own, made for it and gone with it:

    .venv/bin/python -m tools.postgresql .venv/bin/python -m pytest tests/register

The command finds the server in `DATABASE_URL`, which the product reads, and in `TEST_DATABASE_URL`, which the tests
read: they never touch a database that is somebody's own. Its exit code is the command's. `--find` alone prints where
PostgreSQL is installed, and exits with 1 where none is that is new enough.

The cluster belongs to a process apart, its keeper, which ends it once the pipe from this one is closed. The system
closes a pipe however its owner ends, killed or not, so no server is left behind. PostgreSQL refuses to run as root:
where root calls, the server runs under an account of the system's.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

#: Clusters are made here, one folder each.
FOLDER = Path(__file__).resolve().parents[1] / "build" / "postgresql"

#: The oldest PostgreSQL that Django 5.2 speaks to.
OLDEST = 14

ACCOUNTS = ("postgres", "nobody")
PATIENCE = 60.0

MISSING = f"no PostgreSQL {OLDEST} or later here; to test with it too install it (Debian: apt-get install postgresql)"

#: A throw-away cluster need not survive a power cut. It speaks English, and listens to this machine alone.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "lc_messages": "C",
    "shared_buffers": "64MB",
}


class ClusterError(Exception):
    """A cluster could not be made; the message says why."""


def find() -> Path | None:
    """The folder of the newest PostgreSQL's programs on this machine; None where it is older than 14 or missing."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += Path("/usr/lib/postgresql").glob("*/bin")  # Debian keeps them off the path
    folders += [Path(f"/usr/pgsql-{version}/bin") for version in range(OLDEST, OLDEST + 10)]
    found = {folder: _version(folder) for folder in folders if shutil.which("initdb", path=folder)}
    best = max(found, key=lambda folder: found[folder], default=None)
    return best if best is not None and found[best] >= OLDEST else None


def _version(folder: Path) -> int:
    """The major version of the server in a folder; 0 where it does not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"\b(\d+)", said)
    return int(match[1]) if match else 0


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of an empty database on a new cluster, whose superuser may make more. Raises ClusterError."""
    keeper = subprocess.Popen(
        [sys.executable, __file__, "--keep"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C reaches every process of the terminal; the keeper is told by the pipe
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        url = keeper.stdout.readline().strip()
        if not url:
            raise ClusterError("the PostgreSQL of the tests did not start; the reason stands above")
        yield url
    finally:
        keeper.stdin.close()
        keeper.wait()
        keeper.stdout.close()


# ---- the keeper ----------------------------------------------------------------------------------------------------


def keep() -> int:
    """Make a cluster, print its URL, wait until nobody holds the other end of the pipe, and remove it."""
    programs = find()
    if programs is None:
        sys.stderr.write(f"sojourn: {MISSING}\n")
        return 1
    account = _account()
    folder = _folder(account)
    server = None
    try:
        server, url = _start(programs, folder, account)
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()
    except ClusterError as error:
        sys.stderr.write(f"sojourn: {error}\n")
        return 1
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _account() -> pwd.struct_passwd | None:
    """Whom the server runs as, where this process is root's."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterError(f"PostgreSQL refuses to run as root, and none of the accounts {', '.join(ACCOUNTS)} is here")


def _folder(account: pwd.struct_passwd | None) -> Path:
    """A new folder that the server's account owns: in the checkout, or, where that account cannot get there, beside
    other temporary ones."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for parent in (FOLDER, Path(tempfile.gettempdir())):
        folder = Path(tempfile.mkdtemp(prefix="cluster-", dir=parent))
        if account is None:
            return folder
        os.chown(folder, account.pw_uid, account.pw_gid)
        if _run(["test", "-w", str(folder)], account).returncode == 0:
            return folder
        folder.rmdir()
    raise ClusterError(f"the account {account.pw_name if account else ''} can write to no folder for PostgreSQL")


def _start(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> tuple[subprocess.Popen[bytes], str]:
    password, data = secrets.token_hex(16), folder / "data"
    (folder / "password").write_text(password)
    (folder / "password").chmod(0o600)
    if account is not None:
        os.chown(folder / "password", account.pw_uid, account.pw_gid)
    made = _run(
        [
            *(str(programs / "initdb"), "--pgdata", str(data), "--username", "sojourn", "--auth", "scram-sha-256"),
            *("--pwfile", str(folder / "password"), "--encoding", "UTF8", "--locale", "C", "--no-sync"),
        ],
        account,
    )
    if made.returncode != 0:
        raise ClusterError(made.stderr.strip())
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    for _ in range(5):  # another process may take the free port first
        port = _free_port()
        with (folder / "log").open("ab") as log:
            server = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(data), "-p", str(port), *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=folder,
                **_identity(account),
            )
        if _listens(server, data):
            return server, f"postgresql://sojourn:{password}@127.0.0.1:{port}/postgres"
    raise ClusterError((folder / "log").read_text(encoding="utf-8", errors="replace").strip())


def _listens(server: subprocess.Popen[bytes], data: Path) -> bool:
    """Whether the server came up: it writes so into a file of its own, and ends where it cannot."""
    began = time.monotonic()
    while server.poll() is None:
        lines = (data / "postmaster.pid").read_text().splitlines() if (data / "postmaster.pid").exists() else []
        if len(lines) > 7 and lines[7].strip() == "ready":
            return True
        if time.monotonic() - began > PATIENCE:
            _stop(server)
            raise ClusterError(f"PostgreSQL was not ready after {PATIENCE:.0f} seconds")
        time.sleep(0.02)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once: what it holds is thrown away."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _run(command: list[str], account: pwd.struct_passwd | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_identity(account))


def _identity(account: pwd.struct_passwd | None) -> dict[str, object]:
    """What has a process run as an account, without root's groups; and without this process's own settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if account is None:
        return {"env": environment}
    return {"env": environment, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ---- the command ---------------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Carry out a call; gives its exit code."""
    if arguments == ["--keep"]:
        return keep()
    if arguments == ["--find"]:
        programs = find()
        print(programs or MISSING)
        return 0 if programs else 1
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with cluster() as url:
            return _carry_out(arguments, {**os.environ, "DATABASE_URL": url, "TEST_DATABASE_URL": url})
    except ClusterError as error:
        print(f"sojourn: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # while the cluster was being made
        return 130


def _carry_out(command: list[str], environment: dict[str, str]) -> int:
    """Run a command to its end. Ctrl-C reaches it as it reaches this process; being told to end is passed on."""
    signal.signal(signal.SIGINT, lambda *_: None)
    process = subprocess.Popen(command, env=environment)
    for told in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, lambda number, _: process.send_signal(number))
    code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
