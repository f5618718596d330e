"""One question at a time: putting it, reading what is typed, and making sense of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from sojourn.policy import Kind, typed_day, typed_number, typed_text

from .describing import Takes
from .page import Page, Style
from .session import Session


class Said(Enum):
    """What may be said instead of an answer."""

    UNKNOWN = "?"
    BACK = "<"
    SO_FAR = "="


#: An answer as a case is written (text, or a list of options of which it is one), or what is said instead.
Reply: TypeAlias = str | list[str] | Said

#: What is wrong with an answer, in words; nothing where it is right.
Check: TypeAlias = Callable[[str | list[str]], list[str]]


class InputEndedError(Exception):
    """There is nothing more to read, and the interview is not over."""


class Prompter:
    """Puts questions on standard output and reads the answers from standard input, from a person or a file."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._watched = sys.stdin.isatty()
        #: Shows what is certain already, where something is being asked about; '=' is an answer like any other before.
        self.so_far: Callable[[], None] | None = None
        if self._watched:
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401 - lets a line be edited as it is typed

    def put(self, page: Page, takes: Takes, check: Check) -> Reply:
        """Put a question and read until the answer makes sense. Raises InputEndedError."""
        question = page
        self.session.show(question)
        while True:
            typed = typed_text(self.line())
            if typed in (Said.UNKNOWN.value, Said.BACK.value):
                return Said(typed)
            if typed == Said.SO_FAR.value and self.so_far is not None:
                self.so_far()
                self.session.show(question)
                continue
            answer = self.understood(takes, typed) if typed else None
            wrong = check(answer) if answer is not None else [self._not_understood(takes, typed)]
            if answer is not None and not wrong:
                return answer
            page = Page()
            page.lines(wrong, bullet="!", style=Style.WARNING)
            self.session.show(page)

    def choose(self, page: Page, choices: tuple[str, ...]) -> int | None:
        """Put a question that is answered by a number; None for an empty line. Raises InputEndedError."""
        self.session.show(page)
        while True:
            typed = typed_text(self.line())
            if not typed:
                return None
            if typed.isdecimal() and 0 < int(typed) <= len(choices):
                return int(typed) - 1
            page = Page()
            page.line(self.session.say("ask.no_such_number", last=len(choices)), bullet="!", style=Style.WARNING)
            self.session.show(page)

    def line(self) -> str:
        """The next line that is typed. Raises InputEndedError."""
        prompt = "> "
        if self._watched:
            try:
                return input(prompt)
            except EOFError:
                raise InputEndedError from None
        sys.stdout.write(prompt)
        read = sys.stdin.readline()
        # Nobody saw it being typed: it is written out, so that questions and answers can be read together.
        sys.stdout.write(read if read.endswith("\n") else f"{read}\n")
        if not read:
            raise InputEndedError
        return read

    def leave(self, word: str) -> None:
        """Say why nothing more is asked, on a line of its own."""
        self.session.complain(f"\n{word}" if self._watched else word)

    # ---- making sense of what is typed -------------------------------------------------------------------------

    def understood(self, takes: Takes, typed: str) -> str | list[str] | None:
        """What is typed, as a case is written; None where it is none of what is offered."""
        if takes.type.kind is Kind.NUMBER:
            return typed_number(typed, self.session.language)
        if takes.type.kind is Kind.DATE:
            return typed_day(typed)
        if takes.type.kind is Kind.YES_NO:
            return self._yes_or_no(typed)
        several = [part.strip() for part in typed.replace("、", ",").split(",")]
        if len(several) > 1 and all(part.isdecimal() for part in several):
            chosen = [_chosen(takes, part) for part in several]
            return None if None in chosen else [one for one in chosen if one is not None]
        return _chosen(takes, typed)

    def _yes_or_no(self, typed: str) -> str | None:
        for word in ("yes", "no"):
            if typed.casefold() in self.session.say(f"ask.{word}_words").split():
                return word
        return None

    def _not_understood(self, takes: Takes, typed: str) -> str:
        if not typed:
            return self.session.say("ask.empty")
        if takes.type.kind is Kind.YES_NO:
            return self.session.say("ask.not_yes_no", given=typed)
        return self.session.say("ask.not_offered", given=typed, last=len(takes.choices))


def _chosen(takes: Takes, typed: str) -> str | None:
    """The option or place that is meant: by its number, its key, its label or the only label that begins so."""
    if typed.isdecimal() and 0 < int(typed) <= len(takes.choices):
        return takes.choices[int(typed) - 1][0]
    wanted = typed.casefold()
    for key, label in takes.choices:
        if wanted in (key.casefold(), label.casefold()):
            return key
    begins = [key for key, label in takes.choices if label.casefold().startswith(wanted)]
    return begins[0] if len(begins) == 1 else None
