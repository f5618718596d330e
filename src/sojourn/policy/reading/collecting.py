"""Making many values at once without Python looking through them for garbage meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Reading makes many values and hardly any garbage; looking for it meanwhile would take a third of the time.

    Nor need they be looked through right afterwards: they are in use, and are put with the values made long ago.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else somebody keeps values apart, and would lose track of them
            gc.freeze()
            gc.unfreeze()
        gc.enable()
