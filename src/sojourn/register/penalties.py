"""What may follow a breach: the bounds of the programme on paper, what practice attests beside, and who decides.

Paper binds. Where paper is silent on a kind of penalty and practice attests it, practice's bounds are the measure and
the decision is marked as against the finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from sojourn.policy import CaseError, Language, Outcome, Penalty, PenaltyResult, Teller, Value, problem_text

from . import programme
from .refusal import WORDS, in_a_row
from .vocabulary import RestsOn

Measure = Decimal | int


@dataclass(frozen=True, slots=True)
class Bound:
    """One penalty that may follow: from `low` to `high` (yuan, days, or months of a ban; None: not stated).

    `certain`: nothing that is not known decides whether it may follow. Of those with the same `choice` only one may.
    """

    kind: Penalty
    low: Measure | None
    high: Measure | None
    certain: bool
    may: bool
    choice: int | None
    label: str
    sources: tuple[str, ...]

    @property
    def stated(self) -> bool:
        """Whether the programme states a measure."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may follow a breach on a day, on paper and in practice; `by` are the authorities that decide.

    `outcome` says whether it is the breach at all; `matters` are the facts that could still change anything, and
    `for_officers` those of them that an authority decides.
    """

    conduct: str
    outcome: Outcome
    paper: tuple[Bound, ...]
    practice: tuple[Bound, ...]
    by: tuple[str, ...]
    ground: str
    matters: tuple[str, ...]
    for_officers: tuple[str, ...]
    sources: tuple[str, ...]

    def binding(self, kind: Penalty) -> tuple[Bound | None, RestsOn]:
        """The bound that a penalty of a kind has to keep to, and what it rests on; None where neither layer has it."""
        for bounds, rests_on in ((self.paper, RestsOn.PAPER), (self.practice, RestsOn.PRACTICE)):
            found = [bound for bound in bounds if bound.kind is kind]
            if found:
                # Of two that may follow beside each other, the certain one goes first.
                return min(found, key=lambda bound: not bound.certain), rests_on
        return None, RestsOn.OFFICER


def bounds(conduct: str, facts: Mapping[str, str], day: date) -> Bounds:
    """What may follow this conduct on these facts, at the day of the breach."""
    answer = programme.answer_on(facts, day, conduct)
    beside = answer.practice.finding
    known = programme.programme().conduct[conduct]
    return Bounds(
        conduct,
        answer.paper.outcome,
        _flat(answer.paper.penalties),
        _flat(beside.penalties) if beside is not None else (),
        known.by,
        known.ground,
        answer.paper.matters,
        answer.paper.open_terms,
        answer.paper.sources,
    )


def one_breach(conduct: str) -> frozenset[str]:
    """The conducts of which one takes the place of another, or stands beside it, as the programme has it: one breach.

    Empty for a conduct that takes the place of none and in whose place none stands.
    """
    linked = {
        (key, other)
        for key, one in programme.programme().conduct.items()
        for other in (one.overrides, one.alternative_to)
    }
    found = {conduct}
    while more := {key for pair in linked if found & set(pair) for key in pair if key} - found:
        found |= more
    return frozenset(found) if len(found) > 1 else frozenset()


def within(bound: Bound, measure: Measure) -> bool:
    """Whether a measure keeps to a bound; what is not stated does not bind."""
    return (bound.low is None or measure >= bound.low) and (bound.high is None or measure <= bound.high)


def is_minor(age: int, day: date) -> bool:
    """Whether the programme takes somebody of that age for a minor; where it does not say, it is taken that she is."""
    answer = programme.answer_on({programme.bound().minor_age: str(age)}, day, programme.bound().minor)
    return answer.paper.outcome is not Outcome.NO


def appeal_days(day: date) -> int | None:
    """For how many days after a decision an appeal can be filed; None where the programme does not say."""
    value = programme.answer_on({}, day, programme.bound().appeal_time).paper.value
    return int(value.high) if value is not None and isinstance(value.high, int | Fraction) else None


@dataclass(frozen=True, slots=True)
class Named:
    """Entries or facts of the programme, said by their labels in the reader's language."""

    keys: tuple[str, ...]

    def told(self, language: Language) -> str:
        """The labels, one after the other."""
        return in_a_row([_teller(language).label(key) for key in self.keys], language, "semicolon")


@dataclass(frozen=True, slots=True)
class Told:
    """The measure of a bound, said in the reader's language."""

    bound: Bound

    def told(self, language: Language) -> str:
        """From what to what, with its unit."""
        unit = {Penalty.FINE: "yuan", Penalty.BAN: "months"}.get(self.bound.kind, "days")
        low, high = self.bound.low, self.bound.high
        if high is None:
            return WORDS.say(language, "bound.not_stated")
        return WORDS.say(language, f"bound.{unit}", low=str(low if low is not None else 0), high=str(high))


@dataclass(frozen=True, slots=True)
class Word:
    """One of the register's own words, said in the reader's language."""

    group: str
    word: str

    def told(self, language: Language) -> str:
        """The word."""
        return WORDS.say(language, f"{self.group}.{self.word}")


@dataclass(frozen=True, slots=True)
class Mistaken:
    """What is wrong with the facts of a case, said in the reader's language."""

    error: CaseError

    def told(self, language: Language) -> str:
        """Each mistake, one after the other."""
        told = [problem_text(problem, language.value) for problem in self.error.problems]
        return in_a_row(told, language, "sentences")


@cache
def _teller(language: Language) -> Teller:
    return Teller(programme.programme(), language)


def _flat(results: tuple[PenaltyResult, ...]) -> tuple[Bound, ...]:
    found: list[Bound] = []
    for place, result in enumerate(results):
        certain = result.outcome is Outcome.YES
        if result.kind is not None:
            found.append(_bound(result, certain, None))
        for one in result.one_of:
            if one.kind is not None:
                found.append(_bound(one, certain and one.outcome is Outcome.YES, place))
    return tuple(found)


def _bound(result: PenaltyResult, certain: bool, choice: int | None) -> Bound:
    kind = result.kind
    assert kind is not None
    low = _measure(kind, result.low, lowest=True)
    high = _measure(kind, result.high, lowest=False)
    return Bound(kind, low, high, certain, result.may, choice, result.label, result.sources)


def _measure(kind: Penalty, value: Value | None, *, lowest: bool) -> Measure | None:
    edge = None if value is None or value.nothing else value.low if lowest else value.high
    if not isinstance(edge, int | Fraction):
        return None
    return (Decimal(int(edge)) / 100).quantize(Decimal("0.01")) if kind is Penalty.FINE else int(edge)
