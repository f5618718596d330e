"""What can be said about a ledger: every code, in three languages, with the same slots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sojourn.ledger
from sojourn.ledger.problems import LedgerProblem
from sojourn.ledger.words import WORDS
from sojourn.policy import Language

FOREIGN = [Language.ZH, Language.VI]


@pytest.mark.parametrize("language", FOREIGN)
def test_every_language_has_every_code_with_the_same_slots(language: Language) -> None:
    assert WORDS.codes(language) == WORDS.codes(Language.EN)
    for code in WORDS.codes(language):
        assert WORDS.template(language, code).slots == WORDS.template(Language.EN, code).slots, code
        said = WORDS.template(language, code).forms["many"]
        assert said != WORDS.template(Language.EN, code).forms["many"] or code.startswith("where.place"), code


def test_every_code_is_said_somewhere() -> None:
    """Given the source of the room, then each code stands in it, and it has no sentence without a code."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(sojourn.ledger.__file__).parent.rglob("*.py"))
    for code in WORDS.codes(Language.EN):
        if not code.startswith("where."):
            assert f'"{code}"' in source or re.fullmatch(r"(table|column)_unknown(_near)?", code), code


@pytest.mark.parametrize("language", list(Language))
def test_where_it_is_wrong_is_always_told(language: Language) -> None:
    """Given every way to say where, then file, column, row and count stand in the sentence."""
    for column in ("", "sex"):
        for row, rows in ((None, 0), (7, 1), (7, 31)):
            told = LedgerProblem("id_blank", "persons.parquet", "persons", column, row, rows, (("name", "n"),)).text(
                language
            )
            assert "persons.parquet" in told
            assert (f"“{column}”" in told or f"'{column}'" in told) is bool(column)
            assert ("7" in told) is (row is not None)
            assert ("31" in told) is (rows > 1)
