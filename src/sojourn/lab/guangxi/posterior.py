"""What the figures leave of what is believed about the parameters: draws kept in a file with the package."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import words
from .parameters import middle, parameters

#: Made by `sojourn lab calibrate guangxi`; see the description of the model.
FILE = "posterior.csv"


class PosteriorError(Exception):
    """The file of the posterior cannot be used: `code` says why, `slots` with what."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(f"{code}: {slots}")
        self.code = code
        self.slots = slots


@cache
def draws() -> tuple[dict[str, float], ...]:
    """Every draw that is kept: the calibrated parameters by name. Raises PosteriorError where the file is not whole."""
    file = resources.files(__package__).joinpath(FILE)
    if not file.is_file():
        return ()
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[-1].startswith("# end"):
        raise PosteriorError("posterior_not_whole", file=FILE)
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    unknown = sorted({name for row in rows for name in row} - parameters().keys())
    if unknown:
        raise PosteriorError("posterior_of_another_model", file=FILE, names=", ".join(unknown))
    try:
        return tuple({name: float(value) for name, value in row.items()} for row in rows)
    except (TypeError, ValueError) as error:
        raise PosteriorError("posterior_not_whole", file=FILE) from error


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
