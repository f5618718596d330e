"""Small worlds for the engine, drawn from a number.

Tables, people and firms in which much happens, and both engines on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sojourn.lab.engine import reference
from sojourn.lab.engine.arrays import (
    CLOSED,
    HAZARD,
    NEVER,
    TENURES,
    UTILITY,
    Awake,
    Breach,
    Counters,
    Ending,
    Firms,
    Manner,
    Mode,
    Numbers,
    People,
    Ring,
    Tables,
    Trace,
    choices_of,
    whole_lots,
)
from sojourn.lab.engine.clearing import room_for
from sojourn.lab.engine.segment import chunk_starts, run_segment
from sojourn.lab.engine.settling import settle_in

Array = NDArray[np.generic]
SKILLS = 2
ROWS_A_DAY = 16
_WORD = 2**32


@dataclass(frozen=True)
class Period:
    """What holds in one segment."""

    tables: Tables
    numbers: Numbers
    firms: Mapping[str, Array]


@dataclass(frozen=True)
class Trial:
    """A world and its segments, one after the other."""

    people: People
    firms: Firms
    firm_cell: NDArray[np.int64]
    points: NDArray[np.uint32]
    periods: tuple[Period, ...]
    places: int
    sectors: int

    @property
    def ring(self) -> Ring:
        """The nodes of the firms, one each, by cell and point."""
        order = np.lexsort((np.arange(self.firm_cell.size), self.points, self.firm_cell))
        start = np.searchsorted(self.firm_cell[order], np.arange(self.places * self.sectors + 1))
        return Ring(start.astype(np.int32), self.points[order], order.astype(np.int32))


@dataclass(frozen=True)
class Outcome:
    """What a trial came to; counters and stocks of each segment, with the chunks added up."""

    people: People
    firms: Firms
    counters: tuple[dict[str, Array], ...]
    stocks: tuple[Array, ...]
    rows: NDArray[np.int32]

    def total(self, counter: str) -> Array:
        """A counter over all segments."""
        return np.sum([segment[counter] for segment in self.counters], axis=0)


def draw_trial(
    seed: int,
    people: int = 60,
    firms: int = 12,
    days: tuple[int, ...] = (20, 11, 30),
    places: int = 2,
    sectors: int = 2,
) -> Trial:
    """A world drawn from a number, with a segment for each entry of `days`."""
    rng = np.random.default_rng(seed)
    kinds, cells = int(rng.integers(1, 6)), places * sectors
    periods, first = [], int(rng.integers(0, 3))
    for length in days:
        tables = _tables(rng, kinds, places, sectors, first, length)
        numbers = _numbers(rng, seed, places, sectors, first, length)
        periods.append(Period(tables, numbers, _firms_of(rng, firms, first, length)))
        first += length
    return Trial(
        people=fresh_people(rng, people, kinds),
        firms=Firms(
            target=np.zeros(firms, np.int32),
            filled=np.zeros(firms, np.int32),
            may_file=np.zeros(firms, np.uint8),
            tolerant=np.zeros(firms, np.uint8),
            inspected=np.full(firms, NEVER, np.uint16),
            bonus=np.zeros(firms, np.int32),
            separate=np.zeros(firms, np.uint32),
            count=np.zeros((4, firms), np.int32),
        ),
        firm_cell=rng.integers(0, cells, firms),
        points=rng.integers(0, _WORD, firms, dtype=np.uint32),
        periods=tuple(periods),
        places=places,
        sectors=sectors,
    )


def fresh_people(rng: np.random.Generator, people: int, kinds: int) -> People:
    """Everybody at home, every second one traced."""
    return People(
        kind=rng.integers(0, kinds, people).astype(np.uint16),
        taste=rng.integers(-3000, 3000, (people, 7)).astype(np.int16),
        mode=np.zeros(people, np.uint8),
        cell=np.zeros(people, np.uint8),
        firm=np.full(people, -1, np.int32),
        since=np.zeros(people, np.uint16),
        counted=np.zeros(people, np.uint16),
        entered=np.zeros(people, np.uint16),
        due=np.full(people, NEVER, np.uint16),
        think_at=np.full(people, NEVER, np.uint16),
        found_at=np.full(people, NEVER, np.uint16),
        wake=np.full(people, NEVER, np.uint16),
        think_left=np.zeros(people, np.int32),
        found_left=np.zeros(people, np.int32),
        manner=np.zeros(people, np.uint8),
        lost=np.zeros(people, np.uint8),
        traced=rng.integers(0, 2, people).astype(np.uint8),
    )


def _chances(rng: np.random.Generator, size: int) -> NDArray[np.uint32]:
    """Thresholds of any chance, with never and always among them."""
    return (rng.choice([0.0, 0.2, 0.5, 1.0], size) * (_WORD - 1)).astype(np.uint32)


def _tables(rng: np.random.Generator, kinds: int, places: int, sectors: int, first: int, days: int) -> Tables:
    cells = places * sectors
    alternatives = 3 + places + 3 * cells
    term = rng.integers(0, 25, cells) * rng.integers(0, 4, cells).clip(0, 1)
    value = rng.normal(0, 1.5 * UTILITY, (kinds, alternatives)).astype(np.int32)
    closed = rng.random(value.shape) < 0.25
    closed[:, 0] = False
    for first_of in (3 + places, 3 + places + 2 * cells):  # no permit where none has a term
        closed[:, first_of : first_of + cells] |= term == 0
    worth = value.copy()
    value[closed] = CLOSED
    names = np.concatenate([np.arange(3), 64 + np.arange(places), 4096 + rng.permutation(3 * cells)])
    block, index = np.unique(names >> 2, return_inverse=True)
    lane = ((names & 3) * block.size + index).astype(np.int32)
    begins = first + np.arange(days + 8)
    lows = rng.integers(0, 4, (len(Breach), 3)) * rng.integers(0, 2, (len(Breach), 3))
    bounds = np.stack([lows, lows + rng.integers(0, 20, lows.shape)], axis=2)
    bounds[rng.random(len(Breach)) < 0.3, 1:] = 0  # some breaches cost money only
    return Tables(
        value=value,
        worth=worth,
        block=block.astype(np.uint32),
        lane=lane,
        choices=choices_of(value, block.astype(np.uint32), lane),
        toward=np.repeat([0, 1, 2, 3, 4, 5, 6], [1, 1, 1, places, cells, cells, cells]).astype(np.uint8),
        into=np.concatenate([[0, 0, 0], np.arange(places), *[np.arange(cells)] * 3]).astype(np.uint8),
        leave=rng.integers(-UTILITY, 1, (kinds, len(Manner))).astype(np.int32),
        out_and_in=rng.integers(-UTILITY, 1, (kinds, len(Manner))).astype(np.int32),
        stay_mode=rng.integers(0, UTILITY, len(Mode)).astype(np.int32),
        stay_firm=rng.integers(0, 2 * UTILITY, len(Mode)).astype(np.int32),
        think=(rng.choice([0, 0.03, 0.1, 0.3], len(Mode)) * HAZARD).astype(np.int32),
        found=(rng.choice([0, 0.02, 0.1], (len(Mode), places)) * HAZARD).astype(np.int32),
        tracked=(rng.choice([0, 0.02, 0.1], (len(Mode), places)) * HAZARD).astype(np.int32),
        tracked_worth=rng.integers(-UTILITY, 1, (kinds, cells)).astype(np.int32),
        watched=_chances(rng, places),
        term_end=np.where(term[:, None] > 0, begins[None] + term[:, None], 0).astype(np.uint16),
        away=rng.integers(0, 4, cells).astype(np.uint16),
        sanction=bounds.reshape(len(Breach), 6).astype(np.int32),
        ban_chance=_chances(rng, len(Breach)),
        entry_catch=_chances(rng, 1),
        exit_catch=_chances(rng, len(Manner)),
        pass_limit=rng.integers(0, 6, kinds).astype(np.uint16),
        has_pass=rng.integers(0, 2, kinds).astype(np.uint8),
        skill=rng.integers(0, SKILLS, kinds).astype(np.uint8),
    )


def _numbers(rng: np.random.Generator, seed: int, places: int, sectors: int, first: int, days: int) -> Numbers:
    return Numbers(
        key0=seed % _WORD,
        key1=3,
        first=first,
        last=first + days - 1,
        day0=17_000,
        month=560 + first // 30,
        places=places,
        sectors=sectors,
        in_place=int(rng.integers(0, 2)),
        tries=int(rng.integers(1, 5)),
        look=int(_chances(rng, 1)[0]),
        match_sd=int(rng.integers(0, UTILITY)),
        training=int(rng.integers(0, 20)),
        decides=int(rng.integers(0, 4) > 0),
        new_job=int(rng.integers(0, UTILITY + 1)),
        anew=int(rng.integers(0, 2)),
    )


def _firms_of(rng: np.random.Generator, firms: int, first: int, days: int) -> dict[str, Array]:
    inspected = rng.integers(first, first + days, firms)
    return {
        "target": rng.integers(0, 8, firms).astype(np.int32),
        "may_file": (rng.random(firms) < 0.8).astype(np.uint8),
        "tolerant": (rng.random(firms) < 0.7).astype(np.uint8),
        "inspected": np.where(rng.random(firms) < 0.5, inspected, NEVER).astype(np.uint16),
        "bonus": rng.integers(-UTILITY // 4, UTILITY // 4, firms).astype(np.int32),
    }


def copied(arrays: People | Firms) -> People | Firms:
    """The same arrays again, to be changed."""
    return type(arrays)(*(array.copy() for array in arrays))


def play(trial: Trial, chunk: int = 1 << 14, threads: int = 1) -> Outcome:
    """A trial on the compiled engine."""
    return _play(trial, chunk, threads, plain=False)


def play_plain(trial: Trial) -> Outcome:
    """A trial on the reference."""
    return _play(trial, trial.people.kind.size, 1, plain=True)


def _play(trial: Trial, chunk: int, threads: int, *, plain: bool) -> Outcome:
    people, firms = copied(trial.people), copied(trial.firms)
    assert isinstance(people, People)
    assert isinstance(firms, Firms)
    (reference.settle_in if plain else settle_in)(people, trial.periods[0].numbers)
    starts = chunk_starts(people.kind.size, chunk)
    told, counted, stocked = [], [], []
    with ThreadPoolExecutor(threads) as pool:
        for period in trial.periods:
            for name, array in period.firms.items():
                getattr(firms, name)[:] = array
            excess = np.maximum(0, firms.filled - firms.target) / np.maximum(1, firms.filled)
            firms.separate[:] = np.minimum(excess * _WORD, _WORD - 1)
            counters, stocks = fresh_counters(trial, starts.size - 1)
            tables, numbers = period.tables, period.numbers
            shared = (people, firms, trial.firm_cell, trial.ring, tables, numbers, counters, stocks)
            if plain:
                told.append(reference.run_reference(*shared))
            else:
                room = (_awake(people, starts.size - 1, tables), room_for(people.kind.size), _trace(people, starts))
                told.append(run_segment(*shared, starts, *room, pool, threads))
            counted.append(
                {
                    name: array if name in ("vacancies", "turned_down") else array.sum(0)
                    for name, array in counters._asdict().items()
                }
            )
            stocked.append(stocks.sum(0))
    return Outcome(people, firms, tuple(counted), tuple(stocked), np.concatenate(told))


def fresh_counters(trial: Trial, chunks: int) -> tuple[Counters, NDArray[np.int64]]:
    """Counters of nothing yet."""
    cells, modes = trial.places * trial.sectors, len(Mode)
    shapes = {
        "days": (chunks, modes, cells, SKILLS),
        "trainee_days": (chunks, cells),
        "flows": (chunks, modes, modes),
        "issued": (chunks, cells),
        "renewed": (chunks, cells),
        "hired": (chunks, modes, cells),
        "ended": (chunks, len(Ending), 3, len(TENURES) + 1),
        "found": (chunks, len(Breach), trial.places),
        "punished": (chunks, 4),
        "crossings": (chunks, 4, 2),
        "vacancies": (cells,),
        "turned_down": (1,),
        "leaks": (chunks, modes),
        "decisions": (chunks,),
    }
    counters = Counters(**{name: np.zeros(shape, np.int64) for name, shape in shapes.items()})
    return counters, np.zeros((chunks, modes, cells), np.int64)


def _awake(people: People, chunks: int, tables: Tables) -> Awake:
    size, words = people.kind.size, whole_lots(tables.block.size)
    kinds = dict.fromkeys(("mode", "manner", "cell", "mark", "occasion"), np.uint8)
    kinds |= {"person": np.int32, "want": np.int16, "firm": np.int32, "now": np.int32}
    return Awake(
        count=np.zeros(chunks, np.int64),
        words=np.zeros((chunks, 4, words), np.uint32),
        noise=np.zeros((chunks, 4 * words), np.int32),
        **{name: np.zeros(size, kind) for name, kind in kinds.items()},
    )


def _trace(people: People, starts: NDArray[np.int64]) -> Trace:
    before = np.concatenate([[0], np.cumsum(people.traced, dtype=np.int64)])[starts] * ROWS_A_DAY
    return Trace(before[:-1], np.zeros(starts.size - 1, np.int64), np.empty((int(before[-1]), 7), np.int32))


def differences(one: Outcome, other: Outcome) -> list[str]:
    """The names of all arrays in which two outcomes differ."""
    pairs: dict[str, tuple[Array, Array]] = {"rows": (one.rows, other.rows)}
    for what in ("people", "firms"):
        mine, its = getattr(one, what)._asdict(), getattr(other, what)._asdict()
        pairs |= {f"{what}.{name}": (mine[name], its[name]) for name in mine}
    for number, (mine, its) in enumerate(zip(one.counters, other.counters, strict=True)):
        pairs |= {f"segment {number}: {name}": (mine[name], its[name]) for name in mine}
    for number, stocks in enumerate(zip(one.stocks, other.stocks, strict=True)):
        pairs[f"segment {number}: stocks"] = stocks
    return [name for name, (mine, its) in pairs.items() if not np.array_equal(mine, its)]


def with_people(trial: Trial, people: int) -> Trial:
    """The same world with its first people only."""
    return replace(trial, people=People(*(array[:people] for array in trial.people)))


def roomy(trial: Trial) -> Trial:
    """The same world with posts for everybody at every firm, so that nobody competes."""
    posts = np.full(trial.firm_cell.size, 1_000_000, np.int32)
    return replace(trial, periods=tuple(replace(one, firms={**one.firms, "target": posts}) for one in trial.periods))


def with_periods(trial: Trial, periods: int) -> Trial:
    """The same world for its first segments only."""
    return replace(trial, periods=trial.periods[:periods])
