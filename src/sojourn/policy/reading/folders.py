"""Finding programmes: those that come with the package, a folder by its path, the folders of what each extends, and
the files in them.

Every start comes through here, whether the programme is remembered or not, so nothing that reads files is imported.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..problems import Problems, nearest
from ..tree import Where

#: The programmes that come with the package.
PACKAGED = Path(__file__).parents[2] / "programmes"

#: Files that a programme may have, by what is in them (each with a form in `shapes`).
KINDS = (
    "programme",
    "sources",
    "assumptions",
    "facts",
    "parameters",
    "rules",
    "routes",
    "conduct",
    "cases",
    "texts",
    "catalogue",
    "calendar",
)

#: A programme extends at most this many others, one upon the other.
LONGEST_EXTENDS = 8

#: A programme has at most this many files, so that reading one takes bounded time.
MOST_FILES = 400

#: Kinds of files that no programme inherits.
OWN_AFFAIR = ("cases", "catalogue")

_SCENARIO = re.compile(rb"^scenario: +(?:yes|true) *(?:#.*)?\r?$", re.MULTILINE)
_EXTENDS = re.compile(rb"^(extends: +)([a-z][a-z0-9_]*)(?= *(?:#.*)?\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a programme: its kind (`rules`), its path for messages, and what is in it."""

    kind: str
    language: str
    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """A programme's folder with the content of its files."""

    key: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class _Extends:
    """The programme that another says it extends, and where it says so."""

    key: str
    where: Where


def available() -> list[str]:
    """The keys of the programmes that come with the package; its scenarios are no programmes."""
    return _packaged(scenarios=False)


def scenarios() -> list[str]:
    """The keys of the scenarios that come with the package: what if one of its programmes were otherwise."""
    return _packaged(scenarios=True)


def _packaged(*, scenarios: bool) -> list[str]:
    with os.scandir(PACKAGED) as folders:
        heads = [(one.name, PACKAGED / one.name / "programme.yaml") for one in folders]
    return sorted(key for key, head in heads if head.is_file() and _is_scenario(head) is scenarios)


@cache
def _is_scenario(head: Path) -> bool:
    return _SCENARIO.search(head.read_bytes()) is not None


def find_chain(path_or_key: str | Path, problems: Problems) -> tuple[Folder, ...]:
    """The folders of a programme and of what it extends, the outermost base first."""
    place = _place_of(path_or_key, problems)
    chain: list[Folder] = []
    seen: set[str] = set()
    while place is not None:
        # The worked cases and the catalogue of a programme that is extended are its own affair.
        folder = Folder(place.name, tuple(read_files(place, problems, leave=OWN_AFFAIR if chain else ())))
        chain.insert(0, folder)
        seen.add(folder.key)
        extends = _extends(folder)
        if extends is None:
            break
        if extends.key in seen or len(chain) >= LONGEST_EXTENDS:
            problems.add(
                extends.where,
                "extends_circle",
                "'{key}' cannot be extended here; programmes extend each other in a circle or too many times.",
                key=extends.key,
            )
            break
        place = _beside(place, extends, problems)
    return tuple(chain)


def _place_of(path_or_key: str | Path, problems: Problems) -> Path | None:
    keys = available()
    if isinstance(path_or_key, str) and (path_or_key in keys or path_or_key in scenarios()):
        return PACKAGED / path_or_key
    path = Path(path_or_key)
    if path.is_dir():
        return path.resolve()
    near = nearest(str(path_or_key), keys)
    problems.add(
        Where(str(path_or_key)),
        "no_programme_near" if near else "no_programme",
        "There is no programme or folder '{name}'; did you mean '{near}'?"
        if near
        else "There is no programme or folder '{name}'; the programmes that come with Sojourn are: {keys}.",
        name=path_or_key,
        near=near,
        keys=", ".join(keys),
    )
    return None


def _extends(folder: Folder) -> _Extends | None:
    """What a programme extends, read before the rest; its problems are noted when the file is read whole."""
    for file in folder.files:
        if file.kind == "programme" and b"extends" in file.content:
            return _plain_extends(file) or _parsed_extends(file)
    return None


def _plain_extends(file: File) -> _Extends | None:
    """The name behind `extends:` where it stands on a line of its own, as it nearly always does."""
    found = _EXTENDS.findall(file.content)
    if len(found) != 1:
        return None
    before, name = found[0]
    line = file.content[: file.content.index(before + name)].count(b"\n") + 1
    return _Extends(name.decode("ascii"), Where(file.path, line, len(before) + 1))


def _parsed_extends(file: File) -> _Extends | None:
    from .document import RawMapping, read_document
    from .forms import NAME
    from .written import scalar

    node = read_document(file.content, file.path, Problems())
    found = scalar(node, "extends") if isinstance(node, RawMapping) else None
    return _Extends(found.text, found.where) if found is not None and NAME.match(found.text) else None


def _beside(place: Path, extends: _Extends, problems: Problems) -> Path | None:
    """The folder of an extended programme: beside this one, else among those that come with the package."""
    for candidate in (place.parent / extends.key, PACKAGED / extends.key):
        if (candidate / "programme.yaml").is_file():
            return candidate
    near = nearest(extends.key, available())
    problems.add(
        extends.where,
        "extends_unknown_near" if near else "extends_unknown",
        "There is no programme '{key}' to extend; did you mean '{near}'?"
        if near
        else "There is no programme '{key}' to extend, neither beside this one nor with Sojourn.",
        key=extends.key,
        near=near,
    )
    return None


# ---- files -------------------------------------------------------------------------------------------------


def read_files(folder: Path, problems: Problems, leave: tuple[str, ...] = ()) -> list[File]:
    """Every programme file in a folder but for the kinds to leave out, in a fixed order.

    Files and folders that have no place there are noted.
    """
    found: list[File] = []
    for entry in _entries(folder):
        kind = entry.name.removesuffix(".yaml")
        path = f"{folder.name}/{entry.name}"
        if kind in leave:
            continue
        if entry.is_dir():
            if kind in KINDS and kind != "programme":
                _read_folder(entry, kind, path, found, problems)
            elif entry.name.startswith((".", "_")):
                continue
            else:
                _unknown_file(entry.name, path, problems)
        elif entry.name.endswith(".yaml"):
            if kind in KINDS and kind != "texts":
                found.append(File(kind, "", path, _content(entry)))
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


def _read_folder(folder: os.DirEntry[str], kind: str, path: str, found: list[File], problems: Problems) -> None:
    for entry in _entries(folder):
        inner = f"{path}/{entry.name}"
        if entry.is_dir() and kind == "texts":
            for part in _entries(entry):
                if part.name.endswith(".yaml"):
                    found.append(File(kind, entry.name, f"{inner}/{part.name}", _content(part)))
        elif entry.name.endswith(".yaml") and not entry.is_dir():
            language = entry.name.removesuffix(".yaml") if kind == "texts" else ""
            found.append(File(kind, language, inner, _content(entry)))
        elif entry.name.endswith(".yml") or (entry.is_dir() and not entry.name.startswith((".", "_"))):
            _unknown_file(entry.name, inner, problems)


def _entries(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda one: one.name)


def _content(entry: os.DirEntry[str]) -> bytes:
    # Making a path object for each file takes longer than reading it.
    with open(entry.path, "rb", buffering=0) as stream:  # noqa: PTH123
        return stream.read()


def kind_of(kind: str) -> str:
    """The file or folder that a kind of entry stands in."""
    return kind if kind == "texts" else f"{kind}.yaml"


def _unknown_file(name: str, path: str, problems: Problems) -> None:
    allowed = [*(f"{kind}.yaml" for kind in KINDS if kind != "texts"), "texts"]
    near = nearest(name.partition(".")[0], KINDS)
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
