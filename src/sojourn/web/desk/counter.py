"""The one field of a border post and of a service centre: the number somebody shows, and what may be seen of her."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import AppealState, By, DecisionKind, Role, Row, presented, today

from .columns import Table, table
from .doing import desk
from .frame import desk_page
from .telling import told
from .told_of import told_of

#: What is shown of somebody at a border post, and at a service centre: kinds of records in this order.
_SHOWN: Mapping[Role, tuple[str, ...]] = {
    Role.BORDER_POST: ("decision", "permit", "stay"),
    Role.SERVICE_CENTRE: ("permit", "application"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.BORDER_POST, Role.SERVICE_CENTRE)
def at_counter(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The field, and the person whose number was typed."""
    return page(request, language, by, part="home")


def page(request: HttpRequest, language: Language, by: By, *, part: str) -> HttpResponse:
    """The page of the field. A number travels in the form alone: none ever stands in an address."""
    number = request.POST.get("shown", "").strip()[:40]
    people = presented(by, "person", number) if number else ()
    context: dict[str, object] = {"shown": number, "nobody": bool(number) and not people}
    if part == "home" and not number:
        context["notices"] = told_of(by, language)
    if people:
        context |= {"fields": told(people[0], language), "tables": tables_of(by, number, language)}
    return desk_page(request, language, "counter", by.account, context, part=part)


def tables_of(by: By, number: str, language: Language) -> list[tuple[str, Table]]:
    """What of somebody who shows a number is seen beside her: kinds of records, each as a table."""
    role = Role(by.account.role)
    found: list[tuple[str, Table]] = []
    for kind in _SHOWN[role]:
        rows: tuple[Row, ...] = presented(by, kind, number, where=_where(kind))
        if rows:
            found.append((kind, table(rows[:5], kind, role, language)))
    return found


def _where(kind: str) -> Q | None:
    """Of decisions only bans in force, which an appeal may have stayed or lifted; of stays the one that is open."""
    day = today()
    if kind == "decision":
        in_force = Q(kind=DecisionKind.BAN, begins_on__lte=day, ends_on__gte=day, superseded_by=None)
        stayed = Q(appeal__state=AppealState.FILED, appeal__suspends=True)
        return in_force & ~Q(appeal__state=AppealState.ALLOWED) & ~stayed
    return Q(open=True) if kind == "stay" else None
