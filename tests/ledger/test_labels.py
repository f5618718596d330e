"""What a ledger's tables, columns and words are called: all of them, in three languages, and no two words alike."""

from __future__ import annotations

import inspect
from enum import StrEnum

import pytest

from sojourn.ledger import TABLES, enumerations, label_of_column, label_of_table, label_of_word
from sojourn.ledger.labels import LABELS, key_of_list
from sojourn.policy import Language, Outcome

LISTS: list[type[StrEnum]] = [
    Outcome,
    *(
        found
        for _, found in inspect.getmembers(enumerations, inspect.isclass)
        if issubclass(found, StrEnum) and found is not StrEnum
    ),
]


@pytest.mark.parametrize("language", list(Language))
def test_everything_has_a_label_and_nothing_else(language: Language) -> None:
    """Given the tables and the closed lists, then each has its label in the language, and there is no other label."""
    wanted = {f"table.{name}" for name in TABLES}
    wanted |= {f"column.{column.name}" for table in TABLES.values() for column in table.columns}
    wanted |= {f"word.{key_of_list(words)}.{word.value}" for words in LISTS for word in words}
    assert set(LABELS.codes(language)) == wanted


def test_every_choice_of_a_column_is_one_of_the_lists() -> None:
    options = {tuple(words) for words in LISTS}
    assert all(column.options in options for table in TABLES.values() for column in table.columns if column.options)


@pytest.mark.parametrize("language", list(Language))
def test_no_two_words_of_a_list_are_called_the_same(language: Language) -> None:
    for words in LISTS:
        labels = [label_of_word(word, language) for word in words]
        assert len(set(labels)) == len(labels), words
    labels = [label_of_table(name, language) for name in TABLES]
    assert len(set(labels)) == len(labels)
    for table in TABLES.values():
        labels = [label_of_column(column.name, language) for column in table.columns]
        assert len(set(labels)) == len(labels), (table.name, sorted(labels))


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_labels_are_in_the_language(language: Language) -> None:
    """Given the labels of a language, then they are not the English ones, and Chinese ones have Chinese characters."""
    for code in LABELS.codes(language):
        said = LABELS.say(language, code)
        assert said != LABELS.say(Language.EN, code), code
        if language is Language.ZH:
            assert any("\u4e00" <= character <= "\u9fff" for character in said), code
