"""Showing a page: with colours and wrapped on a terminal, as plain lines anywhere else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from .page import Grid, Line, Page, Style

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

#: How far in a level is.
STEP = 2
#: Text is easier to read in lines no longer than this, however wide the terminal.
WIDEST = 110

_LOOKS = {
    Style.TITLE: "bold",
    Style.HEADING: "bold cyan",
    Style.STRONG: "bold",
    Style.QUIET: "dim",
    Style.WARNING: "bold yellow",
    Style.GOOD: "bold green",
    Style.BAD: "bold red",
    Style.OPEN: "bold yellow",
}


def show(page: Page, stream: TextIO | None = None) -> None:
    """Show a page on a stream (standard output unless given)."""
    stream = stream or sys.stdout
    stream.write(rendered(page, stream))
    stream.flush()


def rendered(page: Page, stream: TextIO) -> str:
    """A page as it is written to a stream."""
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        return _on_terminal(page)
    return "".join(f"{line}\n" for line in plain(page))


# ---- plain -----------------------------------------------------------------------------------------------------


def plain(page: Page) -> Iterator[str]:
    """A page as plain lines: nothing wrapped, a table's cells between bars."""
    for part in page.parts:
        if isinstance(part, Line):
            bullet = f"{part.bullet} " if part.bullet else ""
            yield f"{' ' * (STEP * part.depth)}{bullet}{part.text}" if part.text else ""
        else:
            for row in (part.columns, *part.rows) if part.columns else part.rows:
                yield " " * (STEP * part.depth) + " | ".join(row)


# ---- on a terminal -----------------------------------------------------------------------------------------------


def _on_terminal(page: Page) -> str:
    from rich.console import Console

    console = Console(
        file=sys.stdout,
        force_terminal=True,
        width=min(shutil.get_terminal_size().columns, WIDEST),
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        for part in page.parts:
            console.print(_line(part) if isinstance(part, Line) else _grid(part, console))
    return captured.get()


def _line(line: Line) -> RenderableType:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    look = _LOOKS.get(line.style, "")
    # Further in, the mark alone says enough in colour; many coloured lines say nothing.
    text: RenderableType = Text(line.text, style="" if line.bullet and line.depth else look)
    if line.bullet:
        beside = Table.grid(padding=(0, 1, 0, 0))
        beside.add_column(no_wrap=True)
        beside.add_row(Text(line.bullet, style=look), text)
        text = beside
    return Padding(text, (0, 0, 0, STEP * line.depth), expand=False) if line.depth else text


def _grid(grid: Grid, console: Console) -> RenderableType:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table

    table = Table(
        *grid.columns, box=box.SIMPLE_HEAD, show_header=bool(grid.columns), header_style="bold", pad_edge=False
    )
    if not grid.columns:
        for _ in grid.rows[0]:
            table.add_column()
    for number, row in enumerate(grid.rows):
        table.add_row(*row, style="bold" if number in grid.strong else None)
    return Padding(table, (0, 0, 0, STEP * grid.depth), expand=False)
