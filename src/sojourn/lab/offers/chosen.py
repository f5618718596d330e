"""What the sources leave open, chosen once for a whole run: a figure within its bounds, a day of change, yes or no."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for an entry of the programme, and between which bounds (both possible), in whole units.

    A day of change is counted as `date.toordinal` does, no is 0 and yes is 1.
    """

    key: str
    low: int
    high: int
    value: int


class Chosen(Protocol):
    """Chooses within bounds, each key once a run: asked again for a key, it says the same."""

    @property
    def made(self) -> Mapping[str, Choice]:
        """What has been chosen so far, by key, in the order first asked."""

    def __call__(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""


class KeyedChosen:
    """Chooses uniformly, keyed by the seed, the run and the name of what is chosen: in whatever order it is asked.

    What is `given` is not drawn: a parameter of the model stands for it.
    """

    def __init__(self, seed: int, run: int, given: Mapping[str, int] | None = None) -> None:
        self.seed = seed
        self.run = run
        self.given = dict(given or {})
        self._made: dict[str, Choice] = {}

    @property
    def made(self) -> Mapping[str, Choice]:
        """What has been chosen so far."""
        return self._made

    def __call__(self, key: str, low: int, high: int) -> int:
        """A number from `low` to `high`. Raises ValueError where the bounds stand the wrong way round."""
        if high < low:
            raise ValueError(f"{key}: nothing lies between {low} and {high}")
        if key in self.given:
            self._made[key] = Choice(key, low, high, self.given[key])
            return type(low)(self.given[key])
        digest = hashlib.sha256(f"{self.seed}\0{self.run}\0{key}".encode()).digest()
        # 128 bits over a small range: the bias is below one in 10**30.
        value = low + int.from_bytes(digest[:16], "big") * (high - low + 1) // 2**128
        self._made[key] = Choice(key, low, high, value)
        return value
