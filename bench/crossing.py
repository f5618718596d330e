"""A crossing over HTTP as a border post reports it: what it costs the server, and how many pass in a second.

The real server on a PostgreSQL of its own, held to one core; one client process asks over the loopback. Counted is the
work of the server's processes (user and system), apart from that of the database's: in several parts, of which the
middle one tells.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools import postgresql

from . import timing, working
from .border import DAY
from .figures import Better, Figure

#: How many people come in and go out again; `BENCH_PASSING` names another number.
PEOPLE: Final = 2000
#: How many of them pass before anything is counted.
FIRST: Final = 200
#: How many records are opened, the first included: as many as one token may at once (`READS` of the API's limits).
OPENED: Final = 600
#: Connections of the client: as many as the server has threads.
AT_ONCE: Final = 4
GOAL_MS: Final = 2.0
GOAL_RATE: Final = 300.0
_PATIENCE: Final = 60.0


#: In how many parts the requests are made.
PARTS: Final = 7


@dataclass(frozen=True, slots=True)
class Taken:
    """What requests took, each: seconds on the clock, and of a core's work by the server and by its database.

    They were made in several parts; these are the values of the middle one.
    """

    requests: int
    clock: float
    server: float
    database: float


@dataclass(frozen=True, slots=True)
class _Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None


def figures(say: Callable[[str], None]) -> Iterator[Figure]:
    """The figures, where there is a PostgreSQL and a system that tells what its processes worked."""
    if postgresql.find() is None:
        say(postgresql.MISSING)
        return
    if not Path("/proc/self/stat").exists():
        say("a crossing over HTTP is measured on Linux alone: elsewhere the work of another process cannot be read")
        return
    people = int(os.environ.get("BENCH_PASSING", PEOPLE))
    say(f"{people:,} people come in and go out over HTTP, on PostgreSQL")
    with postgresql.cluster() as url, tempfile.TemporaryDirectory() as folder:
        own = {"DATABASE_URL": url, "SOJOURN_DATA": folder, "DJANGO_SETTINGS_MODULE": "sojourn.web.settings"}
        environment = os.environ | own
        command = [sys.executable, "-m", "bench.border", str(people)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            say(f"a crossing was not measured: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
            return
        made = json.loads(done.stdout.splitlines()[-1])
        with _served(environment) as (port, server):
            passing, opening = _measured(port, server, url, made)
    yield from _told(passing, opening)


def _measured(port: int, server: int, url: str, made: dict[str, Any]) -> tuple[Taken, Taken]:
    entries = [_crossing(made, place, "in", 8) for place in range(len(made["people"]))]
    exits = [_crossing(made, place, "out", 18) for place in range(len(made["people"]))]
    reads = [_opening(made, place) for place in range(min(OPENED, len(made["people"])))]
    _all(port, entries[:FIRST])
    _all(port, reads[:FIRST])
    passing = _taken(port, server, url, [*entries[FIRST:], *exits])
    return passing, _taken(port, server, url, reads[FIRST:])


def _told(passing: Taken, opening: Taken) -> Iterator[Figure]:
    for name, what, taken, goal in (
        ("crossing", "A crossing over HTTP: work of the server", passing, GOAL_MS),
        ("opening", "A record opened over HTTP: work of the server", opening, None),
    ):
        note = f"{taken.requests:,} requests, {AT_ONCE} at once; the database worked "
        note += f"{taken.database * 1000:.2f} ms for each"
        yield Figure(f"register.{name}.cpu", taken.server * 1000, "ms", what, goal=goal, note=note)
    yield Figure(
        "register.crossing.rate",
        1 / passing.clock,
        "1/s",
        "Crossings in a second, the server on one core",
        better=Better.HIGHER,
        goal=GOAL_RATE,
        note="on the clock, with the client and the database on what cores there are",
    )


# ---- the client ------------------------------------------------------------------------------------------------------


def _crossing(made: dict[str, Any], place: int, direction: str, hour: int) -> _Asked:
    document, _ = made["people"][place]
    at = f"{DAY.isoformat()}T{hour:02d}:{place // 60 % 60:02d}:{place % 60:02d}+08:00"
    body = json.dumps({"document": document, "direction": direction, "at": at}).encode()
    return _Asked("POST", "/api/crossing", _headers(made) | {"Content-Type": "application/json"}, body)


def _opening(made: dict[str, Any], place: int) -> _Asked:
    document, number = made["people"][place]
    return _Asked("GET", f"/api/person/{number}", _headers(made) | {"Sojourn-Shown": document})


def _headers(made: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['secret']}", "Sojourn-Purpose": "border_control"}


def _taken(port: int, server: int, url: str, asked: Sequence[_Asked]) -> Taken:
    keeper = _database(url)
    size = len(asked) // PARTS
    parts = [_part(port, server, keeper, asked[place * size : (place + 1) * size]) for place in range(PARTS)]
    clock, of_server, of_database = (timing.median(values) for values in zip(*parts, strict=True))
    return Taken(size * PARTS, clock, of_server, of_database)


def _part(port: int, server: int, keeper: int, asked: Sequence[_Asked]) -> tuple[float, float, float]:
    before, begun = (working.of_tree(server), working.of_tree(keeper)), time.perf_counter()
    _all(port, asked)
    took = time.perf_counter() - begun, working.of_tree(server) - before[0], working.of_tree(keeper) - before[1]
    return took[0] / len(asked), took[1] / len(asked), took[2] / len(asked)


def _all(port: int, asked: Sequence[_Asked]) -> None:
    """Make all requests, over a few connections that stay open. Raises RuntimeError for one that is not answered."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(lambda part: _each(port, asked[part::AT_ONCE]), range(AT_ONCE)):
            pass


def _each(port: int, asked: Sequence[_Asked]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
        for one in asked:
            connection.request(one.method, one.path, one.body, one.headers)
            response = connection.getresponse()
            said = response.read()
            if response.status != 200:
                raise RuntimeError(f"{one.method} {one.path} was answered with {response.status}: {said.decode()}")


# ---- the server ------------------------------------------------------------------------------------------------------


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The real server on a free port, held to one core: its port and its first process."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    core = max(os.sched_getaffinity(0))
    server = subprocess.Popen(
        [sys.executable, "-m", "sojourn", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    began = time.monotonic()
    while True:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)) as connection:
                connection.request("GET", "/health/")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            if server.poll() is not None or time.monotonic() - began > _PATIENCE:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.1)


def _database(url: str) -> int:
    """The process of the database's server: the parent of the one that answers."""
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        return int(working.stat(int(row[0]))[1])
