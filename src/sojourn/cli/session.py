"""What every command has at hand: the language it speaks, and where it shows things."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass

from sojourn.policy import Language

from .page import Page
from .printing import show
from .speaking import say


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the command line."""

    language: Language

    def say(self, code: str, /, **slots: object) -> str:
        """The sentence of a code in the language of this call."""
        return say(self.language, code, **slots)

    def show(self, page: Page) -> None:
        """Show a page on standard output."""
        show(page)

    def data(self, data: object) -> None:
        """Write data for a program to read, as JSON on standard output."""
        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
        sys.stdout.write(json.dumps(data, ensure_ascii=encoding != "utf8", indent=2) + "\n")

    def complain(self, text: str) -> None:
        """Write a line on standard error."""
        sys.stderr.write(f"{text}\n")

    def progress(self, text: str) -> None:
        """Say how far a long command has come, where somebody is watching; the next word takes its place."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
