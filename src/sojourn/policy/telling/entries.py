"""A rule, route, conduct or parameter in words: its versions on both layers, and all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ..answer import During, Outcome
from ..model import Attested, Conduct, Entry, Layer, Parameter, Part, Route, Row, Version
from .answers import Answers
from .conditions import Conditions
from .days import day_within, held_on, versions_on
from .names import Names
from .penalties import Penalties
from .places import Places
from .shapes import Told, ToldEntry, ToldRow, ToldTable, ToldVersion
from .values import Values

KINDS = ("routes", "rules", "conduct", "parameters")


@dataclass(frozen=True, slots=True)
class Looked:
    """What an entry is told for: a day, perhaps a place, and the layer whose figures stand in it."""

    at: date
    place: str = ""
    layer: Layer = Layer.PAPER


class Entries:
    """The entries of a programme in a language."""

    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values
        self._say = names.say
        self._penalties = Penalties(names, values)
        self._answers = Answers(names, values)
        self._places = Places(names.programme)

    def told(self, entry: Entry, looked: Looked) -> ToldEntry:
        """An entry with all its versions; those that hold on the day told are marked."""
        practice = entry.practice
        kind = kind_of(entry)
        attested = practice.attested
        code = "in_words" if attested is Attested.NOT_ATTESTED and practice.notes else attested.value
        if isinstance(entry, Parameter) and attested is Attested.DIFFERS and not any(one.rows for one in entry.paper):
            code = "alone" if entry.paper else "only"  # what the rule text does not say is said once
        if attested is Attested.SAME and not isinstance(entry, Parameter):
            code = "same_rule"  # the rule is the same; what it works with, a fee or a term, may not be
        return ToldEntry(
            key=entry.key,
            kind=kind,
            programme=entry.programme or self._names.programme.key,
            label=self._names.label(entry.key),
            note=self._names.sentence(self._names.text(f"{kind}.{entry.key}.note", entry.note)) if entry.note else "",
            law="" if isinstance(entry, Parameter) else self._say(f"law.{entry.law.value}"),
            parts=tuple(self._parts(entry, looked)),
            paper=self._versions(entry, entry.paper, looked),
            attested=attested,
            practice_text=self._say(f"practice.{code}"),
            practice=self._versions(entry, practice.versions, replace(looked, layer=Layer.PRACTICE)),
            practice_notes=tuple(self._answers.note(entry, note) for note in practice.notes),
            sources=tuple(dict.fromkeys(cited(entry))),
        )

    # ---- versions ------------------------------------------------------------------------------------------

    def _versions(self, entry: Entry, versions: tuple[Version, ...], looked: Looked) -> tuple[ToldVersion, ...]:
        found = []
        for index, (version, holds) in enumerate(versions_on(versions, looked.at)):
            at = day_within(versions, index, looked.at)
            found.append(
                ToldVersion(
                    since=self._names.head(self._values.since(version.start)),
                    start=None if version.start is None else version.start.earliest,
                    content=self.content(entry, version, replace(looked, at=at)),
                    holds=holds,
                    sources=tuple(dict.fromkeys(version_sources(version))),
                    notes=self._version_notes(entry, version),
                )
            )
        return tuple(found)

    def _version_notes(self, entry: Entry, version: Version) -> tuple[str, ...]:
        notes = []
        if version.assumption in self._names.programme.assumptions:
            label = self._names.clause(self._names.label(version.assumption))
            notes.append(self._say("reason.assumed", label=label))
        if version.note is not None:
            text, word = self._answers.remark(entry, version.note)
            if word and version.note.note:
                text = self._say("version.note", word=word, text=text)
            notes.append(self._names.joined(text, self._answers.seen(version.note.sources, version.note.start)))
        return tuple(notes)

    def content(self, entry: Entry, version: Version, looked: Looked) -> Told:
        """What one version says, told for a day on which it holds."""
        if isinstance(entry, Parameter):
            return self._value(entry, version, looked)
        conditions = Conditions(self._names, self._values, looked.at, looked.layer)
        if version.body is None and not version.consequences:
            silent = version.start is None and looked.layer is Layer.PRACTICE
            return Told(self._say("version.not_attested" if silent else "version.none"))
        body = None if version.body is None else conditions.told(version.body)
        if not isinstance(entry, Conduct):
            return body or Told(self._say("version.none"))
        known = entry.paper[0] is not version and entry.paper[0].body is version.body
        parts = [] if body is None or known else [conditions.under("conduct.what", body)]
        follow = tuple(self._penalties.consequence(one, conditions, entry) for one in version.consequences)
        parts.append(
            Told(self._say("penalty.heading"), follow) if follow else Told(self._say("conduct.nothing_follows"))
        )
        return Told(self._names.sentence(self._names.label(entry.key)), tuple(parts))

    # ---- parameters ----------------------------------------------------------------------------------------

    def _value(self, parameter: Parameter, version: Version, looked: Looked) -> Told:
        rows = version.rows
        if not rows:
            silent = "version.not_attested" if looked.layer is Layer.PRACTICE else "version.silent"
            return Told(self._say(silent if version.start is None else "version.none"))
        if not parameter.by:
            return Told(self._names.head(self.row_value(parameter, rows[0])), sources=rows[0].sources)
        shown = self._places.rows_for(parameter, rows, looked.place)
        if not shown:
            return Told(self._say("parameter.no_row"))
        columns = (*(self._key_label(by) for by in parameter.by), self._say("table.result"))
        told = tuple(
            ToldRow((*self.row_keys(parameter, row), self.row_value(parameter, row)), row.sources) for row in shown
        )
        return Told(self._say("parameter.by_keys"), table=ToldTable(columns, told))

    def row_value(self, parameter: Parameter, row: Row) -> str:
        """The value of a row of a parameter."""
        return self._values.ranged(row.value, parameter.type, age=_is_age(parameter))

    def _key_label(self, by: str) -> str:
        if by == "place":
            return self._say("parameter.place")
        return self._say("field.year") if by == "year" else self._names.label(by)

    def row_keys(self, parameter: Parameter, row: Row) -> list[str]:
        """The keys of a row of a parameter: places, years and options."""
        told = []
        for by, key in zip(parameter.by, row.keys, strict=True):
            if key is None:
                told.append(self._say("parameter.elsewhere" if by == "place" else "parameter.otherwise"))
            elif by == "place":
                told.append(self._names.label(str(key)))
            else:
                told.append(str(key) if by == "year" else self._names.option(by, str(key)))
        return told

    # ---- what else belongs to an entry ---------------------------------------------------------------------

    def _parts(self, entry: Entry, looked: Looked) -> Iterable[Told]:
        conditions = Conditions(self._names, self._values, looked.at)
        yield from self._relations(entry, conditions)
        procedure = self._answers.procedure(entry)
        if procedure:
            yield Told(self._say("procedure.heading"), procedure)
        if isinstance(entry, Conduct) and entry.ground:
            ground = self._names.text(f"conduct.{entry.key}.ground", entry.ground)
            yield Told(self._say("penalty.ground", ground=self._names.clause(ground)))
        if isinstance(entry, Route):
            yield from self._route_parts(entry, conditions, looked.at)

    def _relations(self, entry: Entry, conditions: Conditions) -> Iterable[Told]:
        for code, other in (("relation.overrides", entry.overrides), ("relation.alternative_to", entry.alternative_to)):
            if other and self._names.programme.entry(other) is not None:
                text = self._say(code, label=self._names.label(other))
                where = self._where(entry, conditions)
                yield Told(text, () if where is None else (where,), key=other)

    def _where(self, entry: Entry, conditions: Conditions) -> Told | None:
        """Where an entry replaces another or stands beside it; None where it does so everywhere."""
        if entry.condition is None:
            return None
        if entry.where_it_holds:
            return Told(self._say("relation.where_it_holds"))
        return conditions.under("relation.where", conditions.told(entry.condition))

    def _route_parts(self, route: Route, conditions: Conditions, at: date) -> Iterable[Told]:
        if route.grants:
            yield Told(
                self._say("grants.heading_colon"),
                tuple(self._grant(route, index, conditions, at) for index in range(len(route.grants))),
            )
        if route.steps:
            steps = tuple(self._step(route, index, conditions, at) for index in range(len(route.steps)))
            yield Told(self._say("steps.heading"), steps)
        if route.documents:
            documents = tuple(self._document(route, index, conditions, at) for index in range(len(route.documents)))
            yield Told(self._say("papers.none_asked"), documents)
        if route.duties:
            duties = tuple(
                self._answers.duty(route.key, one.key, one.who, one.text, self._during(one, at), one.sources)
                for one in route.duties
            )
            yield Told(self._say("duties.heading"), duties)
        if route.family is not None:
            family = route.family
            yield self._answers.family(route.key, family.text, self._during(family, at), family.sources)

    def parts_in_words(self, route: Route) -> Iterable[tuple[Part, str]]:
        """Each part of a route that has days of its own, in a sentence that says no day."""
        told = {
            id(grant): self._answers.grant_text(route.key, grant.key, grant.text)
            or self._answers.grant_label(route.key, grant.key, grant.label, False)
            for grant in route.grants
        }
        for duty in route.duties:
            told[id(duty)] = self._answers.duty(route.key, duty.key, duty.who, duty.text, "", ()).text
        for step in route.steps:
            told[id(step)] = self._answers.step(route.key, step.key, step.who, step.text, "", ()).text
        for document in route.documents:
            told[id(document)] = self._names.text(f"routes.{route.key}.documents.{document.key}", document.label)
        if route.family is not None:
            told[id(route.family)] = self._names.text(f"routes.{route.key}.family", route.family.text)
        for part in route.parts:
            if part.start is not None or part.end is not None:
                yield part, self._names.sentence(told[id(part)])

    def _during(self, part: Part, at: date) -> str:
        """From and until when a part of a route holds, and whether it does on the day told; '' for throughout."""
        held = held_on(part, at)
        told = self._answers.during(
            During(Outcome.YES if held is not None else Outcome.NOT_KNOWN_YET, part.start, part.end)
        )
        if held is not False:
            return told
        begun = part.start is None or part.start.earliest <= at
        return self._names.joined(self._say("part.over" if begun else "part.not_yet"), told)

    def _grant(self, route: Route, index: int, conditions: Conditions, at: date) -> Told:
        grant = route.grants[index]
        label = self._answers.grant_label(route.key, grant.key, grant.label, bool(grant.text))
        if grant.value is None:
            text = self._names.sentence(self._answers.grant_text(route.key, grant.key, grant.text))
            return Told(text, sources=grant.sources, key=grant.key, note=self._during(grant, at))
        phrase = conditions.phrases.phrase(grant.value)
        named = label and self._names.inside(label) != phrase.text
        text = self._say("grants.value", label=label, value=phrase.text) if named else phrase.text
        note = self._during(grant, at)
        return Told(self._names.sentence(text), phrase.notes, grant.sources, grant.key, note=note)

    def _step(self, route: Route, index: int, conditions: Conditions, at: date) -> Told:
        step = route.steps[index]
        note = ""
        if step.within is not None:
            note = self._say("steps.within", time=conditions.phrases.phrase(step.within).text)
        note = self._names.joined(note, self._during(step, at))
        return self._answers.step(route.key, step.key, step.who, step.text, note, step.sources)

    def _document(self, route: Route, index: int, conditions: Conditions, at: date) -> Told:
        document = route.documents[index]
        text = self._names.text(f"routes.{route.key}.documents.{document.key}", document.label)
        children = []
        if document.needed is not None:
            children.append(conditions.under("papers.needed_where", conditions.told(document.needed)))
        if document.have is not None:
            children.append(conditions.under("papers.shown_by", conditions.told(document.have)))
        note = self._during(document, at)
        return Told(self._names.head(text), tuple(children), document.sources, document.key, note=note)


def _is_age(parameter: Parameter) -> bool:
    return "age" in parameter.key.split("_")


def kind_of(entry: Entry) -> str:
    """The kind of an entry as its section of the programme is called."""
    return {"Route": "routes", "Rule": "rules", "Conduct": "conduct", "Parameter": "parameters"}[type(entry).__name__]


def version_sources(version: Version) -> Iterable[str]:
    """The sources of a version and its rows."""
    yield from version.sources
    for row in version.rows:
        yield from row.sources
    for consequence in version.consequences:
        yield from consequence.sources
        for one in consequence.one_of:
            yield from one.sources
    if version.note is not None:
        yield from version.note.sources


def cited(entry: Entry) -> Iterable[str]:
    """Every source an entry cites outside its conditions, in the order written."""
    for version in entry.paper:
        yield from version_sources(version)
    yield from entry.practice.sources
    for version in entry.practice.versions:
        yield from version_sources(version)
    for note in entry.practice.notes:
        yield from note.sources
    if isinstance(entry, Route):
        for part in entry.parts:
            yield from part.sources
