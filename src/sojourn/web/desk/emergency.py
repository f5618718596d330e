"""Break-glass: in an emergency an officer opens one person's record for some hours; it is announced and reviewed."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import By, Purpose, Refused, Role, emergencies, opened

from .deeds import Deed, ask, run, text
from .doing import desk
from .frame import desk_page
from .telling import told
from .worklists import Section, section

_WHO = (
    Role.HR_OFFICER,
    Role.EXIT_ENTRY_OFFICER,
    Role.BORDER_POST,
    Role.SERVICE_CENTRE,
    Role.ZONE_MANAGER,
)
#: What of a person's record is shown in an emergency beside who she is.
_SHOWN = ("permit", "job", "insurance")
MOST_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_WHO, purpose=Purpose.BREAK_GLASS, sure=True)
def break_glass(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Say whose record and why; then it is open."""

    def act(sent: object) -> str:
        try:
            found = emergencies.break_glass(by, text(request.POST, "person"), text(request.POST, "reason"))
        except Refused as refused:
            raise Refused(refused.code, field=refused.field or "person", **refused.slots) from None
        return reverse("desk_emergency_record", kwargs={"language": language, "number": found.person.number})

    home = reverse("desk_home", kwargs={"language": language})
    deed = Deed(
        "emergency",
        home,
        "emergency",
        act,
        lambda sent: (
            ask("person", "text", language, sent),
            ask("reason", "area", language, sent, code="desk.ask.emergency_reason"),
        ),
    )
    return run(request, language, by, deed)


@require_safe
@desk(*_WHO, purpose=Purpose.BREAK_GLASS)
def record(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """The record that was opened in an emergency, for as long as that lasts."""
    row = opened(by, "person", number)
    context = {
        "number": number,
        "fields": told(row, language),
        "sections": [_section(by, kind, number, language) for kind in _SHOWN],
    }
    return desk_page(request, language, "emergency", by.account, context, part="emergency")


def _section(by: By, kind: str, number: str, language: Language) -> Section:
    """The person's records of a kind; nothing leads on from them, for nothing else is open."""
    found = section(
        by, kind, language, title=f"desk.kind.{kind}.plural", where=Q(person__number=number), rows=MOST_ROWS
    )
    rows = tuple(tuple(replace(one, url="") for one in row) for row in found.table.rows)
    return replace(found, table=replace(found.table, rows=rows))
