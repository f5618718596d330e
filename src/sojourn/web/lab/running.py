"""Running orders one after another, each in a process of its own that ends with this one."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path

from django.conf import settings

from .order import Order, write
from .orders import (
    State,
    all_kept,
    folder_of,
    is_cancelled,
    kept_runs,
    note_end,
    read_kept,
    sweep,
    write_down,
)

_log = logging.getLogger("sojourn.lab_runs")

#: Seconds between two looks at whether a run has been cancelled or takes too long.
_LOOK_EVERY = 0.25
#: What is kept of what a failed process said last, in letters.
_SAID = 2000


class Full(Exception):
    """No further order is taken for now; `waiting` are waiting already."""

    def __init__(self, waiting: int) -> None:
        super().__init__(waiting)
        self.waiting = waiting


class Line:
    """The orders that this server has taken, run in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, order: Order) -> str:
        """Take an order and begin it, or have it wait; its number. Raises Full, and nothing is started."""
        with self._lock:
            sweep()
            waiting = sum(one.state.open for one in all_kept()) - 1  # one of those that are open is being run
            if waiting >= settings.LAB_MOST_WAITING:
                raise Full(waiting)
            number = write_down(order)
            self._waiting.append(number)
            if self._thread is None:
                self._thread = threading.Thread(target=self._go_on, name="lab", daemon=True)
                self._thread.start()
            return number

    def _go_on(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                number = self._waiting.popleft()
            try:
                state = _run(number)
            except Exception:
                _log.exception("run %s of the lab could not be made", number)
                state = State.FAILED
            note_end(number, state)


#: The one line of this process.
line = Line()


def _run(number: str) -> State:
    """Make the runs of an order; how it ended."""
    kept = read_kept(number)
    if kept is None or is_cancelled(number):
        return State.CANCELLED
    folder = folder_of(number)
    told = json.dumps({"order": kept.order.data(), "folder": str(folder), "runs": str(kept_runs())})
    said = folder / "said.txt"
    write(folder / "progress.json", {"done": 0})
    with said.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "sojourn.web.lab.working"],
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=file,
            cwd=folder,
        )
        # The pipe stays open as long as this process lives: the other ends when it closes.
        with process:
            assert process.stdin is not None
            try:
                process.stdin.write(f"{told}\n".encode())
                process.stdin.flush()
                stopped = _watch(process, number)
            finally:
                process.kill()
    if stopped is not None:
        return stopped
    if process.returncode == 0 and kept.results.is_dir():
        return State.DONE
    _log.error("run %s of the lab ended with %s: %s", number, process.returncode, _last_of(said))
    return State.FAILED


def _watch(process: subprocess.Popen[bytes], number: str) -> State | None:
    """Wait until a process has ended (None), or is to be ended: why."""
    until = time.monotonic() + settings.LAB_LONGEST.total_seconds()
    while True:
        try:
            process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            if is_cancelled(number):
                return State.CANCELLED
            if time.monotonic() > until:
                return State.TOO_LONG
        else:
            return None


def _last_of(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")[-_SAID:]
