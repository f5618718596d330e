"""Whether rows fit their table: types, what may be empty, closed lists, and the laws a row can break by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from .columns import Column, ColumnKind, InOrder, Named, Needs, Table, Together
from .problems import LedgerError, LedgerProblem, problem, row_problem, unknown

#: What a key looks like; a sentence is none.
KEY: Final = r"^[A-Za-z0-9][A-Za-z0-9_.:\-]{0,199}$"


def fitted(table: Table, rows: Any, file: str = "") -> Any:
    """The rows with exactly the columns of the table, in its order and types, where nothing is lost by it.

    `rows` is an Arrow record batch or table. Optional columns that are left out are empty. Raises LedgerError for a
    column that is unknown, missing, or of a type that does not fit.
    """
    given = rows.schema.names
    problems = [
        unknown("column", name, table.schema.names, file=file, table=table.name)
        for name in given
        if name not in table.schema.names
    ]
    problems += [
        problem("column_twice", file=file, table=table.name, column=name, name=name)
        for name in dict.fromkeys(given)
        if given.count(name) > 1
    ]
    if problems:
        raise LedgerError(problems)
    arrays = []
    for column in table.columns:
        if column.name not in given:
            if column.optional:
                arrays.append(pa.nulls(rows.num_rows, column.type))
            else:
                problems.append(
                    problem("column_missing", file=file, table=table.name, column=column.name, name=column.name)
                )
            continue
        array = rows.column(column.name)
        try:
            arrays.append(_as(array, column.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
            slots = {
                "name": column.name,
                "given": str(array.type),
                "wanted": str(column.type),
                "why": _first_line(error),
            }
            problems.append(problem("column_type", file=file, table=table.name, column=column.name, **slots))
    if problems:
        raise LedgerError(problems)
    made = pa.RecordBatch if isinstance(rows, pa.RecordBatch) else pa.Table
    return made.from_arrays(arrays, schema=table.schema)


def _as(array: Any, type: Any) -> Any:
    if array.type == type:
        return array
    if pa.types.is_dictionary(type) and not pa.types.is_dictionary(array.type):
        return array.cast(pa.string()).dictionary_encode().cast(type)
    return array.cast(type)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def made_of(table: Table, columns: Mapping[str, Iterable[object]]) -> Any:
    """A record batch from Python values by column; see `Table.batch`."""
    arrays: dict[str, Any] = {}
    problems = []
    for name, values in columns.items():
        if name not in table.schema.names:
            problems.append(unknown("column", name, table.schema.names, table=table.name))
            continue
        type = table.column(name).type
        plain = pa.string() if pa.types.is_dictionary(type) else type
        listed = list(values)
        try:
            arrays[name] = pa.array(listed, plain)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError, ValueError) as error:
            slots = {"name": name, "wanted": str(plain), "why": _first_line(error)}
            problems.append(problem("values_do_not_fit", table=table.name, column=name, **slots))
    lengths = {len(array) for array in arrays.values()}
    if len(lengths) > 1:
        problems.append(problem("columns_of_unequal_length", table=table.name))
    if problems:
        raise LedgerError(problems)
    return fitted(table, pa.RecordBatch.from_pydict(arrays))


# ---- rows ---------------------------------------------------------------------------------------------------


class RowChecks:
    """Looks at the rows of one table, batch after batch, and counts what is wrong with them.

    `pseudonymised` says whether personal columns have to be empty. The batches have been fitted.
    """

    def __init__(self, table: Table, *, pseudonymised: bool, file: str = "") -> None:
        self._table = table
        self._pseudonymised = pseudonymised
        self._file = file
        self._seen = 0
        self._found: dict[tuple[str, str], tuple[int, int, dict[str, str]]] = {}

    def look(self, batch: Any) -> None:
        """Look at the next rows."""
        if self._table.personal and self._pseudonymised and batch.num_rows:
            self._note("personal_table", "", pa.array([True] * batch.num_rows), {"name": self._table.name})
        for column in self._table.columns:
            for code, wrong, slots in self._of_column(column, batch.column(column.name)):
                self._note(code, column.name, wrong, slots)
        for code, name, wrong, slots in self._of_laws(batch):
            self._note(code, name, wrong, slots)
        self._seen += batch.num_rows

    @property
    def problems(self) -> tuple[LedgerProblem, ...]:
        """What was found: each mistake once for its column, with its first row and how many rows have it."""
        return tuple(
            row_problem(code, row, rows, file=self._file, table=self._table.name, column=column, **slots)
            for (code, column), (row, rows, slots) in self._found.items()
        )

    def _note(self, code: str, column: str, wrong: Any, slots: dict[str, str]) -> None:
        count = pc.sum(wrong).as_py()
        if not count:
            return
        if (code, column) in self._found:
            row, rows, first = self._found[code, column]
            self._found[code, column] = (row, rows + count, first)
            return
        row = pc.index(wrong, value=True).as_py()
        self._found[code, column] = (self._seen + row + 1, count, slots)

    def _of_column(self, column: Column, array: Any) -> Iterator[tuple[str, Any, dict[str, str]]]:
        if not column.optional and array.null_count:
            yield "empty", pc.is_null(array), {"name": column.name}
        if column.personal and self._pseudonymised and array.null_count < len(array):
            yield "personal_column", pc.is_valid(array), {"name": column.name}
        match column.kind:
            case ColumnKind.ID | ColumnKind.REFERENCE:
                yield "id_blank", _true(pc.equal(array, "")), {"name": column.name}
            case ColumnKind.KEY:
                yield from _bad_words(array, pc.match_substring_regex(array.dictionary, KEY), column, "key_form")
            case ColumnKind.CHOICE:
                options = pa.array(column.options)
                yield from _bad_words(array, pc.is_in(array.dictionary, value_set=options), column, "not_an_option")
        if column.least is not None:
            wrong = _true(pc.less(array, pa.scalar(column.least, array.type)))
            if pc.any(wrong).as_py():
                value = pc.filter(array, wrong)[0].as_py()
                yield "below_least", wrong, {"value": str(value), "least": str(column.least)}

    def _of_laws(self, batch: Any) -> Iterator[tuple[str, str, Any, dict[str, str]]]:
        for law in self._table.laws:
            match law:
                case InOrder(first, second):
                    wrong = _true(pc.greater(batch.column(first), batch.column(second)))
                    yield "not_in_order", second, wrong, {"first": first, "second": second}
                case Together(one, other):
                    wrong = pc.xor(pc.is_null(batch.column(one)), pc.is_null(batch.column(other)))
                    yield "one_without_other", one, wrong, {"one": one, "other": other}
                case Needs(column, when, code):
                    wrong = pc.and_(_given(batch.column(when)), pc.is_null(batch.column(column)))
                    yield code, column, wrong, {"needed": column, "when": when}
                case Named(kind, by):
                    words = batch.column(kind).cast(pa.string())
                    for word, column in by.items():
                        wrong = pc.and_(_true(pc.equal(words, word)), pc.is_null(batch.column(column)))
                        yield "subject_not_named", column, wrong, {"kind": kind, "word": word, "needed": column}
                case _:
                    pass  # laws between rows: see verifying


def _bad_words(array: Any, fine: Any, column: Column, code: str) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """Rows whose word, of a dictionary, is not fine."""
    if pc.all(fine, min_count=0).as_py():
        return
    wrong = _true(pc.invert(fine).take(array.indices))
    if pc.any(wrong).as_py():
        word = pc.filter(array, wrong)[0].as_py()
        slots = {"value": word}
        yield code, wrong, slots | {"options": ", ".join(column.options)} if column.options else slots


def _true(mask: Any) -> Any:
    """A mask in which what is not known counts as no."""
    return pc.fill_null(mask, False)


def _given(array: Any) -> Any:
    return _true(array) if pa.types.is_boolean(array.type) else pc.is_valid(array)
