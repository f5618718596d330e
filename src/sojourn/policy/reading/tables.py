"""Reading tables: rows of bounds and results over one value, and the gaps that the source itself prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ..tree import Gap, Literal, Node, Row, Table
from ..types import YES_NO, Kind, Type
from .document import RawMapping, RawScalar
from .written import mapping, mappings, scalar, scalars, sources, text

if TYPE_CHECKING:
    from .bodies import BodyReader

_Bound = int | Fraction | date | None


def read_table(raw: RawMapping, of: Node, expect: Type | None, reader: BodyReader) -> Table | None:
    """A table over the value `of`; None after noting what is wrong with it."""
    kind = of.type
    if kind.kind not in (Kind.NUMBER, Kind.DATE, Kind.CHOICE, Kind.YES_NO):
        reader.problems.add(
            raw.where_of("of"),
            "table_of",
            "A table looks up a number, a day, a choice or yes/no, not {given}.",
            given=kind,
        )
        return None
    written = mappings(raw, "rows")
    rows: list[Row] = []
    result = expect
    good = True
    for number, one in enumerate(written, 1):
        value = reader.value(scalar(one, "value"), result)
        row = _read_row(one, number, kind, value, reader)
        if value is None or row is None:
            good = False
            continue
        result = reader.joined(result, value, expect)
        rows.append(row)
    gaps = _read_gaps(mapping(raw, "gaps"), kind, reader)
    if not good:
        return None
    whole = reader.settled(result, [row.value for row in rows if row.value is not None])
    return Table(whole, raw.where, of, tuple(replace(row, type=whole) for row in rows), gaps)


def _read_row(one: RawMapping, number: int, kind: Type, value: Node | None, reader: BodyReader) -> Row | None:
    given = text(one, "key")
    if given and given in reader.keys.taken:
        reader.key_twice(one, given)
    if isinstance(value, Literal) and value.value is None:
        value = None
    options: tuple[str, ...] = ()
    low: _Bound = None
    high: _Bound = None
    if "is" in one.values:
        named = scalars(one, "is")
        read = [reader.literal(node, kind) for node in named]
        if any(item is None for item in read):
            return None
        if kind.kind in (Kind.CHOICE, Kind.YES_NO):
            options = tuple(_option(item) for item in read)
        elif len(read) == 1 and isinstance(read[0], (int, Fraction, date)):
            low = high = read[0]
        else:
            reader.problems.add(
                one.where_of("is"), "row_is_one", "A row over numbers or days can be for one value; use from and to."
            )
            return None
    elif kind.kind in (Kind.CHOICE, Kind.YES_NO):
        reader.problems.add(
            one.where, "row_is_needed", "This table looks up options; write 'is:' and the option or options."
        )
        return None
    low_node, high_node = scalar(one, "from") or scalar(one, "above"), scalar(one, "to") or scalar(one, "below")
    for node in (low_node, high_node):
        if node is not None and reader.literal(node, kind) is None:
            return None
    if low_node is not None:
        low = _bound(low_node, kind, reader)
    if high_node is not None:
        high = _bound(high_node, kind, reader)
    if not one.spoiled and "is" not in one.values and low is None and high is None:
        reader.problems.add(one.where, "row_bounds", "This row has no bounds; write from, above, to, below or is.")
        return None
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        reader.problems.add(
            one.where, "row_backwards", "The lower bound of this row is above its upper bound; change one."
        )
        return None
    key = reader.keys.give(given or (options[0] if len(options) == 1 else ""), str(number))
    return Row(
        value.type if value is not None else YES_NO,
        one.where,
        key,
        text(one, "label"),
        low,
        "above" not in one.values,
        high,
        "below" not in one.values,
        options,
        value,
        sources(one),
    )


def _option(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _bound(node: RawScalar, kind: Type, reader: BodyReader) -> _Bound:
    value = reader.literal(node, kind)
    return value if isinstance(value, (int, Fraction, date)) else None


def _read_gaps(raw: RawMapping | None, kind: Type, reader: BodyReader) -> tuple[Gap, ...]:
    if raw is None:
        return ()
    if kind.kind is not Kind.NUMBER:
        reader.problems.add(raw.where, "gap_numbers", "Only a table over numbers can have printed gaps.")
        return ()
    gaps = []
    for node in scalars(raw, "printed"):
        value = _bound(node, kind, reader)
        if isinstance(value, (int, Fraction)):
            gaps.append(Gap(kind, node.where, value, value, sources(raw)))
    for one in mappings(raw, "printed"):
        above, below = scalar(one, "above"), scalar(one, "below")
        if above is None or below is None:
            continue
        low, high = _bound(above, kind, reader), _bound(below, kind, reader)
        if isinstance(low, (int, Fraction)) and isinstance(high, (int, Fraction)):
            if low >= high:
                reader.problems.add(one.where, "gap_backwards", "'above' must be less than 'below' in a printed gap.")
                continue
            gaps.append(Gap(kind, one.where, low, high, sources(raw)))
    return tuple(gaps)
