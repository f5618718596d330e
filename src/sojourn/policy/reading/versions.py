"""Reading versions and the two layers: from when what holds on paper, and what the sources say of practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..model import Attested, Day, Note, Practice, Version, Word
from .document import RawMapping, RawSequence
from .scope import Scope
from .written import flag, mappings, read_day, scalar, sources, text, unknown_name, words

#: Reads what is particular to a version (its rows, body or consequences) into a version that has all the rest.
Fill = Callable[[Version, RawMapping], Version]


def read_paper(raw: RawMapping, scope: Scope, fill: Fill, content: tuple[str, ...]) -> tuple[Version, ...]:
    """The versions of the rule text; the entry's own keys are the only version where there is no `paper`.

    There is none where the entry says nothing itself (none of `content`) and exists in practice only.
    """
    if "paper" not in raw.values:
        if "practice" in raw.values and not any(key in raw.values for key in content):
            return ()
        return (fill(_bare(raw, scope), raw),)
    inherited = sources(raw)
    versions = []
    for one in mappings(raw, "paper"):
        version = _bare(one, scope)
        if not version.sources and not version.assumption:
            version = replace(version, sources=inherited)
        versions.append(fill(version, one))
    _check_order(versions, list(mappings(raw, "paper")), scope)
    return tuple(versions)


def read_practice(raw: RawMapping, scope: Scope, fill: Fill, content: tuple[str, ...]) -> Practice:
    """What the sources say of practice. `content` are the keys that make an item a version and not only a remark."""
    node = raw.get("practice")
    if node is None:
        return Practice()
    if isinstance(node, RawSequence):
        versions, written, notes = [], [], []
        for one in mappings(raw, "practice"):
            if any(key in one.values for key in content):
                versions.append(fill(_bare(one, scope), one))
                written.append(one)
            else:
                notes.extend(_note(one, scope))
        _check_order(versions, written, scope)
        attested = Attested.DIFFERS if versions else Attested.NOT_ATTESTED
        return Practice(attested, (), tuple(versions), tuple(notes))
    if not isinstance(node, RawMapping):
        return Practice()
    if "same" in node.values:
        notes = _note(node, scope) if "word" in node.values or "note" in node.values else []
        return Practice(Attested.SAME, words(node, "same"), (), tuple(notes))
    if any(key in node.values for key in content):
        return Practice(Attested.DIFFERS, (), (fill(_bare(node, scope), node),), ())
    if "from" in node.values or not ("word" in node.values or "note" in node.values):
        scope.problems.add(
            node.where,
            "practice_empty",
            "This says nothing of practice; give `same`, a value or body, a word or a note.",
        )
    return Practice(notes=tuple(_note(node, scope)))


def _note(one: RawMapping, scope: Scope) -> list[Note]:
    word = text(one, "word")
    start = read_day(one.get("from"), scope.boundaries, scope.problems)
    return [Note(Word(word) if word else None, text(one, "note"), sources(one), start)]


def _bare(one: RawMapping, scope: Scope) -> Version:
    assumption = scalar(one, "assumption")
    if assumption is not None and assumption.text not in scope.assumptions:
        unknown_name(assumption.text, assumption.where, scope.assumptions, "assumption", scope.problems)
    start = read_day(one.get("from"), scope.boundaries, scope.problems)
    from_node = scalar(one, "from")
    if from_node is not None and from_node.text == "unknown":
        scope.problems.add(
            from_node.where,
            "from_unknown",
            "'from' cannot be unknown; say between which days it lies ({{after: 2019-05, by: 2019-12}}) or name "
            "a boundary.",
        )
    note = None
    if "word" in one.values or ("note" in one.values and "label" not in one.values):
        note = _note(one, scope)[0]
    return Version(start, sources(one), text(one, "assumption"), one.where, note=note)


def _check_order(versions: list[Version], written: list[RawMapping], scope: Scope) -> None:
    for before, version, one in zip(versions, versions[1:], written[1:], strict=False):
        if version.start is None and "from" in one.keys:
            continue
        if version.start is None:
            scope.problems.add(
                one.where,
                "version_from_missing",
                "This version lacks 'from'; only the first version may be without it.",
            )
        elif before.start is not None and not_after(version.start, before.start):
            scope.problems.add(
                one.where_of("from"),
                "version_order",
                "This version does not begin after the one before it; write versions oldest first.",
            )


def not_after(later: Day, earlier: Day) -> bool:
    """Whether a day certainly does not lie after another."""
    if later.boundary and later.boundary == earlier.boundary:
        return True
    return later.latest <= earlier.earliest


def is_none(one: RawMapping) -> bool:
    """Whether a version says that from then on there is none."""
    return flag(one, "none")
