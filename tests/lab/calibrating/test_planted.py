"""What the term of a permit does is learned where the data vary the term, and only there."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sojourn.lab import Draws, Experiment, run_one
from sojourn.lab.calibrating import Bank, Figure, Identified, identified, infer, inferring

SMALL = Experiment(people=1200, first=date(2018, 1, 1), last=date(2018, 3, 31), warm_up=90, draws=Draws.MIDDLE, seed=1)
#: So many runs make the bank; the runs that are looked at come before them and have luck of their own.
RUNS = 150
#: Days away for a renewal are planted up to so many: enough to stand out from the luck of a small world.
MOST_DAYS = 24
#: What a renewal costs in days is planted; how irregular work is liked moves the same figures, and hides it.
NAMES = ("days_away", "irregular_liking")
#: The error with which each figure is seen: people on monthly permits, and how many more there are on longer ones.
MONTHLY = Figure("monthly", "", 0.0, 0.1, True, "", ())
LONGER = Figure("longer", "", 0.0, 0.03, True, "", ())


def seen(run: int, share_away: float, share_liking: float) -> tuple[float, float]:
    """The logarithm of how many work on permits of a month, and how much more it is with permits of half a year."""
    given = (("days_away", float(round(MOST_DAYS * share_away))), ("irregular_liking", 3 * share_liking - 1.5))
    monthly, longer = (
        math.log(max(1.0, run_one(replace(SMALL, scenarios=names, given=given), run).outcomes["on_permit"]))
        for names in ((), ("half_year_permits",))
    )
    return monthly, longer - monthly


@pytest.fixture(scope="module")
def bank() -> Bank:
    shares = np.random.default_rng(3).uniform(size=(RUNS, len(NAMES)))
    compared = np.array([seen(2 + run, *places) for run, places in enumerate(shares)])
    return Bank(NAMES, np.arange(RUNS), shares, compared)


def learned(
    bank: Bank, said: tuple[Figure, ...], run: int, planted: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> Identified:
    """What the figures `said`, as a run with planted parameters has them, tell of the days that a renewal costs."""
    looked_at = seen(run, *planted)
    columns = [(MONTHLY, LONGER).index(one) for one in said]
    figures = tuple(
        replace(one, at=looked_at[column], logarithmic=False) for one, column in zip(said, columns, strict=True)
    )
    monkeypatch.setattr(inferring, "figures", lambda: figures)
    posterior, _ = infer(replace(bank, compared=bank.compared[:, columns]), seed=1)
    return next(one for one in identified(posterior) if one.name == "days_away")


@pytest.mark.parametrize("planted", [(0.75, 0.4), (0.25, 0.6)])
def test_a_planted_effect_of_the_term_is_recovered_where_the_data_vary_the_term_and_not_otherwise(
    bank: Bank, planted: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a planted cost of renewal, when permits of a month alone are seen, then the prior's width remains.

    When permits of half a year are seen too, then the planted value is found, on its side of the prior.
    """
    one_term = learned(bank, (MONTHLY,), 1, planted, monkeypatch)
    assert not one_term.told
    assert one_term.width > 0.9
    assert one_term.low < 0.12
    assert one_term.high > 0.85
    both = learned(bank, (MONTHLY, LONGER), 1, planted, monkeypatch)
    assert both.told
    assert both.width < 0.75
    assert both.low < planted[0] < both.high
    assert (both.middle > 0.5) == (planted[0] > 0.5)
