"""A worker's own desk: her permit as a card with its code, what it costs, who looked at her record, and her data."""

from __future__ import annotations

import io
import json

import segno
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.policy import Language
from sojourn.register import KINDS, Act, By, Role, Row, all_rights, checkpoints, exported, kept, listing, today

from . import queueing, spending, standing
from .columns import table
from .doing import desk
from .frame import desk_page
from .insuring import why_uninsured
from .telling import Told, told, told_field
from .told_of import told_of

#: What stands on the card, in this order; the rest of a permit is one step further.
ON_CARD = ("number", "valid_from", "valid_to", "paper_to", "employer", "area", "sector", "state")


def home(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Her permit, if she has one, and the days that matter."""
    permits = listing(by, "permit", order=["-valid_to"], rows=1)
    permit = permits.rows[0] if permits.rows else None
    context: dict[str, object] = {
        "notices": told_of(by, language),
        "card": _card(permit, language) if permit is not None else (),
        "number": permit["number"] if permit is not None else "",
        "days_left": (permit["valid_to"] - today()).days if permit is not None else None,
        "insurance": _latest(by, "insurance", language),
        "uninsured": why_uninsured(permit["issued_on"], language) if permit is not None else "",
        "fees": table(listing(by, "charge", rows=5), "charge", Role.WORKER, language),
        "looks": listing(by, "look", rows=1).total,
        "violations": table(listing(by, "violation", rows=5), "violation", Role.WORKER, language),
    }
    context |= {
        "ticket": queueing.waiting(by, language),
        "standstill": standing.messages(by, language),
        "spent": spending.costs(by, language),
    }
    return desk_page(request, language, "worker", by.account, context, part="home")


@require_safe
@desk(Role.WORKER)
def code(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """The code of her permit, as a picture that grows with the screen."""
    drawn = io.BytesIO()
    segno.make(checkpoints.code_of(by, number), error="m").save(
        drawn, kind="svg", border=4, light="#fff", dark="#000", omitsize=True, xmldecl=False
    )
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_safe
@desk(Role.WORKER)
def data(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """What is held about her: how many records of each kind, and the way to all of them."""
    held = [(kind, listing(by, kind, rows=1).total) for kind in KINDS if _may(kind, Act.LIST)]
    mine = exported(by, "person")
    return desk_page(
        request,
        language,
        "data",
        by.account,
        {"held": held, "fields": told(mine[0], language) if mine else ()},
        part="data",
    )


@require_safe
@desk(Role.WORKER)
def take_out(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Everything that is held about her, as one file."""
    everything = {
        kind: [kept.said(row) if kind == "kept_row" else dict(row.values) for row in exported(by, kind)]
        for kind in KINDS
        if _may(kind, Act.EXPORT)
    }
    text = json.dumps({"as_of": today(), "records": everything}, default=str, ensure_ascii=False, indent=2)
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="sojourn-{by.account.number}.json"'},
    )


def _may(kind: str, act: Act) -> bool:
    right = all_rights().get((Role.WORKER, kind))
    return right is not None and act in right.acts


def _card(permit: Row, language: Language) -> tuple[Told, ...]:
    return tuple(told_field(permit, name, language) for name in ON_CARD if permit.get(name) is not None)


def _latest(by: By, kind: str, language: Language) -> tuple[Told, ...]:
    rows = listing(by, kind, rows=1).rows
    return told(rows[0], language) if rows else ()
