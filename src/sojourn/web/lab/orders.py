"""Orders and what came of them, as files: a folder each, under a number that nobody guesses, until its time is up.

In a folder stand `order.json` (what was asked, when, and which server took it), `progress.json` (how many runs are
done), `end.json` (how it ended) and `results/`. Nothing in them says who asked, and the people in them are made up.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from .order import OWN, Order, write
from .own import scenario_text

_NUMBER = re.compile(r"[0-9a-f]{16}")
_HOLDS = "servers"
_KEPT_RUNS = "runs"


class State(StrEnum):
    """How an order stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    TOO_LONG = "too_long"
    BROKEN_OFF = "broken_off"

    @property
    def open(self) -> bool:
        """Whether anything is still to come."""
        return self in (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Kept:
    """An order as it stands: `done` of its runs are made; it was taken at `taken` and is thrown away at `until`."""

    number: str
    order: Order
    state: State
    taken: datetime
    done: int

    @property
    def until(self) -> datetime:
        """When it is thrown away."""
        return self.taken + settings.LAB_KEPT

    @property
    def results(self) -> Path:
        """The folder of what came of it."""
        return folder_of(self.number) / "results"


def folder_of(number: str) -> Path:
    """The folder of an order."""
    return Path(settings.LAB_FOLDER) / number


def kept_runs() -> Path:
    """The folder of finished runs, which orders share: the baseline's, or those of an order that was broken off."""
    return Path(settings.LAB_FOLDER) / _KEPT_RUNS


def write_down(order: Order) -> str:
    """Write an order down as waiting for this server; the number it has from now on."""
    number = secrets.token_hex(8)
    folder = folder_of(number)
    folder.mkdir(parents=True, mode=0o700)
    if order.own:
        (folder / OWN).write_text(scenario_text(order.own), encoding="utf-8")
    write(folder / "order.json", {"order": order.data(), "taken": timezone.now().isoformat(), "server": this_server()})
    return number


def read_kept(number: str) -> Kept | None:
    """An order as it stands; None where there is none, or its time is up."""
    if not _NUMBER.fullmatch(number):
        return None
    folder = folder_of(number)
    written = _read(folder / "order.json")
    if written is None:
        return None
    taken = datetime.fromisoformat(written["taken"])
    if taken + settings.LAB_KEPT < timezone.now():
        return None
    progress = _read(folder / "progress.json")
    done = int(progress["done"]) if progress else 0
    return Kept(
        number, Order.of(written["order"]), _state(folder, written["server"], begun=bool(progress)), taken, done
    )


def _state(folder: Path, server: str, *, begun: bool) -> State:
    end = _read(folder / "end.json")
    if end is not None:
        return State(end["state"])
    if (folder / "cancelled").exists():
        return State.CANCELLED
    if not _serves(server):
        return State.BROKEN_OFF
    return State.RUNNING if begun else State.WAITING


def note_end(number: str, state: State) -> None:
    """Note how an order ended, where it is still kept."""
    if folder_of(number).is_dir():
        write(folder_of(number) / "end.json", {"state": state.value})


def cancel(number: str) -> None:
    """Have an order ended. Whichever server took it ends its runs; until then it stands as cancelled already."""
    (folder_of(number) / "cancelled").touch()


def is_cancelled(number: str) -> bool:
    """Whether somebody has had an order ended."""
    return (folder_of(number) / "cancelled").exists()


def all_kept() -> list[Kept]:
    """Every order that is kept, the oldest first."""
    found = [read_kept(one.name) for one in _folders()]
    return sorted((one for one in found if one is not None), key=lambda one: one.taken)


def sweep() -> None:
    """Throw away what nobody may see any more: orders whose time is up, the oldest beyond the most, and old runs."""
    kept = all_kept()
    closed = [one.number for one in kept if not one.state.open]
    stays = {one.number for one in kept} - set(closed[: max(0, len(kept) - settings.LAB_MOST_KEPT)])
    before = (timezone.now() - settings.LAB_KEPT).timestamp()
    for folder in _folders():
        # A folder without an order in it is one that is just being written down, unless it is old.
        if folder.name not in stays and ((folder / "order.json").exists() or _changed(folder) < before):
            shutil.rmtree(folder, ignore_errors=True)
    for file in kept_runs().glob("*"):
        if _changed(file) < before:
            file.unlink(missing_ok=True)


def _folders() -> Iterator[Path]:
    try:
        yield from [one for one in Path(settings.LAB_FOLDER).iterdir() if _NUMBER.fullmatch(one.name)]
    except FileNotFoundError:
        return


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


# ---- which server took an order, and does it still serve? ----------------------------------------------------------


def this_server() -> str:
    """The name of this process among those that take orders; it holds a file of that name until it ends."""
    return _named(os.getpid())  # a copy of a process is another server


@cache
def _named(process: int) -> str:
    del process
    holds = Path(settings.LAB_FOLDER) / _HOLDS
    holds.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in holds.iterdir():
        if not _is_held(old):
            old.unlink(missing_ok=True)
    while True:
        file = holds / secrets.token_hex(8)
        handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)  # freed with the process, however that ends
        if file.exists():  # another server that began just now may have taken it for one that nobody holds
            return file.name
        os.close(handle)


def _serves(server: str) -> bool:
    return server == this_server() or _is_held(Path(settings.LAB_FOLDER) / _HOLDS / server)


def _is_held(file: Path) -> bool:
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        handle = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)
