"""Statistics as charts and tables, and taken out as CSV and Parquet: counts and spans of time, never a person."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from sojourn.policy import Language
from sojourn.register import By, NotThere, Role, statistics

from ..saying import say
from .charts import Chart, bars
from .doing import desk
from .frame import desk_page
from .telling import words

_WHO = (Role.SUPERVISOR, Role.DELEGATION, Role.AUDITOR)
#: How many months a chart goes back.
MONTHS = 14

#: What the chart of each table draws.
_DRAWN: Mapping[str, str] = {
    "permits": "count",
    "turnover": "at_work",
    "renewal": "days_lost",
    "queue": "minutes_waited",
    "overstays": "count",
    "backlog": "count",
    "processing": "median_days",
    "decisions": "count",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A table of statistics as the page shows it: heads, and cells in words with whether they are numbers; a chart."""

    name: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[SafeString | str, bool, str], ...], ...]
    chart: Chart | None
    drawn: SafeString | str
    left_out: int


@require_safe
@desk(*_WHO)
def statistics_page(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Every table with its chart, the latest months first."""
    shown = [_shown(statistics.figures(by, name), language) for name in statistics.NAMES]
    return desk_page(
        request,
        language,
        "statistics",
        by.account,
        {
            "tables": shown,
            "least": statistics.LEAST if by.account.role == Role.DELEGATION else None,
        },
        part="statistics",
    )


@require_safe
@desk(*_WHO)
def taken_out(request: HttpRequest, language: Language, by: By, name: str, form: str) -> HttpResponse:
    """A table as a file."""
    if form not in _WRITTEN:
        raise NotThere("statistics")
    written, content_type = _WRITTEN[form]
    found = statistics.as_arrow(statistics.figures(by, name))
    return HttpResponse(
        written(found),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="sojourn-{name}.{form}"'},
    )


def _csv(found: object) -> bytes:
    out = io.BytesIO()
    arrow_csv.write_csv(found, out)
    return out.getvalue()


def _parquet(found: object) -> bytes:
    out = io.BytesIO()
    parquet.write_table(found, out)
    return out.getvalue()


_WRITTEN: Mapping[str, tuple[Callable[[object], bytes], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "parquet": (_parquet, "application/vnd.apache.parquet"),
}


def _shown(figures: statistics.Figures, language: Language) -> Shown:
    by_month = figures.columns[0].kind is statistics.Kind.MONTH
    rows = figures.rows[::-1] if by_month else figures.rows
    drawn = _DRAWN[figures.name]
    heads = tuple((say(language, f"desk.figures.column.{one.name}"), one.kind.number) for one in figures.columns)
    return Shown(
        figures.name,
        heads,
        tuple(
            tuple(
                (_cell(one.kind, value, language), one.kind.number, head)
                for one, value, (head, _) in zip(figures.columns, row, heads, strict=True)
            )
            for row in rows
        ),
        bars(_drawn(figures, drawn, language)),
        say(language, f"desk.figures.column.{drawn}"),
        len(figures.hidden),
    )


def _drawn(figures: statistics.Figures, drawn: str, language: Language) -> list[tuple[str, float | None, str]]:
    """The numbers of the chart: summed over a month, only what the table shows."""
    at = figures.position(drawn)
    sums: dict[str, float | None] = {}
    for row in figures.rows:
        name = f"{row[0]:%Y-%m}" if isinstance(row[0], date) else _cell(figures.columns[0].kind, row[0], language)
        value = row[at]
        if isinstance(value, int | float):
            sums[name] = (sums.get(name) or 0) + value
        else:
            sums.setdefault(name, None)
    latest = list(sums.items())[-MONTHS:]
    return [(name, number, f"{number:g}" if number is not None else "") for name, number in latest]


def _cell(kind: statistics.Kind, value: statistics.Value, language: Language) -> SafeString | str:
    if value is None:
        return say(language, "desk.figures.left_out")
    if isinstance(value, date):
        return format_html('<time datetime="{0}">{0}</time>', f"{value:%Y-%m}")
    if kind.number:
        return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    field = {statistics.Kind.PLACE: "place", statistics.Kind.SECTOR: "sector"}.get(kind, "kind")
    return words("statistics", field, value, language)
