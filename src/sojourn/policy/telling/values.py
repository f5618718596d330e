"""Values in words: numbers with their unit, money, calendar lengths, days, ranges and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from ..answer import Exact, Value
from ..model import Day, Ranged
from ..types import Kind, Type, Unit
from ..words.measures import measure
from .names import Names

#: A day, where the method of the same name stands in the way.
Date: TypeAlias = date

#: A fraction whose denominator is no greater is written as one where two decimals do not hold it.
_LARGEST_DENOMINATOR = 12
_YES_NO_WORDS = {True: "value.yes", False: "value.no", "yes": "value.yes", "no": "value.no"}


class Values:
    """Values of a programme in a language. Everything given is in stored units (fen, months)."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._say = names.say

    # ---- numbers -------------------------------------------------------------------------------------------

    def number(self, number: int | Fraction) -> str:
        """A number, exactly, with the language's marks; as a fraction where two decimals do not hold it."""
        number = Fraction(number)
        sign = "−" if number < 0 else ""
        number = abs(number)
        hundredths = number * 100
        if hundredths.denominator == 1:
            return sign + self._decimal(hundredths.numerator, 2)
        if number.denominator <= _LARGEST_DENOMINATOR:
            whole, rest = divmod(number.numerator, number.denominator)
            fraction = f"{rest}/{number.denominator}"
            return sign + (f"{self._decimal(whole * 100, 2)} {fraction}" if whole else fraction)
        ten_thousandths = number * 10_000
        if ten_thousandths.denominator == 1:
            return sign + self._decimal(ten_thousandths.numerator, 4)
        return self._say("number.about", number=sign + self._decimal(_nearest(hundredths), 2))

    def _decimal(self, scaled: int, places: int) -> str:
        whole, rest = divmod(scaled, 10**places)
        text = f"{whole:,}".replace(",", self._say("number.thousands"))
        decimals = f"{rest:0{places}d}".rstrip("0")
        return f"{text}{self._say('number.decimal')}{decimals}" if decimals else text

    def money(self, fen: int | Fraction) -> str:
        """An amount of money as a number of yuan (or dollars): to the fen only where it has fen."""
        exact = Fraction(fen)
        if exact.denominator != 1:
            return self._say("number.about", number=self.money(_nearest(exact)))
        amount = abs(exact.numerator)
        yuan, rest = divmod(amount, 100)
        text = f"{yuan:,}".replace(",", self._say("number.thousands"))
        if rest:
            text = f"{text}{self._say('number.decimal')}{rest:02d}"
        return ("−" if exact < 0 else "") + text

    def amount(self, stored: int | Fraction, type: Type, *, age: bool = False) -> str:
        """A number with its unit in words: ``6 months``, ``600,000 yuan``, ``2 years and 6 months``."""
        if self._split_years(stored, type):
            years, months = divmod(int(stored), 12)
            parts = [("year", years), ("month", months)]
            told = [self._in_unit(self.number(count), unit, self._count_form(count)) for unit, count in parts if count]
            return told[0] if len(told) == 1 else self._say("unit.years_and_months", years=told[0], months=told[1])
        bare = self.bare(stored, type)
        written = Fraction(stored) / type.unit.scale
        return self._in_unit(bare, _unit_word(type.unit, age), self._count_form(written))

    def bare(self, stored: int | Fraction, type: Type) -> str:
        """A number counted in the unit it is written in, without the unit."""
        return self.money(stored) if type.unit.is_money else self.number(Fraction(stored) / type.unit.scale)

    def range(self, low: int | Fraction, high: int | Fraction, type: Type, code: str, *, age: bool = False) -> str:
        """Two numbers with one unit: ``5 to 15 days``; `code` is the template that joins the numbers."""
        if self._split_years(low, type) or self._split_years(high, type):
            return self._say(code, low=self.amount(low, type, age=age), high=self.amount(high, type, age=age))
        both = self._say(code, low=self.bare(low, type), high=self.bare(high, type))
        return self._in_unit(both, _unit_word(type.unit, age), "many")

    def _split_years(self, stored: int | Fraction, type: Type) -> bool:
        """Whether a length in months that is written in years is told in years and months."""
        written_in_years = str(type.unit) == "year" and type.unit.scale == 12
        return written_in_years and Fraction(stored).denominator == 1 and stored % 12 != 0 and stored > 0

    def _count_form(self, count: int | Fraction) -> str:
        return "one" if count == 1 else "many"

    def _in_unit(self, number: str, unit: str, form: str) -> str:
        """A number told in a unit as it is written (`CNY/person/month`), in words."""
        code = f"unit.{unit.replace(' ', '_')}"
        if not unit:
            return number
        if self.names.knows(code):
            return self._say(code, form=form, number=number)
        top, *below = unit.split("/")
        told = number
        for part in [] if top == "1" else top.split("·"):
            told = self._in_unit(told, part, form)
        for part in below:
            told = self._say("unit.per", amount=told, unit=self._say(f"per.{part.replace(' ', '_')}"))
        return told

    def unit(self, unit: Unit, *, age: bool = False) -> str:
        """A unit alone, as it stands beside a number that somebody types; '' for a plain number."""
        return measure(_unit_word(unit, age), self._say)

    # ---- days ----------------------------------------------------------------------------------------------

    def date(self, day: Date) -> str:
        """A day as the language writes it: ``1 June 2018``."""
        return self._say("date.day", day=day.day, month=self._say(f"month.{day.month}"), year=day.year)

    def day(self, day: Day) -> str:
        """A day that may not be known: ``February 2017 (day not known)``, ``2017 (day not known)``, or between two."""
        if day.boundary and day.boundary in self.names.programme.boundaries:
            label = self.names.inside(self.names.label(day.boundary))
            if day.certain:
                return self._say("date.boundary_known", label=label, day=self.date(day.earliest))
            return self._say("date.boundary", label=label, span=self.span(day))
        return self.date(day.earliest) if day.certain else self._say("date.unknown_day", span=self.span(day))

    def span(self, day: Day) -> str:
        """The month, the year or the two days between which a day lies."""
        first, last = day.earliest, day.latest
        if first == last:
            return self.date(first)
        if first.day == 1 and (last + timedelta(days=1)).day == 1:
            if (first.year, first.month) == (last.year, last.month):
                return self._say("date.month", month=self._say(f"month.{first.month}"), year=first.year)
            if first.year == last.year and (first.month, last.month) == (1, 12):
                return self._say("date.year", year=first.year)
        return self._say("date.between", low=self.date(first), high=self.date(last))

    def since(self, day: Day | None) -> str:
        """From when something holds: ``from 1 April 2017``."""
        if day is None:
            return self._say("date.since_always")
        return self._say("date.since", day=self.day(day))

    # ---- exact values and what values can still be ---------------------------------------------------------

    def exact(self, value: Exact | None, type: Type, *, age: bool = False) -> str:
        """One value of a type; None is "does not apply"."""
        if value is None:
            return self._say("value.nothing")
        if type.kind is Kind.YES_NO and not isinstance(value, (date, Fraction)) and value in _YES_NO_WORDS:
            return self._say(_YES_NO_WORDS[value])
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, str) and type.kind is Kind.DATE:
            return self.date(date.fromisoformat(value))
        if isinstance(value, str):
            return self.names.label(value) if type.kind is Kind.PLACE else self.names.option_of(type, value)
        return self.amount(value, type, age=age)

    def value(self, value: Value | None, *, age: bool = False) -> str:
        """What a value is or can still be, in words."""
        if value is None:
            return self._say("value.unknown")
        if value.nothing:
            return self._say("value.nothing")
        told = self._settled(value, age)
        return self._say("value.may_not_apply", value=told) if value.may_not_apply else told

    def _settled(self, value: Value, age: bool) -> str:
        if value.type.kind is Kind.YES_NO and len(value.options) > 1:
            return self._say("value.unknown")
        if value.options:
            options = [self.exact(option, value.type) for option in value.options]
            return options[0] if len(options) == 1 else self._say("value.options", options=self.either(options))
        low, high = value.low, value.high
        if value.type.kind is Kind.YES_NO and low is not None and low == high:
            return self.exact(low, value.type)
        if low is None or high is None or value.type.kind is Kind.YES_NO:
            return self._open(low, high, value.type, age)
        if low == high:
            return self.exact(low, value.type, age=age)
        if value.chosen:
            return self.chosen(low, high, value.type, value.by)
        told = self.between(low, high, value.type, age=age)
        return self._say("value.varies", range=told) if value.varies else told

    def _open(
        self, low: int | Fraction | Date | None, high: int | Fraction | Date | None, type: Type, age: bool = False
    ) -> str:
        """A value bounded on one side at most."""
        if type.kind is Kind.YES_NO or (high is None and low in (None, 0)):
            return self._say("value.unknown")  # "at least nothing" tells nothing
        kind = "date" if type.kind is Kind.DATE else "number"
        if low is not None:
            return self._say(f"value.from_{kind}", value=self.exact(low, type, age=age))
        return self._say(f"value.to_{kind}", value=self.exact(high, type, age=age))

    def between(self, low: int | Fraction | Date, high: int | Fraction | Date, type: Type, *, age: bool = False) -> str:
        """A value that lies between two others and is not known more exactly."""
        if isinstance(low, date) or isinstance(high, date):
            return self._say("date.between", low=self.exact(low, type), high=self.exact(high, type))
        return self._say("value.between", range=self.range(low, high, type, "number.between", age=age))

    def chosen(self, low: int | Fraction | Date, high: int | Fraction | Date, type: Type, by: str) -> str:
        """A lawful range within which somebody decides."""
        told = self.from_to(low, high, type)
        return (
            self._say("value.chosen_by", range=told, by=self.decider(by))
            if by
            else self._say("value.chosen", range=told)
        )

    def from_to(self, low: int | Fraction | Date, high: int | Fraction | Date, type: Type) -> str:
        """The two ends of a range: ``5,000 to 20,000 yuan``."""
        if isinstance(low, date) or isinstance(high, date):
            return self._say("number.to", low=self.exact(low, type), high=self.exact(high, type))
        return self.exact(low, type) if low == high else self.range(low, high, type, "number.to")

    def decider(self, key: str) -> str:
        """Whoever decides something, inside a sentence."""
        return self.names.inside(self.names.label(key))

    def ranged(self, ranged: Ranged, type: Type, *, age: bool = False) -> str:
        """A value of a parameter: exact, not known, varying from place to place, chosen, or none."""
        low, high = ranged.low, ranged.high
        match ranged.how:
            case Ranged.How.NONE:
                return self._say("value.none")
            case Ranged.How.EXACT:
                return self.exact(low, type, age=age)
            case Ranged.How.UNKNOWN if low is None and high is None:
                return self._say("value.unknown")
        if isinstance(low, str) or isinstance(high, str):
            return self._say("value.unknown")
        if low is None or high is None:
            return self._open(low, high, type, age)
        if ranged.how is Ranged.How.CHOSEN:
            return self.chosen(low, high, type, ranged.by)
        told = self.between(low, high, type, age=age)
        return self._say("value.varies", range=told) if ranged.how is Ranged.How.VARIES else told

    # ---- lists ---------------------------------------------------------------------------------------------

    def either(self, items: Sequence[str]) -> str:
        """``A, B or C``."""
        return self._list(items, lambda head, last: self._say("list.or", head=head, last=last))

    def both(self, items: Sequence[str]) -> str:
        """``A, B and C``."""
        return self._list(items, lambda head, last: self._say("list.and", head=head, last=last))

    def listed(self, items: Iterable[str]) -> str:
        """``A, B, C``."""
        return self._list(list(items), lambda head, last: self._say("list.comma", head=head, last=last))

    def _list(self, items: Sequence[str], close: Callable[[str, str], str]) -> str:
        if not items:
            return ""
        head = items[0]
        for item in items[1:-1]:
            head = self._say("list.comma", head=head, last=item)
        return close(head, items[-1]) if len(items) > 1 else head


def _unit_word(unit: Unit, age: bool) -> str:
    """How a unit is written; a year of somebody's age is a unit of its own, for some languages have a word for it."""
    written = str(unit)
    return "age" if age and written == "year" else written


def _nearest(number: Fraction) -> int:
    """The nearest whole number; halves go up."""
    return (number + Fraction(1, 2)).__floor__()
