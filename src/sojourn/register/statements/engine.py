"""How a statement is run, and in what the two databases differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from django.db.models import Model
from django.db.models.base import ModelState


def _executed(sql: str, values: Sequence[Any]) -> Any:
    """The cursor that has run a statement, one that comes again: PostgreSQL plans each once for a connection.

    The framework's own cursor writes the values into the statement, so that every one is new to the database.
    """
    # Taken once: each look through the framework's `connection` costs as much again.
    of_this_thread = connections[DEFAULT_DB_ALIAS]
    if on_postgresql():
        from .prepared import execute

        return execute(of_this_thread, sql, values)
    cursor = of_this_thread.cursor()
    cursor.execute(sql, values)
    return cursor


@cache
def on_postgresql() -> bool:
    """Whether the register is kept in PostgreSQL: the same for as long as the process lives."""
    return connection.vendor == "postgresql"


def rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row that a statement gives."""
    return list(_executed(sql, values).fetchall())


def first_rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The same of the first statement of a request, which only reads: it tells as well whether the connection holds.

    Where that was lost since the request before, as when the database was started anew, another one is made.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    unsure = connection.health_check_enabled and not connection.health_check_done and not connection.in_atomic_block
    if not unsure or connection.connection is None:
        return rows(sql, values)
    connection.health_check_done = True
    try:
        return rows(sql, values)
    except (OperationalError, InterfaceError):
        connection.close()
        return rows(sql, values)


def changed(sql: str, values: Sequence[Any]) -> int:
    """Run a statement that changes rows; gives how many it changed."""
    return int(_executed(sql, values).rowcount)


class Together:
    """Changes that are made at once: PostgreSQL makes them in one statement, SQLite one after the other.

    None of them sees what another has written, so that none may need it.
    """

    def __init__(self) -> None:
        self._statements: list[str] = []
        self._values: list[Sequence[Any]] = []

    def add(self, sql: str, values: Sequence[Any]) -> None:
        """Make this change as well, when they are made."""
        self._statements.append(sql)
        self._values.append(values)

    def make(self, sql: str, values: Sequence[Any]) -> int:
        """Make all of them, this one last; gives how many rows this one changed."""
        if on_postgresql():
            before = [value for of_one in self._values for value in of_one]
            return changed(_in_one(tuple(self._statements), sql), [*before, *values])
        for before_it, its_values in zip(self._statements, self._values, strict=True):
            changed(before_it, its_values)
        return changed(sql, values)


@cache
def _in_one(before: tuple[str, ...], last: str) -> str:
    named = ", ".join(f"change_{place} AS ({statement})" for place, statement in enumerate(before))
    return f"WITH {named} {last}" if named else last


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


def next_key(model: type[Model]) -> str:
    """The expression for the key that the next row of a model gets; on PostgreSQL no other row gets it any more."""
    table = model._meta.db_table
    if on_postgresql():
        return f"nextval(pg_get_serial_sequence('{table}', 'id'))"
    # A change on SQLite holds the whole database: nobody else adds a row meanwhile.
    return f"coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0) + 1"


def moment(value: datetime) -> Any:
    """A moment as the database keeps it."""
    return value if on_postgresql() else connection.ops.adapt_datetimefield_value(value)


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
    # As a row that is unpickled is made: field by field, with word sent to listeners that nobody is, takes four times
    # as long.
    row = model.__new__(model)
    row.__dict__.update(zip(_attributes(model), values, strict=True))
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


@cache
def _attributes(model: type[Model]) -> tuple[str, ...]:
    return tuple(str(field.attname) for field in model._meta.concrete_fields)
