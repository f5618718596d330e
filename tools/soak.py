"""A pytest plugin for `make soak`: every property test on many more examples, going on where it was broken off.

What has passed stands in build/soak.txt under a digest of the code it passed on; a change of the code starts anew, and
so does a run in which everything passed.
"""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

DONE = Path("build/soak.txt")
EXAMPLES = 20_000

settings.register_profile(
    "soak", max_examples=EXAMPLES, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)


def digest_of_code() -> str:
    """Changes with any file of src/ and tests/."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in ("src", "tests") for path in Path(folder).rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def passed_already() -> list[str]:
    """Tests that passed in an earlier, unfinished run on the same code."""
    lines = DONE.read_text(encoding="utf-8").splitlines() if DONE.exists() else []
    if lines[:1] != [digest_of_code()]:
        DONE.parent.mkdir(exist_ok=True)
        DONE.write_text(f"{digest_of_code()}\n", encoding="utf-8")
        return []
    return lines[1:]


def pytest_configure() -> None:
    """The long profile, after tests/conftest.py has chosen its own."""
    settings.load_profile("soak")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the property tests that have not passed yet."""
    done = set(passed_already())
    kept = [item for item in items if item.get_closest_marker("hypothesis") and item.nodeid not in done]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what has passed at once: the run may be broken off at any time."""
    if report.when == "call" and report.passed:
        with DONE.open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n")


def pytest_sessionfinish(exitstatus: int) -> None:
    """Everything has passed: the next run starts anew."""
    if exitstatus == pytest.ExitCode.OK:
        DONE.unlink(missing_ok=True)
