"""What the city asks of the programme, at the day of each act: it knows no term, fee, limit or measure by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from sojourn.policy import Outcome, Penalty, PenaltyResult, edition_of

from .. import known, programme
from ..programme import Terms
from ..vocabulary import DocumentKind


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as a ledger has it."""

    content_hash: str
    edition: str
    route: str
    day: date
    paper: str
    practice: str | None
    facts: str
    source: str | None

    @property
    def yes(self) -> bool:
        """Whether it is a yes for certain."""
        return self.paper in (Outcome.YES.value, Outcome.YES_IF.value)


Facts = tuple[tuple[str, str], ...]


def case(values: Mapping[str, str]) -> Facts:
    """The facts of a case from values under the register's names."""
    return tuple(sorted(known.named(values, programme.bound().facts).items()))


@cache
def finding(facts: Facts, day: date) -> Found:
    """What the programme finds on that day."""
    answer = programme.answer_on(dict(facts), day)
    beside = answer.practice.finding
    return Found(
        programme.content_hash(dict(facts), day),
        edition_of(programme.bound().programme),
        programme.bound().route,
        day,
        answer.paper.outcome.value,
        beside.outcome.value if beside is not None else None,
        json.dumps(dict(facts), sort_keys=True, ensure_ascii=False),
        next(iter(answer.paper.sources), None),
    )


@cache
def terms(facts: Facts, day: date) -> Terms:
    """Term, fee and premium of a permit given out on that day."""
    return programme.terms(dict(facts), day)


@cache
def may_file(facts: Facts, day: date) -> bool:
    """Whether an agency may file this on that day."""
    return programme.answer_on(dict(facts), day, programme.bound().may_file).paper.outcome is not Outcome.NO


def names_an_agency(facts: Facts) -> bool:
    """Whether an agency is among the facts of a case."""
    grade = programme.bound().grade
    return any(name == grade for name, _ in facts)


@cache
def leave_by(place: str, entered: date) -> date | None:
    """The last lawful day of a stay on a border pass."""
    return programme.limit(known.stay_facts(DocumentKind.BORDER_PASS, place, entered), entered).leave_by


@dataclass(frozen=True, slots=True)
class Measures:
    """The least that may follow a breach, on paper or else in practice, and the source it rests on."""

    fine: Decimal | None
    detention: int | None
    ban_months: int | None
    source: str | None


@cache
def measures(conduct: str, facts: Facts, day: date) -> Measures:
    """What may follow a breach on that day."""
    answer = programme.answer_on(dict(facts), day, conduct)
    layers = [answer.paper] + ([answer.practice.finding] if answer.practice.finding is not None else [])
    found: dict[Penalty, int] = {}
    for layer in layers:
        for one in _flat(layer.penalties):
            low = one.low.low if one.low is not None else None
            if one.kind is not None and low is not None:
                found.setdefault(one.kind, int(str(low)))
    fine = found.get(Penalty.FINE)
    sources = [source for layer in layers for source in layer.sources]
    return Measures(
        Decimal(fine).scaleb(-2) if fine is not None else None,
        found.get(Penalty.DETENTION),
        found.get(Penalty.BAN),
        sources[0] if sources else None,
    )


def _flat(penalties: tuple[PenaltyResult, ...]) -> Iterator[PenaltyResult]:
    for one in penalties:
        yield one
        yield from _flat(one.one_of)


def ask_anew() -> None:
    """Forget what was answered: the programme or the days the office settled may have changed."""
    for asked in (finding, terms, may_file, leave_by, measures):
        asked.cache_clear()


def stay_case(place: str, entered: date, left: date) -> Facts:
    """The facts of a stay on a border pass that ended on a day."""
    return tuple(sorted(known.stay_facts(DocumentKind.BORDER_PASS, place, entered, left).items()))
