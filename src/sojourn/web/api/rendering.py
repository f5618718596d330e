"""Values as JSON: amounts as text so that no fen is lost, days and moments as ISO 8601 writes them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from sojourn.register import CHINA, Row


def plain(value: Any) -> Any:
    """A value of a record as JSON has it."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(CHINA).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case timedelta():
            return int(value.total_seconds())
    return value


def record(row: Row) -> dict[str, Any]:
    """A record as JSON has it: the fields that may be seen, and no other."""
    return {name: plain(value) for name, value in row.values.items()}


def rendered(said: Any, *, status: int = 200, sort: bool = False) -> HttpResponse:
    """A JSON response; sorted where it has to be the same to the letter when it comes out of the database again."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=sort)
    return HttpResponse(text, status=status, content_type="application/json")
