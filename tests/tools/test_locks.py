"""The lock files: every package with its hashes, and no word of where this or that machine fetches from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
CONFIGURATION = [ROOT / name for name in ("pyproject.toml", "Makefile", "mkdocs.yml", ".ci/run")] + sorted(
    path for path in (ROOT / "tools").iterdir() if path.is_file()
)
ADDRESS = re.compile(
    r"--(extra-)?index|--find-links|--trusted-host|index-url|pypi\.|file://|(?<![\w.])/(root|home|work|opt|tmp)/"
)


def versions(lock):
    """Package -> the lines that pin it."""
    pinned = {}
    for line in lock.read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            pinned.setdefault(line.split("==")[0], []).append(line.rstrip(" \\"))
    return pinned


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_pinned_with_hashes(lock):
    pins = re.split(r"\n(?=[a-z0-9])", lock.read_text())[1:]
    assert pins
    for pin in pins:
        assert re.match(r"[a-z0-9-]+==[^ ]+ ", pin), pin
        assert "--hash=sha256:" in pin, pin


@pytest.mark.parametrize("file", LOCKS + CONFIGURATION, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_index_and_no_machine(file):
    assert not ADDRESS.search(file.read_text())


def test_what_serves_the_site_is_part_of_what_tests_it():
    """Given the two locks, then what serves is pinned the same where it is tested, there perhaps on more systems."""
    run, dev = versions(ROOT / "requirements/run.txt"), versions(ROOT / "requirements/dev.txt")
    assert run.keys() <= dev.keys()
    for package, pins in run.items():
        everywhere = [pin.partition(" ;")[0] for pin in pins]
        assert dev[package] in (pins, everywhere), package
