"""The command line: everything the product does, from a terminal."""

from __future__ import annotations

import atexit
import gc
import sys

__all__ = ["main"]


def main() -> None:
    """Carry out the call that was typed, and exit with its code."""
    # Little of what a command makes is thrown away before it ends; looking for it less often saves a tenth of the time.
    gc.set_threshold(100_000, 50, 100)
    # Nor is it looked for at the end, when memory goes back with the process: after a run of the lab that would take a
    # quarter of a second. What others do at the end, they do before: the first registered is the last called.
    atexit.register(gc.freeze)
    from .running import run

    sys.exit(run(sys.argv[1:]))
