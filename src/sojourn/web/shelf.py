"""The programmes the site offers, read once, and who tells them in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.http import Http404
from django.urls import reverse

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


def shown_warnings(words: Teller, warnings: Iterable[str]) -> tuple[str, ...]:
    """Warnings as a page shows them, each once; that no lawyer has read the translation stands on every page anyway."""
    unreviewed = words.say("standing.unreviewed")
    return tuple(dict.fromkeys(warning for warning in warnings if warning != unreviewed))


@lru_cache(maxsize=64)
def told(key: str, language: Language, day: date, place: str = "") -> ToldProgramme:
    """A programme in words, for a day and perhaps a place."""
    return teller(key, language).programme(day, place)


@dataclass(frozen=True, slots=True)
class Question:
    """What people come to ask: in words, and the address of the interview."""

    label: str
    url: str


def goals(chosen: Programme, language: Language, *, of: str = "") -> tuple[Question, ...]:
    """What people come to ask of a programme, or only what it has of one of the programmes it is made of."""
    words = teller(chosen.key, language)
    return tuple(
        Question(
            words.text(f"programme.goals.{goal.key}.label", goal.label),
            reverse("ask", kwargs={"language": language, "key": chosen.key, "goal": goal.key}),
        )
        for goal in chosen.goals
        if not of or (goal.programme or chosen.key) == of
    )
