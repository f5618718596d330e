"""A programme as bytes, and made of them again: what the cache keeps.

Nearly all of a programme is frozen values, thousands of them. They are written blank first and their fields after
them, a column for each field of each kind of value, so that no Python code runs for a single value when they are made
again. The bytes are a pickle: making something of them runs what they say, so they must come from nobody else.
"""

from __future__ import annotations

import copyreg
import dataclasses
import io
import pickle
from collections import deque
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from ..tree import Where
from ..types import Type, Unit

#: The values of one kind that were written blank, and what goes into each of their fields in turn.
_Columns = list[tuple[type, list[object], list[list[object]]]]


def packed(thing: object) -> bytes:
    """A value, and everything in it, as bytes.

    While they are made again frozen values are blank: none may be a key or in a set, nor be looked into by the
    constructor of something that is written in another way.
    """
    stream = io.BytesIO()
    pickler = _Pickler(stream)
    pickler.dump(thing)
    while columns := pickler.columns():  # which hold values not met before, whose fields come after them
        pickler.dump(columns)
    pickler.dump([])
    return stream.getvalue()


def unpacked(content: bytes) -> object:
    """The value that `packed` was given. Runs what the bytes say; raises any exception where they are damaged."""
    unpickler = pickle.Unpickler(io.BytesIO(content))  # noqa: S301 - see above: who calls this knows whose they are
    thing = unpickler.load()
    while columns := cast("_Columns", unpickler.load()):
        for kind, values, fields in columns:
            for put, field in zip(_setters(kind), fields, strict=True):
                deque(map(put, values, field), maxlen=0)
    return thing


class _Pickler(pickle.Pickler):
    """Writes frozen values blank, and keeps them until their columns are asked for.

    Equal places, types and units are written once, however often they were made.
    """

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, protocol=5)
        self._blank: dict[type, list[object]] = {}
        self._written: dict[object, object] = {}

    def reducer_override(self, thing: object) -> Any:
        """How a value is written: frozen values blank, everything else as usual."""
        if isinstance(thing, type) or not dataclasses.is_dataclass(thing):
            return NotImplemented
        kind: type = type(thing)
        self._blank.setdefault(kind, []).append(thing)
        return copyreg.__newobj__, (kind,)  # type: ignore[attr-defined]

    def columns(self) -> _Columns:
        """The fields of the values written since this was last asked for."""
        blank, self._blank = self._blank, {}
        return [
            (kind, values, [[self._once(getattr(value, name)) for value in values] for name in _names(kind)])
            for kind, values in blank.items()
        ]

    def _once(self, value: object) -> object:
        match value:
            case Where():
                return self._written.setdefault(value, value)
            case Type():  # how a unit is written is no part of its being equal
                return self._written.setdefault((value, value.unit.written), value)
            case Unit():
                return self._written.setdefault((value, value.written), value)
        return value


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cast("type[Any]", kind)))


def _setters(kind: type) -> tuple[Callable[[object, object], None], ...]:
    return tuple(getattr(kind, name).__set__ for name in _names(cast("Hashable", kind)))
