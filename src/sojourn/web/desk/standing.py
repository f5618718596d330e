"""The programme stands still: a supervisor stops it and begins it again, officers settle what runs case by case."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import By, Purpose, Role, Settled, standstill, today

from ..saying import say
from .asking import Asked, asked_page, done_once
from .columns import Table, table
from .deeds import text
from .doing import desk
from .forms import Choice, Field, Sent, asked, typed_date, with_error
from .frame import desk_page
from .grounds import grounds
from .passing import filled
from .telling import field
from .told_of import slot

_OFFICERS = (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER)
#: Cases of each kind on one page.
ROWS = 25


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.SUPERVISOR, purpose=Purpose.OPERATION)
def standstill_page(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Whether the programme stands still; how far the settling is; the form to stop it, or to begin again."""
    running = standstill.current()
    act = "stop" if running is None else "resume"
    here = reverse("desk_standstill", kwargs={"language": language})
    page = Asked(
        say(language, f"desk.standstill.{act}"),
        say(language, f"desk.standstill.{act}"),
        reverse("desk_home", kwargs={"language": language}),
        say(language, f"desk.standstill.{act}_lead"),
        facts=(
            ()
            if running is None
            else (
                field("standstill", "stopped_on", running.stopped_on, language),
                field("standstill", "reason", running.reason, language),
            )
        ),
        fields=_day_and_reason(language, request.POST),
        part="standstill",
    )
    if request.method == "POST":
        fields = _checked(page.fields, request.POST, language)

        def done() -> str:
            chosen = standstill.stop if request.POST.get("act") == "stop" else standstill.resume
            chosen(by, typed_date("day", request.POST) or today(), request.POST.get("reason", ""))
            return here

        return done_once(request, language, by, page, done, fields)
    context = {
        "asked": page,
        "act": act,
        "wrong": (),
        "running": running,
        "progress": standstill.progress(running) if running is not None else (),
    }
    return desk_page(request, language, "standstill", by.account, context, part="standstill")


@require_safe
@desk(*_OFFICERS, purpose=Purpose.CASE)
def to_settle(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """What an officer has yet to settle: running permits, open cases, people inside; and how far it is."""
    running = standstill.current()
    sections: list[tuple[str, Table, int, list[str]]] = []
    if running is not None:
        start = _start(request)
        found = standstill.to_settle(by, running, start=start, rows=ROWS)
        for kind, page in (("permit", found.permits), ("application", found.applications), ("stay", found.stays)):
            if page is not None and page.total:
                numbers = [str(row["holder"] if kind == "stay" else row["number"]) for row in page.rows]
                sections.append((kind, table(page.rows, kind, Role(by.account.role), language), page.total, numbers))
    context = {
        "running": running,
        "since": field("standstill", "stopped_on", running.stopped_on, language) if running is not None else None,
        "sections": [
            (kind, rows.columns, list(zip(numbers, rows.rows, strict=True)), total)
            for kind, rows, total, numbers in sections
        ],
        "progress": standstill.progress(running) if running is not None else (),
        "following": _start(request) + ROWS
        if any(total > _start(request) + ROWS for _, _, total, _ in sections)
        else None,
    }
    return desk_page(request, language, "to_settle", by.account, context, part="settle")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_OFFICERS, purpose=Purpose.CASE)
def settle(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """Settle one permit, case or person: how it comes out, why, on which law, until when, and how to appeal."""
    back = reverse("desk_settling", kwargs={"language": language})
    possible = standstill.outcomes_of(by, number)
    choices = [Choice(one.value, say(language, f"desk.settled.{one.value}")) for one in possible]
    fields = (
        asked("outcome", "pick", language, request.POST, code="desk.standstill.outcome", choices=choices),
        *grounds(language, request.POST, standstill.bases_of(by, number)),
        asked("ends_on", "day", language, request.POST, code="desk.standstill.ends_on"),
    )
    page = Asked(
        say(language, "desk.standstill.settle", number=number),
        say(language, "desk.standstill.settle_do"),
        back,
        say(language, "desk.standstill.settle_lead"),
        fields=fields,
        part="settle",
    )
    if request.method != "POST":
        return asked_page(request, language, by, page)
    checked = filled(fields, request.POST, language)
    if request.POST.get("outcome") not in {one.value for one in possible}:
        checked = with_error(checked, "outcome", say(language, "desk.standstill.missing.outcome"))
    ends_on = typed_date("ends_on", request.POST)
    if ends_on is None:
        checked = with_error(checked, "ends_on", say(language, "desk.standstill.missing.day"))

    def settled() -> str:
        said = standstill.Grounds(
            text(request.POST, "reason"),
            text(request.POST, "legal_basis"),
            text(request.POST, "appeal_route"),
            ends_on,
        )
        standstill.settle(by, number, Settled(request.POST["outcome"]), said)
        return back

    return done_once(request, language, by, page, settled, checked)


def messages(by: By, language: Language) -> tuple[str, ...]:
    """What the worker who is signed in is told of standstills."""
    person = by.account.person
    if person is None:
        return ()
    return tuple(
        replace(one, slots=tuple((name, slot(value, language)) for name, value in one.slots)).told(language)
        for one in standstill.shown_to(person)
    )


def _day_and_reason(language: Language, sent: Sent) -> tuple[Field, ...]:
    day = today()
    said = sent or {"day-year": day.year, "day-month": day.month, "day-day": day.day}
    return (
        asked("day", "day", language, said, code="desk.standstill.day"),
        asked("reason", "area", language, sent, code="desk.standstill.reason"),
    )


def _checked(fields: tuple[Field, ...], sent: Sent, language: Language) -> tuple[Field, ...]:
    found = fields
    if typed_date("day", sent) is None:
        found = with_error(found, "day", say(language, "desk.standstill.missing.day"))
    if not str(sent.get("reason", "")).strip():
        found = with_error(found, "reason", say(language, "desk.steps.missing.reason"))
    return found


def _start(request: HttpRequest) -> int:
    given = request.GET.get("from", "")
    return int(given) if given.isdecimal() and len(given) < 8 else 0
