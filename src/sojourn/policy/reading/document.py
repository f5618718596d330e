"""YAML text as positioned, untyped nodes: what stands where, and nothing guessed.

Scalars stay text, so `no` is neither False nor Norway until its place in a form says what is expected there. Anchors,
aliases, tags, duplicate keys and tabs are refused, and so is anything too big or too deep: reading takes bounded time
and memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

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


#: A named tuple without the detour over its own constructor.
_new = tuple.__new__

#: A list or mapping that is open: its items, or its values, keys and the key read last; its line and column.
_Open = tuple[list[RawNode], dict[str, RawNode] | None, dict[str, RawScalar], RawScalar | None, int, int]


class _Builder:
    """Puts the parser's events together, with a stack of its own instead of recursion."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self.next_event = _Parser(text).get_event
        self.file = file
        self.problems = problems

    def build(self) -> RawNode:
        """The document. This is where reading spends its time, so the commonest event is dealt with first, and what
        is open is held in plain variables.
        """
        next_event, file = self.next_event, self.file
        count = 0
        documents: list[RawNode] = []
        # What is open: a list (`values` is None), or a mapping, and perhaps a key whose value has not been read yet.
        items = documents
        values: dict[str, RawNode] | None = None
        keys: dict[str, RawScalar] = {}
        key: RawScalar | None = None
        line = column = 1
        around: list[_Open] = []
        while True:
            event: Any = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse_mark(event)
                start = event.start_mark
                if event.style:
                    node: RawNode = _quoted(event, file)
                else:
                    node = _new(RawScalar, (event.value, False, file, start.line + 1, start.column + 1, 0))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.tag is not None or event.anchor is not None:
                    self._refuse_mark(event)
                around.append((items, values, keys, key, line, column))
                if len(around) > MOST_DEPTH:
                    self._refuse_depth(event)
                start = event.start_mark
                line, column = start.line + 1, start.column + 1
                items, values, keys, key = [], {} if kind is MappingStartEvent else None, {}, None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if values is None:
                    node = _new(RawSequence, (tuple(items), file, line, column))
                else:
                    node = _new(RawMapping, (values, keys, file, line, column))
                items, values, keys, key, line, column = around.pop()
            elif kind is AliasEvent:
                self._refuse_mark(event)
            elif kind is DocumentStartEvent and documents:
                self._refuse_second(event)
            elif kind is StreamEndEvent:
                return documents[0] if documents else RawMapping({}, {}, file, 1, 1)
            else:
                continue
            count += 1
            if count > MOST_NODES:
                self._refuse_nodes(event)
            if values is None:
                items.append(node)
            elif key is None:
                if kind is not ScalarEvent:
                    self._refuse_key(node)
                key = node  # type: ignore[assignment]
            elif (name := key[0]) in values:
                self._note_twice(key, keys[name])
                key = None
            else:
                values[name] = node
                keys[name] = key
                key = None

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

    def _refuse_key(self, node: RawNode) -> NoReturn:
        self.problems.add(
            node.where,
            "document_key",
            "A key must be a plain word here, not a list or mapping; check the brackets.",
        )
        raise _RefusedError

    def _note_twice(self, key: RawScalar, first: RawScalar) -> None:
        """Note that a key has stood here before; its second value is dropped."""
        self.problems.add(
            key.where,
            "document_twice",
            "'{key}' stands here twice, first on line {line}; keep one of them.",
            key=key.text,
            line=first.line,
        )

    def _refuse_second(self, event: Any) -> NoReturn:
        self.problems.add(
            self._where(event),
            "document_second",
            "A second document begins here; one file holds one document, so take out the line '---'.",
        )
        raise _RefusedError


def _quoted(event: Any, file: str) -> RawScalar:
    """A text in quotation marks, or on lines of its own; `indent` is that of its first character."""
    start = event.start_mark
    if event.style in "|>":
        return RawScalar(event.value, True, file, start.line + 2, 1)
    return RawScalar(event.value, True, file, start.line + 1, start.column + 1, 1)


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
