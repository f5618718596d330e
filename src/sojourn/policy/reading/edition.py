"""Which text of a programme it was: a fingerprint of its files and of those that it extends."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path, PurePosixPath

from ..problems import Problems
from .folders import find_chain


@cache
def edition_of(path_or_key: str | Path) -> str:
    """The fingerprint (64 hexadecimal digits) of a programme's files as they stood when it was first asked for.

    Raises ProgrammeError where there is no such programme.
    """
    problems = Problems()
    chain = find_chain(path_or_key, problems)
    problems.raise_if_any()
    digest = hashlib.sha256()
    for folder in chain:
        for file in sorted(folder.files, key=lambda file: file.path):
            digest.update(f"{folder.key}/{PurePosixPath(file.path).name}\0{len(file.content)}\0".encode())
            digest.update(file.content)
    return digest.hexdigest()
