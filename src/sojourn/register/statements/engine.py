"""How a statement is run, and in what the two databases differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model


def _cursor() -> Any:
    """A cursor for statements that come again and again: PostgreSQL reads and plans each once for a connection.

    The framework's own cursor writes the values into the statement, so that every one is new to the database.
    """
    # Taken once: each look through the framework's `connection` costs as much again.
    of_this_thread = connections[DEFAULT_DB_ALIAS]
    if of_this_thread.vendor != "postgresql":
        return of_this_thread.cursor()
    from .prepared import cursor

    return cursor(of_this_thread)


@cache
def on_postgresql() -> bool:
    """Whether the register is kept in PostgreSQL: the same for as long as the process lives."""
    return connection.vendor == "postgresql"


def rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row that a statement gives."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def changed(sql: str, values: Sequence[Any]) -> int:
    """Run a statement that changes rows; gives how many it changed."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def added(sql: str, values: Sequence[Any]) -> int:
    """Run a statement that adds one row with a key of the database's; gives that key."""
    with _cursor() as cursor:
        if on_postgresql():
            cursor.execute(f"{sql} RETURNING id", values)
            return int(cursor.fetchone()[0])
        # Old SQLites return nothing. What triggers have added does not count for the last row.
        cursor.execute(sql, values)
        return int(cursor.lastrowid)


@cache
def insertion(model: type[Model], names: tuple[str, ...], worked_out: tuple[tuple[str, str], ...] = ()) -> str:
    """The statement that adds a row of a model, whose values come in the order of these fields.

    `worked_out`: fields whose value the database works out, each with the expression for it; their values come last.
    """
    own = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = [own[name] for name in (*names, *(name for name, _ in worked_out))]
    values = ", ".join([*("%s" for _ in names), *(expression for _, expression in worked_out)])
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({values})"


def lock() -> str:
    """What has a SELECT hold its rows until the transaction ends; a change on SQLite holds the whole database."""
    return " FOR UPDATE" if on_postgresql() else ""


def moment(value: datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def structure(value: Mapping[str, Any] | Sequence[Any]) -> Any:
    """A structure as a column of JSON keeps it; `value` holds nothing that JSON has not."""
    return connection.ops.adapt_json_value(value, json.JSONEncoder)


def day(value: date | str | None) -> date | None:
    """The day of an expression: SQLite gives the text that it keeps, where it is not the column itself."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def columns(model: type[Model], alias: str) -> tuple[str, ...]:
    """Every column of a model's table under an alias, in the order in which `Model.from_db` takes them."""
    return tuple(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


def made(model: type[Model], values: Sequence[Any]) -> Any:
    """The row of a model that the values of `columns` are of."""
    return model.from_db(connection.alias, [str(field.attname) for field in model._meta.concrete_fields], values)
