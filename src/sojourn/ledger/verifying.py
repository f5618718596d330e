"""Whether a ledger is sound: bytes, rows, references, and the laws between rows.

Nothing here walks over rows in Python, and no table is held whole: files are read in batches, and references are looked
up against slices of the table they point into. What is held is named where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.acero as acero
import pyarrow.compute as pc
import pyarrow.dataset as ds

from .checking import RowChecks, fitted
from .columns import Agrees, Column, Disjoint, Table
from .enumerations import SeenBy
from .overlapping import overlaps_in
from .problems import LedgerProblem, problem, row_problem
from .reading import Ledger
from .tables import TABLES
from .writing import digest_of

#: Rows of a table pointed into that are looked up at a time, which bounds the memory that looking up takes.
ROWS_OF_A_SLICE: Final = 500_000

_CIRCLES: Final = pa.array(tuple(SeenBy))


def verify(ledger: Ledger, told: Callable[[str], None] | None = None) -> tuple[LedgerProblem, ...]:
    """What is wrong with a ledger; see `Ledger.verify`."""
    found: list[LedgerProblem] = []
    whole = set(TABLES)
    given: dict[str, dict[str, int]] = {}
    for name in ledger.description.files:
        if told:
            told(name)
        given[name] = dict.fromkeys((column.name for column in TABLES[name].references), 0)
        changed = tuple(_changes(ledger, name)) or tuple(_mistakes_in_rows(ledger, name, given[name]))
        found += changed
        # A table that has rows of the wrong form would only be told again by what rests on it.
        if changed:
            whole.discard(name)
    for name in ledger.description.files:
        if name in whole:
            if told:
                told(name)
            found += _mistakes_between_rows(ledger, TABLES[name], whole, given[name])
    return tuple(found)


def _changes(ledger: Ledger, name: str) -> Iterator[LedgerProblem]:
    file = ledger.description.files[name]
    try:
        digest = digest_of(ledger.folder / file.name)
    except OSError as error:
        yield problem("file_not_read", file=file.name, table=name, why=error.strerror or error)
        return
    if digest != file.sha256:
        yield problem("file_changed", file=file.name, table=name)


def _mistakes_in_rows(ledger: Ledger, name: str, given: dict[str, int]) -> Iterator[LedgerProblem]:
    """What single rows break, and ids that stand twice; counts in `given` how many rows give each reference."""
    table = TABLES[name]
    file = ledger.description.files[name].name
    checks = RowChecks(table, pseudonymised=ledger.description.pseudonymised, file=file)
    rising, last = True, None
    for batch in ledger.batches(name):
        checks.look(fitted(table, batch, file))
        for column in given:
            given[column] += batch.num_rows - batch.column(column).null_count
        if rising and batch.num_rows:
            rising, last = _rises(batch.column("id"), last)
    yield from checks.problems
    if not rising:  # ids in ascending order cannot stand twice, and need not be held to know it
        yield from _ids_standing_twice(ledger, name, file)


def _rises(ids: Any, last: str | None) -> tuple[bool, str | None]:
    if ids.null_count:
        return False, None
    first_fits = last is None or last < ids[0].as_py()
    all_fit = len(ids) < 2 or pc.all(pc.less(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py()
    return bool(first_fits and all_fit), ids[-1].as_py()


def _ids_standing_twice(ledger: Ledger, name: str, file: str) -> Iterator[LedgerProblem]:
    """Holds the ids of the table."""
    ids = ledger.table(name, ["id"]).column("id").drop_null()
    times = ids.value_counts()
    more = pc.greater(times.field("counts"), 1)
    twice = times.field("values").filter(more)
    if len(twice):
        row, value = _first_row(ledger, name, twice, "id")
        extra = pc.sum(times.field("counts").filter(more)).as_py() - len(twice)
        yield row_problem("id_twice", row, extra, file=file, table=name, column="id", value=value)


def _first_row(ledger: Ledger, name: str, ids: Any, column: str) -> tuple[int, str]:
    """The number, from 1, of the first row whose id is among `ids`, and what stands in its `column`."""
    before = 0
    for batch in ledger.batches(name, list(dict.fromkeys(["id", column]))):
        row = pc.index(pc.is_in(batch.column("id"), value_set=ids), value=True).as_py()
        if row >= 0:
            return before + row + 1, str(batch.column(column)[row])
        before += batch.num_rows
    raise LookupError(f"none of the ids is in {name}")


# ---- between rows -------------------------------------------------------------------------------------------


def _mistakes_between_rows(
    ledger: Ledger, table: Table, whole: set[str], given: Mapping[str, int]
) -> Iterator[LedgerProblem]:
    file = ledger.description.files[table.name].name
    for column in table.references:
        if column.refers_to in whole and given[column.name]:
            yield from _mistakes_in_reference(ledger, table, column, file, given[column.name])
    for law in table.laws:
        if isinstance(law, Disjoint):
            columns = [*law.by, law.begins, law.ends, *(law.cut or ())]
            rows = ledger.table(table.name, list(dict.fromkeys([*columns, "id"])))
            found = overlaps_in(rows, law)
            if found is not None:
                slots = {"id": found.id, "other": found.other}
                yield row_problem(
                    law.code, found.row, found.rows, file=file, table=table.name, column=law.begins, **slots
                )


class _Question:
    """One thing to be asked of every pair of a row and the row it refers to: true where it is wrong."""

    def __init__(self, code: str, wrong: Any) -> None:
        self.code = code
        self.wrong = wrong


def _mistakes_in_reference(
    ledger: Ledger, table: Table, column: Column, file: str, asked: int
) -> Iterator[LedgerProblem]:
    """What dangles, what rests on less than may be seen, and what does not agree."""
    laws = [law for law in table.laws if isinstance(law, Agrees) and law.reference == column.name]
    target = TABLES[column.refers_to]
    same = list(dict.fromkeys(name for law in laws for name in law.same))
    having = list(dict.fromkeys(law.having[0] for law in laws if law.having))
    questions = [_Question("seen_by_fewer", pc.field("there_seen") > pc.field("here_seen")), *map(_asks, laws)]
    matched = 0
    wrong = dict.fromkeys((question.code for question in questions), 0)
    offenders: dict[str, list[Any]] = {code: [] for code in wrong}
    for there in _slices(ledger, target, same, having):
        bounds = pc.min_max(there.column("there_id"))
        pairs = _pairs(_here(ledger, table, column, same, bounds), there)
        counts = _counts(pairs, questions)
        matched += counts["rows"]
        for question in questions:
            if counts[question.code]:
                wrong[question.code] += counts[question.code]
                offenders[question.code].append(_ids(pairs, question.wrong))
    if matched < asked:
        wrong["dangling"] = asked - matched
        offenders["dangling"] = [_dangling(_here(ledger, table, column, same), ledger.table(target.name, ["id"]))]
    for code, rows in wrong.items():
        if rows:
            ids = pa.chunked_array([chunk for part in offenders[code] for chunk in part.chunks], pa.string())
            row, value = _first_row(ledger, table.name, ids.combine_chunks(), column.name)
            slots = {"name": column.name, "refers_to": target.name, "value": value}
            yield row_problem(code, row, rows, file=file, table=table.name, column=column.name, **slots)


def _asks(law: Agrees) -> _Question:
    wrong = pc.scalar(False)
    for name in law.same:
        # Kleene: a row that leaves it open agrees; one over there that leaves it open does not.
        here, there = pc.field(f"here_{name}"), pc.field(f"there_{name}")
        wrong = wrong | (here.is_valid() & pc.coalesce(here != there, pc.scalar(True)))
    if law.having:
        name, words = law.having
        wrong = wrong | ~pc.coalesce(pc.field(f"there_{name}"), pc.scalar("")).isin(pa.array(words))
    return _Question(law.code, wrong)


def _seen() -> Any:
    """How narrow the circle is that could know of a row: 0 for officials."""
    return pc.index_in(pc.field("seen_by").cast(pa.string()), value_set=_CIRCLES)


def _here(ledger: Ledger, table: Table, column: Column, same: Sequence[str], bounds: Any = None) -> Any:
    """The rows that refer to another, as a declaration: nothing is read yet.

    With `bounds` only those come whose reference lies between `min` and `max`: parts of the file that cannot have any
    are not read at all.
    """
    wanted = pc.field(column.name).is_valid()
    if bounds is not None:
        wanted = wanted & (pc.field(column.name) >= bounds["min"]) & (pc.field(column.name) <= bounds["max"])
    names = list(dict.fromkeys(["id", column.name, "seen_by", *same]))
    options = acero.ScanNodeOptions(
        ledger.dataset(table.name), columns={name: ds.field(name) for name in names}, filter=wanted
    )
    scan = acero.Declaration("scan", options)
    given = acero.Declaration("filter", acero.FilterNodeOptions(wanted))
    parts = {"here_id": pc.field("id"), "here_ref": pc.field(column.name), "here_seen": _seen()}
    parts |= {f"here_{name}": pc.field(name) for name in same}
    project = acero.Declaration("project", acero.ProjectNodeOptions(list(parts.values()), list(parts)))
    return acero.Declaration.from_sequence([scan, given, project])


def _slices(ledger: Ledger, target: Table, same: Sequence[str], having: Sequence[str]) -> Iterator[Any]:
    """The rows referred to, a slice at a time, with what is asked of them."""
    names = list(dict.fromkeys(["id", "seen_by", *same, *having]))
    waiting: list[Any] = []
    rows = 0
    for batch in ledger.batches(target.name, names):
        columns = {"there_id": batch.column("id"), "there_seen": pc.index_in(_plain(batch, "seen_by"), _CIRCLES)}
        columns |= {f"there_{name}": _plain(batch, name) for name in (*same, *having)}
        waiting.append(pa.RecordBatch.from_pydict(columns))
        rows += batch.num_rows
        if rows >= ROWS_OF_A_SLICE:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def _plain(batch: Any, name: str) -> Any:
    array = batch.column(name)
    return array.cast(pa.string()) if pa.types.is_dictionary(array.type) else array


def _pairs(here: Any, there: Any) -> Any:
    source = acero.Declaration("table_source", acero.TableSourceNodeOptions(there))
    options = acero.HashJoinNodeOptions("inner", ["here_ref"], ["there_id"])
    return acero.Declaration("hashjoin", options, inputs=[here, source])


def _counts(pairs: Any, questions: Sequence[_Question]) -> dict[str, int]:
    flags = [pc.coalesce(question.wrong, pc.scalar(False)).cast(pa.int64()) for question in questions]
    codes = [question.code for question in questions]
    project = acero.Declaration("project", acero.ProjectNodeOptions([*flags, pc.field("there_id")], [*codes, "rows"]))
    sums: list[tuple[str | list[str], str, Any, str]] = [(code, "sum", None, code) for code in codes]
    total = acero.Declaration("aggregate", acero.AggregateNodeOptions([*sums, ("rows", "count", None, "rows")]))
    made = acero.Declaration.from_sequence([pairs, project, total]).to_table().to_pylist()[0]
    return {name: value or 0 for name, value in made.items()}


def _ids(pairs: Any, wrong: Any) -> Any:
    keep = acero.Declaration("filter", acero.FilterNodeOptions(wrong))
    only = acero.Declaration("project", acero.ProjectNodeOptions([pc.field("here_id")], ["here_id"]))
    return acero.Declaration.from_sequence([pairs, keep, only]).to_table().column("here_id")


def _dangling(here: Any, there: Any) -> Any:
    """The ids of the rows that refer to none. Holds the ids of the table referred to: only done once some are known."""
    source = acero.Declaration("table_source", acero.TableSourceNodeOptions(there))
    options = acero.HashJoinNodeOptions("left anti", ["here_ref"], ["id"], left_output=["here_id"], right_output=[])
    return acero.Declaration("hashjoin", options, inputs=[here, source]).to_table().column("here_id")
