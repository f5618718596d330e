"""What the parts of a body are called."""

from __future__ import annotations

from ..tree import EntryRef, FactRef, Node, walk


class Keys:
    """Names for the parts of one body, each given once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def give(self, wanted: str, number: str) -> str:
        """The name wanted, or a free one like it; the number where none is wanted."""
        key = wanted or number
        count = 1
        while key in self.taken:
            count += 1
            key = f"{wanted or number}_{count}"
        self.taken.add(key)
        return key


def name_in(node: Node | None) -> str:
    """The one rule or fact that a condition names; '' where it names none or several."""
    if node is None:
        return ""
    names = {part.name for part in walk(node) if isinstance(part, (EntryRef, FactRef))}
    return names.pop() if len(names) == 1 else ""
