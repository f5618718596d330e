"""The bodies of rules in words: lists of conditions with their exceptions, lines that decide, and tables as tables."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from ..tree import (
    AllOf,
    AnyOf,
    BestOf,
    Compare,
    Comparison,
    EntryRef,
    Exempt,
    FactRef,
    FirstOf,
    Gap,
    Line,
    Literal,
    Member,
    Node,
    Row,
    Table,
)
from ..types import Kind, Type
from .names import Names
from .phrases import Phrases, is_age
from .shapes import Told, ToldRow, ToldTable
from .values import Values

if TYPE_CHECKING:
    from .conditions import Conditions


class Bodies:
    """Bodies of a programme's rules in a language."""

    def __init__(self, names: Names, values: Values, conditions: Conditions, phrases: Phrases) -> None:
        self._names = names
        self._values = values
        self._conditions = conditions
        self._phrases = phrases
        self._say = names.say

    def told(self, node: Node, *, history: str = "") -> Told:
        """A body, or a part of one, in words."""
        match node:
            case AllOf() | AnyOf():
                parts = [self.member(member, history) for member in node.members]
                return self._conditions.several(parts, every=isinstance(node, AllOf))
            case Member():
                return self.member(node, history)
            case Exempt():
                return self._exempt(node, history)
            case FirstOf():
                return self._first_of(node, history)
            case BestOf():
                return self._best_of(node, history)
            case Table():
                return Told(self._say("table.of", value=self._phrases.phrase(node.of).text), table=self.table(node))
            case Line():
                return self.line(node, history)
            case Row():
                return Told(self._names.sentence(self._names.phrase(node.label) or self.row_range(node, None)))
        return self._conditions.told(node, history=history)

    # ---- conditions ----------------------------------------------------------------------------------------

    def member(self, member: Member, history: str = "") -> Told:
        """A condition of a rule under its own name, if it has one, with its exceptions."""
        told = self._labelled(member.label, member.condition, history)
        exceptions = tuple(self._exempt(exempt, history) for exempt in member.unless)
        children = told.children
        if exceptions:
            heading = self._say("member.unless", form="one" if len(exceptions) == 1 else "many")
            children = (*children, Told(heading, exceptions))
        return Told(told.text, children, member.sources, told.key, table=told.table)

    def _labelled(self, label: str, condition: Node, history: str) -> Told:
        """A condition told under a label; below it what it means, where the label alone does not say it all."""
        told = self._conditions.told(condition, history=history)
        if not label:
            return told
        text = self._names.sentence(self._names.phrase(label))
        if isinstance(condition, (FactRef, EntryRef)) or told.text == text:
            return Told(text, key=told.key)
        if told.text == self._say("condition.all"):
            return Told(text, told.children)
        return Told(text, (told,))

    def _exempt(self, exempt: Exempt, history: str) -> Told:
        told = self._labelled(exempt.label, exempt.condition, history)
        return Told(told.text, told.children, exempt.sources, told.key, table=told.table)

    # ---- lines ---------------------------------------------------------------------------------------------

    def line(self, line: Line, history: str = "") -> Told:
        """A line of a list: its value, and where it holds."""
        value = self._phrases.phrase(line.value, history=history)
        told = self._labelled(line.label, line.condition, history)
        children = told.children if told.text == self._say("condition.all") else (told,)
        heading = self._say("line.value_where", value=self._names.head(value.text))
        return Told(heading, (*children, *value.notes), line.sources)

    def _otherwise(self, node: Node | None, history: str) -> Told:
        if node is None or (isinstance(node, Literal) and node.value is None):
            return Told(self._say("line.otherwise_nothing"))
        value = self._phrases.phrase(node, history=history)
        return Told(self._say("line.otherwise", value=value.text), value.notes)

    def _first_of(self, node: FirstOf, history: str) -> Told:
        heading = self._say("body.first_of")
        if node.type.kind is Kind.YES_NO:
            lines = tuple(self._yes_no_line(line, history) for line in node.lines)
            last = self._otherwise(node.otherwise, history)
            if node.otherwise is not None and not isinstance(node.otherwise, Literal):
                told = self._conditions.told(node.otherwise, history=history)
                last = self._conditions.under("condition.otherwise", told)
            return Told(heading, (*lines, last))
        return self._lines(heading, node.lines, node.otherwise, history)

    def _lines(self, heading: str, lines: tuple[Line, ...], otherwise: Node | None, history: str) -> Told:
        """Lines as a table where each is short enough for a row of one, else as a list."""
        cells = [self._where(line, history) for line in lines]
        plain = len(lines) > 1 and all(_is_short(cell) for cell in cells)
        values = [self._phrases.phrase(line.value, history=history) for line in lines]
        if not plain or any(value.notes for value in values):
            told = tuple(self.line(line, history) for line in lines)
            return Told(heading, (*told, self._otherwise(otherwise, history)))
        rows = [
            ToldRow((self._cell(line, cell), value.text), line.sources)
            for line, cell, value in zip(lines, cells, values, strict=True)
        ]
        nothing = otherwise is None or (isinstance(otherwise, Literal) and otherwise.value is None)
        last = self._say("value.nothing") if otherwise is None or nothing else self._phrases.phrase(otherwise).text
        rows.append(ToldRow((self._say("table.otherwise"), last)))
        return Told(heading, table=ToldTable((self._say("table.where"), self._say("table.result")), tuple(rows)))

    def _cell(self, line: Line, told: Told) -> str:
        """The condition of a line in a cell of a table: its name alone where that names the option it asks for."""
        condition = line.condition
        named = line.label and isinstance(condition, Compare) and _asks_option(condition)
        return self._names.phrase(line.label) if named else self._conditions.line(told).rstrip(".。")

    def _yes_no_line(self, line: Line, history: str) -> Told:
        told = self._labelled(line.label, line.condition, history)
        value = self._conditions.told(line.value, history=history)
        return Told(
            self._say("condition.depends"),
            (self._conditions.under("condition.if", told), self._conditions.under("condition.then", value)),
            line.sources,
        )

    def _best_of(self, node: BestOf, history: str) -> Told:
        same = self._one_value(node)
        if same is not None:
            lines = tuple(self._where(line, history) for line in node.lines)
            value = self._names.head(self._phrases.phrase(same, history=history).text)
            return Told(self._say("body.any_of", value=value), (*lines, self._otherwise(node.otherwise, history)))
        return self._lines(self._say("body.best_of"), node.lines, node.otherwise, history)

    def _where(self, line: Line, history: str) -> Told:
        told = self._labelled(line.label, line.condition, history)
        return Told(told.text, told.children, line.sources, told.key)

    def _one_value(self, node: BestOf) -> Node | None:
        """The value that all lines give, where it is one and the same (once, however many hold)."""
        values = [line.value for line in node.lines]
        first = values[0]
        written = [value.value if isinstance(value, Literal) else None for value in values]
        same = all(value is first for value in values) or (written[0] is not None and len(set(written)) == 1)
        return first if same else None

    # ---- tables --------------------------------------------------------------------------------------------

    def table(self, node: Table) -> ToldTable:
        """A table as a table, with the gaps that are printed in the source."""
        what = self._phrases.phrase(node.of)
        rows = [ToldRow((self.row_text(row, node), self._result(row)), row.sources) for row in node.rows]
        rows.extend(ToldRow((self.gap(gap, node), self._say("table.gap")), gap.sources) for gap in node.gaps)
        columns = (self._names.head(what.text), self._say("table.result"))
        return ToldTable(columns, tuple(rows), self._say("table.gaps") if node.gaps else "")

    def _result(self, row: Row) -> str:
        if row.value is None:
            return self._say("value.nothing")
        phrase = self._phrases.phrase(row.value)
        if not phrase.notes:
            return phrase.text
        return self._conditions.line(Told(phrase.text, phrase.notes)).rstrip(".。")

    def row_text(self, row: Row, table: Table | None) -> str:
        """Which values a row is for, with the name of the row if it has one."""
        told = self.row_range(row, table)
        if not row.label:
            return told
        label = self._names.phrase(row.label)
        return self._say("table.labelled", label=label, range=told) if told else label

    def row_range(self, row: Row, table: Table | None) -> str:
        """The stretch of values, or the options, a row is for."""
        of = table.of if table is not None else None
        type = of.type if of is not None else row.type
        if row.options:
            return self._values.either([self._option(option, type) for option in row.options])
        age = of is not None and is_age(of)
        return self._stretch(row, type, age)

    def _option(self, option: str, type: Type) -> str:
        if type.kind is Kind.YES_NO:
            return self._values.exact(option, type)
        return self._names.label(option) if type.kind is Kind.PLACE else self._names.option_of(type, option)

    def _stretch(self, row: Row, type: Type, age: bool) -> str:
        low, high = row.low, row.high
        if low is None and high is None:
            return self._say("stretch.any")
        if low is not None and high is not None:
            return self._two_ends(low, high, row, type, age)
        if low is not None:
            code = "stretch.from" if row.low_included else "stretch.above"
            return self._say(code, value=self._values.exact(low, type, age=age))
        code = "stretch.up_to" if row.high_included else "stretch.below"
        return self._say(code, value=self._values.exact(high, type, age=age))

    def _two_ends(
        self, low: int | Fraction | date, high: int | Fraction | date, row: Row, type: Type, age: bool
    ) -> str:
        if low == high:
            return self._values.exact(low, type, age=age)
        if row.low_included and row.high_included:
            if isinstance(low, date) or isinstance(high, date):
                return self._values.from_to(low, high, type)
            return self._values.range(low, high, type, "number.to", age=age)
        code = {
            (True, False): "stretch.from_below",
            (False, True): "stretch.above_up_to",
            (False, False): "stretch.above_below",
        }[row.low_included, row.high_included]
        low_text, high_text = self._values.exact(low, type, age=age), self._values.exact(high, type, age=age)
        return self._say(code, low=low_text, high=high_text)

    def gap(self, gap: Gap, table: Table) -> str:
        """A value or stretch for which the printed table has no result."""
        age = is_age(table.of)
        if gap.low == gap.high:
            return self._values.exact(gap.low, table.of.type, age=age)
        low = self._values.exact(gap.low, table.of.type, age=age)
        return self._say("stretch.above_below", low=low, high=self._values.exact(gap.high, table.of.type, age=age))


def _is_short(told: Told) -> bool:
    """Whether a condition is short enough for a cell of a table."""
    return told.table is None and len(told.children) <= 1 and not any(child.children for child in told.children)


def _asks_option(condition: Compare) -> bool:
    """Whether a condition asks for one option, which its label then names."""
    return condition.how is Comparison.EQUAL and condition.left.type.kind is Kind.CHOICE
