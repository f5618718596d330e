"""A crossing recorded at a border post: the verdict in words, what it rests on, and an officer's refusal of entry."""

from __future__ import annotations

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import (
    CHINA,
    By,
    Direction,
    DocumentKind,
    Role,
    bound,
    crossings,
    in_a_row,
    now,
    presence,
    presented,
    standstill,
    today,
)

from ..saying import say
from ..shelf import teller
from . import counter
from .asking import Asked, asked_page, done_once
from .deeds import OTHER, text
from .doing import desk
from .forms import Choice, Field, Sent, asked, typed_date, with_error
from .frame import desk_page
from .grounds import grounds
from .telling import field, told

#: What an officer says when she refuses entry: each a field of the form and of the decision.
GROUNDS = ("reason", "legal_basis", "appeal_route")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.BORDER_POST)
def cross(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The form for somebody who passes; then what the register says of it."""
    fields = _fields(language, request.POST if request.method == "POST" else {"shown": request.GET.get("shown", "")})
    page = Asked(
        say(language, "desk.cross.title"),
        say(language, "desk.cross.do"),
        reverse("desk_home", kwargs={"language": language}),
        say(language, "desk.cross.lead"),
        fields=fields,
        link=(
            reverse("desk_crossing_file", kwargs={"language": language}),
            say(language, "desk.cross.file"),
        ),
        part="cross",
    )
    if request.method != "POST":
        return asked_page(request, language, by, page)

    def recorded() -> str:
        done = crossings.record(by, _passing(request.POST))
        return reverse("desk_crossed", kwargs={"language": language, "crossing": done.crossing})

    return done_once(request, language, by, page, recorded, _checked(fields, request.POST, language))


@require_safe
@desk(Role.BORDER_POST)
def crossed(request: HttpRequest, language: Language, by: By, crossing: int) -> HttpResponse:
    """What the register says of a crossing of today: admit or refer, why, and the permit, stay and ban it rests on."""
    found, answer = crossings.answered(by, crossing)
    number = found.document_number
    people = presented(by, "person", number)
    refusal = found.refusal
    lines = [
        field("crossing", "direction", found.direction, language),
        field("crossing", "at", found.at, language),
    ]
    if answer.leave_by is not None:
        lines.append(field("stay", "leave_by", answer.leave_by, language))
        if answer.latest != answer.leave_by:
            lines.append(field("stay", "latest", answer.latest, language))
    context = {
        "verdict": answer.verdict.value,
        "reasons": [reason.told(language) for reason in answer.reasons],
        "gap": say(language, f"desk.word.{answer.gap.value}") if answer.gap is not None else "",
        "limit_unknown": answer.leave_by is None and found.direction == Direction.IN.value and refusal is None,
        "lines": lines,
        "fields": told(people[0], language) if people else (),
        "tables": counter.tables_of(by, number, language),
        "refused": refusal,
        "may_refuse": refusal is None and bool(answer.reasons) and found.direction == Direction.IN.value,
        "crossing": crossing,
    }
    return desk_page(request, language, "crossed", by.account, context, part="cross")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.BORDER_POST)
def refuse(request: HttpRequest, language: Language, by: By, crossing: int) -> HttpResponse:
    """Refuse the entry of somebody who was referred: a decision of the officer, with its grounds."""
    found, answer = crossings.answered(by, crossing)
    here = reverse("desk_crossed", kwargs={"language": language, "crossing": crossing})
    fields = grounds(language, request.POST, crossings.bases(found), (found.post.authority,))
    page = Asked(
        say(language, "desk.cross.refuse"),
        say(language, "desk.cross.refuse"),
        here,
        say(language, "desk.cross.refuse_lead"),
        facts=(field("crossing", "at", found.at, language),),
        warning=in_a_row([reason.told(language) for reason in answer.reasons], language, "sentences"),
        fields=fields,
        part="cross",
    )
    if request.method != "POST":
        return asked_page(request, language, by, page)

    def refused() -> str:
        said = {name: text(request.POST, name) for name in GROUNDS}
        crossings.refuse_entry(by, crossing, **said)
        return here

    return done_once(request, language, by, page, refused, filled(fields, request.POST, language))


@require_safe
@desk(Role.BORDER_POST, Role.EXIT_ENTRY_OFFICER)
def inside(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """How many are in, and past the limit, by place: numbers, and no person. A post sees whom it referred today."""
    words = teller(bound().programme, language)
    rows = [
        (words.label(one.place), one.people, one.past, one.may_be_past, one.limit_unknown)
        for one in presence.counted(by)
    ]
    alerts = crossings.alerts(by) if Role(by.account.role) is Role.BORDER_POST else ()
    context = {
        "rows": rows,
        "day": today(),
        "alerts": [
            (
                reverse("desk_crossed", kwargs={"language": language, "crossing": one.crossing}),
                field("crossing", "at", one.at, language),
                field("crossing", "direction", one.direction.value, language),
                [reason.told(language) for reason in one.reasons],
            )
            for one in alerts
        ],
        "stopped": standstill.current(),
    }
    return desk_page(request, language, "inside", by.account, context, part="inside")


def filled(fields: tuple[Field, ...], sent: Sent, language: Language) -> tuple[Field, ...]:
    """The fields, each of the grounds that has no answer with what is missing."""
    found, names = fields, {one.name for one in fields}
    for name in GROUNDS:
        written = f"{name}_{OTHER}"
        at = written if sent.get(name) == OTHER and written in names else name
        if not str(sent.get(at, "")).strip():
            found = with_error(found, at, say(language, f"desk.steps.missing.{at}"))
    return found


def _fields(language: Language, sent: Sent) -> tuple[Field, ...]:
    def pick(name: str, values: dict[str, str], *, optional: bool = False) -> Field:
        choices = [Choice(value, say(language, code)) for value, code in values.items()]
        return asked(name, "pick", language, sent, code=f"desk.cross.{name}", choices=choices, optional=optional)

    return (
        asked(
            "document",
            "text",
            language,
            {"document": sent.get("document", sent.get("shown", ""))},
            code="desk.cross.document",
        ),
        pick("direction", {one.value: f"desk.word.{one.value}" for one in Direction}),
        pick("to_work", {"yes": "desk.cross.for_work", "no": "desk.cross.not_for_work"}, optional=True),
        pick("kind", {one.value: f"desk.word.{one.value}" for one in DocumentKind}, optional=True),
        asked("at", "day", language, sent, code="desk.cross.at", optional=True),
        asked("time", "text", language, sent, code="desk.cross.time", optional=True),
    )


def _checked(fields: tuple[Field, ...], sent: Sent, language: Language) -> tuple[Field, ...]:
    found = fields
    if not str(sent.get("document", "")).strip():
        found = with_error(found, "document", say(language, "desk.cross.missing.document"))
    if sent.get("direction") not in {one.value for one in Direction}:
        found = with_error(found, "direction", say(language, "desk.cross.missing.direction"))
    day_said = any(str(sent.get(f"at-{part}", "")).strip() for part in ("year", "month", "day"))
    if day_said and typed_date("at", sent) is None:
        found = with_error(found, "at", say(language, "desk.cross.missing.at"))
    said = str(sent.get("time", "")).strip()
    if (said or day_said) and _time(said) is None:
        found = with_error(found, "time", say(language, "desk.cross.missing.time"))
    return found


def _passing(sent: Sent) -> crossings.Passing:
    """Who passes and when: this second, unless it is told late."""
    said = _time(str(sent.get("time", "")).strip())
    at = now() if said is None else datetime.combine(typed_date("at", sent) or today(), said, CHINA)
    kind = str(sent.get("kind", ""))
    return crossings.Passing(
        str(sent.get("document", "")),
        Direction(str(sent.get("direction"))),
        at,
        DocumentKind(kind) if kind in set(DocumentKind) else None,
        sent.get("to_work") != "no",
    )


def _time(text: str) -> time | None:
    """A time of day as people type it: 8:15, 08:15 or 08:15:30."""
    try:
        hour, minute, second = (int(part) for part in [*text.split(":"), "0"][:3])
        return time(hour, minute, second)
    except ValueError:
        return None
