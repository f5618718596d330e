"""The files of a programme's folder: found, read as documents, checked against their forms and gathered by kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from ..problems import Problems, nearest
from ..tree import Where
from .document import RawMapping, RawScalar, read_document
from .forms import Form, Named, Shape, check
from .shapes import FILES

#: A programme has at most this many files, so that reading one takes bounded time.
MOST_FILES = 400


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


@dataclass(frozen=True, slots=True)
class File:
    """A file of a programme: its kind (`rules`), its path for messages, and what is in it."""

    kind: str
    language: str
    path: str
    content: bytes


def read_files(folder: Traversable, problems: Problems, leave: tuple[str, ...] = ()) -> list[File]:
    """Every programme file in a folder but for the kinds to leave out, in a fixed order.

    Files and folders that have no place there are noted.
    """
    found: list[File] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        kind = entry.name.removesuffix(".yaml")
        path = f"{folder.name}/{entry.name}"
        if kind in leave:
            continue
        if entry.is_dir():
            if kind in FILES and kind != "programme" and kind != entry.name + ".yaml":
                _read_folder(entry, kind, path, found, problems)
            elif entry.name.startswith((".", "_")):
                continue
            else:
                _unknown_file(entry.name, path, problems)
        elif entry.name.endswith(".yaml"):
            if kind in FILES and kind != "texts":
                found.append(File(kind, "", path, entry.read_bytes()))
            else:
                _unknown_file(entry.name, path, problems)
        elif entry.name.endswith(".yml"):
            _unknown_file(entry.name, path, problems)
    if len(found) > MOST_FILES:
        problems.add(
            Where(folder.name),
            "too_many_files",
            "This programme has more than {most} files; put some together.",
            most=MOST_FILES,
        )
        return found[:MOST_FILES]
    return found


def _read_folder(folder: Traversable, kind: str, path: str, found: list[File], problems: Problems) -> None:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        inner = f"{path}/{entry.name}"
        if entry.is_dir() and kind == "texts":
            for part in sorted(entry.iterdir(), key=lambda one: one.name):
                if part.name.endswith(".yaml"):
                    found.append(File(kind, entry.name, f"{inner}/{part.name}", part.read_bytes()))
        elif entry.name.endswith(".yaml") and not entry.is_dir():
            language = entry.name.removesuffix(".yaml") if kind == "texts" else ""
            found.append(File(kind, language, inner, entry.read_bytes()))
        elif entry.name.endswith(".yml") or (entry.is_dir() and not entry.name.startswith((".", "_"))):
            _unknown_file(entry.name, inner, problems)


def kind_of(kind: str) -> str:
    """The file or folder that a kind of entry stands in."""
    return kind if kind == "texts" else f"{kind}.yaml"


def _unknown_file(name: str, path: str, problems: Problems) -> None:
    allowed = [*(f"{kind}.yaml" for kind in FILES if kind != "texts"), "texts"]
    near = nearest(name.partition(".")[0], FILES)
    if near and kind_of(near) != name:
        problems.add(
            Where(path),
            "file_unknown_near",
            "'{name}' is no file of a programme; did you mean '{near}'?",
            name=name,
            near=kind_of(near),
        )
    else:
        problems.add(
            Where(path),
            "file_unknown",
            "'{name}' is no file of a programme; there may be {allowed}.",
            name=name,
            allowed=", ".join(allowed),
        )


def read_raw(folder: Traversable, files: list[File], problems: Problems) -> RawProgramme | None:
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
            raw = RawProgramme(key.text if isinstance(key, RawScalar) else folder.name, checked)
        else:
            rest.append((file, checked))
    if raw is None:
        if not any(file.kind == "programme" for file in files):
            problems.add(
                Where(folder.name),
                "programme_file_missing",
                "This folder has no programme.yaml; a programme begins with one.",
            )
        return None
    if raw.key != folder.name:
        key_node = raw.head.get("key")
        problems.add(
            key_node.where if key_node is not None else raw.head.where,
            "programme_key_folder",
            "The key '{key}' is not the folder's name; make both '{folder}'.",
            key=raw.key,
            folder=folder.name,
        )
        raw.key = folder.name
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
