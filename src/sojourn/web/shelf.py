"""The programmes the site offers, read once, and who tells them in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.http import Http404
from django.urls import reverse

from sojourn.policy import Language, Programme, Teller, ToldProgramme, available, load, scenarios


@cache
def shelf() -> tuple[str, ...]:
    """The keys of the programmes the site offers."""
    return tuple(available())


@cache
def what_if() -> tuple[str, ...]:
    """The keys of the scenarios the site shows, apart from the programmes."""
    return tuple(scenarios())


@cache
def programme(key: str) -> Programme:
    """The programme or scenario of that name. Raises Http404 where there is none."""
    if key not in (*shelf(), *what_if()):
        raise Http404(key)
    return load(key)


@cache
def teller(key: str, language: Language) -> Teller:
    """Who tells a programme in a language."""
    return Teller(programme(key), language)


def scenario_note(chosen: Programme, language: Language) -> str:
    """That this exists nowhere; empty where it is a programme that does."""
    if not chosen.scenario:
        return ""
    return teller(chosen.key, language).say("standing.scenario", programme=teller(chosen.chain[-2], language).title)


def shown_warnings(words: Teller, warnings: Iterable[str]) -> tuple[str, ...]:
    """Warnings as a page shows them, each once, without those that stand on every page of the programme anyway."""
    everywhere = {words.say("standing.unreviewed"), scenario_note(words.programme_told, words.language)}
    return tuple(dict.fromkeys(warning for warning in warnings if warning not in everywhere))


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
