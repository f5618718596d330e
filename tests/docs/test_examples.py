"""What the documentation shows is what happens: every command on its pages is run, and what it prints compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.examples import Command, chosen, commands, differences, matches, pages, rewritten

DOCS = Path(__file__).parents[2] / "docs"
ANEW = "what is shown has changed; if rightly, `python -m tools.examples --write` brings the pages up to it"


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_every_command_prints_what_the_page_shows(page: Path) -> None:
    """Given a page, when its files are written and its commands run in order, then each prints what is shown."""
    found = differences(page)
    assert not found, "\n\n".join([ANEW, *map(str, found)])


def test_the_tutorial_and_every_how_to_show_commands() -> None:
    """Given the pages that teach, then each of them is among those that are run; the API's requests have a test of
    their own.
    """
    played = {DOCS / "how-to/use-the-api.md"}
    assert {DOCS / "tutorial.md", *(DOCS / "how-to").glob("*.md")} <= set(pages()) | played


# ---- how they are run --------------------------------------------------------------------------------------


def test_commands_are_told_from_what_they_print() -> None:
    """Given a block with a command over two lines, then it is one command, with the lines up to the next as its own."""
    assert commands("$ one \\\n  --more\nprinted\n\n$ two\n") == [
        Command("one \\\n  --more", ("printed", "")),
        Command("two", ()),
    ]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b", "c"], True),
        (["a", "...", "c"], ["a", "x", "y", "c"], True),
        (["a", "...", "c"], ["a", "x", "y", "d"], False),
        (["a.c"], ["abc"], False),
        (["... of 5"], ["3 of 5"], True),
        (["... of 5"], ["3 of 6"], False),
        ([], [], True),
        ([], ["a"], False),
    ],
)
def test_left_out_lines_may_be_any(shown: list[str], printed: list[str], same: bool) -> None:
    """Given lines with `...` between, then whatever stands there is the same, and everything else must be as shown."""
    assert matches(shown, printed) is same


def test_what_was_chosen_stays_chosen() -> None:
    """Given new output, then each stretch shown begins with its first line again and is as long as it was."""
    shown = ["Title", "one", "...", "Why", "x"]
    assert chosen(shown, ["Title", "ONE", "two", "Why", "y", "z"]) == ["Title", "ONE", "...", "Why", "y"]
    assert chosen(shown, ["Titles", "one", "two", "Whys", "x"]) == ["Titles", "one", "...", "Whys", "x"]
    assert chosen(["... left", "old"], ["3 left", "new", "newer"]) == ["... left", "new", "newer"]
    with pytest.raises(ValueError, match="'Why'"):
        chosen(shown, ["Title", "ONE"])


def test_a_page_is_brought_up_to_what_is_printed(tmp_path: Path) -> None:
    """Given a page with a file, a change to it and a command whose output is old, then it differs, and is mended."""
    page = tmp_path / "page.md"
    page.write_text(
        "# Page\n\n"
        '```text title="in/a.txt"\nfirst\nsecond\n```\n\n'
        '```diff title="in/a.txt"\n-second\n+third\n```\n\n'
        "```console\n$ cat in/a.txt\nfirst\nsecond\n```\n",
        encoding="utf-8",
    )
    (found,) = differences(page)
    assert found.printed == "first\nthird"
    assert "$ cat in/a.txt" in str(found)
    page.write_text(rewritten(page), encoding="utf-8")
    assert differences(page) == []
    assert "$ cat in/a.txt\nfirst\nthird\n" in page.read_text(encoding="utf-8")


def test_what_breaks_off_is_not_written_down(tmp_path: Path) -> None:
    """Given a command that breaks off, then the page is left as it is."""
    page = tmp_path / "page.md"
    page.write_text("```console\n$ .venv/bin/python -c 'import nothing_of_the_kind'\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nothing_of_the_kind"):
        rewritten(page)


def test_a_change_to_a_line_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Given a change to a line that its file does not have, then the page cannot be run."""
    page = tmp_path / "page.md"
    page.write_text(
        '```text title="a.txt"\nfirst\n```\n\n```diff title="a.txt"\n-second\n+third\n```\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match=re.escape("a.txt has this 0 times")):
        differences(page)
