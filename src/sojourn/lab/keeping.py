"""Finished runs, kept as files: what was counted, what was drawn and what it comes to; nothing of single people."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from .guangxi.experiment import Experiment, ExperimentError, Finished
from .guangxi.results import Month, Result, Settings
from .offers import Choice

#: The name under which everything that is no array stands in a file.
_REST: Final = "rest"


def make_room(folder: Path) -> None:
    """See to it that runs can be kept in a folder, before any is made. Raises ExperimentError where they cannot."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError) as error:
        raise ExperimentError("keep_no_folder", folder=str(folder)) from error
    except OSError as error:
        raise ExperimentError("keep_unwritable", folder=str(folder)) from error


def keep(folder: Path, experiment: Experiment, finished: Finished) -> None:
    """Keep a run: written beside its place and put there whole, so that not even a machine that stops leaves half."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    arrays: dict[str, Any] = {}
    months = []
    for number, month in enumerate(finished.result.months):
        rest: dict[str, Any] = {}
        for one in fields(month):
            value = getattr(month, one.name)
            if isinstance(value, np.ndarray):
                arrays[f"{number}.{one.name}"] = value
            else:
                rest[one.name] = value.isoformat() if isinstance(value, date) else value
        months.append(rest)
    arrays[_REST] = np.frombuffer(json.dumps(_rest_of(finished, months)).encode(), np.uint8)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as file:
        try:
            np.savez_compressed(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(_file(folder, experiment, finished.run))
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def kept(folder: Path, experiment: Experiment, run: int) -> Finished | None:
    """A run as it was kept; None where it was not, or is damaged in any way: then it is made anew."""
    try:
        with _file(folder, experiment, run).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _read(arrays, experiment, run)
    except Exception:  # what can be wrong with a file is no closed list: a length of nought is the end of it, and so on
        return None


def _read(arrays: Any, experiment: Experiment, run: int) -> Finished:
    rest = json.loads(arrays[_REST].tobytes())
    months = tuple(_month(arrays, number, one) for number, one in enumerate(rest["months"]))
    settings = Settings(
        people=experiment.people,
        first=experiment.first,
        last=experiment.last,
        warm_up=experiment.warm_up,
        seed=experiment.seed,
        run=run,
    )
    nothing = np.empty((0, 7), np.int32)
    result = Result(
        settings, rest["parameters"], (), months, nothing, pool=None, people=None, history=tuple(rest["history"])
    )
    chosen = {}
    for key, values in rest["chosen"].items():
        low, high, value = (int(one) for one in values)
        chosen[key] = Choice(key, low, high, value)
    return Finished(run, rest["parameters"], chosen, rest["outcomes"], result)


def _file(folder: Path, experiment: Experiment, run: int) -> Path:
    return folder / f"{experiment.key(run)}.npz"


def _rest_of(finished: Finished, months: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "months": months,
        "parameters": dict(finished.parameters),
        "chosen": {key: [str(one.low), str(one.high), str(one.value)] for key, one in finished.chosen.items()},
        "outcomes": dict(finished.outcomes),
        "history": [dict(one) for one in finished.result.history],
    }


def _month(arrays: Any, number: int, rest: dict[str, Any]) -> Month:
    values = dict(rest)
    for one in fields(Month):
        if one.name not in values:
            values[one.name] = arrays[f"{number}.{one.name}"]
    values["first"], values["last"] = (date.fromisoformat(values[name]) for name in ("first", "last"))
    return Month(**values)
