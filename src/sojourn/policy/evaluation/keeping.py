"""Closures that are worked out once: for the rest of a run, or for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..types import Type
from .running import MISSING, Run, as_partial

Closure = Callable[[Run], Any]


def kept(closure: Closure, key: int) -> Closure:
    """A closure that is worked out once in a run, under a key of its own."""

    def remembered(run: Run) -> Any:
        value = run.memo.get(key, MISSING)
        if value is MISSING:
            value = run.memo[key] = closure(run)
        return value

    return remembered


def constant_of(value: Any, type: Type) -> Closure:
    """A value that stands in the text itself, whatever the case."""
    constant = as_partial(value, type)
    return lambda run: constant
