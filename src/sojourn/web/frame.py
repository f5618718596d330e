"""What every page has around it: its language, the same page in the others, the parts of its programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sojourn.policy import Language, Programme

from .languages import NAMES, TAGS
from .shelf import scenario_note, teller

#: The parts of a programme's pages: address and code of the name, in the order of the strip.
PARTS = ("overview", "rules", "timeline", "gap", "compare", "sources")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The same page in a language."""

    name: str
    tag: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a programme's pages."""

    code: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The strip under the head: the programme and its parts; whether a lawyer has yet to read it in this language.

    `scenario` says that this exists nowhere, where it is a scenario.
    """

    key: str
    title: str
    url: str
    items: tuple[Item, ...]
    unreviewed: bool
    scenario: str


def bar(programme: Programme, language: Language, part: str = "") -> Bar:
    """The strip of a programme, with one part marked as the page it stands on."""
    at = {"language": language, "key": programme.key}
    return Bar(
        key=programme.key,
        title=teller(programme.key, language).title,
        url=reverse("overview", kwargs=at),
        items=tuple(Item(f"parts.{name}", reverse(name, kwargs=at), name == part) for name in PARTS),
        unreviewed=language is not Language.EN and not programme.reviewed.get(language.value, False),
        scenario=scenario_note(programme, language),
    )


def page(
    request: HttpRequest,
    language: Language,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    programme: Programme | None = None,
    part: str = "",
    carries: bool = False,
    status: int = 200,
) -> HttpResponse:
    """A page in a language. `carries`: it holds the form `answers`, which changing the language takes along."""
    return render(
        request,
        f"sojourn/{template}.html",
        {
            "language": language,
            "tag": TAGS[language],
            "tongues": tongues(request, language, keep_query=not carries),
            "here": request.path,
            "bar": bar(programme, language, part) if programme is not None else None,
            "carries": carries,
            **(context or {}),
        },
        status=status,
    )


def tongues(request: HttpRequest, current: Language, *, keep_query: bool = True) -> tuple[Tongue, ...]:
    """The page at hand in every language."""
    rest = request.path_info.removeprefix(f"/{current.value}/") if request.path_info != "/" else ""
    query = request.META.get("QUERY_STRING", "") if keep_query else ""
    return tuple(
        Tongue(
            NAMES[language],
            TAGS[language],
            f"/{language.value}/{rest}" + (f"?{query}" if query else ""),
            language is current,
        )
        for language in Language
    )
