"""What is wrong with a ledger: a code, the place, and a sentence in the reader's language; all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sojourn.policy import Language, nearest

from .words import WORDS


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """One mistake. `code` names its kind; the slots fill the sentence of that code in each language.

    `file` is the file in the ledger's folder ('' where it is a batch on its way there), `table` and `column` are ''
    where it is about neither. `row` counts from 1 in the order of the file and is None where it is about no single row;
    `rows` is how many rows have the same mistake, `row` being the first.
    """

    code: str
    file: str = ""
    table: str = ""
    column: str = ""
    row: int | None = None
    rows: int = 0
    slots: tuple[tuple[str, str], ...] = ()

    def text(self, language: Language = Language.EN) -> str:
        """The sentence, with where and how often before it."""
        sentence = WORDS.say(language, self.code, **dict(self.slots))
        place = self.file or self.table
        if not place:
            return sentence
        parts = {"place": place}
        if self.column:
            parts["column"] = self.column
        if self.row is not None:
            parts["row"] = str(self.row)
        if self.row is not None and self.rows > 1:
            parts["rows"] = str(self.rows)
        return WORDS.say(language, "where." + "_".join(parts), **parts, sentence=sentence)

    def __str__(self) -> str:
        return self.text()


class LedgerError(Exception):
    """A ledger that cannot be written or read: every problem found."""

    def __init__(self, problems: Iterable[LedgerProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def text(self, language: Language = Language.EN) -> str:
        """Every sentence, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)


def problem(code: str, /, *, file: str = "", table: str = "", column: str = "", **slots: object) -> LedgerProblem:
    """A mistake that is about no single row."""
    return LedgerProblem(code, file, table, column, slots=tuple((name, str(value)) for name, value in slots.items()))


def row_problem(
    code: str, /, row: int, rows: int, *, file: str = "", table: str = "", column: str = "", **slots: object
) -> LedgerProblem:
    """A mistake in `rows` rows, of which `row` (from 1) is the first."""
    filled = tuple((name, str(value)) for name, value in slots.items())
    return LedgerProblem(code, file, table, column, row, rows, filled)


def unknown(what: str, name: str, names: Iterable[str], /, *, file: str = "", table: str = "") -> LedgerProblem:
    """A table or column (`what`) that there is none of, and which may have been meant."""
    near = nearest(name, names)
    column = name if what == "column" else ""
    if near:
        return problem(f"{what}_unknown_near", file=file, table=table, column=column, name=name, near=near)
    return problem(f"{what}_unknown", file=file, table=table, column=column, name=name)
