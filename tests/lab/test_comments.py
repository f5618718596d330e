"""What the files of the model say of other files, in their comments, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sojourn.lab.guangxi.posterior import package_file

MODEL = package_file().parent
FILES = sorted(MODEL.glob("*.yaml"))


def comments(file: Path) -> str:
    return "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("#"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_that_a_comment_names_is_there(file: Path) -> None:
    for name in re.findall(r"[\w/]+\.(?:py|yaml|csv)\b", comments(file)):
        assert (MODEL / name).is_file() or (MODEL.parent / name).is_file(), name


def test_each_key_that_the_figures_name_is_written_somewhere() -> None:
    written = "\n".join(one.read_text(encoding="utf-8") for one in FILES)
    for name in re.findall(r"`(\w+)`", comments(MODEL / "figures.yaml")):
        assert re.search(rf"(?:^|[\s{{]){name}:", written, re.MULTILINE), name
