"""The reference follows from code and programmes: what is written is what they say now."""

from __future__ import annotations

import csv
import re
import statistics
from pathlib import Path

import pytest

from tools.reference import REFERENCE, ROOT, pages

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


def test_what_the_figures_leave_is_what_the_file_of_the_posterior_has(made: dict[Path, str]) -> None:
    """Given the file of the posterior, then the page has each of its parameters, how many draws it has, how it was
    made, and the middle of them.
    """
    text = (ROOT / "src/sojourn/lab/guangxi/posterior.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    page = made[REFERENCE / "evidence.md"]
    assert f"\n{len(rows)} draws. " in page
    assert f" of {len(rows[0])} parameters are identified" in page
    assert text.splitlines()[1].removeprefix("# ") in page
    told = {
        line.split("`")[1]: line.split(" | ")
        for line in page.splitlines()
        if line.endswith((" identified |", "; moved |"))
    }
    told = {name: cells for name, cells in told.items() if name in rows[0]}
    assert set(told) == set(rows[0])
    for name, cells in told.items():
        middle = statistics.median(float(row[name]) for row in rows)
        assert float(cells[4].split()[0].replace(",", "")) == pytest.approx(middle, rel=0.01, abs=0.01), name
    identified = [name for name, cells in told.items() if cells[6].startswith("identified")]
    assert f" {len(identified)} of {len(rows[0])} parameters" in page


def test_every_cause_and_effect_stands_on_the_page(made: dict[Path, str]) -> None:
    """Given the file of causes and effects, then each stands on the page once, in one of its two tables."""
    text = (ROOT / "src/sojourn/lab/guangxi/mechanisms.yaml").read_text(encoding="utf-8")
    keys = re.findall(r"^  ((?:gx|lit)\.[\w.]+):$", text, re.MULTILINE)
    asked, unanswered = made[REFERENCE / "evidence.md"].split("## Not answered")
    assert len(keys) > 30
    for key in keys:
        assert asked.count(f"| `{key}` |") + unanswered.count(f"| `{key}` |") == 1, key
    (counted,) = re.findall(r"^(\d+) of \d+ count", asked, re.MULTILINE)
    assert len(re.findall(r"^\| `.*\| yes \|$", asked.split("## Causes and effects")[1], re.MULTILINE)) == int(counted)
