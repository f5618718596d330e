"""Sources: everything cites one or rests on a named assumption; every id is there and good enough for what cites it."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import (
    Assumption,
    Attested,
    Authority,
    Boundary,
    Consequence,
    Entry,
    Event,
    Fact,
    Place,
    Programme,
    Route,
    Suspension,
    Version,
)
from ..problems import nearest
from ..reading.checks import versions_of
from ..tree import AllOf, AnyOf, BestOf, Exempt, FirstOf, Gap, Line, Member, Node, Row, Table, Where, walk
from .findings import Findings

_CITING = (Exempt, Member, Line, Row, Gap)

Cites = Place | Authority | Boundary | Assumption | Fact | Suspension | Event

#: What may be cited by an assumption or an event only.
UNVERIFIED = "unverified"


def check_sources(findings: Findings) -> None:
    """Entries without a source, unknown ids, and ids that are not verified."""
    for kind, entry in findings.entries():
        _check_entry(kind, entry, findings)
        for source, where in cited_by(entry):
            _check_id(source, where, findings, verified=True)
    for source, where in cited_elsewhere(findings.programme):
        if findings.own_file(where):
            _check_id(source, where, findings, verified=False)
    _check_boundaries(findings)


def _check_entry(kind: str, entry: Entry, findings: Findings) -> None:
    for version in versions_of(entry):
        if not version.sources and not version.assumption and not _parts_cite(version):
            findings.add(
                version.where,
                "lint_source_missing",
                "'{name}' cites no source here; add 'source', or 'assumption' where no source says it.",
                name=entry.key,
            )
    practice = entry.practice
    for note in practice.notes:
        if not note.sources and not (practice.attested is Attested.SAME and practice.sources):
            findings.add(
                entry.where,
                "lint_practice_source",
                "What '{name}' says of practice cites no source; add 'source' to it.",
                name=entry.key,
            )
    if not versions_of(entry) and kind != "parameter":
        findings.add(entry.where, "lint_entry_empty", "'{name}' has no version at all.", name=entry.key)


def _parts_cite(version: Version) -> bool:
    """Whether each part of a version cites a source of its own."""
    parts: list[tuple[str, ...]] = [row.sources for row in version.rows]
    if version.consequences:
        parts.extend(consequence.sources for consequence in version.consequences)
    elif isinstance(version.body, (AllOf, AnyOf)):
        parts.extend(member.sources for member in version.body.members)
    elif isinstance(version.body, (FirstOf, BestOf)):
        parts.extend(line.sources for line in version.body.lines)
    elif isinstance(version.body, Table):
        parts.extend(row.sources for row in version.body.rows)
    return bool(parts) and all(parts)


def _check_boundaries(findings: Findings) -> None:
    programme = findings.programme
    for boundary in programme.boundaries.values():
        if findings.own(boundary.programme) and not boundary.sources:
            findings.add(
                boundary.where,
                "lint_source_missing",
                "'{name}' cites no source here; add 'source', or 'assumption' where no source says it.",
                name=boundary.key,
            )
    for suspension in programme.suspensions:
        if not suspension.sources:
            findings.add(suspension.where, "lint_suspension_source", "This suspension cites no source; add 'source'.")
    for event in programme.timeline:
        if not event.sources:
            findings.add(event.where, "lint_event_source", "This event cites no source; add 'source'.")


def _check_id(source: str, where: Where, findings: Findings, *, verified: bool) -> None:
    known = findings.programme.sources
    found = known.get(source)
    if found is None:
        near = nearest(source, known)
        findings.add(
            where,
            "lint_source_unknown_near" if near else "lint_source_unknown",
            "There is no source '{source}'; did you mean '{near}'?"
            if near
            else "There is no source '{source}'; add it under 'entries' in sources.yaml.",
            source=source,
            near=near,
        )
    elif verified and found.confidence == UNVERIFIED:
        findings.add(
            where,
            "lint_source_unverified",
            "'{source}' is not verified; only an assumption or an event may cite it.",
            source=source,
        )


# ---- what cites what ---------------------------------------------------------------------------------------


def cited_by(entry: Entry) -> Iterator[tuple[str, Where]]:
    """Every source that an entry cites anywhere, with where."""
    for version in versions_of(entry):
        yield from _each(version.sources, version.where)
        if version.note is not None:
            yield from _each(version.note.sources, version.where)
        for row in version.rows:
            yield from _each(row.sources, row.where)
        yield from _cited_in(version.body)
        for consequence in version.consequences:
            yield from _cited_by_consequence(consequence)
    yield from _each(entry.practice.sources, entry.where)
    for note in entry.practice.notes:
        yield from _each(note.sources, entry.where)
    if isinstance(entry, Route):
        for part in entry.parts:
            yield from _each(part.sources, entry.where)


def _each(sources: tuple[str, ...], where: Where) -> Iterator[tuple[str, Where]]:
    for source in sources:
        yield source, where


def _cited_in(body: Node | None) -> Iterator[tuple[str, Where]]:
    if body is not None:
        for part in walk(body):
            if isinstance(part, _CITING):
                yield from _each(part.sources, part.where)


def _cited_by_consequence(consequence: Consequence) -> Iterator[tuple[str, Where]]:
    yield from _each(consequence.sources, consequence.where)
    for inner in consequence.one_of:
        yield from _cited_by_consequence(inner)


def cited_elsewhere(programme: Programme) -> Iterator[tuple[str, Where]]:
    """Every source cited by what is no parameter, rule, route or conduct, with where."""
    head = Where(f"{programme.key}/programme.yaml")
    things: tuple[Cites, ...] = (
        *programme.places.values(),
        *programme.authorities.values(),
        *programme.boundaries.values(),
        *programme.assumptions.values(),
        *programme.facts.values(),
        *programme.suspensions,
        *programme.timeline,
    )
    for thing in things:
        yield from _each(thing.sources, thing.where)
    yield from _each(programme.period_sources, head)
    yield from _each(programme.calendar.sources, head)
    for case in programme.cases.values():
        yield from _each(case.about, case.where)
