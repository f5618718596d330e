"""What a run comes to: the figures by which scenarios are compared, worked out from what was counted.

Names and units in three languages stand in `words`, under `outcomes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..engine.arrays import Breach, Ending, Manner, Mode
from .areas import Area, outcome_area
from .results import Month, Result
from .utilities import DAYS

_AT_FIRMS: Final = [Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH]
_NEAR: Final = [Mode.PASS, *_AT_FIRMS]
_IRREGULAR: Final = [Mode.FURTHER, Mode.IRREGULAR]


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted over some months, added up. `days`: how many days; `result`: the run it belongs to."""

    result: Result
    days: int
    person_days: NDArray[np.int64]
    trainee_days: int
    flows: NDArray[np.int64]
    issued: NDArray[np.int64]
    renewed: NDArray[np.int64]
    ended: NDArray[np.int64]
    found: NDArray[np.int64]
    punished: NDArray[np.int64]
    crossings: NDArray[np.int64]
    vacancy_days: NDArray[np.int64]
    post_days: NDArray[np.int64]
    firms: int
    away_days: int
    fees: int
    fees_of_workers: int
    inspected: int
    leaks: int
    locals: NDArray[np.int64]
    moved: int
    effort: float
    office_days: float
    tracking: float
    liability: float
    extended: float
    suspended: float
    earned: NDArray[np.int64]

    @property
    def months(self) -> float:
        """How many months that are."""
        return self.days / DAYS

    def mean(self, *modes: Mode) -> float:
        """How many people are in some modes on an average day."""
        return float(self.person_days[list(modes)].sum()) / self.days

    def within(self, area: Area, *modes: Mode) -> int:
        """Person-days in some modes in an area."""
        return sum(
            int(self.person_days[mode, area.places if mode is Mode.PASS else area.cells].sum()) for mode in modes
        )


def told(result: Result, months: tuple[Month, ...] | None = None) -> Told:
    """What was counted in a run, or in some of its months."""
    over = result.months if months is None else months
    days = sum((month.last - month.first).days + 1 for month in over)

    def add(name: str) -> NDArray[np.int64]:
        total: NDArray[np.int64] = np.sum([getattr(month, name) for month in over], axis=0)
        return total

    lengths = [(month.last - month.first).days + 1 for month in over]
    return Told(
        result=result,
        days=days,
        person_days=add("days"),
        trainee_days=int(add("trainee_days").sum()),
        flows=add("flows"),
        issued=add("issued"),
        renewed=add("renewed"),
        ended=add("ended"),
        found=add("found"),
        punished=add("punished"),
        crossings=add("crossings"),
        vacancy_days=add("vacancies"),
        post_days=np.sum([month.posts * length for month, length in zip(over, lengths, strict=True)], axis=0),
        firms=int(np.count_nonzero(np.any([month.firms_with_permits for month in over], axis=0))),
        away_days=int(add("away_days")),
        fees=int(add("fees")),
        fees_of_workers=sum(month.fees for month in over if month.worker_pays_fee),
        inspected=int(add("inspected")),
        leaks=int(add("leaks").sum()),
        locals=over[-1].locals,
        moved=over[-1].coastal_firms_moved,
        effort=over[-1].effort,
        office_days=float(sum(month.office_days for month in over)),
        tracking=over[-1].tracking,
        liability=over[-1].liability,
        extended=float(np.average([month.steps > 0 for month in over], weights=lengths)),
        suspended=float(
            np.average([month.suspended_agencies + month.unqualified_firms for month in over], weights=lengths)
        ),
        earned=add("earned"),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _permitted(one: Told, area: Area) -> float:
    """Of the days worked in an area by people from over the border, the share on a permit of the firm they work for."""
    return _share(one.within(area, Mode.PERMIT), one.within(area, *_NEAR))


def _gross(one: Told, *modes: Mode) -> float:
    """Mean pay a month of those in some modes, before anything is taken off."""
    chosen = list(modes)
    return _share(float(one.earned[chosen].sum()) * DAYS, float(one.person_days[chosen].sum()))


def _net_on_permit(one: Told) -> float:
    """Mean pay a month on a permit, less the days lost to renewal and the fees that workers pay."""
    days = float(one.person_days[[Mode.PERMIT, Mode.MISMATCH]].sum())
    if not days:
        return float("nan")
    return _gross(one, Mode.PERMIT, Mode.MISMATCH) * (1 - one.away_days / days) - one.fees_of_workers / (days / DAYS)


def _income(one: Told) -> float:
    """Mean pay a month of everybody in the pool, wherever she is, less what renewals take, and fines."""
    lost = _gross(one, Mode.PERMIT, Mode.MISMATCH) * one.away_days / DAYS if one.away_days else 0.0
    return (
        (float(one.earned.sum()) - lost - one.fees_of_workers - float(one.punished[0]))
        * DAYS
        / float(one.person_days.sum())
    )


def _output(one: Told) -> float:
    """Full days of work a month at the firms of the area by people from over the border."""
    days = float(one.person_days[_AT_FIRMS].sum()) - one.away_days
    return (days - one.result.parameters["training_loss"] * one.trainee_days) / one.months


def _onward(one: Told) -> float:
    """Of those who begin to be in without papers, the share who end up further in, at once or after work at the border.

    Whoever comes back to the border from there has not. To let a permit lapse is to begin, for it is not kept who of
    those at irregular work once had one. Some go on in another year than they came: with them, it is at most all.
    """
    began = one.flows[:, _IRREGULAR].sum() - one.flows[_IRREGULAR][:, _IRREGULAR].sum()
    onward = one.flows[:, Mode.FURTHER].sum() - one.flows[Mode.FURTHER, _IRREGULAR].sum()
    return _share(float(np.clip(onward, 0, began)), float(began))


def _quits(one: Told) -> float:
    """Of the jobs that people left of their own accord, the share that had lasted a month or less."""
    left = one.ended[Ending.LEFT]
    return _share(float(left[:, 0].sum()), float(left.sum()))


def _to_and_fro(one: Told, *modes: Mode) -> float:
    """How often a month somebody goes from home to some modes, or from them home."""
    chosen = list(modes)
    return float(one.flows[Mode.HOME, chosen].sum() + one.flows[chosen, Mode.HOME].sum()) / one.months


def _irregular_stay(one: Told) -> float:
    """How many days somebody stays irregularly, near the border and further in together, until it ends."""
    irregular = [Mode.IRREGULAR, Mode.FURTHER]
    others = [mode for mode in Mode if mode not in irregular]
    return _share(float(one.person_days[irregular].sum()), float(one.flows[irregular][:, others].sum()))


def _vacant(one: Told, area: Area) -> float:
    """Of the posts for migrants in an area, the share that stands empty."""
    return _share(float(one.vacancy_days[area.cells].sum()), float(one.post_days[area.cells].sum()))


#: Each outcome by its key, in the order in which they are told.
OUTCOMES: Final[Mapping[str, Callable[[Told], float]]] = {
    "permits_a_month": lambda one: float(one.issued.sum() + one.renewed.sum()) / one.months,
    "firms_with_permits": lambda one: float(one.firms),
    "on_permit": lambda one: one.mean(Mode.PERMIT, Mode.MISMATCH),
    "mismatched": lambda one: one.mean(Mode.MISMATCH),
    "irregular_near": lambda one: one.mean(Mode.IRREGULAR),
    "on_pass": lambda one: one.mean(Mode.PASS),
    "further": lambda one: one.mean(Mode.FURTHER),
    "irregular": lambda one: one.mean(Mode.IRREGULAR, Mode.FURTHER),
    "further_share": lambda one: _share(one.mean(Mode.FURTHER), one.mean(Mode.IRREGULAR, Mode.FURTHER)),
    "irregular_stay": _irregular_stay,
    "irregular_on_farms": lambda one: one.within(outcome_area("irregular_on_farms"), Mode.IRREGULAR) / one.days,
    "most_skilled": lambda one: float(one.person_days[_NEAR][..., -1].sum()) / one.days,
    "coast": lambda one: one.mean(Mode.COAST),
    "barred": lambda one: one.mean(Mode.BARRED),
    "permitted_pingxiang": lambda one: _permitted(one, outcome_area("permitted_pingxiang")),
    "permitted_dongxing": lambda one: _permitted(one, outcome_area("permitted_dongxing")),
    "permitted_longzhou": lambda one: _permitted(one, outcome_area("permitted_longzhou")),
    "turnover": lambda one: 100 * _share(one.ended.sum() * DAYS, float(one.person_days[_AT_FIRMS].sum())),
    "turnover_on_permit": lambda one: (
        100 * _share(one.ended[:, [0, 2]].sum() * DAYS, float(one.person_days[[Mode.PERMIT, Mode.MISMATCH]].sum()))
    ),
    "quits_in_a_month": _quits,
    "days_lost": lambda one: _share(one.away_days * DAYS, float(one.person_days[[Mode.PERMIT, Mode.MISMATCH]].sum())),
    "fees": lambda one: _share(one.fees * DAYS, float(one.person_days[[Mode.PERMIT, Mode.MISMATCH]].sum())),
    "net_on_permit": _net_on_permit,
    "net_irregular": lambda one: _gross(one, Mode.IRREGULAR),
    "income": _income,
    "vacancies": lambda one: _share(float(one.vacancy_days.sum()), float(one.post_days.sum())),
    "vacancies_pingxiang": lambda one: _vacant(one, outcome_area("vacancies_pingxiang")),
    "posts": lambda one: float(one.post_days.sum()) / one.days,
    "trained": lambda one: 1 - _share(one.trainee_days, float(one.person_days[_AT_FIRMS].sum())),
    "output": _output,
    "found": lambda one: float(one.found.sum()) / one.months,
    "found_at_work": lambda one: float(one.found[[Breach.WORK, Breach.MISMATCH]].sum()) / one.months,
    "bans": lambda one: float(one.punished[2]) / one.months,
    "detention_days": lambda one: float(one.punished[1]) / one.months,
    "fines": lambda one: float(one.punished[0]) / one.months,
    "onward": _onward,
    "crossings": lambda one: float(one.crossings.sum()) / one.months,
    "clandestine": lambda one: _share(float(one.crossings[Manner.CLANDESTINE, 0]), float(one.crossings[:, 0].sum())),
    "moves_without_permit": lambda one: _to_and_fro(one, Mode.PASS, Mode.IRREGULAR),
    "moves": lambda one: _to_and_fro(one, *_NEAR),
    "leaks": lambda one: _share(one.leaks * DAYS, float(one.person_days[[Mode.PERMIT, Mode.MISMATCH]].sum())),
    "applications": lambda one: float(one.issued.sum() + one.renewed.sum()) / one.months,
    "inspections": lambda one: one.inspected / one.months,
    "effort": lambda one: one.effort,
    "tracking": lambda one: one.tracking,
    "liability": lambda one: one.liability,
    "office_days": lambda one: one.office_days / one.months,
    "extended": lambda one: one.extended,
    "disqualified": lambda one: one.suspended,
    "locals_away": lambda one: _share(float(one.locals[2]), float(one.locals.sum())),
    "firms_moved": lambda one: float(one.moved),
}


def outcomes(result: Result) -> dict[str, float]:
    """Every outcome of a run over the days that are told of."""
    whole = told(result)
    return {key: float(work_out(whole)) for key, work_out in OUTCOMES.items()}
