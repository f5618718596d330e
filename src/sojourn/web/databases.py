"""Which database the site keeps its record in: the embedded SQLite, or the PostgreSQL that `DATABASE_URL` names.

Both are set up so that what was acknowledged is on the disk, and so that whoever waits for a lock gives up after the
same time. There is no transaction around a whole request: on SQLite every page would then take the one write lock, and
a refusal would take the note of who tried back with it. Whoever writes opens the transaction around the act.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from .errors import SiteError
from .storage import data_folder

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

#: Seconds that one transaction waits for another on either engine: a batch of 100,000 rows is through by then, and a
#: browser still waits.
LOCK_WAIT = 20

#: Seconds that one statement may take while pages and the API are served. Imports and migrations have no such limit.
STATEMENT_LIMIT = 60

#: Seconds that a thread of the server waits for work before it ends.
THREAD_IDLE = 600

#: Seconds without a statement after which PostgreSQL ends a connection of the server: a thread that has ended leaves
#: its own behind, until Python next looks for what nobody uses.
SESSION_IDLE = THREAD_IDLE + 300

#: What reading a `DATABASE_URL` and speaking to PostgreSQL needs: both are in the extra `register`.
NEEDED = ("dj_database_url", "psycopg")

POSTGRESQL_SCHEMES = ("postgresql", "postgres")


def database(url: str, embedded: Path) -> dict[str, Any]:
    """Django's settings of the database at `url`, or of the file `embedded` where there is no URL.

    Raises SiteError where the URL cannot be used. Nothing is connected to yet: see `require_database`.
    """
    if not url:
        return _sqlite(embedded)
    scheme, separator, rest = url.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        raise SiteError("database_form")
    if scheme == "sqlite":
        if not rest.startswith("/") or not rest[1:]:
            raise SiteError("database_form")
        return _sqlite(Path(rest[1:]).expanduser())
    if scheme not in POSTGRESQL_SCHEMES:
        raise SiteError("database_engine", scheme=scheme)
    missing = tuple(name for name in NEEDED if find_spec(name) is None)
    if missing:
        raise SiteError("database_needs", missing=missing, install="pip install 'sojourn[register]'")
    return _postgresql(url)


def _sqlite(file: Path) -> dict[str, Any]:
    pragmas = (
        "journal_mode=wal",  # readers never wait for the writer
        # With less than FULL, a write-ahead log is not flushed at each commit, and a power cut takes back what was
        # acknowledged. macOS flushes the disk's own cache only when asked by a second name; elsewhere it says nothing.
        "synchronous=full",
        "fullfsync=on",
        "foreign_keys=on",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in pragmas),
            # A transaction that reads before it writes would otherwise be refused half-way, without waiting.
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_WAIT,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    import dj_database_url

    try:
        split = urlsplit(url)
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        raise SiteError("database_form") from None
    # A password with a raw / ? or # ends up here in pieces; none of them may be shown.
    if not settings["NAME"] or "@" in settings["NAME"] or split.fragment:
        raise SiteError("database_form")
    limits = {"lock_timeout": LOCK_WAIT, "idle_in_transaction_session_timeout": 5 * LOCK_WAIT}
    settings["ENGINE"] = "django.db.backends.postgresql"
    settings["OPTIONS"] = {
        "connect_timeout": 5,
        # A server that has gone without a word is noticed when its lock would have been given up as well.
        "tcp_user_timeout": LOCK_WAIT * 1000,
        "application_name": "sojourn",
        "options": " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items()),
        **settings.get("OPTIONS", {}),
    }
    # Each of the few threads that serve keeps one connection; `limit_sessions` ends those of threads that are gone. A
    # pool would hand out as many, and bring threads of its own into a process that is about to fork. What broke is
    # noticed before a request uses it, and a connection in use is renewed now and then.
    settings["CONN_MAX_AGE"] = THREAD_IDLE
    settings["CONN_HEALTH_CHECKS"] = True
    return settings


# ---- is it there, and can it be used? ------------------------------------------------------------------------------


def require_database(connection: BaseDatabaseWrapper) -> None:
    """Connect once. Raises SiteError with the reason why not, and what to do."""
    if connection.vendor == "postgresql":
        _require_postgresql(connection)
        return
    from django.db import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master")
    except DatabaseError as error:
        raise unusable(connection, error) from error


def unusable(connection: BaseDatabaseWrapper, error: Exception) -> SiteError:
    """What to tell where the database is there, and using it failed."""
    settings = connection.settings_dict
    if "42501" in _states(error):  # insufficient privilege
        return SiteError("database_rights", user=settings["USER"], database=settings["NAME"])
    where = settings["NAME"] if connection.vendor == "sqlite" else f"{_server(connection)}/{settings['NAME']}"
    return SiteError("database_unusable", database=where, said=_said(connection, error))


def _states(error: BaseException | None) -> set[str]:
    """The SQL states of an error and of those that led to it."""
    states = set()
    while error is not None:
        states.add(str(getattr(error, "sqlstate", "")))
        error = error.__cause__ or error.__context__
    return states


def _require_postgresql(connection: BaseDatabaseWrapper) -> None:
    import psycopg
    from django.core.exceptions import ImproperlyConfigured

    try:
        parameters = connection.get_connection_params()
        with psycopg.connect(**parameters) as probe:
            version, encoding = probe.info.server_version, probe.info.parameter_status("server_encoding")
    except (psycopg.ProgrammingError, ImproperlyConfigured) as error:
        raise SiteError("database_options", said=_said(connection, error)) from None
    except psycopg.OperationalError as error:
        # Its message is told with the password taken out of it; a traceback would show it whole.
        raise _refusal(connection, parameters, error) from None
    needed = connection.features.minimum_database_version
    if needed is not None and version // 10_000 < needed[0]:
        found = f"{version // 10_000}.{version % 10_000}"
        raise SiteError("database_old", server=_server(connection), found=found, needed=needed[0])
    if encoding != "UTF8":
        raise SiteError("database_letters", database=connection.settings_dict["NAME"], found=encoding)


def _refusal(connection: BaseDatabaseWrapper, parameters: dict[str, Any], error: Exception) -> SiteError:
    """Why a connection failed, found out without reading the server's words: those are in the server's language."""
    from psycopg import conninfo, pq

    server, settings, said = _server(connection), connection.settings_dict, _said(connection, error)
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    plain = {name: value for name, value in parameters.items() if name in known}
    answer = pq.PGconn.ping(conninfo.make_conninfo(**plain).encode())
    if answer == pq.Ping.REJECT:
        return SiteError("database_starting", server=server)
    if answer != pq.Ping.OK:
        return SiteError("database_absent", server=server, said=said)
    user, name = settings["USER"] or "-", settings["NAME"]
    if _lacks(parameters, name):
        port = settings["PORT"] or 5432
        command = f"createdb --host={settings['HOST'] or '/var/run/postgresql'} --port={port} --username=postgres"
        command += f" --owner={user} --encoding=UTF8 --template=template0 {name}"
        return SiteError("database_missing", server=server, database=name, command=command)
    return SiteError("database_refused", server=server, user=user, said=said)


def _lacks(parameters: dict[str, Any], name: str) -> bool:
    """Whether the server lets this user into its own database, and has none of that name."""
    import psycopg

    try:
        with psycopg.connect(**{**parameters, "dbname": "postgres"}) as probe:
            return probe.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None
    except psycopg.Error:
        return False


def _server(connection: BaseDatabaseWrapper) -> str:
    settings = connection.settings_dict
    return f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"


def _said(connection: BaseDatabaseWrapper, error: Exception) -> str:
    """The first line of what the engine says, without the password."""
    said = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if password := connection.settings_dict["PASSWORD"]:
        for form in (password, quote(password, safe="")):
            said = said.replace(form, "***")
    return said


@contextmanager
def one_at_a_time(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """While this lasts, no other process that asks for the same changes the tables of this database.

    Several machines that serve one PostgreSQL may start at the same moment; and somebody may start a second server over
    one data folder, which is held itself (where the system can hold a folder).
    """
    if connection.vendor != "postgresql":
        with _held(data_folder()):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('sojourn'))")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('sojourn'))")


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, held against whoever asks for the same; freed with the process, however that ends."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# ---- while pages are served ----------------------------------------------------------------------------------------


def limit_sessions() -> None:
    """From now on PostgreSQL ends statements of this process that run too long, and connections that nobody uses."""
    from django.db.backends.signals import connection_created

    connection_created.connect(_limit, dispatch_uid="sojourn.limits")


def _limit(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET statement_timeout = '{STATEMENT_LIMIT}s'; SET idle_session_timeout = '{SESSION_IDLE}s'"
            )
