"""What a visitor has said so far, as it travels from page to page in hidden fields and nowhere else.

at                    the day asked about (left out: today)
a.FACT                an answer as text; `unknown` is "I don't know"
a.FACT:day, :month, :year   the parts of a date as typed
h.FACT.N.FIELD        a field of entry N of a history
h.FACT.complete       whether the history is complete: yes or no
s.ASSUMPTION          an assumption that the visitor has set otherwise
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from sojourn.policy import Fact, Kind, Language, Programme, Type, typed_number, typed_text

from .askable import entry_types, type_of
from .dates import date_text

UNKNOWN = "unknown"
PARTS = ("day", "month", "year")
#: Longer than anything that can be an answer.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class History:
    """A history as given: its entries by field, and whether they are all there are (`yes`, `no`, or nothing said)."""

    entries: tuple[Mapping[str, str], ...] = ()
    complete: str = ""

    def without(self, position: int) -> History:
        """The history without one entry."""
        return replace(self, entries=tuple(e for n, e in enumerate(self.entries) if n != position))

    def plain(self) -> dict[str, object]:
        """As a case is written."""
        entries = [{name: text for name, text in entry.items() if text} for entry in self.entries]
        return {"complete": self.complete == "yes", "entries": [entry for entry in entries if entry]}


@dataclass(frozen=True, slots=True)
class Given:
    """The day asked about, answers in the order they were given, and assumptions set otherwise. All of it is text."""

    at: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    histories: Mapping[str, History] = field(default_factory=dict)
    assume: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day asked about."""
        return date.fromisoformat(self.at) if self.at else timezone.localdate()

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that were answered, if only with "I don't know"."""
        return (*self.answers, *self.histories)

    @property
    def skipped(self) -> frozenset[str]:
        """The facts that the visitor does not know."""
        return frozenset(name for name, text in self.answers.items() if text == UNKNOWN)

    def facts(self) -> dict[str, object]:
        """The facts as a case is written; what is not known is left out."""
        known: dict[str, object] = {name: text for name, text in self.answers.items() if text != UNKNOWN}
        known.update((name, history.plain()) for name, history in self.histories.items())
        return known

    def only(self, name: str) -> dict[str, object]:
        """One fact, as a case is written; empty where it is not known."""
        return {key: value for key, value in self.facts().items() if key == name}

    def without(self, name: str) -> Given:
        """The same without one fact."""
        return replace(
            self,
            answers={key: text for key, text in self.answers.items() if key != name},
            histories={key: history for key, history in self.histories.items() if key != name},
        )

    def with_answer(self, name: str, text: str) -> Given:
        """The same with another answer; a new one comes last, a changed one keeps its place."""
        histories = {key: history for key, history in self.histories.items() if key != name}
        return replace(self, answers={**self.answers, name: text}, histories=histories)

    def with_history(self, name: str, history: History) -> Given:
        """The same with another history."""
        answers = {key: text for key, text in self.answers.items() if key != name}
        return replace(self, answers=answers, histories={**self.histories, name: history})

    def with_assumption(self, name: str, text: str) -> Given:
        """The same with an assumption set otherwise; empty text: as the programme has it."""
        assume = {key: value for key, value in self.assume.items() if key != name}
        return replace(self, assume={**assume, name: text} if text else assume)

    def fields(self, *, leave_out: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
        """The hidden fields that carry all of it, without some facts (those asked on the page itself)."""
        left_out = set(leave_out)
        yield "at", self.at
        for name, text in self.answers.items():
            if name not in left_out:
                yield f"a.{name}", text
        for name, history in self.histories.items():
            if name not in left_out:
                yield from history_fields(name, history)
        for name, text in self.assume.items():
            yield f"s.{name}", text


def history_fields(name: str, history: History) -> Iterator[tuple[str, str]]:
    """The hidden fields that carry a history."""
    yield f"h.{name}.complete", history.complete
    for number, entry in enumerate(history.entries):
        for key, text in entry.items():
            yield f"h.{name}.{number}.{key}", text


def read_given(posted: QueryDict, programme: Programme, language: Language, at: str = "") -> Given:
    """What was posted, read without judging it: names the programme does not know and empty answers are left out.

    `at` is the day asked about (see `days`).
    """
    answers: dict[str, str] = {}
    histories: dict[str, History] = {}
    for name, type in _named(posted, programme):
        if type.kind is Kind.LIST and posted.get(f"a.{name}") != UNKNOWN:
            histories[name] = read_history(posted, programme.facts[name], language)
        elif text := _text(posted, f"a.{name}", type, language):
            answers[name] = text
    assume = {key: _plain(posted, f"s.{key}") for key in programme.assumptions if _plain(posted, f"s.{key}")}
    return Given(at, answers, histories, assume)


def read_history(posted: QueryDict, fact: Fact, language: Language) -> History:
    """A history as posted; entries keep their order, empty ones are left out."""
    types = entry_types(fact)
    found: dict[int, dict[str, str]] = {}
    start = f"h.{fact.name}."
    for key in posted:
        number, _, name = key.removeprefix(start).partition(":")[0].partition(".")
        if not key.startswith(start) or name not in types or not re.fullmatch("[0-9]{1,3}", number):
            continue
        text = _text(posted, f"{start}{number}.{name}", types[name], language)
        if text and text != UNKNOWN:
            found.setdefault(int(number), {})[name] = text
    complete = _plain(posted, f"{start}complete")
    return History(tuple(found[number] for number in sorted(found)), complete if complete in ("yes", "no") else "")


def _named(posted: QueryDict, programme: Programme) -> Iterator[tuple[str, Type]]:
    """What something was posted about, in the order of the form."""
    seen: set[str] = set()
    for key in posted:
        kind, _, rest = key.partition(".")
        name = rest.partition(":")[0] if kind == "a" else _history_name(rest) if kind == "h" else ""
        type = type_of(programme, name) if name and name not in seen else None
        if type is not None and (kind == "h" or type.kind is not Kind.LIST or posted[key] == UNKNOWN):
            seen.add(name)
            yield name, type


def _history_name(rest: str) -> str:
    """The history that a field `HISTORY.complete` or `HISTORY.N.FIELD` belongs to."""
    parts = rest.split(".")
    return ".".join(parts[:-1] if parts[-1] == "complete" else parts[:-2])


def _text(posted: QueryDict, key: str, type: Type, language: Language) -> str:
    """An answer as a case is written, whatever way it was typed."""
    if type.kind is Kind.DATE and key not in posted:
        return date_text(*(_plain(posted, f"{key}:{part}") for part in reversed(PARTS)))
    text = _plain(posted, key)
    return typed_number(text, language) if type.kind is Kind.NUMBER else text


def _plain(posted: QueryDict, key: str) -> str:
    return typed_text(posted.get(key) or "", LONGEST)
