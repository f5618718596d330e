"""Every refusal of the register is a sentence in three languages, and takes the slots that the code gives it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sojourn.register
from sojourn.policy import Language
from sojourn.register.penalties import Named
from sojourn.register.refusal import WORDS, Listed, Refused, in_a_row
from sojourn.register.transitions import all_transitions

ROOM = Path(str(sojourn.register.__file__)).parent
NOT_SLOTS = {"field"}


def refusals() -> Iterator[tuple[str, frozenset[str], str]]:
    """Each refusal in the code: its code, the slots given, and where it stands."""
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refused", "NotAllowed") and node.args:
                code = node.args[0]
                given = frozenset(str(one.arg) for one in node.keywords) - NOT_SLOTS
                if isinstance(code, ast.Constant):
                    yield str(code.value), given, f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_can_be_told(language: Language) -> None:
    found = list(refusals())
    assert len(found) > 10
    for code, given, where in found:
        assert WORDS.knows(language, f"refusal.{code}"), f"{where}: {code}"
        assert WORDS.template(language, f"refusal.{code}").slots == given, f"{where}: {code}"


@pytest.mark.parametrize("language", list(Language))
def test_every_case_without_a_step_can_be_told(language: Language) -> None:
    for case, _, _ in all_transitions():
        assert WORDS.knows(language, f"refusal.no_step.{case}"), case


def test_all_languages_have_the_same_sentences() -> None:
    english = WORDS.codes(Language.EN)
    for language in Language:
        assert set(WORDS.codes(language)) == set(english)


@pytest.mark.parametrize(
    ("language", "between", "told"),
    [
        (Language.EN, "comma", "a, b, c"),
        (Language.ZH, "comma", "a、b、c"),
        (Language.VI, "comma", "a, b, c"),
        (Language.EN, "semicolon", "a; b; c"),
        (Language.ZH, "semicolon", "a；b；c"),
        (Language.ZH, "sentences", "abc"),
    ],
)
def test_a_list_is_written_as_the_language_writes_it(language: Language, between: str, told: str) -> None:
    assert in_a_row(["a", "b", "c"], language, between) == told
    assert in_a_row(["a"], language, between) == "a"
    assert in_a_row([], language, between) == ""


def test_facts_that_are_asked_for_stand_in_a_chinese_list() -> None:
    told = Named(("applicant.nationality", "applicant.province")).told(Language.ZH)
    assert told.count("；") == 1
    assert ";" not in told
    refused = Refused("file_columns_missing", missing=Listed(("at",)), needed=Listed(("document", "at")))
    assert "document、at" in refused.told(Language.ZH)
    assert refused.slots_told(Language.ZH) == {"missing": "at", "needed": "document、at"}
