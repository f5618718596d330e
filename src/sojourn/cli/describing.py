"""What a fact takes, in words: the kind of value, its unit, what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sojourn.policy import DATE, WHOLE, YES_NO, Fact, Field, HowMany, Kind, Law, Programme, Teller, Type, place_answers

from .session import Session


@dataclass(frozen=True, slots=True)
class Takes:
    """What may be given for something: its type, the bounds, and the options or places by key with their labels."""

    type: Type
    low: int | Fraction | None = None
    high: int | Fraction | None = None
    choices: tuple[tuple[str, str], ...] = ()


class Describer:
    """Says what the facts of a programme take, in the language of a call."""

    def __init__(self, session: Session, programme: Programme, teller: Teller, at: date | None = None) -> None:
        """`at` leaves out the places that did not lie where they are asked for on that day."""
        self.session = session
        self.at = at
        self.programme = programme
        self.teller = teller

    # ---- what is taken -------------------------------------------------------------------------------------------

    def fact(self, name: str) -> Takes:
        """What a fact, the presence of an optional role or a day whose law applies takes."""
        fact = self.programme.facts.get(name)
        if fact is None:
            return self._of(YES_NO if name in self.programme.roles else DATE, name)
        return self._of(fact.type, name, fact)

    def field(self, history: Fact, name: str) -> Takes:
        """What a field of a history takes, its year or its first and last day included."""
        field = history.fields.get(name)
        if field is None:
            return Takes(WHOLE if name == "year" else DATE)
        return self._of(field.type, f"{history.name}.{name}", field)

    def _of(self, type: Type, owner: str, fact: Fact | Field | None = None) -> Takes:
        match type.kind:
            case Kind.YES_NO:
                choices = tuple((word, self.session.say(f"value.{word}")) for word in ("yes", "no"))
            case Kind.CHOICE:
                choices = tuple((option, self.teller.option(owner, option)) for option in type.options)
            case Kind.PLACE:
                inside = place_answers(self.programme, fact.within if fact is not None else "", self.at)
                choices = tuple((place, self.teller.label(place)) for place in inside)
            case _:
                choices = ()
        low, high = (fact.low, fact.high) if fact is not None else (None, None)
        return Takes(type, low, high, choices)

    # ---- in words ------------------------------------------------------------------------------------------------

    def kind(self, takes: Takes, name: str = "") -> str:
        """The kind of value, with its unit and bounds."""
        type = takes.type
        if type.kind is not Kind.NUMBER:
            return self.session.say(f"kind.{type.kind.value}")
        whole = "whole" if type.whole and not type.unit.is_money else "number"
        if bounds := self._bounds(takes, name):
            return self.session.say("kind.with_bounds", kind=self.session.say(f"kind.{whole}"), bounds=bounds)
        unit = self.teller.unit(type.unit, of=name)
        return self.session.say(f"kind.{whole}_in", unit=unit) if unit else self.session.say(f"kind.{whole}")

    def _bounds(self, takes: Takes, name: str) -> str:
        low, high = takes.low, takes.high
        if low is None and high is None:
            return ""
        told = [self.teller.exact(end, takes.type, of=name) for end in (low, high) if end is not None]
        if low is not None and high is not None:
            return self.session.say("kind.from_to", low=told[0], high=told[1])
        return self.session.say("kind.at_least" if low is not None else "kind.at_most", value=told[0])


def entry_fields(fact: Fact) -> tuple[str, ...]:
    """What each entry of a history holds: its year, or its first and last day, and then its fields."""
    return (*(("year",) if fact.by_year else ("from", "to")), *fact.fields)


def names_of(programme: Programme) -> Iterator[str]:
    """The names of everything that can be known of a case: optional roles, facts, the days whose law applies."""
    yield from (role.key for role in programme.roles.values() if role.how_many is HowMany.OPTIONAL)
    yield from programme.facts
    yield from Law
