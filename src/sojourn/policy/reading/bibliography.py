"""Reading sources.yaml: the bibliography and what each work says where."""

from __future__ import annotations

from ..model import Source, Work
from .files import RawProgramme
from .naming import entries, note_again
from .scope import Scope
from .written import mapping, scalar, text, unknown_name, words


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
        )
    for key, one, where in entries(mapping(file, "entries")):
        if key in scope.sources:
            note_again(key, where, scope)
            continue
        work = scalar(one, "work")
        if work is not None and work.text not in scope.works:
            unknown_name(work.text, work.where, scope.works, "work", scope.problems)
        scope.sources[key] = Source(
            key, text(one, "work"), text(one, "at"), text(one, "confidence"), where, text(one, "note"), raw.key
        )
