"""What is wrong with an answer, for a person: by what the question is called, never by the name a file gives it."""

from __future__ import annotations

import re
from fractions import Fraction

from sojourn.policy import DATE, Problem, Programme, Teller, Type

from .askable import entry_types, type_of
from .saying import say
from .written import written

#: How policy names a field of an entry: `applicant.years[2].salary`.
_IN_ENTRY = re.compile(r"^(?P<history>[^\[]+)\[(?P<number>\d+)\]\.(?P<field>.+)$")

#: Which sentence tells which problem; any other problem is told as an answer that cannot be understood.
_CODES = {
    "fact_not_a_number": "figure",
    "fact_unknown_unit": "figure",
    "fact_wrong_unit": "figure",
    "fact_not_whole": "whole",
    "fact_not_a_date": "date",
    "no_such_year": "year",
    "fact_not_yes_no": "choice",
    "fact_unknown_option": "choice",
    "fact_unknown_option_near": "choice",
    "fact_unknown_place": "choice",
    "fact_unknown_place_near": "choice",
}


class Mistakes:
    """Tells the mistakes of a programme's answers in the teller's language."""

    def __init__(self, programme: Programme, teller: Teller) -> None:
        self.programme = programme
        self.teller = teller
        self.language = teller.language

    def told(self, problem: Problem) -> str:
        """A mistake in one answer, in a sentence."""
        slots = dict(problem.slots)
        name = slots.get("name", "")
        label = self._label(name)
        match problem.code:
            case "out_of_range":
                return self._out_of_range(name, label, slots)
            case "year_missing":
                return say(self.language, "errors.answer.year_missing", label=label, number=slots["number"])
            case "period_reversed":
                ends = {end: written(self.teller, DATE, slots[end]) for end in ("start", "to")}
                return say(self.language, "errors.answer.period_reversed", label=label, number=slots["number"], **ends)
            case "order_days" | "order_numbers":
                return self._order(problem.code, name, slots)
            case "year_twice":
                return say(self.language, "errors.answer.year_twice", label=label, year=slots["year"])
        given = slots.get("text", slots.get("given", ""))
        return say(self.language, f"errors.answer.{_CODES.get(problem.code, 'other')}", label=label, given=given)

    def _order(self, code: str, name: str, slots: dict[str, str]) -> str:
        """Two answers that cannot both be, each with its value."""
        told = {
            end: written(self.teller, type_of(self.programme, fact) or DATE, slots[end], fact)
            for end, fact in (("given", name), ("other_given", slots["other"]))
        }
        other = self.teller.label(slots["other"])
        return say(self.language, f"errors.answer.{code}", label=self.teller.label(name), other=other, **told)

    def _label(self, name: str) -> str:
        entry = _IN_ENTRY.match(name)
        if entry is None:
            return self.teller.label(name)
        field = self.teller.field_label(entry["history"], entry["field"])
        return say(self.language, "errors.answer.in_entry", label=field, number=entry["number"])

    def _out_of_range(self, name: str, label: str, slots: dict[str, str]) -> str:
        type, low, high, of = self._bounds(name)
        ends = {
            end: self.teller.exact(bound, type, of=of) if type is not None and bound is not None else slots[end]
            for end, bound in (("low", low), ("high", high))
        }
        return say(self.language, "errors.answer.out_of_range", label=label, given=slots["given"], **ends)

    def _bounds(self, name: str) -> tuple[Type | None, int | Fraction | None, int | Fraction | None, str]:
        """The type and bounds of a fact or of a field of an entry, and what it is a value of."""
        entry = _IN_ENTRY.match(name)
        fact = self.programme.facts.get(entry["history"] if entry else name)
        if fact is None:
            return None, None, None, ""
        if entry is None:
            return fact.type, fact.low, fact.high, name
        field = fact.fields.get(entry["field"])
        bounds = (field.low, field.high) if field is not None else (None, None)
        return entry_types(fact).get(entry["field"]), *bounds, entry["field"]
