"""Loading a programme: as remembered from an earlier run, else read from its files.

What reads programme files is imported only where nothing is remembered: most runs do without it.
"""

from __future__ import annotations

from pathlib import Path

from ..model import Programme
from ..problems import Problems
from .cache import remembered
from .folders import Folder, find_chain


def load(path_or_key: str | Path) -> Programme:
    """Read a programme by the path of its folder or, for one that comes with the package, by its key.

    Raises ProgrammeError with every problem found.
    """
    problems = Problems()
    chain = find_chain(path_or_key, problems)
    problems.raise_if_any()
    return remembered(chain, _read)


def _read(chain: tuple[Folder, ...]) -> Programme:
    from .programme import read_chain

    return read_chain(chain)
