"""What a programme leaves open to people on a day, as plain tables: asked of `policy`, once for each time in which no
rule changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sojourn.policy import Change, Layer, Programme, Standing, add_months

from .binding import Binding, Breach
from .chosen import Chosen
from .figures import Figure, yuan
from .inquiry import NO, OPEN, SHARE_PARTS, YES, Asked, Inquiry
from .sanctions import Sanction

Bools = NDArray[np.bool_]
Whole = NDArray[np.int64]
Element = TypeVar("Element", bound=np.generic)

#: Inquiries kept for the runs that follow, by programme and what else they depend on.
_INQUIRIES: dict[tuple[int, int, Layer, tuple[tuple[str, object], ...]], Inquiry] = {}
_MOST_INQUIRIES: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What is open on a day, and on every other until the next change. H homes, P places, S sectors, G grades.

    - `in_force`: permits can be issued, to somebody somewhere; `suspended`: the programme is suspended on the day;
    - `permit` bool[H, P, S]: somebody from a home may work there on a permit, for a qualified firm, filed for by an
      agency of the regular grade;
    - `pass_open` bool[H]: a border pass is given out on paper; `pass_limit` int64[P]: for how many days (-1: none);
    - `term_months`, `fee` (yuan), `away_days` int64[P, S]: for how long a permit is given (0: none is), what it costs
      and how many days a renewal takes; `renews_in_place`: no renewal needs anybody to leave; `transfer_anew`: a permit
      for another job, while one runs, is given for a whole term, and not for what is left;
    - `premium`: yuan a person and month, 0 before there is any insurance; who pays it and the fee;
    - `social_insurance`: what a firm pays for a local worker's social insurance, as a share of her pay;
    - `grade_may_file` bool[P, G]: an agency of that grade may file for workers there; `unqualified_may_hire` bool[P]:
      so may firms that lost their qualification hire. Before there are grades and qualifications nobody is kept out;
    - `grade_after` int64[G, V + 1]: the grade (its index) that so many violations lead to from another; more than V
      count as V; `violations_count_for` and `suspended_for`: months, 0 where there is no such rule;
    - `sanctions`: what follows each breach, for the number of reference where it is counted;
    - `tracked`: those who hold a permit are tracked by an app; `firms_answer` bool[P]: firms answer for their workers;
    - `overstays_found`: practice is, on the day, that overstays are found by themselves on the way out;
    - `words`: how practice is described on the day, by the entry of the programme (`uneven`, `stricter`).
    """

    in_force: bool
    suspended: bool
    permit: Bools
    pass_open: Bools
    pass_limit: Whole
    term_months: Whole
    fee: Whole
    away_days: Whole
    renews_in_place: bool
    transfer_anew: bool
    premium: int
    social_insurance: float
    worker_pays_fee: bool
    employer_pays_premium: bool
    grade_may_file: Bools
    unqualified_may_hire: Bools
    grade_after: Whole
    violations_count_for: int
    suspended_for: int
    sanctions: Mapping[Breach, Sanction]
    tracked: bool
    firms_answer: Bools
    overstays_found: bool
    words: Mapping[str, str]

    def term_end(self, first: date, place: int = 0, sector: int = 0) -> date | None:
        """The last day of a permit that begins on a day: the one before the same day so many months on; None: none."""
        months = int(self.term_months[place, sector])
        return add_months(first, months) - timedelta(days=1) if months else None


class Rules:
    """A programme on a layer, for one run: what is open in it is chosen once, by `chosen`, and kept there.

    `settle` sets days of change that the sources leave open; `assume` settles assumptions otherwise. Raises
    BindingError where the binding names what the programme lacks, CaseError for what cannot be settled.
    """

    def __init__(
        self,
        programme: Programme,
        binding: Binding,
        layer: Layer,
        chosen: Chosen,
        *,
        settle: Mapping[str, date] | None = None,
        assume: Mapping[str, object] | None = None,
    ) -> None:
        self.programme = programme
        self.binding = binding
        self.layer = layer
        self.chosen = chosen
        self._inquiry = _inquiry(programme, binding, layer, assume or {})
        self._settle = dict(settle or {})
        self._days = [self._day_of(change) for change in self._inquiry.changes]
        self._offers: dict[tuple[bool, ...], Offer] = {}
        worker, insurer = (programme.assumptions[name] for name in (binding.worker_pays, binding.employer_insures))
        taken = {name: _yes(value) for name, value in (assume or {}).items()}
        self._worker_pays = taken.get(worker.key, worker.value is True)
        self._employer_insures = taken.get(insurer.key, insurer.value is True)

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors, in the order of the tables."""
        return self._inquiry.sectors

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of agencies, in the order of the tables."""
        return self._inquiry.grades

    # ---- days ----------------------------------------------------------------------------------------------

    def _day_of(self, change: Change) -> date:
        day = change.day
        if day.certain:
            return day.earliest
        named = day.boundary if "@" not in day.boundary else f"{change.entry}@{day.earliest}..{day.latest}"
        settled = self._settle.get(day.boundary)
        if settled is None:
            settled = date.fromordinal(self.chosen(named, day.earliest.toordinal(), day.latest.toordinal()))
            self._settle[day.boundary] = settled
        return settled

    def changes(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last` on which anything that the binding names changes, in order, each once."""
        return tuple(sorted({day for day in self._days if first <= day <= last}))

    def _happened(self, day: date) -> tuple[bool, ...]:
        return tuple(change <= day for change in self._days)

    # ---- offers --------------------------------------------------------------------------------------------

    def on(self, day: date) -> Offer:
        """What is open on a day: the same object for all days between two changes.

        Past the last day for which the programme is verified, what held then is taken to hold on.
        """
        asked_on = min(day, self.programme.verified)
        happened = self._happened(asked_on)
        offer = self._offers.get(happened)
        if offer is None:
            asked = self._inquiry.asked(happened, asked_on, self._settle)
            sanctions = {breach.kind: self.sanction(breach.kind, asked_on) for breach in self.binding.breaches}
            offer = self._offers[happened] = self._offered(asked, sanctions)
        return offer

    def sanction(self, kind: Breach, day: date, count: int | None = None) -> Sanction:
        """What follows a breach on a day; `count` are the workers of a firm or agency, or the days over a limit."""
        asked_on = min(day, self.programme.verified)
        counted = next(breach.counted for breach in self.binding.breaches if breach.kind is kind)
        number = 0 if counted is None else counted.reference if count is None else count
        return self._inquiry.sanction(self._happened(asked_on), asked_on, self._settle, kind, number)

    def _offered(self, asked: Asked, sanctions: Mapping[Breach, Sanction]) -> Offer:
        settled = _Settled(self.chosen, asked)
        binding = self.binding
        places = [place.key for place in binding.places]
        permit = self._permits(asked, settled)
        answer = np.array([binding.answered_by in asked.owed and place in binding.answered_at for place in places])
        return Offer(
            in_force=asked.standing is Standing.IN_FORCE and bool(permit.any()),
            suspended=asked.standing is Standing.SUSPENDED,
            permit=_fixed(permit),
            pass_open=_fixed(settled.answers(asked.passes)),
            pass_limit=_fixed(
                np.array(
                    [
                        settled.figure(f"{binding.leave_by}.{place}", limit, none=-1)
                        for place, limit in zip(places, asked.pass_limits, strict=True)
                    ],
                    np.int64,
                )
            ),
            term_months=_fixed(settled.table("term", places, asked.term)),
            fee=_fixed(_in_yuan(settled.table("fee", places, asked.fee))),
            away_days=_fixed(settled.table("away", places, asked.away)),
            renews_in_place=settled.answer(asked.renews_in_place),
            transfer_anew=settled.answer(asked.transfer_anew),
            premium=yuan(settled.figure(binding.premium, asked.premium)),
            social_insurance=settled.figure(binding.insurance_rate, asked.insurance) / SHARE_PARTS,
            worker_pays_fee=self._worker_pays,
            employer_pays_premium=self._employer_insures,
            grade_may_file=_fixed(settled.answers(asked.may_file)),
            unqualified_may_hire=_fixed(settled.answers(asked.unqualified_may_hire)),
            grade_after=_fixed(asked.grade_after.astype(np.int64)),
            violations_count_for=settled.figure(binding.violations_count_for, asked.violations_count_for),
            suspended_for=settled.figure("suspended_for", asked.suspended_for),
            sanctions=MappingProxyType(dict(sanctions)),
            tracked=binding.tracked_by in asked.owed,
            firms_answer=_fixed(answer),
            overstays_found=binding.overstays_found in asked.words,
            words=MappingProxyType(dict(asked.words)),
        )

    def _permits(self, asked: Asked, settled: _Settled) -> Bools:
        """The permits, with what the authorities decide of a place chosen where it makes a difference."""
        permit = np.empty(asked.permit.shape[1:], bool)
        for p, place in enumerate(self.binding.places):
            decided = NO
            if (asked.permit[NO, :, p] != asked.permit[YES, :, p]).any():
                decided = self.chosen(f"{', '.join(place.decided)}.{place.key}", NO, YES)
            permit[:, p] = settled.answers(asked.permit[decided, :, p])
        return permit


class _Settled:
    """Answers and figures as one run has them: what is open in them chosen by its name."""

    def __init__(self, chosen: Chosen, asked: Asked) -> None:
        self.chosen = chosen
        self.asked = asked

    def answer(self, answer: int) -> bool:
        if answer < OPEN:
            return answer == YES
        return self.chosen(self.asked.hangs_on[answer - OPEN], NO, YES) == YES

    def answers(self, answers: NDArray[np.int16]) -> Bools:
        found: Bools = np.asarray(answers == YES)
        for answer in np.unique(answers[answers >= OPEN]):
            found |= (answers == answer) & self.answer(int(answer))
        return found

    def figure(self, name: str, figure: Figure, none: int = 0) -> int:
        if figure.low is None or figure.high is None:
            return none
        return figure.low if figure.low == figure.high else self.chosen(name, figure.low, figure.high)

    def table(self, name: str, places: list[str], figures: tuple[tuple[Figure, ...], ...]) -> Whole:
        """The figures by place and sector; each place has its own only where the programme says that it varies."""
        return np.array(
            [
                [self.figure(f"{name}.{place}" if figure.varies else name, figure) for figure in row]
                for place, row in zip(places, figures, strict=True)
            ],
            np.int64,
        )


def _inquiry(programme: Programme, binding: Binding, layer: Layer, assume: Mapping[str, object]) -> Inquiry:
    key = (id(programme), id(binding), layer, tuple(sorted(assume.items())))
    found = _INQUIRIES.get(key)
    if found is None or found.programme is not programme or found.binding is not binding:
        if len(_INQUIRIES) >= _MOST_INQUIRIES:
            _INQUIRIES.clear()
        found = _INQUIRIES[key] = Inquiry(programme, binding, layer, assume)
    return found


def _yes(value: object) -> bool:
    return value in (True, "yes", "true")


def _in_yuan(fen: Whole) -> Whole:
    return (fen + 50) // 100


def _fixed(array: NDArray[Element]) -> NDArray[Element]:
    """An array that nobody can write into: offers are shared by many days."""
    array.setflags(write=False)
    return array
