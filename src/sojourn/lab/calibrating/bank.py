"""A bank of runs: parameters drawn from the prior, and what each run has for every figure. Broken off, it goes on.

The file has a line of JSON for each run, in the order in which they ended; a last line that is not whole is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..guangxi.experiment import Draws, Experiment, run_one
from ..guangxi.parameters import parameters
from .figures import compared, figures, period, statistics


class BankError(Exception):
    """A bank that cannot be used: `code` says why, `slots` with what."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(f"{code}: {slots}")
        self.code = code
        self.slots = slots


@dataclass(frozen=True, slots=True)
class Bank:
    """Runs by number. `shares`: where each drawn parameter lies in its prior, shape (runs, parameters), in (0, 1).

    `compared`: what each run has for every figure, as it is compared; shape (runs, figures).
    """

    names: tuple[str, ...]
    runs: NDArray[np.int64]
    shares: NDArray[np.float64]
    compared: NDArray[np.float64]


def experiment_of(people: int, seed: int) -> Experiment:
    """The experiment that each run of the bank is one of."""
    first, last = period()
    return Experiment(people=people, first=first, last=last, seed=seed, draws=Draws.PRIOR)


def drawn_names() -> tuple[str, ...]:
    """The parameters that are drawn, in the order of their file."""
    return tuple(key for key, one in parameters().items() if not one.fixed)


def fill(
    path: Path,
    runs: int,
    *,
    people: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Bank:
    """Make the runs from 0 that the bank does not have yet. `progress` is told how many it has. Raises BankError."""
    experiment = experiment_of(people, seed)
    experiment.check()
    head = {"people": people, "seed": seed, "edition": experiment.composed().edition, "names": list(drawn_names())}
    there = _open(path, head)
    missing = [run for run in range(runs) if run not in there]
    with path.open("a", encoding="utf-8") as file:
        for number, line in enumerate(_made(experiment, missing, workers), len(there) + 1):
            file.write(json.dumps(line) + "\n")
            file.flush()
            if progress:
                progress(number)
        os.fsync(file.fileno())
    return read_bank(path)


def _made(experiment: Experiment, runs: list[int], workers: int) -> Iterator[dict[str, object]]:
    if workers == 1:
        yield from (_line(experiment, run) for run in runs)
        return
    from joblib import Parallel, delayed

    yield from Parallel(n_jobs=workers, return_as="generator_unordered")(
        delayed(_line)(experiment, run) for run in runs
    )


def _line(experiment: Experiment, run: int) -> dict[str, object]:
    finished = run_one(experiment, run)
    known = parameters()
    return {
        "run": run,
        "shares": {name: known[name].share(finished.parameters[name]) for name in drawn_names()},
        "statistics": statistics(finished.result),
    }


def _open(path: Path, head: dict[str, object]) -> set[int]:
    """The runs that a bank has; a new one gets its head, and a last line that is not whole is cut off."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(head) + "\n", encoding="utf-8")
        return set()
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, encoding="utf-8")
    lines = whole.splitlines()
    if not lines or json.loads(lines[0]) != head:
        raise BankError("bank_of_another_model", file=str(path))
    return {json.loads(line)["run"] for line in lines[1:]}


def read_bank(path: Path) -> Bank:
    """The whole runs of a bank, by number. Raises BankError."""
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    except (OSError, ValueError) as error:
        raise BankError("bank_unreadable", file=str(path), why=str(error)) from error
    if not lines or "names" not in lines[0]:
        raise BankError("bank_unreadable", file=str(path), why="ledger")
    names = tuple(lines[0]["names"])
    rows = sorted(lines[1:], key=lambda line: int(line["run"]))
    return Bank(
        names,
        np.array([row["run"] for row in rows], np.int64),
        np.array([[row["shares"][name] for name in names] for row in rows]),
        np.array([[compared(one, row["statistics"][one.key]) for one in figures()] for row in rows]),
    )
