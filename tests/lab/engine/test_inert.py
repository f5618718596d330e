"""What plays no part changes nothing.

A firm without posts, a place or line of work that nobody may take, somebody who never comes.

Every row of everybody's history stays as it is, to the byte, on any number of threads and with chunks of any size. Rows
tell a cell by its number, and a further line of work moves the numbers, so there they are compared by place and line.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.lab.engine.arrays import CLOSED, NEVER, Happened, Mode, People, choices_of
from sojourn.lab.guangxi.firms import FirmPool, fresh
from sojourn.lab.guangxi.running import RulesOnDays, Run
from sojourn.lab.guangxi.world import World, world
from sojourn.lab.offers import Chosen, Offer
from sojourn.policy import Layer

from .runs import make_run, rules_of
from .trials import Trial, draw_trial, play

FIRST, LAST = date(2017, 3, 1), date(2018, 6, 30)
PEOPLE = 400
SPREADS = [(1, 16384), (2, 64), (7, 64), (2, 37), (7, 7)]
Rows = NDArray[np.int32]


@cache
def usual() -> tuple[bytes, World]:
    """The history of everybody as it is, by the names of places and lines."""
    run = make_run(PEOPLE, FIRST, LAST)
    rows = run.go().rows
    assert set(Happened) - set(rows[:, 2].tolist()) <= {Happened.BAN_ENDED}
    return named(rows, run.world), run.world


def named(rows: Rows, over: World) -> bytes:
    """Rows with place and line in place of a cell's number."""
    lines = len(over.lines.keys)
    mode, cell = rows[:, 3], rows[:, 4]
    at_work = np.isin(mode, (Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH))
    place = np.where(at_work, cell // lines, cell)
    line = np.where(at_work, cell % lines, -1)
    return np.column_stack([rows[:, :4], place, line, rows[:, 5:]]).astype(np.int32).tobytes()


@pytest.mark.parametrize(("threads", "chunk"), SPREADS)
def test_a_firm_without_posts(threads: int, chunk: int) -> None:
    run = make_run(PEOPLE, FIRST, LAST, threads=threads, chunk=chunk)
    run.pool = with_an_inert_firm(run.pool)
    run.firms, run.moved = fresh(run.pool), ~run.pool.coastal
    assert named(run.go().rows, run.world) == usual()[0]


def with_an_inert_firm(pool: FirmPool) -> FirmPool:
    """The firms, and one more that has no posts and so no place on the ring."""
    one = {"cell": 0, "size": 0, "looked_at": 1.0, "pay_step": 0.08, "agency": 0, "tolerance": 3.0, "coastal": False}
    return replace(pool, **{name: np.append(getattr(pool, name), value) for name, value in one.items()})


class Wider:
    """Rules over more places and lines of work than they know: nothing is open there."""

    def __init__(self, rules: RulesOnDays, places: int, lines: int) -> None:
        self.rules, self.places, self.lines = rules, places, lines

    @property
    def chosen(self) -> Chosen:
        return self.rules.chosen

    def changes(self, first: date, last: date) -> tuple[date, ...]:
        return self.rules.changes(first, last)

    def on(self, day: date) -> Offer:
        offer = self.rules.on(day)
        cells = [(0, self.places), (0, self.lines)]
        return replace(
            offer,
            permit=np.pad(offer.permit, [(0, 0), *cells]),
            pass_limit=np.pad(offer.pass_limit, [(0, self.places)]),
            grade_may_file=np.pad(offer.grade_may_file, [(0, self.places), (0, 0)]),
            unqualified_may_hire=np.pad(offer.unqualified_may_hire, (0, self.places)),
            firms_answer=np.pad(offer.firms_answer, (0, self.places)),
            **{name: np.pad(getattr(offer, name), cells) for name in ("term_months", "fee", "away_days")},
        )


def wider_world(places: int, lines: int) -> World:
    """The world with so many more places and lines of work, all without posts."""
    old = world()
    rows = ((0, lines), (0, 0))
    return replace(
        old,
        places=(*old.places, *(f"nowhere_{number}" for number in range(places))),
        homes=replace(old.homes, km=np.pad(old.homes.km, [(0, 0), (0, places)])),
        lines=replace(
            old.lines,
            keys=(*old.lines.keys, *(f"nothing_{number}" for number in range(lines))),
            season=np.pad(old.lines.season, rows, constant_values=1.0),
            harvest=np.pad(old.lines.harvest, rows),
            locals=np.pad(old.lines.locals, (0, lines), constant_values=0.99),
            pay=np.pad(old.lines.pay, (0, lines), constant_values=9000.0),
            **{name: np.pad(getattr(old.lines, name), (0, lines)) for name in ("mandarin", "harvest_share")},
        ),
        posts=np.pad(old.posts, [(0, places), (0, lines)]),
    )


def wider_run(places: int, lines: int, threads: int, chunk: int) -> Run:
    """The usual run over a wider world."""
    rules, paper = (Wider(rules_of(layer), places, lines) for layer in (Layer.PRACTICE, Layer.PAPER))
    over = wider_world(places, lines)
    return make_run(PEOPLE, FIRST, LAST, rules=rules, paper=paper, over=over, threads=threads, chunk=chunk)


@pytest.mark.parametrize(("threads", "chunk"), SPREADS)
@pytest.mark.parametrize(("places", "lines"), [(1, 0), (0, 1), (2, 3)])
def test_a_place_or_a_line_of_work_with_nothing_open(places: int, lines: int, threads: int, chunk: int) -> None:
    run = wider_run(places, lines, threads, chunk)
    assert named(run.go().rows, run.world) == usual()[0]


@pytest.mark.parametrize(("threads", "chunk"), SPREADS)
def test_somebody_who_never_comes(threads: int, chunk: int) -> None:
    """Given one more person to whom nothing but home is open, then she has no row and nobody else another one."""
    trial = draw_trial(7, 200, 20, (40, 30, 40))
    rows = play(with_somebody_at_home(trial), chunk, threads).rows
    assert rows.size
    assert rows.tobytes() == play(trial).rows.tobytes()


def with_somebody_at_home(trial: Trial) -> Trial:
    """The people, and one more of a kind of her own."""
    added = {"traced": 1, "firm": -1, **dict.fromkeys(("due", "think_at", "found_at", "wake"), NEVER)}
    kind = int(trial.periods[0].tables.skill.size)
    people = {
        name: np.concatenate([array, np.full_like(array[:1], {**added, "kind": kind}.get(name, 0))])
        for name, array in trial.people._asdict().items()
    }
    periods = []
    for period in trial.periods:
        tables = period.tables
        value = np.vstack([tables.value, np.full_like(tables.value[:1], CLOSED)])
        value[-1, 0] = 0
        more = {
            name: np.concatenate([getattr(tables, name), getattr(tables, name)[:1]])
            for name in ("leave", "pass_limit", "has_pass", "skill", "tracked_worth")
        }
        choices = choices_of(value, tables.block, tables.lane)
        periods.append(replace(period, tables=tables._replace(value=value, choices=choices, **more)))
    return replace(trial, people=People(**people), periods=tuple(periods))
