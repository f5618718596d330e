"""A page on a terminal and anywhere else."""

from __future__ import annotations

import io

import pytest

from sojourn.cli.page import Page, Style
from sojourn.cli.printing import rendered

from .reading_along import coloured

LONG = "word " * 60


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        """Whether somebody does."""
        return True


def page() -> Page:
    made = Page()
    made.title("Title")
    made.heading("Heading")
    made.line("said", 1, bullet="✓", style=Style.GOOD)
    made.line(LONG, 2, bullet="•")
    made.line("")
    made.grid(("Age", "Points"), [("26 to 45", "15"), ("[bold]46[/bold]", "10")], 1, strong=[0])
    made.grid((), [("1", "甲"), ("2", "乙")])
    made.grid(("nothing",), [])
    return made


def test_a_file_gets_plain_lines() -> None:
    """Given a stream nobody looks at, then there are no colours, frames or broken lines."""
    lines = rendered(page(), io.StringIO()).splitlines()
    assert lines == [
        "Title",
        "",
        "Heading",
        "  ✓ said",
        f"    • {LONG}",
        "  Age | Points",
        "  26 to 45 | 15",
        "  [bold]46[/bold] | 10",
        "1 | 甲",
        "2 | 乙",
    ]


def test_a_terminal_gets_colours_and_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a terminal of 60 columns, then nothing is wider, and what is wrapped stands under its text."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = rendered(page(), Terminal())
    assert coloured(shown)
    assert "[bold]46[/bold]" in shown
    wrapped = [line for line in shown.splitlines() if "word" in line]
    assert len(wrapped) > 3
    assert all(len(line.rstrip()) <= 60 for line in wrapped)
    assert wrapped[0].startswith("    • word")
    assert all(line.startswith("      word") for line in wrapped[1:])


def test_colours_may_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given NO_COLOR, then a terminal gets none; given a dumb terminal, then plain lines."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert "32m" not in rendered(page(), Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert rendered(page(), Terminal()) == rendered(page(), io.StringIO())


def test_gaps_do_not_pile_up() -> None:
    """Given headings one after the other, then one empty line stands between them and none at the top."""
    made = Page()
    made.heading("A")
    made.gap()
    made.heading("B")
    assert rendered(made, io.StringIO()) == "A\n\nB\n"
