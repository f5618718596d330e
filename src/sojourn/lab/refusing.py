"""What the lab refuses to do: a code and what it is about, said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Final

from .speaking import marked, sentence, words

#: Where an argument in Python has another name than the option of the command line.
_ARGUMENTS: Final = {
    "set": "given",
    "coverage": "tried",
    "bias": "at_full_size",
    "cluster": "address",
    "from": "first",
    "to": "last",
    "warm-up": "warm_up",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that a sentence is about, by its option of the command line: told as the reader knows it."""

    option: str


class LabError(Exception):
    """Something that the lab cannot do: `code` is its sentence under `refused` in the words.

    `slots` fill it in, a tuple as a list of the language.
    """

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.code = code
        self.slots = slots

    def text(self, language: str = "en", setting: Callable[[str], str] | None = None) -> str:
        """The sentence; `setting` says what the reader knows an option as, which else is told as in Python."""
        name = setting or _argument
        slots = {slot: _filled(value, language, name) for slot, value in self.slots.items()}
        return str(words(language)["refused"][self.code]).format(**slots, setting=_Named(name))

    def __str__(self) -> str:
        return self.text()


def as_typed(value: object) -> str:
    """A number as somebody would type it: all its digits, and no nought alone after its point."""
    return str(value).removesuffix(".0")


def _filled(value: object, language: str, name: Callable[[str], str]) -> object:
    """Several things as the language lists them, numbers with its marks, a setting by its name; else as it is."""
    if isinstance(value, tuple):
        return sentence("comma", language).join(str(_filled(one, language, name)) for one in value)
    if isinstance(value, Setting):
        return name(value.option)
    return _Grouped(value, language) if isinstance(value, Real) else value


def _argument(option: str) -> str:
    return f"'{_ARGUMENTS.get(option, option)}'"


@dataclass(frozen=True, slots=True)
class _Grouped:
    """A number within a sentence: with the marks of the language where thousands are grouped, else as it is."""

    value: Real
    language: str

    def __format__(self, form: str) -> str:
        text = format(self.value, form)
        return marked(text, self.language) if "," in form else text


@dataclass(frozen=True, slots=True)
class _Named:
    """Names settings within a sentence: `{setting[people]}`."""

    name: Callable[[str], str]

    def __getitem__(self, option: str) -> str:
        return self.name(option)
