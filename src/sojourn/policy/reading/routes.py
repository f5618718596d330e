"""Reading routes (what can be granted) and conduct (what breaks the rules and what may follow)."""

from __future__ import annotations

from dataclasses import replace

from ..expressions.reader import read_expression
from ..model import (
    Conduct,
    Consequence,
    Day,
    Document,
    Duty,
    Family,
    Grant,
    Law,
    Penalty,
    Route,
    Step,
    Version,
)
from ..tree import Arithmetic, Extreme, Node, Operation
from ..types import DAYS, MONTHS, YES_NO, Kind, Type, unit_named
from .bodies import has_body, read_body
from .document import RawMapping, RawScalar, RawSequence
from .naming import entries
from .rules import CONTENT, law_of, read_condition
from .scope import RawEntry, Scope
from .versions import is_none, not_after, read_paper, read_practice
from .written import flag, items, known_names, mapping, mappings, read_day, scalar, sources, text, unknown_name

MONEY = Type(Kind.NUMBER, unit=unit_named("CNY") or DAYS.unit, whole=True)
_FLAGS = (
    Penalty.WARNING,
    Penalty.REPATRIATION,
    Penalty.REMOVAL,
    Penalty.CONFISCATION,
    Penalty.SUSPENSION,
    Penalty.COSTS,
    Penalty.EXPULSION,
)
_LENGTHS = {Penalty.DETENTION: DAYS, Penalty.DEPARTURE: DAYS, Penalty.BAN: MONTHS}


class _Expressions:
    """Reads expressions of one entry."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def read(self, node: RawScalar | None, expect: Type | None) -> Node | None:
        if node is None:
            return None
        return read_expression(node.text, node.begins, self.scope, self.scope.problems, expect=expect)


# ---- routes ------------------------------------------------------------------------------------------------


def read_route(name: str, entry: RawEntry, scope: Scope) -> Route:
    """One route; what is wrong with it is noted."""
    raw = entry.raw
    paper = read_paper(raw, scope, lambda version, one: _with_body(version, one, scope, raw), CONTENT)
    practice = read_practice(raw, scope, lambda version, one: _with_body(version, one, scope, raw), CONTENT)
    reader = _Expressions(scope)
    return Route(
        key=name,
        label=text(raw, "label"),
        type=YES_NO,
        law=law_of(entry),
        paper=paper,
        practice=practice,
        where=entry.where,
        note=text(raw, "note"),
        programme=entry.programme,
        overrides=text(raw, "overrides"),
        alternative_to=text(raw, "alternative_to"),
        condition=read_condition(raw, scope),
        route_kind=text(raw, "kind"),
        applies_through=known_names(raw, "applies_through", scope.roles, "role", scope.problems),
        decided_by=known_names(raw, "decided_by", scope.authorities, "authority", scope.problems),
        jointly=flag(raw, "jointly"),
        grants=_read_grants(raw, reader),
        duties=_read_duties(raw, scope),
        steps=_read_steps(raw, reader),
        documents=_read_documents(raw, reader),
        outside_period=flag(raw, "outside_period"),
        family=_read_family(raw, scope),
    )


def _with_body(version: Version, one: RawMapping, scope: Scope, entry: RawMapping) -> Version:
    """The version with its own condition, else that of the whole entry."""
    if has_body(one):
        said = one
    elif is_none(one):
        return version
    elif has_body(entry):
        said = entry
    else:
        said = one
    node = read_body(said, scope, YES_NO)
    return version if node is None else replace(version, body=node)


def _read_grants(raw: RawMapping, reader: _Expressions) -> tuple[Grant, ...]:
    return tuple(
        Grant(
            key,
            text(one, "label"),
            reader.read(scalar(one, "value"), None),
            text(one, "text"),
            sources(one),
            *_while(one, reader.scope),
        )
        for key, one, _ in entries(mapping(raw, "grants"))
    )


def _read_duties(raw: RawMapping, scope: Scope) -> tuple[Duty, ...]:
    _note_twice(raw, "duties", scope)
    return tuple(
        Duty(text(one, "key"), _actor(one, scope), text(one, "text"), sources(one), *_while(one, scope))
        for one in mappings(raw, "duties")
    )


def _read_steps(raw: RawMapping, reader: _Expressions) -> tuple[Step, ...]:
    _note_twice(raw, "steps", reader.scope)
    return tuple(
        Step(
            text(one, "key"),
            _actor(one, reader.scope),
            text(one, "text"),
            reader.read(scalar(one, "within"), None),
            sources(one),
            _earlier(one, raw, reader.scope),
            *_while(one, reader.scope),
        )
        for one in mappings(raw, "steps")
    )


def _earlier(step: RawMapping, route: RawMapping, scope: Scope) -> str:
    """The step that a step comes after: one that stands before it."""
    after = scalar(step, "after")
    if after is None:
        return ""
    before: list[str] = []
    for one in mappings(route, "steps"):
        if one is step:
            break
        before.append(text(one, "key"))
    if after.text not in before:
        unknown_name(after.text, after.where, dict.fromkeys(before), "step", scope.problems)
        return ""
    return after.text


def _read_documents(raw: RawMapping, reader: _Expressions) -> tuple[Document, ...]:
    _note_twice(raw, "documents", reader.scope)
    return tuple(
        Document(
            text(one, "key"),
            text(one, "label"),
            reader.read(scalar(one, "when"), YES_NO),
            reader.read(scalar(one, "have"), YES_NO),
            sources(one),
            *_while(one, reader.scope),
        )
        for one in mappings(raw, "documents")
    )


def _read_family(raw: RawMapping, scope: Scope) -> Family | None:
    family = mapping(raw, "family")
    return None if family is None else Family(text(family, "text"), sources(family), *_while(family, scope))


def _while(one: RawMapping, scope: Scope) -> tuple[Day | None, Day | None]:
    """From and until when a part holds; it cannot end before it begins."""
    start = read_day(one.get("from"), scope.boundaries, scope.problems)
    end = read_day(one.get("to"), scope.boundaries, scope.problems)
    for key in ("from", "to"):
        node = scalar(one, key)
        if node is not None and node.text == "unknown":
            scope.problems.add(
                node.where,
                "part_day_unknown",
                "'{key}' cannot be unknown; say between which days it lies ({{after: 2019-05, by: 2019-12}}), name a "
                "boundary, or leave it out.",
                key=key,
            )
    if start is not None and end is not None and not_after(end, start):
        scope.problems.add(
            one.where_of("to"),
            "part_ends_first",
            "This part does not end after it begins; 'to' is the first day on which it no longer holds.",
        )
    return start, end


def _actor(one: RawMapping, scope: Scope) -> str:
    node = scalar(one, "who")
    actors = scope.actors()
    if node is not None and node.text not in actors:
        unknown_name(node.text, node.where, actors, "actor", scope.problems)
    return text(one, "who")


def _note_twice(raw: RawMapping, section: str, scope: Scope) -> None:
    taken: set[str] = set()
    for one in mappings(raw, section):
        key = text(one, "key")
        if key and key in taken:
            scope.problems.add(
                one.where_of("key"),
                "part_key_twice",
                "The key '{key}' is given twice here; each part needs its own.",
                key=key,
            )
        taken.add(key)


# ---- conduct -----------------------------------------------------------------------------------------------


def read_conduct(name: str, entry: RawEntry, scope: Scope) -> Conduct:
    """One breach and what may follow; what is wrong with it is noted."""
    raw = entry.raw
    body = read_body(raw, scope, YES_NO) if has_body(raw) else None
    reader = _Consequences(scope)

    handled = (one for one in mappings(raw, "practice") if "consequences" in one.values)
    versions = (*mappings(raw, "paper"), *handled)
    if (
        not has_body(raw)
        and not raw.spoiled
        and not (versions and all(has_body(one) or is_none(one) for one in versions))
    ):
        scope.problems.add(
            raw.where,
            "conduct_when",
            "It is not said what the breach '{name}' is; add 'when', 'all' or 'any'.",
            name=name,
        )

    def fill(version: Version, one: RawMapping) -> Version:
        if is_none(one):
            return version
        own = read_body(one, scope, YES_NO) if has_body(one) and one is not raw else body
        return replace(version, body=own, consequences=reader.read_all(one))

    content = (*CONTENT, "consequences")
    liable = scalar(raw, "liable")
    if liable is not None and liable.text not in scope.roles:
        unknown_name(liable.text, liable.where, scope.roles, "role", scope.problems)
    return Conduct(
        key=name,
        label=text(raw, "label"),
        type=YES_NO,
        law=law_of(entry, Law.BREACH),
        paper=read_paper(raw, scope, fill, ("consequences", "source", "assumption", "from")),
        practice=read_practice(raw, scope, fill, content),
        where=entry.where,
        note=text(raw, "note"),
        programme=entry.programme,
        overrides=text(raw, "overrides"),
        alternative_to=text(raw, "alternative_to"),
        condition=read_condition(raw, scope),
        liable=text(raw, "liable"),
        by=known_names(raw, "by", scope.authorities, "authority", scope.problems),
        ground=text(raw, "ground"),
    )


class _Consequences:
    """Reads what may follow a breach."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.expressions = _Expressions(scope)

    def read_all(self, raw: RawMapping) -> tuple[Consequence, ...]:
        return tuple(self.read(one) for one in mappings(raw, "consequences"))

    def read(self, one: RawMapping) -> Consequence:
        kind = next((penalty for penalty in Penalty if penalty.value in one.values), None)
        low = high = None
        inner: tuple[Consequence, ...] = ()
        if kind is None:
            inner = tuple(self.read(each) for each in mappings(one, "one_of"))
            for each in mappings(one, "one_of"):
                if "one_of" in each.values:
                    self.scope.problems.add(
                        each.where_of("one_of"),
                        "choice_nested",
                        "A choice cannot stand within a choice; list everything in one.",
                    )
        elif kind is Penalty.FINE:
            low, high = self.fine(one)
        elif kind not in _FLAGS:
            low, high = self.range(one, kind.value, _LENGTHS[kind])
        condition = self.expressions.read(scalar(one, "when"), YES_NO)
        return Consequence(
            kind,
            low,
            high,
            inner,
            condition,
            text(one, "label"),
            text(one, "from"),
            sources(one),
            one.where,
            flag(one, "may"),
        )

    def range(self, one: RawMapping, key: str, kind: Type) -> tuple[Node | None, Node | None]:
        """The least and the most, as expressions; one alone is both."""
        ends = items(one, key)
        if len(ends) > 2:
            self.scope.problems.add(one.where_of(key), "range_two", "A range has two ends: [least, most].")
            return None, None
        read = [self.expressions.read(end, kind) for end in ends if isinstance(end, RawScalar)]
        if not read:
            return None, None
        return read[0], read[-1]

    def fine(self, one: RawMapping) -> tuple[Node | None, Node | None]:
        """A fine: an amount, a range, or so much for each of something."""
        node = one.get("fine")
        if isinstance(node, (RawScalar, RawSequence)) or node is None:
            return self.range(one, "fine", MONEY)
        each = self.expressions.read(scalar(node, "each"), MONEY)
        count = self.expressions.read(scalar(node, "for"), None)
        most = self.expressions.read(scalar(node, "up_to"), MONEY)
        if each is None or count is None or ("up_to" in node.values and most is None):
            return None, None
        if count.type.kind is not Kind.NUMBER or count.type.unit.scale != 1:
            self.scope.problems.add(
                node.where_of("for"),
                "fine_for",
                "'for' must count something (days, persons, permits), not give {given}.",
                given=count.type,
            )
            return None, None
        whole = each.type.whole and count.type.whole
        kind = replace(MONEY, whole=whole)
        total: Node = Arithmetic(kind, node.where, Operation.MULTIPLY, each, count)
        if most is not None:
            total = Extreme(replace(kind, whole=whole and most.type.whole), node.where, False, (total, most))
        return total, total
