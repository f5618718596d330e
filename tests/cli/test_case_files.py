"""Case files: YAML and JSON, read without guessing, and every mistake with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.policy.small_programmes import MEADOW

from .conftest import Call
from .reading_along import LANGUAGES, in_language

HAY = str(MEADOW)


def outcome(call: Call, content: str, folder: Path, name: str = "case.yaml") -> str:
    """What comes out for a case file about being old enough."""
    file = folder / name
    file.write_text(content, encoding="utf-8")
    said = call("check", HAY, "--case", str(file), "--about", "old_enough", "--json")
    assert (said.code, said.err) == (0, "")
    found: str = json.loads(said.out)["answers"][0]["paper"]["outcome"]
    return found


@pytest.mark.parametrize(
    "content",
    [
        "applicant.age: 30\napplicant.strong: yes\napplication: 2019-06-01\n",
        "at: 2019-06-01\nfacts:\n  applicant.age: 30\n  applicant.strong: yes\n",
        "at: 2019-06-01\nfacts: {applicant.age: 30 years, applicant.strong: yes}\nassume:\nsettle: {}\n",
        '{"at": "2019-06-01", "facts": {"applicant.age": 30, "applicant.strong": true, "applicant.wage": null}}',
        '{\n\t"at": "2019-06-01",\n\t"facts": {"applicant.age": 30, "applicant.strong": true}\n}\n',
        "\ufeffat: 2019-06-01\r\nfacts:\r\n  applicant.age: 30\r\n  applicant.strong: yes\r\n  applicant.wage: ~\r\n",
    ],
)
def test_ways_to_write_a_case(call: Call, tmp_path: Path, content: str) -> None:
    """Given YAML or JSON, with the facts under `facts` or alone, then the case is the same."""
    assert outcome(call, content, tmp_path) == "yes"


def test_no_is_a_word_like_any_other(call: Call, tmp_path: Path) -> None:
    """Given an option or a year that YAML would take for something else, then it stays what was written."""
    file = tmp_path / "case.yaml"
    file.write_text("applicant.skill: none\napplicant.strong: no\napplicant.born: 2001\n", encoding="utf-8")
    said = call("check", HAY, "--case", str(file), "--at", "2019-06-01")
    assert (said.code, said.err) == (0, "")


def test_from_standard_input(call: Call) -> None:
    """Given `-`, then the case is read from standard input."""
    said = call(
        "check", HAY, "--case=-", "--about=old_enough", "--at=2019-06-01", "--json", typed="applicant.age: 71\n"
    )
    assert json.loads(said.out)["answers"][0]["paper"]["outcome"] == "no"
    wrong = call("check", HAY, "--case=-", typed="applicant.age: old\n")
    assert wrong.code == 2
    assert wrong.err.startswith("-:1:1: ")


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("applicant.age: 30\napplicant.aeg: 30\n", ["2:1"]),
        ("at: 2019-6-1\nfacts:\n  applicant.age: 30\n", ["1:5"]),
        ("facts:\n  applicant.age: 200\n  applicant.skill: great\n", ["2:3", "3:3"]),
        ("facts: [1, 2]\n", ["1:8"]),
        ("facts: {}\nfact:\n  applicant.age: 3\n", ["2:1"]),
        ("- applicant.age: 30\n", ["1:1"]),
        ("applicant.age: 30\n", []),
        ("applicant.age: 30\n  applicant.strong: yes\n", ["2:19"]),
        ("applicant.age: &a 30\n", ["1:16"]),
        ("applicant.age: 30\n\tapplicant.strong: yes\n", ["2:1"]),
        ("applicant.age: 30\napplicant.age: 31\n", ["2:1"]),
        ("facts: {}\nassume: {nothing: yes}\n", ["2:10"]),
        ("facts: {}\nsettle: {flood: 1999-01-01}\n", ["2:10"]),
        ("applicant.seasons:\n  entries:\n    - {year: 2018}\n    - {year: 2019, bales: many}\n", ["4:20"]),
        ("applicant.seasons:\n  - {worked: yes}\n", ["2:5"]),
        ("applicant.visits:\n  - from: 2019-05-01\n    to: 2019-04-01\n", ["2:5"]),
        ("decision: 2019-05-01\napplication: 2019-05-02\n", ["1:1"]),
        ('{"facts": {"applicant.age": 30, "applicant.agee": 1}}', ["1:33"]),
    ],
)
def test_every_mistake_has_its_place(call: Call, tmp_path: Path, content: str, places: list[str]) -> None:
    """Given mistakes, then each is told with file, line and column, all at once, and nothing else is said."""
    file = tmp_path / "case.yaml"
    file.write_text(content, encoding="utf-8")
    said = call("check", HAY, "--case", str(file))
    assert said.code == (2 if places else 0)
    if places:
        assert said.out == ""
    assert [line.removeprefix(f"{file}:").split(": ")[0] for line in said.err.splitlines()] == places


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("content", ["facts: 3\n", "at: today\nfacts: {}\n", "facts: {}\nmore: {}\n", "[1]\n"])
def test_mistakes_are_told_in_the_language(call: Call, tmp_path: Path, content: str, language: str) -> None:
    """Given a wrong file, then what is wrong is said in the language of the call."""
    file = tmp_path / "case.yaml"
    file.write_text(content, encoding="utf-8")
    said = call("check", HAY, "--case", str(file), "--lang", language)
    assert said.code == 2
    assert all(in_language(line.partition(": ")[2], language) for line in said.err.splitlines())


def test_what_is_no_text(call: Call, tmp_path: Path) -> None:
    """Given bytes that are no text, a file too large or none that can be read, then the call is wrong and says so."""
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"applicant.age: \xff\xfe\n")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"x" * 1_000_001)
    for case in (binary, large, tmp_path, tmp_path / "none.yaml", "a\0b"):
        said = call("check", HAY, "--case", str(case))
        assert said.code == 2
        assert said.err
        assert "Traceback" not in said.err
