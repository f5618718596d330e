"""The published figures that the model is calibrated to, and what a run has for each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np

import sojourn.lab.guangxi

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import words
from ..engine.arrays import Mode
from ..guangxi.areas import Area, figure_area, left_open
from ..guangxi.outcomes import OUTCOMES, told
from ..guangxi.results import Month, Result
from ..guangxi.world import world
from ..written import read_written

_HARVEST: Final = (12, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what was said, how it is taken (`at`, with a normal `error`, perhaps in the logarithm), its sources."""

    key: str
    said: str
    at: float
    error: float
    logarithmic: bool
    leaves_open: str
    sources: tuple[str, ...]

    @property
    def target(self) -> float:
        """What is compared: the figure, or its logarithm."""
        return math.log(self.at) if self.logarithmic else self.at

    def written(self, compared: float) -> float:
        """What is compared, back in the unit of the figure."""
        return math.exp(compared) if self.logarithmic else compared


@cache
def _written() -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_written(resources.files(sojourn.lab.guangxi).joinpath("figures.yaml"))
    return read


@cache
def figures() -> tuple[Figure, ...]:
    """The figures, in the order of the file."""
    return tuple(
        Figure(
            key,
            one["said"],
            float(one["at"]),
            float(one["error"]),
            bool(one.get("log", False)),
            one["leaves_open"],
            tuple(one["source"]),
        )
        for key, one in _written()["calibration"].items()
    )


def period() -> tuple[date, date]:
    """The first and last day that a run of the calibration tells of."""
    return _written()["period"]["from"], _written()["period"]["to"]


def statistics(result: Result) -> dict[str, float]:
    """What a run has for each figure, at the programme's real size; what a figure leaves open is drawn for the run."""
    scale = world().real_size / result.settings.people
    return {one.key: _STATISTICS[one.key](result, scale) for one in figures()}


def compared(figure: Figure, value: float) -> float:
    """A statistic as it is compared: its logarithm where the figure's is; the least for nought and not a number."""
    if not math.isfinite(value):
        value = 0.0
    return math.log(max(value, 1e-3)) if figure.logarithmic else value


def _months(result: Result, year: int, *, harvest: bool | None = None) -> tuple[Month, ...]:
    return tuple(
        one
        for one in result.months
        if one.first.year == year and (harvest is None or (one.first.month in _HARVEST) == harvest)
    )


def answers_left_open(run: tuple[int, int]) -> tuple[bool, ...]:
    """What is drawn for a run, given by its key, where a figure leaves a yes or no open; in the order of those."""
    return tuple(_open(run, key) for key in left_open())


def _area(run: tuple[int, int], key: str) -> Area:
    """The area of a figure; where it is open which it means, the one that a run drew."""
    return figure_area(key, other=key in left_open() and _open(run, key))


def _open(run: tuple[int, int], key: str) -> bool:
    word = words(sum(key.encode()), 1, label(Purpose.RULE, EntityKind.RUN), 1, run)
    return bool(word.ravel()[0] & 1)


def _permits(result: Result, scale: float) -> float:
    issued = np.sum([one.issued + one.renewed for one in _months(result, 2018)], axis=0)
    return float(issued[_area(result.settings.key, "permits_2018").cells].sum()) * scale


def _firms(result: Result, scale: float) -> float:
    return float(told(result, _months(result, 2018)).firms) * scale


def _near(months: tuple[Month, ...], area: Area) -> float:
    days = sum((one.last - one.first).days + 1 for one in months)
    person_days = np.sum([one.days for one in months], axis=0).sum(-1)
    on_pass = person_days[Mode.PASS, area.places].sum()
    at_firms = person_days[[Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH]][:, area.cells].sum()
    return float(on_pass + at_firms) / days


def _workers_before(result: Result, scale: float) -> float:
    return _near(_months(result, 2016, harvest=False), _area(result.settings.key, "workers_before")) * scale


def _harvest(result: Result, scale: float) -> float:
    del scale
    area = _area(result.settings.key, "harvest")
    outside = _near(_months(result, 2016, harvest=False), area)
    return _near(_months(result, 2016, harvest=True), area) / outside if outside else float("nan")


def _outcome(key: str, year: int) -> Callable[[Result, float], float]:
    def worked_out(result: Result, scale: float) -> float:
        del scale
        return OUTCOMES[key](told(result, _months(result, year)))

    return worked_out


def _rural(result: Result, scale: float) -> float:
    """Of the days migrants worked in farming and building outside Pingxiang, the share on a permit."""
    del scale
    days = np.sum([one.days for one in _months(result, 2019)], axis=0).sum(-1)
    rural = _area(result.settings.key, "permitted_rural").cells
    work = days[[Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH]][:, rural].sum()
    return float(days[Mode.PERMIT, rural].sum() / work) if work else float("nan")


_STATISTICS: Final[Mapping[str, Callable[[Result, float], float]]] = {
    "permits_2018": _permits,
    "firms_2018": _firms,
    "workers_before": _workers_before,
    "harvest": _harvest,
    "permitted_pingxiang": _outcome("permitted_pingxiang", 2019),
    "permitted_dongxing": _outcome("permitted_dongxing", 2019),
    "permitted_rural": _rural,
    "quits": _outcome("quits_in_a_month", 2018),
    "onward": _outcome("onward", 2018),
}
