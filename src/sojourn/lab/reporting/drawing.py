"""Panels of a chart as SVG with text as text: a course by month with its band, and bars from percentile to percentile.

Ours and small, as those of the desk's statistics are: a plotting library brings fonts as outlines or scripts with it,
and what is needed is two kinds of panel that read on a phone, in print and aloud. The baseline is a broken line between
dotted ones, or an open bar, and the scenario a whole line in a shaded band, or a full bar: never colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from ..ensembles import Band
from .drawn import Course
from .lettering import broken, wide

#: How wide a panel is drawn; what it is shown at is up to the page.
WIDTH = 320
_HEIGHT = 190
_LEFT, _RIGHT, _TOP, _FOOT = 52, 312, 10, 168
#: How far a panel's texts stay from its sides, and from each other where two share a line.
_SIDE, _APART = 4, 8
#: How far below each other lines of text are, the first below what is above it, and a bar below the last.
_LINE, _FIRST, _BAR = 15, 14, 16

Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a panel of bars: whose it is, and its band."""

    name: str
    band: Band
    baseline: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn panel: its height where it is `WIDTH` wide, what it shows in words, and what is in it."""

    height: float
    said: str
    inner: str

    def svg(self, placed: str = "") -> str:
        """The panel as an element; `placed` are attributes that say where."""
        box = f'viewBox="0 0 {WIDTH} {self.height}"'
        return f'<svg {placed}{box} role="img"><title>{escape(self.said)}</title>{self.inner}</svg>'


def course_panel(baseline: Course, scenario: Course | None, said: str, write: Write) -> Drawing:
    """A figure by month, the scenario beside the baseline. `said`: what is drawn, for those who do not see it."""
    courses = [one for one in (baseline, scenario) if one is not None]
    high = [one.high[np.isfinite(one.high)] for one in courses]
    ticks = ticks_to(max((float(one.max()) for one in high if one.size), default=1.0))
    count = max(len(baseline.months), 2)

    def x(number: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * number / (count - 1)

    def y(value: float) -> float:
        return _FOOT - (_FOOT - _TOP) * value / ticks[-1]

    parts = []
    for tick in ticks:
        kind = "base" if tick == 0 else "grid"
        parts.append(f'<line class="{kind}" x1="{_LEFT}" x2="{_RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(_text(_LEFT - 5, y(tick) + 4, write(tick), "end"))
    for number, name, where in _dates(baseline):
        parts.append(f'<line class="tick" x1="{x(number):.1f}" x2="{x(number):.1f}" y1="{_FOOT}" y2="{_FOOT + 4}"/>')
        parts.append(_text(x(number), _FOOT + 17, name, where))
    alone = scenario is None
    if scenario is not None:
        parts.append(f'<path class="band" d="{_area(scenario, x, y)}"/>')
    if alone:
        parts.append(f'<path class="band" d="{_area(baseline, x, y)}"/>')
    else:
        parts += [f'<path class="edge" d="{_line(each, x, y)}"/>' for each in (baseline.low, baseline.high)]
    parts.append(f'<path class="{"after" if alone else "before"}" d="{_line(baseline.middle, x, y)}"/>')
    if scenario is not None:
        parts.append(f'<path class="after" d="{_line(scenario.middle, x, y)}"/>')
    return Drawing(_HEIGHT, said, "".join(parts))


def bars_panel(bars: Sequence[Bar], said: str, write: Callable[[Band], str], most: float | None = None) -> Drawing:
    """Bars from the 5th to the 95th percentile with a mark at the middle, each in figures; `most` ends the scale."""
    ends = [value for one in bars for value in (one.band.low, one.band.high) if math.isfinite(value)]
    top = most if most is not None else max(ends, default=1.0)
    bottom = min(0.0, min(ends, default=0.0))
    span = (top - bottom) or 1.0

    def x(value: float) -> float:
        return 4 + (WIDTH - 12) * (value - bottom) / span

    parts = []
    above = 0
    for one in bars:
        names, told = broken(one.name, WIDTH - 2 * _SIDE), write(one.band)
        below = above + _FIRST + _LINE * (len(names) - 1)
        parts += [_text(_SIDE, above + _FIRST + _LINE * at, name, "start", "name") for at, name in enumerate(names)]
        if wide(names[-1]) + _APART + wide(told, bold=True) > WIDTH - 2 * _SIDE:
            below += _LINE
        parts.append(_text(WIDTH - _SIDE, below, told, "end", "value"))
        line = below + _BAR
        above = line + 12
        parts.append(f'<line class="rail" x1="4" x2="{WIDTH - 8}" y1="{line}" y2="{line}"/>')
        if not math.isfinite(one.band.middle):
            continue
        low, middle, high = (x(value) for value in (one.band.low, one.band.middle, one.band.high))
        kind = "open" if one.baseline and len(bars) > 1 else "full"
        width = max(high - low, 1.5)
        parts.append(f'<rect class="{kind}" x="{low:.1f}" y="{line - 5}" width="{width:.1f}" height="10"/>')
        parts.append(f'<line class="mark" x1="{middle:.1f}" x2="{middle:.1f}" y1="{line - 8}" y2="{line + 8}"/>')
    return Drawing(above + 2, said, "".join(parts))


@dataclass(frozen=True, slots=True)
class Strength:
    """A row of a panel of strengths: how strong, give or take `error`, where its mark is, and that in figures."""

    name: str
    strength: float
    error: float
    mark: float
    told: str


def strengths_panel(rows: Sequence[Strength], said: str) -> Drawing:
    """Bars from nought, each with a thin line for its error and a mark; names above them, figures beside them."""
    top = max((one.strength + one.error for one in rows), default=1.0) or 1.0
    end = WIDTH - max((_SIDE + 2 * _APART + wide(one.told, bold=True) for one in rows), default=0)

    def x(value: float) -> float:
        return 4 + (end - 4) * min(max(value, 0.0), top) / top

    parts = []
    above = 0.0
    for one in rows:
        for line in broken(one.name, WIDTH - 2 * _SIDE):
            above += _LINE
            parts.append(_text(_SIDE, above, line, "start", "name"))
        middle = above + 13
        parts.append(f'<line class="rail" x1="4" x2="{end:.1f}" y1="{middle}" y2="{middle}"/>')
        width = max(x(one.strength) - 4, 1.5)
        parts.append(f'<rect class="full" x="4" y="{middle - 5}" width="{width:.1f}" height="10"/>')
        low, high = x(one.strength - one.error), x(one.strength + one.error)
        parts.append(f'<line class="base" x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}"/>')
        at = x(one.mark)
        parts.append(f'<line class="mark" x1="{at:.1f}" x2="{at:.1f}" y1="{middle - 8}" y2="{middle + 8}"/>')
        parts.append(_text(WIDTH - _SIDE, middle + 4, one.told, "end", "value"))
        above = middle + 13
    return Drawing(above + 2, said, "".join(parts))


def ticks_to(most: float) -> list[float]:
    """Three to six round numbers from nought to at least `most`."""
    if not math.isfinite(most) or most <= 0:
        return [0.0, 1.0]
    size = 10.0 ** math.floor(math.log10(most / 4))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one * 5 >= most)
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


def _dates(one: Course) -> list[tuple[int, str, str]]:
    """Where the axis is marked: each year, or some months where there are few; (number of the month, text, anchor)."""
    months = one.months
    years = [number for number, month in enumerate(months) if month.month == 1]
    if len(months) > 18 and years:
        every = math.ceil(len(years) / 6)
        return [(number, str(months[number].year), "middle") for number in years[::every]]
    marked = sorted({0, len(months) - 1} if len(months) < 5 else {0, (len(months) - 1) // 2, len(months) - 1})
    anchors = {0: "start", len(months) - 1: "end"}
    return [(number, months[number].strftime("%Y-%m"), anchors.get(number, "middle")) for number in marked]


def _line(values: NDArray[np.float64], x: Callable[[int], float], y: Callable[[float], float]) -> str:
    """A path through what is a number; it breaks where there is none. A single month is a short stroke."""
    parts: list[str] = []
    joined = False
    for number, value in enumerate(values):
        if not math.isfinite(value):
            joined = False
            continue
        parts.append(f"{'L' if joined else 'M'}{x(number):.1f} {y(float(value)):.1f}")
        joined = True
    if len(values) == 1 and parts:
        parts.append(f"H{x(1):.1f}")
    return "".join(parts)


def _area(one: Course, x: Callable[[int], float], y: Callable[[float], float]) -> str:
    there = [number for number in range(len(one.months)) if math.isfinite(one.low[number])]
    if not there:
        return ""
    above = [f"{x(number):.1f} {y(float(one.high[number])):.1f}" for number in there]
    below = [f"{x(number):.1f} {y(float(one.low[number])):.1f}" for number in reversed(there)]
    return f"M{'L'.join([*above, *below])}Z"


def _text(x: float, y: float, text: str, anchor: str, kind: str = "scale") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
