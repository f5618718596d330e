"""A programme in words: what can be granted and on what conditions, how that changed, and paper against practice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from ..model import Attested, Conduct, Day, Entry, Event, Layer, Parameter, Place, Ranged, Route, Version
from ..tree import Table, walk
from .conditions import Conditions
from .days import standing_on, versions_on
from .entries import KINDS, Entries, Looked, cited, version_sources
from .left_open import told_assumption, told_boundary
from .names import Names
from .shapes import Told, ToldBeside, ToldChange, ToldEntry, ToldProgramme
from .standing import Warnings
from .values import Values

#: A change of a figure that differs from place to place is told row by row up to so many of them.
MOST_ROWS_TOLD: Final = 4

_HEADINGS = (
    "about",
    "places",
    "authorities",
    "routes",
    "rules",
    "conduct",
    "parameters",
    "timeline",
    "beside",
    "assumptions",
    "unknowns",
    "sources",
)


class ProgrammeTelling:
    """Tells a programme for a day and perhaps a place. Without `inherited`, only what it adds to what it extends."""

    def __init__(self, names: Names, values: Values, looked: Looked, *, inherited: bool = False) -> None:
        self._names = names
        self._values = values
        self._say = names.say
        self._looked = looked
        self._inherited = inherited
        self._entries = Entries(names, values)
        self._programme = names.programme

    def told(self) -> ToldProgramme:
        """The whole programme."""
        programme, at = self._programme, self._looked.at
        place = self._names.label(self._looked.place) if self._looked.place else ""
        day = self._values.date(at)
        assumptions = [one for one in programme.assumptions.values() if self._own(one.programme)]
        return ToldProgramme(
            key=programme.key,
            title=self._names.title,
            summary=self._names.summary,
            day=at,
            asked=self._say("programme.asked_place", day=day, place=place)
            if place
            else self._say("programme.asked", day=day),
            place=place,
            standing=standing_on(programme, at),
            warnings=Warnings(self._names, self._values).of_programme(at),
            headings={name: self._say(f"heading.{name}") for name in _HEADINGS},
            about=tuple(self._about()),
            places=tuple(self._place(one) for one in programme.places.values() if self._own(one.programme)),
            authorities=tuple(self._authorities()),
            routes=self._told(programme.routes),
            rules=self._told(programme.rules),
            conduct=self._told(programme.conduct),
            parameters=self._told(programme.parameters),
            timeline=tuple(self._timeline()),
            beside=tuple(self._beside()),
            beside_note=self._beside_note(),
            assumptions=tuple(told_assumption(self._names, self._values, one) for one in assumptions),
            unknowns=tuple(self._unknowns()),
            sources=self._names.sources(self._sources()),
        )

    def _own(self, programme: str) -> bool:
        return self._inherited or programme in ("", self._programme.key)

    def _told(self, entries: Mapping[str, Entry]) -> tuple[ToldEntry, ...]:
        return tuple(
            self._entries.told(entry, self._looked) for entry in entries.values() if self._own(entry.programme)
        )

    def _all(self) -> Iterator[Entry]:
        """The entries told, routes first."""
        for kind in KINDS:
            yield from (entry for entry in getattr(self._programme, kind).values() if self._own(entry.programme))

    # ---- about ---------------------------------------------------------------------------------------------

    def _about(self) -> Iterable[Told]:
        programme = self._programme
        if programme.period_start is not None:
            text = self._say("programme.runs", since=self._values.since(programme.period_start))
            yield Told(text, sources=programme.period_sources)
        if programme.period_end is not None:
            yield Told(
                self._say("programme.ended", day=self._values.day(programme.period_end)),
                sources=programme.period_sources,
            )
        for number, one in enumerate(programme.suspensions, 1):
            label = self._names.sentence(self._names.text(f"programme.suspensions.{number}.label", one.label))
            end = self._values.day(one.end) if one.end is not None else ""
            note = self._say("programme.suspended_until", end=end) if end else self._say("programme.suspended_open")
            text = self._say("programme.suspended", since=self._values.since(one.start), label=label)
            yield Told(text, sources=one.sources, note=note)
        yield Told(self._say("programme.verified", day=self._values.date(programme.verified)))
        bases = [self._names.programme_title(key) for key in programme.chain if key != programme.key]
        if bases:
            yield Told(self._say("programme.extends", titles=self._values.listed(bases)))
        goals = [goal for goal in programme.goals if self._own(goal.programme)]
        if goals:
            children = tuple(
                Told(self._names.text(f"programme.goals.{goal.key}.label", goal.label), key=goal.key) for goal in goals
            )
            yield Told(self._say("programme.goals"), children)
        roles = tuple(Told(self._names.label(key), key=key) for key in programme.roles)
        if roles:
            yield Told(self._say("programme.roles"), roles)

    def _place(self, place: Place) -> Told:
        parents = []
        for parent in place.parents:
            told = self._names.label(parent.place)
            if parent.start is not None:
                told = self._say("place.in_since", place=told, since=self._values.since(parent.start))
            if parent.end is not None:
                told = self._say("place.in_until", place=told, day=self._values.day(parent.end))
            parents.append(told)
        note = self._say("place.in", places=self._values.listed(parents)) if parents else ""
        return Told(self._names.label(place.key), sources=place.sources, key=place.key, note=note)

    def _authorities(self) -> Iterable[Told]:
        for key, authority in self._programme.authorities.items():
            if self._own(authority.programme):
                does = self._names.text(f"programme.authorities.{key}.does", authority.does)
                level = f"level.{authority.level}"
                mark = self._say(level) if authority.level and self._names.knows(level) else ""
                note = self._names.sentence(does) if does else ""
                yield Told(self._names.label(key), sources=authority.sources, key=key, mark=mark, note=note)

    # ---- timeline ------------------------------------------------------------------------------------------

    def _timeline(self) -> list[ToldChange]:
        changes = [*self._events(), *self._suspensions()]
        for entry in self._all():
            changes.extend(self._changes(entry, entry.paper, Layer.PAPER))
            changes.extend(self._changes(entry, entry.practice.versions, Layer.PRACTICE))
            if isinstance(entry, Route):
                changes.extend(self._part_changes(entry))
        # What happened on one day, or at one change whose day is not known, stands together.
        met = {when: place for place, when in enumerate(dict.fromkeys(change.when for change in changes))}
        return sorted(changes, key=lambda change: (change.start or date.min, met[change.when]))

    def _events(self) -> Iterable[ToldChange]:
        for number, event in enumerate(self._programme.timeline, 1):
            label = self._names.text(f"programme.timeline.{number}.label", event.label)
            yield self._dated(event, self._names.sentence(label))

    def _dated(self, event: Event, text: str) -> ToldChange:
        return ToldChange(self._when(event.day), event.day.earliest, None, "", text, None, event.sources)

    def _suspensions(self) -> Iterable[ToldChange]:
        for number, one in enumerate(self._programme.suspensions, 1):
            label = self._names.sentence(self._names.text(f"programme.suspensions.{number}.label", one.label))
            yield ToldChange(self._when(one.start), one.start.earliest, None, "", label, None, one.sources)

    def _changes(self, entry: Entry, versions: tuple[Version, ...], layer: Layer) -> Iterable[ToldChange]:
        label = self._names.label(entry.key)
        for index, version in enumerate(versions):
            if version.start is None:
                continue
            at = max(version.start.latest, version.start.earliest)
            content = self._entries.content(entry, version, Looked(at, self._looked.place, layer))
            nothing, new = _is_nothing(version), index == 0 or _is_nothing(versions[index - 1])
            if nothing and new:
                continue
            text = ""
            if isinstance(entry, Parameter):
                text = self._became(entry, None if new else versions[index - 1], version, label)
            code = "ends" if nothing else "begins" if new else "changes"
            yield ToldChange(
                when=self._when(version.start),
                start=version.start.earliest,
                layer=layer,
                key=entry.key,
                text=text or self._say(f"change.{code}", label=label),
                content=None if nothing or text else content,
                sources=tuple(dict.fromkeys(version_sources(version))),
            )

    def _part_changes(self, route: Route) -> Iterable[ToldChange]:
        """What a route came to bring, or ceased to, on a day of its own."""
        label = self._names.label(route.key)
        for part, text in self._entries.parts_in_words(route):
            for code, day in (("part_begins", part.start), ("part_ends", part.end)):
                if day is not None:
                    told = self._say(f"change.{code}", label=label, part=text)
                    yield ToldChange(
                        self._when(day), day.earliest, Layer.PAPER, route.key, told, None, tuple(part.sources)
                    )

    def _when(self, day: Day) -> str:
        return self._names.head(self._values.day(day))

    def _became(self, entry: Parameter, before: Version | None, version: Version, label: str) -> str:
        """What a figure was and what it became, each of its rows that changed; '' where that takes too many words."""
        was = {} if before is None else self._figures(entry, before)
        now = self._figures(entry, version)
        unknown = self._say("value.unknown")
        if not entry.by:
            old, new = was.get("", ""), now.get("", "")
            if not new:
                return self._say("change.ended", label=label, value=old) if old not in ("", unknown) else ""
            if old and old != new:
                return self._say("change.from_to", label=label, before=old, after=new)
            return self._say("change.value", label=label, value=new)
        cells = []
        for keys in dict.fromkeys((*was, *now)):
            old, new = was.get(keys, ""), now.get(keys, "")
            if old == new:
                continue
            value = self._say("change.step", before=old, after=new) if old and new else new or self._say("value.none")
            cells.append(self._say("parameter.cell", keys=keys, value=value))
        if not cells or not now or len(cells) > MOST_ROWS_TOLD:
            return ""
        return self._say("change.value", label=label, value=self._joined(cells))

    def _figures(self, entry: Parameter, version: Version) -> dict[str, str]:
        """Each row's keys in words ('' for a parameter without), with its value."""
        rows = [row for row in version.rows if row.value.how is not Ranged.How.NONE]
        return {
            self._values.listed(self._entries.row_keys(entry, row)) if entry.by else "": self._names.inside(
                self._entries.row_value(entry, row)
            )
            for row in rows
        }

    # ---- paper against practice ----------------------------------------------------------------------------

    def _beside(self) -> Iterable[ToldBeside]:
        for entry in self._all():
            practice = entry.practice
            if practice.attested is Attested.NOT_ATTESTED and not practice.notes:
                continue
            told = self._entries.told(entry, self._looked)
            sources = (*practice.sources, *(s for v in practice.versions for s in version_sources(v)))
            yield ToldBeside(
                key=entry.key,
                label=told.label,
                attested=practice.attested,
                paper=self._holding(entry, entry.paper, Layer.PAPER),
                practice=self._in_practice(entry, told),
                notes=told.practice_notes
                + tuple(Told(note) for version in told.practice if version.holds for note in version.notes),
                sources=tuple(dict.fromkeys((*sources, *(s for note in practice.notes for s in note.sources)))),
            )

    def _in_practice(self, entry: Entry, told: ToldEntry) -> str:
        if entry.practice.attested is not Attested.DIFFERS:
            return told.practice_text
        return self._holding(entry, entry.practice.versions, Layer.PRACTICE)

    def _holding(self, entry: Entry, versions: tuple[Version, ...], layer: Layer) -> str:
        """What holds, or may hold, on the day told, in a line."""
        conditions = Conditions(self._names, self._values, self._looked.at)
        lines = []
        for version, holds in versions_on(versions, self._looked.at):
            if holds:
                content = self._entries.content(entry, version, replace(self._looked, layer=layer))
                if isinstance(entry, Conduct) and content.children:
                    content = content.children[-1]
                lines.append(self._row_line(content) if content.table is not None else conditions.line(content))
        lines = list(dict.fromkeys(line.rstrip(".。") for line in lines))
        if not lines:
            return self._say("version.not_begun")
        return lines[0] if len(lines) == 1 else self._say("version.either", versions=self._joined(lines))

    def _row_line(self, content: Told) -> str:
        assert content.table is not None
        cells = [
            self._say("parameter.cell", keys=self._values.listed(row.cells[:-1]), value=row.cells[-1])
            for row in content.table.rows
        ]
        return self._joined(cells)

    def _joined(self, lines: list[str]) -> str:
        joined = lines[0]
        for line in lines[1:]:
            joined = self._say("list.semicolon", head=joined, last=line)
        return joined

    def _beside_note(self) -> str:
        entries = list(self._all())
        silent = [one for one in entries if one.practice.attested is Attested.NOT_ATTESTED and not one.practice.notes]
        if not silent:
            return ""
        return self._say(
            "practice.silent_count", silent=self._values.number(len(silent)), total=self._values.number(len(entries))
        )

    # ---- what is not known ---------------------------------------------------------------------------------

    def _unknowns(self) -> Iterable[Told]:
        for boundary in self._programme.boundaries.values():
            if self._own(boundary.programme) and not boundary.day.certain:
                yield told_boundary(self._names, self._values, boundary)
        for entry in self._all():
            label = self._names.label(entry.key)
            if isinstance(entry, Parameter):
                if any(holds and _has_unknown(version) for version, holds in versions_on(entry.paper, self._looked.at)):
                    yield Told(self._say("unknowns.parameter", label=label), key=entry.key)
            elif any(holds and _has_gap(version) for version, holds in versions_on(entry.paper, self._looked.at)):
                yield Told(self._say("unknowns.gaps", label=label), key=entry.key)

    # ---- sources -------------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[str]:
        programme = self._programme
        yield from programme.period_sources
        yield from programme.calendar.sources
        for suspension in programme.suspensions:
            yield from suspension.sources
        for entry in self._all():
            yield from cited(entry)
            for version in (*entry.paper, *entry.practice.versions):
                for part in walk(version.body) if version.body is not None else ():
                    yield from getattr(part, "sources", ())
        for event in programme.timeline:
            yield from event.sources
        for kind in (programme.authorities, programme.places, programme.boundaries, programme.assumptions):
            for one in kind.values():
                if self._own(one.programme):
                    yield from one.sources


def _is_nothing(version: Version) -> bool:
    """Whether a version says that there is none."""
    if version.rows:
        return all(row.value.how is Ranged.How.NONE for row in version.rows)
    return version.body is None and not version.consequences


def _has_unknown(version: Version) -> bool:
    return any(row.value.how is Ranged.How.UNKNOWN for row in version.rows)


def _has_gap(version: Version) -> bool:
    if version.body is None:
        return False
    return any(isinstance(part, Table) and part.gaps for part in walk(version.body))
