"""A bank of runs: parameters drawn from the prior, and what each run has for every figure. Broken off, it goes on.

The file has a line of JSON for each run, in the order in which they ended; a last line that is not whole is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..guangxi.experiment import Draws, Experiment, ExperimentError, program_edition, run_one
from ..guangxi.parameters import parameters
from ..spreading import spread
from . import figures as figures_module
from .figures import answers_left_open, compared, figures, period, statistics


class BankError(ExperimentError):
    """A bank that cannot be used: `code` says why, `slots` with what."""


@dataclass(frozen=True, slots=True)
class Bank:
    """Runs by number. `shares`: where each drawn parameter lies in its prior, shape (runs, parameters), in (0, 1).

    `compared`: what each run has for every figure, as it is compared; shape (runs, figures). `left_open`: the answers
    drawn for each run to what figures leave open, shape (runs, questions); None where they leave nothing open.
    """

    names: tuple[str, ...]
    runs: NDArray[np.int64]
    shares: NDArray[np.float64]
    compared: NDArray[np.float64]
    left_open: NDArray[np.bool_] | None = None

    def with_more(self, other: Bank) -> Bank:
        """The bank with the rows of another one of the same parameters after its own."""
        left_open = None
        if self.left_open is not None and other.left_open is not None:
            left_open = np.concatenate([self.left_open, other.left_open])
        return Bank(
            self.names,
            np.concatenate([self.runs, other.runs]),
            np.concatenate([self.shares, other.shares]),
            np.concatenate([self.compared, other.compared]),
            left_open,
        )

    def only(self, rows: NDArray[np.int64]) -> Bank:
        """The bank with some of its rows."""
        left_open = None if self.left_open is None else self.left_open[rows]
        return Bank(self.names, self.runs[rows], self.shares[rows], self.compared[rows], left_open)


def experiment_of(people: int, seed: int) -> Experiment:
    """The experiment that each run of the bank is one of."""
    first, last = period()
    return Experiment(people=people, first=first, last=last, seed=seed, draws=Draws.PRIOR)


def drawn_names() -> tuple[str, ...]:
    """The parameters that are drawn, in the order of their file."""
    return tuple(key for key, one in parameters().items() if not one.fixed)


def head_of(experiment: Experiment) -> dict[str, object]:
    """What a bank begins with: everything that its lines depend on, the program included."""
    return {
        "people": experiment.people,
        "seed": experiment.seed,
        "from": experiment.first.isoformat(),
        "to": experiment.last.isoformat(),
        "edition": experiment.composed().edition,
        "program": program_edition(with_posterior=False),
        "statistics": hashlib.sha256(Path(figures_module.__file__).read_bytes()).hexdigest(),
        "figures": [one.key for one in figures()],
        "names": list(drawn_names()),
    }


def check_bank(path: Path, *, people: int, seed: int) -> int:
    """How many runs the bank at `path` has; a new one gets its head, and a last line that is not whole is cut off.

    Raises ExperimentError, and BankError where the bank is of other settings or cannot be read or written.
    """
    experiment = experiment_of(people, seed)
    experiment.check()
    return len(_open(path, head_of(experiment)))


def fill(
    path: Path,
    runs: int,
    *,
    people: int,
    seed: int,
    further: Sequence[Mapping[str, float]] | None = None,
    workers: int | None = 1,
    progress: Callable[[int], None] | None = None,
) -> Bank:
    """Make the runs from 0 that the bank does not have yet, and give these runs; it may have more.

    With `further` the bank is one of the runs after these, numbered from `runs`: one from each of these draws.
    `progress` is told how many of them there are. Raises ExperimentError and BankError before any work starts.
    """
    experiment = experiment_of(people, seed)
    experiment.check()
    head, wanted = head_of(experiment), range(runs)
    line: Callable[[int], dict[str, object]] = partial(_line, experiment)
    if further is not None:
        given = tuple(tuple(sorted(draw.items())) for draw in further)
        head |= {"first": runs, "given": hashlib.sha256(str(given).encode()).hexdigest()}
        wanted = range(runs, runs + len(given))
        line = partial(_given_line, replace(experiment, draws=Draws.MIDDLE), runs, given)
    there = _open(path, head)
    missing = [run for run in wanted if run not in there]
    if progress:
        progress(len(wanted) - len(missing))
    with path.open("a", encoding="utf-8") as file:
        for number, told in enumerate(spread(line, missing, workers), len(wanted) - len(missing) + 1):
            file.write(json.dumps(told) + "\n")
            file.flush()
            if progress:
                progress(number)
        os.fsync(file.fileno())
    return read_bank(path, wanted.stop)


def _given_line(
    experiment: Experiment, first: int, given: tuple[tuple[tuple[str, float], ...], ...], run: int
) -> dict[str, object]:
    return _line(replace(experiment, given=given[run - first]), run)


def _line(experiment: Experiment, run: int) -> dict[str, object]:
    finished = run_one(experiment, run)
    known = parameters()
    return {
        "run": run,
        "shares": {name: known[name].share(finished.parameters[name]) for name in drawn_names()},
        "statistics": statistics(finished.result),
    }


def _open(path: Path, head: dict[str, object]) -> set[int]:
    """The runs that a bank has. Raises BankError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a+", encoding="utf-8") as file:
            file.seek(0)
            text = file.read()
            whole = text[: text.rfind("\n") + 1]
            if whole != text:
                file.truncate(len(whole.encode()))
            if not whole:
                file.write(json.dumps(head) + "\n")
                return set()
    except UnicodeDecodeError as error:
        raise BankError("bank_unreadable", file=str(path)) from error
    except OSError as error:
        raise BankError("bank_unwritten", file=str(path), why=error.strerror) from error
    lines = _lines(path, whole)
    if lines[0] != head:
        raise BankError("bank_of_another_model", file=str(path))
    return {int(line["run"]) for line in lines[1:]}


def _lines(path: Path, text: str) -> list[dict[str, Any]]:
    """The lines of a bank: its head, and one for each run. Raises BankError."""
    try:
        head, *rows = [json.loads(line) for line in text.splitlines()]
        if not (isinstance(head, dict) and head.get("names") and head.get("figures")):
            raise ValueError("head")
        if not all(isinstance(row, dict) and {"run", "shares", "statistics"} <= row.keys() for row in rows):
            raise ValueError("row")
    except ValueError as error:
        raise BankError("bank_unreadable", file=str(path)) from error
    return [head, *rows]


def read_bank(path: Path, runs: int | None = None) -> Bank:
    """The whole runs of a bank, by number; with `runs`, only those before it. Raises BankError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BankError("bank_unreadable", file=str(path)) from error
    head, *lines = _lines(path, text[: text.rfind("\n") + 1])
    if not isinstance(head.get("seed"), int):
        raise BankError("bank_unreadable", file=str(path))
    names = tuple(str(name) for name in head["names"])
    # Two that fill the same bank at once may make the same run: it is the same line, and counts once.
    by_run = {int(line["run"]): line for line in lines}
    rows = [by_run[run] for run in sorted(by_run) if runs is None or run < runs]
    return Bank(
        names,
        np.array([row["run"] for row in rows], np.int64),
        np.array([[row["shares"][name] for name in names] for row in rows]),
        np.array([[compared(one, row["statistics"][one.key]) for one in figures()] for row in rows]),
        np.array([answers_left_open((head["seed"], int(row["run"]))) for row in rows], np.bool_),
    )
