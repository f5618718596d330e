"""Runs side by side in processes, broken off: what is left behind makes no noise."""

from __future__ import annotations

import threading
import time
import warnings

import pytest

from sojourn.lab.spreading import spread


def _slow(number: int) -> int:
    time.sleep(0.02 if number < 2 else 0.3)
    return number


@pytest.fixture
def stumbles(monkeypatch: pytest.MonkeyPatch) -> list[threading.ExceptHookArgs]:
    """What threads stumbled over."""
    found: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", found.append)
    return found


@pytest.mark.parametrize("how", ["closed", "broken off"])
def test_what_is_broken_off_is_quiet(stumbles: list[threading.ExceptHookArgs], how: str) -> None:
    """Given many calls in two processes, when they are broken off, then no thread stumbles and nothing is warned of."""
    made = spread(_slow, range(40), 2)
    assert next(made) in (0, 1)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        if how == "closed":
            made.close()  # type: ignore[attr-defined]
        else:
            with pytest.raises(KeyboardInterrupt):
                made.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
    assert (stumbles, [str(one.message) for one in warned]) == ([], [])
