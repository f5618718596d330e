"""Named entries of a section, and taking a name for one."""

from __future__ import annotations

from collections.abc import Iterator

from ..tree import Where
from .document import RawMapping
from .scope import NAME_RESERVED, RESERVED, Scope


def entries(raw: RawMapping | None) -> Iterator[tuple[str, RawMapping, Where]]:
    """The named entries of a section, each with where its name stands."""
    if raw is not None:
        for name, node in raw.values.items():
            if isinstance(node, RawMapping):
                yield name, node, raw.where_of(name)


def note_again(key: str, where: Where, scope: Scope) -> None:
    """Note a name that a programme further up has given already."""
    scope.problems.add(
        where, "inherited_again", "'{name}' is already there in a programme that this one extends.", name=key
    )


def claim(name: str, where: Where, scope: Scope) -> bool:
    """Take a name for an entry; a name that has a meaning of its own or is taken already is noted."""
    if name in RESERVED:
        scope.problems.add(where, "name_reserved", NAME_RESERVED, name=name)
        return False
    before = scope.given.get(name)
    if before is not None:
        scope.problems.add(
            where,
            "name_taken",
            "'{name}' is already there, in {first}; choose another name, or say which one it overrides.",
            name=name,
            first=before,
        )
        return False
    scope.given[name] = where
    return True
