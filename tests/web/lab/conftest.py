"""What the tests of the lab's pages share: a folder of their own, and a form as a person fills it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn.web.lab import orders, running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for orders and a line of this test alone; nothing that was begun in it goes on afterwards."""
    settings.LAB_FOLDER = tmp_path / "lab"  # type: ignore[attr-defined]
    monkeypatch.setattr(running, "line", line := running.Line())
    monkeypatch.setattr("sojourn.web.lab.views.line", line)
    orders._named.cache_clear()
    yield tmp_path / "lab"
    for one in orders.all_kept():
        if one.state.open:
            orders.cancel(one.number)
    if (thread := line._thread) is not None:
        thread.join(timeout=60)
    orders._named.cache_clear()
