"""Why something is not done: a code with slots for a sentence in the reader's language, and which field it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Protocol, runtime_checkable

from sojourn.policy import Catalogue, Language

WORDS = Catalogue(Path(__file__).parent / "words")


def in_a_row(texts: Sequence[str], language: Language, between: str = "comma") -> str:
    """Texts one after the other as the language writes them; `between` is a code under `row` of the words."""
    return (
        reduce(lambda head, last: WORDS.say(language, f"row.{between}", head=head, last=last), texts) if texts else ""
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """Words that are the same in every language, such as names of columns, as a list in the reader's."""

    words: tuple[str, ...]

    def told(self, language: Language) -> str:
        """The words, one after the other."""
        return in_a_row(self.words, language)


@runtime_checkable
class Sayable(Protocol):
    """A slot that is itself said in the reader's language."""

    def told(self, language: Language) -> str:
        """It in a language."""
        ...


class Refused(Exception):
    """Nothing was done, and why. `field` names the field of the form or body that has to change, where one has."""

    def __init__(self, code: str, /, *, field: str = "", **slots: object) -> None:
        super().__init__(code, slots)
        self.code = code
        self.field = field
        self.slots = slots

    def __str__(self) -> str:
        return self.told(Language.EN)

    def told(self, language: Language) -> str:
        """The sentence in a language."""
        return WORDS.say(language, f"refusal.{self.code}", **self.slots_told(language))

    def slots_told(self, language: Language) -> dict[str, str]:
        """What its sentence speaks of, as text in a language."""
        return said(self.slots, language)


def said(slots: Mapping[str, object], language: Language) -> dict[str, str]:
    """Slots as text in a language: what can be told in one is (see `Sayable`), the rest as it is written."""
    return {name: value.told(language) if isinstance(value, Sayable) else str(value) for name, value in slots.items()}


class NotThere(Refused):
    """There is no such record, or none that this account may know of: the two are told alike."""

    def __init__(self, what: str = "record") -> None:
        super().__init__("not_there")
        self.what = what


class NotAllowed(Refused):
    """The account's role does not do this, or not for this purpose."""

    def __init__(self, code: str = "not_allowed", /) -> None:
        super().__init__(code)
