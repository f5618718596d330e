"""Papers: who gets others has to go out first and may be caught, and a permit that runs may be kept to its last day."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from numpy.typing import NDArray

from sojourn.lab.engine.arrays import CLOSED, HAZARD, Breach, Happened, Manner, Mode, Numbers, Tables, choices_of

from .trials import Outcome, Trial, draw_trial, play, play_plain, roomy

#: A world in which many go from work without papers to a permit.
SEED = 13
ALWAYS, NOT_EVER = 2**32 - 1, 0
WITHOUT_PAPERS = [Mode.FURTHER, Mode.IRREGULAR]
ON_PERMIT = [Mode.PERMIT, Mode.MISMATCH]
ENGINES = pytest.mark.parametrize("engine", [play, play_plain], ids=["compiled", "plain"])


def with_tables(trial: Trial, **arrays: NDArray[np.generic]) -> Trial:
    """The same world with some of its tables otherwise in every segment."""
    periods = [replace(one, tables=one.tables._replace(**arrays)) for one in trial.periods]
    return replace(trial, periods=tuple(periods))


def at_the_border(trial: Trial, chance: int) -> Trial:
    """Nobody has a pass; unseen entries go well; of late exits so many are found. No ban, so that people come again."""
    kinds = trial.periods[0].tables.has_pass.size
    return with_tables(
        trial,
        has_pass=np.zeros(kinds, np.uint8),
        entry_catch=np.zeros(1, np.uint32),
        exit_catch=np.full(len(Manner), chance, np.uint32),
        ban_chance=np.zeros(len(Breach), np.uint32),
        sanction=np.zeros((len(Breach), 6), np.int32),
        stay_mode=np.zeros(len(Mode), np.int32),
        think=np.full(len(Mode), HAZARD // 5, np.int32),
    )


def other_papers(outcome: Outcome) -> int:
    """How often somebody without papers began on a permit, or on a pass."""
    return int(outcome.total("flows")[WITHOUT_PAPERS][:, [Mode.PASS, *ON_PERMIT]].sum())


@ENGINES
def test_who_is_caught_on_the_way_out_gets_no_other_papers(engine: object) -> None:
    """Given that every late exit is found, then nobody goes from work without papers to a permit, or to a pass."""
    assert callable(engine)
    trial = roomy(draw_trial(SEED, 200, 20, (40, 40)))
    assert other_papers(engine(at_the_border(trial, NOT_EVER))) > 10
    caught = engine(at_the_border(trial, ALWAYS))
    assert other_papers(caught) == 0
    assert caught.total("found")[Breach.ENTRY].sum() > 0
    working = np.isin(caught.people.mode, (Mode.PERMIT, Mode.IRREGULAR, Mode.MISMATCH))
    at = np.bincount(caught.people.firm[working], minlength=caught.firms.filled.size)
    assert np.array_equal(at, caught.firms.filled), "a post that somebody was to begin in is free again"


def test_a_history_has_no_permit_after_being_caught() -> None:
    """Given histories, then whoever is caught going out is hired nowhere on that day, and no permit is hers."""
    stopped = 0
    for seed in range(6):
        rows = play(at_the_border(roomy(draw_trial(seed, 150, 20, (40, 40))), ALWAYS)).rows
        rows = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
        for _, day in groupby(rows.tolist(), key=lambda row: (row[1], row[0])):
            told = [(Happened(row[2]), row) for row in day]
            what = [happened for happened, _ in told]
            found = [row for happened, row in told if happened is Happened.FOUND]
            if Happened.LEFT_CHINA in what and found and found[0][6] in (Breach.OVERSTAY, Breach.ENTRY):
                assert not {Happened.ENTERED, Happened.HIRED, Happened.PERMIT_ISSUED} & set(what)
                stopped += 1
    assert stopped > 50


@ENGINES
def test_the_way_out_is_thought_of_before_other_papers_are_sought(engine: object) -> None:
    """Given that going out costs more than anything is worth, then nobody without papers seeks any."""
    assert callable(engine)
    trial = at_the_border(roomy(draw_trial(SEED, 200, 20, (40, 40))), NOT_EVER)
    dear = np.full_like(trial.periods[0].tables.out_and_in, -(2**29))
    assert other_papers(engine(with_tables(trial, out_and_in=dear))) == 0


@ENGINES
def test_crossings_are_counted_when_somebody_without_papers_gets_some(engine: object) -> None:
    """Given people who came unseen, then each that gets a permit or begins on a pass is counted out and in."""
    assert callable(engine)
    outcome = engine(at_the_border(roomy(draw_trial(SEED, 200, 20, (40, 40))), NOT_EVER))
    flows = outcome.total("flows")
    assert outcome.total("crossings")[[Manner.CLANDESTINE, Manner.PERMIT], 1].sum() >= other_papers(outcome)
    assert flows[WITHOUT_PAPERS].sum() > 0


def closing(trial: Trial) -> Trial:
    """No permit is to be had from the second segment on, and nothing else is as good as to go on with one."""

    def closed(tables: Tables) -> Tables:
        value, worth = tables.value.copy(), tables.worth.copy()
        on_permit = np.isin(tables.toward, ON_PERMIT)
        value[:, on_permit], worth[:, on_permit] = CLOSED, 2**28
        return tables._replace(value=value, worth=worth, choices=choices_of(value, tables.block, tables.lane))

    def restless(tables: Tables) -> Tables:
        long = np.where(tables.term_end > 0, tables.term_end + 60, 0).astype(np.uint16)
        think = np.full_like(tables.think, HAZARD // 2)
        return tables._replace(
            think=think, found=np.zeros_like(tables.found), tracked=np.zeros_like(tables.tracked), term_end=long
        )

    unlooked = [replace(one, numbers=one.numbers._replace(look=0)) for one in trial.periods]
    first, *rest = (replace(one, tables=restless(one.tables)) for one in unlooked)
    return replace(trial, periods=(first, *(replace(one, tables=closed(one.tables)) for one in rest)))


@ENGINES
def test_a_permit_that_runs_is_kept_though_no_other_is_issued(engine: object) -> None:
    """Given that permits close, then holders go on to their last day, and not a day longer."""
    assert callable(engine)
    trial = closing(roomy(draw_trial(SEED, 200, 20, (20, 11, 120))))
    before, after, end = (engine(replace(trial, periods=trial.periods[:count])) for count in (1, 2, 3))
    running = np.isin(before.people.mode, ON_PERMIT) & (before.people.due > _last(trial, 1))
    assert running.sum() > 20
    kept = running & (before.people.due > _last(trial, 2))
    assert kept.sum() > 20
    assert np.array_equal(after.people.mode[kept], before.people.mode[kept])
    assert np.array_equal(after.people.firm[kept], before.people.firm[kept])
    assert not np.isin(end.people.mode, ON_PERMIT).any()
    assert end.counters[2]["renewed"].sum() == 0


def _last(trial: Trial, segments: int) -> int:
    numbers: Numbers = trial.periods[segments - 1].numbers
    return numbers.last
