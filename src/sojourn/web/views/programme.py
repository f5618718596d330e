"""The pages of a programme: what it is, its rules, its changes, paper beside practice, its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sojourn.policy import Attested, Language, ToldChange, ToldEntry, ToldProgramme

from ..chosen import chosen_of
from ..frame import page
from ..shelf import Question, goals, programme, shown_warnings, teller, told
from ..sourcing import keys_of, source_list


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one kind under a heading, and the anchor of that heading."""

    anchor: str
    heading: str
    entries: tuple[ToldEntry, ...]


@dataclass(frozen=True, slots=True)
class Inherited:
    """What can be asked that comes from a programme this one extends."""

    title: str
    goals: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Date:
    """What changed on one date."""

    when: str
    changes: tuple[ToldChange, ...]


@require_safe
def overview(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """What the programme is, what one can ask of it, and who acts in it."""
    chosen = programme(key)
    words = told(key, language, timezone.localdate())
    context = {
        "told": words,
        "warnings": shown_warnings(teller(key, language), words.warnings),
        "goals": goals(chosen, language, of=key),
        "inherited": [
            Inherited(teller(part, language).title, goals(chosen, language, of=part)) for part in chosen.chain[:-1]
        ],
        "verified": chosen.verified,
        **_cited(words, [*words.about, *words.authorities]),
    }
    return page(request, language, "overview", context, programme=chosen, part="overview")


@require_safe
def rules(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """Every rule in plain words as it stands on a day."""
    chosen = programme(key)
    choice = chosen_of(request.GET, chosen, language)
    words = told(key, language, choice.day, choice.place)
    sections = [
        Section(name, words.headings[name], getattr(words, name))
        for name in ("routes", "rules", "conduct", "parameters")
        if getattr(words, name)
    ]
    context = {
        "told": words,
        "warnings": shown_warnings(teller(key, language), words.warnings),
        "sections": sections,
        "unfolded": request.GET.get("unfold") == "all",
        "choice": choice,
        "assumptions": words.assumptions,
    }
    return page(request, language, "rules", context, programme=chosen, part="rules")


@require_safe
def rule(request: HttpRequest, language: Language, key: str, rule: str) -> HttpResponse:
    """One rule, route, breach or figure: every version of it, on paper and in practice."""
    chosen = programme(key)
    if chosen.entry(rule) is None:
        raise Http404(rule)
    words = teller(key, language)
    # Past the last verified day nobody knows what holds.
    day = min(timezone.localdate(), chosen.verified)
    entry = words.entry(rule, day)
    cited = source_list(words.source(one) for one in keys_of([entry]))
    context = {"entry": entry, "held_on": day, "cited": cited, "numbers": cited.numbers}
    return page(request, language, "rule", context, programme=chosen, part="rules")


@require_safe
def timeline(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """What changed when, on paper and in practice."""
    words = told(key, language, timezone.localdate())
    dates = [Date(when, tuple(changes)) for when, changes in groupby(words.timeline, key=lambda change: change.when)]
    context = {"told": words, "dates": dates, **_cited(words, words.timeline)}
    return page(request, language, "timeline", context, programme=programme(key), part="timeline")


@require_safe
def gap(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """Paper and practice side by side; where practice is not attested, nothing stands in its place."""
    choice = chosen_of(request.GET, programme(key), language)
    words = told(key, language, choice.day, choice.place)
    # Where the rule text says nothing there is nothing to differ from.
    nothing = {
        teller(key, language).say(code).rstrip(".。")
        for code in ("version.silent", "version.not_begun", "conduct.nothing_follows")
    }
    differing = [one for one in words.beside if one.attested is Attested.DIFFERS]
    context = {
        "told": words,
        "warnings": shown_warnings(teller(key, language), words.warnings),
        "choice": choice,
        "differs": [one for one in differing if one.paper not in nothing],
        "only": [one for one in differing if one.paper in nothing],
        # The rest is not attested but for a remark: what is passed over in silence is only counted.
        "remarked": [one for one in words.beside if one.attested is Attested.NOT_ATTESTED],
        "same": [one for one in words.beside if one.attested is Attested.SAME],
        **_cited(words, words.beside),
    }
    return page(request, language, "gap", context, programme=programme(key), part="gap")


@require_safe
def sources(request: HttpRequest, language: Language, key: str) -> HttpResponse:
    """Every work the programme rests on, and what it is cited for."""
    words = told(key, language, timezone.localdate())
    context = {"cited": source_list(words.sources)}
    return page(request, language, "sources", context, programme=programme(key), part="sources")


def _cited(words: ToldProgramme, things: Iterable[object]) -> dict[str, object]:
    """The sources that some told things name, for the page's list and its numbers."""
    by_key = {key: source for source in words.sources for key in (source.key, *source.keys)}
    cited = source_list(by_key[key] for key in keys_of(things) if key in by_key)
    return {"cited": cited, "numbers": cited.numbers}
