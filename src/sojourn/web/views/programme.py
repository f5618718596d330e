"""The pages of a programme: what it is, its rules, its changes, paper beside practice, its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sojourn.policy import Attested, Language, Programme, ToldEntry, ToldProgramme, ToldSource

from ..chosen import Chosen, chosen_of
from ..frame import page
from ..shelf import goals, programme, teller, told


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind under a heading, and the anchor of that heading."""

    anchor: str
    heading: str
    entries: tuple[ToldEntry, ...]


@require_safe
def overview(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """What the programme is, what one can ask of it, and who acts in it."""
    chosen = programme(key)
    words = told(key, language, timezone.localdate())
    context = {
        "told": words,
        "goals": goals(chosen, language),
        "verified": chosen.verified,
        **numbered(words, [*words.about, *words.authorities]),
    }
    return page(request, language, "overview", context, programme=chosen, part="overview")


@require_safe
def rules(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """Every rule in plain words as it stands on a day."""
    programme_, choice = programme(key), chosen_of(request.GET, programme(key), language)
    words = told(key, language, choice.day, choice.place)
    sections = [
        Section(name, words.headings[name], getattr(words, name))
        for name in ("routes", "rules", "conduct", "parameters")
        if getattr(words, name)
    ]
    context = {"told": words, "sections": sections, "choice": choice, "assumptions": words.assumptions}
    return page(request, language, "rules", context, programme=programme_, part="rules")


@require_safe
def rule(request: HttpRequest, language: Language, key: str, rule: str) -> HttpResponse:
    """One rule, route, breach or figure: every version of it, on paper and in practice."""
    chosen = programme(key)
    if chosen.entry(rule) is None:
        raise Http404(rule)
    words = told(key, language, timezone.localdate())
    entry = next(one for one in every_entry(words) if one.key == rule)
    used = set(entry.sources)
    sources = [source for source in words.sources if source.key in used]
    context = {
        "entry": entry,
        "sources": sources,
        "numbers": {source.key: number for number, source in enumerate(sources, 1)},
    }
    return page(request, language, "rule", context, programme=chosen, part="rules")


def every_entry(words: ToldProgramme) -> Iterable[ToldEntry]:
    """Every entry of a told programme."""
    return (*words.routes, *words.rules, *words.conduct, *words.parameters)


@require_safe
def timeline(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """What changed when, on paper and in practice."""
    words = told(key, language, timezone.localdate())
    context = {"told": words, **numbered(words, words.timeline)}
    return page(request, language, "timeline", context, programme=programme(key), part="timeline")


@require_safe
def gap(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """Paper and practice side by side; where practice is not attested, nothing stands in its place."""
    choice = chosen_of(request.GET, programme(key), language)
    words = told(key, language, choice.day, choice.place)
    by_kind = {
        kind.value: [one for one in words.beside if one.attested is kind]
        for kind in (Attested.DIFFERS, Attested.SAME, Attested.NOT_ATTESTED)
    }
    context = {"told": words, "choice": choice, **by_kind, **numbered(words, words.beside)}
    return page(request, language, "gap", context, programme=programme(key), part="gap")


@require_safe
def sources(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """Every work the programme rests on, and what it is cited for."""
    words = told(key, language, timezone.localdate())
    works: dict[str, list[ToldSource]] = {}
    for source in words.sources:
        works.setdefault(source.title, []).append(source)
    return page(
        request, language, "sources", {"works": list(works.values())}, programme=programme(key), part="sources"
    )


def numbered(words: ToldProgramme, told_things: Iterable[object]) -> dict[str, object]:
    """The sources that some told things name, numbered in the order in which they come up."""
    order: dict[str, int] = {}
    for thing in told_things:
        _number(thing, order)
    by_key = {source.key: source for source in words.sources}
    listed = [by_key[key] for key in order if key in by_key]
    return {"sources": listed, "numbers": {source.key: number for number, source in enumerate(listed, 1)}}


def _number(thing: object, order: dict[str, int]) -> None:
    for key in getattr(thing, "sources", ()):
        order.setdefault(key, len(order))
    for name in ("children", "notes", "content", "table"):
        inner = getattr(thing, name, None)
        for one in inner if isinstance(inner, tuple) else (inner,) if inner is not None else ():
            _number(one, order)
    for row in getattr(getattr(thing, "table", None), "rows", ()):
        _number(row, order)
