"""Writing a ledger: batch by batch, table by table, and all of it or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from .checking import RowChecks, fitted
from .columns import ColumnKind, Table
from .description import DESCRIPTION, Description, Edition, File, Origin, Period, mistakes_in, written
from .problems import LedgerError, LedgerProblem, problem, unknown
from .tables import TABLES

#: Rows of one row group, and the most that wait in memory for one.
ROWS_OF_A_GROUP: Final = 131_072


class LedgerWriter:
    """Writes a ledger into a folder that does not exist or is empty.

    To be used in a `with` block. What is written lies in a folder beside it until the block ends well; then it is put
    in its place in one step. If the block ends with an error, nothing is left. Every batch is checked when it is given:
    types, what may be empty, closed lists, and the laws that a row can break by itself; whatever is between rows is
    left to `Ledger.verify`. The same batches make the same bytes.

    Raises LedgerError: for a folder that is taken, a description that is wrong, and rows that do not fit.
    """

    def __init__(
        self, folder: Path, *, edition: Edition, period: Period, origin: Origin, pseudonymised: bool = True
    ) -> None:
        self._folder = Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow a link put there
        self._description = Description(edition, period, origin, pseudonymised)
        self._tables: dict[str, _TableWriter] = {}
        self._partial: Path | None = None
        self._refused: list[LedgerProblem] = []

    def __enter__(self) -> Self:
        wrong = mistakes_in(self._description)
        if wrong:
            raise LedgerError(wrong)
        self._refuse_taken()
        partial = self._folder.with_name(f".{self._folder.name}.{secrets.token_hex(4)}.partial")
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            partial.mkdir()
        except OSError as error:
            raise _cannot_write(self._folder, error) from error
        self._partial = partial
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        partial, self._partial = self._partial, None
        if partial is None:
            return
        try:
            if kind is None:
                self._finish(partial)
        except OSError as failure:
            raise _cannot_write(self._folder, failure) from failure
        finally:
            for table in self._tables.values():
                table.abandon()
            shutil.rmtree(partial, ignore_errors=True)  # renamed by now, if all went well

    def write(self, table: str, rows: Any) -> None:
        """Write rows of a table: an Arrow record batch, table or reader of batches, or Python values by column.

        The tables may be written in any order and by turns. Raises LedgerError where a row does not fit; even if that
        is caught, the ledger is not kept: it would lack the rows refused.
        """
        if self._partial is None:
            raise RuntimeError("a LedgerWriter writes inside its `with` block")
        try:
            self._write(table, rows, self._partial)
        except LedgerError as error:
            self._refused += error.problems
            raise

    def _write(self, table: str, rows: Any, partial: Path) -> None:
        if table not in TABLES:
            raise LedgerError([unknown("table", table, TABLES)])
        if isinstance(rows, Mapping):
            rows = TABLES[table].batch(rows)
        if table not in self._tables:
            pseudonymised = self._description.pseudonymised
            self._tables[table] = _TableWriter(TABLES[table], partial, pseudonymised=pseudonymised)
        for batch in _batches(rows):
            self._tables[table].write(batch)

    def _refuse_taken(self) -> None:
        taken = self._folder.is_symlink() or (self._folder.exists() and not self._folder.is_dir())
        if taken or (self._folder.is_dir() and next(self._folder.iterdir(), None) is not None):
            raise LedgerError([problem("folder_taken", folder=self._folder)])

    def _finish(self, partial: Path) -> None:
        if self._refused:
            raise LedgerError(self._refused)
        files = {name: self._tables[name].finish() for name in TABLES if name in self._tables}
        text = written(replace(self._description, files=files))
        with (partial / DESCRIPTION).open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        self._refuse_taken()
        if os.name == "nt" and self._folder.is_dir():
            self._folder.rmdir()  # elsewhere an empty folder gives way by itself
        partial.rename(self._folder)
        _settle(self._folder.parent)


class _TableWriter:
    """One table on its way into its file."""

    def __init__(self, table: Table, folder: Path, *, pseudonymised: bool) -> None:
        self._table = table
        self._path = folder / f"{table.name}.parquet"
        self._checks = RowChecks(table, pseudonymised=pseudonymised)
        self._waiting: list[Any] = []
        self._rows_waiting = 0
        self._rows = 0
        self._writer = pq.ParquetWriter(self._path, table.schema, **_layout(table))

    def write(self, batch: Any) -> None:
        batch = fitted(self._table, batch)
        self._checks.look(batch)
        if self._checks.problems:
            raise LedgerError(self._checks.problems)
        while batch.num_rows:
            part = batch.slice(0, ROWS_OF_A_GROUP - self._rows_waiting)
            batch = batch.slice(part.num_rows)
            self._waiting.append(part)
            self._rows_waiting += part.num_rows
            if self._rows_waiting == ROWS_OF_A_GROUP:
                self._put()

    def _put(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting), row_group_size=ROWS_OF_A_GROUP)
        self._rows += self._rows_waiting
        self._waiting, self._rows_waiting = [], 0

    def finish(self) -> File:
        """Close the file and say what it is."""
        self._put()
        self._writer.close()
        with self._path.open("rb") as stream:
            os.fsync(stream.fileno())
        return File(self._path.name, self._rows, digest_of(self._path))

    def abandon(self) -> None:
        """Let go of the file, whatever state it is in."""
        with contextlib.suppress(OSError, pa.ArrowException):
            self._writer.close()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _layout(table: Table) -> dict[str, Any]:
    """How the columns lie in the file: ids that count up take a few bits, words and references a number each."""
    counted = [column.name for column in table.columns if column.kind is ColumnKind.ID]
    plain = [column.name for column in table.columns if column.kind in (ColumnKind.DAY, ColumnKind.INSTANT)]
    return {
        "compression": "zstd",
        "use_dictionary": [column.name for column in table.columns if column.name not in (*counted, *plain)],
        "column_encoding": dict.fromkeys(counted, "DELTA_BYTE_ARRAY") | dict.fromkeys(plain, "DELTA_BINARY_PACKED"),
        "store_decimal_as_integer": True,
        "write_page_index": True,
    }


def _batches(rows: Any) -> Iterable[Any]:
    if isinstance(rows, pa.RecordBatch):
        return (rows,)
    if isinstance(rows, pa.Table):
        return rows.to_batches()  # type: ignore[no-any-return]
    if isinstance(rows, pa.RecordBatchReader):
        return rows  # type: ignore[no-any-return]
    raise TypeError(
        f"rows are an Arrow record batch, table or reader, or values by column; given: {type(rows).__name__}"
    )


def _cannot_write(folder: Path, error: OSError) -> LedgerError:
    return LedgerError([problem("folder_not_written", folder=folder, why=error.strerror or error)])


def _settle(folder: Path) -> None:
    """Make the new name outlast a loss of power, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
