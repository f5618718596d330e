"""Finding programmes: those that come with the package, a folder by its path, and the folders of what each extends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..problems import Problems, nearest
from ..tree import Where
from .document import RawMapping, RawScalar, read_document
from .files import File, read_files
from .forms import NAME
from .written import scalar

#: A programme extends at most this many others, one upon the other.
LONGEST_EXTENDS = 8

PACKAGED = "sojourn.programmes"

#: Kinds of files that no programme inherits.
OWN_AFFAIR = ("cases", "catalogue")

_EXTENDS = re.compile(rb"^(extends: +)([a-z][a-z0-9_]*)(?= *(?:#.*)?\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A programme's folder with the content of its files."""

    key: str
    place: Traversable
    files: tuple[File, ...]


def available() -> list[str]:
    """The keys of the programmes that come with the package."""
    root = files(PACKAGED)
    return sorted(one.name for one in root.iterdir() if one.is_dir() and (one / "programme.yaml").is_file())


def find_chain(path_or_key: str | Path, problems: Problems) -> tuple[Folder, ...]:
    """The folders of a programme and of what it extends, the outermost base first."""
    place = _place_of(path_or_key, problems)
    chain: list[Folder] = []
    seen: set[str] = set()
    while place is not None:
        # The worked cases and the catalogue of a programme that is extended are its own affair.
        folder = Folder(place.name, place, tuple(read_files(place, problems, leave=OWN_AFFAIR if chain else ())))
        chain.insert(0, folder)
        seen.add(folder.key)
        extends = _extends(folder)
        if extends is None:
            break
        if extends.text in seen or len(chain) >= LONGEST_EXTENDS:
            problems.add(
                extends.where,
                "extends_circle",
                "'{key}' cannot be extended here; programmes extend each other in a circle or too many times.",
                key=extends.text,
            )
            break
        place = _beside(place, extends, problems)
    return tuple(chain)


def _place_of(path_or_key: str | Path, problems: Problems) -> Traversable | None:
    path = Path(path_or_key)
    if isinstance(path_or_key, str) and NAME.match(path_or_key):
        packaged = files(PACKAGED) / path_or_key
        if (packaged / "programme.yaml").is_file():
            return packaged
    if path.is_dir():
        return path.resolve()
    keys = available()
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


def _extends(folder: Folder) -> RawScalar | None:
    """What a programme extends, read before the rest; its problems are noted when the file is read whole."""
    for file in folder.files:
        if file.kind == "programme" and b"extends" in file.content:
            return _plain_extends(file) or _parsed_extends(file)
    return None


def _plain_extends(file: File) -> RawScalar | None:
    """The name behind `extends:` where it stands on a line of its own, as it nearly always does."""
    found = _EXTENDS.findall(file.content)
    if len(found) != 1:
        return None
    before, name = found[0]
    line = file.content[: file.content.index(before + name)].count(b"\n") + 1
    return RawScalar(name.decode("ascii"), False, file.path, line, len(before) + 1)


def _parsed_extends(file: File) -> RawScalar | None:
    node = read_document(file.content, file.path, Problems())
    found = scalar(node, "extends") if isinstance(node, RawMapping) else None
    return found if found is not None and NAME.match(found.text) else None


def _beside(place: Traversable, extends: RawScalar, problems: Problems) -> Traversable | None:
    """The folder of an extended programme: beside this one, else among those that come with the package."""
    candidates: list[Traversable] = [files(PACKAGED) / extends.text]
    if isinstance(place, Path):
        candidates.insert(0, place.parent / extends.text)
    for candidate in candidates:
        if (candidate / "programme.yaml").is_file():
            return candidate
    near = nearest(extends.text, available())
    problems.add(
        extends.where,
        "extends_unknown_near" if near else "extends_unknown",
        "There is no programme '{key}' to extend; did you mean '{near}'?"
        if near
        else "There is no programme '{key}' to extend, neither beside this one nor with Sojourn.",
        key=extends.text,
        near=near,
    )
    return None
