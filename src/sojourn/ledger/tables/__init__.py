"""The tables of a ledger, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..columns import Table
from . import parties, presence, procedure

#: Every table by its name, in the order of the documentation.
TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {table.name: table for table in (*parties.TABLES, *procedure.TABLES, *presence.TABLES)}
)

__all__ = ["TABLES"]
