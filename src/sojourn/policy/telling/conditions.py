"""Conditions in words: every part of the tree as a whole sentence, nested ones as a structure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..model import Attested, Layer, Parameter, Ranged, Version
from ..tree import (
    AllOf,
    AnyOf,
    AssumptionRef,
    BestOf,
    Both,
    Compare,
    Comparison,
    Conditional,
    Either,
    EntryRef,
    Exempt,
    FactRef,
    FieldRef,
    FirstOf,
    IsWhole,
    Line,
    Literal,
    Member,
    Node,
    Not,
    OneOf,
    Over,
    OverHistory,
    ParameterRef,
    Row,
    Table,
    Within,
)
from ..types import Kind
from .bodies import Bodies
from .days import versions_on
from .names import Names
from .phrases import Phrase, Phrases, is_age
from .shapes import Told
from .values import Values

_CODES = {
    Comparison.EQUAL: "equal",
    Comparison.DIFFERENT: "different",
    Comparison.LESS: "less",
    Comparison.AT_MOST: "at_most",
    Comparison.MORE: "more",
    Comparison.AT_LEAST: "at_least",
}
_CONTRARY = {
    Comparison.EQUAL: Comparison.DIFFERENT,
    Comparison.DIFFERENT: Comparison.EQUAL,
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.AT_MOST: Comparison.MORE,
    Comparison.MORE: Comparison.AT_MOST,
    Comparison.AT_LEAST: Comparison.LESS,
}
_TURNED = {
    Comparison.EQUAL: Comparison.EQUAL,
    Comparison.DIFFERENT: Comparison.DIFFERENT,
    Comparison.LESS: Comparison.MORE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}


class Conditions:
    """Conditions of a programme in a language; with a day, parameters are told with the figure they have on it.

    The figure is that of the layer told; where practice is not attested there is none.
    """

    def __init__(self, names: Names, values: Values, at: date | None = None, layer: Layer = Layer.PAPER) -> None:
        self._names = names
        self._values = values
        self._say = names.say
        self._at = at
        self._layer = layer
        self.phrases = Phrases(names, values, self, self.value_of)
        self.bodies = Bodies(names, values, self, self.phrases)

    def told(self, node: Node, *, history: str = "", holds: bool = True) -> Told:
        """A condition as a sentence, or as a heading over the sentences it consists of.

        ``holds`` False tells its contrary. `history` is the list whose fields it speaks of. A node that gives a value
        rather than yes or no is told as the value.
        """
        match node:
            case Not():
                return self.told(node.operand, history=history, holds=not holds)
            case Both() | Either():
                parts = [self.told(part, history=history, holds=holds) for part in node.operands]
                return self.several(parts, every=isinstance(node, Both) is holds)
            case AllOf() | AnyOf() | Member() | Exempt() | FirstOf() | BestOf() | Table() | Line() | Row():
                told = self.bodies.told(node, history=history)
                return told if holds else self.under("condition.not_this", told)
            case OverHistory() if node.how in (Over.EVERY, Over.SOME):
                return self._of_history(node, holds)
        statement = self._statement(node, history, holds)
        if statement is not None:
            return statement
        phrase = self.phrases.phrase(node, history=history)
        return self.sentence(self._names.head(phrase.text), phrase.notes)

    def value_of(self, parameter: str, age: bool = False) -> str:
        """What a parameter without keys is on the day told, where that is one figure or lawful range; else ''."""
        found = self._names.programme.parameters.get(parameter)
        if found is None or self._at is None or found.by:
            return ""
        held = [version for version, holds in versions_on(self._versions(found), self._at) if holds]
        if len(held) != 1 or len(held[0].rows) != 1:
            return ""
        value = held[0].rows[0].value
        told = value.how in (Ranged.How.EXACT, Ranged.How.CHOSEN)
        return self._values.ranged(value, found.type, age=age) if told else ""

    def _versions(self, parameter: Parameter) -> tuple[Version, ...]:
        """The versions of a parameter on the layer told."""
        practice = parameter.practice
        if self._layer is Layer.PAPER or practice.attested is Attested.SAME:
            return parameter.paper
        return practice.versions

    def several(self, parts: Sequence[Told], *, every: bool) -> Told:
        """Several conditions of which all, or at least one, must hold."""
        if len(parts) == 1:
            return parts[0]
        return Told(self._say("condition.all" if every else "condition.any"), tuple(parts))

    def under(self, code: str, told: Told, **slots: str) -> Told:
        """A heading over a condition (`all of the following` is left out as a step of its own)."""
        children = told.children if told.text == self._say("condition.all") else (told,)
        return Told(self._say(code, **slots), children)

    def sentence(self, text: str, notes: Sequence[Told] = (), key: str = "") -> Told:
        """A sentence with what explains it."""
        return Told(self._names.sentence(text), tuple(notes), key=key)

    def line(self, told: Told) -> str:
        """A told condition on one line, for places that have room for no more."""
        if told.table is not None:
            return told.text.rstrip(":：")
        if not told.children:
            return told.text
        inside = [self._names.clause(self.line(child)) for child in told.children]
        joined = inside[0]
        for one in inside[1:]:
            joined = self._say("list.semicolon", head=joined, last=one)
        if told.text[-1] in ":：":
            return self._names.sentence(self._say("line.after_colon", text=told.text, inside=joined))
        return self._names.sentence(self._say("line.in_brackets", text=told.text.rstrip(".。"), inside=joined))

    # ---- single statements ---------------------------------------------------------------------------------

    def _statement(self, node: Node, history: str, holds: bool) -> Told | None:
        match node:
            case Literal(value=bool() as value):
                return Told(self._say("condition.always" if value is holds else "condition.never"))
            case Literal(value=None):
                return Told(self._say("condition.nothing"))
            case FactRef() if node.type.kind is Kind.YES_NO:
                text = self._names.statement(node.name, holds)
                return self._named(node.name, text, self._names.label(node.name), holds)
            case FieldRef() if node.type.kind is Kind.YES_NO:
                text = self._names.field_statement(history, node.name, holds)
                return self._named("", text, self._names.field_label(history, node.name), holds)
            case EntryRef() if node.type.kind is Kind.YES_NO:
                return self._entry(node.name, holds)
            case AssumptionRef() if node.type.kind is Kind.YES_NO:
                code = "condition.assumed" if holds else "condition.assumed_not"
                return Told(self._say(code, label=self._names.label(node.name)), key=node.name)
            case ParameterRef() if node.type.kind is Kind.YES_NO:
                phrase = self.phrases.phrase(node, history=history, valued=False)
                code = "condition.rule" if holds else "condition.not_rule"
                return self.sentence(self._say(code, label=self._names.head(phrase.text)), phrase.notes, node.name)
            case Compare():
                return self._compare(node, history, holds)
            case OneOf():
                return self._one_of(node, history, holds)
            case Within():
                return self._within(node, history, holds)
            case IsWhole():
                what = self.phrases.phrase(node.operand, history=history)
                code = "compare.whole" if holds else "compare.not_whole"
                return self._about(code, what)
            case Conditional() if node.type.kind is Kind.YES_NO:
                return self._conditional(node, history, holds)
        return None

    def _named(self, key: str, statement: str, label: str, holds: bool) -> Told:
        if statement:
            return Told(self._names.sentence(statement), key=key)
        code = "condition.is_yes" if holds else "condition.is_no"
        return Told(self._names.sentence(self._say(code, what=label)), key=key)

    def _entry(self, name: str, holds: bool) -> Told:
        """What another entry concludes: a rule's label is a statement of its own."""
        programme = self._names.programme
        label = self._names.label(name)
        if name in programme.routes:
            code = "condition.granted" if holds else "condition.not_granted"
        elif name in programme.conduct:
            code = "condition.done" if holds else "condition.not_done"
        else:
            code = "condition.rule" if holds else "condition.not_rule"
        return Told(self._names.sentence(self._say(code, label=label)), key=name)

    def _conditional(self, node: Conditional, history: str, holds: bool) -> Told:
        condition = self.told(node.condition, history=history)
        yes = self.told(node.yes, history=history, holds=holds)
        no = self.told(node.no, history=history, holds=holds)
        return Told(
            self._say("condition.depends"),
            (
                self.under("condition.if", condition),
                self.under("condition.then", yes),
                self.under("condition.otherwise", no),
            ),
        )

    # ---- comparisons ---------------------------------------------------------------------------------------

    def _compare(self, node: Compare, history: str, holds: bool) -> Told:
        how = node.how if holds else _CONTRARY[node.how]
        left, right = node.left, node.right
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right, how = right, left, _TURNED[how]
        if isinstance(right, Literal) and right.value is None:
            equal = how is Comparison.EQUAL
            return self._about(
                "compare.nothing" if equal else "compare.something", self.phrases.phrase(left, history=history)
            )
        if left.type.kind is Kind.YES_NO:
            return self._compare_yes_no(left, right, history, how is Comparison.EQUAL)
        what = self.phrases.phrase(left, history=history)
        value = self.phrases.phrase(right, history=history, beside=left)
        kind = {Kind.DATE: "date", Kind.CHOICE: "choice", Kind.PLACE: "choice"}.get(left.type.kind, "number")
        if is_age(left) and kind == "number":
            kind = "age"
        told = self._about(f"compare.{kind}.{_CODES[how]}", what, value, getattr(left, "name", ""))
        if not isinstance(left, AssumptionRef):
            return told
        return Told(self._say("condition.assumed", label=told.text.rstrip(".。")), told.children, key=left.name)

    def _compare_yes_no(self, left: Node, right: Node, history: str, equal: bool) -> Told:
        if isinstance(right, Literal) and isinstance(right.value, bool):
            return self.told(left, history=history, holds=right.value is equal)
        parts = (self.told(left, history=history), self.told(right, history=history))
        return Told(self._say("compare.same" if equal else "compare.not_same"), parts)

    def _about(self, code: str, what: Phrase, value: Phrase | None = None, key: str = "") -> Told:
        slots = {"what": what.text} if value is None else {"what": what.text, "value": value.text}
        notes = what.notes + (value.notes if value is not None else ())
        text = self._say(code, form=what.form, **slots)
        return self.sentence(self._names.head(text), notes, key)

    def _one_of(self, node: OneOf, history: str, holds: bool) -> Told:
        what = self.phrases.phrase(node.operand, history=history)
        options = [self._names.option_of(node.operand.type, option) for option in node.options]
        code = "compare.one_of" if holds else "compare.none_of"
        return self._about(code, what, Phrase(self._values.either(options)), getattr(node.operand, "name", ""))

    def _within(self, node: Within, history: str, holds: bool) -> Told:
        what = self.phrases.phrase(node.operand, history=history)
        code = "compare.within" if holds else "compare.not_within"
        return self._about(
            code, what, Phrase(self._names.inside(self._names.label(node.place))), getattr(node.operand, "name", "")
        )

    # ---- histories -----------------------------------------------------------------------------------------

    def _of_history(self, node: OverHistory, holds: bool) -> Told:
        code = {
            (Over.EVERY, True): "history.every",
            (Over.EVERY, False): "history.not_every",
            (Over.SOME, True): "history.some",
            (Over.SOME, False): "history.none",
        }[node.how, holds]
        text = self._say(code, window=self.phrases.window(node))
        if node.condition is None:
            return Told(text, key=node.history)
        told = self.told(node.condition, history=node.history)
        children = told.children if told.text == self._say("condition.all") else (told,)
        return Told(text, children, key=node.history)
