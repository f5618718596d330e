"""What processes have worked: user and system time, which a busy machine changes far less than time on the clock."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any


def of_tree(process: int) -> float:
    """Seconds that a process and all that it started have worked, those that have ended included."""
    stats = {int(path.name): stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    wanted, found = {process}, {process}
    while found:
        found = {number for number, one in stats.items() if one and int(one[1]) in found} - wanted
        wanted |= found
    return sum(sum(map(int, stats[number][11:15])) for number in wanted if stats.get(number)) / _ticks()


def here(connection: Any) -> float:
    """Seconds that this process has worked, and whatever serves its connection to a database."""
    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    return own + sum(map(int, stat(connection.connection.info.backend_pid)[11:13])) / _ticks()


def stat(process: int) -> list[str]:
    """What the system tells of a process, from its state on; nothing where it has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _ticks() -> int:
    return int(os.sysconf("SC_CLK_TCK"))
