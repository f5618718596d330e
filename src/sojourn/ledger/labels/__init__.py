"""What tables, columns and words of a ledger are called where people read them, in English, Chinese and Vietnamese."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from sojourn.policy import Catalogue, Language

LABELS: Final = Catalogue(Path(__file__).parent)


def label_of_table(table: str, language: Language) -> str:
    """What a table is called; raises WordsError for one that no ledger has."""
    return LABELS.say(language, f"table.{table}")


def label_of_column(column: str, language: Language) -> str:
    """What a column is called, in whatever table; raises WordsError for one that no table has."""
    return LABELS.say(language, f"column.{column}")


def label_of_word(word: StrEnum, language: Language) -> str:
    """What a word of a closed list is called; raises WordsError for a list that no ledger has."""
    return LABELS.say(language, f"word.{key_of_list(type(word))}.{word.value}")


def key_of_list(words: type[StrEnum]) -> str:
    """Under which key the labels of a closed list stand."""
    name = "Origin" if words.__name__ == "OriginKind" else words.__name__
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
