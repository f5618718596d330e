"""Versions and rows that leave open which of two holds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

from ..model import Day, Family, Parameter, Place, Route, Row, Version
from .findings import Findings


def check_versions(findings: Findings) -> None:
    """Versions of which the later may begin before the earlier."""
    for _, entry in findings.entries():
        for versions in (entry.paper, entry.practice.versions):
            for before, version in pairwise(versions):
                if (
                    before.start is not None
                    and version.start is not None
                    and _may_come_first(version.start, before.start)
                ):
                    findings.add(
                        version.where,
                        "lint_version_order",
                        "This version of '{name}' may begin before the one above it; give days that leave no doubt, "
                        "or name one boundary for both.",
                        name=entry.key,
                    )


def _may_come_first(later: Day, earlier: Day) -> bool:
    if later.boundary and later.boundary == earlier.boundary:
        return False
    return later.earliest < earlier.latest


def check_parts(findings: Findings) -> None:
    """Parts of a route, each with days of its own, that hold on no day on which the route exists."""
    for _, entry in findings.entries():
        if not isinstance(entry, Route):
            continue
        versions = (*entry.paper, *entry.practice.versions)
        starts = [version.start for version in versions]
        first = None if None in starts or not starts else min(day.earliest for day in starts if day is not None)
        last = _end_of(entry.paper) if not entry.practice.versions else None
        for part in entry.parts:
            too_early = first is not None and part.end is not None and part.end.latest <= first
            too_late = last is not None and part.start is not None and part.start.earliest >= last
            if too_early or too_late:
                findings.add(
                    entry.where,
                    "lint_part_never",
                    "'{part}' of '{name}' holds on no day on which '{name}' exists; mend its days, or take it out.",
                    part="family" if isinstance(part, Family) else part.key,
                    name=entry.key,
                )


def _end_of(versions: tuple[Version, ...]) -> date | None:
    """The first day on which a route certainly exists no more."""
    last = versions[-1] if versions else None
    return None if last is None or last.body is not None or last.start is None else last.start.latest


def check_rows(findings: Findings) -> None:
    """Rows of a parameter of which none is nearer than the other."""
    for kind, entry in findings.entries():
        if kind != "parameter" or not isinstance(entry, Parameter):
            continue
        for version in (*entry.paper, *entry.practice.versions):
            _check_version(entry, version, findings)


def _check_version(parameter: Parameter, version: Version, findings: Findings) -> None:
    position = parameter.by.index("place") if "place" in parameter.by else None
    groups: dict[tuple[object, ...], dict[str | int | None, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in version.rows:
        others = tuple(key for number, key in enumerate(row.keys) if number != position)
        groups[others][row.keys[position] if position is not None else None].append(row)
    for by_place in groups.values():
        for rows in by_place.values():
            for row in rows[1:]:
                if not any(one.overrides for one in rows):
                    findings.add(
                        row.where,
                        "lint_row_twice",
                        "'{name}' has two values for the same keys; take one out, or let one say 'overrides: yes'.",
                        name=parameter.key,
                    )
        if position is not None:
            _check_places(parameter, {key: rows[0] for key, rows in by_place.items() if isinstance(key, str)}, findings)


def _check_places(parameter: Parameter, rows: dict[str, Row], findings: Findings) -> None:
    noted: set[frozenset[str]] = set()
    for place in findings.programme.places.values():
        nearest = _nearest(place, rows, findings)
        if len(nearest) < 2 or any(rows[key].overrides for key in nearest) or frozenset(nearest) in noted:
            continue
        noted.add(frozenset(nearest))
        first, second = nearest[:2]
        if rows[first].value == rows[second].value:
            continue
        findings.add(
            rows[second].where,
            "lint_places_equal",
            "In '{place}' the rows of '{name}' for '{first}' and '{second}' are equally near; "
            "let one say 'overrides: yes', or add a row for '{place}'.",
            place=place.key,
            name=parameter.key,
            first=first,
            second=second,
        )


def _nearest(place: Place, rows: dict[str, Row], findings: Findings) -> list[str]:
    """The places with a row that are nearest to a place, going up step by step."""
    level, seen = [place.key], {place.key}
    while level:
        found = [key for key in level if key in rows]
        if found:
            return found
        above = [
            parent.place
            for key in level
            if key in findings.programme.places
            for parent in findings.programme.places[key].parents
        ]
        level = [key for key in dict.fromkeys(above) if key not in seen]
        seen.update(level)
    return []
