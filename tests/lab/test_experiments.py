"""Experiments: what is asked of the lab, made and kept, and the same wherever and however it is made."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sojourn.lab import (
    MOST_DAYS,
    Draws,
    Experiment,
    ExperimentError,
    LabError,
    ScenarioError,
    compare,
    ensemble_data,
    frame,
    run,
    run_all,
    run_one,
)
from sojourn.lab.frames import names
from sojourn.lab.guangxi.outcomes import OUTCOMES
from sojourn.lab.guangxi.parameters import from_prior, parameters
from sojourn.lab.keeping import kept
from sojourn.lab.speaking import words

SMALL = Experiment(
    people=600, first=date(2018, 1, 1), last=date(2018, 4, 30), warm_up=90, runs=2, draws=Draws.PRIOR, seed=5
)


def plain(outcomes: object) -> str:
    """Outcomes as text, so that what is not a number equals itself."""
    return json.dumps(outcomes, sort_keys=True)


@pytest.fixture(scope="module")
def made() -> object:
    """The small experiment, made once."""
    return run_all(SMALL)


def test_equal_experiments_are_equal(made: object, tmp_path: Path) -> None:
    """Given an experiment, when it is made again, on more threads, and kept and read, then every figure is the same."""
    again = run_all(SMALL, threads=3, keep=tmp_path)
    assert [plain(dict(one.outcomes)) for one in made.finished] == [plain(dict(one.outcomes)) for one in again.finished]
    back = run_all(SMALL, keep=tmp_path)
    for first, second in zip(again.finished, back.finished, strict=True):
        assert plain(dict(first.outcomes)) == plain(dict(second.outcomes))
        assert first.parameters == second.parameters
        assert {key: one.value for key, one in first.chosen.items()} == {
            key: one.value for key, one in second.chosen.items()
        }
        for month, other in zip(first.result.months, second.result.months, strict=True):
            assert np.array_equal(month.days, other.days)
            assert (month.first, month.fees) == (other.first, other.fees)


def test_what_is_broken_off_goes_on(tmp_path: Path) -> None:
    """Given an ensemble broken off after its first run, when it is called again, then only what is missing is made."""
    done: list[int] = []

    def stop(run: int) -> None:
        done.append(run)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(SMALL, keep=tmp_path, progress=stop)
    assert done == [0]
    first = next(tmp_path.glob("*.npz"))
    when = first.stat().st_mtime_ns
    whole = run_all(SMALL, keep=tmp_path)
    assert [one.run for one in whole.finished] == [0, 1]
    assert first.stat().st_mtime_ns == when


def test_a_half_written_file_is_made_anew(tmp_path: Path) -> None:
    """Given a kept run that is cut off, then it is as if it were not kept."""
    one = replace(SMALL, runs=1)
    run_all(one, keep=tmp_path)
    file = next(tmp_path.glob("*.npz"))
    file.write_bytes(file.read_bytes()[:-200])
    assert kept(tmp_path, one, 0) is None
    assert run_all(one, keep=tmp_path).finished[0].run == 0


def test_the_same_draws_in_every_scenario(made: object) -> None:
    """Given two scenarios, then a run has the same parameters and choices in both, and only the policy differs."""
    other = run_all(replace(SMALL, scenarios=("half_year_permits",)))
    for first, second in zip(made.finished, other.finished, strict=True):
        assert first.parameters == second.parameters
        shared = first.chosen.keys() & second.chosen.keys()
        assert {key: first.chosen[key].value for key in shared} == {key: second.chosen[key].value for key in shared}
    found = {one.outcome: one for one in compare(made, [other])}
    assert found["days_lost"].change.high < 0
    assert found["fees"].up == 0.0


def test_both_spellings_of_a_scenario_are_one(tmp_path: Path) -> None:
    """Given a name with hyphens, then frames, data and what is kept are those of the name with underscores."""
    one = replace(SMALL, people=300, runs=1, scenarios=("half_year_permits", "farms_allowed"))
    other = replace(one, scenarios=("half-year-permits", "farms-allowed"))
    assert other == one
    assert other.key(0) == one.key(0)
    first, second = run_all(one, keep=tmp_path), run_all(other, keep=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    assert ensemble_data(first) == ensemble_data(second)
    for table in ("outcomes", "stocks"):
        assert frame(first, table).equals(frame(second, table))


def test_the_trial_as_practised_is_not_put_on_top_of_itself() -> None:
    """Given the name with a hyphen of what every scenario stands on, then it stands there once."""
    assert len(replace(SMALL, scenarios=("as-practised",)).composed().scenarios) == 1


def test_the_path_of_a_file_stays_as_typed() -> None:
    """Given a path, or a name that no scenario has, then nothing of it is changed."""
    assert Experiment(scenarios=("my-own.yaml", "./half-year-permits")).scenarios == (
        "my-own.yaml",
        "./half-year-permits",
    )


def test_every_outcome_is_told_in_every_language(made: object) -> None:
    """Given a run, then it has every outcome, finite or not there, and each is named in three languages."""
    for one in made.finished:
        assert tuple(one.outcomes) == tuple(OUTCOMES)
    told = [words(language)["outcomes"] for language in ("en", "zh", "vi")]
    assert all(list(each) == list(OUTCOMES) for each in told)
    assert all(each[key]["label"] and each[key]["unit"] for each in told for key in OUTCOMES)


def test_the_counts_add_up(made: object) -> None:
    """Given a run, then everybody is counted on every day, and stocks and flows agree."""
    for one in made.finished:
        for month in one.result.months:
            days = (month.last - month.first).days + 1
            assert month.days.sum() == SMALL.people * days
            assert month.stocks.sum() == SMALL.people
        for before, after in zip(one.result.months, one.result.months[1:], strict=False):
            change = after.stocks.sum(1) - before.stocks.sum(1)
            assert np.array_equal(change, after.flows.sum(0) - after.flows.sum(1))


@pytest.mark.parametrize("table", names())
def test_frames(made: object, table: str) -> None:
    """Given an ensemble, then each table has rows for every run and no column without a name."""
    found = frame(made, table)
    assert found["run"].n_unique() == SMALL.runs
    assert found.columns[:2] == ["scenario", "run"]
    if table == "stocks":
        assert found.group_by("run", "month").agg(pl.col("people").sum())["people"].unique().to_list() == [SMALL.people]


def test_there_is_no_such_table(made: object) -> None:
    """Given a table that is not there, then those that are get named."""
    with pytest.raises(LabError, match=r"no table 'stock'.* stocks"):
        frame(made, "stock")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"people": 0}, "too_few_people"),
        ({"people": 10**12}, "too_many_people"),
        ({"people": 10**400}, "too_many_people"),
        ({"last": date(2017, 1, 1)}, "ends_before_it_begins"),
        ({"last": date(2400, 1, 1)}, "too_many_days"),
        ({"runs": 0}, "too_few_runs"),
        ({"seed": -1}, "seed_out_of_range"),
        ({"traced": 1.5}, "traced_out_of_range"),
        ({"traced": -0.1}, "traced_out_of_range"),
        ({"traced": float("nan")}, "traced_out_of_range"),
        ({"given": (("xyzzy", 1.0),)}, "no_such_parameter"),
        ({"given": (("wage_wait", 1.0),)}, "no_such_parameter_near"),
        ({"times": (("wage_wait", 1.0),)}, "no_such_parameter_near"),
        ({"given": (("agent_fee", -3),)}, "value_out_of_range"),
        ({"given": (("agent_fee", float("nan")),)}, "value_out_of_range"),
        ({"given": (("agent_fee", float("inf")),)}, "value_out_of_range"),
        ({"given": (("agent_fee", 2e6),)}, "value_out_of_range"),
        ({"given": (("agent_fee", "3"),)}, "value_out_of_range"),
        ({"given": (("agent_fee", True),)}, "value_out_of_range"),
        ({"given": (("home_pull", -2e6),)}, "value_out_of_range"),
        ({"given": (("overstay_found", 1.01),)}, "value_out_of_range"),
        ({"times": (("agent_fee", -1.0),)}, "times_out_of_range"),
        ({"times": (("agent_fee", float("nan")),)}, "times_out_of_range"),
        ({"times": (("training_loss", 2.01),)}, "times_out_of_range"),
        ({"given": (("training_loss", 0.8),), "times": (("training_loss", 1.5),)}, "times_out_of_range"),
    ],
)
def test_what_cannot_be_made_is_refused_before_any_work(change: dict[str, object], code: str) -> None:
    """Given an experiment that cannot be made, then it is refused with what is wrong."""
    with pytest.raises(ExperimentError) as refused:
        run_all(replace(SMALL, **change))
    assert refused.value.code == code
    with pytest.raises(ExperimentError):
        run_one(replace(SMALL, **change), 0)


@pytest.mark.parametrize(
    "change",
    [
        {"given": (("agent_fee", 0), ("home_pull", -5.0), ("overstay_found", 1.0), ("foresight", np.float32(0.5)))},
        {"given": (("training_loss", 0.4),), "times": (("training_loss", 2.5), ("demand", 40.0))},
    ],
)
def test_what_can_be_set_is_taken(change: dict[str, object]) -> None:
    """Given values that are possible, be it a liking below nought, then they are taken."""
    replace(SMALL, **change).check()


def test_no_share_or_chance_can_be_above_one() -> None:
    """Given a parameter that is a share or a chance, then nobody can set it above one."""
    for key, one in parameters().items():
        assert one.most == 1 or not one.unit.startswith(("share", "chance")), key
        assert one.least <= one.low <= one.high <= one.most, key


def test_as_many_days_as_can_be_counted_are_taken() -> None:
    """Given the most days with those of the warm-up, then they are taken, and one more is refused."""
    most = replace(SMALL, last=SMALL.first + timedelta(days=MOST_DAYS - SMALL.warm_up - 1))
    most.check()
    with pytest.raises(ExperimentError, match="days are more"):
        replace(most, last=most.last + timedelta(days=1)).check()


@pytest.mark.parametrize("key", parameters())
def test_the_example_of_a_value_is_one(key: str) -> None:
    """Given a parameter set to what it cannot be, then the number that is told as an example can be set."""
    with pytest.raises(ExperimentError) as refused:
        replace(SMALL, given=((key, float("nan")),)).check()
    replace(SMALL, given=((key, float(str(refused.value.slots["such"]))),)).check()


def test_what_is_refused_is_said_in_a_sentence() -> None:
    """Given a call in Python that cannot be carried out, then the error is a sentence that names the argument."""
    with pytest.raises(ExperimentError) as refused:
        run(given={"agent_fee": -3})
    assert str(refused.value) == "'-3' cannot stand for 'agent_fee'; write a number from 0 to 100000, such as 450."
    assert refused.value.text("zh") == "“agent_fee”不能写“-3”；请写0到100000之间的数，例如450。"
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - made here
    assert (str(again), again.code) == (str(refused.value), "value_out_of_range")
    assert str(ExperimentError("too_few_people", people=0)) == "'people' is 0; a run takes at least one person."
    near = ExperimentError("no_such_parameter_near", name="agent_fe", near="agent_fee")
    assert str(near) == "The model has no parameter 'agent_fe'; did you mean 'agent_fee'?"
    several = ExperimentError("no_model", programme="atlantis", there=("guangxi", "china"))
    assert "guangxi, china" in several.text("en")
    assert "guangxi、china" in several.text("zh")
    told = ExperimentError("too_few_people", people=0).text("vi", "--{}".format)
    assert told == "--people là 0; phải có ít nhất một người."


def test_parameters_come_from_their_priors() -> None:
    """Given many draws, then each parameter lies within its prior, spread evenly, each keyed by its own name."""
    drawn = [from_prior((7, run)) for run in range(200)]
    for key, one in parameters().items():
        values = [each[key] for each in drawn]
        assert min(values) >= one.low - 1e-9
        assert max(values) <= one.high + 1e-9
        if not one.fixed:
            assert abs(np.mean([one.share(value) for value in values]) - 0.5) < 0.1


def test_days_away_are_told_as_they_are_drawn(made: object) -> None:
    """Given runs, then the days away that each took are its parameter's, and told between what it was drawn from."""
    known = parameters()["days_away"]
    for one in made.finished:
        choice = one.chosen["away"]
        assert (choice.low, choice.high) == (known.low, known.high)
        assert choice.value == round(one.parameters["days_away"])


def test_a_parameter_that_is_set_holds() -> None:
    """Given a parameter that is set, then every run has it and the others are as they were."""
    plain_run = run_one(replace(SMALL, runs=1), 0)
    set_run = run_one(replace(SMALL, runs=1, given=(("coast_wage", 9000.0),)), 0)
    assert set_run.parameters["coast_wage"] == 9000.0
    assert set_run.outcomes["coast"] > plain_run.outcomes["coast"]
    rest = {key: value for key, value in plain_run.parameters.items() if key != "coast_wage"}
    assert rest == {key: value for key, value in set_run.parameters.items() if key != "coast_wage"}


def test_a_scenario_may_say_how_long_a_renewal_takes(tmp_path: Path) -> None:
    """Given a scenario in which renewals take no days, then none are lost; as practised some are."""
    file = tmp_path / "at_once.yaml"
    spoken = "{en: At once, zh: 即办, vi: Ngay}"
    file.write_text(
        f"label: {spoken}\nquestion: {spoken}\nassumed: {spoken}\nmodel: {{days_away: {{set: 0}}}}\n", encoding="utf-8"
    )
    as_practised, at_once = (run_one(replace(SMALL, scenarios=names), 0) for names in (("as_practised",), (str(file),)))
    assert as_practised.outcomes["days_lost"] > 0
    assert at_once.outcomes["days_lost"] == 0
    assert at_once.chosen["away"].value == 0


@pytest.mark.parametrize(
    ("name", "value", "bounds"),
    [
        ("foresight", "50", "from 0 to 1"),
        ("new_job_sooner", "0", "from 0.1 to"),
        ("tracking", "1000", "from 0 to 100"),
        ("overstay_found", "123456.5", "from 0 to 1"),
    ],
)
def test_a_scenario_that_sets_what_cannot_be_is_refused_before_work(
    tmp_path: Path, name: str, value: str, bounds: str
) -> None:
    """Given a share above one, a divisor of nought or too many levels, then it says where, and what may be."""
    file = tmp_path / "wrong.yaml"
    spoken = "{en: Wrong, zh: 错, vi: Sai}"
    file.write_text(
        f"label: {spoken}\nquestion: {spoken}\nassumed: {spoken}\nmodel: {{{name}: {{set: {value}}}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match=f"wrong.yaml:4.*'{value}' cannot stand for '{name}'.*{bounds}"):
        replace(SMALL, scenarios=(str(file),)).composed()


def test_times_in_a_scenario_lead_no_further_than_a_parameter_can_be(tmp_path: Path) -> None:
    """Given a hundred times a share, or none of a divisor, then runs have the bound."""
    file = tmp_path / "far.yaml"
    spoken = "{en: Far, zh: 远, vi: Xa}"
    model = "{foresight: {times: 100}, new_job_sooner: {times: 0}}"
    file.write_text(f"label: {spoken}\nquestion: {spoken}\nassumed: {spoken}\nmodel: {model}\n", encoding="utf-8")
    found = run_one(replace(SMALL, scenarios=(str(file),)), 0).parameters
    assert (found["foresight"], found["new_job_sooner"]) == (1.0, 0.1)
