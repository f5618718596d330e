"""The message catalogue: a sentence for every code, in every language.

A catalogue is a YAML file of nested mappings; the code of a template is its keys joined by dots. A template is text with named
slots in braces, or a choice of such texts by grammatical form (`one`, `many`) in languages that need it.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

#: The grammatical forms a template may come in. `many` stands in for a form that a template does not have.
FORMS = ("one", "many")

#: The loader that leaves every scalar a text: the key `yes` stays the word it is.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Language(StrEnum):
    """The languages everything is said in."""

    EN = "en"
    ZH = "zh"
    VI = "vi"

    @property
    def own_name(self) -> str:
        """What the language calls itself."""
        return {"en": "English", "zh": "中文", "vi": "Tiếng Việt"}[self.value]


class WordsError(LookupError):
    """A code that no catalogue has, or slots that do not fit its template."""


@dataclass(frozen=True, slots=True)
class _Template:
    forms: Mapping[str, str]
    slots: frozenset[str]


def say(language: Language, code: str, /, *, form: str = "many", **slots: object) -> str:
    """The sentence of a code in a language, its slots filled in.

    ``form`` chooses among a template's grammatical forms and means nothing where it has only one. Raises WordsError where
    there is no such code or the slots given are not exactly those of the template.
    """
    template = _catalogue(language).get(code)
    if template is None:
        raise WordsError(f"the {language.value} catalogue has no code '{code}'")
    if template.slots != slots.keys():
        wanted = ", ".join(sorted(template.slots)) or "none"
        raise WordsError(f"'{code}' takes the slots {wanted}; given: {', '.join(sorted(slots)) or 'none'}")
    text = template.forms.get(form) or template.forms["many"]
    return text.format_map(slots) if slots else text


def knows(language: Language, code: str) -> bool:
    """Whether the catalogue has a code."""
    return code in _catalogue(language)


def codes(language: Language) -> tuple[str, ...]:
    """Every code of a language's catalogue, in the order of the file."""
    return tuple(_catalogue(language))


def slots_of(language: Language, code: str) -> frozenset[str]:
    """The names of a template's slots; raises WordsError where there is no such code."""
    template = _catalogue(language).get(code)
    if template is None:
        raise WordsError(f"the {language.value} catalogue has no code '{code}'")
    return template.slots


@cache
def _catalogue(language: Language) -> Mapping[str, _Template]:
    text = Path(__file__).with_name(f"{language.value}.yaml").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=_LOADER)
    return {code: _template(code, forms) for code, forms in _flat("", read)}


def _flat(path: str, node: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for key, value in node.items():
        code = f"{path}.{key}" if path else str(key)
        if isinstance(value, str):
            yield code, {"many": value}
        elif isinstance(value, Mapping) and "many" in value:
            yield code, value
        elif isinstance(value, Mapping):
            yield from _flat(code, value)
        else:
            raise WordsError(f"'{code}' is neither a text nor a mapping; put quotes around it")


def _template(code: str, forms: Mapping[str, str]) -> _Template:
    found: set[str] = set()
    for form, text in forms.items():
        if form not in FORMS:
            raise WordsError(f"'{code}' has the unknown form '{form}'")
        found |= {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return _Template(forms, frozenset(found))
