"""The table of rights, read once: what each role may see of whom, how, and what for. What is not in it is denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from .vocabulary import Act, Purpose, Role


class Relation(StrEnum):
    """Whose records a right covers."""

    SELF = "self"
    EMPLOYED = "employed"
    EMPLOYED_OR_FILED = "employed_or_filed"
    PLACED = "placed"
    PLACED_OR_FILED = "placed_or_filed"
    OFFICE = "office"
    ZONE = "zone"
    PRESENTED = "presented"
    OWN = "own"
    ALL = "all"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Right:
    """What a role may see of a kind of object."""

    role: Role
    object: str
    relation: Relation
    fields: tuple[str, ...]
    acts: frozenset[Act]
    purposes: tuple[Purpose, ...]


@cache
def all_rights() -> Mapping[tuple[Role, str], Right]:
    """Every right, by role and object."""
    written = _written()
    return {
        (Role(role), name): _right(Role(role), name, right)
        for role, objects in written["roles"].items()
        for name, right in objects.items()
    }


@cache
def emergency_rights() -> Mapping[tuple[Role, str], Right]:
    """What a role sees of a person whose record it has opened in an emergency."""
    written = _written()["emergency"]
    return {
        (Role(role), name): _right(Role(role), name, right)
        for role in written["roles"]
        for name, right in written["objects"].items()
    }


def right(role: Role, name: str, purpose: Purpose) -> Right | None:
    """The right of a role to a kind of object, for a purpose; None where it has none."""
    return (emergency_rights() if purpose is Purpose.BREAK_GLASS else all_rights()).get((role, name))


def _right(role: Role, name: str, said: Mapping[str, Any]) -> Right:
    groups = _written()["groups"]
    return Right(
        role,
        name,
        Relation(said["of"]),
        tuple(field for one in said["see"] for field in (groups[one[1:]] if one.startswith("+") else [one])),
        frozenset(Act(act) for act in said["how"]),
        tuple(Purpose(purpose) for purpose in said["purposes"]),
    )


@cache
def _written() -> Any:
    return yaml.safe_load(resources.files(__package__).joinpath("rights.yaml").read_text(encoding="utf-8"))


@cache
def numbers_for(role: Role) -> frozenset[Purpose]:
    """What a role may ask for statistics for; nothing where it sees none."""
    said = _written()["numbers"]
    return frozenset(Purpose(one) for one in said["purposes"]) if role.value in said["roles"] else frozenset()


@cache
def purposes_of(role: Role) -> frozenset[Purpose]:
    """Every purpose that a role may name for anything at all."""
    held = [*all_rights().values(), *emergency_rights().values()]
    return frozenset(purpose for one in held if one.role is role for purpose in one.purposes) | numbers_for(role)
