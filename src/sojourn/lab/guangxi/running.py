"""A run of the Guangxi model, segment after segment: what is open, what people make of it, what officials see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from math import fsum
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sojourn.policy import add_months

from ..drawing import EntityKind, Purpose, label
from ..drawing.plain import threshold, words
from ..drawing.scales import THRESHOLD_ONE, UTILITY_ONE
from ..engine.arrays import (
    NEVER,
    Breach,
    Counters,
    Mode,
    Numbers,
    Tables,
    choices_of,
    whole_lots,
)
from ..engine.clearing import room_for
from ..engine.segment import chunk_starts, run_segment
from ..engine.settling import settle_in
from ..offers import Breach as RuleBreach
from ..offers import Chosen, Offer
from .authorities import ISSUED, RENEWED, Authorities
from .firms import fresh, inspections, letting_go, make_firms, open_share, posts_for_migrants, ring_of
from .locals import Locals, make_locals, think_again
from .office import Load
from .population import kinds_of, make_people
from .results import Engine, Month, Result, Settings
from .room import awake_for, counters_for, trace_for
from .utilities import (
    DAYS,
    alternatives,
    chance_late_found,
    earned,
    leave_table,
    pay_of,
    tracked_worth,
    value_table,
)
from .world import World, world


class RulesOnDays(Protocol):
    """What is asked of the rules: on which days of a period anything changes, and what is open on a day."""

    @property
    def chosen(self) -> Chosen:
        """What was drawn for this run where the sources leave something open."""

    def changes(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last` on which anything changes."""

    def on(self, day: date) -> Offer:
        """What is open on a day."""


_EPOCH: Final = date(1970, 1, 1)
_TWO_32: Final = 2.0**32
_BREACHES: Final = {
    Breach.WORK: RuleBreach.WORK,
    Breach.OVERSTAY: RuleBreach.OVERSTAY,
    Breach.ENTRY: RuleBreach.ENTRY,
    Breach.FURTHER: RuleBreach.FURTHER,
    Breach.MISMATCH: RuleBreach.MISMATCH,
}


class Run:
    """One run, segment by segment. Everything that it holds can be looked at between two segments."""

    def __init__(
        self,
        settings: Settings,
        parameters: Callable[[date], Mapping[str, float]],
        rules: RulesOnDays,
        paper: RulesOnDays,
        regular: int,
        over: World | None = None,
        granted: tuple[RulesOnDays, ...] = (),
    ) -> None:
        """`parameters` gives those of a day; `paper` are the rules as written; `regular` is an agency's usual grade.

        `granted` are the rules with what a centre that reacts grants after the longer term, one step after the other.
        `over` is the world it runs over, that of the trial unless said.
        """
        self.settings = settings
        self.parameters_on = parameters
        self.parameters = parameters(settings.start)
        self.rules = rules
        self.paper = paper
        self.granted = granted
        self.world: World = over or world()
        self.people = make_people(
            self.world, settings.people, settings.key, self.parameters["taste_spread"], traced=settings.traced
        )
        self.pool = make_firms(self.world, settings.people, settings.key)
        self.firms = fresh(self.pool)
        self.moved = ~self.pool.coastal
        self.locals: Locals = make_locals(self.world, settings.people, self.parameters)
        self.authorities = Authorities(settings.bargain, regular, most_steps=1 + len(granted))
        self.money = pay_of(self.world, self.parameters, settings.start.month)
        self.starts = chunk_starts(settings.people, settings.chunk)
        words = whole_lots(alternatives(self.world).block.size)
        self.awake = awake_for(settings.people, self.starts.size - 1, words)
        self.proposals = room_for(settings.people)
        self.trace = trace_for(self.people, self.starts)
        self.skill = kinds_of(self.world).skill.astype(np.uint8)
        self.rows: list[NDArray[np.int32]] = []
        self.months: list[Month] = []
        self.before: list[Month] = []
        self.posts = self.world.posts
        self.vacancy_rate = 0.0
        self.days_held = 0
        self.relocation_spent = 0.0

    def segments(self) -> list[tuple[date, date]]:
        """The first and last day of each segment: months, cut where a rule changes and where the warm-up ends."""
        start, last = self.settings.start, self.settings.last
        cuts = {start, self.settings.first}
        for rules in (self.rules, self.paper, *self.granted):
            cuts.update(rules.changes(start, last))
        cuts |= {date(year, month, 1) for year in range(start.year, last.year + 1) for month in range(1, 13)}
        firsts = sorted(day for day in cuts if start <= day <= last)
        return list(zip(firsts, [*(day - timedelta(days=1) for day in firsts[1:]), last], strict=True))

    def go(self, progress: Callable[[date], None] | None = None) -> Result:
        """Run all segments. `progress` is told the last day of each that is done."""
        if self.settings.engine is Engine.REFERENCE:
            from ..engine.reference import settle_in as begin
        else:
            begin = settle_in
        begin(self.people, self._numbers(self.settings.start, self.settings.start))
        pool = ThreadPoolExecutor(self.settings.threads) if self.settings.threads > 1 else None
        try:
            for first, last in self.segments():
                self.segment(first, last, pool)
                if progress:
                    progress(last)
        finally:
            if pool:
                pool.shutdown()
        rows = np.concatenate(self.rows) if self.rows else np.empty((0, 7), np.int32)
        return Result(
            self.settings,
            self.parameters,
            tuple(self.before),
            tuple(self.months),
            rows,
            self.pool,
            self.people,
            tuple(self.authorities.history),
        )

    def segment(self, first: date, last: date, pool: ThreadPoolExecutor | None = None) -> None:
        """Run from `first` to `last`, in which no rule changes."""
        offer = self._offer(first)
        parameters = self.parameters_on(first)
        self.parameters = parameters
        self.money = pay_of(self.world, parameters, first.month)
        day = (first - self.settings.start).days
        month = first.year * 12 + first.month - 1 - 1970 * 12
        if first.day == 1 or first == self.settings.start:
            think_again(self.locals, self.world, self.parameters, month, self.settings.key)
            if first >= self.settings.first:  # who moved before is among the firms that are here
                self._relocate(offer, month)
        self._prepare_firms(offer, first, last, day, month)
        ring = ring_of(self.pool, self.firms.target, self.world.cells)
        tables, numbers = self._tables(offer, first, last), self._numbers(first, last, offer)
        counters, stocks = counters_for(self.world, self.starts.size - 1)
        shared = (self.people, self.firms, self.pool.cell, ring, tables, numbers, counters, stocks)
        if self.settings.engine is Engine.REFERENCE:
            from ..engine.reference import run_reference

            rows = run_reference(*shared)
        else:
            rows = run_segment(
                *shared, self.starts, self.awake, self.proposals, self.trace, pool, self.settings.threads
            )
        if rows.size:
            self.rows.append(rows)
        self.days_held += int(counters.days[:, [Mode.PERMIT, Mode.MISMATCH]].sum())
        load = self._load(offer, stocks)
        told = self._month(first, last, offer, counters, stocks, load)
        (self.months if first >= self.settings.first else self.before).append(told)
        if (last + timedelta(days=1)).day == 1:
            after = day + (last - first).days + 1
            place = self.pool.cell // len(self.world.lines.keys)
            acting = first >= self.settings.first
            self.authorities.month(
                self.firms.count,
                self.pool,
                offer,
                parameters,
                load,
                place,
                after,
                self.settings.key,
                held=self.days_held / DAYS,
                acting=acting,
            )
            self.firms.count[:] = 0
            self.days_held = 0
        posts = max(1, int(self.firms.target.sum()))
        self.vacancy_rate = max(0, posts - int(self.firms.filled.sum())) / posts

    def _load(self, offer: Offer, stocks: NDArray[np.int64]) -> Load:
        """What the local office has to do in a month: agencies are counted alike at all places."""
        places = len(self.world.places)
        place = self.pool.cell // len(self.world.lines.keys)
        holders = stocks.sum(0)[[Mode.PERMIT, Mode.MISMATCH]].sum(0)
        files = (self.firms.may_file != 0) & (self.firms.filled > 0)
        return Load(
            inspections=np.bincount(place, self.parameters["inspections"] * self._looked_at(), places).astype(float),
            agencies=np.full(places, self.pool.agencies / places),
            holders=holders.reshape(places, -1).sum(1).astype(float),
            firms=np.bincount(place[files], minlength=places).astype(float),
        )

    def _offer(self, day: date) -> Offer:
        """What the rules leave open on a day, with what the centre has granted by then.

        From the centre's first step on the term is the one that paper has; with each further one more is granted, and
        what paper has no term for has the longest that it has.
        """
        steps = self.authorities.steps
        offer = (self.granted[steps - 2] if steps > 1 else self.rules).on(day)
        if not steps:
            return offer
        paper = self.paper.on(day).term_months
        beyond = np.where(offer.term_months > 0, paper.max(initial=0), 0) if steps > 1 else 0
        return replace(offer, term_months=np.where(paper > 0, paper, beyond).astype(paper.dtype))

    def _relocate(self, offer: Offer, month: int) -> None:
        """Firms of the coast that move here this month: more the more they save, fewer the more posts stand empty.

        There a worker costs her pay and social insurance; the rate is that of Guangxi, the only one the programme has.
        """
        parameters = self.parameters
        ids = np.arange(self.pool.cell.size)
        drawn = words(ids, 0, label(Purpose.RELOCATION, EntityKind.COASTAL_FIRM), 1, self.settings.key)[:, 0]
        pay = self.world.mean_pay
        there = parameters["further_wage"] * (1 + offer.social_insurance)
        saving = (there - pay * (1 - parameters["wage_gap"])) * (1 - self.vacancy_rate)
        chance = 1 / (1 + np.exp(-(saving - parameters["relocation_bar"]) / parameters["relocation_spread"]))
        self.relocation_spent -= float(np.log1p(-min(chance, 0.999))) / 12
        self.moved |= threshold(drawn) <= self.relocation_spent * THRESHOLD_ONE

    def _prepare_firms(self, offer: Offer, first: date, last: date, day: int, month: int) -> None:
        """Give each firm its posts, whom it lets go and whom it may take, and the day on which it is inspected."""
        parameters, pool = self.parameters, self.pool
        held = self._local_share()
        season = (parameters["demand"], parameters["harvest"], held)
        self.posts = self.world.posts * open_share(self.world, month, *season) * self._share_here()
        target = posts_for_migrants(self.world, pool, month, *season, self.settings.key)
        np.copyto(self.firms.target, np.where(self.moved, target, 0))
        self.firms.separate[:] = letting_go(self.firms.target, self.firms.filled)
        sectors = len(self.world.lines.keys)
        self.firms.may_file[:] = self.authorities.may_file(pool, offer, len(self.world.places), sectors, day)
        effort = parameters["inspection_effort"] * self.authorities.office.effort
        rate = parameters["inspections"] * effort * self._looked_at() / DAYS
        day0 = (self.settings.start - _EPOCH).days
        last_day = day + (last - first).days
        self.firms.inspected[:] = inspections(pool, rate, day, last_day, day0, month, self.settings.key)
        self.firms.tolerant[:] = self._tolerant(offer, rate)
        self.firms.bonus[:] = np.floor(pool.pay_step * parameters["wage_weight"] * UTILITY_ONE + 0.5)

    def _share_here(self) -> float:
        """The share of all posts whose firms are here: those of the coast that have not moved draw nobody.

        Over all cells together: a firm of the coast moves to any, and of a small world's cells many have none.
        """
        return float(self.pool.size[self.moved].sum() / self.pool.size.sum())

    def _looked_at(self) -> NDArray[np.float64]:
        """How often each firm is looked at beside an average one; shape (firms,). Who is not here, never."""
        return np.where(self.moved, self.pool.looked_at, 0.0)

    def _local_share(self) -> NDArray[np.float64]:
        """The share of the posts of each place and line that locals hold; shape (places, sectors)."""
        lines, parameters = self.world.lines, self.parameters
        share = lines.locals * min(self.locals.held, 1 / float(lines.locals[self.world.posts.any(axis=0)].max()))
        return np.clip(np.tile(share, (len(self.world.places), 1)), 0, parameters["locals_posts_most"])

    def _tolerant(self, offer: Offer, rate: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which firms take workers without papers: what they save against the fine they expect, as each weighs it."""
        parameters = self.parameters
        sanction = offer.sanctions[RuleBreach.EMPLOYER]
        # Where the programme says what is done and names no fine, as while irregular work was condoned, none is feared.
        stated = (sanction.fine_low + sanction.fine_high) / 2
        fine = parameters["employers_fine_feared"] if sanction.layer is None else stated
        pay = np.tile(self.world.lines.pay, len(self.world.places))[self.pool.cell]
        expected = rate * DAYS * parameters["inspection_finds"] * fine
        saved = parameters["irregular_penalty"] * pay + (offer.premium if offer.employer_pays_premium else 0)
        step = parameters["tolerance_step"]
        return (
            parameters["tolerance"]
            + parameters["tolerance_weight"] * (saved - parameters["fine_weight"] * expected) / (step * pay)
            + self.pool.tolerance
            > 0
        )

    def _seen(self, effort: float) -> Mapping[str, float]:
        """The parameters as people see them: inspections as often as they are where people work without papers.

        That is at the office's own effort, and at firms as large as those are that take such people.
        """
        takes = self.firms.target * (self.firms.tolerant != 0)
        posts = int(takes.sum())
        # Exact sums: a firm without posts changes none.
        often = fsum((takes * self.pool.looked_at).tolist()) / posts if posts else 1.0
        return {
            **self.parameters,
            "inspection_effort": effort,
            "inspections": self.parameters["inspections"] * often,
        }

    def _tables(self, offer: Offer, first: date, last: date) -> Tables:
        """What each kind of person finds: what is open and its worth, the chance of being found, terms, sanctions."""
        parameters, homes = self.parameters, self.world.homes
        places = len(self.world.places)
        kinds = kinds_of(self.world)
        think = np.full(8, 1 / parameters["days_between_thoughts_at_work"])
        think[[Mode.HOME, Mode.PASS]] = 1 / parameters["days_between_thoughts_at_home"]
        think[Mode.BARRED] = 0
        if self.world.lines.harvest[:, first.month - 1].any():
            think[Mode.HOME] *= parameters["harvest_call"]
        effort = parameters["inspection_effort"] * self.authorities.office.effort
        found = np.zeros((8, places))
        found[[Mode.IRREGULAR, Mode.PASS]] = parameters["street_checks"] * effort / DAYS
        found[Mode.PASS] *= parameters["checks_on_pass"]
        found[Mode.FURTHER] = parameters["found_further"] / DAYS
        control = parameters["border_control"]
        caught = min(parameters["caught_crossing"] * control, 1.0)
        late = chance_late_found(offer, parameters)
        sanctions = [offer.sanctions[_BREACHES[breach]] for breach in Breach]
        bonus = np.array([parameters["habit_home"], 1, 1, 1, 1, 1, 1, 0]) * parameters["habit_mode"] * UTILITY_ONE
        named = alternatives(self.world)
        tracking = self.authorities.office.tracking(offer, parameters)
        tracked = np.zeros((8, places))
        tracked[[Mode.IRREGULAR, Mode.MISMATCH]] = parameters["app_finds"] * tracking / DAYS
        watched = 1 - (1 - parameters["firm_watches"]) ** self.authorities.office.liability(offer, parameters)
        seen = self._seen(effort)
        value, worth = value_table(self.world, offer, seen, self.money, self.posts, tracking)
        leave, out_and_in = leave_table(self.world, offer, seen, self.money)
        return Tables(
            value=value,
            worth=worth,
            block=named.block,
            lane=named.lane,
            choices=choices_of(value, named.block, named.lane),
            toward=named.toward,
            into=named.into,
            leave=leave,
            out_and_in=out_and_in,
            stay_mode=np.floor(bonus + 0.5).astype(np.int32),
            stay_firm=np.full(8, round(parameters["habit_firm"] * UTILITY_ONE), np.int32),
            think=np.floor(think * THRESHOLD_ONE + 0.5).astype(np.int32),
            found=np.floor(found * THRESHOLD_ONE + 0.5).astype(np.int32),
            tracked=np.floor(tracked * THRESHOLD_ONE + 0.5).astype(np.int32),
            tracked_worth=tracked_worth(self.world, offer, seen, self.money, tracking),
            watched=np.array([_chance(share) for share in watched], np.uint32),
            term_end=self._term_ends(offer, first, last),
            away=offer.away_days.ravel().astype(np.uint16),
            sanction=np.array(
                [
                    (one.fine_low, one.fine_high, one.detention_low, one.detention_high, *one.ban_days(first))
                    for one in sanctions
                ],
                np.int32,
            ),
            ban_chance=np.array([_chance(1.0) if one.ban_months_high else 0 for one in sanctions], np.uint32),
            entry_catch=np.array([_chance(caught)], np.uint32),
            exit_catch=np.array([0, _chance(late), _chance(late), _chance(caught)], np.uint32),
            pass_limit=np.maximum(offer.pass_limit, 0)[homes.crossing[kinds.home]].astype(np.uint16),
            has_pass=offer.pass_open[kinds.home].astype(np.uint8),
            skill=self.skill,
        )

    def _term_ends(self, offer: Offer, first: date, last: date) -> NDArray[np.uint16]:
        """The last day of a permit, by cell and the day it begins: those of the segment and while somebody is away."""
        ahead = (last - first).days + 3 + int(offer.away_days.max(initial=0))
        # a permit registered at a firm of another line in the same place has that line's term
        months = np.where(
            offer.term_months > 0, offer.term_months, offer.term_months.max(axis=1, keepdims=True)
        ).ravel()
        ends = np.zeros((months.size, ahead), np.uint16)
        for term in np.unique(months[months > 0]):
            days = [
                (add_months(first + timedelta(days=step), int(term)) - self.settings.start).days - 1
                for step in range(ahead)
            ]
            ends[months == term] = np.minimum(days, NEVER - 1)
        return ends

    def _numbers(self, first: date, last: date, offer: Offer | None = None) -> Numbers:
        start = self.settings.start
        return Numbers(
            key0=self.settings.seed,
            key1=self.settings.run,
            first=(first - start).days,
            last=(last - start).days,
            day0=(start - _EPOCH).days,
            month=self._month_of_tastes(first),
            places=len(self.world.places),
            sectors=len(self.world.lines.keys),
            in_place=int(offer.renews_in_place) if offer else 0,
            anew=int(offer.transfer_anew) if offer else 1,
            decides=int(self.parameters["decision_at_renewal"] > 0),
            new_job=round(UTILITY_ONE / self.parameters["new_job_sooner"]),
            tries=int(self.parameters["tries"]),
            look=_chance(self.parameters["inspection_finds"]),
            match_sd=round(self.parameters["match_spread"] * UTILITY_ONE),
            training=round(self.parameters["training_days"]),
        )

    def _month_of_tastes(self, day: date) -> int:
        """The month that passing tastes are drawn for, counted from 1970; one for all days where they do not pass."""
        return (day.year - 1970) * 12 + day.month - 1 if self.parameters["tastes_pass"] > 0 else 0

    def _month(
        self, first: date, last: date, offer: Offer, counters: Counters, stocks: NDArray[np.int64], load: Load
    ) -> Month:
        """Sum up what the segment came to."""
        office, parameters = self.authorities.office, self.parameters
        renewed = counters.renewed.sum(0)
        away = np.zeros_like(renewed) if offer.renews_in_place else offer.away_days.ravel()
        fees = (renewed + counters.issued.sum(0)) @ offer.fee.ravel()
        grades = self.authorities.grades
        until = self.authorities.unqualified_until
        day = (last - self.settings.start).days
        may_file = offer.grade_may_file.all(axis=0)  # grades hold in some places only
        posts = np.bincount(self.pool.cell, weights=self.firms.target, minlength=self.world.cells).astype(np.int64)
        return Month(
            first=first,
            last=last,
            **{
                name: getattr(counters, name).sum(0)
                for name in (
                    "days",
                    "trainee_days",
                    "flows",
                    "issued",
                    "hired",
                    "ended",
                    "found",
                    "punished",
                    "crossings",
                    "leaks",
                )
            },
            renewed=renewed,
            vacancies=counters.vacancies,
            turned_down=int(counters.turned_down[0]),
            decisions=int(counters.decisions.sum()),
            stocks=stocks.sum(0),
            posts=posts,
            firms_with_permits=(self.firms.count[ISSUED] + self.firms.count[RENEWED]) > 0,
            inspected=int(np.count_nonzero(self.firms.inspected != NEVER)),
            suspended_agencies=0 if grades is None else int(np.count_nonzero(~np.asarray(may_file)[grades])),
            unqualified_firms=0 if until is None else int(np.count_nonzero(until > day)),
            coastal_firms_moved=int(np.count_nonzero(self.moved & self.pool.coastal)),
            locals=self.locals.counts(),
            away_days=int(renewed @ away),
            fees=int(fees),
            worker_pays_fee=offer.worker_pays_fee,
            effort=office.effort,
            office_days=office.days(load, offer, parameters) * ((last - first).days + 1) / DAYS,
            tracking=float(office.tracking(offer, parameters).max()),
            liability=float(office.liability(offer, parameters).max()),
            steps=self.authorities.steps,
            away=away,
            fee=offer.fee.ravel(),
            pass_limit=offer.pass_limit,
            earned=earned(self.world, self.money, counters.days.sum(0)),
        )


def _chance(share: float) -> int:
    """A chance as a threshold that a word of 32 bits is compared with."""
    return int(min(max(share, 0.0) * _TWO_32, _TWO_32 - 1))
