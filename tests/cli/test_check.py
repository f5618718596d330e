"""`sojourn check`: answers in words and as data."""

from __future__ import annotations

import json

import pytest

from sojourn.policy import Language, available, load
from tests.policy.small_programmes import MEADOW
from tests.policy.test_jsonform import SCHEMA, faults

from .conftest import Call
from .reading_along import LANGUAGES, coloured, in_language, raw_keys

WORKER = (
    "guangxi",
    "--at=2018-06-01",
    "--place=pingxiang_zone",
    "--fact=applicant.nationality=vietnam",
    "--fact=applicant.province=lang_son",
    "--fact=applicant.border_commune=yes",
    "--fact=employer.sector=wood_processing",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_in_words(call: Call, language: Language) -> None:
    """Given the worker of Lạng Sơn, then the answer is told in the language asked for, without raw names or colours."""
    said = call("check", *WORKER, "--lang", language)
    assert (said.code, said.err) == (0, "")
    headline = next(line for line in said.out.splitlines() if line.startswith("✓"))
    assert in_language(headline, language)
    assert raw_keys(said.out, load("guangxi")) == set()
    assert not coloured(said.out)
    assert "[1] " in said.out


def test_where_a_work_can_be_read_is_said_once(call: Call) -> None:
    """Given an answer that cites a work in many places, then each passage has a number, the address but one line."""
    lines = [line.strip() for line in call("check", *WORKER).out.splitlines()]
    addresses = [line for line in lines if line == "https://hdl.handle.net/1887/3641093"]
    assert len([line for line in lines if line.startswith("[") and "Speelman" in line]) > 1
    assert len(addresses) == 1


def test_the_terminals_language_is_spoken(call: Call) -> None:
    """Given a terminal in Vietnamese and no --lang, then the answer is the one of --lang vi."""
    assert call("check", *WORKER, language="vi_VN").out == call("check", *WORKER, "--lang", "vi").out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", available())
def test_nothing_known_is_no_no(call: Call, programme: str, language: Language) -> None:
    """Given a programme and nothing else, then its first goal is answered, and never with a no."""
    said = call("check", programme, "--lang", language)
    assert said.code == 0
    assert raw_keys(said.out, load(programme)) == set()
    assert not any(line.startswith("✗") for line in said.out.splitlines())


def test_a_worked_case_by_its_name(call: Call) -> None:
    """Given the name of a worked case, then its facts and its day are taken."""
    by_name = call("check", "guangxi", "--case", "G01")
    assert by_name.out == call("check", *WORKER).out


@pytest.mark.parametrize(
    "about", [(), ("all",), ("consequences",), ("worker_permit", "permit_term"), ("all_breaches",)]
)
@pytest.mark.parametrize("case", ["G01", "G47"])
def test_answers_as_data(call: Call, case: str, about: tuple[str, ...]) -> None:
    """Given --json, then the data has the published shape, and nothing else is on standard output."""
    said = call("check", "guangxi", "--case", case, "--json", *(f"--about={key}" for key in about))
    assert (said.code, said.err) == (0, "")
    assert faults(json.loads(said.out), SCHEMA["$defs"]["checked"]) == []


def test_data_does_not_depend_on_the_language(call: Call) -> None:
    """Given --json, then every language gives the same data."""
    first, *others = (call("check", *WORKER, "--json", "--lang", language).out for language in LANGUAGES)
    assert all(other == first for other in others)


def test_about_all(call: Call) -> None:
    """Given --about all, then every route is answered, and the consequences where the case holds a breach."""
    without, with_breach = (
        json.loads(call("check", "guangxi", "--case", case, "--about", "all", "--json").out) for case in ("G01", "G47")
    )
    routes = list(load("guangxi").routes)
    assert [answer["about"] for answer in without["answers"]] == routes
    assert without["consequences"] is None
    assert {one["role"] for one in with_breach["consequences"]["liabilities"]} >= {"employer"}


def test_about_a_goal_asks_what_it_asks(call: Call) -> None:
    """Given the key of a goal, then its entries are answered; given it with one of them, then that one only once."""
    said = call(
        "check",
        str(MEADOW),
        "--about=caught",
        "--about=overstay",
        "--fact=stay.days_over=3",
        "--at=2019-06-01",
        "--json",
    )
    data = json.loads(said.out)
    assert [answer["about"] for answer in data["answers"]] == ["overstay"]
    assert data["consequences"]["liabilities"]


def test_a_figure_for_a_place_and_a_year(call: Call) -> None:
    """Given keys in brackets, then a parameter is looked up for them; --place gives the place where none is written."""
    said = call("check", "china", "--about=average_wage[guangzhou, 2018]", "--at=2019-08-01", "--json")
    (answer,) = json.loads(said.out)["answers"]
    assert answer["paper"]["value"]["is"] == "exact"
    review = ("check", "china", "--about=pr_review_time", "--at=2018-06-01", "--json")
    somewhere, shanghai = (json.loads(call(*review, *more).out)["answers"] for more in ((), ("--place=shanghai",)))
    assert somewhere[0]["paper"]["value"] != shanghai[0]["paper"]["value"]


def test_the_day_asked_about(call: Call) -> None:
    """Given --at, then it goes before the day of the case; given neither, then today is asked about."""
    assert json.loads(call("check", "guangxi", "--case", "G01", "--json").out)["at"] == "2018-06-01"
    assert (
        json.loads(call("check", "guangxi", "--case", "G01", "--at", "2021-01-02", "--json").out)["at"] == "2021-01-02"
    )
    assert json.loads(call("check", "guangxi", "--json").out)["answers"][0]["standing"] == "not_verified"


def test_what_is_given_goes_before_the_file(call: Call) -> None:
    """Given a fact in the case and on the call, then the one on the call counts."""
    said = call("check", "guangxi", "--case", "G01", "--fact", "applicant.nationality=france", "--json")
    assert json.loads(said.out)["answers"][0]["paper"]["outcome"] == "no"


def test_an_assumption_settled_otherwise(call: Call) -> None:
    """Given --assume, then what hangs on the assumption comes out differently."""
    case = ["guangxi", "--case", "G01", "--fact", "applicant.border_commune=unknown", "--json"]
    outcomes = [
        json.loads(call("check", *case, *more).out)["answers"][0]["paper"]["outcome"]
        for more in ([], ["--assume", "commune_residence_needed=no"])
    ]
    assert outcomes == ["not_known_yet", "yes"]


@pytest.mark.parametrize(
    ("value", "outcome"),
    [("71", "no"), ("unknown", "not_known_yet"), ("{from: 71, to: 80}", "no"), ("{from: 70, to: 71}", "not_known_yet")],
)
def test_values_that_are_partly_known(call: Call, value: str, outcome: str) -> None:
    """Given a range, then the answer is as certain as the range allows."""
    said = call(
        "check", str(MEADOW), "--about=old_enough", "--at=2019-06-01", f"--fact=applicant.age={value}", "--json"
    )
    assert json.loads(said.out)["answers"][0]["paper"]["outcome"] == outcome


def test_one_of_some_places(call: Call) -> None:
    """Given a list, then the fact is one of its values, and a history may be given in the same way."""
    said = call("check", str(MEADOW), "--at=2019-06-01", "--json", "--fact=employer.place=[north, mill]",
                "--fact=applicant.seasons={complete: yes, entries: [{year: 2018, worked: yes}]}")  # fmt: skip
    assert said.code == 0
    matters = json.loads(said.out)["answers"][0]["paper"]["matters"]
    assert "applicant.seasons" not in matters
