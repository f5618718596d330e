"""Calls that are wrong: exit code 2, the reason on standard error in the language of the call, and nothing else."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sojourn.cli.helping import all_commands
from sojourn.policy import Language
from tests.policy.small_programmes import MEADOW, copied

from .conftest import Call
from .reading_along import LANGUAGES, in_language

WRONG = [
    "chekc",
    "nothing",
    "check",
    "check guangxii",
    "check xyzzy",
    "check guangxi china",
    "check guangxi --nothing",
    "check guangxi --fcat x=1",
    "check guangxi --at",
    "check guangxi --at 2018-6-1",
    "check guangxi --at 2018-02-30",
    "check guangxi --at 20180601",
    "check guangxi --fact applicant.age",
    "check guangxi --fact =3",
    "check guangxi --fact applicant.age=3 --fact applicant.age=4",
    "check guangxi --fact applicant.agee=3",
    "check guangxi --fact xyzzy=3",
    "check guangxi --fact applicant.age=old",
    "check guangxi --fact applicant.age=30.5",
    "check guangxi --fact 'applicant.age=30 CNY'",
    "check guangxi --fact 'applicant.age=30 parsecs'",
    "check guangxi --fact applicant.age=3000",
    "check guangxi --fact 'applicant.age=[1'",
    "check guangxi --fact 'applicant.age={from: 40, to: 30}'",
    "check guangxi --fact employer.place=atlantis",
    "check guangxi --fact applicant.nationality=vietnamm",
    "check guangxi --fact applicant.nationality=xyzzy",
    "check guangxi --fact 'applicant.nationality=[]'",
    "check guangxi --fact applicant.border_commune=maybe",
    "check guangxi --fact stay.exit=yesterday",
    "check guangxi --place atlantis",
    "check guangxi --place pingxiang --fact employer.place=dongxing",
    "check guangxi --assume nothing=yes",
    "check guangxi --assume pass_entry_day_counts=perhaps",
    "check guangxi --about wrok",
    "check guangxi --about xyzzy",
    "check guangxi --about 'worker_permit[1]'",
    "check china --about 'average_wage[guangzhou]'",
    "check china --about 'average_wage[atlantis, 2018]'",
    "check guangxi --case nothing.yaml",
    "ask xyzzy",
    "ask guangxi --about xyzzy",
    "ask guangxi --fact xyzzy=1",
    "tell xyzzy",
    "lab run xyzzy",
    "lab run guangxi --people 0",
    "lab run guangxi --people 1000000000000",
    "lab run guangxi --people abc",
    "lab run guangxi --people 1e12",
    "lab run guangxi --people ''",
    "lab run guangxi --people 1_000",
    "lab run guangxi --seed 1.5",
    "lab run guangxi --days x",
    "lab run guangxi --warm-up x",
    "lab run guangxi --days 99999999999",
    "lab run guangxi --from 9999-12-31",
    "lab run guangxi --from 2018-13-01",
    "lab run guangxi --traced half",
    "lab run guangxi --traced nan",
    "lab run guangxi --timings=yes",
    "lab compare guangxi --runs many",
    "lab calibrate guangxi --coverage few",
    "lab validate guangxi --workers all",
    "lab sensitivity guangxi --size x",
    "check guangxi --json=yes",
    "--version=3",
    "lab run guangxi --runs 0",
    "lab run guangxi --days 0",
    "lab run guangxi --days 100000",
    "lab run guangxi --days 3000000",
    "lab run guangxi --runs 99999999999",
    "lab run guangxi --from 0001-01-01",
    "lab run guangxi --from 9999-01-01",
    "lab run guangxi --warm-up -1",
    "lab compare guangxi --keep /dev/null",
    "lab run guangxi --keep /dev/null/there",
    "lab validate guangxi --keep /dev/null",
    "lab sensitivity guangxi --keep /dev/null",
    "lab sensitivity guangxi --size 99999999999",
    "lab calibrate guangxi --runs 99999999999",
    "lab run guangxi --set skill_return=50",
    "lab run guangxi --from 2018-02-01 --to 2018-01-01",
    "lab run guangxi --scenario half_year",
    "lab run guangxi --scenario nothing.yaml",
    "lab run guangxi --scenario nosuch",
    "lab run guangxi --draws xyzzy",
    "lab run guangxi --set xyzzy=1",
    "lab run guangxi --set agent_fe=1",
    "lab run guangxi --set agent_fee=-3",
    "lab run guangxi --set agent_fee=nan",
    "lab run guangxi --set agent_fee=2000000",
    "lab run guangxi --set overstay_found=1.5",
    "lab run guangxi --ledger there --traced 2",
    "lab run guangxi --ledger there --traced 0",
    "lab run guangxi --ledger there --traced nan",
    "lab run guangxi --traced 2",
    "lab run guangxi --traced 0.5",
    "lab run guangxi --ledger /dev/null/there",
    "lab compare guangxi --report /nowhere/at/all.html",
    "lab sensitivity guangxi --outcome xyzzy",
    "tell guangxi --place pingxiangg",
    "tell guangxi --place xyzzy",
    "lint xyzzy",
    "cases xyzzy",
    "coverage xyzzy",
    "facts xyzzy",
    "facts",
    "serve --port 0",
    "serve --port http",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", WRONG)
def test_a_wrong_call(call: Call, written: str, language: Language) -> None:
    """Given a wrong call, then exit code 2 and a sentence about it in the language; nothing on standard output."""
    said = call(*shlex.split(written), language=language)
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err
    lines = said.err.splitlines()
    assert lines
    for line in lines:
        assert in_language(line, language), line


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [
        (
            "--people",
            "abc",
            {"en": "'abc' is no whole number", "zh": "“abc”不是用数字写的整数", "vi": "'abc' không phải"},
        ),
        ("--people", "1e12", {"en": "written in digits", "zh": "用数字写的整数", "vi": "số nguyên viết bằng chữ số"}),
        ("--traced", "half", {"en": "'half' is no number", "zh": "“half”不是用数字写的数", "vi": "'half' không phải"}),
    ],
)
def test_a_number_that_is_none(call: Call, option: str, given: str, said: dict[str, str]) -> None:
    """Given no number where one belongs, then it is said so in plain words, and in one line."""
    for language, words in said.items():
        refused = call("lab", "run", "guangxi", option, given, "--lang", language)
        assert refused.code == 2
        assert words in refused.err
        assert len(refused.err.splitlines()) == 1


def test_no_option_is_read_by_what_refuses_in_english() -> None:
    """Given all commands, then what is typed into them is read by Sojourn, or is a text, a path or a flag."""
    for name, command in all_commands().items():
        for parameter in command.params:
            kind = type(parameter.type).__name__
            flag = kind == "BoolParamType" and getattr(parameter, "is_flag", False)
            assert flag or kind in ("StringParamType", "FuncParamType", "TyperPath"), f"{name} {parameter.name}: {kind}"


def test_a_language_that_is_not_spoken(call: Call) -> None:
    """Given a language that Sojourn does not speak, then those it speaks are named."""
    said = call("check", "guangxi", "--lang", "de", language="vi")
    assert said.code == 2
    assert in_language(said.err, Language.VI)
    assert "en, zh, vi" in said.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_that_is_not_there_is_no_place_in_a_file(call: Call, language: Language) -> None:
    """Given a name that no scenario has, then it is said without a line and a column, with the nearest name if any."""
    far = call("lab", "run", "guangxi", "--scenario", "nosuch", language=language)
    assert "nosuch" in far.err
    assert "nosuch:" not in far.err
    near = call("lab", "run", "guangxi", "--scenario", "half-year-permit", language=language)
    assert "half_year_permits" in near.err
    assert ":1:1" not in near.err


@pytest.mark.parametrize(
    ("asked", "language", "told"),
    [
        (
            ("--days", "100000"),
            "en",
            "100,000 days are more than a run can count; the most, with the warm-up, is 60,000.",
        ),
        (("--days", "100000"), "vi", "100.000 ngày"),
        (("--days", "3000000"), "zh", "3,000,000 天"),
        (("--set", "agent_fee=-3"), "en", "'-3' cannot stand for 'agent_fee'"),
        (("--set", "agent_fee=-0.125"), "en", "'-0.125' cannot stand for 'agent_fee'"),
        (("--people", "1000000000000"), "en", "1,000,000,000,000 people need about 111,759 GiB"),
        (("--people", "1000000000000"), "vi", "1.000.000.000.000 người cần khoảng 111.759 GiB"),
    ],
)
def test_numbers_are_told_as_they_were_meant(call: Call, asked: tuple[str, ...], language: str, told: str) -> None:
    """Given a number that cannot be, then it is told as it was given, with thousands grouped as the language does."""
    assert told in call("lab", "run", "guangxi", *asked, "--lang", language).err


def test_histories_that_would_be_written_nowhere(call: Call) -> None:
    """Given a share of people to write of and no folder, then it is refused; a share that is none is told first."""
    assert "--ledger is missing" in call("lab", "run", "guangxi", "--traced", "0.5", language="en").err
    assert "--traced is 2;" in call("lab", "run", "guangxi", "--traced", "2", language="en").err


def test_several_mistakes_at_once(call: Call) -> None:
    """Given several wrong facts, then each is named with what was given and what is allowed."""
    said = call(
        "check", str(MEADOW), "--fact=applicant.age=7", "--fact=applicant.skill=great", "--fact=employer.size=tiny"
    )
    assert said.code == 2
    first, second, third = said.err.splitlines()
    assert "applicant.age" in first
    assert "14 to 99" in first
    assert "'great'" in second
    assert "master" in second
    assert "small, large" in third


def test_place_where_it_could_mean_several_facts(call: Call, tmp_path: Path) -> None:
    """Given a programme without employer.place, then --place means the only place there is, or the facts are named."""
    folder = copied(tmp_path)
    for file in folder.glob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("employer.place", "employer.farm"), encoding="utf-8")
    assert call("check", str(folder), "--place", "mill").code == 0
    facts = folder / "facts.yaml"
    second = "\nstay.at: {label: Where the stay is, question: Where is the stay?, type: place, within: land}\n"
    facts.write_text(facts.read_text(encoding="utf-8") + second, encoding="utf-8")
    said = call("check", str(folder), "--place", "mill")
    assert said.code == 2
    assert "employer.farm, stay.at" in said.err


def test_a_programme_that_cannot_be_read(call: Call, tmp_path: Path) -> None:
    """Given a programme with mistakes, then every command names them with their place and no command breaks."""
    folder = copied(tmp_path)
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("applicant.age", "applicant.aeg"), encoding="utf-8")
    for command in ("check", "ask", "tell", "facts", "cases"):
        said = call(command, str(folder))
        assert said.code == 2
        assert "meadow/rules.yaml:" in said.err
        assert said.out == ""
    assert call("lint", str(folder)).code == 1


def test_mistakes_of_ours_are_not_hidden(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an error that is nobody's mistake but ours, then it is not dressed up as a wrong call."""

    def broken(*_: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr("sojourn.cli.check.asked_about", broken)
    with pytest.raises(RuntimeError, match="ours"):
        call("check", str(MEADOW))
