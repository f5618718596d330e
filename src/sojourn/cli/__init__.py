"""The command line: everything the product does, from a terminal."""

from __future__ import annotations

import sys

from .running import run

__all__ = ["main", "run"]


def main() -> None:
    """Carry out the call that was typed, and exit with its code."""
    sys.exit(run(sys.argv[1:]))
