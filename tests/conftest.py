"""What every test may use: the profiles of the property tests, the database, and a real browser, where there is one."""

from __future__ import annotations

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.test import TransactionTestCase
from hypothesis import settings

from tests.patience import PATIENCE
from tools import postgresql

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NO_CHROMIUM = "no Chromium here; to run the browser tests install it (Debian: apt-get install chromium libatomic1)"

# How long an example takes depends on what else the machine does; the examples themselves are the same ones in CI.
settings.register_profile("here", settings.get_profile("ci" if os.environ.get("CI") else "default"), deadline=None)
settings.load_profile("here")


#: Everything in these folders is a test of the database; elsewhere it is what asks for one.
OF_THE_DATABASE = tuple(Path(__file__).parent / folder for folder in ("register", "web/desk"))
ASKS_FOR_IT = {"db", "transactional_db", "live_server", "own_database"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make test` runs on PostgreSQL."""
    parser.addoption("--database-only", action="store_true", help="only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that use the database, so that none can be forgotten; leave out what cannot run here."""
    for item in items:
        if uses_database(item):
            item.add_marker("database")
        if CHROMIUM is None and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    if config.getoption("database_only"):
        config.hook.pytest_deselected(items=[item for item in items if not item.get_closest_marker("database")])
        items[:] = [item for item in items if item.get_closest_marker("database")]


def uses_database(item: pytest.Item) -> bool:
    """Whether a test stands among those of the database, or asks for it in any of the ways there are."""
    if item.get_closest_marker("django_db"):
        return True
    # What drives a browser does so over a site with data of its own, whichever engine the run is on.
    if any(folder in item.path.parents for folder in OF_THE_DATABASE) and not item.get_closest_marker("browser"):
        return True
    case = getattr(item, "cls", None)
    if case is not None and issubclass(case, TransactionTestCase):
        return True
    return not ASKS_FOR_IT.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and why, just above the closing line."""
    left_out = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    if not os.environ["DATABASE_URL"] and postgresql.find() is None:
        ran = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
        of_the_database = sum(report.when == "call" and "database" in report.keywords for report in ran)
        if of_the_database:
            left_out[f"on SQLite alone: {postgresql.MISSING}"] = of_the_database
    if left_out:
        terminalreporter.section("left out")
    for reason, count in left_out.items():
        terminalreporter.line(f"{count} test{'s' if count > 1 else ''}: {reason.removeprefix('Skipped: ')}")


@pytest.fixture(autouse=True)
def emptied_without_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits has its database emptied afterwards, which the register's guards would refuse."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if not commits and not {"transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    from sojourn.register.guards import take_down_guards

    take_down_guards()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server, whichever engine the run is on; left out where none is installed."""
    if url := os.environ["DATABASE_URL"]:
        yield url
    elif postgresql.find() is None:
        pytest.skip(postgresql.MISSING)
    else:
        with postgresql.cluster() as url:
            yield url


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """The variables that give a process a database of its own: on PostgreSQL a new one, dropped at the end; on SQLite
    none, for the file stands in the process's own `SOJOURN_DATA`."""
    if not (url := os.environ["DATABASE_URL"]):
        yield {"DATABASE_URL": ""}
        return
    import psycopg
    from psycopg import sql

    name = f"own_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, without a window and without a word to the outside."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)

    # Playwright keeps an event loop in this thread, in which Django would refuse its test database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses to start as root inside its sandbox
            args=["--disable-gpu", "--disable-quic", *quiet],
        )
        yield started
        started.close()
