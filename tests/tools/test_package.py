"""The package as others install it."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import sojourn

ROOT = Path(__file__).parents[2]


def test_version_is_the_changelog_s_newest():
    newest = re.search(r"^## (\S+?),", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest[1] == sojourn.__version__


def test_wheel_holds_the_data(tmp_path):
    """Programmes, templates and styles travel with the code: every file of the source tree but compiled ones."""
    build = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("sojourn/")}
    files = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".sqlite3" not in path.name
    }
    assert packed == files
