"""Mistakes in programme files and in cases: where, what is wrong, and what would be right; all of them at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from .tree import Where


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `code` names the kind and `slots` fill the sentence of that code in each language (see words).

    `where` has no file (`Where("")`) where the mistake stands in none, such as a name that was given.
    """

    where: Where
    code: str
    slots: tuple[tuple[str, str], ...]
    text: str

    def __str__(self) -> str:
        return self.placed(self.text)

    def placed(self, said: str) -> str:
        """What is said of it, in whatever language, after its place where it has one."""
        return f"{self.where}: {said}" if self.where.file else said


class ProgrammeError(Exception):
    """A programme that cannot be read: every problem found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.where.file, p.where.line, p.where.column, p.text)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CaseError(Exception):
    """A case that cannot be read: every fact that is wrong, with the value given and what is allowed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text for problem in self.problems))


class Problems:
    """A list that mistakes are collected in while a file is read."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, where: Where, code: str, text: str, /, **slots: object) -> None:
        """Note a mistake: `text` is the English sentence, with the slots filled in by name."""
        filled = {name: str(value) for name, value in slots.items()}
        self.found.append(Problem(where, code, tuple(filled.items()), text.format(**filled)))

    def raise_if_any(self) -> None:
        """Raise ProgrammeError with all that was found."""
        if self.found:
            raise ProgrammeError(self.found)


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like a misspelt one, or ''."""
    matches = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return matches[0] if matches else ""
