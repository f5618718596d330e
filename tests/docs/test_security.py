"""What the page on security says is shown by a test is shown by one: each that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs/security.md"


def test_every_test_it_names_exists() -> None:
    """Given the page, when the tests it names are looked for, then each stands in a file of that name."""
    there = {
        f"{file.stem}.{one.name}"
        for file in TESTS.rglob("test_*.py")
        for one in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef)
    }
    named = set(re.findall(r"`(test_\w+\.test_\w+)`", PAGE.read_text(encoding="utf-8")))
    assert len(named) > 60
    assert not named - there
