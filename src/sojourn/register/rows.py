"""Many rows written at once: the database copies them from what it holds already, with every guard of theirs up.

A loop over `save()` takes twenty to seventy times as long. Tables of a moment (`listed`) hold what only the register
knows, such as new numbers; the rest stands in tables already and never leaves the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import F, Model, QuerySet
from django.db.models.fields import NOT_PROVIDED

from .numbers import new_numbers

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Given:
    """One value for every row, as against an expression over the rows that are read."""

    value: Any


@contextmanager
def listed(name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> Iterator[None]:
    """A table of a moment: its columns with their SQL types, and its rows. The first column is its key."""
    key, *others = columns.items()
    written = ", ".join([f"{key[0]} {key[1]} PRIMARY KEY", *(f"{column} {kind}" for column, kind in others)])
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({written})")
        try:
            _fill(cursor, name, columns, rows)
            if connection.vendor == "postgresql":
                # Nobody gathers statistics of a table that lives for a moment, and without them joins are guesses.
                cursor.execute(f"ANALYZE {name}")
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"DROP TABLE IF EXISTS {name}")


@contextmanager
def selected(name: str, query: str, parameters: Sequence[Any] = ()) -> Iterator[int]:
    """A table of a moment with what a query gives; gives how many rows it has."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} AS {query}", list(parameters) or None)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {name}")
        cursor.execute(f"SELECT count(*) FROM {name}")
        try:
            yield int(cursor.fetchone()[0])
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"DROP TABLE IF EXISTS {name}")


def _fill(cursor: Any, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("%s" for _ in columns)
    cursor.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})", [tuple(row) for row in rows])


def copied(model: type[Model], values: Mapping[str, str | Given], source: str, parameters: Sequence[Any] = ()) -> int:
    """Add a row of the model for each row of `source` (from FROM on), in the order that it says; gives how many.

    `values` are SQL expressions by field, or one value for all; a field that is left out has its default.
    """
    columns, expressions, bound = [], [], []
    for field in model._meta.concrete_fields:
        value = values.get(field.name)
        if field.primary_key and value is None:
            continue
        columns.append(f'"{field.column}"')
        if isinstance(value, str):
            expressions.append(value)
            continue
        if value is None:
            assert field.null or field.default is not NOT_PROVIDED or field.empty_strings_allowed, field.name
        plain = value.value if isinstance(value, Given) else field.get_default()
        if plain is None:
            expressions.append("NULL")
            continue
        expressions.append("%s")
        bound.append(field.get_db_prep_save(plain, connection))
    return run(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(expressions)} {source}",
        [*bound, *parameters],
    )


def added(rows: Iterable[Model]) -> int:
    """Add rows of one table as they come, some thousands at a time; gives how many. They do not learn their keys.

    Each is written as its model would save it, without what Django does for rows that somebody goes on with.
    """
    waiting, count = iter(rows), 0
    while some := list(islice(waiting, _BATCH)):
        count += len(some)
        with_keys = some[0].pk is not None
        fields = [field for field in some[0]._meta.concrete_fields if with_keys or not field.primary_key]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        places = ", ".join("%s" for _ in fields)
        lines = [
            [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields] for row in some
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {some[0]._meta.db_table} ({columns}) VALUES ({places})", lines)
    return count


def draw_anew(name: str, column: str, of: str, model: type[Model], field: str = "number") -> None:
    """Have the numbers in a column of a table of a moment drawn anew where a row of the model bears them already.

    Drawn by the hundred thousand, some of the numbers of a large register come again. The table's key is `place`.
    """
    taken = f"SELECT n.place FROM {name} n JOIN {model._meta.db_table} t ON t.{field} = n.{column}"
    while places := [place for (place,) in fetched(taken)]:
        for place, number in zip(places, new_numbers(of, len(places)), strict=True):
            run(f"UPDATE {name} SET {column} = %s WHERE place = %s", [number, place])


def run(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement; gives how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters) or None)
        return int(cursor.rowcount)


def fetched(statement: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, some thousands at a time."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters) or None)
        while rows := cursor.fetchmany(_BATCH):
            yield from rows


def among(column: str, chosen: QuerySet[Any], field: str, *, none: bool = False) -> tuple[str, tuple[Any, ...]]:
    """The condition that a column is among the values of a field in what a query gives (`none`: that it is not).

    Each engine is asked in the way it does for many: PostgreSQL joins for EXISTS and not for NOT IN, SQLite makes a
    list for IN and would ask the query anew for each row for EXISTS.
    """
    sql, parameters = chosen.order_by().values(value=F(field)).query.sql_with_params()
    if connection.vendor == "sqlite":
        return f"{column} {'NOT IN' if none else 'IN'} ({sql})", parameters
    exists = f"EXISTS (SELECT 1 FROM ({sql}) chosen WHERE chosen.value = {column})"
    return f"NOT {exists}" if none else exists, parameters
