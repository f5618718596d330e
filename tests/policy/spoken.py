"""What a told structure says to a reader: every text in it, without the keys and citations that are not sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from sojourn.policy import Programme, ToldSource

#: Fields that hold names for programs, not words for people.
_NOT_WORDS = {"key", "kind", "about", "sources", "programme", "role"}
_LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*){3,}")
_RAW_KEY = re.compile(r"\b[a-z]+_[a-z_]+\b|\b(?:applicant|employer|agency|authority|stay|host|team)\.[a-z]")


def texts(told: object) -> Iterator[str]:
    """Every text in something told that people read; what should be a text and is not fails the test."""
    if isinstance(told, str):
        if told and not isinstance(told, Enum):
            yield told
    elif isinstance(told, ToldSource):
        yield told.confidence
        yield told.kind
    elif is_dataclass(told) and not isinstance(told, type):
        assert isinstance(getattr(told, "text", ""), str)
        for field in fields(told):
            if field.name not in _NOT_WORDS:
                yield from texts(getattr(told, field.name))
    elif isinstance(told, (tuple, list)):
        for item in told:
            yield from texts(item)
    elif isinstance(told, Mapping):
        yield from texts(list(told.values()))


def latin_runs(said: str) -> list[str]:
    """Four Latin words in a row or more: an English sentence, where the language is not written so."""
    return _LATIN_RUN.findall(said)


def raw_keys(said: str) -> list[str]:
    """Names of facts and entries as the files write them."""
    return _RAW_KEY.findall(said)


def english_of(programme: Programme) -> set[str]:
    """The English sentences of a programme, of four words or more."""
    written: set[str] = set()
    for fact in programme.facts.values():
        written |= {fact.label, fact.question, fact.yes, fact.no, fact.note, *fact.options.values()}
        for field in fact.fields.values():
            written |= {field.label, field.yes, field.no, *field.options.values()}
    for kind in (programme.rules, programme.routes, programme.conduct, programme.parameters):
        for entry in kind.values():
            written |= {entry.label, entry.note, *(note.note for note in entry.practice.notes)}
    for route in programme.routes.values():
        written |= {part.text for part in (*route.grants, *route.duties, *route.steps)}
        written |= set() if route.family is None else {route.family.text}
        written |= {document.label for document in route.documents}
    for one in (*programme.assumptions.values(), *programme.boundaries.values(), *programme.places.values()):
        written.add(one.label)
    written |= {assumption.because for assumption in programme.assumptions.values()}
    return {text for text in written if len(text.split()) >= 4}
