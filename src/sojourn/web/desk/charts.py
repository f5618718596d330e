"""Charts as pictures drawn on the server: bars whose lengths are numbers of the table that stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The picture in units of its own; it grows with the page.
WIDTH, HEIGHT = 400, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 6, 16, 26
#: No more names than this stand under the bars.
_MOST_NAMES = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: where it stands, how high it is, the name under it (perhaps none) and the number over it."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the picture at a round number."""

    y: float
    number: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of bars."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    base: int = HEIGHT - _BOTTOM
    foot: int = HEIGHT - 8


def bars(values: Sequence[tuple[str, float | None, str]]) -> Chart | None:
    """A chart of names with their numbers and how these are written; None where there is nothing to draw."""
    if not any(number for _, number, _ in values):
        return None
    top = _round_up(max(number or 0.0 for _, number, _ in values))
    room = HEIGHT - _TOP - _BOTTOM
    step = (WIDTH - _LEFT - _RIGHT) / len(values)
    width = min(step * 0.72, 46)
    every = -(-len(values) // _MOST_NAMES)
    drawn = []
    for place, (name, number, written) in enumerate(values):
        height = room * (number or 0.0) / top
        middle = _LEFT + step * (place + 0.5)
        # Of many names the last is always one that is shown: it is the latest.
        named = (len(values) - 1 - place) % every == 0
        drawn.append(
            Bar(
                round(middle - width / 2, 1),
                round(HEIGHT - _BOTTOM - height, 1),
                round(width, 1),
                round(height, 1),
                round(middle, 1),
                name if named else "",
                written if len(values) <= 2 * _MOST_NAMES else "",
            )
        )
    lines = tuple(
        Line(round(HEIGHT - _BOTTOM - room * part, 1), f"{top * part:g}") for part in (0.5, 1.0) if top * part % 1 == 0
    )
    return Chart(tuple(drawn), lines)


def _round_up(value: float) -> float:
    """The next of 2, 4, 6, 8, 10, 20, 40 ... at or above a number, so that its half is round as well."""
    size = 1.0
    while size * 10 < value:
        size *= 10
    return next(size * factor for factor in (2, 4, 6, 8, 10) if size * factor >= value)
