"""The queue of a service centre: tickets drawn, called and served at the counter, and the screen in the hall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import CHINA, By, NotThere, Person, Refused, Role, presented, queue, today

from ..saying import say
from .doing import attempted, desk
from .frame import desk_page
from .once import once

#: After how many seconds the screen in the hall asks for itself anew.
EVERY = 15


@dataclass(frozen=True, slots=True)
class Waiting:
    """The ticket of somebody who waits, as her own page shows it."""

    place: int
    called: bool
    ahead: int
    office: str
    screen: str


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.SERVICE_CENTRE)
def queue_page(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """How the queue stands today, and what is done with it: draw, call, serve."""
    told, status = "", 200
    if request.method == "POST":
        done = attempted(lambda: once(request, by, lambda: _do(request, language, by)))
        if not isinstance(done, Refused):
            return HttpResponseRedirect(done)
        told, status = done.told(language), 409
    office = queue.own_centre(by)
    standing = queue.standing(office, today())
    calls = standing.at_counter + standing.served
    context = {
        "told": told,
        "shown": request.POST.get("shown", ""),
        "drawn": _number(request.GET.get("drawn", "")),
        "called": request.GET.get("called", ""),
        "at_counter": [
            (ticket.place_in_queue, _time(ticket.called_at)) for ticket in queue.called(office, today(), 20)
        ],
        "standing": standing,
        "mean": minutes(standing.waited / calls, language) if calls else "",
        "longest": minutes(standing.longest, language) if calls else "",
        "screen": reverse("desk_screen", kwargs={"language": language, "office": office.number}),
    }
    return desk_page(request, language, "queue", by.account, context, part="queue", status=status)


@never_cache
@require_safe
def screen(request: HttpRequest, language: Language, office: str) -> HttpResponse:
    """The numbers that are called, for everybody in the hall: numbers of today and nothing of anybody."""
    try:
        centre = queue.centre(office)
    except NotThere as error:
        raise Http404(office) from error
    calls = [(ticket.place_in_queue, _time(ticket.called_at)) for ticket in queue.called(centre, today())]
    context = {
        "office": centre.name,
        "latest": calls[0] if calls else None,
        "earlier": calls[1:],
        "waiting": queue.standing(centre, today()).waiting,
    }
    response = desk_page(request, language, "queue_screen", None, context)
    response.headers["Refresh"] = str(EVERY)
    return response


def waiting(by: By, language: Language) -> Waiting | None:
    """The ticket of the worker who is signed in, and how many are before her."""
    ticket = queue.ticket_of(by.account.person) if by.account.person is not None else None
    if ticket is None:
        return None
    address = reverse("desk_screen", kwargs={"language": language, "office": ticket.office.number})
    called = ticket.called_at is not None
    return Waiting(ticket.place_in_queue, called, 0 if called else queue.ahead(ticket), ticket.office.name, address)


def minutes(span: timedelta, language: Language) -> str:
    """A wait in whole minutes, or in hours and minutes."""
    whole = round(span.total_seconds() / 60)
    hours, rest = divmod(whole, 60)
    if hours:
        return say(language, "desk.queue.hours", hours=hours, minutes=rest)
    return say(language, "desk.queue.minutes", count=rest)


def _do(request: HttpRequest, language: Language, by: By) -> str:
    here = reverse("desk_queue", kwargs={"language": language})
    pressed, _, about = request.POST.get("do", "").partition(":")
    if pressed == "draw":
        return f"{here}?drawn={queue.draw(by, _shown(request, by)).place_in_queue}"
    if pressed == "call":
        ticket = queue.call(by)
        return f"{here}?called={ticket.place_in_queue if ticket is not None else 'nobody'}"
    if pressed == "serve" and about.isdecimal():
        queue.serve(by, int(about))
    return here


def _shown(request: HttpRequest, by: By) -> Person | None:
    """Who shows the number that was typed; None where none was: a ticket without a name. Raises Refused."""
    number = request.POST.get("shown", "").strip()[:40]
    if not number:
        return None
    found = presented(by, "person", number)
    if not found:
        raise Refused("person_unknown", field="shown", shown=number)
    return Person.objects.get(number=found[0]["number"])


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA):%H:%M}" if moment is not None else ""
