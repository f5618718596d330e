"""Settings of pyproject.toml that name files: each still finds what it was made for."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IGNORED = SETTINGS["tool"]["ruff"]["lint"]["per-file-ignores"]


def each(pattern: str) -> list[str]:
    """The paths that a pattern with one choice in braces stands for."""
    before, _, rest = pattern.partition("{")
    choice, _, after = rest.partition("}")
    return [f"{before}{one}{after}" for one in choice.split(",")] if rest else [pattern]


PAIRS = [
    (path, code)
    for pattern, codes in IGNORED.items()
    if not pattern.startswith("!")
    for path, code in itertools.product(each(pattern), codes)
]


@pytest.mark.parametrize(("path", "code"), PAIRS)
def test_what_may_be_ignored_somewhere_is_found_there(path: str, code: str) -> None:
    looked_at = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", code, path.removesuffix("/**")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked_at.returncode == 1, f"{path} has no {code}: the setting is of no use any more\n{looked_at.stderr}"
