"""The policy language: read a programme, check a case against it, ask for what is missing, and tell it in words.

A name is imported when it is first asked for, so that a command which needs little starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answer import (
        Answer,
        Blamed,
        Consequences,
        Difference,
        Exact,
        Finding,
        Granted,
        Liability,
        Outcome,
        Papers,
        PenaltyResult,
        PracticeBeside,
        Reason,
        ReasonKind,
        Standing,
        Value,
    )
    from .checking.brief import Brief, brief, granted
    from .checking.case import Case, read_case
    from .checking.check import check
    from .checking.composing import consequences
    from .checking.interview import CONSEQUENCES, Interview
    from .checking.places import place_answers, places_within
    from .linting.lint import lint as lint_programme
    from .model import (
        Assumption,
        Attested,
        Boundary,
        Conduct,
        Day,
        Entry,
        Fact,
        Field,
        Goal,
        HowMany,
        Law,
        Layer,
        Parameter,
        Penalty,
        Programme,
        Role,
        Route,
        Rule,
        Source,
        WorkedCase,
    )
    from .problem_texts import problem_text
    from .problems import CaseError, Problem, Problems, ProgrammeError, nearest
    from .reading.cache import cache_folder
    from .reading.changed import edition_of_changed, load_changed
    from .reading.document import RawMapping, RawNode, RawScalar, RawSequence, read_document
    from .reading.edition import edition_of
    from .reading.folders import available, scenarios
    from .reading.forms import Anything, Either, Key, Lexeme, Many, Named, Shape, Word
    from .reading.forms import check as check_form
    from .reading.loading import load
    from .telling.jsonform import answer_json, consequences_json
    from .telling.jsonprogramme import facts_json, programme_json
    from .telling.shapes import (
        Told,
        ToldAnswer,
        ToldBeside,
        ToldChange,
        ToldConsequences,
        ToldEntry,
        ToldFinding,
        ToldGrant,
        ToldLiability,
        ToldPractice,
        ToldProgramme,
        ToldRow,
        ToldSource,
        ToldTable,
        ToldVersion,
    )
    from .telling.teller import Teller
    from .tree import Where
    from .typed import typed_day, typed_number, typed_text
    from .types import DATE, WHOLE, YES_NO, Kind, Type, Unit
    from .values import add_months
    from .words import Catalogue, Language
    from .working.cases import Mismatch, run_cases
    from .working.changes import Change, days_of_change
    from .working.coverage import Catalogued, Covered, cover, unaccounted

__all__ = [
    "CONSEQUENCES",
    "DATE",
    "WHOLE",
    "YES_NO",
    "Answer",
    "Anything",
    "Assumption",
    "Attested",
    "Blamed",
    "Boundary",
    "Brief",
    "Case",
    "CaseError",
    "Catalogue",
    "Catalogued",
    "Change",
    "Conduct",
    "Consequences",
    "Covered",
    "Day",
    "Difference",
    "Either",
    "Entry",
    "Exact",
    "Fact",
    "Field",
    "Finding",
    "Goal",
    "Granted",
    "HowMany",
    "Interview",
    "Key",
    "Kind",
    "Language",
    "Law",
    "Layer",
    "Lexeme",
    "Liability",
    "Many",
    "Mismatch",
    "Named",
    "Outcome",
    "Papers",
    "Parameter",
    "Penalty",
    "PenaltyResult",
    "PracticeBeside",
    "Problem",
    "Problems",
    "Programme",
    "ProgrammeError",
    "RawMapping",
    "RawNode",
    "RawScalar",
    "RawSequence",
    "Reason",
    "ReasonKind",
    "Role",
    "Route",
    "Rule",
    "Shape",
    "Source",
    "Standing",
    "Teller",
    "Told",
    "ToldAnswer",
    "ToldBeside",
    "ToldChange",
    "ToldConsequences",
    "ToldEntry",
    "ToldFinding",
    "ToldGrant",
    "ToldLiability",
    "ToldPractice",
    "ToldProgramme",
    "ToldRow",
    "ToldSource",
    "ToldTable",
    "ToldVersion",
    "Type",
    "Unit",
    "Value",
    "Where",
    "Word",
    "WorkedCase",
    "add_months",
    "answer_json",
    "available",
    "brief",
    "cache_folder",
    "check",
    "check_form",
    "consequences",
    "consequences_json",
    "cover",
    "days_of_change",
    "edition_of",
    "edition_of_changed",
    "facts_json",
    "granted",
    "lint_programme",
    "load",
    "load_changed",
    "nearest",
    "place_answers",
    "places_within",
    "problem_text",
    "programme_json",
    "read_case",
    "read_document",
    "run_cases",
    "scenarios",
    "typed_day",
    "typed_number",
    "typed_text",
    "unaccounted",
]

#: The names of each module that others may use.
_MODULES = {
    "answer": (
        "Answer Blamed Consequences Difference Exact Finding Granted Liability Outcome Papers PenaltyResult "
        "PracticeBeside Reason ReasonKind Standing Value"
    ),
    "checking.brief": "Brief brief granted",
    "checking.case": "Case read_case",
    "checking.check": "check",
    "checking.composing": "consequences",
    "working.changes": "Change days_of_change",
    "working.coverage": "Catalogued Covered cover unaccounted",
    "reading.changed": "edition_of_changed load_changed",
    "reading.cache": "cache_folder",
    "reading.document": "RawMapping RawNode RawScalar RawSequence read_document",
    "reading.edition": "edition_of",
    "reading.folders": "available scenarios",
    "checking.interview": "CONSEQUENCES Interview",
    "telling.jsonform": "answer_json consequences_json",
    "telling.jsonprogramme": "facts_json programme_json",
    "reading.forms": "Anything Either Key Lexeme Many Named Shape Word",
    "reading.loading": "load",
    "model": (
        "Assumption Attested Boundary Conduct Day Entry Fact Field Goal HowMany Law Layer Parameter Penalty "
        "Programme Role Route Rule Source WorkedCase"
    ),
    "checking.places": "place_answers places_within",
    "problem_texts": "problem_text",
    "problems": "CaseError Problem Problems ProgrammeError nearest",
    "telling.teller": "Teller",
    "telling.shapes": (
        "Told ToldAnswer ToldBeside ToldChange ToldConsequences ToldEntry ToldFinding ToldGrant "
        "ToldLiability ToldPractice ToldProgramme ToldRow ToldSource ToldTable ToldVersion"
    ),
    "tree": "Where",
    "typed": "typed_day typed_number typed_text",
    "types": "DATE WHOLE YES_NO Kind Type Unit",
    "values": "add_months",
    "words": "Catalogue Language",
    "working.cases": "Mismatch run_cases",
}
_HOMES = {name: (module, name) for module, names in _MODULES.items() for name in names.split()}
# `lint` alone is the name of the module.
_HOMES["lint_programme"] = ("linting.lint", "lint")
# `check` is that of a case.
_HOMES["check_form"] = ("reading.forms", "check")


if not TYPE_CHECKING:  # with it, a type checker would believe in any name

    def __getattr__(name: str) -> object:
        """The public name, from the module it lives in."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, known_as = _HOMES[name]
        value = getattr(import_module(f".{module}", __name__), known_as)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
