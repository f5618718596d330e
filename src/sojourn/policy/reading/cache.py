"""Programmes remembered between runs, so that a start need not read every file again.

What is remembered lies in the user's own cache folder, under a name made of the content of every file of the
programme, of this package's sources and of the Python that wrote it: whatever changes, it is read anew. Reading what
was remembered runs what it says, so a folder or file that others could have written is left alone. Whatever goes wrong
here, the programme is read from its files.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from pickle import PicklingError

from ..model import Programme
from .collecting import nothing_collected
from .folders import Folder
from .later import CasesLater, TextsLater
from .packing import packed, unpacked

#: Nothing larger is taken for a remembered programme.
MOST_BYTES = 64_000_000
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def remembered(chain: tuple[Folder, ...], read_chain: Callable[[tuple[Folder, ...]], Programme]) -> Programme:
    """The programme of a chain of folders: as remembered, else read by `read_chain` and remembered."""
    name = f"{chain[-1].key}-{fingerprint(chain)}.pickle"
    with contextlib.suppress(OSError), _opened(create=False) as folder:
        found = _recall(folder, name)
        if found is not None:
            return dataclasses.replace(found, cases=CasesLater(chain[-1]))
    programme = read_chain(chain)
    with contextlib.suppress(OSError, RecursionError, PicklingError), _opened(create=True) as folder:
        _remember(folder, name, programme)
    return programme


def forget() -> int:
    """Take away everything remembered; gives how many programmes that were."""
    count = 0
    with contextlib.suppress(OSError), _opened(create=False) as folder:
        for name in os.listdir(folder):  # noqa: PTH208 - by descriptor
            if name.endswith(".pickle"):
                os.unlink(name, dir_fd=folder)
                count += 1
    return count


def cache_folder() -> Path:
    """The folder things are remembered in."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(given) if given and Path(given).is_absolute() else Path.home() / ".cache"
    return root / "sojourn"


def fingerprint(chain: tuple[Folder, ...]) -> str:
    """What a programme is remembered under: everything that reading it depends on."""
    digest = hashlib.sha256()
    digest.update(f"{sys.implementation.cache_tag} {sys.version}".encode())
    for path, status in sorted(_sources(str(Path(__file__).parents[1])), key=itemgetter(0)):
        digest.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    for folder in chain:
        digest.update(f"folder {folder.key} {len(folder.files)}\n".encode())
        for file in folder.files:
            digest.update(f"file {file.path} {len(file.content)}\n".encode())
            digest.update(file.content)
    return digest.hexdigest()[:40]


def _sources(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """The Python files in a folder and the folders within it, with what the file system says of each."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat()
            elif entry.is_dir():
                yield from _sources(entry.path)


# ---- the folder --------------------------------------------------------------------------------------------


@contextmanager
def _opened(*, create: bool) -> Iterator[int]:
    """The cache folder, opened and found to be the user's own. Raises OSError where it cannot be had or trusted."""
    if not hasattr(os, "geteuid") or os.open not in os.supports_dir_fd:
        raise OSError("folders cannot be held open here, so nothing is remembered")
    try:
        path = cache_folder()
    except RuntimeError as error:
        raise OSError("there is no home folder") from error
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _FLAGS)
    try:
        if not _own(os.fstat(folder)):
            raise OSError("the cache folder could have been written by others")
        yield folder
    finally:
        os.close(folder)


def _own(status: os.stat_result) -> bool:
    """Whether only this user can have written a file or folder."""
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _recall(folder: int, name: str) -> Programme | None:
    """The programme remembered under a name, or None."""
    try:
        file = os.open(name, os.O_RDONLY | _FLAGS, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(file, "rb") as stream:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or not _own(status) or status.st_size > MOST_BYTES:
            return None
        try:
            with nothing_collected():
                found = unpacked(stream.read())  # only from a file and folder that nobody else can write
        except Exception:  # damaged in any way: it is read from the files again
            return None
    return found if isinstance(found, Programme) else None


def _remember(folder: int, name: str, programme: Programme) -> None:
    """Write a programme under a name, whole or not at all, and drop what was remembered of it before."""
    texts = {language: TextsLater(packed(dict(flat))) for language, flat in programme.texts.items()}
    content = packed(dataclasses.replace(programme, texts=texts, cases={}))
    if len(content) > MOST_BYTES:
        return
    new = f"{name}.{os.urandom(8).hex()}.new"
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600, dir_fd=folder)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
        os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new, dir_fd=folder)
        raise
    kept = name.rpartition("-")[0] + "-"
    for other in os.listdir(folder):
        if other.startswith(kept) and other != name and other.endswith((".pickle", ".new")):
            with contextlib.suppress(OSError):
                os.unlink(other, dir_fd=folder)
