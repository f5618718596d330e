"""Reading bodies: what a version of a rule, route or conduct says, as a tree.

A body is exactly one of the forms of the language (`all`, `first_of`, `table`, ...); each becomes a node of `tree`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..expressions.reader import read_expression
from ..literal import Failed, Value, read_literal
from ..model import Fact
from ..tree import (
    AllOf,
    AnyOf,
    BestOf,
    EntryRef,
    Exempt,
    FactRef,
    FirstOf,
    Line,
    Literal,
    Member,
    Node,
    Over,
    OverHistory,
    Table,
    Where,
    Window,
    walk,
)
from ..types import MONTHS, WHOLE, YES_NO, Kind, Type, unit_named
from .document import RawMapping, RawNode, RawScalar
from .scope import Scope
from .shapes import BODIES, CONDITION_BODIES
from .tables import read_table
from .written import items, mapping, mappings, scalar, sources, text, unknown_name

_HISTORIES = ("every", "some", "count", "longest_run", "total")
#: No window reaches back further than this.
LONGEST_WINDOW_YEARS = 200
_YEARS = Type(Kind.NUMBER, unit=unit_named("year") or MONTHS.unit, whole=True)


def body_of(raw: RawMapping) -> str:
    """Which body a version has: its key, or '' where there is none."""
    return next((name for name in BODIES if name in raw.values), "")


def gives_yes_no(raw: RawMapping) -> bool:
    """Whether the form of a body shows that it gives yes or no."""
    return body_of(raw) in CONDITION_BODIES


def has_body(raw: RawMapping) -> bool:
    """Whether anything is said at all."""
    return bool(body_of(raw))


def read_body(raw: RawMapping, scope: Scope, expect: Type | None) -> Node | None:
    """The body of a version; None after noting what is wrong with it. `expect` is the type wanted, where one is."""
    return BodyReader(scope).read(raw, expect)


class Keys:
    """Names for the parts of one body, each given once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def give(self, wanted: str, number: str) -> str:
        """The name wanted, or a free one like it; the number where none is wanted."""
        key = wanted or number
        count = 1
        while key in self.taken:
            count += 1
            key = f"{wanted or number}_{count}"
        self.taken.add(key)
        return key


def name_in(node: Node | None) -> str:
    """The one rule or fact that a condition names; '' where it names none or several."""
    if node is None:
        return ""
    names = {part.name for part in walk(node) if isinstance(part, (EntryRef, FactRef))}
    return names.pop() if len(names) == 1 else ""


class BodyReader:
    """Reads one body; all its parts share one set of keys."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems = scope.problems
        self.keys = Keys()

    def read(self, raw: RawMapping, expect: Type | None) -> Node | None:
        """The body of a version."""
        name = body_of(raw)
        if not name and raw.spoiled:
            return None
        if not name:
            self.problems.add(
                raw.where, "body_missing", "This says nothing; it needs one of: {bodies}.", bodies=", ".join(BODIES)
            )
            return None
        if self.too_many(raw, name):
            return None
        node = self.body(name, raw, expect)
        if "unless" not in raw.values:
            return node
        return self.with_exceptions(raw, node)

    def too_many(self, raw: RawMapping, name: str) -> bool:
        """Whether keys of a second body stand beside the first."""
        beside = {"total": ("value", "when"), "best_of": ("otherwise",)}.get(name, ())
        if name in _HISTORIES:
            beside = (*beside, "when")
        others = [
            other for other in (*BODIES, "otherwise") if other in raw.values and other != name and other not in beside
        ]
        for other in others:
            self.problems.add(
                raw.where_of(other),
                "body_second",
                "'{other}' cannot stand beside '{name}'; a version says exactly one thing. Make a rule of its "
                "own of the other.",
                name=name,
                other=other,
            )
        return bool(others)

    def body(self, name: str, raw: RawMapping, expect: Type | None) -> Node | None:
        """A body of the form named."""
        match name:
            case "when":
                return self.expression(scalar(raw, "when"), YES_NO)
            case "all" | "any":
                return self.group(raw, name, "")
            case "value":
                return self.expression(scalar(raw, "value"), expect)
            case "first_of":
                return self.first_of(raw, expect)
            case "table":
                inner = mapping(raw, "table")
                return None if inner is None else self.table(inner, expect)
            case "best_of":
                return self.best_of(raw, expect)
            case "any_of":
                inner = mapping(raw, "any_of")
                return None if inner is None else self.any_of(inner, expect)
            case _:
                return self.over_history(name, raw, expect)

    def expression(self, node: RawScalar | None, expect: Type | None, history: Fact | None = None) -> Node | None:
        """An expression; None where it is absent or wrong."""
        if node is None:
            return None
        return read_expression(node.text, node.begins, self.scope, self.problems, expect=expect, history=history)

    def value(self, node: RawScalar | None, expect: Type | None) -> Node | None:
        """An expression for a value, which may be `none`."""
        if node is None:
            return None
        if node.text.strip() == "none" and (expect is None or "none" not in expect.options):
            return Literal(expect or YES_NO, node.begins, None)
        return self.expression(node, expect)

    # ---- conditions ----------------------------------------------------------------------------------------

    def group(self, raw: RawMapping, name: str, path: str) -> Node | None:
        """`all` or `any` with its members."""
        nodes = items(raw, name)
        members = [self.member(node, f"{path}{number}") for number, node in enumerate(nodes, 1)]
        good = tuple(member for member in members if member is not None)
        if not good or len(good) < len(nodes):
            return None
        kind = AllOf if name == "all" else AnyOf
        return kind(YES_NO, raw.where_of(name), good)

    def member(self, node: RawNode, number: str) -> Member | None:
        """A member of `all` or `any`."""
        if isinstance(node, RawScalar):
            condition = self.expression(node, YES_NO)
            if condition is None:
                return None
            key = self.keys.give(name_in(condition), number)
            return Member(YES_NO, node.where, key, "", condition, (), ())
        if not isinstance(node, RawMapping):
            return None
        name = next((name for name in ("when", "all", "any") if name in node.values), "")
        given = text(node, "key")
        if given and given in self.keys.taken:
            self.key_twice(node, given)
        if name == "when":
            condition = self.expression(scalar(node, "when"), YES_NO)
        else:
            condition = self.group(node, name, f"{number}.") if name else None
        unless = self.exceptions(node, number)
        if condition is None:
            return None
        named = name_in(condition) if name == "when" else ""
        key = self.keys.give(given or named, number)
        return Member(YES_NO, node.where, key, text(node, "label"), condition, unless, sources(node))

    def key_twice(self, node: RawMapping, key: str) -> None:
        """Note that a part's key has been given before."""
        self.problems.add(
            node.where_of("key"),
            "part_key_twice",
            "The key '{key}' is given twice here; each part needs its own.",
            key=key,
        )

    def exceptions(self, raw: RawMapping, number: str) -> tuple[Exempt, ...]:
        """The exceptions under `unless`."""
        found = []
        for count, node in enumerate(items(raw, "unless"), 1):
            where = node.where
            if isinstance(node, RawScalar):
                condition, label, given = self.expression(node, YES_NO), "", ""
                cited: tuple[str, ...] = ()
            elif isinstance(node, RawMapping):
                condition = self.expression(scalar(node, "when"), YES_NO)
                label, given, cited = text(node, "label"), text(node, "key"), sources(node)
                if given and given in self.keys.taken:
                    self.key_twice(node, given)
            else:
                continue
            if condition is not None:
                key = self.keys.give(given or name_in(condition), f"{number}.unless.{count}")
                found.append(Exempt(YES_NO, where, key, label, condition, cited))
        return tuple(found)

    def with_exceptions(self, raw: RawMapping, node: Node | None) -> Node | None:
        """A whole body under exceptions: one member with them."""
        where = raw.where_of("unless")
        if node is not None and node.type.kind is not Kind.YES_NO:
            self.problems.add(
                where, "unless_value", "Only conditions have exceptions; this gives a value. Use first_of."
            )
            return None
        named = name_in(node)
        key = self.keys.give(named, "1")
        unless = self.exceptions(raw, "1")
        if node is None:
            return None
        member = Member(YES_NO, node.where, key, "", node, unless, ())
        return AllOf(YES_NO, node.where, (member,))

    # ---- values --------------------------------------------------------------------------------------------

    def lines(
        self, raw: RawMapping, key: str, expect: Type | None
    ) -> tuple[list[Line], RawScalar | None, Type | None, bool]:
        """The lines of `first_of` or `best_of`, what stands under `otherwise`, the type, and whether all is good."""
        lines: list[Line] = []
        otherwise: RawScalar | None = None
        good = True
        kind = expect
        written = mappings(raw, key)
        for number, one in enumerate(written, 1):
            if "otherwise" in one.values:
                otherwise = scalar(one, "otherwise")
                if number < len(written):
                    self.problems.add(one.where, "otherwise_last", "'otherwise' must be the last line; move it there.")
                if "value" in one.values or "when" in one.values:
                    self.problems.add(
                        one.where, "otherwise_alone", "'otherwise' stands alone in its line: {{otherwise: 0 points}}."
                    )
                continue
            if "value" not in one.keys:
                self.problems.add(
                    one.where, "line_value", "This line lacks 'value': what it is when the condition holds."
                )
                good = False
            condition = self.expression(scalar(one, "when"), YES_NO)
            value = self.value(scalar(one, "value"), kind)
            if condition is None or value is None:
                good = False
                continue
            kind = self.joined(kind, value, expect)
            given = text(one, "key")
            if given and given in self.keys.taken:
                self.key_twice(one, given)
            name = self.keys.give(given or name_in(condition), str(number))
            lines.append(Line(value.type, one.where, name, text(one, "label"), condition, value, sources(one)))
        return lines, otherwise, kind, good

    def joined(self, kind: Type | None, value: Node, expect: Type | None) -> Type | None:
        """The type of several values, of which one more has been read."""
        if isinstance(value, Literal) and value.value is None:
            return kind
        if kind is None:
            return value.type
        if kind.kind is Kind.NUMBER and kind is not expect:
            return replace(kind, whole=kind.whole and value.type.whole)
        return kind

    def settled(self, kind: Type | None, parts: list[Node]) -> Type:
        """The type of the whole: numbers are whole where every part is."""
        kind = kind or YES_NO
        if kind.kind is not Kind.NUMBER:
            return kind
        numbers = [part for part in parts if not (isinstance(part, Literal) and part.value is None)]
        return replace(kind, whole=bool(numbers) and all(part.type.whole for part in numbers))

    def first_of(self, raw: RawMapping, expect: Type | None) -> Node | None:
        """The value of the first line that holds."""
        lines, last, kind, good = self.lines(raw, "first_of", expect)
        otherwise = None if last is None or last.text.strip() == "none" else self.value(last, kind)
        if last is not None and last.text.strip() == "none" and kind is not None and "none" in kind.options:
            otherwise = self.value(last, kind)
        if not good or (last is not None and otherwise is None and last.text.strip() != "none"):
            return None
        if not lines:
            self.problems.add(
                raw.where_of("first_of"), "lines_missing", "There is no line with 'when' and 'value' here."
            )
            return None
        parts = [line.value for line in lines] + ([otherwise] if otherwise is not None else [])
        if kind is None and otherwise is not None:
            kind = otherwise.type
        return FirstOf(self.settled(kind, parts), raw.where_of("first_of"), tuple(lines), otherwise)

    def best_of(self, raw: RawMapping, expect: Type | None) -> Node | None:
        """The greatest value of the lines that hold."""
        where = raw.where_of("best_of")
        lines, last, kind, good = self.lines(raw, "best_of", expect)
        if "otherwise" in raw.values:
            last = scalar(raw, "otherwise")
        return self.best(where, lines, last, kind, good)

    def best(
        self, where: Where, lines: list[Line], last: RawScalar | None, kind: Type | None, good: bool
    ) -> Node | None:
        """`best_of` or `any_of`, once its lines have been read."""
        if last is None and not good:
            return None
        if last is None:
            self.problems.add(
                where, "otherwise_missing", "It lacks 'otherwise': what it is where no line holds, such as 0 points."
            )
            return None
        otherwise = self.expression(last, kind)
        if not good or otherwise is None:
            return None
        whole = self.settled(kind, [*(line.value for line in lines), otherwise])
        if whole.kind is not Kind.NUMBER:
            self.problems.add(
                where, "best_number", "The greatest of several can only be taken of numbers; use first_of."
            )
            return None
        return BestOf(whole, where, tuple(lines), otherwise)

    def any_of(self, raw: RawMapping, expect: Type | None) -> Node | None:
        """One value, however many conditions hold."""
        written = scalar(raw, "value")
        value = self.expression(written, expect)
        kind = value.type if value is not None else expect
        lines: list[Line] = []
        good = value is not None
        for number, node in enumerate(items(raw, "when"), 1):
            inner = scalar(node, "when") if isinstance(node, RawMapping) else node
            condition = self.expression(inner, YES_NO) if isinstance(inner, RawScalar) else None
            if condition is None or value is None:
                good = False
                continue
            label, given = "", ""
            cited: tuple[str, ...] = ()
            if isinstance(node, RawMapping):
                label, given, cited = text(node, "label"), text(node, "key"), sources(node)
                if given and given in self.keys.taken:
                    self.key_twice(node, given)
            key = self.keys.give(given or name_in(condition), str(number))
            lines.append(Line(value.type, node.where, key, label, condition, value, cited))
        return self.best(raw.where, lines, scalar(raw, "otherwise"), kind, good)

    def table(self, raw: RawMapping, expect: Type | None) -> Table | None:
        """A table; its results are looked at even where its value cannot be."""
        of = self.expression(scalar(raw, "of"), None)
        if of is None:
            for one in mappings(raw, "rows"):
                self.value(scalar(one, "value"), expect)
            return None
        return read_table(raw, of, expect, self)

    def literal(self, node: RawScalar, kind: Type) -> Value | None:
        """A written value of a type; None where it is wrong."""
        value = read_literal(node.text, kind, node.begins, self.problems, self.scope.places)
        return None if isinstance(value, Failed) else value

    # ---- histories -----------------------------------------------------------------------------------------

    def over_history(self, name: str, raw: RawMapping, expect: Type | None) -> Node | None:
        """A question about the entries of a history."""
        window = mapping(raw, name)
        if window is None:
            return None
        history = self.history(window)
        if history is None:
            return None
        span = self.window(window, history)
        condition = self.expression(scalar(raw, "when"), YES_NO, history)
        value = self.expression(scalar(raw, "value"), expect, history)
        where = raw.where_of(name)
        missing = "value" if name == "total" else "when"
        if missing not in raw.keys:
            self.problems.add(
                where,
                "history_asks",
                "'{name}' lacks '{key}' beside it: what is asked of each entry.",
                name=name,
                key=missing,
            )
            return None
        if span is None or (condition is None and "when" in raw.values) or (value is None and "value" in raw.values):
            return None
        kind, length, unit = span
        how = Over(name)
        if how is Over.TOTAL:
            assert value is not None
            if value.type.kind is not Kind.NUMBER:
                self.problems.add(where, "total_number", "'total' adds up numbers; 'value' gives something else.")
                return None
            result = value.type
        elif how in (Over.COUNT, Over.LONGEST_RUN):
            result = self.count_type(expect, where)
        else:
            result = YES_NO
        return OverHistory(result, where, how, history.name, kind, length, unit, condition, value)

    def count_type(self, expect: Type | None, where: Where) -> Type:
        """The type of a count of entries."""
        if expect is None or expect.kind is not Kind.NUMBER:
            return WHOLE
        if expect.unit.scale != 1:
            self.problems.add(
                where,
                "count_unit",
                "A count of entries cannot be counted in {unit}; take 'unit' out.",
                unit=expect.unit,
            )
        return replace(expect, whole=True)

    def history(self, window: RawMapping) -> Fact | None:
        """The history that is asked about."""
        node = scalar(window, "of")
        if node is None:
            return None
        fact = self.scope.facts.get(node.text)
        if fact is None:
            unknown_name(node.text, node.where, self.scope.facts, "fact", self.problems)
            return None
        if fact.type.kind is not Kind.LIST:
            self.problems.add(
                node.where, "history_needed", "'{name}' is no history; its type would have to be list.", name=node.text
            )
            return None
        return fact

    def window(self, raw: RawMapping, history: Fact) -> tuple[Window, int, str] | None:
        """Which entries count: the kind of window, its length and the unit of that."""
        if "all" in raw.values:
            return Window.ALL, 0, ""
        key = "last" if "last" in raw.values else "within"
        node = scalar(raw, key)
        if node is None:
            return None
        if (key == "last") != history.by_year:
            self.problems.add(
                raw.where_of(key),
                "window_wrong_by_year" if history.by_year else "window_wrong_by_period",
                "This history has one entry a year; write 'last: 4 years'."
                if history.by_year
                else "This history has entries with days from and to; write 'within: 5 years'.",
            )
            return None
        if key == "last":
            value = self.literal(node, _YEARS)
            length = int(value) // 12 if isinstance(value, (int, Fraction)) else None
            unit, months = "year", (length or 0) * 12
        else:
            days = unit_named(node.text.partition(" ")[2].strip())
            in_days = days is not None and days.parts == (("day", 1),)
            kind = Type(Kind.NUMBER, unit=days, whole=True) if in_days and days is not None else MONTHS
            value = self.literal(node, kind)
            length = int(value) if isinstance(value, (int, Fraction)) else None
            unit, months = ("day", (length or 0) // 30) if in_days else ("month", length or 0)
        if length is None:
            return None
        if not 0 < months <= LONGEST_WINDOW_YEARS * 12 and not (unit == "day" and length > 0 and months == 0):
            self.problems.add(
                node.where,
                "window_length",
                "A window is at least one day or year and at most {most} years.",
                most=LONGEST_WINDOW_YEARS,
            )
            return None
        return (Window.LAST_YEARS if key == "last" else Window.WITHIN), length, unit
