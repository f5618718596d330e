"""A person at the terminal: reads the question that was just shown and types what is so."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence

import pytest

from sojourn.cli.describing import entry_fields
from sojourn.cli.speaking import say
from sojourn.policy import HowMany, Language, Law, Programme, Teller


class Person(io.TextIOBase):
    """Standard input and output at once: what is written to it is read, and answered from what the person knows.

    ``knows`` holds facts as a case is written, or lists of what is typed each time a fact is asked for; anything else
    is answered with `?`. ``changes`` is typed when an answer may be changed.
    """

    def __init__(
        self, programme: Programme, language: Language, knows: Mapping[str, object], changes: Sequence[str] = ()
    ) -> None:
        self.shown = ""
        self.asked: list[str] = []
        self._fresh = ""
        self._knows = knows
        self._typed = {name: iter(one) for name, one in knows.items() if isinstance(one, list)}
        self._changes = iter(changes)
        self._change = say(language, "ask.change")
        self._changing = False
        teller = Teller(programme, language)
        optional = [role.key for role in programme.roles.values() if role.how_many is HowMany.OPTIONAL]
        self._questions = {teller.question(name): name for name in [*programme.facts, *optional, *Law]}
        self._steps = {say(language, f"ask.history_{step}") for step in ("begin", "more", "complete")}
        field = re.escape(say(language, "ask.history_field", number=0, label="LABEL"))
        self._field = re.compile(field.replace("0", r"\d+").replace("LABEL", ".+"))
        self._plans = {
            fact.name: self._entries(fact.name, entry_fields(fact)) for fact in programme.facts.values() if fact.fields
        }
        self._history = ""

    def write(self, text: str) -> int:
        """Take what is shown."""
        self.shown += text
        self._fresh += text
        return len(text)

    def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
        """Type an answer to what was shown last."""
        lines, self._fresh = self._fresh.splitlines(), ""
        asked = [self._questions[line] for line in lines if line in self._questions]
        self.asked += asked
        name = asked[-1] if asked else ""
        self._changing = self._change in lines or (self._changing and not asked)
        if self._changing:
            return next(self._changes, "") + "\n"
        if name in self._typed:
            return next(self._typed[name], "?") + "\n"
        if name in self._plans:
            self._history = name
        if any(line in self._steps or self._field.fullmatch(line) for line in lines):
            return next(self._plans[self._history]) + "\n"
        return f"{self._knows.get(name, '?')}\n"

    def _entries(self, name: str, fields: Sequence[str]) -> Iterator[str]:
        """What is typed for a history: is there an entry, its fields, is there another, is that all."""
        known = self._knows.get(name)
        if not isinstance(known, Mapping):
            yield "?"
            return
        for entry in known["entries"]:
            yield "1"
            for field in fields:
                yield str(entry.get(field, "?"))
        yield "2"
        yield "1" if known["complete"] == "yes" else "2"


def sit_down(monkeypatch: pytest.MonkeyPatch, person: Person) -> None:
    """Put a person before the terminal."""
    monkeypatch.setattr(sys, "stdin", person)
    monkeypatch.setattr(sys, "stdout", person)
