"""Records as the signed-in role may see them: home, listings, one record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.policy import Language
from sojourn.register import Act, By, NotThere, Role, listing, may, opened

from . import worker
from .doing import desk, purpose_for
from .frame import LISTED, desk_page, ways
from .steps import steps_of
from .telling import told

#: Rows on one page of a listing.
ROWS = 25


@require_safe
@desk()
def home(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """What there is for this role; a worker finds her own permit."""
    if by.account.role == Role.WORKER:
        return worker.home(request, language, by)
    return desk_page(request, language, "home", by.account, {"doors": ways(by.account, language, "")})


@require_safe
@desk(purpose=purpose_for)
def listed(request: HttpRequest, language: Language, by: By, kind: str) -> HttpResponse:
    """A page of the records of a kind."""
    if kind not in LISTED:
        raise NotThere(kind)
    start = _start(request)
    found = listing(by, kind, start=start, rows=ROWS)
    rows = [told(row, language) for row in found]
    return desk_page(
        request,
        language,
        "listed",
        by.account,
        {
            "kind": kind,
            "rows": rows,
            "columns": [one.label for one in rows[0]] if rows else [],
            "total": found.total,
            "first": start + 1,
            "last": start + len(rows),
            "following": found.following,
            "before": max(0, start - ROWS) if start else None,
        },
        part=kind,
    )


@require_safe
@desk(purpose=purpose_for)
def one(request: HttpRequest, language: Language, by: By, kind: str, number: str) -> HttpResponse:
    """One record with the steps that may be taken with it."""
    if kind not in LISTED:
        raise NotThere(kind)
    row = opened(by, kind, number, act=Act.OPEN if may(by, kind, Act.OPEN) else Act.LIST)
    return desk_page(
        request,
        language,
        "one",
        by.account,
        {
            "kind": kind,
            "number": number,
            "fields": told(row, language),
            "steps": steps_of(by, kind, row),
            "version": row.get("version"),
        },
        part=kind,
    )


def _start(request: HttpRequest) -> int:
    given = request.GET.get("from", "")
    return int(given) if given.isdecimal() and len(given) < 8 else 0
