"""The lab in a notebook: what is natural to write is taken, all else is answered with a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sojourn import lab
from sojourn.lab import Draws, Experiment, LabError
from sojourn.lab.ensembles import Ensemble

SMALL: dict[str, Any] = {"people": 300, "first": "2018-01-01", "last": "2018-02-10", "warm_up": 10, "draws": "prior"}
SPOKEN = "{en: Own, zh: 自, vi: Riêng}"


@pytest.fixture(scope="module")
def made() -> Ensemble:
    """A small run."""
    return lab.run(**SMALL)


def test_days_may_be_written(made: Ensemble) -> None:
    """Given days as text or with a time, then they are those days."""
    assert (made.experiment.first, made.experiment.last) == (date(2018, 1, 1), date(2018, 2, 10))
    timed = lab.run(**{**SMALL, "first": datetime(2018, 1, 1, 12, 30), "last": date(2018, 2, 10)})
    assert timed.experiment == made.experiment


def test_a_scenario_may_be_a_path(tmp_path: Path) -> None:
    """Given the path of a file, alone or in a list, then it is the scenario that is run."""
    file = tmp_path / "own.yaml"
    file.write_text(
        f"label: {SPOKEN}\nquestion: {SPOKEN}\nassumed: {SPOKEN}\nmodel: {{agent_fee: {{set: 7}}}}\n", encoding="utf-8"
    )
    for scenario in (file, [file], ["half_year_permits", file]):
        assert lab.run(scenario=scenario, **SMALL).finished[0].parameters["agent_fee"] == 7


def test_the_folder_of_runs_may_be_text(tmp_path: Path) -> None:
    """Given a folder as text, then runs are kept in it."""
    lab.run(keep=str(tmp_path / "runs"), **SMALL)
    assert len(list((tmp_path / "runs").iterdir())) == 1


def test_whole_numbers_of_any_kind_are_the_same(made: Ensemble) -> None:
    """Given numbers as NumPy has them, then the experiment is the same, and kept under the same name."""
    numbers = {"people": np.int64(300), "warm_up": np.int16(10), "seed": np.uint32(1), "runs": np.int8(1)}
    same = Experiment(
        first=date(2018, 1, 1),
        last=date(2018, 2, 10),
        draws="prior",
        **numbers,  # type: ignore[arg-type]
    )
    assert same == made.experiment
    assert same.key(0) == made.experiment.key(0)
    assert isinstance(same.draws, Draws)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"warm_up": -30}, "warm_up_below_nought", "'warm_up' is -30"),
        ({"warm_up": -400}, "warm_up_below_nought", "'warm_up' is -400"),
        ({"warm_up": 1.5}, "no_whole_number", "'warm_up' is '1.5'"),
        ({"people": 100.5}, "no_whole_number", "'people' is '100.5'"),
        ({"people": "many"}, "no_whole_number", "'people' is 'many'"),
        ({"people": True}, "no_whole_number", "'people' is 'True'"),
        ({"runs": 2.5}, "no_whole_number", "'runs' is '2.5'"),
        ({"runs": 99_999_999_999}, "too_many_runs", "99,999,999,999 runs"),
        ({"seed": None}, "no_whole_number", "'seed' is 'None'"),
        ({"draws": "bogus"}, "no_such_draws", "'draws' is 'bogus'; it is one of: posterior, prior, middle."),
        ({"first": "soon"}, "no_day", "'first' is 'soon'"),
        ({"last": 2018}, "no_day", "'last' is '2018'"),
        ({"first": "0001-01-01", "last": "0001-02-01"}, "begins_too_early", "choose a later 'first'"),
        ({"first": "9999-01-01", "last": "9999-12-31"}, "ends_too_late", "on 9999-12-31"),
        ({"workers": 0}, "at_least_one", "'workers' is '0'"),
        ({"workers": -1}, "at_least_one", "'workers' is '-1'"),
        ({"workers": 1.5}, "at_least_one", "'workers' is '1.5'"),
        ({"threads": 0}, "at_least_one", "'threads' is '0'"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_sentence(given: dict[str, object], code: str, said: str) -> None:
    """Given what is not of its kind, or out of bounds, then it is refused by name in each language, before any work."""
    with pytest.raises(LabError) as refused:
        lab.run(**{**SMALL, **given})
    assert refused.value.code == code
    assert said in str(refused.value)
    assert len({refused.value.text(language) for language in ("en", "zh", "vi")}) == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"draws": "bogus"}, "no_such_draws"),
        ({"first": datetime(2018, 1, 1)}, "no_day"),
        ({"last": "2018-02-10"}, "no_day"),
        ({"traced": "all"}, "traced_out_of_range"),
    ],
)
def test_an_experiment_is_checked_as_it_is(made: Ensemble, given: dict[str, Any], code: str) -> None:
    """Given an experiment made by hand with something that is not of its kind, then a run of it is refused."""
    with pytest.raises(LabError) as refused:
        lab.run_one(replace(made.experiment, **given), 0)
    assert refused.value.code == code


def test_a_language_that_there_is_not_is_refused(made: Ensemble, tmp_path: Path) -> None:
    """Given a language without a catalogue, then charts, reports and names say which there are."""
    for ask in (
        lambda: made.chart("permits", language="fr"),
        lambda: lab.report(made, language="fr"),
        lambda: lab.write_report(tmp_path / "report.html", made, language="fr"),
        lambda: lab.outcome_label("permits", "fr"),
        lambda: lab.parameter_unit("agent_fee", "../en"),
    ):
        with pytest.raises(LabError, match=r"no language '.*'; there are: en, zh, vi\."):
            ask()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({"people": 301}, "'people'"),
        ({"first": date(2018, 1, 2)}, "'first'"),
        ({"last": date(2018, 2, 9)}, "'last'"),
        ({"warm_up": 11}, "'warm_up'"),
        ({"runs": 2}, "'runs'"),
        ({"seed": 2, "draws": Draws.MIDDLE}, "'seed', 'draws'"),
    ],
)
def test_runs_that_are_not_alike_are_not_compared(made: Ensemble, change: dict[str, Any], differing: str) -> None:
    """Given ensembles of other people, days, runs, luck or draws, then it is said in what they differ."""
    other = Ensemble(replace(made.experiment, scenarios=("half_year_permits",), **change), made.finished)
    for ask in (
        lambda: lab.compare(made, [other]),
        lambda: other.chart("permits", baseline=made),
        lambda: lab.comparison_data(made, [other]),
        lambda: lab.report(made, [other]),
    ):
        with pytest.raises(LabError) as refused:
            ask()
        assert refused.value.code == "not_alike"
        assert f"'half_year_permits' differ in: {differing}." in str(refused.value)
    assert "--people" in refused.value.text("zh", "--{}".format) or "people" not in change


def test_other_parameters_may_be_compared(made: Ensemble) -> None:
    """Given runs in which a parameter is set, then they are held against those in which it is not."""
    other = lab.run(**SMALL, given={"agent_fee": 0})
    assert {one.scenario for one in lab.compare(made, [other])} == {"as_practised"}
