"""Choices for tests: an end of every range, but for those that a test names."""

from __future__ import annotations

from collections.abc import Mapping

from sojourn.lab.offers import Choice


class Ends:
    """The least of every range (or the most), and for some keys what a test says."""

    def __init__(self, most: bool = False, **said: int) -> None:
        self.most = most
        self.said = said
        self._made: dict[str, Choice] = {}

    @property
    def made(self) -> Mapping[str, Choice]:
        """What has been chosen so far."""
        return self._made

    def __call__(self, key: str, low: int, high: int) -> int:
        value = self.said.get(key, high if self.most else low)
        assert low <= value <= high
        self._made[key] = Choice(key, low, high, value)
        return value
