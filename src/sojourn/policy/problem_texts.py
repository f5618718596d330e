"""Problems in the reader's language: a sentence for every code, kept in `words/problems.LANGUAGE.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

import yaml

from .problems import Problem
from .types import unit_named
from .words import Language, say
from .words.measures import measure

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
#: Mistakes in a number, with the slots that hold a unit as programmes write it (others hold one within a type).
_IN_UNITS: dict[str, tuple[str, ...]] = {
    "out_of_range": ("unit",),
    "wrong_unit": ("given", "wanted"),
    "not_a_number": (),
    "not_whole": (),
}
_TYPE_SLOTS = ("given", "wanted", "left", "right")


def problem_text(problem: Problem, language: str) -> str:
    """The sentence of a problem in a language (`en`, `zh`, `vi`); in English where the language has none for it."""
    if language == "en" and not _of_a_number(problem.code):
        return problem.text
    return _sentence(problem, language)


def _sentence(problem: Problem, language: str) -> str:
    known = templates(str(language))
    template = known.get(problem.code)
    if template is None and problem.code.startswith(_FACT) and problem.code.removeprefix(_FACT) in known:
        inner = Problem(problem.where, problem.code.removeprefix(_FACT), problem.slots, problem.text)
        return known["fact_problem"].format(name=dict(problem.slots)["name"], problem=_sentence(inner, language))
    if template is None:
        return problem.text
    slots = {name: _told(name, value, str(language)) for name, value in problem.slots}
    for name in _IN_UNITS.get(problem.code, ()):
        slots[name] = _unit(slots[name], str(language))
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


def _of_a_number(code: str) -> bool:
    """Whether it is a mistake in a number that was given for a fact: its unit is told in words in English too."""
    return code == "out_of_range" or (code.startswith(_FACT) and code.removeprefix(_FACT) in _IN_UNITS)


def _unit(text: str, language: str) -> str:
    """A unit in words; what is no unit (an option, `plain numbers`) as it is."""
    if text == "" or unit_named(text) is None:
        return text
    return measure(text, partial(say, Language(language)))


def _told(name: str, value: str, language: str) -> str:
    """A slot's value; a type is told in the language."""
    if name in _TYPE_SLOTS:
        for pattern, code in _TYPES:
            match = pattern.match(value)
            if match is not None:
                named = {part: _unit(text, language) for part, text in match.groupdict().items()}
                return templates(language)[code].format_map(named)
    return value
