"""The site's own sentences, in three languages: whole sentences with named slots, from `words/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TypeAlias

import yaml
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from sojourn.policy import Language

_SLOT = re.compile(r"\{(\w+)\}")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: Folders of the words of one part of the site, beside those of all of it.
_FOLDERS = ("desk", "desk_work", "desk_conduct", "desk_flow", "desk_signing", "lab")

#: A sentence, or its forms where the language tells one from many.
Sentence: TypeAlias = str | Mapping[str, str]


@cache
def catalogue(language: Language) -> Mapping[str, Sentence]:
    """Every sentence of a language by its code: the keys of the file joined by points."""
    words = resources.files("sojourn.web").joinpath("words")
    read: dict[str, Sentence] = {}
    for folder in (words, *(words.joinpath(name) for name in _FOLDERS)):
        text = folder.joinpath(f"{language.value}.yaml").read_text(encoding="utf-8")
        read.update(_flat(yaml.load(text, Loader=_LOADER), ""))  # noqa: S506 (it makes nothing but text)
    return read


def _flat(tree: Mapping[str, object], path: str) -> Iterator[tuple[str, Sentence]]:
    for key, under in tree.items():
        code = f"{path}{key}"
        if isinstance(under, str):
            yield code, " ".join(under.split())
        elif isinstance(under, Mapping) and under.keys() == {"one", "many"}:
            yield code, under
        elif isinstance(under, Mapping):
            yield from _flat(under, f"{code}.")


def say(language: Language, code: str, **slots: str | int) -> SafeString:
    """The sentence of that code with its slots filled in, ready for a page.

    Slots are escaped unless they are safe already. `count` chooses between the forms of a sentence that counts.
    """
    sentence = catalogue(language)[code]
    if not isinstance(sentence, str):
        sentence = sentence["one" if slots.get("count") == 1 else "many"]
    escaped = {
        name: str(conditional_escape(str(value) if isinstance(value, int) else value)) for name, value in slots.items()
    }
    filled = _SLOT.sub(lambda match: escaped[match[1]], str(conditional_escape(sentence)))
    return mark_safe(filled)


def knows(language: Language, code: str) -> bool:
    """Whether there is a sentence of that code."""
    return code in catalogue(language)


def slots_of(sentence: Sentence) -> frozenset[str]:
    """The names of a sentence's slots."""
    forms = [sentence] if isinstance(sentence, str) else sentence.values()
    return frozenset(name for form in forms for name in _SLOT.findall(form))
