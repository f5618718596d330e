"""What somebody asks of the lab: the form as typed, read into an order within the site's limits, or into mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import QueryDict

from sojourn.policy import Language, typed_number, typed_text

from ..dates import date_parts, date_text
from ..questions import Part, day_parts
from ..saying import say
from .order import BASELINE, Order
from .own import Slid, Slider, number, plain, sliders

if TYPE_CHECKING:
    from sojourn.lab import Scenario

#: What the lab needs beside the site itself: the extra `lab`.
NEEDED = ("numpy", "numba", "joblib", "polars", "pyarrow")
#: Seeds are written in so many bits.
MOST_SEED = 2**32 - 1
_ENDS = ("from", "to")
#: What the names of the form's sliders begin with.
_OWN = "own:"
#: What stands under the stop at which a slider without one usual figure leaves things as they were.
_AS_IT_WAS = "–"
_BEGIN_WITH = {"people": "2000", "runs": "10", "seed": "1", "from": "2018-01-01", "to": "2018-12-31"}


def missing() -> tuple[str, ...]:
    """What the lab needs and this installation does not have."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


@cache
def scenarios() -> tuple[Scenario, ...]:
    """The scenarios that come with the model, the baseline first."""
    from sojourn.lab import available_scenarios, parameters, read_scenarios

    found = read_scenarios(available_scenarios(), parameters())
    return tuple(sorted(found, key=lambda one: one.key != BASELINE))


def form_of(order: Order) -> QueryDict:
    """The form that asks for the same again."""
    found = QueryDict(mutable=True)
    found.setlist("scenario", list(order.scenarios or ([] if order.own else [BASELINE])))
    for name, amount in order.own:
        found[f"{_OWN}{name}"] = amount
    for name in ("people", "runs", "seed"):
        found[name] = str(getattr(order, name))
    for end, day in zip(_ENDS, (order.first, order.last), strict=True):
        for part, text in zip(("year", "month", "day"), date_parts(day.isoformat()), strict=True):
            found[f"{end}:{part}"] = text
    return found


@dataclass(frozen=True, slots=True)
class Tick:
    """A scenario that can be chosen."""

    key: str
    label: str
    question: str
    chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Field:
    """A box of the form, or the three of a day; `error` says what is wrong with what was typed."""

    name: str
    text: str = ""
    parts: tuple[Part, ...] = ()
    error: str = ""

    @property
    def first(self) -> str:
        """The id of its first control, to which mistakes lead."""
        return self.parts[0].id if self.parts else self.name

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong, as the list at the top of the page takes it."""
        return (self.error,) if self.error else ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure under a slider, at so many hundredths of its length; `rest`: where it stands until it is moved."""

    at: str
    text: str
    rest: bool


@dataclass(frozen=True, slots=True)
class Slide:
    """A slider of the form: where it stands, its bounds and steps, and what is said of it; `moved` says where to."""

    name: str
    id: str
    label: str
    hint: str
    scale: str
    moved: str
    value: str
    low: str
    most: str
    step: str
    marks: tuple[Mark, ...]
    error: str = ""

    @property
    def first(self) -> str:
        """The id of its control, to which mistakes lead."""
        return self.id

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong, as the list at the top of the page takes it."""
        return (self.error,) if self.error else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it stands: what was typed, the order that it makes, and what is wrong where it makes none."""

    ticks: tuple[Tick, ...]
    fields: Mapping[str, Field]
    slides: tuple[Slide, ...]
    order: Order | None = None
    wrong: tuple[Field | Slide, ...] = ()


def read_asked(typed: QueryDict, language: Language, *, judge: bool) -> Asked:
    """The form as typed; where `judge`, with the order that it makes or with what is wrong."""
    return _Reading(typed, language).asked(judge=judge)


class _Reading:
    def __init__(self, typed: QueryDict, language: Language) -> None:
        self.typed = typed
        self.language = language
        self.errors: dict[str, str] = {}

    def asked(self, *, judge: bool) -> Asked:
        known = scenarios()
        chosen = [typed_text(one, 80) for one in self.typed.getlist("scenario")]
        order = self._order(chosen, {one.key for one in known}) if judge else None
        ticks = tuple(
            Tick(
                one.key, one.label[self.language], one.question[self.language], one.key in chosen, f"scenario-{number}"
            )
            for number, one in enumerate(known)
        )
        fields = {name: self._field(name) for name in ("scenario", "people", "from", "to", "runs", "seed")}
        slides = tuple(self._slide(one) for one in sliders().values())
        scenario, *others = fields.values()
        inputs: tuple[Field | Slide, ...] = (scenario, *slides, *others)
        return Asked(ticks, fields, slides, order, tuple(one for one in inputs if one.error))

    def _order(self, chosen: list[str], known: set[str]) -> Order | None:
        unknown = [one for one in chosen if one not in known]
        against = tuple(dict.fromkeys(one for one in chosen if one != BASELINE))
        own = self._own()
        if unknown:
            self._wrong("scenario", "unknown", given=unknown[0])
        elif not chosen and not own and not self.errors:
            self._wrong("scenario", "none")
        elif len(against) + bool(own) > settings.LAB_MOST_SCENARIOS:
            self._wrong("scenario", "many", most=settings.LAB_MOST_SCENARIOS)
        people = self._whole("people", 1, settings.LAB_MOST_PEOPLE)
        runs = self._whole("runs", 1, settings.LAB_MOST_RUNS)
        seed = self._whole("seed", 0, MOST_SEED)
        first, last = (self._day(end) for end in _ENDS)
        if first is not None and last is not None:
            if last < first:
                self._wrong("to", "turned")
            elif (last - first).days >= settings.LAB_MOST_DAYS:
                self._wrong("to", "long", most=settings.LAB_MOST_DAYS)
        if self.errors or people is None or runs is None or seed is None or first is None or last is None:
            return None
        return Order(against, people, first, last, runs, seed, own)

    def _field(self, name: str) -> Field:
        error = self.errors.get(name, "")
        if name == "scenario":
            return Field("scenario-0", error=error)
        if name in _ENDS:
            return Field(name, parts=day_parts(self.language, name, self._parts(name)), error=error)
        return Field(name, self._text(name), error=error)

    def _own(self) -> Slid:
        """What was slid away from where it stood; what cannot be is noted as wrong."""
        for name in self.typed:
            if name.startswith(_OWN) and name.removeprefix(_OWN) not in sliders():
                self._wrong("scenario", "slider", given=typed_text(name.removeprefix(_OWN), 80))
        found = []
        for one in sliders().values():
            amount = self._amount(one)
            if amount is None:
                self._wrong(
                    f"{_OWN}{one.key}",
                    "own",
                    what=one.label(self.language),
                    given=self._slid(one),
                    low=number(one.low, self.language),
                    high=number(one.most, self.language),
                )
            elif amount != one.rest:
                found.append((one.key, plain(amount)))
        return tuple(found)

    def _slid(self, one: Slider) -> str:
        return typed_text(self.typed.get(f"{_OWN}{one.key}", plain(one.rest)) or "", 40)

    def _amount(self, one: Slider) -> Decimal | None:
        """Where a slider was sent to: as browsers write it, in every language alike. None: it cannot stand there."""
        text = self._slid(one)
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text, re.ASCII):
            return None
        amount = Decimal(text)
        return amount if one.low <= amount <= one.most and one.stops_at(amount) else None

    def _slide(self, one: Slider) -> Slide:
        amount, language = self._amount(one), self.language
        stands = one.rest if amount is None else amount
        as_it_was = _AS_IT_WAS if one.usual is None else number(one.usual, language)
        marks = []
        for mark in sorted({one.rest, *one.marks}):
            at = 100 * (mark - one.low) / (one.most - one.low)
            rest = mark == one.rest
            marks.append(Mark(f"{at:.2f}", as_it_was if rest else number(mark, language), rest))
        ends = {"low": number(one.least, language), "high": number(one.most, language), "unit": one.unit(language)}
        if one.usual is None:
            scale = say(language, "lab.own.scale_left", usual=as_it_was, **ends)
        else:
            scale = say(language, "lab.own.scale", usual=as_it_was, **ends)
        return Slide(
            name=f"{_OWN}{one.key}",
            id=f"own-{one.key}",
            label=one.label(language),
            hint=one.hint[language],
            scale=scale,
            moved="" if stands == one.rest else say(language, "lab.own.moved", change=one.told(stands, language)),
            value=plain(stands),
            low=plain(one.low),
            most=plain(one.most),
            step=plain(one.step),
            marks=tuple(marks),
            error=self.errors.get(f"{_OWN}{one.key}", ""),
        )

    def _text(self, name: str) -> str:
        return typed_text(self.typed.get(name, _BEGIN_WITH[name]) or "", 40)

    def _parts(self, end: str) -> tuple[str, str, str]:
        begin = date_parts(_BEGIN_WITH[end])
        year, month, day = (
            typed_text(self.typed.get(f"{end}:{part}", begun) or "", 20)
            for part, begun in zip(("year", "month", "day"), begin, strict=True)
        )
        return year, month, day

    def _whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds, as people write it in the language of the page."""
        text = typed_number(self._text(name), self.language)
        if not re.fullmatch(r"-?[0-9]+", text):
            self._wrong(name, "figure", given=self._text(name))
            return None
        number = int(text)
        if not least <= number <= most:
            self._wrong(name, "range", given=self._text(name), low=least, high=most)
            return None
        return number

    def _day(self, end: str) -> date | None:
        try:
            found = date.fromisoformat(date_text(*self._parts(end)))
        except ValueError:
            self._wrong(end, "day")
            return None
        earliest, latest = settings.LAB_YEARS
        if not earliest <= found.year <= latest:
            self._wrong(end, "years", low=earliest, high=latest)
            return None
        return found

    def _wrong(self, name: str, code: str, **slots: str | int) -> None:
        where = "slider" if name.startswith(_OWN) else name
        self.errors.setdefault(name, say(self.language, f"lab.error.{where}.{code}", **slots))
