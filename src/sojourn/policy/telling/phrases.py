"""Values as noun phrases: ``6 × average wage (where the employer is, year of application − 1)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..tree import (
    Arithmetic,
    AssumptionRef,
    Bound,
    Conditional,
    DaysBetween,
    DaysOf,
    EntryRef,
    Extreme,
    FactRef,
    FieldRef,
    FullBetween,
    Literal,
    Negate,
    Node,
    Operation,
    Over,
    OverHistory,
    ParameterRef,
    Rounded,
    Shift,
    TermsNeeded,
    Window,
    YearOf,
)
from ..types import Kind, Type, unit_named
from .names import Names
from .shapes import Told
from .values import Values

if TYPE_CHECKING:
    from .conditions import Conditions

_SUM, _PRODUCT, _ATOM = 1, 2, 3
_STRENGTH = {Operation.ADD: _SUM, Operation.SUBTRACT: _SUM, Operation.MULTIPLY: _PRODUCT, Operation.DIVIDE: _PRODUCT}
_NAMES = {
    Operation.ADD: "add",
    Operation.SUBTRACT: "subtract",
    Operation.MULTIPLY: "multiply",
    Operation.DIVIDE: "divide",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value in words: how tightly its parts hold together, its form as a subject, and what explains it."""

    text: str
    strength: int = _ATOM
    form: str = "one"
    notes: tuple[Told, ...] = ()


def is_year(node: Node) -> bool:
    """Whether a number is a calendar year, which is written without a thousands mark."""
    match node:
        case YearOf() | FieldRef(name="year"):
            return True
        case Arithmetic(how=Operation.ADD | Operation.SUBTRACT):
            return is_year(node.left) != is_year(node.right)
    return False


def is_age(node: Node) -> bool:
    """Whether a number is somebody's age, for which some languages count years in a word of its own."""
    return isinstance(node, (FactRef, EntryRef, ParameterRef)) and is_age_key(node.name)


def is_age_key(key: str) -> bool:
    """Whether a fact, rule or parameter of this name is somebody's age."""
    return "age" in key.rpartition(".")[2].split("_")


class Phrases:
    """Values of expressions in words."""

    def __init__(
        self, names: Names, values: Values, conditions: Conditions, value_of: Callable[[str, bool], str]
    ) -> None:
        self._value_of = value_of
        self._names = names
        self._values = values
        self._conditions = conditions
        self._say = names.say

    def phrase(self, node: Node, *, history: str = "", beside: Node | None = None, valued: bool = True) -> Phrase:
        """A value in words.

        `history` is the list whose fields it speaks of, `beside` what it is compared with or added to; where not
        `valued`, a parameter is told by its name alone.
        """
        told = (
            self._reference(node, history, beside, valued)
            or self._calculation(node, history)
            or self._of_dates(node, history)
        )
        if told is not None:
            return told
        if isinstance(node, Literal):
            return Phrase(self._literal(node, beside))
        if isinstance(node, OverHistory):
            return self._over_history(node)
        return Phrase(self._say("phrase.result"), notes=(self._conditions.told(node, history=history),))

    # ---- names and written values --------------------------------------------------------------------------

    def _literal(self, node: Literal, beside: Node | None) -> str:
        value = node.value
        if beside is not None and is_year(beside) and isinstance(value, int):
            return str(value)
        age = beside is not None and is_age(beside)
        type = beside.type if beside is not None and isinstance(value, str) and not node.type.of else node.type
        return self._values.exact(value, type, age=age)

    def _reference(self, node: Node, history: str, beside: Node | None, valued: bool) -> Phrase | None:
        match node:
            case FactRef() | EntryRef() | AssumptionRef():
                return self._named(self._names.label(node.name))
            case FieldRef():
                return self._named(self._names.field_label(history, node.name))
            case ParameterRef():
                return self._parameter(node, history, beside is not None and is_age(beside), valued)
        return None

    def _named(self, label: str) -> Phrase:
        return Phrase(self._names.inside(label), form=self._names.form(label))

    def _parameter(self, node: ParameterRef, history: str, age: bool, valued: bool) -> Phrase:
        named = self._named(self._names.label(node.name))
        if not node.keys:
            value = self._value_of(node.name, age or is_age(node)) if valued else ""
            return Phrase(self._say("phrase.valued", value=value, name=named.text)) if value else named
        keys = [self._key(key, history) for key in node.keys]
        told = self._say("phrase.keyed", name=named.text, keys=self._values.listed(key.text for key in keys))
        return Phrase(told, form=named.form, notes=tuple(note for key in keys for note in key.notes))

    def _key(self, key: Node, history: str) -> Phrase:
        """What a parameter is looked up for; a whole number is a year."""
        if isinstance(key, Literal) and isinstance(key.value, int):
            return Phrase(str(key.value))
        return self.phrase(key, history=history)

    # ---- arithmetic ----------------------------------------------------------------------------------------

    def _calculation(self, node: Node, history: str) -> Phrase | None:
        part = partial(self.phrase, history=history)
        match node:
            case Arithmetic():
                return self._arithmetic(node, part)
            case Negate():
                operand = part(node.operand)
                return Phrase(
                    self._say("phrase.negative", value=self._grouped(operand, _ATOM)), _PRODUCT, notes=operand.notes
                )
            case Extreme():
                code = "date" if node.type.kind is Kind.DATE else "number"
                parts = [part(operand, beside=node.operands[0]) for operand in node.operands]
                values = self._values.both([self._grouped(one, _PRODUCT) for one in parts])
                told = self._say(f"phrase.{'greatest' if node.greatest else 'least'}_{code}", values=values)
                return Phrase(told, notes=tuple(note for one in parts for note in one.notes))
            case Rounded():
                inner = part(node.operand)
                code = f"phrase.{node.how.value}" + ("_money" if node.type.unit.is_money else "")
                return Phrase(self._say(code, value=inner.text), _SUM, notes=inner.notes)
            case Bound():
                inner = part(node.operand)
                return Phrase(
                    self._say("phrase.highest" if node.highest else "phrase.lowest", value=inner.text),
                    notes=inner.notes,
                )
            case Conditional():
                return self._conditional(node, part, history)
        return None

    def _arithmetic(self, node: Arithmetic, part: Callable[..., Phrase]) -> Phrase:
        strength = _STRENGTH[node.how]
        additive = strength == _SUM
        left = part(node.left, beside=node.right if additive else None)
        right = part(node.right, beside=node.left if additive else None)
        if additive and is_year(node.left) and isinstance(node.right, Literal) and isinstance(node.right.value, int):
            right = Phrase(self._values.number(node.right.value))
        tighter = 0 if node.how in (Operation.ADD, Operation.MULTIPLY) else 1
        told = self._say(
            f"phrase.{_NAMES[node.how]}",
            left=self._grouped(left, strength),
            right=self._grouped(right, strength + tighter),
        )
        return Phrase(told, strength, notes=left.notes + right.notes)

    def _grouped(self, phrase: Phrase, strength: int) -> str:
        return phrase.text if phrase.strength >= strength else self._say("phrase.group", value=phrase.text)

    def _conditional(self, node: Conditional, part: Callable[..., Phrase], history: str) -> Phrase:
        yes, no = part(node.yes), part(node.no)
        condition = self._conditions.told(node.condition, history=history)
        when = self._conditions.under("phrase.value_where", condition, value=self._names.head(yes.text))
        otherwise = Told(self._say("phrase.value_otherwise", value=self._names.head(no.text)))
        told = self._values.either([yes.text, no.text])
        return Phrase(told, _SUM, notes=(when, otherwise, *yes.notes, *no.notes))

    # ---- dates ---------------------------------------------------------------------------------------------

    def _of_dates(self, node: Node, history: str) -> Phrase | None:
        part = partial(self.phrase, history=history)
        match node:
            case Shift():
                slots = {"by": part(node.by), "day": part(node.operand)}
                return self._dates("phrase.after" if node.sign > 0 else "phrase.before", slots)
            case DaysBetween():
                slots = {"earlier": part(node.earlier), "later": part(node.later)}
                return self._dates("phrase.days_between", slots, "many")
            case DaysOf():
                return self._dates("phrase.days_of", {"months": part(node.months), "start": part(node.start)}, "many")
            case FullBetween():
                code = "phrase.full_years" if node.years else "phrase.full_months"
                return self._dates(code, {"earlier": part(node.earlier), "later": part(node.later)}, "many")
            case YearOf():
                return self._dates("phrase.year_of", {"day": part(node.operand)}, strength=_ATOM)
            case TermsNeeded():
                slots = {"start": part(node.start), "end": part(node.end), "term": part(node.term)}
                return self._dates("phrase.terms_needed", slots)
        return None

    def _dates(self, code: str, parts: dict[str, Phrase], form: str = "one", strength: int = _PRODUCT) -> Phrase:
        notes = tuple(note for part in parts.values() for note in part.notes)
        told = {slot: self._grouped(part, _ATOM) for slot, part in parts.items()}
        return Phrase(self._say(code, **told), strength, form, notes)

    # ---- histories -----------------------------------------------------------------------------------------

    def window(self, node: OverHistory) -> str:
        """Which entries of a history count, as a noun phrase: ``the last 4 calendar years``."""
        label = self._names.inside(self._names.label(node.history))
        match node.window:
            case Window.LAST_YEARS:
                form = "one" if node.length == 1 else "many"
                number = self._values.number(node.length)
                return self._say("window.last", form=form, number=number, history=label)
            case Window.WITHIN:
                return self._say("window.within", length=self._length(node), history=label)
        return self._say("window.all", history=label)

    def _length(self, node: OverHistory) -> str:
        """The length of a window: whole years are told as years."""
        years = node.length_unit == "month" and node.length % 12 == 0
        unit = unit_named("year" if years else node.length_unit)
        assert unit is not None
        return self._values.amount(node.length, Type(Kind.NUMBER, unit=unit, whole=True))

    def _over_history(self, node: OverHistory) -> Phrase:
        notes: tuple[Told, ...] = ()
        if node.condition is not None:
            condition = self._conditions.told(node.condition, history=node.history)
            notes = (self._conditions.under("history.counted", condition),)
        if node.how is Over.TOTAL and node.value is not None:
            value = self.phrase(node.value, history=node.history)
            return Phrase(
                self._say("history.total", value=value.text, window=self.window(node)), notes=value.notes + notes
            )
        code = "history.longest_run" if node.how is Over.LONGEST_RUN else "history.count"
        if node.how in (Over.EVERY, Over.SOME):
            return Phrase(self._say("phrase.result"), notes=(self._conditions.told(node),))
        return Phrase(self._say(code, window=self.window(node)), notes=notes)
