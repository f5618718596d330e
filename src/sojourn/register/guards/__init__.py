"""What the database itself sees to, whatever the code above it forgets: triggers on both engines.

- Every change of a table leaves an audit row with its actor and purpose; without both there is no change.
- Events, audit rows and looks cannot be changed or deleted; a decision neither, but for what retention takes from it.
- No two valid permits of a person overlap.

They are put up anew with every migration, from the tables as they are. SQLite guards against the application, not
against whoever owns its file; on PostgreSQL the role that owns the tables can take them down, so that an office gives
the application another one.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from . import postgresql, sqlite
from .tables import audited, kept_for_good


def put_up_guards(sender: object, using: str, **_: object) -> None:
    """Put up every guard of a database, in place of those that stand."""
    connection = connections[using]
    _run(connection, _dialect(connection).put_up(audited(connection), kept_for_good()))


def take_down_guards(using: str = "default") -> None:
    """Take every guard down: for emptying a test's database."""
    connection = connections[using]
    _run(connection, _dialect(connection).take_down(audited(connection), kept_for_good()))


def _dialect(connection: Any) -> Any:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def _run(connection: Any, statements: list[str]) -> None:
    present = set(connection.introspection.table_names())
    if "register_permit" not in present:
        return
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
