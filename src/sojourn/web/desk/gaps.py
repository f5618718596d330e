"""A gap between two crossings, answered by an exit-entry officer with what she found out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import By, Purpose, Role, opened, stays

from ..saying import say
from .asking import Asked, asked_page, done_once
from .doing import desk
from .forms import Field, asked, with_error
from .telling import told


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.EXIT_ENTRY_OFFICER, purpose=Purpose.CASE)
def answer(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """What is missing, and the form for what the officer found out; the gap is closed with it."""
    row = opened(by, "gap", number)
    here = reverse("desk_open", kwargs={"language": language, "kind": "gap", "number": number})
    fields: tuple[Field, ...] = (asked("answer", "area", language, request.POST, code="desk.gap.answer"),)
    page = Asked(
        say(language, "desk.gap.title"),
        say(language, "desk.gap.do"),
        here,
        say(language, "desk.gap.lead"),
        facts=told(row, language),
        fields=fields,
        part="gap",
    )
    if request.method != "POST":
        return asked_page(request, language, by, page)
    if not fields[0].value.strip():
        fields = with_error(fields, "answer", say(language, "desk.gap.missing"))

    def answered() -> str:
        stays.answer_gap(by, number, request.POST.get("answer", ""))
        return here

    return done_once(request, language, by, page, answered, fields)
