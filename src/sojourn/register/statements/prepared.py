"""Prepared statements of PostgreSQL, through the framework's own connection."""

from __future__ import annotations

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


def cursor(connection: Any) -> Any:
    """A cursor on a connection of the framework, in its transaction and with its handling of errors."""
    connection.validate_thread_sharing()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    made = _Prepared(connection.connection)
    return connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made)
