"""Which database the site uses, and what it says of one that it cannot use."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import ConnectionHandler, connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.signals import connection_created

from sojourn.web import SiteError, databases
from sojourn.web.editions import note_editions
from sojourn.web.models import Edition
from sojourn.web.shelf import shelf

EMBEDDED = Path("/data/sojourn.sqlite3")


def connection_to(settings: dict[str, Any]) -> Any:
    """The connection that the site would make."""
    return ConnectionHandler({"default": settings})["default"]


def server(url: str) -> Any:
    """The connection to a server."""
    return connection_to(databases.database(url, EMBEDDED))


def refused(url: str) -> SiteError:
    """What is said of a URL that cannot be used."""
    with pytest.raises(SiteError) as raised:
        databases.require_database(server(url))
    return raised.value


def changed(url: str, **parts: str) -> str:
    """A URL with some of its parts replaced."""
    split = urlsplit(url)
    user, password = parts.get("user", split.username), parts.get("password", split.password)
    host = f"{user}:{password}@{split.hostname}:{split.port}"
    return split._replace(netloc=host, path=f"/{parts.get('name', split.path[1:])}").geturl()


# ---- which one -----------------------------------------------------------------------------------------------------


def test_without_a_url_it_is_a_file_of_its_own() -> None:
    """Given no URL, then the database is the embedded file."""
    settings = databases.database("", EMBEDDED)
    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == EMBEDDED


def test_without_a_url_nothing_else_needs_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given the extra `web` alone, then the embedded file works, and a URL is told what is missing."""
    for name in databases.NEEDED:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(databases, "find_spec", lambda name: None)
    assert databases.database("", EMBEDDED)["NAME"] == EMBEDDED
    with pytest.raises(SiteError) as raised:
        databases.database("postgresql://u:p@h/n", EMBEDDED)
    assert raised.value.code == "database_needs"
    assert raised.value.slots["missing"] == ("dj_database_url", "psycopg")


def test_another_file_is_set_up_like_the_embedded_one() -> None:
    """Given the URL of an SQLite file, then it is that file, with the same care."""
    settings = databases.database("sqlite:////elsewhere/record.sqlite3", EMBEDDED)
    assert settings["NAME"] == Path("/elsewhere/record.sqlite3")
    assert settings["OPTIONS"] == databases.database("", EMBEDDED)["OPTIONS"]


def test_a_url_may_say_more_than_the_product_does() -> None:
    """Given a PostgreSQL URL with options, then they stand beside the product's own and win over them."""
    settings = databases.database("postgres://u:p%40ss@h:6432/n?sslmode=require&connect_timeout=9", EMBEDDED)
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"]) == ("u", "p@ss", "h")
    assert (settings["PORT"], settings["NAME"]) == (6432, "n")
    options = settings["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"], options["application_name"]) == ("require", 9, "sojourn")
    assert settings["CONN_HEALTH_CHECKS"]


# ---- mistakes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "secret",
        "user:secret@host/name",
        "postgresql:/user:secret@host/name",
        "postgresql://user:secret@host",
        "postgresql://user:secret@host/",
        "postgresql://user:secret@host:port/name",
        "postgresql://user:secret@[host/name",
        "postgresql://user:sec/ret@host/name",
        "postgresql://user:12/secret@host/name",
        "postgresql://user:12?secret@host/name",
        "postgresql://user:12#secret@host/name",
        "sec ret://user@host/name",
        "sqlite://secret",
        "sqlite:///",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(url: str) -> None:
    """Given a URL that is no URL, then its form is told, and nothing of it is shown."""
    with pytest.raises(SiteError) as raised:
        databases.database(url, EMBEDDED)
    assert raised.value.code == "database_form"
    assert raised.value.slots == {}


@pytest.mark.parametrize("scheme", ["mysql", "postgresq", "oracle", "postgis", "http"])
def test_another_engine_is_named(scheme: str) -> None:
    """Given an engine that Sojourn does not run on, then it is named, without what follows it."""
    with pytest.raises(SiteError) as raised:
        databases.database(f"{scheme}://user:secret@host/name", EMBEDDED)
    assert (raised.value.code, raised.value.slots) == ("database_engine", {"scheme": scheme})


def test_no_server_is_said_with_its_address() -> None:
    """Given a port that nobody listens on, then the address is told and the password is not."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    error = refused(f"postgresql://user:sec%20ret@127.0.0.1:{port}/name")
    assert error.code == "database_absent"
    assert error.slots["server"] == f"127.0.0.1:{port}"
    assert "sec" not in str(error)


def test_an_option_that_does_not_exist_is_named() -> None:
    """Given an option with a slip in it, then the option is told."""
    error = refused("postgresql://user:secret@127.0.0.1:1/name?sslmod=require")
    assert error.code == "database_options"
    assert "sslmod" in str(error)
    assert "secret" not in str(error)


@pytest.mark.django_db
def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    """Given a file of something else, then it is named, and left as it was."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear office, " * 100)
    with pytest.raises(SiteError) as raised:
        databases.require_database(connection_to(databases.database("", file)))
    assert raised.value.code == "database_unusable"
    assert raised.value.slots["database"] == file
    assert file.read_text() == "Dear office, " * 100


class TestAServerThatAnswers:
    """What a real server refuses, told apart without reading its words: those are in the server's language."""

    def test_the_right_url_is_taken(self, postgresql_url: str) -> None:
        """Given the right URL, then there is nothing to say."""
        databases.require_database(server(postgresql_url))

    @pytest.mark.parametrize("user", ["sojourn", "nobody_here"])
    def test_a_wrong_password(self, postgresql_url: str, user: str) -> None:
        """Given a wrong password or user, then the user is told, the password is not."""
        error = refused(changed(postgresql_url, user=user, password="S3cretly"))
        assert error.code == "database_refused"
        assert error.slots["user"] == user
        assert "S3cretly" not in str(error)

    def test_no_such_database(self, postgresql_url: str) -> None:
        """Given the name of no database, then the command that makes it is told."""
        error = refused(changed(postgresql_url, name="not_made_yet"))
        assert error.code == "database_missing"
        assert str(error.slots["command"]).endswith("--encoding=UTF8 --template=template0 not_made_yet")
        assert str(urlsplit(postgresql_url).password) not in str(error)

    def test_a_server_that_is_too_old(self, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Given a server older than what Django speaks to, then both versions are told."""
        monkeypatch.setattr(DatabaseWrapper.features_class, "minimum_database_version", (99,))
        error = refused(postgresql_url)
        assert error.code == "database_old"
        assert error.slots["needed"] == 99
        with psycopg.connect(postgresql_url) as probe:
            assert str(error.slots["found"]).startswith(f"{probe.info.server_version // 10_000}.")

    def test_a_database_without_letters(self, postgresql_url: str) -> None:
        """Given a database that keeps bytes, not letters, then it is told before anything is written there."""
        with psycopg.connect(postgresql_url, autocommit=True) as administrator:
            administrator.execute("CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0")
            try:
                error = refused(changed(postgresql_url, name="bytes"))
            finally:
                administrator.execute("DROP DATABASE bytes WITH (FORCE)")
        assert (error.code, error.slots["found"]) == ("database_letters", "SQL_ASCII")


# ---- in use --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_edition_is_noted_once() -> None:
    """Given programmes that were noted, when they are noted again, then there is still one row for each."""
    note_editions()
    note_editions()
    assert sorted(Edition.objects.values_list("programme", flat=True)) == sorted(shelf())


@pytest.mark.django_db(transaction=True)
def test_who_writes_at_the_same_time_waits_and_loses_nothing() -> None:
    """Given eight threads that each read and then write, when all begin at once, then every row is there."""
    start = threading.Barrier(8)
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            start.wait()
            for step in range(10):
                with transaction.atomic():
                    Edition.objects.filter(programme=f"p{number}").count()
                    Edition.objects.create(programme=f"p{number}", fingerprint=f"{step:064}")
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Edition.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_while_pages_are_served_nothing_runs_or_idles_for_ever() -> None:
    """Given a process that serves, when it connects, then PostgreSQL ends what takes too long; SQLite goes on."""
    databases.limit_sessions()
    try:
        connection.close()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT current_setting('statement_timeout'), current_setting('idle_session_timeout')")
                assert cursor.fetchone() == ("1min", "15min")
            else:
                cursor.execute("SELECT 1")
                assert cursor.fetchone() == (1,)
    finally:
        assert connection_created.disconnect(dispatch_uid="sojourn.limits")
        connection.close()
