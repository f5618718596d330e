"""What everything a case contains may lead to: the breaches of all conduct, and what they add up to for each role."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from typing import Any, Final

from ..answer import Answer, Consequences, Finding, Liability, Outcome, PenaltyResult, Value
from ..model import Layer, Penalty, Programme
from ..types import DAYS, MONTHS, YES_NO, Kind, Type, unit_named
from ..values import NO, YES
from .case import Case
from .check import check_alone
from .penalties import kinds_of, least_and_most

_FINES = Type(Kind.NUMBER, unit=unit_named("CNY") or MONTHS.unit, whole=True)
_SUMMED = (Penalty.FINE, Penalty.DETENTION, Penalty.BAN)
#: Of how many open yes-or-no facts every combination is looked at.
_MOST_OPEN: Final = 4

#: What one breach may bring: its penalties as they stand, or for each way in which open facts can turn out.
_Ways = tuple[tuple[PenaltyResult, ...], ...]


def consequences(
    programme: Programme, case: Case, *, of: Iterable[str] | None = None, layer: Layer = Layer.PAPER
) -> Consequences:
    """What may follow from all breaches of a case: fines and detention add up, of bans the longest counts.

    ``of`` are the breaches looked at (all conduct of the programme unless given); ``layer`` whether what the law has
    for them is composed, or what is known to be done: a breach of which practice says nothing is left out there.

    Only breaches that are certain are added up; those that are still possible are named in `possible`. A breach whose
    place another certainly takes is neither: it is punished once. Penalties that shut each other out (a fine for a firm
    and one for a private person) never meet in a sum.
    """
    answers = {key: check_alone(programme, case, key) for key in (programme.conduct if of is None else of)}
    findings = {key: found for key, answer in answers.items() if (found := _on(layer, answer)) is not None}
    by_role: dict[str, list[str]] = {}
    for key, finding in findings.items():
        if finding.outcome is Outcome.YES:
            by_role.setdefault(programme.conduct[key].liable, []).append(key)
    possible = tuple(
        key for key, finding in findings.items() if finding.outcome in (Outcome.NOT_KNOWN_YET, Outcome.YES_IF)
    )
    liabilities = tuple(
        _liability(role, keys, [_ways(programme, case, key, findings[key], layer) for key in keys])
        for role, keys in by_role.items()
    )
    return Consequences(liabilities, possible, answers)


def _on(layer: Layer, answer: Answer) -> Finding | None:
    return answer.paper if layer is Layer.PAPER else answer.practice.finding


def _ways(programme: Programme, case: Case, key: str, finding: Finding, layer: Layer) -> _Ways:
    """The penalties of a breach for every way in which the yes-or-no facts that still bear on them can turn out."""
    penalties = finding.penalties
    certain = all(one.outcome is Outcome.YES for one in penalties)
    facts = [name for name in finding.matters if (fact := programme.facts.get(name)) and fact.type == YES_NO]
    if certain or not facts or len(facts) > _MOST_OPEN:
        return (penalties,)
    settled = (dict(zip(facts, values, strict=True)) for values in product((YES, NO), repeat=len(facts)))
    looked = (
        _on(layer, check_alone(programme, replace(case, facts={**case.facts, **known}), key)) for known in settled
    )
    return tuple(found.penalties for found in looked if found is not None)


def _liability(role: str, keys: list[str], breaches: list[_Ways]) -> Liability:
    kinds = dict.fromkeys(kind for ways in breaches for results in ways for kind in kinds_of(results))
    return Liability(
        role,
        tuple(keys),
        _composed(breaches, Penalty.FINE, _FINES, sum),
        _composed(breaches, Penalty.DETENTION, DAYS, sum),
        _composed(breaches, Penalty.BAN, MONTHS, max),
        tuple(kind for kind in kinds if kind not in _SUMMED),
    )


def _composed(breaches: list[_Ways], kind: Penalty, type: Type, compose: Callable[[list[Any]], Any]) -> Value | None:
    """One kind of penalty over several breaches: the sum of what each can bring, or the longest of it."""
    found = [bounds for ways in breaches if (bounds := _bounds(ways, kind)) is not None]
    if not found:
        return None
    highs = [high for _, high in found]
    low, high = compose([low for low, _ in found]), None if None in highs else compose(highs)
    return Value(type, low, high, chosen=high is not None and low != high)


def _bounds(ways: _Ways, kind: Penalty) -> tuple[Any, Any] | None:
    """The least and the most of one kind of penalty over all ways; None where no way brings any."""
    each = [least_and_most(results, kind) for results in ways]
    if not any(there for _, _, there in each):
        return None
    highs = [high for _, high, _ in each]
    return min(low for low, _, _ in each), None if None in highs else max(highs)
