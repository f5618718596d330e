"""Told structures as plain text: indented lines, with the sources numbered in brackets and listed at the end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import singledispatchmethod

from .shapes import (
    Told,
    ToldAnswer,
    ToldBeside,
    ToldChange,
    ToldConsequences,
    ToldEntry,
    ToldFinding,
    ToldGrant,
    ToldPractice,
    ToldProgramme,
    ToldSource,
    ToldTable,
    ToldVersion,
)

_INDENT = "  "


def plain(told: ToldAnswer | ToldProgramme | ToldEntry | ToldConsequences | Told) -> str:
    """Anything told, as text; every line ends in a line break."""
    sources = told.sources if isinstance(told, (ToldAnswer, ToldProgramme)) else ()
    writer = _Writer(sources)
    writer.write(told)
    return "".join(f"{line}\n" for line in writer.lines)


class _Writer:
    def __init__(self, sources: Iterable[ToldSource]) -> None:
        self.lines: list[str] = []
        self._sources: list[ToldSource] = []
        self._numbers: dict[str, int] = {}
        for source in sources:
            if source.key == source.keys[0]:
                self._sources.append(source)
                self._numbers.update(dict.fromkeys(source.keys, len(self._sources)))

    # ---- lines ---------------------------------------------------------------------------------------------

    def line(self, text: str, depth: int = 0) -> None:
        """A line, unless there is nothing to say."""
        if text:
            self.lines.append(_INDENT * depth + text)

    def heading(self, text: str) -> None:
        """A heading, after an empty line."""
        if text:
            if self.lines:
                self.lines.append("")
            self.lines.append(text)

    def cites(self, keys: Iterable[str]) -> str:
        """The numbers of sources in brackets."""
        numbers = sorted({self._numbers[key] for key in keys if key in self._numbers})
        return f" [{', '.join(map(str, numbers))}]" if numbers else ""

    def told(self, told: Told, depth: int) -> None:
        """Something told with all that is under it."""
        mark = f" — {told.mark}" if told.mark else ""
        value = f" {told.value}" if told.value else ""
        note = f" {told.note}" if told.note else ""
        self.line(f"{'* ' if told.fired else '- '}{told.text}{value}{mark}{note}{self.cites(told.sources)}", depth)
        if told.table is not None:
            self.table(told.table, depth + 1)
        for child in told.children:
            self.told(child, depth + 1)

    def part(self, told: Told | None) -> None:
        """Something told under its own text as a heading."""
        if told is None:
            return
        self.heading(told.text)
        self.line(told.note, 1)
        if told.table is not None:
            self.table(told.table, 1)
        for child in told.children:
            self.told(child, 1)

    def table(self, table: ToldTable, depth: int) -> None:
        """A table with its columns aligned; a Chinese character is two columns wide."""
        rows = [table.columns, *(row.cells for row in table.rows)]
        widths = [max(_width(row[index]) for row in rows) for index in range(len(table.columns))]
        marks = ["", *(self.cites(row.sources) for row in table.rows)]
        for cells, mark in zip(rows, marks, strict=True):
            padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]
            self.line(" | ".join(padded).rstrip() + mark, depth)
        self.line(table.note, depth)

    def listed(self, heading: str) -> None:
        """The list of sources."""
        if not self._sources:
            return
        self.heading(heading)
        for number, source in enumerate(self._sources, 1):
            sure = f" ({source.confidence})" if source.confidence else ""
            self.line(f"[{number}] {source.text}{sure}", 1)

    # ---- what can be written -------------------------------------------------------------------------------

    @singledispatchmethod
    def write(self, told: object) -> None:
        """Write anything told."""
        raise TypeError(f"{type(told).__name__} cannot be written as text")

    @write.register
    def _(self, told: Told) -> None:
        self.told(told, 0)

    @write.register
    def _(self, told: ToldAnswer) -> None:
        self.line(told.title)
        self.line(told.asked)
        for warning in told.warnings:
            self.line(f"! {warning}")
        self.finding(told.paper)
        if told.as_verified is not None:
            self.heading(told.as_verified_heading)
            self.finding(told.as_verified)
        self.practice(told.practice)
        if told.procedure:
            self.heading(told.procedure[0].text)
            for one in told.procedure[1:]:
                self.line(one.text)
        self.part(told.papers)
        self.grants(told.grants_heading, told.grants)
        self.part(told.steps)
        self.part(told.duties)
        self.part(told.family)
        for note in told.notes:
            self.heading(note)
        self.listed(told.sources_heading)

    @write.register
    def _(self, told: ToldConsequences) -> None:
        self.line(told.heading)
        for one in told.liabilities:
            self.heading(one.heading)
            for penalty in one.penalties:
                self.line(f"- {penalty}", 1)
            self.told(one.breaches, 1)
        self.part(told.possible)

    @write.register
    def _(self, told: ToldEntry) -> None:
        self.entry(told)

    @write.register
    def _(self, told: ToldProgramme) -> None:
        self.line(told.title)
        self.line(told.summary)
        self.line(told.asked)
        for warning in told.warnings:
            self.line(f"! {warning}")
        for name in ("about", "places", "authorities"):
            self.section(told, name, getattr(told, name))
        for name in ("routes", "rules", "conduct", "parameters"):
            entries: tuple[ToldEntry, ...] = getattr(told, name)
            self.heading(told.headings[name] if entries else "")
            for entry in entries:
                self.entry(entry)
        self.heading(told.headings["timeline"] if told.timeline else "")
        for change in told.timeline:
            self.change(change)
        self.heading(told.headings["beside"] if told.beside else "")
        for beside in told.beside:
            self.beside(beside)
        self.line(told.beside_note, 1)
        for name in ("assumptions", "unknowns"):
            self.section(told, name, getattr(told, name))
        self.listed(told.headings["sources"])

    def section(self, told: ToldProgramme, name: str, items: tuple[Told, ...]) -> None:
        """A section of a programme that is a list."""
        self.heading(told.headings[name] if items else "")
        for item in items:
            self.told(item, 1)

    # ---- parts ---------------------------------------------------------------------------------------------

    def finding(self, finding: ToldFinding) -> None:
        """What one layer says."""
        self.heading(finding.heading)
        self.line(finding.headline, 1)
        for part in finding.parts:
            self.told(part, 1)

    def practice(self, practice: ToldPractice) -> None:
        """Practice beside paper."""
        self.heading(practice.heading)
        self.line(practice.text, 1)
        if practice.finding is not None:
            self.line(practice.finding.headline, 1)
        for one in (*practice.differences, *practice.notes):
            self.told(one, 1)

    def grants(self, heading: str, grants: tuple[ToldGrant, ...]) -> None:
        """What a route grants, on paper and in practice."""
        self.heading(heading)
        for grant in grants:
            both = " / ".join(dict.fromkeys(one for one in (grant.paper, grant.practice) if one))
            label = f"{grant.label}: " if grant.label and both else ""
            self.line(f"- {label}{both or grant.text}{self.cites(grant.sources)}", 1)
            self.line(grant.note, 2)

    def entry(self, entry: ToldEntry) -> None:
        """A rule, route, conduct or parameter."""
        self.heading(f"{_INDENT}{entry.label}")
        for line in (entry.note, entry.law):
            self.line(line, 2)
        for part in entry.parts:
            self.told(part, 2)
        for version in entry.paper:
            self.version(version)
        self.line(entry.practice_text, 2)
        for version in entry.practice:
            self.version(version)
        for note in entry.practice_notes:
            self.told(note, 3)

    def version(self, version: ToldVersion) -> None:
        """One version of an entry."""
        mark = "*" if version.holds else "-"
        self.line(f"{mark} {version.since}{self.cites(version.sources)}", 2)
        for note in version.notes:
            self.line(note, 3)
        self.told(version.content, 3)

    def change(self, change: ToldChange) -> None:
        """A dated change."""
        self.line(f"- {change.when}: {change.text}{self.cites(change.sources)}", 1)

    def beside(self, beside: ToldBeside) -> None:
        """Paper and practice of one entry."""
        self.line(f"- {beside.label}{self.cites(beside.sources)}", 1)
        for text in (beside.paper, beside.practice):
            self.line(text, 2)
        for note in beside.notes:
            self.told(note, 2)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
