"""What the report draws: by month as lines with bands, over the whole time as bars; from what was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..engine.arrays import Mode
from ..ensembles import Band, Ensemble, band
from ..frames import TENURES, by_month
from ..guangxi.results import Month
from ..guangxi.utilities import DAYS

#: How many of the flows are drawn; the table has all.
MOST_FLOWS: Final = 12


@dataclass(frozen=True, slots=True)
class Course:
    """A figure by month over the runs: arrays of shape (months,)."""

    months: tuple[date, ...]
    low: NDArray[np.float64]
    middle: NDArray[np.float64]
    high: NDArray[np.float64]

    def bands(self) -> tuple[Band, ...]:
        """The band of each month."""
        return tuple(Band(*map(float, one)) for one in zip(self.low, self.middle, self.high, strict=True))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the report: figures by month (`lines`), and outcomes over the whole time (`outcomes`)."""

    key: str
    lines: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


def _length(month: list[Month]) -> int:
    return sum((one.last - one.first).days + 1 for one in month)


def _total(name: str, index: int | None = None) -> Callable[[list[Month]], float]:
    def total(month: list[Month]) -> float:
        arrays = (np.asarray(getattr(one, name)) for one in month)
        return float(sum(float((each if index is None else each[index]).sum()) for each in arrays))

    return total


def _stock(mode: Mode) -> Callable[[list[Month]], float]:
    counted = _total("days", int(mode))
    return lambda month: counted(month) / _length(month)


def _permits(month: list[Month]) -> float:
    return _total("issued")(month) + _total("renewed")(month)


def _vacancies(month: list[Month]) -> float:
    posts = sum(float(one.posts.sum()) * ((one.last - one.first).days + 1) for one in month)
    return 100 * _total("vacancies")(month) / posts if posts else float("nan")


#: Each figure by month, by its key in the catalogue (`series`, or `modes` for people).
LINES: Final[Mapping[str, Callable[[list[Month]], float]]] = {
    "permits": _permits,
    "vacancies": _vacancies,
    "found": _total("found"),
    "detention_days": _total("punished", 1),
    "bans": _total("punished", 2),
    "applications": _permits,
    "inspections": _total("inspected"),
    **{mode.name.lower(): _stock(mode) for mode in Mode},
}

#: The charts, in the order in which they are told.
CHARTS: Final = (
    Chart("permits", ("permits",), ("permits_a_month", "firms_with_permits")),
    Chart("stocks", ("permit", "mismatch", "irregular", "further", "pass", "coast", "home", "barred")),
    Chart("places", (), ("permitted_pingxiang", "permitted_dongxing", "permitted_longzhou")),
    Chart("flows"),
    Chart("turnover", (), ("turnover", "turnover_on_permit", "quits_in_a_month")),
    Chart("tenure"),
    Chart("renewal", (), ("days_lost", "fees")),
    Chart("vacancies", ("vacancies",)),
    Chart("output", (), ("output", "trained")),
    Chart("control", ("found", "detention_days", "bans"), ("found_at_work", "fines", "onward", "leaks")),
    Chart("income", (), ("net_on_permit", "net_irregular", "income")),
    Chart("offices", ("applications", "inspections"), ("effort", "tracking", "liability", "office_days")),
    Chart("area", (), ("locals_away", "firms_moved")),
)


def course(ensemble: Ensemble, key: str) -> Course:
    """A figure by month: the band of the runs."""
    months = tuple(one[0].first.replace(day=1) for one in by_month(ensemble.finished[0].result.months))
    figures = np.array([[LINES[key](one) for one in by_month(run.result.months)] for run in ensemble.finished])
    bands = [band(figures[:, number]) for number in range(len(months))]
    low, middle, high = (np.array([getattr(one, what) for one in bands]) for what in ("low", "middle", "high"))
    return Course(months, low, middle, high)


def flows(ensemble: Ensemble) -> dict[tuple[str, str], Band]:
    """Moves a month from each status to each other one."""
    runs = []
    for one in ensemble.finished:
        months = one.result.months
        runs.append(np.sum([month.flows for month in months], axis=0) * DAYS / _length(list(months)))
    counted = np.array(runs)
    return {
        (first.name.lower(), second.name.lower()): band(counted[:, first, second])
        for first in Mode
        for second in Mode
        if first is not second and counted[:, first, second].any()
    }


def largest(found: list[dict[tuple[str, str], Band]]) -> list[tuple[str, str]]:
    """The flows that are largest in any of several ensembles, the largest first."""
    size: dict[tuple[str, str], float] = {}
    for one in found:
        for key, each in one.items():
            size[key] = max(size.get(key, 0.0), each.middle)
    return sorted(size, key=lambda key: (-size[key], key))[:MOST_FLOWS]


def tenures(ensemble: Ensemble) -> dict[str, Band]:
    """Of the jobs that ended, the share that lasted so long, in a hundred."""
    ended = np.array(
        [np.sum([m.ended for m in one.result.months], axis=0).sum((0, 1)) for one in ensemble.finished], float
    )
    whole = ended.sum(1)
    shares = np.full(ended.shape, np.nan)
    np.divide(100 * ended, whole[:, None], out=shares, where=whole[:, None] > 0)
    return {key: band(shares[:, number]) for number, key in enumerate(TENURES)}
