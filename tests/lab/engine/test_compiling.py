"""Where compiled kernels are kept: one is never run that was made of other files than those that are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from sojourn.lab import drawing, engine
from sojourn.lab.engine import compiling
from sojourn.lab.engine.arrays import People

#: Prints the thresholds that the compiled engine gives to three people.
SETTLE_IN = """
import numpy as np
from copied.engine.arrays import Numbers, People
from copied.engine.settling import settle_in
people = People(**{name: np.zeros(3, np.int32) for name in People._fields})
settle_in(people, Numbers(*[1] * len(Numbers._fields)))
print(*people.think_left)
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the rooms that kernels are made of, which may be changed."""
    for room in (drawing, engine):
        source = Path(room.__path__[0])
        shutil.copytree(source, tmp_path / "copied" / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "copied" / "__init__.py").touch()
    return tmp_path / "copied"


def started(copied: Path) -> subprocess.Popen[str]:
    """A process of its own that settles people in with the copy's kernel."""
    environment = {**os.environ, "PYTHONPATH": str(copied.parent), "NUMBA_CACHE_DIR": str(copied.parent / "kept")}
    return subprocess.Popen([sys.executable, "-c", SETTLE_IN], env=environment, stdout=subprocess.PIPE, text=True)


def kept(copied: Path) -> set[Path]:
    """The compiled kernels that are kept."""
    return set((copied.parent / "kept").rglob("*.nbc"))


def said(process: subprocess.Popen[str]) -> str:
    """What a process printed, once it is done."""
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    return output


def test_a_change_in_another_file_is_seen(copied: Path) -> None:
    """Given kernels that two processes keep at once, when a file changes and changes back, none is stale."""
    together = [started(copied) for _ in range(2)]
    before = {said(process) for process in together}
    assert len(before) == 1
    made = kept(copied)
    assert made

    scales = copied / "drawing" / "scales.py"
    text = scales.read_text(encoding="utf-8")
    scales.write_text(text.replace("THRESHOLD_BITS: Final = 24", "THRESHOLD_BITS: Final = 20"), encoding="utf-8")
    assert scales.read_text(encoding="utf-8") != text
    changed = {said(started(copied))}
    assert changed.isdisjoint(before)
    assert kept(copied) > made

    both = kept(copied)
    scales.write_text(text, encoding="utf-8")
    assert {said(started(copied))} == before
    assert kept(copied) == both


@pytest.mark.parametrize("name", ["drawing/constants.py", "engine/arrays.py", "engine/added.py"])
def test_every_file_counts(copied: Path, name: str) -> None:
    sources = (copied / "engine", copied / "drawing")
    before = compiling.edition(sources)
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write("\n# more\n")
    assert compiling.edition(sources) != before


def test_other_users_of_numba_keep_their_folder() -> None:
    """Given the engine is loaded, then functions of others are kept where they would be without it."""
    assert os.environ.get("NUMBA_CACHE_DIR", "") == numba.config.CACHE_DIR
    assert People  # the engine is loaded


def test_the_next_place_is_taken_where_one_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given places of which none but the last can hold a folder, then that is taken; given none, nothing is kept."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(compiling.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(compiling, "_FOUND", [])
    folder = compiling._folder()
    assert folder is not None
    assert folder.parent.parent == tmp_path
    assert folder.name == compiling.edition()

    monkeypatch.setattr(compiling.tempfile, "gettempdir", lambda: str(tmp_path / "file"))
    monkeypatch.setattr(compiling, "_FOUND", [])
    assert compiling._folder() is None
    assert compiling.kernel(lambda number: number + 1)(1) == 2


def test_editions_that_nobody_uses_are_cleared(tmp_path: Path) -> None:
    """Given an edition unused for two months and one of last week, then the first goes when another is made."""
    old, recent = tmp_path / "old", tmp_path / "recent"
    for folder, days in ((old, 60), (recent, 7)):
        folder.mkdir()
        then = compiling.time.time() - days * 24 * 3600
        os.utime(folder, (then, then))
    made = compiling._made(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"recent", made.name if made else None}


def test_others_who_compile_find_their_linear_algebra() -> None:
    """Given the engine made ready without linear algebra, what somebody else compiles still multiplies matrices."""
    code = (
        "import sys; from sojourn.lab.engine import compiling\n"
        "import numba, numpy as np\n"
        "before = 'scipy.linalg' in sys.modules\n"
        "multiply = numba.njit(lambda one, other: np.dot(one, other))\n"
        "spread = numba.njit(lambda one: np.cov(one))\n"
        "matrix = np.array([[1.0, 2.0], [3.0, 5.0]])\n"
        "same = (multiply(matrix, matrix) == matrix @ matrix).all(), np.allclose(spread(matrix), np.cov(matrix))\n"
        "print(before, *same)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True", "True"]
