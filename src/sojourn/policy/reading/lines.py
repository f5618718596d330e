"""Reading values by line: the first line that holds, the greatest of those that do, or one value for many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tree import BestOf, FirstOf, Line, Node, Where
from ..types import YES_NO, Kind, Type
from .document import RawMapping, RawScalar
from .keys import name_in
from .written import items, mappings, scalar, sources, text

if TYPE_CHECKING:
    from .bodies import BodyReader


def read_first_of(reader: BodyReader, raw: RawMapping, expect: Type | None) -> Node | None:
    """The value of the first line that holds."""
    lines, last, kind, good = _lines(reader, raw, "first_of", expect)
    otherwise = None if last is None or last.text.strip() == "none" else reader.value(last, kind)
    if last is not None and last.text.strip() == "none" and kind is not None and "none" in kind.options:
        otherwise = reader.value(last, kind)
    if not good or (last is not None and otherwise is None and last.text.strip() != "none"):
        return None
    if not lines:
        reader.problems.add(raw.where_of("first_of"), "lines_missing", "There is no line with 'when' and 'value' here.")
        return None
    parts = [line.value for line in lines] + ([otherwise] if otherwise is not None else [])
    if kind is None and otherwise is not None:
        kind = otherwise.type
    return FirstOf(reader.settled(kind, parts), raw.where_of("first_of"), tuple(lines), otherwise)


def read_best_of(reader: BodyReader, raw: RawMapping, expect: Type | None) -> Node | None:
    """The greatest value of the lines that hold."""
    where = raw.where_of("best_of")
    lines, last, kind, good = _lines(reader, raw, "best_of", expect)
    if "otherwise" in raw.values:
        last = scalar(raw, "otherwise")
    return _best(reader, where, lines, last, kind, good)


def read_any_of(reader: BodyReader, raw: RawMapping, expect: Type | None) -> Node | None:
    """One value, however many conditions hold."""
    written = scalar(raw, "value")
    value = reader.expression(written, expect)
    kind = value.type if value is not None else expect
    lines: list[Line] = []
    good = value is not None
    for number, node in enumerate(items(raw, "when"), 1):
        inner = scalar(node, "when") if isinstance(node, RawMapping) else node
        condition = reader.expression(inner, YES_NO) if isinstance(inner, RawScalar) else None
        if condition is None or value is None:
            good = False
            continue
        label, given = "", ""
        cited: tuple[str, ...] = ()
        if isinstance(node, RawMapping):
            label, given, cited = text(node, "label"), text(node, "key"), sources(node)
            if given and given in reader.keys.taken:
                reader.key_twice(node, given)
        key = reader.keys.give(given or name_in(condition), str(number))
        lines.append(Line(value.type, node.where, key, label, condition, value, cited))
    return _best(reader, raw.where, lines, scalar(raw, "otherwise"), kind, good)


def _lines(
    reader: BodyReader, raw: RawMapping, key: str, expect: Type | None
) -> tuple[list[Line], RawScalar | None, Type | None, bool]:
    """The lines of `first_of` or `best_of`, what stands under `otherwise`, the type, and whether all is good."""
    lines: list[Line] = []
    otherwise: RawScalar | None = None
    good = True
    kind = expect
    written = mappings(raw, key)
    for number, one in enumerate(written, 1):
        if "otherwise" in one.values:
            otherwise = scalar(one, "otherwise")
            if number < len(written):
                reader.problems.add(one.where, "otherwise_last", "'otherwise' must be the last line; move it there.")
            if "value" in one.values or "when" in one.values:
                reader.problems.add(
                    one.where, "otherwise_alone", "'otherwise' stands alone in its line: {{otherwise: 0 points}}."
                )
            continue
        if "value" not in one.keys:
            reader.problems.add(
                one.where, "line_value", "This line lacks 'value': what it is when the condition holds."
            )
            good = False
        condition = reader.expression(scalar(one, "when"), YES_NO)
        value = reader.value(scalar(one, "value"), kind)
        if condition is None or value is None:
            good = False
            continue
        kind = reader.joined(kind, value, expect)
        given = text(one, "key")
        if given and given in reader.keys.taken:
            reader.key_twice(one, given)
        name = reader.keys.give(given or name_in(condition), str(number))
        lines.append(Line(value.type, one.where, name, text(one, "label"), condition, value, sources(one)))
    return lines, otherwise, kind, good


def _best(
    reader: BodyReader, where: Where, lines: list[Line], last: RawScalar | None, kind: Type | None, good: bool
) -> Node | None:
    """`best_of` or `any_of`, once its lines have been read."""
    if last is None and not good:
        return None
    if last is None:
        reader.problems.add(
            where, "otherwise_missing", "It lacks 'otherwise': what it is where no line holds, such as 0 points."
        )
        return None
    otherwise = reader.expression(last, kind)
    if not good or otherwise is None:
        return None
    whole = reader.settled(kind, [*(line.value for line in lines), otherwise])
    if whole.kind is not Kind.NUMBER:
        reader.problems.add(where, "best_number", "The greatest of several can only be taken of numbers; use first_of.")
        return None
    return BestOf(whole, where, tuple(lines), otherwise)
