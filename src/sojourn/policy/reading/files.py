"""The files of a programme's folder: read as documents, checked against their forms and gathered by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..problems import Problems
from ..tree import Where
from .document import RawMapping, RawScalar, read_document
from .folders import File
from .forms import Form, Named, Shape, check
from .shapes import FILES


@dataclass(slots=True)
class RawProgramme:
    """What stands in a programme's folder, checked for form: each kind's entries by name, and the texts by language.

    `whole` is False where a file could not be read at all, so that names may be missing that are there.
    """

    key: str
    head: RawMapping
    kinds: dict[str, RawMapping] = field(default_factory=dict)
    texts: dict[str, list[RawMapping]] = field(default_factory=dict)
    whole: bool = True


def read_raw(name: str, files: Sequence[File], problems: Problems) -> RawProgramme | None:
    """The files read and checked for form; None where there is no programme.yaml that can be read."""
    raw: RawProgramme | None = None
    rest: list[tuple[File, RawMapping]] = []
    whole = True
    for file in files:
        node = read_document(file.content, file.path, problems)
        if node is None:
            whole = False
            continue
        form = FILES[file.kind]
        checked = check(form, node, problems, _spoken(form, file))
        if not isinstance(checked, RawMapping):
            continue
        if file.kind == "programme":
            key = checked.get("key")
            raw = RawProgramme(key.text if isinstance(key, RawScalar) else name, checked)
        else:
            rest.append((file, checked))
    if raw is None:
        if not any(file.kind == "programme" for file in files):
            problems.add(
                Where(name),
                "programme_file_missing",
                "This folder has no programme.yaml; a programme begins with one.",
            )
        return None
    if raw.key != name:
        key_node = raw.head.get("key")
        problems.add(
            key_node.where if key_node is not None else raw.head.where,
            "programme_key_folder",
            "The key '{key}' is not the folder's name; make both '{folder}'.",
            key=raw.key,
            folder=name,
        )
        raw.key = name
    raw.whole = whole
    for file, mapping in rest:
        if file.kind == "texts":
            raw.texts.setdefault(file.language, []).append(mapping)
        else:
            _merge(raw, file.kind, mapping, problems)
    return raw


def _spoken(form: Form, file: File) -> str:
    return form.name if isinstance(form, (Shape,)) else file.kind


def _merge(raw: RawProgramme, kind: str, mapping: RawMapping, problems: Problems) -> None:
    """Put the entries of one more file of a kind with those of the files before it."""
    before = raw.kinds.get(kind)
    if before is None:
        raw.kinds[kind] = RawMapping(
            dict(mapping.values), dict(mapping.keys), mapping.file, mapping.line, mapping.column
        )
        return
    for name, node in mapping.values.items():
        here = before.values.get(name)
        if here is None:
            before.values[name] = node
            before.keys[name] = mapping.keys[name]
        elif isinstance(FILES[kind], Named) or not (isinstance(here, RawMapping) and isinstance(node, RawMapping)):
            twice(name, mapping.where_of(name), before.where_of(name), problems)
        else:
            _merge_section(before, name, here, node, problems)


def _merge_section(before: RawMapping, name: str, here: RawMapping, node: RawMapping, problems: Problems) -> None:
    joined = RawMapping(dict(here.values), dict(here.keys), here.file, here.line, here.column)
    for key, value in node.values.items():
        if key in joined.values:
            twice(key, node.where_of(key), joined.where_of(key), problems)
        else:
            joined.values[key] = value
            joined.keys[key] = node.keys[key]
    before.values[name] = joined


def twice(name: str, where: Where, first: Where, problems: Problems) -> None:
    """Note that a name has been given already, elsewhere."""
    problems.add(
        where,
        "name_twice",
        "'{name}' is already there, in {first}; give one of the two another name.",
        name=name,
        first=first,
    )
