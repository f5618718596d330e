"""What a ledger that was taken in said of somebody beyond the register's own records, as she takes it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..reading import Row
from ..vocabulary import LedgerStanding


def said(row: Row) -> Mapping[str, Any]:
    """A row of the kind `kept_row` in the ledger's own words: its table, its id there, and what it said by column."""
    if row["standing"] == LedgerStanding.BESIDE.value:
        columns = row["beyond"]
    else:
        # Each column has the ledger's word first, and then what the register made of it.
        columns = {name: pair[0] for name, pair in {**row["beyond"], **row["personal"]}.items()}
    return {"table": row["table"], "id": row["ledger_id"], "said": columns}
