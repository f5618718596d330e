"""Which columns a list has: the few that matter for a kind of record and a role, read from `columns.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from sojourn.policy import Language
from sojourn.register import Role, Row

from .telling import Told, label, told_field


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: the field it shows, and its name in words."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """A list as a page shows it."""

    kind: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Told, ...], ...]


def table(rows: Iterable[Row], kind: str, role: Role, language: Language) -> Table:
    """The rows of a kind of record with the columns that the role's lists have."""
    found = tuple(rows)
    seen = found[0].values.keys() if found else ()
    names = [name for name in names_of(kind, role) if name in seen]
    if "holder_name" in names and "holder" in names:
        names.remove("holder")
    # A column in which no row has anything says nothing.
    names = [name for name in names if any(row.get(name) not in (None, "") for row in found)]
    return Table(
        kind,
        tuple(Column(name, label(kind, name, language)) for name in names),
        tuple(tuple(told_field(row, name, language) for name in names) for row in found),
    )


def names_of(kind: str, role: Role) -> tuple[str, ...]:
    """The fields that lists of a kind have for a role, whether or not it may see them."""
    written = _written()
    own: Mapping[str, Any] = written["roles"].get(role.value, {})
    return tuple(own.get(kind) or written[kind])


@cache
def _written() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(
        resources.files(__package__).joinpath("columns.yaml").read_text(encoding="utf-8")
    )
    return read
