"""What ensembles counted, as Polars frames: a row for each scenario, run, month and whatever else a table tells apart.

Tables: `outcomes` (scenario, run, outcome, value), `stocks`, `days`, `flows`, `permits`, `hires`, `tenure`, `posts`,
`found`, `sanctions`, `crossings`, `offices`, `locals`, `parameters`, `chosen`. Months are the days on which they begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .engine.arrays import Breach, Ending, Mode
from .ensembles import Ensemble
from .guangxi.experiment import Finished
from .guangxi.results import Month
from .guangxi.world import World, world
from .refusing import LabError

#: How long jobs lasted when they ended, in the order of the engine's buckets.
TENURES: Final = ("up_to_30", "up_to_90", "up_to_180", "up_to_365", "longer")
_MODES: Final = tuple(mode.name.lower() for mode in Mode)
_JOBS: Final = tuple(mode.name.lower() for mode in (Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH))
_ENDINGS: Final = tuple(ending.name.lower() for ending in Ending)
_BREACHES: Final = tuple(breach.name.lower() for breach in Breach)
_MANNERS: Final = ("outside", "border_pass", "permit", "clandestine")
_LOCALS: Final = ("here", "trade", "away")

Columns = dict[str, object]


def names() -> tuple[str, ...]:
    """The tables that there are."""
    return ("outcomes", *_TABLES, "parameters", "chosen")


def frame(ensembles: Ensemble | Iterable[Ensemble], table: str) -> pl.DataFrame:
    """A table over one ensemble or several. Raises LabError, naming the tables that there are."""
    given = (ensembles,) if isinstance(ensembles, Ensemble) else tuple(ensembles)
    if table not in names():
        raise LabError("no_such_table", name=table, there=names())
    parts = [part for one in given for part in _parts(one, table)]
    return pl.concat(parts) if parts else pl.DataFrame()


def _parts(ensemble: Ensemble, table: str) -> Iterator[pl.DataFrame]:
    scenario = "+".join(ensemble.experiment.scenarios)
    for finished in ensemble.finished:
        first: Columns = {"scenario": scenario, "run": finished.run}
        if table in _TABLES:
            for month in by_month(finished.result.months):
                columns = _TABLES[table](month, world())
                yield pl.DataFrame({**first, "month": month[0].first.replace(day=1), **columns}, strict=False)
        else:
            yield pl.DataFrame({**first, **_of_run(finished, table)}, strict=False)


def _of_run(finished: Finished, table: str) -> Columns:
    if table == "outcomes":
        return {"outcome": list(finished.outcomes), "value": [float(one) for one in finished.outcomes.values()]}
    if table == "parameters":
        return {"parameter": list(finished.parameters), "value": [float(one) for one in finished.parameters.values()]}
    choices = list(finished.chosen.values())
    return {
        "entry": [one.key for one in choices],
        **{what: [float(getattr(one, what)) for one in choices] for what in ("low", "high", "value")},
    }


def by_month(months: Iterable[Month]) -> list[list[Month]]:
    """Segments, put together by the month that they lie in."""
    found: dict[date, list[Month]] = {}
    for one in months:
        found.setdefault(one.first.replace(day=1), []).append(one)
    return list(found.values())


def _sum(segments: list[Month], name: str) -> NDArray[np.int64]:
    total: NDArray[np.int64] = np.sum([getattr(one, name) for one in segments], axis=0)
    return total


def _grid(shape: Mapping[str, tuple[str, ...]], **values: NDArray[np.int64]) -> Columns:
    """Columns of names, one for each axis, and of the values laid out over them."""
    sizes = [len(axis) for axis in shape.values()]
    index = np.indices(sizes).reshape(len(sizes), -1)
    named: Columns = {name: np.array(axis)[number] for (name, axis), number in zip(shape.items(), index, strict=True)}
    return {**named, **{name: value.reshape(-1) for name, value in values.items()}}


def _cells(world_: World) -> dict[str, tuple[str, ...]]:
    return {"place": world_.places, "sector": world_.lines.keys}


def _stocks(month: list[Month], world_: World) -> Columns:
    return _grid({"mode": _MODES, **_cells(world_)}, people=month[-1].stocks)


def _days(month: list[Month], world_: World) -> Columns:
    return _grid({"mode": _MODES, **_cells(world_)}, days=_sum(month, "days").sum(-1))


def _flows(month: list[Month], world_: World) -> Columns:
    del world_
    return _grid({"from_mode": _MODES, "to_mode": _MODES}, moves=_sum(month, "flows"))


def _permits(month: list[Month], world_: World) -> Columns:
    return _grid(_cells(world_), issued=_sum(month, "issued"), renewed=_sum(month, "renewed"))


def _hires(month: list[Month], world_: World) -> Columns:
    return _grid({"mode": _MODES, **_cells(world_)}, hired=_sum(month, "hired"))


def _tenure(month: list[Month], world_: World) -> Columns:
    del world_
    return _grid({"how": _ENDINGS, "mode": _JOBS, "lasted": TENURES}, ended=_sum(month, "ended"))


def _posts(month: list[Month], world_: World) -> Columns:
    return _grid(_cells(world_), posts=month[-1].posts, vacancy_days=_sum(month, "vacancies"))


def _found(month: list[Month], world_: World) -> Columns:
    return _grid({"breach": _BREACHES, "place": world_.places}, found=_sum(month, "found"))


def _sanctions(month: list[Month], world_: World) -> Columns:
    del world_
    fines, detention, bans, cases = _sum(month, "punished")
    return {"fines": [fines], "detention_days": [detention], "bans": [bans], "cases": [cases]}


def _crossings(month: list[Month], world_: World) -> Columns:
    del world_
    return _grid({"manner": _MANNERS, "direction": ("in", "out")}, crossings=_sum(month, "crossings"))


def _offices(month: list[Month], world_: World) -> Columns:
    del world_
    last = month[-1]
    return {
        "applications": [int(_sum(month, "issued").sum() + _sum(month, "renewed").sum())],
        "inspected": [sum(one.inspected for one in month)],
        "away_days": [sum(one.away_days for one in month)],
        "fees": [sum(one.fees for one in month)],
        "suspended_agencies": [last.suspended_agencies],
        "unqualified_firms": [last.unqualified_firms],
        "leaks": [int(_sum(month, "leaks").sum())],
        "effort": [last.effort],
        "tracking": [last.tracking],
        "liability": [last.liability],
        "office_days": [sum(one.office_days for one in month)],
        "steps": [last.steps],
    }


def _locals(month: list[Month], world_: World) -> Columns:
    del world_
    return {"doing": list(_LOCALS), "people": month[-1].locals, "firms_moved": [month[-1].coastal_firms_moved] * 3}


_TABLES: Final[Mapping[str, Callable[[list[Month], World], Columns]]] = {
    "stocks": _stocks,
    "days": _days,
    "flows": _flows,
    "permits": _permits,
    "hires": _hires,
    "tenure": _tenure,
    "posts": _posts,
    "found": _found,
    "sanctions": _sanctions,
    "crossings": _crossings,
    "offices": _offices,
    "locals": _locals,
}
