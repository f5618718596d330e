"""The table of rights, read once: what each role may see of whom, how, and what for. What is not in it is denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

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
    written = yaml.safe_load(resources.files(__package__).joinpath("rights.yaml").read_text(encoding="utf-8"))
    groups = written["groups"]
    return {
        (Role(role), name): Right(
            Role(role),
            name,
            Relation(right["of"]),
            tuple(field for said in right["see"] for field in (groups[said[1:]] if said.startswith("+") else [said])),
            frozenset(Act(act) for act in right["how"]),
            tuple(Purpose(purpose) for purpose in right["purposes"]),
        )
        for role, objects in written["roles"].items()
        for name, right in objects.items()
    }


def right(role: Role, name: str) -> Right | None:
    """The right of a role to a kind of object; None where it has none."""
    return all_rights().get((role, name))
