"""What a command has to show, before anybody decides how it looks: lines and tables, one below the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """What a line is, for a terminal that can show it."""

    PLAIN = "plain"
    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    QUIET = "quiet"
    WARNING = "warning"
    GOOD = "good"
    BAD = "bad"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, `depth` levels in, perhaps behind a `bullet` (where it is wrapped, text stands under text)."""

    text: str
    depth: int = 0
    bullet: str = ""
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; without heads where `columns` is empty. `strong` are the numbers of the rows that stand out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    depth: int = 0
    strong: frozenset[int] = frozenset()


@dataclass(slots=True)
class Page:
    """Lines and tables in the order in which they are shown."""

    parts: list[Line | Grid] = field(default_factory=list)

    def title(self, text: str) -> None:
        """What all that follows is about."""
        self.gap()
        self.parts.append(Line(text, style=Style.TITLE))

    def heading(self, text: str, depth: int = 0) -> None:
        """A heading, with an empty line before it."""
        self.gap()
        self.parts.append(Line(text, depth, style=Style.HEADING))

    def line(self, text: str, depth: int = 0, *, bullet: str = "", style: Style = Style.PLAIN) -> None:
        """A line; nothing where there is no text."""
        if text:
            self.parts.append(Line(text, depth, bullet, style))

    def lines(self, texts: Iterable[str], depth: int = 0, *, bullet: str = "", style: Style = Style.PLAIN) -> None:
        """A line for each text."""
        for text in texts:
            self.line(text, depth, bullet=bullet, style=style)

    def grid(
        self,
        columns: tuple[str, ...],
        rows: Iterable[tuple[str, ...]],
        depth: int = 0,
        *,
        strong: Iterable[int] = (),
    ) -> None:
        """A table; nothing where there are no rows."""
        if filled := tuple(rows):
            self.parts.append(Grid(columns, filled, depth, frozenset(strong)))

    def numbered(self, texts: Iterable[str], depth: int = 0) -> None:
        """Lines to choose from by their number."""
        for number, text in enumerate(texts, 1):
            self.line(text, depth, bullet=f"{number:>2}")

    def gap(self) -> None:
        """An empty line, unless there is one or nothing stands above it."""
        if self.parts and self.parts[-1] != EMPTY:
            self.parts.append(EMPTY)


EMPTY = Line("")
