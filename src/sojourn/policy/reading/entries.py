"""Reading what rules are made of: roles, places, authorities, boundaries, sources, assumptions and facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ..expressions.reader import read_expression
from ..literal import Failed, Value, read_literal, step_of, type_of_literal
from ..model import (
    Assumption,
    Authority,
    Boundary,
    Calendar,
    Day,
    Event,
    Fact,
    Field,
    Goal,
    HowMany,
    Parent,
    Place,
    Role,
    Source,
    Suspension,
    Work,
)
from ..tree import Where
from ..types import DATE, PLACE, YES_NO, Kind, Type, unit_named
from .document import RawMapping, RawScalar
from .files import RawProgramme
from .scope import RESERVED, Scope
from .written import (
    flag,
    items,
    known_names,
    labels,
    mapping,
    mappings,
    read_day,
    read_span,
    scalar,
    scalars,
    sources,
    text,
    unknown_name,
    whole,
    words,
)

#: Roles of facts that no person is asked for: what an authority or the state of the programme decides.
PSEUDO_ROLES = ("authority", "programme")


def entries(raw: RawMapping | None) -> Iterator[tuple[str, RawMapping, Where]]:
    """The named entries of a section, each with where its name stands."""
    if raw is not None:
        for name, node in raw.values.items():
            if isinstance(node, RawMapping):
                yield name, node, raw.where_of(name)


# ---- programme.yaml ----------------------------------------------------------------------------------------


def read_roles(raw: RawProgramme, scope: Scope) -> None:
    """Roles: who and what a case is about."""
    for key, one, where in entries(mapping(raw.head, "roles")):
        if key in PSEUDO_ROLES:
            scope.problems.add(
                where, "role_reserved", "'{name}' is always there and need not be declared as a role.", name=key
            )
            continue
        if key in scope.roles:
            _again(key, where, scope)
            continue
        scope.given[key] = where
        how_many = HowMany(text(one, "how_many") or "one")
        scope.roles[key] = Role(
            key, text(one, "label"), how_many, text(one, "question"), text(one, "yes"), text(one, "no"), raw.key
        )


def read_boundaries(raw: RawProgramme, scope: Scope) -> None:
    """Boundaries: days of change that several entries share."""
    for key, one, where in entries(mapping(raw.head, "boundaries")):
        if key in scope.boundaries:
            _again(key, where, scope)
            continue
        day = read_span(one, key, scope.problems)
        # A boundary that cannot be read still is one: citing it is no second mistake.
        day = day or Day(date.min, date.max, key)
        scope.boundaries[key] = Boundary(key, text(one, "label"), day, sources(one), where, raw.key)


def read_places(raw: RawProgramme, scope: Scope) -> None:
    """Places, with the places they lie in; circles are noted."""
    found = list(entries(mapping(raw.head, "places")))
    for key, one, where in found:
        if key in scope.places:
            _again(key, where, scope)
            continue
        scope.given.setdefault(key, where)
        scope.places[key] = Place(key, text(one, "label"), text(one, "kind"), (), sources(one), where, raw.key)
    for key, one, where in found:
        place = scope.places[key]
        if place.where == where:
            scope.places[key] = replace(place, parents=_parents(one, scope))
    for key, _, where in found:
        _note_circle(key, where, scope)


def _parents(one: RawMapping, scope: Scope) -> tuple[Parent, ...]:
    parents = []
    for item in items(one, "in"):
        name = item if isinstance(item, RawScalar) else scalar(item, "place") if isinstance(item, RawMapping) else None
        if name is None:
            continue
        if name.text not in scope.places:
            unknown_name(name.text, name.where, scope.places, "place", scope.problems)
            continue
        start = end = None
        if isinstance(item, RawMapping):
            start = read_day(item.get("from"), scope.boundaries, scope.problems)
            end = read_day(item.get("to"), scope.boundaries, scope.problems)
        parents.append(Parent(name.text, start, end))
    return tuple(parents)


def _note_circle(key: str, where: Where, scope: Scope) -> None:
    above: set[str] = set()
    pending = [parent.place for parent in scope.places[key].parents]
    while pending:
        name = pending.pop()
        if name == key:
            scope.problems.add(
                where, "place_circle", "'{name}' lies in itself; one of the places above it is wrong.", name=key
            )
            return
        if name not in above and name in scope.places:
            above.add(name)
            pending.extend(parent.place for parent in scope.places[name].parents)


def read_authorities(raw: RawProgramme, scope: Scope) -> None:
    """Authorities: those who decide or act for the state."""
    for key, one, where in entries(mapping(raw.head, "authorities")):
        if key in scope.authorities:
            _again(key, where, scope)
            continue
        scope.authorities[key] = Authority(
            key, text(one, "label"), text(one, "level"), text(one, "does"), sources(one), where, raw.key
        )


def read_goals(raw: RawProgramme) -> tuple[Goal, ...]:
    """The questions people come with."""
    return tuple(
        Goal(text(one, "key"), text(one, "label"), words(one, "asks"), raw.key) for one in mappings(raw.head, "goals")
    )


def read_suspensions(raw: RawProgramme, scope: Scope) -> tuple[Suspension, ...]:
    """The times in which the programme is suspended."""
    found = []
    for one in mappings(raw.head, "suspensions"):
        start = read_day(one.get("from"), scope.boundaries, scope.problems)
        end = read_day(one.get("to"), scope.boundaries, scope.problems)
        if start is not None:
            found.append(Suspension(text(one, "label"), start, end, sources(one), one.where))
    return tuple(found)


def read_calendar(raws: Iterable[RawProgramme]) -> Calendar:
    """The working days of a programme, with those of the programmes it extends."""
    years: set[int] = set()
    off: set[date] = set()
    working: set[date] = set()
    cited: dict[str, None] = {}
    for raw in raws:
        file = raw.kinds.get("calendar")
        if file is None:
            continue
        cited.update(dict.fromkeys(sources(file)))
        for one in mappings(file, "years"):
            if "year" in one.values:
                years.add(whole(one, "year"))
            off.update(date.fromisoformat(day) for day in words(one, "off"))
            working.update(date.fromisoformat(day) for day in words(one, "working"))
    return Calendar(frozenset(years), frozenset(off), frozenset(working), tuple(cited))


def read_timeline(raw: RawProgramme, scope: Scope) -> tuple[Event, ...]:
    """Dated events that are no rule."""
    found = []
    for one in mappings(raw.head, "timeline"):
        day = read_day(one.get("from"), scope.boundaries, scope.problems)
        if day is not None:
            found.append(Event(day, text(one, "label"), sources(one), one.where))
    return tuple(found)


def _again(key: str, where: Where, scope: Scope) -> None:
    scope.problems.add(
        where, "inherited_again", "'{name}' is already there in a programme that this one extends.", name=key
    )


# ---- sources.yaml ------------------------------------------------------------------------------------------


def read_sources(raw: RawProgramme, scope: Scope) -> None:
    """The bibliography and what each work says where."""
    file = raw.kinds.get("sources")
    if file is None:
        return
    for key, one, where in entries(mapping(file, "works")):
        if key in scope.works:
            _again(key, where, scope)
            continue
        scope.works[key] = Work(
            key,
            text(one, "kind"),
            text(one, "title"),
            text(one, "author"),
            text(one, "date"),
            text(one, "language"),
            text(one, "english"),
            words(one, "address"),
            where,
        )
    for key, one, where in entries(mapping(file, "entries")):
        if key in scope.sources:
            _again(key, where, scope)
            continue
        work = scalar(one, "work")
        if work is not None and work.text not in scope.works:
            unknown_name(work.text, work.where, scope.works, "work", scope.problems)
        scope.sources[key] = Source(
            key, text(one, "work"), text(one, "at"), text(one, "confidence"), where, text(one, "note"), raw.key
        )


# ---- assumptions.yaml --------------------------------------------------------------------------------------


def read_assumptions(raw: RawProgramme, scope: Scope) -> None:
    """What the sources leave open and how it is settled here."""
    for key, one, where in entries(raw.kinds.get("assumptions")):
        value = scalar(one, "value")
        if value is None or not claim(key, where, scope):
            continue
        options = labels(one, "options")
        kind = Type(Kind.CHOICE, options=tuple(options), of=key) if options else type_of_literal(value.text)
        if kind is None:
            scope.problems.add(
                value.where,
                "assumption_type",
                "'{given}' is neither yes or no, nor a number with a unit, nor a day; "
                "if it is one of several options, add them under 'options'.",
                given=value.text[:60],
            )
            continue
        written = [value, *scalars(one, "alternatives")]
        values = [read_literal(node.text, kind, node.begins, scope.problems) for node in written]
        good = [item for item in values if not isinstance(item, Failed)]
        if len(good) < len(values):
            continue
        if kind.kind is Kind.NUMBER:
            kind = replace(kind, whole=all(is_whole(item, kind) for item in good))
        first, *others = [_settled(item) for item in good]
        if first in others:
            scope.problems.add(
                where,
                "assumption_same",
                "'{name}' has its own value among the alternatives; take it out there.",
                name=key,
            )
        scope.assumptions[key] = Assumption(
            key,
            text(one, "label"),
            text(one, "because"),
            kind,
            first,
            tuple(others),
            sources(one),
            where,
            options,
            raw.key,
        )


def _settled(value: Value) -> bool | int | Fraction | str:
    return value.isoformat() if isinstance(value, date) else value


def is_whole(value: object, kind: Type) -> bool:
    """Whether a number is whole in the unit it is counted in."""
    return isinstance(value, (int, Fraction)) and not value % step_of(kind)


# ---- facts.yaml --------------------------------------------------------------------------------------------


def claim(name: str, where: Where, scope: Scope) -> bool:
    """Take a name for an entry; a name that has a meaning of its own or is taken already is noted."""
    if name in RESERVED:
        scope.problems.add(
            where, "name_reserved", "'{name}' has a meaning of its own in expressions; choose another name.", name=name
        )
        return False
    before = scope.given.get(name)
    if before is not None:
        scope.problems.add(
            where,
            "name_taken",
            "'{name}' is already there, in {first}; choose another name, or say which one it overrides.",
            name=name,
            first=before,
        )
        return False
    scope.given[name] = where
    return True


def read_facts(raw: RawProgramme, scope: Scope) -> list[tuple[str, RawScalar]]:
    """What can be known of a case. Gives the conditions (`only_if`) that are read once every name is known."""
    conditions = []
    for name, one, where in entries(raw.kinds.get("facts")):
        if not claim(name, where, scope):
            continue
        fact = _read_fact(name, one, where, raw.key, scope)
        if fact is not None:
            scope.facts[name] = fact
            condition = scalar(one, "only_if")
            if condition is not None:
                conditions.append((name, condition))
    return conditions


def read_only_if(conditions: list[tuple[str, RawScalar]], scope: Scope) -> None:
    """The conditions without which facts do not apply."""
    for name, condition in conditions:
        node = read_expression(condition.text, condition.begins, scope, scope.problems, expect=YES_NO)
        scope.facts[name] = replace(scope.facts[name], only_if=node)


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
