"""What is asked about: entries by their keys, a goal, all routes, or what breaches add up to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sojourn.policy import CONSEQUENCES, Goal, Parameter, Programme, nearest

from .errors import CallError

#: All routes and, where the case holds a breach, what the breaches add up to.
ALL = "all"

_WITH_KEYS = re.compile(r"^(?P<key>[^\[\]]+)\[(?P<keys>[^\[\]]*)\]$")


@dataclass(frozen=True, slots=True)
class Question:
    """One entry asked about; `keys` say for which place, year or option a parameter is looked up."""

    about: str
    keys: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything one call asks about; `consequences`: what breaches add up to as well (`perhaps`: if there are any)."""

    questions: tuple[Question, ...]
    consequences: bool = False
    perhaps: bool = False

    @property
    def interview(self) -> tuple[str, ...]:
        """The keys that an interview about it is held for."""
        keys = tuple(question.about for question in self.questions)
        return (*keys, CONSEQUENCES) if self.consequences and not self.perhaps else keys


def asked_about(programme: Programme, keys: Sequence[str], place: str = "") -> Asked:
    """What the --about options ask for; without any, the programme's first goal. Raises CallError for unknown keys."""
    if not keys:
        if not programme.goals:
            raise CallError("no_goal", programme=programme.key)
        keys = [programme.goals[0].key]
    questions: dict[tuple[str, str], Question] = {}
    consequences = perhaps = False
    for key in keys:
        for about in _entries(programme, key.strip()):
            if about == CONSEQUENCES:
                consequences = True
            else:
                question = _question(programme, about, place)
                questions[question.about, str(question.keys)] = question
        perhaps = perhaps or key == ALL
    return Asked(tuple(questions.values()), consequences or perhaps, perhaps and not consequences)


def goal_named(programme: Programme, key: str) -> Goal | None:
    """The goal of that name, or None."""
    return next((goal for goal in programme.goals if goal.key == key), None)


def _entries(programme: Programme, key: str) -> tuple[str, ...]:
    if key == ALL:
        return tuple(programme.routes)
    goal = goal_named(programme, key)
    return goal.asks if goal is not None and programme.entry(key) is None else (key,)


def _question(programme: Programme, about: str, place: str) -> Question:
    found = _WITH_KEYS.match(about)
    key = found["key"].strip() if found else about
    entry = programme.entry(key)
    if entry is None:
        raise _unknown(programme, key)
    by = entry.by if isinstance(entry, Parameter) else ()
    given = [part.strip() for part in found["keys"].split(",")] if found else []
    if given and len(given) != len(by):
        raise CallError("parameter_keys", name=key, by=by) if by else CallError("no_keys", name=key)
    keys: dict[str, object] = dict(zip(by, given, strict=True)) if given else {}
    if place and "place" in by:
        keys.setdefault("place", place)
    return Question(key, keys)


def _unknown(programme: Programme, key: str) -> CallError:
    names = [
        ALL,
        CONSEQUENCES,
        *(goal.key for goal in programme.goals),
        *programme.routes,
        *programme.rules,
        *programme.conduct,
        *programme.parameters,
    ]
    close = nearest(key, names)
    if close:
        return CallError("no_entry_near", name=key[:80], near=close)
    return CallError(
        "no_entry", name=key[:80], goals=tuple(goal.key for goal in programme.goals), programme=programme.key
    )
