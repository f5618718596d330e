"""The rows that wait to be written, table by table, and the ids that they are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sojourn.ledger import LedgerWriter

#: Rows of a table that wait before they are written.
_AT_ONCE: Final = 50_000

Row = dict[str, Any]


@dataclass(slots=True)
class Book:
    """The rows of every table, with the numbers that their ids are made from."""

    writer: LedgerWriter
    rows: dict[str, list[Row]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def id(self, table: str) -> str:
        """An id that no other row of the table has."""
        self.numbers[table] = self.numbers.get(table, 0) + 1
        return f"{table[:3]}-{self.numbers[table]:010d}"

    def put(self, table: str, row: Row) -> Row:
        """Have a row wait for being written; gives it back. Raises LedgerError where those that wait are refused."""
        waiting = self.rows.setdefault(table, [])
        waiting.append(row)
        if len(waiting) >= _AT_ONCE:
            self.flush(table)
        return row

    def flush(self, table: str) -> None:
        """Write the rows of a table that wait. Raises LedgerError."""
        waiting = self.rows.pop(table, [])
        if waiting:
            names = waiting[0].keys()
            self.writer.write(table, {name: [row[name] for row in waiting] for name in names})
