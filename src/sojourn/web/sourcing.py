"""Sources as a page lists them: each work once, with the passages cited from it, numbered through the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sojourn.policy import ToldSource


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a work, with its number on the page."""

    number: int
    source: ToldSource


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work and what is cited from it. `work` is any of its sources: all say the same of the work itself."""

    work: ToldSource
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """The works a page cites, and the number of each source by its key."""

    works: tuple[CitedWork, ...]
    numbers: Mapping[str, int]


def source_list(sources: Iterable[ToldSource]) -> SourceList:
    """Sources by work, in the order in which works are first named; each passage once."""
    by_work: dict[str, dict[str, ToldSource]] = {}
    for source in sources:
        by_work.setdefault(source.title, {}).setdefault(source.text, source)
    numbers: dict[str, int] = {}
    works, count = [], 0
    for cited in by_work.values():
        passages = []
        for source in cited.values():
            count += 1
            numbers.update(dict.fromkeys((source.key, *source.keys), count))
            passages.append(Passage(count, source))
        works.append(CitedWork(passages[0].source, tuple(passages)))
    return SourceList(tuple(works), numbers)


def keys_of(things: Iterable[object]) -> tuple[str, ...]:
    """The keys of all sources that told things name, themselves or in what they consist of, in order."""
    found: dict[str, None] = {}
    for thing in things:
        _collect(thing, found)
    return tuple(found)


#: Where told things keep what they consist of.
_INNER = (
    "children",
    "notes",
    "content",
    "table",
    "rows",
    "parts",
    "paper",
    "practice",
    "practice_notes",
    "reasons",
    "blame",
    "open_terms",
    "unknowns",
    "penalties",
    "differences",
    "finding",
)


def _collect(thing: object, found: dict[str, None]) -> None:
    found.update(dict.fromkeys(key for key in getattr(thing, "sources", ()) if isinstance(key, str)))
    for name in _INNER:
        inner = getattr(thing, name, None)
        for one in inner if isinstance(inner, tuple) else (inner,):
            if one is not None and not isinstance(one, str):
                _collect(one, found)
