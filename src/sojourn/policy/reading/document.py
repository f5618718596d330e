"""YAML text as positioned, untyped nodes: what stands where, and nothing guessed.

Scalars stay text, so `no` is neither False nor Norway until its place in a form says what is expected there. Anchors,
aliases, tags, duplicate keys and tabs are refused, and so is anything too big or too deep: reading takes bounded time
and memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple, NoReturn

import yaml

from ..problems import Problems
from ..tree import Where

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

    def build(self) -> RawNode:
        """The document. This is where reading spends its time, so the commonest event is dealt with first."""
        next_event = self.next_event
        file = self.file
        stack: list[_Level] = []
        level = root = _Level(False, 1, 1)
        count = 0
        while True:
            event: Any = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse_mark(event)
                node = _scalar(event, file)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse_mark(event)
                stack.append(level)
                if len(stack) > MOST_DEPTH:
                    self._refuse_depth(event)
                start = event.start_mark
                level = _Level(kind is yaml.MappingStartEvent, start.line + 1, start.column + 1)
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = level.finished(file)
                level = stack.pop()
            elif kind is yaml.AliasEvent:
                self._refuse_mark(event)
            elif kind is yaml.DocumentStartEvent and root.items:
                self._refuse_second(event)
            elif kind is yaml.StreamEndEvent:
                return root.items[0] if root.items else RawMapping({}, {}, file, 1, 1)
            else:
                continue
            count += 1
            if count > MOST_NODES:
                self._refuse_nodes(event)
            if not level.mapping:
                level.items.append(node)
            elif level.key is not None and level.key.text not in level.values:
                key = level.key
                level.values[key.text] = node
                level.keys[key.text] = key
                level.key = None
            else:
                level.take(node, self.problems)

    def _where(self, event: Any) -> Where:
        return Where(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse_mark(self, event: Any) -> NoReturn:
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
                "'&' or '*' begins an anchor or alias here, which programme files do not use; write the thing out "
                "again, or quote the text if it is meant as text.",
            )
        raise _RefusedError

    def _refuse_depth(self, event: Any) -> NoReturn:
        self.problems.add(
            self._where(event),
            "document_too_deep",
            "This is nested more than {most} levels deep; give the inner part a name of its own.",
            most=MOST_DEPTH,
        )
        raise _RefusedError

    def _refuse_nodes(self, event: Any) -> NoReturn:
        self.problems.add(
            self._where(event),
            "document_too_many",
            "This file holds more than {most} keys and values; split it: make a folder of its name with several "
            "files in it.",
            most=MOST_NODES,
        )
        raise _RefusedError

    def _refuse_second(self, event: Any) -> NoReturn:
        self.problems.add(
            self._where(event),
            "document_second",
            "A second document begins here; one file holds one document, so take out the line '---'.",
        )
        raise _RefusedError


def _scalar(event: Any, file: str) -> RawNode:
    """A text with its place: that of its first character in `indent`, where a quotation mark stands before it."""
    start = event.start_mark
    style = event.style
    if not style:
        return _new(RawScalar, (event.value, False, file, start.line + 1, start.column + 1, 0))
    if style in "|>":
        return RawScalar(event.value, True, file, start.line + 2, 1)
    return RawScalar(event.value, True, file, start.line + 1, start.column + 1, 1)


#: A named tuple without the detour over its own constructor.
_new = tuple.__new__


class _Level:
    """A list or mapping that is still open; the outermost holds the documents."""

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
        """Take a key, or note that the last key has stood here before and drop its value."""
        if self.key is not None:
            problems.add(
                self.key.where,
                "document_twice",
                "'{key}' stands here twice, first on line {line}; keep one of them.",
                key=self.key.text,
                line=self.keys[self.key.text].line,
            )
            self.key = None
        elif isinstance(node, RawScalar):
            self.key = node
        else:
            problems.add(
                node.where,
                "document_key",
                "A key must be a plain word here, not a list or mapping; check the brackets.",
            )
            raise _RefusedError

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
            "A comma or closing bracket is missing before this; within [ ] or {{ }} a text that itself holds brackets "
            "or a comma must be put in quotation marks.",
        )
    else:
        problems.add(
            where,
            "document_broken",
            "The file cannot be read from here on; look here and on the line before for a missing quotation "
            "mark, bracket, "
            "colon or comma, or for a line that is not as far in as its neighbours.",
        )
