"""Where finished runs are kept unless somewhere else is said, and what goes from there when it is of no use any more.

Runs are kept in a folder for each version of the program, since no other can use them; calibrations have folders of
their own beside these. Only here is anything cleared, never in a folder that somebody named.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from sojourn.policy import cache_folder

from .guangxi.experiment import program_edition

_A_DAY: Final = 24 * 3600
#: Whatever nobody has used for so long goes.
_UNUSED: Final = 30 * _A_DAY
#: Runs of other versions go sooner, but not at once: two versions may be at work side by side.
_UNUSED_OF_OTHERS: Final = _A_DAY
#: A folder of calibrations begins so. They take hours, so that they stay as long whatever version they are of.
_CALIBRATION: Final = "calibration-"
#: What the lab writes: nothing else is touched.
_WRITTEN: Final = frozenset({".npz", ".jsonl", ".new"})
#: Its time is that of the last look.
_LOOKED: Final = ".cleared"


def default_root() -> Path:
    """The folder with those for the runs of each version, and for calibrations."""
    return cache_folder() / "lab"


def default_keep() -> Path:
    """Where finished runs of this version are kept; once a day, what is of no use there any more is cleared."""
    root = default_root()
    own = root / program_edition(with_posterior=False)[:20]
    with suppress(OSError):  # what cannot be cleared stays
        clear(root, own)
    return own


def clear(root: Path, own: Path) -> None:
    """Clear what is of no use in `root` but once a day: runs of versions other than that of the folder `own` that were
    not used for a day, and anything not used for thirty. Raises OSError."""
    now = time.time()
    looked = root / _LOOKED
    if not root.is_dir() or (looked.exists() and now - looked.stat().st_mtime < _A_DAY):
        return
    looked.touch()
    for folder, _, names in os.walk(root, topdown=False):
        place = Path(folder)
        longest = _longest(root, own, place)
        for name in names:
            file = place / name
            with suppress(OSError):  # another may have taken it away, or it is not ours
                if file.suffix in _WRITTEN and now - _used(file) > longest:
                    file.unlink()
        if place not in (root, own):
            with suppress(OSError):  # there is something in it still
                place.rmdir()


def _longest(root: Path, own: Path, place: Path) -> int:
    """How long what lies in a folder stays unused there, in seconds."""
    top = place.relative_to(root).parts[:1]
    mine = place.is_relative_to(own) or (bool(top) and top[0].startswith(_CALIBRATION))
    return _UNUSED if mine else _UNUSED_OF_OTHERS


def _used(file: Path) -> float:
    """When a file was last written or, where the system notes it, read."""
    told = file.lstat()
    return max(told.st_mtime, told.st_atime)
