"""A programme and its facts as JSON: what can be asked of it and what it says, for other programs."""

from __future__ import annotations

from fractions import Fraction

from ..model import Entry, Fact, Field, HowMany, Parameter, Programme, Ranged, Role, Row, Version
from ..tree import Node
from ..types import YES_NO, Type
from ..words import Language
from .jsonform import FORMAT, Json, day_json, entries_of, exact_json, note_json, number_json, source_json, unit_of
from .teller import Teller


def facts_json(programme: Programme, language: Language = Language.EN) -> list[Json]:
    """What can be known of a case: every fact with its type, unit, allowed values and question, in a language."""
    teller = Teller(programme, language)
    roles = [_role(role, teller) for role in programme.roles.values() if role.how_many is HowMany.OPTIONAL]
    return [*roles, *(_fact(fact, teller) for fact in programme.facts.values())]


def programme_json(programme: Programme, language: Language = Language.EN) -> Json:
    """A programme with everything it inherits; rules are given in words of a language."""
    teller = Teller(programme, language)
    return {
        "format": FORMAT,
        "key": programme.key,
        "title": teller.title,
        "summary": teller.summary,
        "chain": list(programme.chain),
        "scenario": programme.scenario,
        "verified": programme.verified.isoformat(),
        "period": {"from": day_json(programme.period_start), "to": day_json(programme.period_end)},
        "suspensions": [
            {"from": day_json(one.start), "to": day_json(one.end), "sources": list(one.sources)}
            for one in programme.suspensions
        ],
        "reviewed": teller.reviewed,
        "goals": [
            {
                "key": goal.key,
                "label": teller.text(f"programme.goals.{goal.key}.label", goal.label),
                "asks": list(goal.asks),
            }
            for goal in programme.goals
        ],
        "roles": [
            {"key": key, "label": teller.label(key), "how_many": role.how_many.value}
            for key, role in programme.roles.items()
        ],
        "places": [
            {
                "key": key,
                "label": teller.label(key),
                "kind": place.kind,
                "in": [parent.place for parent in place.parents],
            }
            for key, place in programme.places.items()
        ],
        "authorities": [
            {"key": key, "label": teller.label(key), "level": authority.level}
            for key, authority in programme.authorities.items()
        ],
        "boundaries": [
            {"key": key, "label": teller.label(key), "day": day_json(boundary.day), "sources": list(boundary.sources)}
            for key, boundary in programme.boundaries.items()
        ],
        "assumptions": [
            {
                "key": key,
                "label": teller.label(key),
                "type": one.type.kind.value,
                "unit": unit_of(one.type),
                "value": exact_json(one.value, one.type),
                "alternatives": [exact_json(other, one.type) for other in one.alternatives],
                "sources": list(one.sources),
            }
            for key, one in programme.assumptions.items()
        ],
        "entries": [_entry(entry, teller) for entry in entries_of(programme)],
        "facts": facts_json(programme, language),
        "sources": [source_json(key, programme) for key in programme.sources],
    }


# ---- entries -----------------------------------------------------------------------------------------------


def _entry(entry: Entry, teller: Teller) -> Json:
    practice = entry.practice
    return {
        "key": entry.key,
        "kind": type(entry).__name__.lower(),
        "programme": entry.programme,
        "label": teller.label(entry.key),
        "type": entry.type.kind.value,
        "unit": unit_of(entry.type),
        "options": [{"key": one, "label": teller.option(entry.key, one)} for one in entry.type.options],
        "by": list(entry.by) if isinstance(entry, Parameter) else [],
        "law_of": entry.law.value,
        "overrides": entry.overrides or None,
        "alternative_to": entry.alternative_to or None,
        "paper": [_version(entry, version, teller) for version in entry.paper],
        "practice": {
            "attested": practice.attested.value,
            "sources": list(practice.sources),
            "versions": [_version(entry, version, teller) for version in practice.versions],
            "notes": [note_json(note) for note in practice.notes],
        },
    }


def _version(entry: Entry, version: Version, teller: Teller) -> Json:
    return {
        "from": day_json(version.start),
        "sources": list(version.sources),
        "assumption": version.assumption or None,
        "rows": [_row(row, entry.type) for row in version.rows],
        "text": None if version.body is None else teller.condition(version.body),
    }


def _row(row: Row, type: Type) -> Json:
    value = row.value
    return {
        "keys": list(row.keys),
        "is": value.how.value,
        "low": None if value.how is Ranged.How.NONE or value.low is None else exact_json(value.low, type),
        "high": None if value.how is Ranged.How.NONE or value.high is None else exact_json(value.high, type),
        "by": value.by or None,
        "sources": list(row.sources),
    }


# ---- facts -------------------------------------------------------------------------------------------------


def _role(role: Role, teller: Teller) -> Json:
    return {
        **_allowed(role.key, YES_NO, None, None, "", teller),
        "name": role.key,
        "role": role.key,
        "label": teller.label(role.key),
        "question": teller.question(role.key),
        "group": None,
        "only_if": None,
        "not_before": [],
        "no_more_than": [],
        "decided_by": None,
        "can_change": False,
        "personal": False,
        "list": None,
    }


def _fact(fact: Fact, teller: Teller) -> Json:
    return {
        **_allowed(fact.name, fact.type, fact.low, fact.high, fact.within, teller),
        "name": fact.name,
        "role": fact.role,
        "label": teller.label(fact.name),
        "question": teller.question(fact.name),
        "group": teller.group(fact.name) or None,
        "only_if": _told(fact.only_if, teller),
        "not_before": list(fact.not_before),
        "no_more_than": list(fact.no_more_than),
        "decided_by": fact.decided_by or None,
        "can_change": fact.can_change,
        "personal": fact.personal,
        "list": _list(fact, teller) if fact.fields or fact.at_most else None,
    }


def _list(fact: Fact, teller: Teller) -> Json:
    return {
        "by": "year" if fact.by_year else "period",
        "at_most": fact.at_most,
        "fields": [_field(fact, field, teller) for field in fact.fields.values()],
    }


def _field(fact: Fact, field: Field, teller: Teller) -> Json:
    owner = f"{fact.name}.{field.name}"
    return {
        **_allowed(owner, field.type, field.low, field.high, field.within, teller),
        "name": field.name,
        "label": teller.field_label(fact.name, field.name),
    }


def _allowed(
    owner: str, type: Type, low: int | Fraction | None, high: int | Fraction | None, within: str, teller: Teller
) -> Json:
    """What values are allowed: a number's unit and range, a choice's options, the place a place must lie in."""
    return {
        "type": type.kind.value,
        "unit": unit_of(type),
        "whole": type.whole,
        "least": None if low is None else number_json(Fraction(low) / type.unit.scale),
        "most": None if high is None else number_json(Fraction(high) / type.unit.scale),
        "options": [{"key": option, "label": teller.option(owner, option)} for option in type.options],
        "ordered": type.ordered,
        "within": within or None,
    }


def _told(node: Node | None, teller: Teller) -> str | None:
    return None if node is None else teller.condition(node)
