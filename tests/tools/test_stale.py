"""Translations that may have gone stale are told: the English has changed, and the translation has not."""

from __future__ import annotations

from pathlib import Path

from sojourn.policy import Programme
from sojourn.policy.reading.programme import read
from tests.policy.small_programmes import copied
from tools.stale import stale

RULE = "good_grade: {label: The grade is high, when: grade == high, source: act.1}"


def meadow(folder: Path, label: str, translation: str, phrase: str = "高") -> Programme:
    """The small programme with this label of a rule and this translation of it."""
    folder.mkdir()
    place = copied(folder)
    rules = place / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    assert RULE in text
    rules.write_text(text.replace(RULE, RULE.replace("The grade is high", label)), encoding="utf-8")
    (place / "texts").mkdir()
    translations = f'rules: {{good_grade: {{label: {translation}}}}}\nphrases: {{"In a serious case": {phrase}}}\n'
    (place / "texts" / "zh.yaml").write_text(translations, encoding="utf-8")
    return read(place)


def test_what_was_changed_and_not_translated_anew(tmp_path: Path) -> None:
    """Given a text before and after, then it is told where the English alone has changed, with its place."""
    before = meadow(tmp_path / "before", "The grade is high", "等级高")
    again = meadow(tmp_path / "again", "The grade is high", "等级很高", "重")
    reworded = meadow(tmp_path / "reworded", "The grade is very high", "等级高")
    both = meadow(tmp_path / "both", "The grade is very high", "等级很高")
    assert list(stale(before, again)) == []
    assert list(stale(before, both)) == []
    assert list(stale(before, reworded)) == [("zh", "meadow/rules.yaml:71:1", "The grade is very high")]
