"""A register whose programme somebody has edited and which was started anew."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from sojourn.policy.reading import folders

#: What to write for what, by the file under the folder of all programmes.
Edits = Mapping[str, tuple[tuple[str, str], ...]]


def assumed(key: str, value: str) -> Edits:
    """Another value of an assumption, the one it had standing among the others that it could have."""
    for file in sorted(folders.PACKAGED.glob("*/assumptions*/*.yaml")) + sorted(
        folders.PACKAGED.glob("*/assumptions.yaml")
    ):
        text = "\n" + file.read_text(encoding="utf-8")
        if f"\n{key}:\n" not in text:
            continue
        entry = text[text.index(f"\n{key}:\n") :].lstrip("\n").partition("\n\n")[0]
        lines = entry.splitlines()
        at, others = (
            next(n for n, line in enumerate(lines) if line.startswith(f"  {one}:")) for one in ("value", "alternatives")
        )
        before = lines[at].partition(": ")[2]
        names = [one.strip() for one in lines[others].partition("[")[2].rstrip("]").split(",")]
        assert value in names, f"{key} has no alternative {value}"
        lines[at] = f"  value: {value}"
        lines[others] = f"  alternatives: [{', '.join(before if one == value else one for one in names)}]"
        return {str(file.relative_to(folders.PACKAGED)): ((entry, "\n".join(lines)),)}
    raise AssertionError(f"no programme assumes {key}")


@contextmanager
def edited(folder: Path, edits: Edits) -> Iterator[None]:
    """The register as it runs once files of its programmes say something else and it is started anew.

    Each text to change stands once in its file, so that an edit which changes nothing is noticed.
    """
    programmes = folder / "programmes"
    shutil.copytree(folders.PACKAGED, programmes)
    for name, swaps in edits.items():
        file = programmes / name
        text = file.read_text(encoding="utf-8")
        for before, after in swaps:
            assert text.count(before) == 1, f"{name}: {before!r} stands {text.count(before)} times"
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(folders, "PACKAGED", programmes)
        start_anew()
        try:
            yield
        finally:
            patched.undo()
            start_anew()


def start_anew() -> None:
    """Forget everything that a process keeps of what it has read: as a new one begins."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("sojourn.policy", "sojourn.register")):
            for value in list(vars(module).values()):
                forget = getattr(value, "cache_clear", None)
                if forget is not None and getattr(value, "__module__", "").startswith("sojourn."):
                    forget()
