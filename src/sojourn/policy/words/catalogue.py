"""The message catalogue: a sentence for every code, in every language.

A catalogue is a YAML file of nested mappings for each language; the code of a template is its keys joined by dots. A
template is text with named slots in braces, or a choice of such texts by grammatical form (`one`, `many`) in languages
that need it.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

#: The grammatical forms a template may come in. `many` stands in for a form that a template does not have.
FORMS = ("one", "many")


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
class Template:
    """A sentence in its grammatical forms, and the names of its slots."""

    forms: Mapping[str, str]
    slots: frozenset[str]


class Catalogue:
    """The sentences of a folder that holds ``en.yaml``, ``zh.yaml`` and ``vi.yaml``; each is read when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Language, Mapping[str, Template]] = {}

    def say(self, language: Language, code: str, /, *, form: str = "many", **slots: object) -> str:
        """The sentence of a code in a language, its slots filled in.

        ``form`` chooses among a template's grammatical forms and means nothing where it has only one. Raises WordsError
        where there is no such code or the slots given are not exactly those of the template.
        """
        template = self.template(language, code)
        if template.slots != slots.keys():
            wanted = ", ".join(sorted(template.slots)) or "none"
            raise WordsError(f"'{code}' takes the slots {wanted}; given: {', '.join(sorted(slots)) or 'none'}")
        text = template.forms.get(form) or template.forms["many"]
        return text.format_map(slots) if slots else text

    def knows(self, language: Language, code: str) -> bool:
        """Whether there is a sentence of that code."""
        return code in self._templates(language)

    def codes(self, language: Language) -> tuple[str, ...]:
        """Every code of a language, in the order of the file."""
        return tuple(self._templates(language))

    def template(self, language: Language, code: str) -> Template:
        """The template of a code; raises WordsError where there is none."""
        template = self._templates(language).get(code)
        if template is None:
            raise WordsError(f"the {language.value} catalogue has no code '{code}'")
        return template

    def _templates(self, language: Language) -> Mapping[str, Template]:
        if language not in self._read:
            text = (self._folder / f"{language.value}.yaml").read_text(encoding="utf-8")
            read = yaml.load(text, Loader=yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(text)
            self._read[language] = {code: _template(code, forms) for code, forms in _flat("", read)}
        return self._read[language]


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


def _template(code: str, forms: Mapping[str, str]) -> Template:
    found: set[str] = set()
    for form, text in forms.items():
        if form not in FORMS:
            raise WordsError(f"'{code}' has the unknown form '{form}'")
        found |= {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return Template(forms, frozenset(found))
