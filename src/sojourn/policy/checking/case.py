"""A case: what is known of a person, an employer and the rest, on a day; read from text or plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ..evaluation.running import History
from ..expressions.reader import LAW_DAYS
from ..literal import FAILED, read_literal
from ..model import Fact, Field, HowMany, Law, Programme
from ..problems import CaseError, Problem, Problems, nearest
from ..tree import Where
from ..types import DATE, WHOLE, YES_NO, Kind, Type
from ..values import NO, YES, Anywhere, Span, bounds
from .orders import Orders
from .places import place_answers, place_outside, places_within

IN_CASE: Final = Where("case", 1, 1)
MOST_FACTS: Final = 2000
LONGEST_TEXT: Final = 200
_LAWS: Final = tuple((law, law.value) for law in Law)
_UNKNOWN: Final = frozenset({"", "unknown"})
_MONTH: Final = re.compile(r"^\d{4}-\d{2}$")
_YEAR: Final = re.compile(r"^\d{4}$")


@dataclass(frozen=True, slots=True)
class Case:
    """What is known, on a day. Facts are partial values in stored units (see values); make one with `read_case`."""

    programme: str
    at: date
    facts: Mapping[str, Any]
    assume: Mapping[str, Any] = field(default_factory=dict)
    settle: Mapping[str, date] = field(default_factory=dict)

    def days(self, at: date | None = None) -> dict[Law, Any]:
        """The day whose law applies, for each law: as given, else the day asked about; never later than `at`."""
        asked = at or self.at
        days = {law: self.facts.get(name, asked) for law, name in _LAWS}
        if at is not None:
            days = {law: min(day, at) if isinstance(day, date) else day for law, day in days.items()}
        return days


def read_case(
    programme: Programme,
    facts: Mapping[str, object],
    *,
    at: date | None = None,
    assume: Mapping[str, object] | None = None,
    settle: Mapping[str, object] | None = None,
) -> Case:
    """Read a case. `at` is the day asked about (today unless given); `assume` settles assumptions otherwise,
    `settle` days of boundaries.

    Values may be text ("yes", "600000 CNY", "2019-06-03") or plain Python values; bare numbers are in the fact's
    unit; "unknown" or an empty text is the same as not giving the fact. A list of options means "one of these",
    ``{from: .., to: ..}`` a number or day between two.

    Raises CaseError with every fact that is wrong.
    """
    reader = _CaseReader(programme)
    asked = at or date.today()
    if len(facts) > MOST_FACTS:
        reader.wrong(
            "too_many_facts", "{given} facts were given; a case has at most {most}", given=len(facts), most=MOST_FACTS
        )
        raise CaseError(reader.problems.found)
    read = {name: value for name, given in facts.items() if (value := reader.fact(str(name), given)) is not FAILED}
    assumed = {
        name: value
        for name, given in (assume or {}).items()
        if (value := reader.assumption(str(name), given)) is not FAILED
    }
    settled = {
        name: value
        for name, given in (settle or {}).items()
        if (value := reader.boundary(str(name), given)) is not FAILED
    }
    if not reader.problems.found:
        written = {str(name): _shown(given) for name, given in facts.items()}
        Orders(read, written, IN_CASE, reader.problems).check(programme)
    if reader.problems.found:
        raise CaseError(reader.problems.found)
    for role in programme.roles.values():
        if (
            role.how_many is HowMany.OPTIONAL
            and role.key not in read
            and any(name.startswith(f"{role.key}.") for name in read)
        ):
            read[role.key] = YES
    read.setdefault("application", asked)
    read.setdefault("decision", asked)
    read.setdefault("breach", asked)
    return Case(programme.key, asked, read, assumed, settled)


class _CaseReader:
    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.problems = Problems()

    def wrong(self, code: str, text: str, **slots: object) -> None:
        self.problems.add(IN_CASE, code, text, **slots)

    # ---- facts ---------------------------------------------------------------------------------------------

    def fact(self, name: str, given: object) -> Any:
        programme = self.programme
        if (isinstance(given, str) and given.strip() in _UNKNOWN) or given is None:
            self.known(name)
            return FAILED
        if name in LAW_DAYS:
            return self.date(name, given)
        role = programme.roles.get(name)
        if role is not None and role.how_many is HowMany.OPTIONAL:
            return self.plain(name, given, YES_NO)
        fact = programme.facts.get(name)
        if fact is None:
            self.known(name)
            return FAILED
        if fact.type.kind is Kind.LIST:
            return self.history(fact, given)
        return self.value(name, given, fact)

    def known(self, name: str) -> None:
        programme = self.programme
        names = [
            *programme.facts,
            *LAW_DAYS,
            *(r.key for r in programme.roles.values() if r.how_many is HowMany.OPTIONAL),
        ]
        if name in names:
            return
        close = nearest(name, names)
        if close:
            self.wrong(
                "unknown_fact_near", "there is no fact '{name}'; did you mean '{close}'?", name=name[:80], close=close
            )
        else:
            self.wrong(
                "unknown_fact",
                "there is no fact '{name}' in this programme; `sojourn facts {programme}` lists them",
                name=name[:80],
                programme=programme.key,
            )

    def value(self, name: str, given: object, fact: Fact | Field) -> Any:
        kind = fact.type.kind
        if kind is Kind.DATE:
            return self.date(name, given)
        if isinstance(given, (list, tuple, set, frozenset)) and kind in (Kind.CHOICE, Kind.PLACE):
            options = [self.one_of(name, one, fact) for one in given]
            if not options or any(one is FAILED for one in options):
                if not options:
                    self.wrong("no_options", "{name}: an empty list says nothing; leave the fact out", name=name)
                return FAILED
            if len(options) == 1:
                return options[0] if len(options[0]) > 1 else next(iter(options[0]))
            possible: frozenset[str] = frozenset().union(*options)
            return possible if len(possible) > 1 else next(iter(possible))
        if kind is Kind.PLACE:
            somewhere = self.one_of(name, given, fact)
            return somewhere if somewhere is FAILED or len(somewhere) > 1 else next(iter(somewhere))
        if isinstance(given, Mapping) and kind is Kind.NUMBER and set(given) == {"from", "to"}:
            low, high = (self.bounded(name, given[end], fact) for end in ("from", "to"))
            if low is FAILED or high is FAILED:
                return FAILED
            if low > high:
                self.wrong("range_reversed", "{name}: the range ends before it begins", name=name)
                return FAILED
            return low if low == high else Span(low, high)
        return (
            self.bounded(name, given, fact) if kind is Kind.NUMBER else self.plain(name, given, fact.type, fact.within)
        )

    def plain(self, name: str, given: object, type: Type, within: str = "") -> Any:
        text = _text(given)
        if text is None or len(text) > LONGEST_TEXT:
            self.wrong(
                "value_shape",
                "{name}: '{given}' is no single value; {wanted} is needed",
                name=name,
                given=str(given)[:60],
                wanted=str(type),
            )
            return FAILED
        inner = Problems()
        places = self.places(within) if type.kind is Kind.PLACE else ()
        value = read_literal(text, type, IN_CASE, inner, places)
        for problem in inner.found:
            slots = dict(problem.slots) | {"name": name}
            self.problems.found.append(
                Problem(IN_CASE, f"fact_{problem.code}", tuple(slots.items()), f"{name}: {problem.text}")
            )
        if value is FAILED or type.kind is not Kind.YES_NO:
            return value
        return YES if value else NO

    def one_of(self, name: str, given: object, fact: Fact | Field) -> Any:
        """The options or places that one written value may mean: a place stands for itself and all that lie in it."""
        value = self.plain(name, given, fact.type, fact.within)
        if value is FAILED:
            return FAILED
        if fact.type.kind is not Kind.PLACE:
            return frozenset((value,))
        outside = place_outside(value)
        return frozenset((outside,)) if outside else Anywhere(value, places_within(self.programme, value))

    def places(self, within: str) -> tuple[str, ...]:
        return place_answers(self.programme, within)

    def bounded(self, name: str, given: object, fact: Fact | Field) -> Any:
        value = self.plain(name, given, fact.type)
        if value is FAILED:
            return FAILED
        if (fact.low is not None and value < fact.low) or (fact.high is not None and value > fact.high):
            scale = fact.type.unit.scale
            self.wrong(
                "out_of_range",
                "{name}: {given} is outside what is allowed, {low} to {high} {unit}",
                name=name,
                given=str(given)[:60],
                low="-" if fact.low is None else _written(fact.low, scale),
                high="-" if fact.high is None else _written(fact.high, scale),
                unit=str(fact.type.unit),
            )
            return FAILED
        return value

    def date(self, name: str, given: object) -> Any:
        text = _text(given)
        if text is not None:
            if _MONTH.match(text) and "01" <= text[5:] <= "12" and text[:4] >= "0001":
                first = date.fromisoformat(f"{text}-01")
                following = (
                    date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.year < 9999 else date.max
                )
                return Span(first, following - timedelta(days=1))
            if _YEAR.match(text) and text >= "0001":
                return Span(date(int(text), 1, 1), date(int(text), 12, 31))
        return self.plain(name, given, DATE)

    # ---- histories -----------------------------------------------------------------------------------------

    def history(self, fact: Fact, given: object) -> Any:
        complete = False
        entries: object = given
        if isinstance(given, Mapping):
            unknown = set(given) - {"complete", "entries"}
            if unknown:
                self.wrong(
                    "history_keys",
                    "{name}: a history has `complete` and `entries`, not '{key}'",
                    name=fact.name,
                    key=str(sorted(map(str, unknown))[0])[:60],
                )
                return FAILED
            said = self.plain(f"{fact.name}.complete", given.get("complete", "no"), YES_NO)
            complete = said == YES
            entries = given.get("entries", [])
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            self.wrong("history_shape", "{name}: a history is a list of entries, each with its fields", name=fact.name)
            return FAILED
        if fact.at_most and len(entries) > fact.at_most:
            self.wrong(
                "history_too_long",
                "{name}: {given} entries were given; at most {most} are allowed",
                name=fact.name,
                given=len(entries),
                most=fact.at_most,
            )
            return FAILED
        rows = [self.row(fact, number, entry) for number, entry in enumerate(entries, 1)]
        if fact.by_year:
            years = [row["year"] for row in rows if "year" in row]
            for year in sorted({year for year in years if years.count(year) > 1}):
                self.wrong(
                    "year_twice",
                    "{name}: the year {year} stands twice; put what belongs to it in one entry",
                    name=fact.name,
                    year=year,
                )
        return History(tuple(rows), complete)

    def row(self, fact: Fact, number: int, entry: object) -> Mapping[str, Any]:
        if not isinstance(entry, Mapping):
            self.wrong(
                "history_entry",
                "{name}, entry {number}: an entry gives a value for each of its fields",
                name=fact.name,
                number=number,
            )
            return {}
        row: dict[str, Any] = {}
        own = ("year",) if fact.by_year else ("from", "to")
        for key, given in entry.items():
            name = f"{fact.name}[{number}].{key}"
            if given is None or (isinstance(given, str) and given.strip() in _UNKNOWN):
                continue
            if key in fact.fields:
                value = self.value(name, given, fact.fields[key])
            elif key in own:
                value = self.plain(name, given, WHOLE) if key == "year" else self.date(name, given)
                if key == "year" and value is not FAILED and not 1900 <= value <= 2200:
                    self.wrong(
                        "no_such_year", "{name}: {given} is no year that can be meant", name=name, given=str(given)[:20]
                    )
                    value = FAILED
            else:
                close = nearest(str(key), [*fact.fields, *own])
                self.wrong(
                    "unknown_field",
                    "{name} is no field of this history; its fields are {fields}",
                    name=name[:100],
                    fields=", ".join([*own, *fact.fields]) + (f" ({close}?)" if close else ""),
                )
                continue
            if value is not FAILED:
                row[str(key)] = value
        if fact.by_year and "year" not in row and "year" not in entry:
            self.wrong("year_missing", "{name}, entry {number}: the year is missing", name=fact.name, number=number)
        start, end = row.get("from"), row.get("to")
        if start is not None and end is not None and bounds(end)[1] < bounds(start)[0]:
            self.wrong(
                "period_reversed",
                "{name}, entry {number}: it ends ({to}) before it begins ({start})",
                name=fact.name,
                number=number,
                to=_shown(entry["to"]),
                start=_shown(entry["from"]),
            )
        return row

    # ---- assumptions and boundaries ------------------------------------------------------------------------

    def assumption(self, name: str, given: object) -> Any:
        assumption = self.programme.assumptions.get(name)
        if assumption is None:
            self.wrong(
                "unknown_assumption",
                "there is no assumption '{name}'; there are {names}",
                name=name[:80],
                names=", ".join(self.programme.assumptions) or "none",
            )
            return FAILED
        return self.plain(name, given, assumption.type)

    def boundary(self, name: str, given: object) -> Any:
        boundary = self.programme.boundaries.get(name)
        if boundary is None:
            self.wrong(
                "unknown_boundary",
                "there is no boundary '{name}'; there are {names}",
                name=name[:80],
                names=", ".join(self.programme.boundaries) or "none",
            )
            return FAILED
        value = self.plain(name, given, DATE)
        if value is not FAILED and not boundary.day.earliest <= value <= boundary.day.latest:
            self.wrong(
                "boundary_outside",
                "{name}: that day lies between {earliest} and {latest}, so it cannot be {given}",
                name=name,
                earliest=boundary.day.earliest,
                latest=boundary.day.latest,
                given=value,
            )
            return FAILED
        return value


def _text(given: object) -> str | None:
    """A plain value as it would be written; None for anything that is no single value."""
    match given:
        case bool():
            return "yes" if given else "no"
        case str():
            return given.strip()
        case int() | Decimal():
            return format(given, "f") if isinstance(given, Decimal) and given.is_finite() else str(given)
        case float():
            return format(Decimal(repr(given)), "f") if given == given and abs(given) != float("inf") else str(given)
        case date():
            return given.isoformat()[:10]
    return None


def _shown(given: object) -> str:
    """A given value as it is shown when it is wrong."""
    if isinstance(given, Mapping) and set(given) == {"from", "to"}:
        return f"{given['from']}–{given['to']}"
    return (_text(given) or str(given))[:60]


def _written(stored: int | Fraction, scale: int) -> str:
    written = Fraction(stored) / scale
    return str(written.numerator) if written.denominator == 1 else str(float(written))
