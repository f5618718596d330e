"""Tell: a programme, its rules and an answer in plain words, in English, Chinese and Vietnamese.

    teller = Teller(load("guangxi"), Language.VI)
    teller.answer(check(programme, case, "worker_permit")).headline

Everything is told from whole-sentence templates (see `words`) and the programme's own texts. What is told is a
structure of frozen values (see `telling_shapes`) without markup; `plain` gives it as text.
"""

from __future__ import annotations

import datetime
from functools import cached_property

from ..answer import Answer, Consequences, Exact, Outcome, Value
from ..model import Day, Programme, Ranged
from ..tree import Node
from ..types import Type, Unit
from ..words import Language
from .answers import Answers
from .conditions import Conditions
from .names import Names
from .phrases import is_age_key
from .shapes import Told, ToldAnswer, ToldConsequences, ToldEntry, ToldProgramme, ToldSource
from .standing import is_reviewed
from .values import Values

__all__ = ["Language", "Teller"]


class Teller:
    """Tells one programme in one language. Making one is cheap; keep it while you tell several things."""

    def __init__(self, programme: Programme, language: Language) -> None:
        self._programme = programme
        self.language = language
        self._names = Names(programme, language)
        self._values = Values(self._names)

    # ---- names ---------------------------------------------------------------------------------------------

    @property
    def programme_told(self) -> Programme:
        """The programme that is told."""
        return self._programme

    @property
    def title(self) -> str:
        """The programme's title."""
        return self._names.title

    @property
    def summary(self) -> str:
        """The programme's summary."""
        return self._names.summary

    @property
    def reviewed(self) -> bool:
        """Whether a lawyer has read the texts in this language (always, in the language they were written in)."""
        return is_reviewed(self._programme, self.language)

    def say(self, code: str, /, *, form: str = "many", **slots: object) -> str:
        """A sentence of the catalogue in this language (see `words.say`)."""
        return self._names.say(code, form=form, **slots)

    def text(self, path: str | tuple[str, ...], english: str) -> str:
        """A text of the programme by its path (``("rules", key, "label")``) or by its English wording."""
        return self._names.text(path, english)

    def label(self, key: str) -> str:
        """What a fact, entry, place, authority, role, assumption, boundary, goal or source is called.

        Raises KeyError for an unknown key.
        """
        return self._names.label(key)

    def question(self, fact: str) -> str:
        """The question that asks for a fact or an optional role."""
        return self._names.question(fact)

    def statement(self, fact: str, holds: bool) -> str:
        """What a yes/no fact says when it holds or does not; '' where the programme has no sentence."""
        return self._names.statement(fact, holds)

    def note(self, key: str) -> str:
        """The remark of a fact or entry, or ''."""
        programme = self._programme
        kinds = ("facts", programme.facts), ("rules", programme.rules), ("routes", programme.routes)
        for kind, found in (*kinds, ("conduct", programme.conduct), ("parameters", programme.parameters)):
            if key in found:
                return self._names.text(f"{kind}.{key}.note", found[key].note)
        return ""

    def group(self, fact: str) -> str:
        """The group of questions a fact belongs to, or ''."""
        return self._names.group(fact)

    def field_label(self, history: str, field: str) -> str:
        """What a field of a history is called (``year``, ``from`` and ``to`` included)."""
        return self._names.field_label(history, field)

    def field_statement(self, history: str, field: str, holds: bool) -> str:
        """What a yes/no field of a history says when it holds or does not; '' where there is no sentence."""
        return self._names.field_statement(history, field, holds)

    def option(self, owner: str, option: str) -> str:
        """What an option of a fact, field (``applicant.years.place``), rule or assumption is called."""
        return self._names.option(owner, option)

    def source(self, key: str) -> ToldSource:
        """A source in words."""
        return self._names.source(key)

    # ---- values --------------------------------------------------------------------------------------------

    def value(self, value: Value | None, *, of: str = "") -> str:
        """What a value is or can still be.

        `of` is the key of what it is a value of, for units that depend on it (ages).
        """
        return self._values.value(value, age=is_age_key(of))

    def exact(self, value: Exact | None, type: Type, *, of: str = "") -> str:
        """One value of a type, in stored units."""
        return self._values.exact(value, type, age=is_age_key(of))

    def ranged(self, ranged: Ranged, type: Type) -> str:
        """A value of a parameter."""
        return self._values.ranged(ranged, type)

    def date(self, day: datetime.date) -> str:
        """A day in words."""
        return self._values.date(day)

    def day(self, day: Day) -> str:
        """A day that may not be known, in words."""
        return self._values.day(day)

    def unit(self, unit: Unit, *, of: str = "") -> str:
        """A unit as it stands beside a number that somebody types (``months``); '' for a plain number."""
        return self._values.unit(unit, age=is_age_key(of))

    # ---- conditions ----------------------------------------------------------------------------------------

    def condition(self, node: Node, at: datetime.date | None = None) -> str:
        """A condition in words on one line."""
        conditions = self._conditions(at)
        return conditions.line(conditions.told(node))

    def told(self, node: Node, at: datetime.date | None = None) -> Told:
        """A condition or body in words, nested parts as a structure.

        With a day, parameters are told with the figure they have on it.
        """
        return self._conditions(at).told(node)

    def line(self, told: Told) -> str:
        """Something told, on one line."""
        return self._conditions(None).line(told)

    def _conditions(self, at: datetime.date | None) -> Conditions:
        return Conditions(self._names, self._values, at)

    # ---- answers -------------------------------------------------------------------------------------------

    def outcome(self, outcome: Outcome, about: str, value: Value | None = None) -> str:
        """What came out, in a sentence."""
        return self._answers.headline(outcome, about, value)

    def answer(self, answer: Answer) -> ToldAnswer:
        """An answer in words."""
        return self._answers.told(answer)

    def consequences(self, consequences: Consequences) -> ToldConsequences:
        """What everything a case contains may lead to, in words."""
        return self._answers.consequences(consequences)

    # ---- a whole programme ---------------------------------------------------------------------------------

    def programme(self, at: datetime.date, place: str = "", *, inherited: bool = False) -> ToldProgramme:
        """The programme in words, for a day and perhaps a place; unless `inherited`, only what it adds to its bases."""
        # Imported here: an answer is told without what a whole programme needs, and commands should start quickly.
        from .entries import Looked
        from .programme import ProgrammeTelling

        return ProgrammeTelling(self._names, self._values, Looked(at, place), inherited=inherited).told()

    def entry(self, key: str, at: datetime.date, place: str = "") -> ToldEntry:
        """One rule, route, conduct or parameter in words; KeyError where there is none of that name."""
        from .entries import Entries, Looked

        entry = self._programme.entry(key)
        if entry is None:
            raise KeyError(f"the programme {self._programme.key} has no '{key}'")
        return Entries(self._names, self._values).told(entry, Looked(at, place))

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._names, self._values)
