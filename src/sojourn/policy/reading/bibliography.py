"""Reading sources.yaml: the bibliography and what each work says where."""

from __future__ import annotations

from typing import Final

from ..model import Day, Seen, Source, Work
from .document import RawMapping
from .files import RawProgramme
from .forms import is_day
from .naming import entries, note_again
from .scope import Scope
from .written import first_and_last, flag, mapping, mappings, scalar, text, unknown_name, words

#: The kinds of works that set rules.
_RULES: Final = frozenset({"law", "regulation", "notice", "plan"})


def read_sources(raw: RawProgramme, scope: Scope) -> None:
    """The bibliography and what each work says where."""
    file = raw.kinds.get("sources")
    if file is None:
        return
    for key, one, where in entries(mapping(file, "works")):
        if key in scope.works:
            note_again(key, where, scope)
            continue
        scope.works[key] = Work(
            key,
            text(one, "kind"),
            text(one, "title"),
            text(one, "author"),
            text(one, "date"),
            text(one, "language"),
            text(one, "english"),
            words(one, "address"),
            where,
            tuple(found for item in mappings(one, "seen") if (found := _seen(item, scope)) is not None)
            or _published(one),
            flag(one, "described"),
        )
    for key, one, where in entries(mapping(file, "entries")):
        if key in scope.sources:
            note_again(key, where, scope)
            continue
        work = scalar(one, "work")
        if work is not None and work.text not in scope.works:
            unknown_name(work.text, work.where, scope.works, "work", scope.problems)
        seen = mapping(one, "seen")
        scope.sources[key] = Source(
            key,
            text(one, "work"),
            text(one, "at"),
            text(one, "confidence"),
            where,
            text(one, "note"),
            raw.key,
            None if seen is None else _seen(seen, scope),
        )


def _published(raw: RawMapping) -> tuple[Seen, ...]:
    """A report of practice tells what was seen until it came out; when a rule came out says nothing of practice."""
    day = text(raw, "date")
    if text(raw, "kind") in _RULES or not is_day(day):
        return ()
    return (Seen(None, Day(*first_and_last(day))),)


def _seen(raw: RawMapping, scope: Scope) -> Seen | None:
    """When something was seen or told; one that ends before it begins is noted."""
    first, last = text(raw, "from"), text(raw, "to")
    if not (is_day(first) and is_day(last)):
        return None  # noted with its form
    seen = Seen(Day(*first_and_last(first)), Day(*first_and_last(last)), text(raw, "at"))
    if seen.last.latest < first_and_last(first)[0]:
        scope.problems.add(raw.where, "seen_reversed", "'to' lies before 'from'; exchange the two.")
        return None
    return seen
