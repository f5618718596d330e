"""Which way a condition to blame would have to turn: must it hold, or must it not?"""

from __future__ import annotations

from collections.abc import Iterator

from .answer import Blamed
from .model import Entry, Programme
from .tree import EntryRef, Node, Not, children


def wanted(programme: Programme, blamed: Blamed) -> bool:
    """Whether the condition would have to hold for the answer to change; False where it stands under a `not`."""
    if blamed.node is None or not blamed.path:
        return True
    found = _Search(programme, blamed).entry(blamed.path[0], True)
    return True if found is None else found


class _Search:
    """Looks for a condition from the entry asked about downwards, and counts the contraries on the way."""

    def __init__(self, programme: Programme, blamed: Blamed) -> None:
        self._programme = programme
        self._node = blamed.node
        self._path = frozenset(blamed.path)
        self._seen: set[str] = set()

    def entry(self, key: str, holds: bool) -> bool | None:
        """Look in an entry and in what replaces it or stands beside it."""
        if key in self._seen:
            return None
        self._seen.add(key)
        for body in self._bodies(key):
            found = self.node(body, holds)
            if found is not None:
                return found
        return None

    def node(self, node: Node, holds: bool) -> bool | None:
        """Look in a part of an expression."""
        if node is self._node:
            return holds
        if isinstance(node, EntryRef):
            return self.entry(node.name, holds) if node.name in self._path else None
        inside = not holds if isinstance(node, Not) else holds
        for part in children(node):
            found = self.node(part, inside)
            if found is not None:
                return found
        return None

    def _bodies(self, key: str) -> Iterator[Node]:
        programme = self._programme
        kinds: tuple[dict[str, Entry], ...] = (dict(programme.rules), dict(programme.routes), dict(programme.conduct))
        for entries in kinds:
            for entry in entries.values():
                if key in (entry.key, entry.overrides, entry.alternative_to):
                    for version in (*entry.paper, *entry.practice.versions):
                        if version.body is not None:
                            yield version.body
