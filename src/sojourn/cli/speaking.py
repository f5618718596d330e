"""The command line's own sentences, in three languages: whole sentences with named slots, from `words/`."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml

from sojourn.policy import Language

# The loader that leaves every scalar a text: the key `yes` stays the word it is.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: A sentence, or its forms where the language tells one from many.
Sentence: TypeAlias = str | Mapping[str, str]


@cache
def catalogue(language: Language) -> Mapping[str, Sentence]:
    """Every sentence of a language by its code: the keys of the file joined by points."""
    text = Path(__file__).with_name("words").joinpath(f"{language.value}.yaml").read_text(encoding="utf-8")
    return dict(_flat(yaml.load(text, Loader=_LOADER), ""))  # noqa: S506 - it makes nothing but text


def _flat(tree: Mapping[str, object], path: str) -> Iterator[tuple[str, Sentence]]:
    for key, under in tree.items():
        code = f"{path}{key}"
        if isinstance(under, str) or (isinstance(under, Mapping) and under.keys() == {"one", "many"}):
            yield code, under
        elif isinstance(under, Mapping):
            yield from _flat(under, f"{code}.")
        else:
            raise TypeError(f"'{code}' is neither a text nor a mapping; put quotes around it")


def say(language: Language, code: str, /, **slots: object) -> str:
    """The sentence of a code, its slots filled in; `count` chooses between the forms of a sentence that counts.

    Raises KeyError where there is no such code or a slot is missing.
    """
    sentence = catalogue(language)[code]
    if not isinstance(sentence, str):
        sentence = sentence["one" if slots.get("count") == 1 else "many"]
    return sentence.format_map(slots)


def knows(language: Language, code: str) -> bool:
    """Whether there is a sentence of that code."""
    return code in catalogue(language)


def slots_of(sentence: Sentence) -> frozenset[str]:
    """The names of a sentence's slots."""
    forms = [sentence] if isinstance(sentence, str) else sentence.values()
    return frozenset(name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name is not None)
