"""The register's database: the engine that this run was asked for, with what each engine must promise."""

from __future__ import annotations

import os

import pytest
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db(transaction=True)


def asked(statement: str) -> object:
    """The one value that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_it_runs_on_the_engine_that_was_asked_for() -> None:
    """Given a run with or without a PostgreSQL, then the engine itself says that it is the one."""
    if os.environ.get("TEST_DATABASE_URL"):
        assert str(asked("SELECT version()")).startswith("PostgreSQL ")
    else:
        assert str(asked("SELECT sqlite_version()")).startswith("3.")


def test_what_was_acknowledged_is_on_the_disk() -> None:
    """Given the product's own settings, then a commit waits for the disk, and references are kept."""
    if connection.vendor == "postgresql":
        # The throw-away cluster of the tests is told otherwise as a whole; the product may not turn it off itself.
        assert asked("SELECT source FROM pg_settings WHERE name = 'synchronous_commit'") == "command line"
        assert asked("SHOW idle_in_transaction_session_timeout") == "100s"
    else:
        assert asked("PRAGMA journal_mode") == "wal"
        assert asked("PRAGMA synchronous") == 2
        assert asked("PRAGMA fullfsync") == 1
        assert asked("PRAGMA foreign_keys") == 1


def test_who_waits_for_a_lock_waits_as_long_on_either() -> None:
    """Given the settings of both engines, then a transaction waits 20 seconds for another."""
    waits = asked("SHOW lock_timeout") if connection.vendor == "postgresql" else asked("PRAGMA busy_timeout")
    assert waits in ("20s", 20_000)


@transaction.atomic
def broken_off() -> None:
    """An act whose first step is taken and whose second fails."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO act VALUES (1)")
        cursor.execute("INSERT INTO no_such_table VALUES (2)")


def test_half_an_act_is_none() -> None:
    """Given an act that fails half-way, then nothing of it stays, on either engine."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE act (step integer)")
    try:
        with pytest.raises(DatabaseError):
            broken_off()
        assert asked("SELECT count(*) FROM act") == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE act")
