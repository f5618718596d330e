"""Writing a programme's folder again, in one canonical form: told in the same way, whoever wrote it.

Keys come in the order of their forms, short things on one line, everything else a line each. Comments are not kept.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path

from ..model import Day, Programme
from ..problems import Problems
from ..tree import Where
from .document import RawMapping, RawNode, RawScalar, RawSequence, read_document
from .folders import File, find_chain
from .forms import NAME, Either, Form, Many, Named, Ref, Shape, accepts
from .programme import read_chain
from .shapes import FILES

#: Lines are no longer than this where they can be broken.
WIDTH = 110
_INDENT = "  "

#: Text that needs no quotation marks: begins with a letter or figure and holds nothing that means something in YAML.
_PLAIN = re.compile(r"^[^\W_][^:#,\[\]{}\"'`|>&*!%@\\\n]*$")


def dump(path_in: str | Path, path_out: str | Path) -> None:
    """Read the programme folder `path_in` and write it in canonical form to `path_out` (made if need be).

    Raises ProgrammeError where it cannot be read, and FileExistsError where something is in the way.
    """
    problems = Problems()
    chain = find_chain(path_in, problems)
    problems.raise_if_any()
    read_chain(chain)
    own = chain[-1]
    target = Path(path_out)
    target.mkdir(parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty; name a folder that is")
    for file in own.files:
        path = target.joinpath(*file.path.split("/")[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(canonical(file), encoding="utf-8")


def canonical(file: File) -> str:
    """The content of a programme file in canonical form. Raises ProgrammeError where it is no YAML."""
    problems = Problems()
    node = read_document(file.content, file.path, problems)
    problems.raise_if_any()
    if not isinstance(node, RawMapping):
        return ""
    lines: list[str] = []
    form = FILES[file.kind]
    for name, value in _in_order(node, form):
        if lines and isinstance(value, RawMapping):
            lines.append("")
        lines.extend(_entry(name, value, _inner(form, name), 0))
    return "\n".join(lines) + "\n"


# ---- layout ------------------------------------------------------------------------------------------------


def _entry(name: str, node: RawNode, form: Form | None, level: int) -> list[str]:
    """A key with its value: on one line where it fits, else the value below it."""
    start = _INDENT * level + _scalar(name, flow=False) + ":"
    if isinstance(node, RawScalar):
        return [f"{start} {_scalar(node.text, flow=False)}".rstrip()]
    line = f"{start} {_flow(node, form)}"
    if len(line) <= WIDTH and _short(node, level):
        return [line]
    return [start, *_block(node, form, level + 1)]


def _short(node: RawNode, level: int) -> bool:
    """Whether something may stand on one line: lists and mappings of plain values, never a whole entry."""
    if isinstance(node, RawSequence):
        return all(isinstance(item, RawScalar) for item in node.items) or not node.items
    if isinstance(node, RawMapping):
        return level > 0 and len(node.values) <= 4 and all(_plain_value(value) for value in node.values.values())
    return True


def _plain_value(node: RawNode) -> bool:
    if isinstance(node, RawSequence):
        return all(isinstance(item, RawScalar) for item in node.items)
    return isinstance(node, RawScalar)


def _block(node: RawNode, form: Form | None, level: int) -> list[str]:
    lines: list[str] = []
    if isinstance(node, RawMapping):
        for name, value in _in_order(node, form):
            lines.extend(_entry(name, value, _inner(form, name), level))
        return lines or [_INDENT * level + "{}"]
    assert isinstance(node, RawSequence)
    item_form = _item(form)
    for item in node.items:
        if isinstance(item, RawScalar):
            lines.append(f"{_INDENT * level}- {_scalar(item.text, flow=False)}")
            continue
        line = f"{_INDENT * level}- {_flow(item, item_form)}"
        if len(line) <= WIDTH and (_short(item, level) or isinstance(item, RawSequence)):
            lines.append(line)
            continue
        first, *rest = _block(item, item_form, level + 1)
        lines.append(f"{_INDENT * level}- {first.strip()}")
        lines.extend(rest)
    return lines or [_INDENT * level + "[]"]


def _flow(node: RawNode, form: Form | None) -> str:
    """Everything on one line, in brackets."""
    if isinstance(node, RawScalar):
        return _scalar(node.text, flow=True)
    if isinstance(node, RawSequence):
        return "[" + ", ".join(_flow(item, _item(form)) for item in node.items) + "]"
    parts = (f"{_scalar(name, flow=True)}: {_flow(value, _inner(form, name))}" for name, value in _in_order(node, form))
    return "{" + ", ".join(parts) + "}"


def _scalar(written: str, *, flow: bool) -> str:
    """A text, in quotation marks where YAML would read something else."""
    text = " ".join(written.split())
    if _PLAIN.match(text) or (not flow and _plain_in_block(text)):
        return text
    return json.dumps(text, ensure_ascii=False)


def _plain_in_block(text: str) -> bool:
    """Whether a text needs no quotation marks where no brackets stand around it."""
    if not text or not (text[0].isalnum()) or text.endswith(":"):
        return False
    return ": " not in text and " #" not in text and text.isprintable()


# ---- forms -------------------------------------------------------------------------------------------------


def _shape(form: Form | None, node: RawNode) -> Form | None:
    """The form that a node takes among those it may have."""
    if isinstance(form, Ref):
        return form.find()
    if isinstance(form, Either):
        return next((_shape(choice, node) for choice in form.forms if accepts(choice, node)), None)
    if isinstance(form, Many) and form.alone and not isinstance(node, RawSequence):
        return _shape(form.item, node)
    return form


def _in_order(node: RawMapping, form: Form | None) -> list[tuple[str, RawNode]]:
    """Keys in the order of the form; names, and keys the form does not know, as they were written."""
    shape = _shape(form, node)
    if not isinstance(shape, Shape) or not shape.keys:
        return list(node.values.items())
    order = {key.name: number for number, key in enumerate(shape.keys)}
    return sorted(node.values.items(), key=lambda pair: order.get(pair[0], -1))


def _inner(form: Form | None, name: str) -> Form | None:
    """The form of what stands under a key."""
    if isinstance(form, Ref):
        return _inner(form.find(), name)
    if isinstance(form, Shape):
        key = form.by_name.get(name)
        return key.form if key is not None else form.rest
    if isinstance(form, Named):
        return form.item
    if isinstance(form, Many) and form.alone:
        return _inner(form.item, name)
    if isinstance(form, Either):
        found = (_inner(choice, name) for choice in form.forms if isinstance(choice, (Shape, Ref, Named)))
        return next((inner for inner in found if inner is not None), None)
    return None


def _item(form: Form | None) -> Form | None:
    """The form of the items of a list."""
    if isinstance(form, Many):
        return form.item
    if isinstance(form, Either):
        return next((choice.item for choice in form.forms if isinstance(choice, Many)), None)
    return None


# ---- comparing ---------------------------------------------------------------------------------------------


def same_programme(one: Programme, other: Programme) -> bool:
    """Whether two programmes say the same, wherever it stands in their files."""
    return _same(one, other)


def _shared(day: Day) -> bool:
    """Whether a day has a name of its own; one that is not known is else named after where it was written."""
    return bool(NAME.match(day.boundary))


def _same(one: object, other: object) -> bool:
    if isinstance(one, Where):
        return isinstance(other, Where)
    if isinstance(one, Day) and isinstance(other, Day) and not (_shared(one) or _shared(other)):
        return (one.earliest, one.latest) == (other.earliest, other.latest)
    if isinstance(one, Mapping):
        return (
            isinstance(other, Mapping)
            and one.keys() == other.keys()
            and all(_same(value, other[key]) for key, value in one.items())
        )
    if isinstance(one, (tuple, list)):
        return (
            isinstance(other, (tuple, list))
            and len(one) == len(other)
            and all(_same(first, second) for first, second in zip(one, other, strict=True))
        )
    if dataclasses.is_dataclass(one):
        return type(one) is type(other) and all(
            _same(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one)
        )
    return type(one) is type(other) and one == other
