"""Translations: every text in every language, none that translates nothing, and none that is still English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model import Conduct, Entry, Fact, Note, Parameter, Programme, Route, Rule
from ..problems import nearest
from ..reading.checks import consequences_of, versions_of
from ..tree import Exempt, Line, Member, Row, Where, walk
from .findings import Findings

#: The languages everything is translated into.
LANGUAGES = ("zh", "vi")


@dataclass(frozen=True, slots=True)
class Said:
    """An English text of a programme: the paths its translation may stand under (its phrase besides), where it is."""

    paths: tuple[str, ...]
    english: str
    where: Where
    own: bool


def check_texts(findings: Findings) -> None:
    """Each language in turn."""
    programme = findings.programme
    said = [text for text in texts_of(programme) if text.english]
    own = [text for text in said if text.own]
    for language in LANGUAGES:
        translations = programme.texts.get(language, {})
        if not any(_translation(text, translations) for text in own):
            findings.add(
                Where(f"{programme.key}/texts/{language}.yaml"),
                "lint_language_missing",
                "Nothing is translated into '{language}' yet; all {count} texts are missing.",
                language=language,
                count=len(own),
            )
            continue
        for text in own:
            _check_text(text, language, translations, findings)
        _check_unknown(said, language, translations, findings)


def _check_text(text: Said, language: str, translations: Mapping[str, str], findings: Findings) -> None:
    found = _translation(text, translations)
    if found is None:
        if not any(letter.isalpha() for letter in text.english):
            return
        findings.add(
            text.where,
            "lint_text_missing",
            "'{english}' has no translation; add {path} to texts/{language}.yaml.",
            english=text.english,
            path=text.paths[0] if text.paths else "it under 'phrases'",
            language=language,
        )
    elif found == text.english and len(text.english.split()) >= 3:
        findings.add(
            text.where,
            "lint_text_english",
            "The translation of '{english}' in texts/{language}.yaml is still English.",
            english=text.english,
            language=language,
        )


def _translation(text: Said, translations: Mapping[str, str]) -> str | None:
    return next((translations[path] for path in (*text.paths, f"phrase:{text.english}") if path in translations), None)


def _check_unknown(said: list[Said], language: str, translations: Mapping[str, str], findings: Findings) -> None:
    known = {path for text in said for path in text.paths} | {f"phrase:{text.english}" for text in said}
    for path in translations:
        if path in known or path.startswith(("titles.", "works.", "sources.")):
            continue
        key = path.removeprefix("phrase:")
        near = nearest(path, known).removeprefix("phrase:")
        findings.add(
            Where(f"{findings.programme.key}/texts/{language}.yaml"),
            "lint_text_unknown_near" if near else "lint_text_unknown",
            "'{key}' translates nothing; did you mean '{near}'?"
            if near
            else "'{key}' translates nothing; take it out.",
            key=key,
            near=near,
        )


# ---- every English text ------------------------------------------------------------------------------------


def texts_of(programme: Programme) -> Iterator[Said]:
    """Every English text of a programme and of what it extends."""
    yield from _texts_of_head(programme)
    for key, work in programme.works.items():
        if work.described:
            own = work.where.file.split("/")[0] == programme.key
            yield Said((f"works.{key}", f"works.{key}.title"), work.title, work.where, own)
    for key, case in programme.cases.items():
        yield Said((f"cases.{key}", f"cases.{key}.title"), case.title, case.where, True)
    for name, fact in programme.facts.items():
        yield from _texts_of_fact(name, fact, fact.programme == programme.key)
    for key, assumption in programme.assumptions.items():
        own, where = assumption.programme == programme.key, assumption.where
        path = f"assumptions.{key}"
        yield Said((f"{path}.label",), assumption.label, where, own)
        yield Said((f"{path}.because",), assumption.because, where, own)
        yield from _options(path, assumption.options, where, own)
    kinds: tuple[tuple[str, Mapping[str, Entry]], ...] = (
        ("parameters", programme.parameters),
        ("rules", programme.rules),
        ("routes", programme.routes),
        ("conduct", programme.conduct),
    )
    for kind, entries in kinds:
        for entry in entries.values():
            yield from _texts_of_entry(f"{kind}.{entry.key}", entry, entry.programme == programme.key)


def _texts_of_head(programme: Programme) -> Iterator[Said]:
    head = Where(f"{programme.key}/programme.yaml")
    yield Said(("programme.title",), programme.title, head, True)
    yield Said(("programme.summary",), programme.summary, head, True)
    for role in programme.roles.values():
        own = role.programme == programme.key
        for key, text in (("label", role.label), ("question", role.question), ("yes", role.yes), ("no", role.no)):
            yield Said((f"programme.roles.{role.key}.{key}",), text, head, own)
    for place in programme.places.values():
        yield Said((f"programme.places.{place.key}.label",), place.label, place.where, place.programme == programme.key)
    for authority in programme.authorities.values():
        own, path = authority.programme == programme.key, f"programme.authorities.{authority.key}"
        yield Said((f"{path}.label",), authority.label, authority.where, own)
        yield Said((f"{path}.does",), authority.does, authority.where, own)
    for boundary in programme.boundaries.values():
        own = boundary.programme == programme.key
        yield Said((f"programme.boundaries.{boundary.key}.label",), boundary.label, boundary.where, own)
    for goal in programme.goals:
        yield Said((f"programme.goals.{goal.key}.label",), goal.label, head, goal.programme == programme.key)
    for number, suspension in enumerate(programme.suspensions, 1):
        yield Said((f"programme.suspensions.{number}.label",), suspension.label, suspension.where, True)
    for number, event in enumerate(programme.timeline, 1):
        yield Said((f"programme.timeline.{number}.label",), event.label, event.where, True)


def _texts_of_fact(name: str, fact: Fact, own: bool) -> Iterator[Said]:
    path = f"facts.{name}"
    texts = (("label", fact.label), ("question", fact.question), ("yes", fact.yes), ("no", fact.no))
    for key, text in (*texts, ("group", fact.group)):
        yield Said((f"{path}.{key}",), text, fact.where, own)
    yield from _options(path, fact.options, fact.where, own)
    for key, field in fact.fields.items():
        inner = f"{path}.fields.{key}"
        yield Said((f"{inner}.label",), field.label, fact.where, own)
        yield Said((f"{inner}.yes",), field.yes, fact.where, own)
        yield Said((f"{inner}.no",), field.no, fact.where, own)
        yield from _options(inner, field.options, fact.where, own)


def _options(path: str, options: Mapping[str, str], where: Where, own: bool) -> Iterator[Said]:
    for key, label in options.items():
        yield Said((f"{path}.options.{key}",), label, where, own)


def _texts_of_entry(path: str, entry: Entry, own: bool) -> Iterator[Said]:
    yield Said((f"{path}.label",), entry.label, entry.where, own)
    yield Said((f"{path}.note",), entry.note, entry.where, own)
    if isinstance(entry, (Rule, Parameter)):
        yield from _options(path, entry.options, entry.where, own)
    if isinstance(entry, Route):
        yield from _texts_of_route(path, entry, own)
    if isinstance(entry, Conduct):
        yield Said((f"{path}.ground",), entry.ground, entry.where, own)
    for number, (note, where) in enumerate(_notes(entry), 1):
        yield Said((f"{path}.notes.{number}",), note.note, where, own)
    for version in versions_of(entry):
        for part in walk(version.body) if version.body is not None else ():
            if isinstance(part, (Member, Exempt, Line, Row)):
                yield Said((f"{path}.members.{part.key}",), part.label, part.where, own)
    for consequence in consequences_of(versions_of(entry)):
        yield Said((), consequence.label, consequence.where, own)
        yield Said((), consequence.ground, consequence.where, own)


def _notes(entry: Entry) -> Iterator[tuple[Note, Where]]:
    """Remarks on practice first, then those of versions, in the order in which they are numbered."""
    for note in entry.practice.notes:
        yield note, entry.where
    for version in versions_of(entry):
        if version.note is not None:
            yield version.note, version.where


def _texts_of_route(path: str, route: Route, own: bool) -> Iterator[Said]:
    for grant in route.grants:
        inner = f"{path}.grants.{grant.key}"
        yield Said((inner, f"{inner}.label"), grant.label, route.where, own)
        yield Said((inner, f"{inner}.text"), grant.text, route.where, own)
    for duty in route.duties:
        yield Said((f"{path}.duties.{duty.key}",), duty.text, route.where, own)
    for step in route.steps:
        yield Said((f"{path}.steps.{step.key}",), step.text, route.where, own)
    for document in route.documents:
        yield Said((f"{path}.documents.{document.key}",), document.label, route.where, own)
    if route.family is not None:
        yield Said((f"{path}.family",), route.family.text, route.where, own)
