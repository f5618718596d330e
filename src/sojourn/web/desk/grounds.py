"""What a decision against somebody stands on, as questions: the reason, the legal basis and the way to appeal."""

from __future__ import annotations

from collections.abc import Iterable

from sojourn.policy import Language
from sojourn.register import bound

from ..saying import say
from ..shelf import programme, teller
from .deeds import OTHER, ask
from .forms import Choice, Field, Sent

#: Works that a decision can rest on in law; what studies and papers say of the rules cannot.
_LEGAL = frozenset({"law", "regulation", "notice", "plan"})
#: More sources than this are no list to choose from.
_MOST_BASES = 8


def grounds(
    language: Language, sent: Sent, sources: Iterable[str] = (), authorities: Iterable[str] = ()
) -> tuple[Field, ...]:
    """The three questions; sources and authorities of the programme are there to choose from, or one writes another."""
    bases = _bases(sources, language)
    routes = _routes(authorities, language)
    return (
        ask("reason", "area", language, sent, code="desk.steps.reason"),
        *_chosen("legal_basis", bases, language, sent),
        *_chosen("appeal_route", routes, language, sent),
    )


def _chosen(name: str, choices: list[Choice], language: Language, sent: Sent) -> tuple[Field, ...]:
    if not choices:
        return (ask(name, "text", language, sent),)
    other = Choice(OTHER, say(language, "desk.steps.other"))
    return (
        ask(name, "pick", language, sent, [*choices, other]),
        ask(f"{name}_{OTHER}", "text", language, sent, optional=True, code=f"desk.steps.{name}_other"),
    )


def _bases(sources: Iterable[str], language: Language) -> list[Choice]:
    words = teller(bound().programme, language)
    works = programme(bound().programme)
    told: dict[str, str] = {}
    for key in sources:
        if works.works[works.sources[key].work].kind in _LEGAL:
            told.setdefault(words.source(key).text, key)
    return [Choice(f"source:{key}", text) for text, key in list(told.items())[:_MOST_BASES]]


def _routes(authorities: Iterable[str], language: Language) -> list[Choice]:
    words = teller(bound().programme, language)
    deciding = programme(bound().programme).routes[bound().route].decided_by
    return [
        Choice(f"authority:{key}", say(language, "desk.value.appeal_to", authority=words.label(key)))
        for key in dict.fromkeys((*authorities, *deciding))
    ]
