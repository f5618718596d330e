"""The site's own sentences: the same in three languages, each used, none of them English on a Chinese page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sojourn.web
from sojourn.policy import Language
from sojourn.web.saying import catalogue, say, slots_of

WEB = Path(sojourn.web.__file__).parent
SAID_IN_TEMPLATES = re.compile(r"\{%\s*say\s+['\"]([\w.]+)['\"]")
SAID_IN_PYTHON = re.compile(r"say(?:_in)?\([^,()]+(?:\.language)?,\s*\"([\w.]+)\"")

#: Codes that are put together from parts: where the parts come from.
MADE = {
    "parts.": "frame.PARTS",
    "ask.yes": "yes",
    "ask.no": "no",
    "ask.day": "day",
    "ask.month": "month",
    "ask.year": "year",
    "ask.complete_": "yes, no",
    "ask.said_": "complete or not",
    "ask.progress": "one or several left",
    "errors.nothing.": "kinds of a fact",
    "errors.answer.": "problems of a case",
    "desk.field.": "fields of a record",
    "desk.charged_by.": "kinds of who charges",
    "desk.word.": "words of the register",
    "desk.role.": "roles",
    "desk.kind.": "kinds of records",
    "desk.step.": "steps of a case",
    "desk.way.": "pages of a role",
    "desk.verdict.": "verdicts on a permit's code",
    "desk.home.": "headings and empty lists of work lists, and numbers",
    "desk.case.": "headings and empty lists of a case",
    "desk.outlook.": "lines of an outlook",
    "desk.steps.": "fields of a step",
    "desk.lead.": "what a step leads to",
    "desk.file.": "questions of a filing",
    "desk.figures.": "tables of statistics and their columns",
    "desk.due.": "days left or overdue",
    "desk.ask.": "questions of a deed",
    "desk.deed.": "deeds",
    "desk.missing.": "answers that are missing",
    "desk.bounds.": "penalties and their measures",
    "desk.note.": "what a breach is noted from, and by whom",
    "desk.inspect.": "whether it was announced, and empty lists",
    "desk.complain.": "whom a complaint is about",
    "desk.inland.": "where somebody was met",
    "desk.bodies.": "headings and empty lists of a firm or an agency",
    "desk.value.": "whether a qualification is held",
    "desk.batch.line.": "lines of what is signed",
    "desk.batch.sign.": "authorities",
    "desk.batch.signs.": "authorities",
    "desk.spent.": "lines of what renewing has cost",
    "desk.cross.": "fields of a crossing",
    "desk.gap.answer.": "a field",
    "desk.standstill.": "fields, acts and kinds of a standstill",
    "desk.settled.": "how something is settled",
    "desk.go_on.day.": "a field",
    "desk.night.": "acts of the night",
    "desk.password.": "fields of a password",
    "desk.operation.": "columns, fields and acts of the operators' pages",
    "desk.office.": "kinds of offices",
    "lab.error.": "fields of an experiment and what is wrong with them",
    "lab.state.": "how an experiment stands",
    "lab.table.": "tables that can be taken out",
    "wrong.": "what cannot be served",
}


def codes_used() -> set[str]:
    """Every code that a template or a module says as it stands."""
    found: set[str] = set()
    for path in WEB.rglob("*.html"):
        found.update(SAID_IN_TEMPLATES.findall(path.read_text(encoding="utf-8")))
    for path in WEB.rglob("*.py"):
        found.update(SAID_IN_PYTHON.findall(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_every_language_has_the_same_sentences_with_the_same_slots(language: Language) -> None:
    """Given the English sentences, when another language is read, then codes and slots are the same."""
    english, other = catalogue(Language.EN), catalogue(language)
    assert other.keys() == english.keys()
    assert {code: slots_of(sentence) for code, sentence in other.items()} == {
        code: slots_of(sentence) for code, sentence in english.items()
    }


def test_every_sentence_said_is_there_and_every_one_there_is_said() -> None:
    """Given templates and modules, when their codes are collected, then they are those of the catalogue."""
    known, used = set(catalogue(Language.EN)), codes_used()
    assert used <= known
    unsaid = {code for code in known - used if not any(code.startswith(made) for made in MADE)}
    assert not unsaid


@pytest.mark.parametrize("language", [Language.ZH, Language.VI])
def test_no_sentence_is_left_in_english(language: Language) -> None:
    """Given a translation, when it is read, then no sentence is the English one."""
    english = catalogue(Language.EN)
    same = {code for code, sentence in catalogue(language).items() if sentence == english[code]}
    assert same <= {
        "site.name",
        "source.meaning",
        "ask.pair",
        "ask.order_of_date",
        "compare.period",
        "desk.value.moment",
        "desk.file.site_choice",
    }


@pytest.mark.parametrize("language", Language)
def test_every_sentence_can_be_said(language: Language) -> None:
    """Given any sentence, when it is said with its slots, then they stand in it, escaped."""
    for code, sentence in catalogue(language).items():
        slots = {name: 7 if name in ("count", "number") else "<b>" for name in slots_of(sentence)}
        said = say(language, code, **{"count": 7, **slots})
        assert "{" not in said, code
        assert "<b>" not in said, code


def test_one_and_many_are_told_apart() -> None:
    """Given a sentence that counts, when there is one or several, then English says it differently."""
    assert say(Language.EN, "compare.differing", count=1) == "One thing differs"
    assert say(Language.EN, "compare.differing", count=3) == "3 things differ"
    assert "3" in say(Language.ZH, "compare.differing", count=3)
