"""Reading a ledger: what it says of itself, and its tables as Arrow, no more of them than is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from .columns import Table
from .description import DESCRIPTION, MOST_BYTES, Description, read
from .enumerations import SeenBy
from .problems import LedgerError, LedgerProblem, problem, unknown
from .tables import TABLES

#: Rows that are read at a time.
ROWS_AT_A_TIME: Final = 262_144


class Ledger:
    """A ledger that has been opened: `description` says what it is, `table` and `batches` give its rows.

    A table that the ledger has no file for has no rows. With `seen_by` only those rows come that this circle could know
    of: `SeenBy.OFFICIALS` is what a register would hold of the same events.
    """

    def __init__(self, folder: Path, description: Description) -> None:
        self.folder = folder
        self.description = description

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        _known(name)
        file = self.description.files.get(name)
        return file.rows if file else 0

    def dataset(self, name: str) -> Any:
        """A table as an Arrow dataset: nothing is read yet; any tool that speaks Arrow can go on from here."""
        schema = _known(name).schema
        file = self.description.files.get(name)
        if file is None:
            return ds.dataset(schema.empty_table())
        return ds.dataset(self.folder / file.name, schema=schema, format="parquet")

    def batches(
        self, name: str, columns: Sequence[str] | None = None, *, where: Any = None, seen_by: SeenBy = SeenBy.NOBODY
    ) -> Iterator[Any]:
        """The rows of a table as Arrow record batches, one after another, in the order of the file.

        `where` is a `pyarrow.compute` expression. Nothing but the batch at hand is kept.
        """
        scanner = self.dataset(name).scanner(
            columns=_columns(name, columns),
            filter=_filter(where, seen_by),
            batch_size=ROWS_AT_A_TIME,
            batch_readahead=2,
            fragment_readahead=1,
        )
        yield from scanner.to_batches()

    def table(
        self, name: str, columns: Sequence[str] | None = None, *, where: Any = None, seen_by: SeenBy = SeenBy.NOBODY
    ) -> Any:
        """The rows of a table as one Arrow table, in the order of the file."""
        return self.dataset(name).to_table(columns=_columns(name, columns), filter=_filter(where, seen_by))

    def verify(self, told: Callable[[str], None] | None = None) -> tuple[LedgerProblem, ...]:
        """Look at every byte and every row, and give what is wrong; nothing where all is well.

        The files are as they were written; every row fits its table; every reference has its row and agrees with it;
        what officials see does not rest on what they do not; and the laws of the tables hold (see docs/ledger.md).
        `told` is called with the name of each table as its turn comes.
        """
        from .verifying import verify  # most who open a ledger only read it

        return verify(self, told)


def open_ledger(folder: Path) -> Ledger:
    """Open a ledger: its description, its files, their columns and numbers of rows are looked at, the rows are not.

    Raises LedgerError with everything that is wrong, for a folder that is no ledger as well.
    """
    folder = Path(folder)
    path = folder / DESCRIPTION
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LedgerError([problem("description_too_big", file=DESCRIPTION, most=MOST_BYTES)])
        description = read(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise LedgerError([problem("not_a_ledger", folder=folder)]) from None
    except OSError as error:
        raise LedgerError([problem("file_not_read", file=DESCRIPTION, why=error.strerror or error)]) from None
    wrong = tuple(_mistakes_in_files(folder, description))
    if wrong:
        raise LedgerError(wrong)
    return Ledger(folder, description)


def _mistakes_in_files(folder: Path, description: Description) -> Iterator[LedgerProblem]:
    for path in sorted(folder.glob("*.parquet")):
        if path.stem not in description.files:
            yield problem("file_not_listed", file=path.name)
    for name, file in description.files.items():
        if name not in TABLES:
            yield unknown("table", name, TABLES, file=DESCRIPTION)
            continue
        path = folder / file.name
        if not path.is_file():
            yield problem("file_missing", file=file.name)
            continue
        try:
            metadata = pq.read_metadata(path)
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowException) as error:
            yield problem("file_not_read", file=file.name, table=name, why=str(error).partition("\n")[0])
            continue
        if metadata.num_rows != file.rows:
            yield problem("rows_differ", file=file.name, table=name, listed=file.rows, found=metadata.num_rows)
        yield from _mistakes_in_columns(TABLES[name], file.name, schema)


def _mistakes_in_columns(table: Table, file: str, schema: Any) -> Iterator[LedgerProblem]:
    for name in dict.fromkeys(schema.names):
        if name not in table.schema.names:
            yield unknown("column", name, table.schema.names, file=file, table=table.name)
    for column in table.columns:
        times = schema.names.count(column.name)
        if times > 1:
            yield problem("column_twice", file=file, table=table.name, column=column.name, name=column.name)
        elif not times and not column.optional:
            yield problem("column_missing", file=file, table=table.name, column=column.name, name=column.name)
        elif times and schema.field(column.name).type != column.type:
            slots = {"name": column.name, "given": schema.field(column.name).type, "wanted": column.type, "why": ""}
            yield problem("column_type", file=file, table=table.name, column=column.name, **slots)


def _known(name: str) -> Table:
    table = TABLES.get(name)
    if table is None:
        raise LedgerError([unknown("table", name, TABLES)])
    return table


def _columns(name: str, columns: Sequence[str] | None) -> list[str] | None:
    if columns is None:
        return None
    names = _known(name).schema.names
    wrong = [unknown("column", column, names, table=name) for column in columns if column not in names]
    if wrong:
        raise LedgerError(wrong)
    return list(columns)


def _filter(where: Any, seen_by: SeenBy) -> Any:
    if seen_by is SeenBy.NOBODY:
        return where
    circles = tuple(SeenBy)
    known = [circle.value for circle in circles[: circles.index(seen_by) + 1]]
    seen = pc.field("seen_by").cast(pa.string()).isin(known)
    return seen if where is None else where & seen
