"""Nothing that the model takes is hidden: each parameter is read and moves something, and keys stand in the binding."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import sojourn.lab
from sojourn.lab import Draws, Experiment, run_one
from sojourn.lab.guangxi.authorities import Authorities, Bargain
from sojourn.lab.guangxi.bound import binding, bounds
from sojourn.lab.guangxi.experiment import make_run
from sojourn.lab.guangxi.locals import AWAY, HERE, TRADE, make_locals
from sojourn.lab.guangxi.office import Load
from sojourn.lab.guangxi.parameters import middle, parameters
from sojourn.lab.guangxi.results import Result
from sojourn.lab.guangxi.world import world
from sojourn.policy import Layer, brief, load, read_case

from ..engine.runs import make_run as small_run
from ..engine.runs import rules_of

ROOM = Path(str(resources.files(sojourn.lab)))
SHORT = Experiment(
    people=1500, first=date(2018, 1, 1), last=date(2018, 6, 30), warm_up=180, draws=Draws.MIDDLE, traced=0.0
)
#: What is changed, and to what, for every fixed parameter that a short run as practised can show.
CHANGED = {
    "habit_home": 1.0,
    "network_further": 2.0,
    "ban_months_feared": 1,
    "worth_of_coming": 0.9,
    "skill_on_coast": 4.0,
    "months_spread_near": 1,
    "months_spread_further": 1,
    "least_left": 2500,
    "checks_on_pass": 10.0,
    "tolerance_step": 0.001,
    "tolerance_weight": 200,
    "locals_in_trade": 0.5,
    "locals_away": 0.5,
    "locals_posts_most": 0.05,
    "local_months_between_thoughts": 1,
    "local_habit": 0.0,
    "local_coast_pay": 5.0,
    "tracking": 20,
    "liability": 20,
    "tastes_pass": 0,
}


def made(**given: float) -> Result:
    """A short run with some parameters given."""
    return run_one(replace(SHORT, given=tuple(given.items())), 0).result


@cache
def as_it_is() -> Result:
    """The same with none."""
    return made()


def told(result: Result) -> list[bytes]:
    """What was counted of the people, the firms and the locals."""
    return [
        np.asarray(array).tobytes()
        for month in result.months
        for array in (month.flows, month.found, month.posts, month.locals, month.days, month.coastal_firms_moved)
    ]


@pytest.mark.parametrize("key", CHANGED)
def test_what_is_fixed_moves_something(key: str) -> None:
    """Given another value of a fixed parameter, then the run is another: the number is read and no other stands in."""
    assert parameters()[key].fixed
    assert CHANGED[key] != parameters()[key].low
    assert told(made(**{key: CHANGED[key]})) != told(as_it_is())


def test_every_parameter_is_read() -> None:
    """Given a parameter, then the model names it somewhere, and it names none that is not there."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOM / "guangxi").glob("*.py"))
    assert {key for key in parameters() if f'"{key}"' not in text} == set()
    assert set(re.findall(r'parameters\["(\w+)"\]', text)) <= parameters().keys()


def test_no_entry_of_the_programme_is_named() -> None:
    """Given what the binding names and a run asks of the programme, then it stands in no text of the code that runs."""
    named = {*binding().entries(), binding().told.sanctioned_by}
    for name in ("running", "utilities", "locals", "authorities", "office"):
        texts = _texts(ROOM / "guangxi" / f"{name}.py")
        assert not texts & named, name
    here = binding().told
    spoken = {here.sanctioned_by, here.shown, here.nationality, here.province, here.border_commune, here.place}
    people = {str(value) for value in binding().facts.values() if isinstance(value, str)}
    columns = {"leave_by"}  # of the ledger, which has its own reasons for the name
    texts = {text for path in (ROOM / "histories").glob("*.py") for text in _texts(path)}
    assert texts
    assert not texts & ((spoken | people | {*binding().entries()}) - columns)


def _texts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


# ---- what the programme has -----------------------------------------------------------------------------------------


def test_the_wage_gap_lies_where_the_programme_has_it() -> None:
    programme = load(binding().programme)
    found = brief(programme, read_case(programme, {}, at=programme.verified), "wage_gap", Layer.PRACTICE)
    assert found is not None
    assert found.value is not None
    assert bounds("wage_gap") == (float(found.value.low), float(found.value.high))
    one = parameters()["wage_gap"]
    assert (one.low, one.high, one.fixed, one.logarithmic) == (*bounds("wage_gap"), False, False)


def test_dearer_insurance_moves_more_firms() -> None:
    """Given a higher rate of social insurance at the coast, then what draws its firms here adds up to more."""

    class Dearer:
        """The rules as practised, with another rate."""

        def __init__(self, rate: float) -> None:
            self.rules, self.rate = rules_of(Layer.PRACTICE), rate
            self.chosen, self.changes = self.rules.chosen, self.rules.changes

        def on(self, day: date) -> Any:
            return replace(self.rules.on(day), social_insurance=self.rate)

    spent = []
    for rate in (0.0, 0.25, 0.5):
        run = small_run(300, date(2018, 1, 1), date(2018, 3, 31), rules=Dearer(rate), traced=0.0)
        run.go()
        spent.append(run.relocation_spent)
    assert spent[0] < spent[1] < spent[2]
    stated = small_run(300, date(2018, 1, 1), date(2018, 3, 31), traced=0.0)
    stated.go()
    assert stated.relocation_spent == spent[1]


def test_firms_that_lie_further_apart_move_less_steeply() -> None:
    """Given a wide spread, then half of them would move in a year, whatever they save."""
    run = make_run(replace(SHORT, people=300, warm_up=0, given=(("relocation_spread", 1e5),)), 0)
    run.go()
    assert run.relocation_spent == pytest.approx(-np.log(0.5) * 6 / 12, rel=0.02)


# ---- locals and offices ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("trade", "away"), [(0.2, 0.1), (0.0, 0.0), (0.333, 0.25), (0.5, 0.5)])
def test_locals_begin_as_the_shares_say(trade: float, away: float) -> None:
    """Given the shares in trade and away, then locals have them to a thousandth, and more people change none."""
    said = {"locals_in_trade": trade, "locals_away": away}
    some, more = (make_locals(world(), people, said).doing for people in (32_000, 64_000))
    assert some.size == 10_000
    assert np.array_equal(more[: some.size], some)
    shares = np.bincount(some, minlength=3) / some.size
    assert shares[TRADE] == pytest.approx(trade)
    assert shares[AWAY] == pytest.approx(away)
    assert shares[HERE] == pytest.approx(1 - trade - away)
    few = np.bincount(some[:100], minlength=3) / 100
    assert np.abs(few - shares).max() <= 0.011


def authorities_after(
    months: int, leaks: int, changed: Mapping[str, float], begin: Callable[[Authorities], None]
) -> Any:
    """The authorities after some months in each of which a hundred people held a permit and so many of them leaked."""
    pool: Any = SimpleNamespace(agency=np.zeros(1, np.int64), agencies=1, cell=np.zeros(1, np.int64))
    offer: Any = SimpleNamespace(
        violations_count_for=0, unqualified_may_hire=np.ones(1, bool), tracked=False, firms_answer=np.zeros(1, bool)
    )
    load = Load(np.ones(1), np.ones(1), holders=np.ones(1), firms=np.ones(1))
    count = np.zeros((4, 1), np.int32)
    count[2] = leaks
    state = Authorities(Bargain(centre_reacts=True, local_reacts=True), 0)
    begin(state)
    for month in range(months):
        said = {**middle(), "centre_tolerance": 0.05, "local_zeal": 0.0, **changed}
        state.month(count, pool, offer, said, load, np.zeros(1, np.int64), 30 * month, (1, 0), held=100)
    return state


@pytest.mark.parametrize(("times", "steps"), [(1.5, 0), (2.5, 1)])
def test_the_centre_takes_back_past_so_many_times_what_it_bears(times: float, steps: int) -> None:
    """Given leaks twice what the centre bears, then it takes a step back only where that is past its limit."""
    after = authorities_after(6, 10, {"centre_relapse": times}, lambda state: setattr(state, "steps", 1))
    assert after.steps == steps


def test_a_centre_that_reacts_grants_the_term_then_farms_then_the_whole_border() -> None:
    """Given a centre that reacts, when it grants one thing after the other, then each step opens what it says, and the
    steps before it stay; a centre that keeps to what it set grants nothing."""
    run = make_run(replace(SHORT, people=300, scenarios=("centre_reacts",)), 0)
    assert run.authorities.most_steps == 3
    offers = []
    for steps in range(4):
        run.authorities.steps = steps
        offers.append(run._offer(date(2018, 6, 1)))
    as_practised, longer, with_farms, everywhere = offers
    farms = world().lines.keys.index("agriculture")
    open_to = [(one.permit.any(axis=0) & (one.term_months > 0)) for one in offers]
    assert np.array_equal(open_to[0], open_to[1])
    assert longer.term_months.max() > as_practised.term_months.max()
    assert not open_to[1][:, farms].any()
    assert open_to[2][:, farms].any()
    assert open_to[3].sum() > open_to[2].sum()
    assert (open_to[3] | open_to[2] == open_to[3]).all()
    granted = with_farms.term_months[open_to[2]]
    assert granted.min() == granted.max() == everywhere.term_months.max() == longer.term_months.max()
    assert make_run(replace(SHORT, people=300), 0).authorities.most_steps == 1


def test_the_centre_grants_no_more_than_there_is_to_grant() -> None:
    many = authorities_after(60, 0, {}, lambda state: setattr(state, "most_steps", 3))
    assert many.steps == 3
    assert authorities_after(60, 0, {}, lambda state: None).steps == 1
