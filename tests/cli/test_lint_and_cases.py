"""`sojourn lint`, `sojourn cases`, `sojourn coverage`: what is wrong is shown with its place; the exit code says so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sojourn.policy import Language, Programme, available, load, scenarios
from tests.policy.small_programmes import MISTAKES, broken, copied

from .conftest import Call
from .reading_along import LANGUAGES, in_language

_PLACED = re.compile(r"^.+?:\d+:\d+: .+")


# ---- lint ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mistake", MISTAKES[::7], ids=lambda mistake: str(mistake["about"]))
def test_a_mistake_has_its_place(call: Call, tmp_path: Path, mistake: dict[str, object], language: Language) -> None:
    """Given a programme with a mistake, then lint says file, line and column, in the language, and exits with 1."""
    folder = broken(mistake, tmp_path)
    said = call("lint", str(folder), "--lang", language)
    assert (said.code, said.err) == (1, "")
    *problems, summary = said.out.splitlines()
    assert problems
    assert all(_PLACED.match(line) for line in problems)
    assert in_language(summary, language) or language is Language.EN
    file = problems[0].partition(":")[0]
    assert Path(file).is_absolute() == Path(file).exists()


def test_nothing_wrong_with_what_comes_with_sojourn(call: Call) -> None:
    """Given the programmes that come with Sojourn, then lint finds what it finds when they are named."""
    together = call("lint")
    alone = [call("lint", key) for key in (*available(), *scenarios())]
    assert together.out == "".join(one.out for one in alone)
    assert together.code == max(one.code for one in alone)


def test_mistakes_as_data(call: Call, tmp_path: Path) -> None:
    """Given --json, then each mistake is an object with its place."""
    folder = broken(MISTAKES[0], tmp_path)
    said = call("lint", str(folder), "--json")
    assert said.code == 1
    found = json.loads(said.out)
    assert found
    assert {"file", "line", "column", "code", "text", "programme"} == set(found[0])


# ---- cases ---------------------------------------------------------------------------------------------------


def test_worked_cases_come_out(call: Call) -> None:
    """Given a programme, then its worked cases are counted."""
    said = call("cases", "guangxi")
    count = len(load("guangxi").cases)
    assert said.out.splitlines()[-1].endswith(f" of {count} worked cases come out as expected")
    assert said.code == (0 if f"{count} of {count} " in said.out else 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mismatch_is_shown(call: Call, tmp_path: Path, language: Language) -> None:
    """Given a worked case that does not come out, then its place, what was expected and what came out; exit code 1."""
    folder = copied(tmp_path)
    cases = folder / "cases.yaml"
    wrong = "\nWRONG:\n  title: A wrong one\n  at: 2019-06-01\n  facts: {applicant.age: 80}\n  expect:\n"
    wrong += "    - {ask: old_enough, paper: yes}\n  basis: chapter\n"
    cases.write_text(cases.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    said = call("cases", str(folder), "--lang", language)
    assert (said.code, said.err) == (1, "")
    (mismatch,) = [line for line in said.out.splitlines() if " WRONG " in line]
    assert re.match(r"meadow/cases\.yaml:\d+:\d+: WRONG old_enough paper", mismatch)
    assert re.search(r"yes\W.*no\b", mismatch)
    data = json.loads(call("cases", str(folder), "--json").out)
    (shown,) = [one for one in data[0]["mismatches"] if one["case"] == "WRONG"]
    assert (shown["expected"], shown["got"]) == ("yes", "no")
    assert data[0]["cases"] == data[0]["right"] + len({one["case"] for one in data[0]["mismatches"]})


# ---- coverage ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_is_listed(call: Call, language: Language) -> None:
    """Given the catalogue, then each id is listed, and what is unaccounted for goes to standard error."""
    said = call("coverage", "--lang", language)
    *ids, summary = said.out.splitlines()
    assert len(ids) == int(re.findall(r"\d+", summary)[0])
    assert len(said.err.splitlines()) == int(re.findall(r"\d+", summary)[1])
    assert said.code == (1 if said.err else 0)


def test_coverage_as_data(call: Call) -> None:
    """Given --json and programmes, then only the ids that these answer for are given, each with where it is used."""
    everything = json.loads(call("coverage", "--json").out)
    some = json.loads(call("coverage", "guangxi", "--json").out)
    assert {one["programme"] for one in some} == {"guangxi"}
    assert len(some) < len(everything)
    assert all(one["uses"] or one["left_to"] for one in everything if one["accounted"])


def test_alterations_are_counted(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given --mutate, then for each id it is shown how many alterations were noticed, and which were not."""
    from sojourn.policy.tree import Where
    from sojourn.policy.working.coverage import Catalogued, Covered

    def covered(programmes: dict[str, Programme], *, alter: bool, progress: object) -> list[Covered]:
        assert alter
        assert callable(progress)
        progress("a.b")
        where = Where("guangxi/catalogue.yaml", 3, 1)
        return [
            Covered(Catalogued("a.b", "rule", "", "", "guangxi", where), (("rule", "x"),), 2, 1, ("rule x: gone",)),
            Covered(Catalogued("a.c", "rule", "", "", "guangxi", where), (("rule", "y"),), 1, 0, ("rule y: gone",)),
            Covered(Catalogued("a.d", "rule", "lab", "A finding.", "china", where), ()),
        ]

    monkeypatch.setattr("sojourn.cli.coverage.cover", covered)
    said = call("coverage", "--mutate")
    assert said.code == 1
    assert "a.b: rule x [1 of 2 alterations noticed]\n    not noticed: rule x: gone\n" in said.out
    assert "a.d: left to lab: A finding." in said.out
    assert said.err == "UNACCOUNTED guangxi/catalogue.yaml:3:1: a.c\n"
    assert call("coverage", "guangxi", "--mutate").out.count("left to") == 0
