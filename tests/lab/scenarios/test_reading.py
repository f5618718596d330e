"""A scenario's file: what it may say, every mistake at once with its place, and days from which it holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

import sojourn.lab.scenarios
from sojourn.lab.offers import KeyedChosen
from sojourn.lab.scenarios import (
    ScenarioError,
    available_scenarios,
    compose,
    read_scenario,
    read_scenarios,
    scenario_problem_text,
)
from sojourn.policy import Layer
from tools.reference_lab import INTRO

from .test_shipped import BINDING, PARAMETERS

HEAD = """\
label: {en: A try, zh: 试, vi: Thử}
question: {en: What if?, zh: 如果？, vi: Nếu?}
source: gx.trial
"""


def scenario(folder: Path, body: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def problems(*paths: Path | str) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        compose(read_scenarios(paths, PARAMETERS))
    return [str(problem) for problem in error.value.problems]


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = scenario(
        tmp_path,
        """\
layer: paper
assume: {worker_pays_fee: no}
settle: {suspension: 2020-02-01}
model: {coast_wage: {set: 0}}
""",
    )
    composed = compose([read_scenario(path, PARAMETERS)])
    rules = composed.rules(BINDING, KeyedChosen(1, 1))
    assert composed.key == "mine"
    assert composed.parameter("coast_wage", 100.0) == 0.0
    assert rules.turns[0][1].layer is Layer.PAPER
    assert (rules.on(date(2018, 6, 1)).term_months == 6).all()
    assert not rules.on(date(2018, 6, 1)).worker_pays_fee
    assert rules.on(date(2020, 1, 31)).in_force
    assert rules.on(date(2020, 2, 1)).suspended


def test_from_a_day_on(tmp_path: Path) -> None:
    path = scenario(
        tmp_path,
        """\
from: 2018-07-01
programme:
  parameters: {permit_fee: {practice: [{value: 200 CNY/permit}]}}
model: {coast_wage: {times: 2}}
""",
    )
    composed = compose([*read_scenarios(["pass_three_days", path], PARAMETERS)])
    rules = composed.rules(BINDING, KeyedChosen(1, 1))
    before, after = rules.on(date(2018, 6, 30)), rules.on(date(2018, 7, 1))
    assert (int(before.fee.max()), int(after.fee.max())) == (120, 200)
    assert (before.pass_limit == 3).all()
    assert (after.pass_limit == 3).all(), "what another scenario changes holds on"
    assert date(2018, 7, 1) in rules.changes(date(2018, 6, 1), date(2018, 8, 1))
    plain = compose(read_scenarios(["pass_three_days"], PARAMETERS)).rules(BINDING, KeyedChosen(1, 1))
    first, last = date(2016, 1, 1), date(2021, 1, 1)
    assert set(rules.changes(first, last)) == {*plain.changes(first, last), date(2018, 7, 1)}
    assert composed.parameter("coast_wage", 10.0, date(2018, 6, 30)) == 10.0
    assert composed.parameter("coast_wage", 10.0, date(2018, 7, 1)) == 20.0
    assert composed.parameter("coast_wage", 10.0) == 20.0


def test_every_mistake_of_a_file_at_once(tmp_path: Path) -> None:
    path = scenario(
        tmp_path,
        """\
labell: x
layer: practise
model:
  inspection_efort: {times: 0.5}
  coast_wage: {times: -1}
  border_control: {times: 1, set: 2}
authorities: {centre: maybe}
from: 2018-13-01
""",
    )
    found = problems(path)
    assert [one.removeprefix(str(path)).partition(": ")[0] for one in found] == [
        ":4:1",
        ":5:8",
        ":7:3",
        ":8:23",
        ":9:30",
        ":10:23",
        ":11:7",
    ]
    told = "\n".join(found)
    for said in ("did you mean 'label'", "did you mean 'practice'", "did you mean 'inspection_effort'", "2018-13-01"):
        assert said in told


def test_mistakes_of_form_hide_none_of_what_it_says_of_the_programme(tmp_path: Path) -> None:
    """Given mistakes of form and mistakes about the programme in one file, then all are told at once, with places."""
    path = tmp_path / "mine.yaml"
    path.write_text(
        """\
label: {en: A try, zh: 试, vi: Thử}
question: {en: What if?, zh: 如果？, vi: Nếu?}
authorities: {centre: maybe}
layer: practise
from: 2018-13-01
programme:
  parameters:
    permit_fees: {practice: [{value: 5 CNY/permit}]}
    permit_fee: {practice: [{value: -120 CNY/permit}]}
assume: {worker_pays_fees: no, worker_pays_fee: perhaps, fee_for_each_permits: [1]}
settle: {suspensions: 2020-02-01, suspension: soon, farms_ins: never}
model: {inspection_efort: {times: 0.5}, coast_wages: {times: [1]}, tracking: {set: 101}}
""",
        encoding="utf-8",
    )
    found = problems(path)
    assert [one.removeprefix(str(path)).partition(": ")[0] for one in found] == [
        ":1:1",  # neither source nor assumed
        ":3:23",
        ":4:8",
        ":5:7",
        ":8:5",
        ":9:29",
        ":10:28",
        ":10:49",
        ":10:80",  # the form of its value, and its name
        ":10:80",
        ":11:23",
        ":11:47",
        ":11:64",  # likewise
        ":11:64",
        ":12:9",
        ":12:41",
        ":12:62",
        ":12:84",
    ]
    told = "\n".join(found)
    for said in (
        "rests on",
        "'permit_fees'",
        "below nought",
        "'worker_pays_fees'",
        "'suspensions'",
        "'farms_ins'; did",
        "'101' cannot stand for 'tracking'; write a number from 0 to 100",
    ):
        assert said in told


def test_every_mistake_in_what_it_says_of_the_programme(tmp_path: Path) -> None:
    path = scenario(
        tmp_path,
        """\
programme:
  parameters:
    permit_fees: {practice: [{value: 5 CNY/permit}]}
    permit_fee: {practice: [{value: -120 CNY/permit}]}
    permit_term: {practice: [{value: 6 days}]}
assume: {worker_pays_fees: no, grade_moves: never, worker_pays_fee: perhaps}
settle: {suspensions: 2020-02-01, suspension: 2019-02-01}
""",
    )
    other = scenario(tmp_path, "model: {coast_wage: {times: 2}}\n", "other.yaml")
    other.write_text(other.read_text(encoding="utf-8").replace("gx.trial", "gx.trail"), encoding="utf-8")
    found = problems(path, other)
    told = "\n".join(found)
    assert [one.rpartition("mine.yaml")[2].partition(": ")[0] for one in found[:-1]] == [
        ":6:5",
        ":7:29",
        ":8:38",
        ":9:28",
        ":9:45",
        ":9:69",
        ":10:23",
        ":10:47",
    ]
    for said in (
        "did you mean 'permit_fee'?",
        "'permit_fee' cannot be below nought",
        "days",
        "did you mean 'worker_pays_fee'?",
        "one_and_three_in_a_year",
        "did you mean 'suspension'?",
        "did you mean 'gx.trial'?",
    ):
        assert said in told


@pytest.mark.parametrize("language", ["zh", "vi"])
def test_problems_are_told_in_the_language_of_the_reader(language: str, tmp_path: Path) -> None:
    path = scenario(tmp_path, "model: {inspection_efort: {times: many}}\nprogramme: {parameters: {permit_fees: {}}}\n")
    with pytest.raises(ScenarioError) as error:
        compose(read_scenarios([path, "half_year_permit"], PARAMETERS))
    for problem in error.value.problems:
        told = scenario_problem_text(problem, language)
        assert told != problem.text
        assert "{" not in told


def test_the_sentences_are_the_same_in_code_and_in_every_language() -> None:
    words = Path(str(sojourn.lab.scenarios.__file__)).parent / "words"
    texts = {
        language: yaml.safe_load((words / f"problems.{language}.yaml").read_text(encoding="utf-8"))
        for language in ("en", "zh", "vi")
    }
    assert texts["en"].keys() == texts["zh"].keys() == texts["vi"].keys()
    code = "".join(path.read_text(encoding="utf-8") for path in words.parent.glob("*.py"))
    joined = code.replace('"\n                "', "").replace('"\n            "', "")
    for name, sentence in texts["en"].items():
        assert sentence in joined, sentence
        for language in ("zh", "vi"):
            assert slots(texts[language][name]) == slots(sentence)


def slots(sentence: str) -> set[str]:
    return {part.partition("}")[0] for part in sentence.split("{")[1:]}


def test_names_with_hyphens_and_names_that_are_not_there(tmp_path: Path) -> None:
    assert read_scenario("half-year-permits", PARAMETERS).key == "half_year_permits"
    assert "did you mean 'half_year_permits'?" in problems("half_year_permit")[0]
    assert "there are: agencies_graded" in problems("xyz")[0]
    assert "There is no file" in problems(tmp_path / "none.yaml")[0]


@pytest.mark.parametrize("name", ["nosuch", "half_year_permit", "none.yaml", "none/such"])
def test_what_is_no_file_has_no_line(name: str) -> None:
    """Given a name that is none, or the path of no file, then no line of it is told."""
    assert problems(name)[0].startswith("There is no ")


@pytest.mark.parametrize(("language", "comma"), [("en", ", "), ("zh", "、"), ("vi", ", ")])
def test_names_are_listed_as_a_language_does(language: str, comma: str) -> None:
    """Given a name that is like none, then those that there are stand in a list of the reader's language."""
    with pytest.raises(ScenarioError) as error:
        read_scenarios(["nosuch"], PARAMETERS)
    (problem,) = error.value.problems
    assert comma.join(available_scenarios()) in scenario_problem_text(problem, language)


def test_a_parameter_that_is_not_there(tmp_path: Path) -> None:
    """Given a parameter that the model has not, then the nearest is told, or in one short line where they stand."""
    assert (
        "did you mean 'inspection_effort'?" in problems(scenario(tmp_path, "model: {inspection_efort: {set: 1}}\n"))[0]
    )
    (told,) = problems(scenario(tmp_path, "model: {xyzzy: {set: 1}}\n"))
    assert told.endswith("The model has no parameter 'xyzzy'; docs/reference/model.md lists those that it has.")


def test_what_a_scenario_must_say(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("label: {en: A}\n", encoding="utf-8")
    told = "\n".join(problems(empty))
    for said in ("'zh'", "'vi'", "'question'", "what it rests on"):
        assert said in told
    listed = tmp_path / "listed.yaml"
    listed.write_text("- 1\n", encoding="utf-8")
    assert "listed.yaml:1:1" in problems(listed)[0]
    assert "'programme' holds sections" in problems(scenario(tmp_path, "programme: [1]\n"))[0]


def test_facts_that_nobody_has_stop_a_scenario_before_it_runs(tmp_path: Path) -> None:
    path = scenario(
        tmp_path,
        """\
programme:
  rules:
    eligible_sector: {when: applicant.monthly_wage >= 2000 CNY}
""",
    )
    composed = compose([read_scenario(path, PARAMETERS)])
    with pytest.raises(ScenarioError, match=r"mine\.yaml:1:1: The model cannot run.*applicant\.monthly_wage"):
        composed.try_out(BINDING, date(2018, 1, 1), date(2018, 12, 31))


def test_the_example_in_the_reference_is_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "half_year_permits.yaml"
    path.write_text(dedent(INTRO.partition("\n\n")[2]), encoding="utf-8")
    composed = compose([read_scenario(path, PARAMETERS)])
    composed.try_out(BINDING, date(2018, 1, 1), date(2018, 12, 31))
    assert (composed.rules(BINDING, KeyedChosen(1, 1)).on(date(2018, 6, 1)).term_months == 6).all()


def test_all_names_are_those_of_their_files() -> None:
    assert [read_scenario(name, PARAMETERS).key for name in available_scenarios()] == available_scenarios()
