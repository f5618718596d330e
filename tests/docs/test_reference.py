"""The reference follows from code and programmes: what is written is what they say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.reference import REFERENCE, pages

ANEW = "the reference is out of step; `python -m tools.reference` writes it anew"


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    return pages()


def test_every_page_is_what_it_is_made_from(made: dict[Path, str]) -> None:
    """Given commands, mistakes and programmes, then each page says of them what is so now, and no page is left over."""
    stale = [path.name for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert not stale, f"{ANEW}: {', '.join(stale)}"
    assert set(REFERENCE.rglob("*.md")) == set(made)


def test_every_command_and_programme_has_its_place(made: dict[Path, str]) -> None:
    """Given the pages, then commands and programmes stand under their names, and no table cell breaks its row."""
    assert "## check" in made[REFERENCE / "commands.md"]
    assert "`worker_permit`" in made[REFERENCE / "programmes/guangxi.md"]
    for text in made.values():
        rows = [line for line in text.splitlines() if line.startswith("|")]
        assert all(row.endswith("|") for row in rows)
