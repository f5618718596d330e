"""What the figures leave of what is believed about the parameters: draws kept in a file with the package."""

from __future__ import annotations

import csv
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import words
from ..refusing import LabError
from .parameters import middle, parameters

#: Made by `sojourn lab calibrate guangxi`; see the description of the model.
FILE: Final = "posterior.csv"
#: The first words of such a file, and of the last line of one that is whole.
HEAD: Final = "# The posterior of the Guangxi model"
_END: Final = "# end"
#: The band that a parameter is told with holds eight draws in ten.
BAND: Final = (0.1, 0.9)
#: A parameter whose band keeps this share of its prior's width is not identified.
NOT_IDENTIFIED: Final = 0.8


class PosteriorError(LabError):
    """The file of the posterior cannot be used: `code` says why, `slots` with what."""


def package_file() -> Path:
    """The file that parameters are drawn from: it comes with the package."""
    return Path(str(resources.files(__package__).joinpath(FILE)))


@cache
def draws() -> tuple[dict[str, float], ...]:
    """Every draw that is kept: the calibrated parameters by name. Raises PosteriorError where the file is not whole."""
    file = package_file()
    if not file.is_file():
        return ()
    try:
        return read_draws(file.read_text(encoding="utf-8"), FILE)
    except UnicodeDecodeError as error:
        raise PosteriorError("posterior_not_whole", file=FILE) from error


def read_draws(text: str, file: str) -> tuple[dict[str, float], ...]:
    """The draws in the text of a posterior; `file` is what it is called. Raises PosteriorError."""
    lines = text.splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    if not rows or lines[-1] != _last_line(len(rows)):
        raise PosteriorError("posterior_not_whole", file=file)
    try:
        found = tuple({name: float(value) for name, value in row.items()} for row in rows)
    except (TypeError, ValueError) as error:
        raise PosteriorError("posterior_not_whole", file=file) from error
    unknown = sorted(found[0].keys() - parameters().keys())
    if unknown:
        raise PosteriorError("posterior_of_another_model", file=file, names=", ".join(unknown))
    if not all(math.isfinite(value) for row in found for value in row.values()):
        raise PosteriorError("posterior_not_whole", file=file)
    return found


def write_draws(path: Path, made: Sequence[Mapping[str, float]], how: Sequence[str]) -> None:
    """Write draws as a posterior; each of `how` is a line on how they were made. Whole, or not at all.

    Raises OSError where it cannot be written.
    """
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write("".join(f"{line}\n" for line in (HEAD, *(f"# {one}" for one in how))))
            rows = csv.DictWriter(file, list(made[0]), lineterminator="\n")
            rows.writeheader()
            rows.writerows({name: f"{value!r}" for name, value in draw.items()} for draw in made)
            file.write(f"{_last_line(len(made))}\n")
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _last_line(number: int) -> str:
    return f"{_END} of {number} draws"


def told_in_band(shares: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """The band and the middle of draws' places in a prior (low, middle, high), and its width against the prior's."""
    low, middle_, high = (float(one) for one in np.quantile(shares, (BAND[0], 0.5, BAND[1])))
    return low, middle_, high, (high - low) / (BAND[1] - BAND[0])


def posterior_draw(key: tuple[int, int]) -> dict[str, float]:
    """The parameters of a run: one of the draws, keyed by seed and run; what was not calibrated is at its middle."""
    kept = draws()
    if not kept:
        raise PosteriorError("no_posterior", file=FILE)
    word = words(0, 0, label(Purpose.RESAMPLE, EntityKind.RUN), 1, key)
    return {**middle(), **kept[int(word.ravel()[0]) % len(kept)]}


def has_posterior() -> bool:
    """Whether there are draws to take parameters from."""
    return bool(draws())
