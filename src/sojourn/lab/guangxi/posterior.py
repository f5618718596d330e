"""What the figures leave of what is believed about the parameters: draws kept in a file with the package."""

from __future__ import annotations

import csv
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from enum import StrEnum
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
#: What begins the line that says how many draws of their own those in the file are worth.
_WORTH: Final = "# Worth: "
#: Digits that count with which a draw is written.
DIGITS: Final = 6
#: The band that a parameter is told with holds eight draws in ten.
BAND: Final = (0.1, 0.9)
#: A parameter whose band keeps this share of its prior's width is not identified.
NOT_IDENTIFIED: Final = 0.8
#: One that is not has moved where chance would put its draws so otherwise than the prior so rarely, all parameters
#: taken together, and where their middle is off the prior's by so much of the prior's range, or more.
MOVED_BY_CHANCE: Final = 0.001
MOVED_AT_LEAST: Final = 0.1


class Standing(StrEnum):
    """What the figures tell of a parameter; those that are no narrower are not identified, moved or not."""

    IDENTIFIED = "identified"
    MOVED = "moved"
    AS_BEFORE = "as_before"


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
    """The draws in the text of a posterior; `file` is what it is called.

    Raises PosteriorError where it is not whole, where its columns are not the parameters that are drawn, each once, and
    where a value is outside its prior.
    """
    lines = text.splitlines()
    kept = [number for number, line in enumerate(lines, start=1) if not line.startswith("#")]
    heads, *rows = [lines[number - 1].split(",") for number in kept] or [[]]
    if not rows or lines[-1] != _last_line(len(rows)):
        raise PosteriorError("posterior_not_whole", file=file)
    try:
        values = [[float(value) for value in row] for row in rows]
    except ValueError as error:
        raise PosteriorError("posterior_not_whole", file=file) from error
    if not all(len(row) == len(heads) and all(map(math.isfinite, row)) for row in values):
        raise PosteriorError("posterior_not_whole", file=file)
    _check_columns(heads, file)
    found = tuple(dict(zip(heads, row, strict=True)) for row in values)
    for line, draw in zip(kept[1:], found, strict=True):
        for name, value in draw.items():
            _check_value(name, value, file, line)
    return found


def _check_columns(heads: Sequence[str], file: str) -> None:
    """Raise PosteriorError where the columns are not the parameters that are drawn, each once, in whichever order."""
    drawn = [key for key, one in parameters().items() if not one.fixed]
    lacking = [name for name in drawn if name not in heads]
    known = set(drawn)
    over = [name for place, name in enumerate(heads) if name not in known or name in heads[:place]]
    if lacking and over:
        raise PosteriorError("posterior_columns_both", file=file, lacking=tuple(lacking), over=tuple(over))
    if lacking:
        raise PosteriorError("posterior_columns_lacking", file=file, lacking=tuple(lacking))
    if over:
        raise PosteriorError("posterior_columns_over", file=file, over=tuple(over))


def _check_value(name: str, value: float, file: str, line: int) -> None:
    """Raise PosteriorError where a value lies outside its prior by more than its rounding as it was written."""
    one = parameters()[name]
    rounding = abs(value) * 10.0 ** (1 - DIGITS)
    if not one.low - rounding <= value <= one.high + rounding:
        raise PosteriorError(
            "posterior_value",
            file=file,
            line=line,
            name=name,
            given=f"{value:.12g}",
            low=f"{one.low:.12g}",
            high=f"{one.high:.12g}",
        )


@cache
def worth() -> float:
    """How many draws of their own those that are kept are worth; as many as they are, where the file does not say."""
    file = package_file()
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    said = next((line.removeprefix(_WORTH) for line in lines if line.startswith(_WORTH)), None)
    return len(draws()) if said is None else min(float(said), len(draws()))


def write_draws(path: Path, made: Sequence[Mapping[str, float]], how: Sequence[str], of_their_own: float) -> None:
    """Write draws as a posterior; each of `how` is a line on how they were made. Whole, or not at all.

    `of_their_own`: how many draws of their own they are worth, at most as many as they are.

    Raises OSError where it cannot be written.
    """
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write(
                "".join(f"{line}\n" for line in (HEAD, *(f"# {one}" for one in how), f"{_WORTH}{of_their_own:.0f}"))
            )
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


def standing(shares: NDArray[np.float64], worth: float, tried: int) -> Standing:
    """What the figures tell of one of `tried` parameters, from the places of its draws in its prior, shape (draws,).

    `worth`: how many draws of their own they are worth; their number where it is not known to be less.
    """
    _, middle_, _, width = told_in_band(shares)
    if width < NOT_IDENTIFIED:
        return Standing.IDENTIFIED
    moved = abs(middle_ - 0.5) >= MOVED_AT_LEAST and _spread_by_chance(shares, worth) * tried <= MOVED_BY_CHANCE
    return Standing.MOVED if moved else Standing.AS_BEFORE


def _spread_by_chance(shares: NDArray[np.float64], worth: float) -> float:
    """How often draws of the prior lie so far off its even spread (Kolmogorov and Smirnov, Stephens' correction)."""
    there = np.sort(shares)
    steps = np.arange(there.size + 1) / there.size
    furthest = float(max((steps[1:] - there).max(), (there - steps[:-1]).max()))
    far = (math.sqrt(worth) + 0.12 + 0.11 / math.sqrt(worth)) * furthest
    if far < 0.3:
        return 1.0  # so near that the sum below no longer converges; it is 1 to five digits
    return min(1.0, 2 * sum((1 if term % 2 else -1) * math.exp(-2 * (term * far) ** 2) for term in range(1, 101)))


def posterior_draw(key: tuple[int, int]) -> dict[str, float]:
    """The parameters of a run: one of the draws, keyed by seed and run; what is fixed, and never drawn, beside them."""
    kept = draws()
    if not kept:
        raise PosteriorError("no_posterior", file=FILE)
    word = words(0, 0, label(Purpose.RESAMPLE, EntityKind.RUN), 1, key)
    return {**middle(), **kept[int(word.ravel()[0]) % len(kept)]}


def has_posterior() -> bool:
    """Whether there are draws to take parameters from."""
    return bool(draws())
