"""The small made-up programmes of `programmes/`, to be read, broken and written again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sojourn.policy.problems import Problems
from sojourn.policy.reading.document import plain, read_document

PROGRAMMES = Path(__file__).with_name("programmes")
MEADOW = PROGRAMMES / "meadow"
TOWN = PROGRAMMES / "meadow_town"


def texts_in(path: Path) -> Any:
    """A YAML file as texts, lists and dictionaries of texts."""
    problems = Problems()
    node = read_document(path.read_bytes(), path.name, problems)
    problems.raise_if_any()
    assert node is not None
    return plain(node)


MISTAKES = texts_in(PROGRAMMES.with_name("mistakes.yaml"))
LACKS = texts_in(PROGRAMMES.with_name("lacks.yaml"))

#: What stands for something too long in mistakes.yaml.
_LONG = {"LONGER": ("word " * 450).strip(), "LONG": " and ".join(["applicant.strong"] * 40)}


def copied(folder: Path) -> Path:
    """Copies of both programmes in a folder; gives that of meadow."""
    for programme in (MEADOW, TOWN):
        shutil.copytree(programme, folder / programme.name)
    return folder / MEADOW.name


def broken(mistake: dict[str, object], folder: Path) -> Path:
    """A copy with a mistake of mistakes.yaml made in it; gives the folder of the programme it is made in."""
    copied(folder)
    target = folder / str(mistake.get("folder", "meadow"))
    file = target / str(mistake["file"])
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    swap = mistake.get("swap")
    if isinstance(swap, list):
        assert swap[0] in text, f"nothing to swap in {file.name}: {swap[0]}"
        text = text.replace(swap[0], swap[1], 1)
    added = str(mistake.get("add", ""))
    for word, long in _LONG.items():
        added = added.replace(word, long)
    file.write_text(text + added, encoding="utf-8")
    more = mistake.get("more")
    for name, content in more.items() if isinstance(more, dict) else ():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text(content, encoding="utf-8")
    return target
