"""Reading facts.yaml: what can be known of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from ..expressions.reader import LAW_DAYS, read_expression
from ..literal import read_literal
from ..model import Fact, Field
from ..tree import Where
from ..types import DATE, PLACE, YES_NO, Kind, Type, unit_named
from .document import RawMapping
from .files import RawProgramme
from .head import PSEUDO_ROLES
from .naming import claim, entries
from .scope import Scope
from .written import flag, known_names, labels, mapping, scalar, scalars, sources, text, unknown_name, whole

#: The keys under which a fact names others.
_RELATING = ("only_if", "not_before", "no_more_than")


def read_facts(raw: RawProgramme, scope: Scope) -> list[tuple[str, RawMapping]]:
    """What can be known of a case. Gives the facts that name others, to be related once every name is known."""
    related = []
    for name, one, where in entries(raw.kinds.get("facts")):
        if not claim(name, where, scope):
            continue
        fact = _read_fact(name, one, where, raw.key, scope)
        if fact is not None:
            scope.facts[name] = fact
            if any(key in one.values for key in _RELATING):
                related.append((name, one))
    return related


def relate_facts(related: list[tuple[str, RawMapping]], scope: Scope) -> None:
    """What facts say of others: the condition without which one does not apply, and the order they stand in."""
    for name, one in related:
        fact = scope.facts[name]
        condition = scalar(one, "only_if")
        node = None
        if condition is not None:
            node = read_expression(condition.text, condition.begins, scope, scope.problems, expect=YES_NO)
        not_before, no_more_than = _order(fact, one, "not_before", scope), _order(fact, one, "no_more_than", scope)
        scope.facts[name] = replace(fact, only_if=node, not_before=not_before, no_more_than=no_more_than)


def _order(fact: Fact, one: RawMapping, key: str, scope: Scope) -> tuple[str, ...]:
    """The facts that a day is not before, or a number no more than; those that cannot be compared are noted."""
    wanted = Kind.DATE if key == "not_before" else Kind.NUMBER
    if key in one.values and fact.type.kind is not wanted:
        _only_for(key, one, "date" if key == "not_before" else "number", scope)
        return ()
    found = []
    for node in scalars(one, key):
        other = scope.facts.get(node.text)
        kind = DATE if node.text in LAW_DAYS else None if other is None else other.type
        if kind is None:
            unknown_name(node.text, node.where, {**scope.facts, **dict.fromkeys(LAW_DAYS)}, "fact", scope.problems)
        elif node.text == fact.name:
            scope.problems.add(
                node.where,
                "order_itself",
                "'{name}' stands here under its own name; name another fact.",
                name=fact.name,
            )
        elif kind.kind is not wanted or (wanted is Kind.NUMBER and not kind.unit.same_dimension(fact.type.unit)):
            scope.problems.add(
                node.where,
                "order_type",
                "'{other}' is {given}, but '{name}' is {wanted}; only values of one kind have an order.",
                other=node.text,
                given=kind,
                name=fact.name,
                wanted=fact.type,
            )
        else:
            found.append(node.text)
    return tuple(found)


def _read_fact(name: str, one: RawMapping, where: Where, programme: str, scope: Scope) -> Fact | None:
    role = name.partition(".")[0]
    if "." not in name or name.count(".") > 1:
        scope.problems.add(
            where,
            "fact_role",
            "The fact '{name}' must belong to a role: write the role, one dot and a name, such as applicant.{name}.",
            name=name,
        )
        return None
    if role not in scope.roles and role not in PSEUDO_ROLES:
        unknown_name(role, where, scope.roles, "role", scope.problems)
    kind = read_type(name, one, where, scope)
    if kind is None:
        return None
    fields: Mapping[str, Field] = {}
    if kind.kind is Kind.LIST:
        fields = _read_fields(name, one, where, scope)
    else:
        for key in ("fields", "at_most", "by"):
            if key in one.values:
                _only_for(key, one, "list", scope)
    low, high = _range(one, kind, scope)
    decided = scalar(one, "decided_by")
    if decided is not None and decided.text not in scope.authorities:
        unknown_name(decided.text, decided.where, scope.authorities, "authority", scope.problems)
    return Fact(
        name,
        text(one, "label"),
        text(one, "question"),
        kind,
        where,
        role,
        text(one, "yes"),
        text(one, "no"),
        low,
        high,
        labels(one, "options"),
        _within(one, scope),
        None,
        text(one, "decided_by"),
        text(one, "group"),
        flag(one, "can_change"),
        flag(one, "personal"),
        text(one, "by") == "year",
        whole(one, "at_most"),
        fields,
        sources(one),
        programme,
        text(one, "note"),
    )


def _read_fields(name: str, one: RawMapping, where: Where, scope: Scope) -> dict[str, Field]:
    for key in ("fields", "at_most", "by"):
        if key not in one.keys:
            scope.problems.add(
                where, "history_incomplete", "The history '{name}' lacks the key '{key}'.", name=name, key=key
            )
    taken = ("year",) if text(one, "by") == "year" else ("from", "to")
    fields = {}
    for key, inner, inner_where in entries(mapping(one, "fields")):
        if key in taken:
            scope.problems.add(
                inner_where, "field_taken", "'{name}' is there in every entry of this history; leave it out.", name=key
            )
            continue
        kind = read_type(f"{name}.{key}", inner, inner_where, scope)
        if kind is None:
            continue
        low, high = _range(inner, kind, scope)
        fields[key] = Field(
            key,
            text(inner, "label"),
            kind,
            low,
            high,
            text(inner, "yes"),
            text(inner, "no"),
            labels(inner, "options"),
            _within(inner, scope),
        )
    return fields


def _within(one: RawMapping, scope: Scope) -> str:
    found = known_names(one, "within", scope.places, "place", scope.problems)
    return found[0] if found else ""


def read_type(name: str, one: RawMapping, where: Where, scope: Scope) -> Type | None:
    """The type that `type`, `unit`, `options` and `ordered` say; None where `type` itself could not be read."""
    written = text(one, "type")
    unit_text = text(one, "unit")
    numeric = written in ("whole", "number", "money")
    if "unit" in one.values and not numeric:
        _only_for("unit", one, "number", scope)
    if "options" in one.values and written != "choice":
        _only_for("options", one, "choice", scope)
    if ("from" in one.values or "to" in one.values) and not numeric:
        _only_for("from" if "from" in one.values else "to", one, "number", scope)
    if "within" in one.values and written != "place":
        _only_for("within", one, "place", scope)
    if numeric:
        unit = unit_named(unit_text or ("CNY" if written == "money" else "share"))
        if unit is None:
            return None
        if written == "money" and not unit.is_money:
            node = scalar(one, "unit")
            scope.problems.add(
                node.where if node is not None else where,
                "money_unit",
                "Money is counted in CNY or USD, not in '{unit}'.",
                unit=unit,
            )
            return None
        return Type(Kind.NUMBER, unit=unit, whole=written != "number")
    if written == "choice":
        options = tuple(labels(one, "options"))
        if not options:
            scope.problems.add(
                where,
                "options_missing",
                "'{name}' is a choice but has no options; list them under 'options'.",
                name=name,
            )
            return None
        return Type(Kind.CHOICE, options=options, ordered=flag(one, "ordered"), of=name)
    simple = {"yes_no": YES_NO, "date": DATE, "place": PLACE, "list": Type(Kind.LIST)}
    return simple.get(written)


def _only_for(key: str, one: RawMapping, kind: str, scope: Scope) -> None:
    scope.problems.add(
        one.where_of(key),
        "key_only_for",
        "'{key}' makes sense only where the type is {kind}; take it out.",
        key=key,
        kind=kind,
    )


def _range(one: RawMapping, kind: Type, scope: Scope) -> tuple[int | Fraction | None, int | Fraction | None]:
    ends: list[int | Fraction | None] = []
    for key in ("from", "to"):
        node = scalar(one, key)
        if node is None or kind.kind is not Kind.NUMBER:
            ends.append(None)
            continue
        value = read_literal(node.text, kind, node.begins, scope.problems)
        ends.append(value if isinstance(value, (int, Fraction)) else None)
    low, high = ends
    if low is not None and high is not None and low > high:
        scope.problems.add(
            one.where_of("to"),
            "range_backwards",
            "The most ('to') is less than the least ('from'); change one of them.",
        )
    return low, high
