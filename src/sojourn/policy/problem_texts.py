"""Problems in the reader's language: a sentence for every code, kept in `words/problems.LANGUAGE.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from .problems import Problem

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: How `types.Type` tells itself in English, and the code of the same in other languages.
_TYPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^yes or no$"), "type_yes_no"),
    (re.compile(r"^a date$"), "type_date"),
    (re.compile(r"^a place$"), "type_place"),
    (re.compile(r"^a history$"), "type_list"),
    (re.compile(r"^(?:a plain number|plain numbers)$"), "type_plain"),
    (re.compile(r"^a number in (?P<unit>[^ ].*)$"), "type_number"),
    (re.compile(r"^one of (?P<options>.+)$"), "type_choice"),
)
#: Before the code of a mistake in a value that was given for a fact.
_FACT = "fact_"
_TYPE_SLOTS = ("given", "wanted", "left", "right")


def problem_text(problem: Problem, language: str) -> str:
    """The sentence of a problem in a language (`en`, `zh`, `vi`); in English where the language has none for it."""
    if language == "en":
        return problem.text
    known = templates(str(language))
    template = known.get(problem.code)
    if template is None and problem.code.startswith(_FACT) and problem.code.removeprefix(_FACT) in known:
        inner = Problem(problem.where, problem.code.removeprefix(_FACT), problem.slots, problem.text)
        return known["fact_problem"].format(name=dict(problem.slots)["name"], problem=problem_text(inner, language))
    if template is None:
        return problem.text
    slots = {name: _told(name, value, str(language)) for name, value in problem.slots}
    try:
        return template.format_map(slots)
    except KeyError:  # a template older than the code: English says all of it
        return problem.text


@cache
def templates(language: str) -> Mapping[str, str]:
    """The sentences of a language by code; none where there is no such language."""
    path = Path(__file__).with_name("words") / f"problems.{language}.yaml"
    if not re.fullmatch(r"[a-z]{2,3}", language) or not path.is_file():
        return {}
    read: Mapping[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - texts only
    return read


def _told(name: str, value: str, language: str) -> str:
    """A slot's value; a type is told in the language."""
    if name in _TYPE_SLOTS:
        for pattern, code in _TYPES:
            match = pattern.match(value)
            if match is not None:
                return templates(language)[code].format_map(match.groupdict())
    return value
