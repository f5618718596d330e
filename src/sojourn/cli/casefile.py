"""Case files: what is known of a case, in YAML or JSON, with the place of every mistake.

A file holds `facts`, and perhaps `at` (the day asked about), `assume` and `settle`; or nothing but facts. Nothing in it
is guessed: what is written `no` or `2019` stays text until the fact it belongs to says what it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sojourn.policy import (
    CaseError,
    Problem,
    Problems,
    RawMapping,
    RawNode,
    RawScalar,
    RawSequence,
    Where,
    read_document,
)

from .errors import CallError

#: What stands beside the facts in a case file.
PARTS = ("at", "facts", "assume", "settle")
#: Read from standard input instead of from a file.
STANDARD_INPUT = "-"

_NOTHING = ("null", "~", "")
_OF_ENTRY = re.compile(r"^(?P<fact>[^\[\]]+?)(?:\[(?P<entry>\d+)\])?(?:\.(?P<field>[^.\[\]]+))?$")


@dataclass(frozen=True, slots=True)
class Written:
    """A case as somebody wrote it, and where each part stands (a fact's name, an assumption's, a boundary's)."""

    at: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    assume: Mapping[str, object] = field(default_factory=dict)
    settle: Mapping[str, object] = field(default_factory=dict)
    nodes: Mapping[str, tuple[Where, RawNode]] = field(default_factory=dict)

    def placed(self, error: CaseError) -> CaseError:
        """The same mistakes, each with its place in the file where it has one."""
        return CaseError([replace(problem, where=self._where(problem)) for problem in error.problems])

    def _where(self, problem: Problem) -> Where:
        slots = dict(problem.slots)
        name = slots.get("name", "")
        found = _OF_ENTRY.match(name)
        stands = self.nodes.get(name) or (self.nodes.get(found["fact"]) if found else None)
        if stands is None:
            return problem.where
        where, node = stands
        number = slots.get("number") or (found["entry"] if found and name not in self.nodes else None)
        return _inside(node, int(number), (found["field"] if found else "") or "") if number else where


def _inside(node: RawNode, number: int, name: str) -> Where:
    """Where an entry of a history, or a field of it, stands."""
    entries = node.get("entries") if isinstance(node, RawMapping) else node
    if not isinstance(entries, RawSequence) or not 0 < number <= len(entries.items):
        return node.where
    entry = entries.items[number - 1]
    return entry.where_of(name) if isinstance(entry, RawMapping) and name in entry.values else entry.where


def read_case_file(name: str) -> Written:
    """Read a case file, or standard input for `-`. Raises CallError where there is none, CaseError for mistakes."""
    content = _content(name)
    problems = Problems()
    # JSON may be laid out with tabs, which mean nothing in it; in YAML they are a mistake that is told.
    node = read_document(content.replace(b"\t", b" ") if content.lstrip()[:1] == b"{" else content, name, problems)
    written = _written(node, problems) if isinstance(node, RawMapping) else None
    if written is None and not problems.found:
        problems.add(
            Where(name), "case_no_facts", "A case is a list of facts with their values, like 'applicant.age: 30'."
        )
    if problems.found or written is None:
        raise CaseError(problems.found)
    return written


def _content(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except IsADirectoryError:
        raise CallError("case_is_folder", file=name) from None
    except (OSError, ValueError):
        raise CallError("case_unreadable", file=name) from None


def _written(node: RawMapping, problems: Problems) -> Written:
    if not any(part in node.values for part in PARTS):
        return Written(facts=_plain_mapping(node), nodes=_nodes(node))
    for key, written in node.keys.items():
        if key not in PARTS:
            problems.add(
                written.where,
                "case_key",
                "'{key}' does not belong beside the facts of a case; a case file holds {parts}.",
                key=key[:60],
                parts=", ".join(PARTS),
            )
    parts = {part: _part(node, part, problems) for part in PARTS[1:]}
    nodes: dict[str, tuple[Where, RawNode]] = {}
    for part in parts.values():
        nodes |= _nodes(part)
    facts, assume, settle = (_plain_mapping(part) for part in parts.values())
    return Written(_day(node, problems), facts, assume, settle, nodes)


def _part(node: RawMapping, part: str, problems: Problems) -> RawMapping:
    found = node.get(part)
    if isinstance(found, RawMapping):
        return found
    if found is not None and not (isinstance(found, RawScalar) and found.empty):
        problems.add(found.where, "case_part", "'{part}' holds names with their values, one a line.", part=part)
    return RawMapping({}, {}, node.file, node.line, node.column)


def _day(node: RawMapping, problems: Problems) -> date | None:
    found = node.get("at")
    if found is None:
        return None
    text = found.text.strip() if isinstance(found, RawScalar) else ""
    try:
        if len(text) != len("2019-05-15"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        problems.add(
            found.where, "case_day", "The day asked about is written like 2019-05-15, not '{text}'.", text=text[:40]
        )
        return None


def _nodes(node: RawMapping) -> dict[str, tuple[Where, RawNode]]:
    return {key: (node.where_of(key), value) for key, value in node.values.items()}


def _plain_mapping(node: RawMapping) -> dict[str, object]:
    return {key: plain(value) for key, value in node.values.items()}


def plain(node: RawNode) -> object:
    """A node as text, lists and mappings; None where JSON says `null` or nothing is written."""
    if isinstance(node, RawScalar):
        return None if not node.quoted and node.text in _NOTHING else node.text
    if isinstance(node, RawSequence):
        return [plain(item) for item in node.items]
    return _plain_mapping(node)
