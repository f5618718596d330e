"""The files that come with the lab: however fast they are read, they say what YAML has them say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sojourn import lab
from sojourn.lab import written

ROOM = Path(lab.__file__).parent
FILES = sorted(ROOM.rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOM)))
def test_a_file_says_what_it_says(file: Path) -> None:
    """Given any file of the lab, then it is read as PyYAML's own reader has it, values and their order alike."""
    expected = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert repr(written.read_written(file)) == repr(expected)


def test_a_file_makes_plain_values_only(tmp_path: Path) -> None:
    """Given a file that asks for a Python object, then it is refused."""
    file = tmp_path / "sly.yaml"
    file.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        written.read_written(file)
