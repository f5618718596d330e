"""Filling tables with millions of rows: their indexes are taken away meanwhile and built anew, each in one go.

Meant for a database that nobody needs: what breaks off half-way leaves it without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def loading(tables: Sequence[str]) -> Iterator[Any]:
    """A cursor for writing many rows into some tables, in one transaction; afterwards they are as they were."""
    with _unhurried(), transaction.atomic(), connection.cursor() as cursor:
        away, back = _taken_away(cursor, tables)
        for statement in away:
            cursor.execute(statement)
        yield cursor
        for statement in back:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _taken_away(cursor: Any, tables: Sequence[str]) -> tuple[list[str], list[str]]:
    """The statements that take the tables' indexes and uniqueness away, and those that bring them back."""
    if connection.vendor == "sqlite":
        # What is unique by the table's own words cannot be taken from it.
        names = ", ".join(f"'{table}'" for table in tables)
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({names})"
        )
        found = cursor.fetchall()
        return [f'DROP INDEX "{name}"' for name, _ in found], [sql for _, sql in found]
    of_tables = "ANY(CAST(%s AS regclass[]))"
    cursor.execute(
        "SELECT conrelid::regclass, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        f"WHERE contype = 'u' AND conrelid = {of_tables}",
        [list(tables)],
    )
    unique = cursor.fetchall()
    cursor.execute(
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index "
        f"WHERE indrelid = {of_tables} AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    away = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in unique]
    back = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}" for table, name, words in unique]
    return [*away, *(f"DROP INDEX {name}" for name, _ in indexes)], [*back, *(words for _, words in indexes)]


@contextmanager
def _unhurried() -> Iterator[None]:
    """Meanwhile the database keeps much in memory, looks up no row that another refers to, and flushes nothing."""
    if connection.vendor == "sqlite":
        settings = {"foreign_keys": ("off", "on"), "synchronous": ("off", "full"), "cache_size": (-2_000_000, -2_000)}
        settings["journal_mode"] = ("off", "wal")
        words = "PRAGMA {} = {}"
    else:
        settings = {"session_replication_role": ("replica", "DEFAULT"), "maintenance_work_mem": ("'512MB'", "DEFAULT")}
        words = "SET {} = {}"
    with connection.cursor() as cursor:
        for name, (meanwhile, _) in settings.items():
            cursor.execute(words.format(name, meanwhile))
    yield
    with connection.cursor() as cursor:
        for name, (_, before) in settings.items():
            cursor.execute(words.format(name, before))
