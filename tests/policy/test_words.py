"""The message catalogue: the same sentences in every language, none missing, none with a slot left open."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn import policy
from sojourn.policy import Language, Penalty, Standing
from sojourn.policy.answer import Outcome, Papers
from sojourn.policy.model import Attested, Law, Word
from sojourn.policy.tree import Comparison, Rounding
from sojourn.policy.types import known_units
from sojourn.policy.words import WORDS, Catalogue, WordsError, knows, say

POLICY = Path(policy.__file__).parent
FOREIGN = [Language.ZH, Language.VI]

#: Abbreviations and names that stand in Latin letters in every language.
NAMES = {"HSK"}


@pytest.mark.parametrize("language", FOREIGN)
def test_every_language_has_the_same_codes_in_the_same_order(language: Language) -> None:
    """Given the English catalogue, then each other has exactly its codes."""
    assert WORDS.codes(language) == WORDS.codes(Language.EN)


@pytest.mark.parametrize("language", FOREIGN)
def test_every_template_has_the_same_slots_in_every_language(language: Language) -> None:
    """Given a code, then its template asks for the same slots in each language."""
    english = {code: WORDS.template(Language.EN, code).slots for code in WORDS.codes(Language.EN)}
    assert {code: WORDS.template(language, code).slots for code in WORDS.codes(language)} == english


@pytest.mark.parametrize("code", WORDS.codes(Language.EN))
def test_chinese_has_no_english_words_and_nothing_is_left_in_english(code: str) -> None:
    """Given any template, then the Chinese one has no Latin word beside its slots, and neither equals the English."""
    english = WORDS.template(Language.EN, code).forms["many"]
    chinese = WORDS.template(Language.ZH, code).forms["many"]
    bare = re.sub(r"\{\w+\}", "", chinese)
    assert set(re.findall(r"[A-Za-z]+", bare)) <= NAMES
    if len(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", english))) > 2:
        assert WORDS.template(Language.VI, code).forms["many"] != english


def test_slots_must_be_exactly_those_of_the_template() -> None:
    """Given a slot too few or too many, then it is an error that names the slots wanted."""
    assert say(Language.EN, "date.since", day="1 June 2018") == "from 1 June 2018"
    with pytest.raises(WordsError, match=r"'date.since' takes the slots day; given: none"):
        say(Language.EN, "date.since")
    with pytest.raises(WordsError, match="given: day, more"):
        say(Language.EN, "date.since", day="1 June 2018", more="")


def test_a_code_that_is_missing_is_an_error_and_never_shown() -> None:
    """Given a code of no catalogue, then saying it is an error."""
    assert not knows(Language.VI, "no.such.code")
    with pytest.raises(WordsError, match=r"vi catalogue has no code 'no.such.code'"):
        say(Language.VI, "no.such.code")


def test_forms_are_chosen_where_a_language_has_them() -> None:
    """Given one and many, then English tells them apart and Chinese does not."""
    assert say(Language.EN, "unit.month", form="one", number=1) == "1 month"
    assert say(Language.EN, "unit.month", number=6) == "6 months"
    assert say(Language.ZH, "unit.month", form="one", number=1) == "1个月"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: {many: x, few: y}", "unknown form 'few'"),
        ("a: 3", "neither a text nor a mapping"),
    ],
)
def test_a_catalogue_that_is_wrong_says_where(tmp_path: Path, text: str, problem: str) -> None:
    """Given a catalogue file with a mistake, then reading it names the code."""
    for language in Language:
        (tmp_path / f"{language.value}.yaml").write_text(text)
    with pytest.raises(WordsError, match=problem):
        Catalogue(tmp_path).codes(Language.EN)


def test_languages_know_what_they_are_called() -> None:
    """Given each language, then it names itself in its own words."""
    assert [language.own_name for language in Language] == ["English", "中文", "Tiếng Việt"]


# ---- what the code says is in the catalogue ----------------------------------------------------------------


def written_codes() -> Iterator[tuple[str, set[str]]]:
    """Every code that is said with a written name in the modules that tell, and the slots it is said with."""
    for file in sorted((POLICY / "telling").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in ("_say", "say") or any(word.arg is None for word in node.keywords):
                continue
            codes = [node.args[0]] if node.args else []
            if codes and isinstance(codes[0], ast.IfExp):
                codes = [codes[0].body, codes[0].orelse]
            for code in codes:
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, {str(word.arg) for word in node.keywords} - {"form"}


@pytest.mark.parametrize(("code", "slots"), [*written_codes()])
def test_what_is_said_is_in_the_catalogue_with_those_slots(code: str, slots: set[str]) -> None:
    """Given a code in the source, then the catalogue has it with exactly the slots it is given."""
    assert WORDS.template(Language.EN, code).slots == slots


@pytest.mark.parametrize(
    "code",
    [
        *(f"headline.{kind}.{one.value}" for kind in ("route", "rule", "conduct") for one in Outcome),
        *(f"mark.{one.value}" for one in Outcome),
        *(f"standing.{one.value}" for one in Standing if one is not Standing.IN_FORCE),
        *(f"penalty.{one.value}" for one in Penalty),
        *(f"penalty.{one}_unstated" for one in ("fine", "detention", "ban", "departure")),
        *(f"papers.{one.value}" for one in Papers),
        *(f"practice.{one.value}" for one in Attested),
        *(f"word.{one.value}" for one in Word),
        *(f"law.{one.value}" for one in Law),
        *(f"builtin.{one.value}" for one in Law),
        *(f"compare.{kind}.{name}" for kind in ("number", "age", "date", "choice") for name in ("equal", "at_most")),
        *(f"phrase.{one.value}{money}" for one in Rounding for money in ("", "_money")),
        *(f"unit.{one.replace(' ', '_')}" for one in known_units() if one != "share"),
        *(f"measure.{one.replace(' ', '_')}" for one in known_units() if one != "share"),
        *(f"per.{one.replace(' ', '_')}" for one in known_units() if one != "share"),
        *(f"month.{number}" for number in range(1, 13)),
    ],
)
def test_every_kind_of_thing_has_its_words(code: str) -> None:
    """Given each member of what can be told, then there is a sentence for it in every language."""
    assert all(knows(language, code) for language in Language)


def test_every_comparison_is_worded_for_every_kind_of_value() -> None:
    """Given numbers, ages, dates and options, then each has as many comparisons as there are."""
    for kind in ("number", "age", "date", "choice"):
        assert sum(code.startswith(f"compare.{kind}.") for code in WORDS.codes(Language.EN)) == len(Comparison)
