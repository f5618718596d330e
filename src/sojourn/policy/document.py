"""YAML text as positioned, untyped nodes: what stands where, and nothing guessed.

Scalars stay text, so `no` is neither False nor Norway until its place in a form says what is expected there. Anchors,
aliases, tags, duplicate keys and tabs are refused, and so is anything too big or too deep: reading takes bounded time
and memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from .problems import Problems
from .tree import Where

# PyYAML without libyaml gives the same events, several times slower.
_Parser: Any = yaml.SafeLoader if not yaml.__with_libyaml__ else yaml.CSafeLoader

#: The most a document may hold.
MOST_BYTES = 1_000_000
MOST_DEPTH = 20
MOST_NODES = 20_000


class RawScalar(NamedTuple):
    """A piece of text as it was written; `indent` is how far the text proper is from where the scalar starts."""

    text: str
    quoted: bool
    file: str
    line: int
    column: int
    indent: int = 0

    @property
    def where(self) -> Where:
        """Where it starts."""
        return Where(self.file, self.line, self.column)

    @property
    def begins(self) -> Where:
        """Where the first character of the text itself stands (behind a quotation mark)."""
        return Where(self.file, self.line, self.column + self.indent)

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text.strip()


class RawSequence(NamedTuple):
    """A list of nodes."""

    items: tuple[RawNode, ...]
    file: str
    line: int
    column: int

    @property
    def where(self) -> Where:
        """Where it starts."""
        return Where(self.file, self.line, self.column)


class RawMapping(NamedTuple):
    """Nodes by key, in the order written; `keys` holds all keys as written."""

    values: dict[str, RawNode]
    keys: dict[str, RawScalar]
    file: str
    line: int
    column: int

    @property
    def where(self) -> Where:
        """Where it starts."""
        return Where(self.file, self.line, self.column)

    def get(self, key: str) -> RawNode | None:
        """The node under a key, or None."""
        return self.values.get(key)

    @property
    def spoiled(self) -> bool:
        """Whether something written here did not fit its form and has been left out."""
        return len(self.keys) != len(self.values)

    def where_of(self, key: str) -> Where:
        """Where a key stands (where the mapping starts, if it has no such key)."""
        written = self.keys.get(key)
        return written.where if written is not None else self.where


RawNode = RawScalar | RawSequence | RawMapping


def plain(node: RawNode) -> object:
    """The node as text, lists and dictionaries, without positions."""
    if isinstance(node, RawScalar):
        return node.text
    if isinstance(node, RawSequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def read_document(content: bytes, file: str, problems: Problems) -> RawNode | None:
    """The one document in `content`; None after noting why it cannot be read. An empty file is a mapping."""
    text = _decoded(content, file, problems)
    if text is None:
        return None
    try:
        return _Builder(text, file, problems).build()
    except _RefusedError:
        return None
    except yaml.YAMLError as error:
        _explain(error, text, file, problems)
        return None


class _RefusedError(Exception):
    """The rest of the document is not worth reading; the problem has been added."""


def _decoded(content: bytes, file: str, problems: Problems) -> str | None:
    if len(content) > MOST_BYTES:
        problems.add(
            Where(file),
            "document_too_big",
            "This file has {bytes} bytes; a file may have {most}. Split it: make a folder of its name with "
            "several files in it.",
            bytes=len(content),
            most=MOST_BYTES,
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        problems.add(
            Where(file, line, column),
            "document_not_utf8",
            "This is not UTF-8 text from here on; save the file as UTF-8.",
        )
        return None
    tab = text.find("\t")
    if tab >= 0:
        problems.add(
            _where_at(text, tab, file), "document_tab", "There is a tab here; write spaces instead, two for each level."
        )
        return None
    return text


def _where_at(text: str, index: int, file: str) -> Where:
    line_start = text.rfind("\n", 0, index) + 1
    return Where(file, text.count("\n", 0, index) + 1, index - line_start + 1)


class _Builder:
    """Puts the parser's events together, with a stack of its own instead of recursion."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self.next_event = _Parser(text).get_event
        self.file = file
        self.problems = problems
        self.nodes = 0

    def build(self) -> RawNode:
        file = self.file
        next_event = self.next_event
        root: RawNode | None = None
        # Each level is (items or None, values or None, keys, the key waiting for its value, line, column).
        stack: list[_Level] = []
        while True:
            event: Any = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse_mark(event)
                start = event.start_mark
                style = event.style
                line, column = start.line + 1, start.column + 1
                if not style:
                    node: RawNode = RawScalar(event.value, False, file, line, column)
                elif style in "|>":
                    node = RawScalar(event.value, True, file, line + 1, 1)
                else:
                    node = RawScalar(event.value, True, file, line, column, 1)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse_mark(event)
                start = event.start_mark
                stack.append(_Level(kind is yaml.MappingStartEvent, start.line + 1, start.column + 1))
                if len(stack) > MOST_DEPTH:
                    self._refuse_depth(event)
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                level = stack.pop()
                node = level.finished(file)
            elif kind is yaml.AliasEvent:
                self._refuse_mark(event)
                raise _RefusedError
            elif kind is yaml.DocumentStartEvent:
                if root is not None:
                    self._refuse_second(event)
                continue
            elif kind is yaml.StreamEndEvent:
                return root if root is not None else RawMapping({}, {}, file, 1, 1)
            else:
                continue
            self.nodes += 1
            if self.nodes > MOST_NODES:
                self._refuse_nodes(event)
            if not stack:
                root = node
            else:
                stack[-1].take(node, self.problems)

    def _where(self, event: Any) -> Where:
        return Where(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_mark(self, event: Any) -> None:
        if getattr(event, "tag", None) is not None:
            self.problems.add(
                self._where(event),
                "document_tag",
                "'!' begins a tag here, which programme files do not use; quote the text if it is meant as text.",
            )
        else:
            self.problems.add(
                self._where(event),
                "document_anchor",
                "'&' or '*' begins an anchor or alias here, which programme files do not use; write the thing "
                "out again, "
                "or quote the text if it is meant as text.",
            )
        raise _RefusedError

    def _refuse_depth(self, event: Any) -> None:
        self.problems.add(
            self._where(event),
            "document_too_deep",
            "This is nested more than {most} levels deep; give the inner part a name of its own.",
            most=MOST_DEPTH,
        )
        raise _RefusedError

    def _refuse_nodes(self, event: Any) -> None:
        self.problems.add(
            self._where(event),
            "document_too_many",
            "This file holds more than {most} keys and values; split it: make a folder of its name with several "
            "files in it.",
            most=MOST_NODES,
        )
        raise _RefusedError

    def _refuse_second(self, event: Any) -> None:
        self.problems.add(
            self._where(event),
            "document_second",
            "A second document begins here; one file holds one document, so take out the line '---'.",
        )
        raise _RefusedError


class _Level:
    """A list or mapping that is still open."""

    __slots__ = ("column", "items", "key", "keys", "line", "mapping", "values")

    def __init__(self, mapping: bool, line: int, column: int) -> None:
        self.mapping = mapping
        self.line = line
        self.column = column
        self.items: list[RawNode] = []
        self.values: dict[str, RawNode] = {}
        self.keys: dict[str, RawScalar] = {}
        self.key: RawScalar | None = None

    def take(self, node: RawNode, problems: Problems) -> None:
        """Put the next node in its place: an item, a key or the value of the last key."""
        if not self.mapping:
            self.items.append(node)
        elif self.key is None:
            if not isinstance(node, RawScalar):
                problems.add(
                    node.where,
                    "document_key",
                    "A key must be a plain word here, not a list or mapping; check the brackets.",
                )
                raise _RefusedError
            self.key = node
        else:
            key = self.key
            self.key = None
            if key.text in self.values:
                problems.add(
                    key.where,
                    "document_twice",
                    "'{key}' stands here twice, first on line {line}; keep one of them.",
                    key=key.text,
                    line=self.keys[key.text].line,
                )
                return
            self.values[key.text] = node
            self.keys[key.text] = key

    def finished(self, file: str) -> RawNode:
        """The list or mapping, now that its end has been read."""
        if self.mapping:
            return RawMapping(self.values, self.keys, file, self.line, self.column)
        return RawSequence(tuple(self.items), file, self.line, self.column)


def _explain(error: yaml.YAMLError, text: str, file: str, problems: Problems) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        where = Where(file, mark.line + 1, mark.column + 1)
    else:
        position = getattr(error, "position", 0)
        where = _where_at(text, position if isinstance(position, int) else 0, file)
    said = str(getattr(error, "problem", "") or "")
    if "mapping values are not allowed" in said:
        problems.add(
            where, "document_colon", "A ':' cannot stand here; a text that holds ': ' must be put in quotation marks."
        )
    elif "anchor" in said or "alias" in said:
        problems.add(
            where,
            "document_anchor",
            "'&' or '*' begins an anchor or alias here, which programme files do not use; write the thing out again, "
            "or quote the text if it is meant as text.",
        )
    elif "expected ',' or" in said:
        problems.add(
            where,
            "document_bracket",
            "A comma or closing bracket is missing before this; within [ ] or {{ }} a text that itself holds brackets or "
            "a comma must be put in quotation marks.",
        )
    else:
        problems.add(
            where,
            "document_broken",
            "The file cannot be read from here on; look here and on the line before for a missing quotation "
            "mark, bracket, "
            "colon or comma, or for a line that is not as far in as its neighbours.",
        )
