"""Worked cases: a programme's own tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..tree import Where


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation of a worked case: what is asked, and each check as it was written (kept as plain data)."""

    ask: str
    checks: Mapping[str, object]
    keys: Mapping[str, object]
    where: Where


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """A worked case: facts as written, the day asked about, and what must come out."""

    key: str
    title: str
    at: date
    facts: Mapping[str, object]
    assume: Mapping[str, object]
    settle: Mapping[str, date]
    expect: tuple[Expected, ...]
    about: tuple[str, ...]
    basis: tuple[str, ...]
    where: Where
