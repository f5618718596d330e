"""Rows of a ledger on their way in: many at a time in memory, so each takes little room and shares what it says.

A row as Python makes one of it is a dictionary with texts of its own, and takes ten times what it takes here: the names
of the columns stand once for a table, and a text or a day that comes again stands once for all tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from sojourn.ledger import TABLES

from .matching import Line

#: How many rows are made at a time.
_AT_ONCE = 10_000


class _Line(Mapping[str, Any]):
    """A row: its values in the order of the table's columns. Nobody changes it."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: tuple[Any, ...]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, column: str) -> Any:
        return self._values[self._places[column]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def also(self, more: Mapping[str, Any]) -> Line:
        """The row with some values otherwise."""
        if not more.keys() <= self._places.keys():
            return {**self, **more}
        values = list(self._values)
        for column, value in more.items():
            values[self._places[column]] = value
        return _Line(self._places, tuple(values))


class Shared:
    """What has been said once already: texts and days."""

    def __init__(self) -> None:
        self._said: dict[Any, Any] = {}

    def lines(self, name: str, table: Any) -> list[Line]:
        """The rows of an Arrow table of a ledger."""
        places = _places(name)
        found: list[Line] = []
        for batch in table.select(list(places)).to_batches(max_chunksize=_AT_ONCE):
            columns = [self._values(column) for column in batch.columns]
            found += [_Line(places, values) for values in zip(*columns, strict=True)]
        return found

    def _values(self, column: Any) -> Iterable[Any]:
        if pa.types.is_dictionary(column.type):
            words = [self._once(word) for word in column.dictionary.to_pylist()]
            return [None if place is None else words[place] for place in column.indices.to_pylist()]
        if pa.types.is_timestamp(column.type):
            return list(column.to_pylist())
        return [self._once(value) for value in column.to_pylist()]

    def _once(self, value: Any) -> Any:
        return self._said.setdefault(value, value) if isinstance(value, str | date) else value


def line(table: str, columns: Mapping[str, Any]) -> Line:
    """A row of a table; what is not said is empty."""
    places = _places(table)
    return _Line(places, tuple(columns.get(column) for column in places))


def also(row: Line, more: Mapping[str, Any]) -> Line:
    """A row with some values otherwise."""
    if not more:
        return row
    return row.also(more) if isinstance(row, _Line) else {**row, **more}


@cache
def _places(table: str) -> Mapping[str, int]:
    return {column: place for place, column in enumerate(TABLES[table].schema.names)}
