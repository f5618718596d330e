"""Why: the tree of reasons behind a finding, with what fired and what did not, and the sources it rests on."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from ..answer import Outcome, Reason, ReasonKind, Value
from ..evaluation.compiled import Compiled
from ..evaluation.histories import rows_looked_at
from ..evaluation.running import Run
from ..evaluation.tables import fits, overlaps
from ..model import Entry, Parameter, Ranged, Version
from ..tree import (
    AllOf,
    AnyOf,
    BestOf,
    EntryRef,
    FirstOf,
    Line,
    Member,
    Node,
    OverHistory,
    ParameterRef,
    Row,
    Table,
)
from ..types import Kind, Type
from ..values import ABSENT, ABSENT_BIT, NO, YES, Span

_OUTCOMES: Final = {
    YES: Outcome.YES,
    NO: Outcome.NO,
    ABSENT_BIT: Outcome.DOES_NOT_APPLY,
}


def outcome_of(mask: int) -> Outcome:
    """A set of yes, no and absent as an outcome."""
    return _OUTCOMES.get(mask, Outcome.NOT_KNOWN_YET)


def value_of(value: Any, type: Type) -> Value:
    """A partial value as it stands in an answer."""
    if type.kind is Kind.YES_NO:
        options = tuple(name for name, bit in (("yes", YES), ("no", NO)) if value & bit)
        return Value(
            type, options=options, may_not_apply=bool(value & ABSENT_BIT) and bool(options), nothing=not options
        )
    if value is ABSENT:
        return Value(type, nothing=True)
    if isinstance(value, Span):
        return Value(
            type,
            _bound(value.low),
            _bound(value.high),
            chosen=value.chosen,
            by=value.by,
            varies=value.varies,
            may_not_apply=value.absent,
        )
    if isinstance(value, frozenset):
        order = type.options or tuple(sorted(str(one) for one in value if one is not ABSENT))
        return Value(type, options=tuple(one for one in order if one in value), may_not_apply=ABSENT in value)
    if isinstance(value, str):
        return Value(type, options=(value,))
    return Value(type, value, value)


def _bound(value: Any) -> Any:
    if isinstance(value, float) or value in (date.min, date.max):
        return None
    return value


class Explainer:
    """Builds the reasons of one run. `sources` gathers what was cited, in order; `unknowns` what the programme
    itself leaves open.
    """

    def __init__(self, compiled: Compiled, run: Run) -> None:
        self.compiled = compiled
        self.run = run
        self.sources: dict[str, None] = {}
        self._told: set[str] = set()

    # ---- entries -------------------------------------------------------------------------------------------

    def entry(self, key: str) -> Reason:
        """The reasons behind an entry as it is cited."""
        entry = self.compiled.programme.entry(key)
        assert entry is not None
        changes = self.compiled.changes_of(key, self.run) if key in self.compiled.changes else []
        if not changes:
            return self.own(entry)
        parts: list[Reason] = (
            [] if any(change.overrides and held == YES for change, held in changes) else [self.own(entry)]
        )
        parts.extend(self.own(change) for change, _ in changes)
        value = self.compiled.entry(key)(self.run)
        fired = parts[-1]
        return self._reason(ReasonKind.ENTRY, entry.key, entry.label, value, entry.type, fired.sources, tuple(parts))

    def own(self, entry: Entry) -> Reason:
        """The reasons behind an entry by itself: those of its versions that may hold."""
        value = self.compiled.own(entry.key)(self.run) if not isinstance(entry, Parameter) or not entry.by else None
        if entry.key in self._told:
            return self._reason(ReasonKind.ENTRY, entry.key, entry.label, value, entry.type, ())
        self._told.add(entry.key)
        active = self.compiled.active(entry, self.run)
        sources: tuple[str, ...] = ()
        started = None
        assumption = ""
        parts: list[Reason] = []
        for version, held in active:
            sources += version.sources
            assumption = assumption or version.assumption
            if version.start is not None and held == YES:
                started = version.start.earliest
            if version.body is not None:
                parts.extend(self.body(version.body))
            elif isinstance(entry, Parameter) and not entry.by:
                for row in version.rows:
                    sources += row.sources
        for source in sources:
            self.sources[source] = None
        return self._reason(
            ReasonKind.PARAMETER if isinstance(entry, Parameter) else ReasonKind.ENTRY,
            entry.key,
            entry.label,
            value,
            entry.type,
            sources,
            tuple(parts),
            started=started,
            assumption=assumption,
        )

    def _reason(
        self,
        kind: ReasonKind,
        key: str,
        label: str,
        value: Any,
        type: Type,
        sources: tuple[str, ...],
        parts: tuple[Reason, ...] = (),
        *,
        node: Node | None = None,
        fired: bool = True,
        started: date | None = None,
        assumption: str = "",
    ) -> Reason:
        outcome = None
        shown = None
        if value is not None:
            if type.kind is Kind.YES_NO:
                outcome = outcome_of(value)
                fired = bool(value & YES)
            else:
                shown = value_of(value, type)
        return Reason(kind, key, label, outcome, shown, fired, sources, assumption, node, started, parts)

    # ---- bodies --------------------------------------------------------------------------------------------

    def body(self, node: Node) -> list[Reason]:
        """The reasons of a version's body."""
        match node:
            case AllOf(members=members) | AnyOf(members=members):
                return [self.member(member) for member in members]
            case FirstOf(lines=lines, otherwise=otherwise):
                return self.first_of(lines, otherwise)
            case BestOf(lines=lines):
                return [self.line(line, True) for line in lines]
            case Table():
                return self.table(node)
            case OverHistory():
                return self.history(node)
        return self.cited(node)

    def member(self, member: Member) -> Reason:
        """A condition of a rule, with the exceptions to it."""
        self._cite(member.sources)
        value = self._value(member)
        condition = member.condition
        exceptions = tuple(
            self._reason(
                ReasonKind.EXCEPTION,
                one.key,
                one.label,
                self._value(one.condition),
                one.type,
                one.sources,
                tuple(self.cited(one.condition)),
                node=one.condition,
            )
            for one in member.unless
        )
        match condition:
            case EntryRef(name=name) if not exceptions:
                return self.entry(name)
            case AllOf(members=members) | AnyOf(members=members):
                kind = ReasonKind.ALL if isinstance(condition, AllOf) else ReasonKind.ANY
                parts = tuple(self.member(one) for one in members)
                return self._reason(
                    kind, member.key, member.label, value, member.type, member.sources, parts + exceptions
                )
        parts = tuple(self.cited(condition))
        return self._reason(
            ReasonKind.CONDITION,
            member.key,
            member.label,
            value,
            member.type,
            member.sources,
            parts + exceptions,
            node=condition,
        )

    def first_of(self, lines: tuple[Line, ...], otherwise: Node | None) -> list[Reason]:
        """The lines of `first_of`: those that fired, those that did not, and those after that were not looked at."""
        reasons = []
        open_still = True
        for line in lines:
            held = self._value(line.condition)
            reasons.append(self.line(line, open_still))
            if held == YES:
                open_still = False
        if otherwise is not None and open_still:
            reasons.append(
                self._reason(
                    ReasonKind.OTHERWISE, "otherwise", "", self._value(otherwise), otherwise.type, (), node=otherwise
                )
            )
        return reasons

    def line(self, line: Line, reached: bool) -> Reason:
        """A line: whether its condition held, and what it gives."""
        self._cite(line.sources)
        held = self._value(line.condition)
        value = self._value(line.value)
        shown = None if line.type.kind is Kind.YES_NO else value_of(value, line.type)
        return Reason(
            ReasonKind.LINE,
            line.key,
            line.label,
            outcome_of(held),
            shown,
            reached and bool(held & YES),
            line.sources,
            node=line.condition,
            children=tuple(self.cited(line.condition)) if reached else (),
        )

    def table(self, node: Table) -> list[Reason]:
        """The rows of a table: those that fit what is known, those that do not, and a gap where none does."""
        given = self._value(node.of)
        rows = [self.row(row, node, given) for row in node.rows]
        reasons = [*self.cited(node.of), *rows]
        if given is not ABSENT and not any(row.fired for row in rows):
            sources = tuple(source for gap in node.gaps for source in gap.sources)
            self._cite(sources)
            reasons.append(Reason(ReasonKind.GAP, "gap", "", Outcome.NOT_KNOWN_YET, None, True, sources, node=node))
        return reasons

    def row(self, row: Row, table: Table, given: Any) -> Reason:
        """A row of a table, fired where it fits what is known of the value looked up."""
        if given is ABSENT:
            fired = False
        elif row.options:
            fired = bool(set(row.options) & (set(given) if isinstance(given, frozenset) else {given}))
        elif isinstance(given, Span):
            fired = overlaps(row, given.low, given.high)
        else:
            fired = fits(row, given)
        if fired:
            self._cite(row.sources)
        value = None if row.value is None else self._value(row.value)
        shown = None if value is None or table.type.kind is Kind.YES_NO else value_of(value, table.type)
        return Reason(ReasonKind.ROW, row.key, row.label, None, shown, fired, row.sources, node=row)

    def history(self, node: OverHistory) -> list[Reason]:
        """The entries of a history that were looked at, and whether each counts."""
        compiled, run = self.compiled, self.run
        given = compiled.fact(node.history)(run)
        fact = compiled.programme.facts[node.history]
        reasons = []
        outer = run.row
        try:
            for _, row in rows_looked_at(node, fact, given, run.days[compiled.law_of(node)]):
                run.row = row
                held = YES if node.condition is None else self._value(node.condition)
                key = str(row["year"]) if "year" in row else str(row.get("from", ""))
                reasons.append(
                    Reason(ReasonKind.HISTORY, key, "", outcome_of(held), None, bool(held & YES), node=node.condition)
                )
        finally:
            run.row = outer
        return reasons

    def cited(self, node: Node) -> list[Reason]:
        """The entries and parameters that an expression cites, each with its own reasons."""
        found: list[Reason] = []
        for one in self.compiled.citing(node):
            match one:
                case EntryRef(name=name):
                    found.append(self.entry(name))
                case ParameterRef(name=name):
                    found.append(self.parameter(one, name))
                case _:
                    found.extend(self.body(one))
        return found

    def parameter(self, node: ParameterRef, name: str) -> Reason:
        """A parameter as it was looked up, with the sources of the row that was found."""
        parameter = self.compiled.programme.parameters[name]
        value = self._value(node)
        sources: tuple[str, ...] = ()
        started = None
        assumption = ""
        keys = tuple(self._value(key) for key in node.keys)
        candidates = [parameter, *(one for one in self.compiled.changes.get(name, ()) if isinstance(one, Parameter))]
        for one in candidates:
            for version, _ in self.compiled.active(one, self.run):
                sources += version.sources + self._row_sources(version, keys, value, parameter)
                assumption = assumption or version.assumption
                if version.start is not None:
                    started = version.start.earliest
        sources = tuple(dict.fromkeys(sources))
        self._cite(sources)
        return self._reason(
            ReasonKind.PARAMETER,
            name,
            parameter.label,
            value,
            parameter.type,
            sources,
            node=node,
            started=started,
            assumption=assumption,
        )

    def _row_sources(
        self, version: Version, keys: tuple[Any, ...], value: Any, parameter: Parameter
    ) -> tuple[str, ...]:
        if not keys:
            return tuple(source for row in version.rows for source in row.sources)
        found: tuple[str, ...] = ()
        for row in version.rows:
            same = all(want is None or want == given for want, given in zip(row.keys, keys, strict=True))
            exact = (
                row.value.how is Ranged.How.EXACT
                and not isinstance(value, (Span, frozenset))
                and row.value.low == value
            )
            if same or (exact and "place" in parameter.by):
                found += row.sources
        return found

    # ---- values --------------------------------------------------------------------------------------------

    def _value(self, node: Node) -> Any:
        compiled = self.compiled
        closure = compiled._nodes.get(id(node))
        if closure is None:
            closure = compiled.node(node, compiled.law_of(node))
        return closure(self.run)

    def _cite(self, sources: tuple[str, ...]) -> None:
        for source in sources:
            self.sources[source] = None
