"""The programmes the site offers, read once, and who tells them in each language."""

from __future__ import annotations

from functools import cache, lru_cache

from django.http import Http404
from django.urls import reverse

from datetime import date

from sojourn.policy import Language, Programme, Teller, ToldProgramme, available, load


@cache
def shelf() -> tuple[str, ...]:
    """The keys of the programmes the site offers."""
    return tuple(available())


@cache
def programme(key: str) -> Programme:
    """The programme of that name. Raises Http404 where there is none."""
    if key not in shelf():
        raise Http404(key)
    return load(key)


@cache
def teller(key: str, language: Language) -> Teller:
    """Who tells a programme in a language."""
    return Teller(programme(key), language)


@lru_cache(maxsize=64)
def told(key: str, language: Language, day: date, place: str = "") -> ToldProgramme:
    """A programme in words, for a day and perhaps a place."""
    return teller(key, language).programme(day, place=place)


def goals(chosen: Programme, language: Language) -> tuple[tuple[str, str], ...]:
    """What people come to ask of a programme, with the address of each interview."""
    words = teller(chosen.key, language)
    return tuple(
        (
            words.text(f"programme.goals.{goal.key}.label", goal.label),
            reverse("ask", kwargs={"language": language, "key": chosen.key, "goal": goal.key}),
        )
        for goal in chosen.goals
    )
