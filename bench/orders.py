"""How far the interview is from the best order of questions, found by exhaustive search on small programmes.

Every fact of a small programme is equally likely to have each of its values. The best order asks, after each answer,
whichever open fact leads to the fewest further questions on average; it is found by trying all of them.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sojourn.policy import Case, Interview, Programme, read_case
from sojourn.policy.answer import Outcome
from sojourn.policy.checking.check import check
from sojourn.policy.reading.programme import read

AT = date(2018, 6, 1)

_HEAD = """\
key: small
title: A small programme
summary: Made to be searched through.
verified: 2030-01-01
roles: {applicant: {label: Applicant, how_many: one}}
places: {land: {label: Land, kind: country, source: s}}
authorities: {office: {label: Office, level: city, does: Decides., source: s}}
goals: [{key: main, label: The question, asks: [answer]}]
"""
_SOURCES = """\
works: {w: {kind: law, title: A law, author: A, date: 2016, language: en}}
entries: {s: {work: w, at: art. 1, confidence: high}}
"""
_OPTIONS = ("a", "b", "c")


@dataclass(frozen=True)
class Small:
    """A small programme and the values of each of its facts."""

    programme: Programme
    values: dict[str, tuple[Any, ...]]


def small_programme(seed: int) -> Small:
    """A random programme of five to seven facts: conditions that all must hold or of which one suffices, two or
    three levels deep.
    """
    draw = random.Random(seed)
    values: dict[str, tuple[Any, ...]] = {}
    facts = ""
    for index in range(draw.randint(5, 7)):
        name = f"applicant.f{index}"
        if draw.random() < 0.3:
            values[name] = _OPTIONS
            facts += f"{name}: {{label: F, question: Which?, type: choice, options: {{a: A, b: B, c: C}}}}\n"
        else:
            values[name] = (True, False)
            facts += f"{name}: {{label: F, question: So?, yes: So., no: Not so., type: yes_no}}\n"

    def leaf() -> str:
        name = draw.choice([*values])
        if values[name] == _OPTIONS:
            chosen = draw.sample(_OPTIONS, draw.randint(1, 2))
            return f"{name} in [{', '.join(chosen)}]"
        return name if draw.random() < 0.75 else f"not {name}"

    def group(depth: int, every: bool) -> str:
        parts = [
            leaf() if depth == 0 or draw.random() < 0.4 else f"({group(depth - 1, not every)})"
            for _ in range(draw.randint(2, 2 + depth))
        ]
        return (" and " if every else " or ").join(parts)

    rules = f"answer:\n  label: Answer\n  source: s\n  when: {group(2, draw.random() < 0.5)}\n"
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "small"
        target.mkdir()
        for name, text in {"programme": _HEAD, "sources": _SOURCES, "facts": facts, "rules": rules}.items():
            (target / f"{name}.yaml").write_text(text, encoding="utf-8")
        return Small(read(target), values)


def expected_questions(small: Small) -> tuple[float, float]:
    """The mean number of questions that the interview asks, and that the best order asks."""
    base = read_case(small.programme, {}, at=AT)
    parsed = {
        name: [read_case(small.programme, {name: value}, at=AT).facts[name] for value in values]
        for name, values in small.values.items()
    }
    outcomes: dict[frozenset[tuple[str, Any]], bool] = {}
    best: dict[frozenset[tuple[str, Any]], float] = {}

    def case(known: frozenset[tuple[str, Any]]) -> Case:
        return Case(small.programme.key, AT, {**base.facts, **dict(known)})

    def settled(known: frozenset[tuple[str, Any]]) -> bool:
        found = outcomes.get(known)
        if found is None:
            outcome = check(small.programme, case(known), "answer").paper.outcome
            found = outcomes[known] = outcome is not Outcome.NOT_KNOWN_YET or _same_whatever(known)
        return found

    def _same_whatever(known: frozenset[tuple[str, Any]]) -> bool:
        missing = [name for name in small.values if name not in dict(known)]
        return not missing

    def least(known: frozenset[tuple[str, Any]]) -> float:
        found = best.get(known)
        if found is None:
            found = 0.0
            if not settled(known):
                have = dict(known)
                found = min(
                    1 + sum(least(known | {(name, value)}) for value in values) / len(values)
                    for name, values in parsed.items()
                    if name not in have
                )
            best[known] = found
        return found

    def asked(known: frozenset[tuple[str, Any]]) -> float:
        following = Interview(small.programme, ["answer"], case(known)).next()
        if following is None:
            return 0.0
        values = parsed[following]
        return 1 + sum(asked(known | {(following, value)}) for value in values) / len(values)

    empty: frozenset[tuple[str, Any]] = frozenset()
    return asked(empty), least(empty)


def over_best(programmes: int, seed: int = 1) -> tuple[float, float, float]:
    """Mean questions of the interview and of the best order over some programmes, and the worst single ratio."""
    ours = theirs = 0.0
    worst = 1.0
    for index in range(programmes):
        asked, least = expected_questions(small_programme(seed * 100_000 + index))
        ours += asked
        theirs += least
        if least:
            worst = max(worst, asked / least)
    return ours / programmes, theirs / programmes, worst
