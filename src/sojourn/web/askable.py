"""What can be asked about a case: its facts, whether an optional role is there, and the days whose law applies."""

from __future__ import annotations

from sojourn.policy import DATE, WHOLE, YES_NO, Fact, HowMany, Law, Programme, Type


def type_of(programme: Programme, name: str) -> Type | None:
    """The type of what goes by that name, or None where nothing of the kind can be asked."""
    if fact := programme.facts.get(name):
        return fact.type
    role = programme.roles.get(name)
    if role is not None and role.how_many is HowMany.OPTIONAL:
        return YES_NO
    return DATE if name in {law.value for law in Law} else None


def entry_types(fact: Fact) -> dict[str, Type]:
    """What is asked of each entry of a history: its year or its first and last day, then its fields."""
    own: dict[str, Type] = {"year": WHOLE} if fact.by_year else {"from": DATE, "to": DATE}
    return {**own, **{name: field.type for name, field in fact.fields.items()}}
