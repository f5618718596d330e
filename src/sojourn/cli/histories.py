"""Asking for a history entry by entry, with a way back at every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sojourn.policy import YES_NO, Fact

from .describing import Describer, Takes, entry_fields
from .page import EMPTY, Page, Style
from .prompts import Prompter, Reply, Said

#: A history as a case is written: whether it is complete, and its entries.
History: TypeAlias = dict[str, object]

#: What is wrong with a history, in words.
CheckHistory: TypeAlias = Callable[[History], list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked next: a field of an entry, or `begin` (is there one), `more` (another), `complete` (is it all)."""

    what: str
    entries: tuple[Mapping[str, object], ...] = ()
    entry: Mapping[str, object] | None = None


def next_step(fact: Fact, replies: Sequence[Reply]) -> Step | History | Said:
    """What to ask after some replies, or the history that they make (UNKNOWN: nothing is known of it)."""
    waiting = iter(replies)
    entries: list[Mapping[str, object]] = []
    question = "begin"
    while not fact.at_most or len(entries) < fact.at_most:
        reply = next(waiting, None)
        if reply is None:
            return Step(question, tuple(entries))
        if reply is Said.UNKNOWN and question == "begin":
            return Said.UNKNOWN
        if reply != "yes":
            break
        entry: dict[str, object] = {}
        for name in entry_fields(fact):
            reply = next(waiting, None)
            if reply is None:
                return Step(name, tuple(entries), entry)
            if reply is not Said.UNKNOWN:
                entry[name] = reply
        entries.append(entry)
        question = "more"
    reply = next(waiting, None)
    if reply is None:
        return Step("complete", tuple(entries))
    return {"complete": "yes" if reply == "yes" else "no", "entries": entries}


class HistoryPrompter:
    """Asks for a history."""

    def __init__(self, prompter: Prompter, describer: Describer, fact: Fact, check: CheckHistory) -> None:
        self._prompter = prompter
        self._describer = describer
        self._session = describer.session
        self._fact = fact
        self._check = check

    def ask(self) -> History | Said:
        """The history; UNKNOWN where nothing is known of it, BACK for the question before. Raises InputEndedError."""
        replies: list[Reply] = []
        while isinstance(step := next_step(self._fact, replies), Step):
            reply = self._put(step)
            if reply is not Said.BACK:
                replies.append(reply)
            elif replies:
                replies.pop()
            else:
                return Said.BACK
        return step

    def _put(self, step: Step) -> Reply:
        if step.entry is None:
            page = Page([EMPTY])
            page.line(self._session.say(f"ask.history_{step.what}"), style=Style.STRONG)
            page.line(self._session.say("kind.yes_no"), 1, style=Style.QUIET)
            return self._prompter.put(page, Takes(YES_NO), lambda answer: [])
        takes = self._describer.field(self._fact, step.what)
        page = self._field_page(step, takes)
        while True:
            reply = self._prompter.put(page, takes, lambda answer: self._wrong(step, answer))
            if reply is not Said.UNKNOWN or step.what != "year":
                return reply
            page = Page()
            page.line(self._session.say("ask.year_needed"), bullet="!", style=Style.WARNING)

    def _field_page(self, step: Step, takes: Takes) -> Page:
        page = Page([EMPTY])
        label = self._describer.teller.field_label(self._fact.name, step.what)
        page.line(self._session.say("ask.history_field", number=len(step.entries) + 1, label=label), style=Style.STRONG)
        offer(page, self._describer, takes, f"{self._fact.name}.{step.what}")
        return page

    def _wrong(self, step: Step, answer: str | list[str]) -> list[str]:
        entry = {**(step.entry or {}), step.what: answer}
        return self._check({"entries": [*step.entries, entry]})


def offer(page: Page, describer: Describer, takes: Takes, name: str) -> None:
    """Show what may be answered: the kind of value, and the choices by number."""
    page.line(describer.kind(takes, name), 1, style=Style.QUIET)
    if takes.type.kind != "yes_no":
        page.numbered((label for _, label in takes.choices), 1)
