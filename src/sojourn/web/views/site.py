"""Pages of no programme: the first page, what this is, what is kept of visitors, whether the site is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from sojourn import __version__
from sojourn.policy import Language

from ..editions import edition
from ..frame import bar, page
from ..languages import preferred
from ..shelf import Question, goals, programme, shelf, teller, what_if


@dataclass(frozen=True, slots=True)
class Door:
    """A programme on the first page."""

    url: str
    title: str
    summary: str
    verified: date
    goals: tuple[Question, ...]
    unreviewed: bool


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """On to the first page in the language that the browser asks for."""
    response = HttpResponseRedirect(reverse("home", kwargs={"language": preferred(request)}))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """What the site is for, and the programmes to choose from."""
    doors = [_door(key, language) for key in shelf()]
    context = {
        "doors": doors,
        "scenarios": [_door(key, language) for key in what_if()],
        "unreviewed": any(door.unreviewed for door in doors),
    }
    return page(request, language, "home", context)


def _door(key: str, language: Language) -> Door:
    chosen, told = programme(key), teller(key, language)
    frame = bar(chosen, language)
    return Door(frame.url, told.title, told.summary, chosen.verified, goals(chosen, language, of=key), frame.unreviewed)


@require_safe
def about(request: HttpRequest, language: Language) -> HttpResponse:
    """What the site is, how its answers come about, and which editions it serves."""
    editions = [(teller(key, language).title, edition(key)) for key in shelf()]
    return page(request, language, "about", {"editions": editions, "version": __version__})


@require_safe
def privacy(request: HttpRequest, language: Language) -> HttpResponse:
    """What is kept of a visitor (nothing), and how to see that for oneself."""
    return page(request, language, "privacy", {"lab_days": settings.LAB_KEPT.days})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the database answers and every programme can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True, "version": __version__, "programmes": {key: edition(key) for key in shelf()}})
