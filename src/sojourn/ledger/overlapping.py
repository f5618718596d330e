"""Whether rows that are alike overlap in time, found by sorting numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from .columns import Disjoint

#: After every day there is: an end that is not given.
_OPEN: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """The first row, from 1, that overlaps an earlier one of its kind; the ids of both; and how many neighbours do."""

    row: int
    rows: int
    id: str
    other: str


def overlaps_in(rows: Any, law: Disjoint) -> Overlap | None:
    """The first overlap in an Arrow table, or None.

    Holds a handful of whole numbers for each row. Rows are put in order of what they are alike in, then of their days:
    where any two overlap, then two neighbours do.
    """
    if rows.num_rows < 2:
        return None
    begins = _days(rows.column(law.begins))
    ends = pc.fill_null(_days(rows.column(law.ends)), _OPEN)
    if law.cut:
        how, when = (rows.column(name) for name in law.cut)
        early = pc.fill_null(pc.not_equal(how.cast(pa.string()), law.runs_out), False)
        ends = pc.if_else(early, pc.subtract(_days(when), 1), ends)
    alike = {f"alike_{place}": _codes(rows.column(name)) for place, name in enumerate(law.by)}
    number = pc.cumulative_sum(pa.repeat(pa.scalar(1, pa.int64()), rows.num_rows), start=-1)
    numbers = pa.table({**alike, "begins": begins, "ends": ends, "row": number})
    # What ended before it began, as a permit given back on its first day, took up no day.
    numbers = numbers.filter(pc.greater_equal(numbers["ends"], numbers["begins"])).combine_chunks()
    if numbers.num_rows < 2:
        return None
    order = pc.sort_indices(numbers, [(name, "ascending") for name in (*alike, "begins", "ends")])
    numbers = numbers.take(order)
    first, second = numbers.slice(0, numbers.num_rows - 1), numbers.slice(1)
    meets = pc.less if law.touching else pc.less_equal
    wrong = meets(second["begins"], first["ends"])
    for name in alike:
        wrong = pc.and_(wrong, pc.equal(first[name], second[name]))
    wrong = pc.fill_null(wrong, False)
    found = second["row"].filter(wrong)
    if not len(found):
        return None
    others = first["row"].filter(wrong)
    # Of the two, the later in the file is the one that should not have been written.
    later = pc.max_element_wise(found, others)
    place = pc.index(later, pc.min(later)).as_py()
    row = later[place].as_py()
    other = pc.min_element_wise(found, others)[place].as_py()
    ids = rows.column("id")
    return Overlap(row + 1, len(found), str(ids[row]), str(ids[other]))


def _days(column: Any) -> Any:
    return column.cast(pa.int32())


def _codes(column: Any) -> Any:
    """A number for each value: the same for the same value throughout."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    encoded = column.dictionary_encode()
    return pa.chunked_array([chunk.indices for chunk in encoded.chunks], pa.int32())
