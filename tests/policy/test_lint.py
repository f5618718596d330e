"""What a programme may still lack: each check finds its mistake in an otherwise clean programme, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sojourn.policy import Language, Teller
from sojourn.policy.linting.lint import lint
from sojourn.policy.linting.texts import texts_of
from sojourn.policy.model import Programme
from sojourn.policy.problem_texts import templates
from sojourn.policy.problems import Problem
from sojourn.policy.reading.programme import read

from .small_programmes import LACKS, copied


def translate(folder: Path, programme: Programme) -> None:
    """Write translations of everything (that say nothing but which language they are in)."""
    (folder / "texts").mkdir(exist_ok=True)
    for language in ("zh", "vi"):
        tree: dict[str, dict[str, str]] = {"phrases": {}}
        for said in texts_of(programme):
            if said.own and said.english:
                if said.paths:
                    kind, _, rest = said.paths[0].partition(".")
                    # A key with dots in it is as good as a tree: both come to the same path.
                    tree.setdefault(kind, {})[rest] = f"{language} {said.english}"
                else:
                    tree["phrases"][said.english] = f"{language} {said.english}"
        (folder / "texts" / f"{language}.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def meadow(tmp_path: Path) -> Path:
    folder = copied(tmp_path)
    translate(folder, read(folder))
    return folder


def found(folder: Path) -> list[Problem]:
    return lint(read(folder))


def make(folder: Path, change: dict[str, Any]) -> None:
    """Make a change in a file of a programme."""
    path = folder / change["file"]
    text = path.read_text(encoding="utf-8")
    old, new = change.get("swap", ["", ""])
    assert old in text, f"nothing to swap in {path.name}: {old}"
    path.write_text((text.replace(old, new, 1) if old else text) + change.get("add", ""), encoding="utf-8")


def test_the_small_programmes_are_clean(meadow: Path) -> None:
    assert found(meadow) == []
    town = meadow.parent / "meadow_town"
    translate(town, read(town))
    assert found(town) == []


@pytest.mark.parametrize("change", LACKS, ids=[f"{number}-{one['found'][0]}" for number, one in enumerate(LACKS, 1)])
def test_each_mistake_is_found_alone(meadow: Path, change: dict[str, Any]) -> None:
    make(meadow, change)
    # A text that is new in the change has no translation; that is not what the change is about.
    problems = [one for one in found(meadow) if one.code != "lint_text_missing" or one.code in change["found"]]
    assert sorted(problem.code for problem in problems) == sorted(change["found"]), "\n".join(map(str, problems))


def test_every_kind_of_lack_is_tried() -> None:
    tried = {code for one in LACKS for code in one["found"]}
    elsewhere = {"lint_text_english", "lint_text_unknown", "lint_text_unknown_near", "lint_language_missing"}
    codes = {code for code in templates("en") if code.startswith("lint_")}
    assert codes - tried - elsewhere == {"lint_entry_empty"}


def test_translations(meadow: Path) -> None:
    vi = meadow / "texts" / "vi.yaml"
    tree = yaml.safe_load(vi.read_text(encoding="utf-8"))
    del tree["facts"]["applicant.strong.yes"]
    tree["facts"]["applicant.strong.no"] = "The worker cannot lift a bale."
    tree["rules"]["old_enuff.label"] = "x"
    tree["phrases"]["Zzzzzzzzzz"] = "x"
    vi.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    said = [(problem.code, dict(problem.slots)) for problem in found(meadow)]
    assert sorted(code for code, _ in said) == [
        "lint_text_english",
        "lint_text_missing",
        "lint_text_unknown",
        "lint_text_unknown_near",
    ]
    slots = dict(said)
    assert slots["lint_text_missing"]["path"] == "facts.applicant.strong.yes"
    assert slots["lint_text_unknown_near"]["near"] == "rules.old_enough.label"
    assert slots["lint_text_unknown"]["key"] == "Zzzzzzzzzz"


def test_a_language_that_is_not_there_is_one_problem(meadow: Path) -> None:
    (meadow / "texts" / "vi.yaml").unlink()
    assert [problem.code for problem in found(meadow)] == ["lint_language_missing"]


def test_what_extends_may_use_it(meadow: Path) -> None:
    make(meadow, {"file": "facts.yaml", "add": "applicant.tall: {label: The grade is high, type: yes_no}\n"})
    town = meadow.parent / "meadow_town"
    make(town, {"file": "rules.yaml", "swap": ["when: applicant.strong", "when: applicant.strong and applicant.tall"]})
    alone = [problem.code for problem in found(meadow) if "text" not in problem.code]
    assert alone == ["lint_unused_fact"]
    assert [one.code for one in lint(read(meadow), [read(town)]) if "text" not in one.code] == []


def test_problems_come_in_the_order_of_the_files(meadow: Path) -> None:
    make(meadow, {"file": "rules.yaml", "swap": ["when: grade == high, source: act.1", "when: grade == high"]})
    make(meadow, {"file": "conduct.yaml", "swap": ["  by: [guard]\n", ""]})
    files = [problem.where.file for problem in found(meadow)]
    assert files == sorted(files)


def test_a_title_of_ours_is_translated_and_that_of_a_publication_stays(meadow: Path) -> None:
    """Given a work that is described in words of ours, then its title needs translations, and no other work's does."""
    make(
        meadow,
        {"file": "sources.yaml", "swap": ["title: A farmer's diary", "title: Notes of a farmer, described: yes"]},
    )
    assert {problem.code for problem in found(meadow)} == {"lint_text_missing"}
    translate(meadow, read(meadow))
    assert found(meadow) == []
    told = "\n".join(one.text for one in Teller(read(meadow), Language.ZH).programme(date(2019, 6, 1)).sources)
    assert "zh Notes of a farmer" in told
    assert told.count("Notes of a farmer") == told.count("zh Notes of a farmer"), "our own words only in the language"
    assert "Hay Act" in told
