"""Prepared statements of PostgreSQL, through the framework's own connection."""

from __future__ import annotations

from threading import local
from typing import Any

import psycopg


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements are prepared, their values sent beside them."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Any:
        """Run a statement, which the database keeps for the next time."""
        keeping = self.connection.prepare_threshold
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, prepare=True)
        finally:
            self.connection.prepare_threshold = keeping


#: The cursor of this thread's connection, which serves one statement after the other.
_of_thread = local()


def execute(connection: Any, sql: str, values: Any) -> _Prepared:
    """Run a statement on a connection of the framework, in its transaction and with its handling of errors.

    The cursor is good until the next statement of this thread.
    """
    connection.validate_thread_sharing()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        cursor = _cursor(connection.connection)
        if connection.queries_logged:
            connection.make_debug_cursor(cursor).execute(sql, values)
        else:
            cursor.execute(sql, values)
    return cursor


def _cursor(raw: Any) -> _Prepared:
    cursor: _Prepared | None = getattr(_of_thread, "cursor", None)
    if cursor is None or cursor.connection is not raw:
        cursor = _of_thread.cursor = _Prepared(raw)
    return cursor
