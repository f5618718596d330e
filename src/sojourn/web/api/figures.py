"""Statistics over the API: counts and spans of time, never a person; as JSON, or taken out as CSV or Parquet."""

from __future__ import annotations

import io
from typing import Annotated, Any, Literal

import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from sojourn.register import statistics

from .door import admitted
from .records import refuse_unknown
from .rendering import plain, rendered
from .routes import router

CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"
Name = Literal[statistics.NAMES]  # type: ignore[valid-type]


class Column(BaseModel):
    """A column of a table: what it holds, and the count that it is a part of."""

    model_config = ConfigDict(extra="forbid")
    name: str
    kind: Literal[tuple(kind.value for kind in statistics.Kind)]  # type: ignore[valid-type]
    of: str | None


class Table(BaseModel):
    """A table of statistics. `left_out` are the positions of rows in which small counts are left out (null)."""

    model_config = ConfigDict(extra="forbid")
    name: Name
    columns: list[Column]
    rows: list[list[Annotated[str | int | float | None, Field(description="A month is its first day.")]]]
    left_out: list[int]


@router.get(
    "/statistics/{name}",
    response=Table,
    operation_id="statistics",
    tags=["Statistics"],
    url_name="api_statistics",
)
def table(request: HttpRequest, name: Name) -> HttpResponse:
    """A table of statistics: by month, place and sector. A delegation is not shown small counts."""
    found = _found(request, name)
    columns = [{"name": one.name, "kind": one.kind.value, "of": one.of or None} for one in found.columns]
    rows = [[plain(value) for value in row] for row in found.rows]
    return rendered({"name": name, "columns": columns, "rows": rows, "left_out": sorted(found.hidden)})


@router.get("/statistics/{name}/csv", operation_id="statistics_csv", tags=["Statistics"], url_name="api_statistics_csv")
def as_csv(request: HttpRequest, name: Name) -> HttpResponse:
    """The same table as CSV in UTF-8, with a column that says which rows leave something out."""
    out = io.BytesIO()
    arrow_csv.write_csv(statistics.as_arrow(_found(request, name)), out)
    return _file(out, CSV)


@router.get(
    "/statistics/{name}/parquet",
    operation_id="statistics_parquet",
    tags=["Statistics"],
    url_name="api_statistics_parquet",
)
def as_parquet(request: HttpRequest, name: Name) -> HttpResponse:
    """The same table as Parquet, with a column that says which rows leave something out."""
    out = io.BytesIO()
    parquet.write_table(statistics.as_arrow(_found(request, name)), out)
    return _file(out, PARQUET)


def _found(request: HttpRequest, name: Any) -> statistics.Figures:
    refuse_unknown(request)
    with admitted(request) as by:
        return statistics.figures(by, name)


def _file(out: io.BytesIO, media_type: str) -> HttpResponse:
    return HttpResponse(out.getvalue(), content_type=media_type)
