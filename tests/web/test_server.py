"""`serve`: soon there, says where, keeps its data, ends when told, and says what is wrong with a port."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import ConnectionHandler

from sojourn.web.databases import database, one_at_a_time
from tests.patience import PATIENCE


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(port: int, folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The site in a process of its own, started in a folder that is none of Sojourn's."""
    environment = {**os.environ, "SOJOURN_DATA": str(folder / "data"), "DATABASE_URL": "", "LANG": "en"}
    environment |= {"SOJOURN_DEMO": "0", **variables}
    for name in ("DJANGO_SETTINGS_MODULE", "LC_ALL", "LC_MESSAGES"):
        environment.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "sojourn", "serve", "--port", str(port)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def get(port: int, path: str) -> http.client.HTTPResponse:
    """What is served at an address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]
    connection.close()
    return response


def line_of(process: subprocess.Popen[str], pattern: str) -> str:
    """The first line it prints that fits."""
    assert process.stdout is not None
    began = time.monotonic()
    before = []
    for line in process.stdout:
        if re.search(pattern, line):
            return line
        before.append(line)
        assert time.monotonic() - began < PATIENCE
    raise AssertionError(f"it ended without a line like {pattern}:\n{''.join(before)}")


@pytest.mark.parametrize("demo", ["1", "0"])
def test_an_empty_register_begins_with_the_demonstration(tmp_path: Path, demo: str) -> None:
    """Given no data, when the site is served, then the sign-in page shows one of each role, unless told not to."""
    port = free_port()
    with served(port, tmp_path, SOJOURN_DEMO=demo) as process:
        line_of(process, "http://")
        page = get(port, "/en/register/sign-in/")
        assert page.status == 200
        assert (b"border.post" in page.body) is (demo == "1")  # type: ignore[attr-defined]


def test_it_starts_says_where_serves_and_ends_when_told(tmp_path: Path, own_database: dict[str, str]) -> None:
    """Given an empty database, when the site is served, then a line says where once it answers; Ctrl-C ends it."""
    port = free_port()
    # A package of any name in the folder it is started from is not the application.
    (tmp_path / "__init__.py").write_text("")
    with served(port, tmp_path, **own_database) as process:
        assert f"http://127.0.0.1:{port}/" in line_of(process, "http://")
        assert get(port, "/health/").status == 200
        home = get(port, "/en/")
        assert home.status == 200
        style = re.search(rb'href="(/static/[^"]+\.css[^"]*)"', home.body)  # type: ignore[attr-defined]
        assert style is not None
        sheet = get(port, style[1].decode())
        assert sheet.status == 200
        assert sheet.headers["Content-Type"].startswith("text/css")
        assert get(port, "/en/nowhere/").status == 404
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
        assert process.stdout is not None
        assert "Traceback" not in process.stdout.read()
    assert (tmp_path / "data" / "sojourn.sqlite3").is_file() != bool(own_database["DATABASE_URL"])


@pytest.mark.django_db  # for connections of its own
def test_of_several_that_start_at_once_one_makes_the_tables(tmp_path: Path, postgresql_url: str) -> None:
    """Given another that is making the tables, when the site is served, then it waits for that, and serves."""
    url = urlsplit(postgresql_url)._replace(path="/several").geturl()
    waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with psycopg.connect(postgresql_url, autocommit=True) as administrator, ExitStack() as stack:
        administrator.execute("CREATE DATABASE several")
        stack.callback(administrator.execute, "DROP DATABASE several WITH (FORCE)")
        other = ConnectionHandler({"default": database(url, tmp_path)})["default"]
        stack.callback(other.close)
        with one_at_a_time(other):
            process = stack.enter_context(served(free_port(), tmp_path, DATABASE_URL=url))
            began = time.monotonic()
            while administrator.execute(waits).fetchone() != (1,):
                assert process.poll() is None
                assert time.monotonic() - began < PATIENCE
            assert not other.introspection.table_names()
        line_of(process, "http://")
        assert "django_migrations" in other.introspection.table_names()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://office:S3cretly@127.0.0.1:{port}/register", "127.0.0.1:{port}"),
        ("postgresq://office:S3cretly@127.0.0.1/register", "postgresq://"),
        ("postgresql://office:S3/cretly@127.0.0.1/register", "postgresql://USER:PASSWORD@HOST:5432/NAME"),
    ],
)
def test_a_wrong_database_is_said(tmp_path: Path, url: str, said: str) -> None:
    """Given a DATABASE_URL that leads nowhere, when the site is served, then one line says so, and it ends with 1."""
    port = free_port()
    with served(free_port(), tmp_path, DATABASE_URL=url.format(port=port)) as process:
        assert process.wait(timeout=PATIENCE) == 1
        assert process.stdout is not None
        (line,) = process.stdout.read().splitlines()
    assert said.format(port=port) in line
    assert "cretly" not in line


def test_a_user_who_may_not_make_tables_is_said(tmp_path: Path, postgresql_url: str) -> None:
    """Given a database that belongs to somebody else, when the site is served, then it says who must give it away."""
    with psycopg.connect(postgresql_url, autocommit=True) as administrator:
        administrator.execute("CREATE ROLE guest LOGIN PASSWORD 'S3cretly'")
        administrator.execute("CREATE DATABASE theirs")
        # What PostgreSQL 15 does by itself, and 14 does not.
        with psycopg.connect(urlsplit(postgresql_url)._replace(path="/theirs").geturl()) as theirs:
            theirs.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        try:
            host = urlsplit(postgresql_url).netloc.rpartition("@")[2]
            variables = {"DATABASE_URL": f"postgresql://guest:S3cretly@{host}/theirs"}
            with served(free_port(), tmp_path, **variables) as process:
                assert process.wait(timeout=PATIENCE) == 1
                assert process.stdout is not None
                (line,) = process.stdout.read().splitlines()
        finally:
            administrator.execute("DROP DATABASE theirs WITH (FORCE)")
            administrator.execute("DROP ROLE guest")
    assert "ALTER DATABASE theirs OWNER TO guest" in line


def test_a_busy_port_is_said(tmp_path: Path) -> None:
    """Given a port in use, when the site is served on it, then the message names it and another, and it ends with 1."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with served(port, tmp_path) as process:
            line = line_of(process, "in use")
            assert str(port) in line
            assert f"--port {port + 1}" in line
            assert process.wait(timeout=PATIENCE) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", [70_000, -1])
def test_no_port_is_said(tmp_path: Path, port: int) -> None:
    """Given a number that is no port, when the site is served on it, then the message says which are."""
    with served(port, tmp_path) as process:
        assert "65535" in line_of(process, "port")
        assert process.wait(timeout=PATIENCE) == 2  # the call is wrong


def test_the_access_log_has_no_query_no_body_and_no_address(tmp_path: Path) -> None:
    """Given an access log, when forms are sent, then it has a line for each, and not what was sent or by whom."""
    port = free_port()
    with served(port, tmp_path, SOJOURN_ACCESS_LOG="1") as process:
        line_of(process, "http://")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        body = "at=2018-06-01&a.applicant.nationality=vietnam&do=next"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/en/guangxi/ask/work/?secret=query", body, headers)
        assert connection.getresponse().status == 200
        connection.close()
        line = line_of(process, "POST")
        assert re.match(r"POST /en/guangxi/ask/work/ 200 \d+ ms", line)


def test_two_first_starts_over_one_folder_make_one_city(tmp_path: Path) -> None:
    """Given an empty data folder, when two servers start over it at once, then both serve the one city."""
    ports = free_port(), free_port()
    with served(ports[0], tmp_path, SOJOURN_DEMO="1") as first, served(ports[1], tmp_path, SOJOURN_DEMO="1") as second:
        for process in (first, second):
            assert "http://" in line_of(process, "http://")
