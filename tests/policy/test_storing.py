"""Writing a programme again: the same programme, in one form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sojourn.policy.problems import ProgrammeError
from sojourn.policy.reading.folders import available
from sojourn.policy.reading.programme import read
from sojourn.policy.reading.storing import dump, same_programme

from .small_programmes import MEADOW, MISTAKES, TOWN, broken


def files_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


@pytest.mark.parametrize("programme", [MEADOW, TOWN, *available()], ids=lambda one: getattr(one, "name", one))
def test_written_and_read_again_it_is_the_same(programme: Path | str, tmp_path: Path) -> None:
    before = read(programme)
    target = tmp_path / before.key
    dump(programme, target)
    if programme == TOWN:
        dump(MEADOW, tmp_path / "meadow")
    assert same_programme(before, read(target))


@pytest.mark.parametrize("programme", [MEADOW, "guangxi"], ids=["meadow", "guangxi"])
def test_the_canonical_form_of_the_canonical_form_is_itself(programme: Path | str, tmp_path: Path) -> None:
    key = read(programme).key
    dump(programme, tmp_path / "once" / key)
    dump(tmp_path / "once" / key, tmp_path / "twice" / key)
    assert files_of(tmp_path / "once" / key) == files_of(tmp_path / "twice" / key)


def test_what_differs_is_not_the_same() -> None:
    meadow = read(MEADOW)
    assert same_programme(meadow, read(MEADOW))
    assert not same_programme(meadow, read(TOWN))
    rule = meadow.rules["old_enough"]
    for changed in (
        replace(rule, label="Other"),
        replace(rule, paper=rule.paper * 2),
        replace(rule, paper=(replace(rule.paper[0], body=meadow.rules["faithful"].paper[0].body),)),
        replace(rule, paper=(replace(rule.paper[0], start=meadow.boundaries["flood"].day),)),
        replace(rule, where=replace(rule.where, line=999)),
    ):
        other = replace(meadow, rules={**meadow.rules, "old_enough": changed})
        assert same_programme(meadow, other) is (changed.where.line == 999)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "meadow").mkdir()
    (tmp_path / "meadow" / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        dump(MEADOW, tmp_path / "meadow")


def test_what_cannot_be_read_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError):
        dump(broken(MISTAKES[0], tmp_path), tmp_path / "out")
    assert not (tmp_path / "out").exists()
