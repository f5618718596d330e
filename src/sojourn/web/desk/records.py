"""Records as the signed-in role may see them: listings, one record, and a worker's own in groups."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sojourn.policy import Language
from sojourn.register import KINDS, Act, By, NotThere, Role, listing, may, opened

from . import breaches, case, hearings
from .columns import table
from .doing import desk, purpose_for
from .frame import GROUPS, LISTED, OPENED, desk_page
from .onward import onward
from .steps import steps_of
from .telling import told
from .worklists import Section, section

#: Rows on one page of a listing, and of each kind in a group.
ROWS = 25
ROWS_IN_GROUP = 10

#: What a worker can do from a group of her records: the text of the button and the page it leads to.
_ACTIONS = {
    "troubles": (("desk.deed.complain.title", "desk_complain"), ("desk.deed.claim.title", "desk_claim")),
}


@require_safe
@desk(purpose=purpose_for)
def listed(request: HttpRequest, language: Language, by: By, kind: str) -> HttpResponse:
    """A page of the records of a kind, or those of one number."""
    if kind not in LISTED:
        raise NotThere(kind)
    may_search = may(by, kind, Act.SEARCH)
    searched = request.GET.get("number", "").strip()[:40] if may_search else ""
    start = _start(request)
    where = Q(**{f"{KINDS[kind].number}__iexact": searched}) | Q(person__number__iexact=searched) if searched else None
    found = listing(by, kind, where=where, start=start, rows=ROWS, act=Act.SEARCH if searched else Act.LIST)
    return desk_page(
        request,
        language,
        "listed",
        by.account,
        {
            "kind": kind,
            "table": table(found, kind, Role(by.account.role), language),
            "may_search": may_search,
            "searched": searched,
            "total": found.total,
            "first": start + 1,
            "last": start + len(found.rows),
            "following": found.following,
            "before": max(0, start - ROWS) if start else None,
        },
        part=kind,
    )


@require_safe
@desk(purpose=purpose_for)
def one(request: HttpRequest, language: Language, by: By, kind: str, number: str) -> HttpResponse:
    """One record with the steps that may be taken with it; an application with all that helps to decide it."""
    if kind not in OPENED:
        raise NotThere(kind)
    row = opened(by, kind, number, act=Act.OPEN if may(by, kind, Act.OPEN) else Act.LIST)
    context: dict[str, object] = {
        "kind": kind,
        "number": number,
        "fields": told(row, language),
        "steps": steps_of(by, kind, row),
        "onward": onward(by, row, language),
    }
    if kind == "application":
        context |= case.about(by, row, language)
    if kind == "violation":
        context |= breaches.of_violation(by, row, language)
    if kind == "decision":
        context |= hearings.of_decision(by, row, language)
    if kind == "complaint":
        context |= hearings.of_complaint(request, by, row, language)
    if Role(by.account.role) in breaches.OFFICERS and kind in ("stay", "permit"):
        noted_from = f"{reverse('desk_note', kwargs={'language': language})}?{kind}={number}"
        context["ways_on"] = [("desk.deed.note.title", noted_from)]
    template = {"application": "case", "violation": "violation"}.get(kind, "one")
    return desk_page(request, language, template, by.account, context, part=kind)


@require_safe
@desk(Role.WORKER)
def group(request: HttpRequest, language: Language, by: By, group: str) -> HttpResponse:
    """Some kinds of a worker's own records on one page."""
    if group not in GROUPS:
        raise NotThere(group)
    sections: tuple[Section, ...] = tuple(
        section(by, kind, language, rows=ROWS_IN_GROUP, title=f"desk.kind.{kind}.plural") for kind in GROUPS[group]
    )
    actions = [(code, reverse(name, kwargs={"language": language})) for code, name in _ACTIONS.get(group, ())]
    context = {"group": group, "sections": sections, "actions": actions}
    return desk_page(request, language, "group", by.account, context, part=group)


def _start(request: HttpRequest) -> int:
    given = request.GET.get("from", "")
    return int(given) if given.isdecimal() and len(given) < 8 else 0
