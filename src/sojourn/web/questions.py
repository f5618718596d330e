"""Questions as a page shows them: what is asked, the box or choice to answer in, what is allowed, what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sojourn.policy import Fact, Field, Kind, Language, Programme, Teller, Type, place_answers

from .askable import entry_types, type_of
from .dates import date_parts
from .given import UNKNOWN, Given
from .saying import say

#: A choice of more than this many is a list to choose from and not a row of buttons.
MOST_BUTTONS = 9


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers offered."""

    value: str
    label: str
    chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Part:
    """The day, month or year of a date."""

    name: str
    id: str
    label: str
    text: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Box:
    """Where one answer goes: a `pick` of options, a `list` to choose from, a `figure`, or a `day` in three parts.

    `first` is the id of the first control, which errors lead to.
    """

    kind: str
    name: str
    id: str
    label: str
    text: str = ""
    unit: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    whole: bool = False

    @property
    def first(self) -> str:
        """The id of the first control."""
        return self.options[0].id if self.kind == "pick" else self.parts[0].id if self.kind == "day" else self.id

    @property
    def hint_id(self) -> str:
        """The id of the hint, or ''."""
        return f"{self.id}-hint" if self.hint else ""


@dataclass(frozen=True, slots=True)
class EntryBoxes:
    """The boxes of one entry of a history."""

    number: int
    position: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its box, or with the entries of a history and whether they are all there are."""

    name: str
    id: str
    text: str
    label: str
    note: str
    box: Box | None
    entries: tuple[EntryBoxes, ...] = ()
    complete: Box | None = None
    more: bool = False
    known: bool = True
    errors: tuple[str, ...] = ()
    by_year: bool = False

    @property
    def first(self) -> str:
        """The id of the first control, which errors lead to."""
        if self.box is not None:
            return self.box.first
        if self.entries:
            return self.entries[0].boxes[0].first
        return self.complete.first if self.complete is not None else self.id

    @property
    def error_id(self) -> str:
        """The id of the error message, or ''."""
        return f"{self.id}-error" if self.errors else ""


class Questions:
    """Makes the questions of a programme in the teller's language, with what was given so far filled in."""

    def __init__(self, programme: Programme, teller: Teller, given: Given) -> None:
        self.programme = programme
        self.teller = teller
        self.language = teller.language
        self.given = given

    def question(self, name: str, *, errors: Sequence[str] = (), blank: int = 1) -> Question:
        """One question; for a history, `blank` empty entries are added to those given."""
        type = type_of(self.programme, name)
        if type is None:
            raise KeyError(name)
        fact = self.programme.facts.get(name)
        text = self.given.text(name)
        question = Question(
            name=name,
            id=_id(name),
            text=self.teller.question(name),
            label=self.teller.label(name),
            note=self.teller.note(name),
            box=None,
            known=text != UNKNOWN,
            errors=tuple(errors),
        )
        if fact is not None and type.kind is Kind.LIST:
            return self._history(question, fact, blank)
        return replace(question, box=self._fact_box(name, type, fact, text))

    # ---- one answer ----------------------------------------------------------------------------------------

    def _fact_box(self, name: str, type: Type, fact: Fact | None, text: str) -> Box:
        low, high = (fact.low, fact.high) if fact is not None else (None, None)
        within = fact.within if fact is not None else ""
        options = [(option, self.teller.option(name, option)) for option in type.options]
        if type.kind is Kind.YES_NO:
            options = self._yes_and_no()
        return self._box(f"a.{name}", type, text, options, self.teller.label(name), low, high, within)

    def _yes_and_no(self) -> list[tuple[str, str]]:
        return [(answer, say(self.language, f"ask.{answer}")) for answer in ("yes", "no")]

    def _box(
        self,
        name: str,
        type: Type,
        text: str,
        options: Iterable[tuple[str, str]],
        label: str,
        low: int | Fraction | None,
        high: int | Fraction | None,
        within: str,
    ) -> Box:
        id, of = _id(name), name.partition(".")[2]
        if type.kind is Kind.PLACE:
            options = [
                (place, self.teller.label(place)) for place in place_answers(self.programme, within, self.given.day)
            ]
        if type.kind is Kind.DATE:
            return Box(
                "day", name, id, label, hint=say(self.language, "ask.day_example"), parts=self._parts(name, text)
            )
        if type.kind is Kind.NUMBER:
            return Box(
                "figure",
                name,
                id,
                label,
                text="" if text == UNKNOWN else self._figure(text),
                unit=self.teller.unit(type.unit, of=of),
                hint=self._range(type, low, high, of),
                whole=type.whole,
            )
        offered = tuple(
            Option(value, shown, value == text, f"{id}-{number}") for number, (value, shown) in enumerate(options)
        )
        wider = any(option.value not in self.programme.places for option in offered)
        hint = say(self.language, "ask.wider_place") if type.kind is Kind.PLACE and wider else ""
        kind = "pick" if len(offered) <= MOST_BUTTONS else "list"
        return Box(kind, name, id, label, text=text, hint=hint, options=offered)

    def _parts(self, name: str, text: str) -> tuple[Part, ...]:
        year, month, day = date_parts("" if text == UNKNOWN else text)
        texts = {"year": year, "month": month, "day": day}
        order = say(self.language, "ask.order_of_date").split()
        return tuple(
            Part(
                f"{name}:{part}", f"{_id(name)}-{part}", say(self.language, f"ask.{part}"), texts[part], part == "year"
            )
            for part in order
        )

    def _figure(self, text: str) -> str:
        """A figure as it is typed in the language: read again, it is the same."""
        return text.replace(".", ",") if self.language is Language.VI and text.count(".") == 1 else text

    def _range(self, type: Type, low: int | Fraction | None, high: int | Fraction | None, of: str) -> str:
        if low is None or high is None:
            return ""
        told = (self.teller.exact(end, type, of=of) for end in (low, high))
        return say(self.language, "ask.range", **dict(zip(("low", "high"), told, strict=True)))

    # ---- histories -----------------------------------------------------------------------------------------

    def _history(self, question: Question, fact: Fact, blank: int) -> Question:
        history = self.given.history(fact.name)
        entries = [*history.entries, *({} for _ in range(blank))][: fact.at_most or None]
        return replace(
            question,
            entries=tuple(
                EntryBoxes(number, number + 1, self._entry(fact, number, entry)) for number, entry in enumerate(entries)
            ),
            complete=self._complete(fact.name, history.complete),
            more=not fact.at_most or len(entries) < fact.at_most,
            by_year=fact.by_year,
        )

    def _complete(self, name: str, text: str) -> Box:
        key = f"h.{name}.complete"
        options = tuple(
            Option(value, say(self.language, f"ask.complete_{value}"), value == text, f"{_id(key)}-{value}")
            for value in ("yes", "no")
        )
        return Box("pick", key, _id(key), say(self.language, "ask.complete"), options=options)

    def _entry(self, fact: Fact, number: int, entry: Mapping[str, str]) -> tuple[Box, ...]:
        boxes = []
        for name, type in entry_types(fact).items():
            field = fact.fields.get(name) or Field(name, "", type, None, None, "", "", {})
            label = self.teller.field_label(fact.name, name)
            options = [(option, self.teller.option(f"{fact.name}.{name}", option)) for option in type.options]
            if type.kind is Kind.YES_NO:
                options = self._yes_and_no()
            key = f"h.{fact.name}.{number}.{name}"
            boxes.append(self._box(key, type, entry.get(name, ""), options, label, field.low, field.high, field.within))
        return tuple(boxes)


def _id(name: str) -> str:
    """A name as an id that style sheets and addresses can hold."""
    return name.replace(".", "-").replace(":", "-").replace("_", "-")


def day_parts(language: Language, name: str, typed: Sequence[str]) -> tuple[Part, ...]:
    """The three parts of a date that belongs to no fact (the day asked about); `typed`: its year, month and day."""
    texts = dict(zip(("year", "month", "day"), typed, strict=True))
    return tuple(
        Part(f"{name}:{part}", f"{_id(name)}-{part}", say(language, f"ask.{part}"), texts.get(part, ""), part == "year")
        for part in say(language, "ask.order_of_date").split()
    )
