"""What everything a case contains may lead to: the breaches of all conduct, and what they add up to for each role."""

from __future__ import annotations

from ..answer import Answer, Consequences, Liability, Outcome, PenaltyResult, Value
from ..model import Penalty, Programme
from ..types import DAYS, MONTHS, Kind, Type, unit_named
from .case import Case
from .check import check
from .penalties import kinds_of, least_and_most

_FINES = Type(Kind.NUMBER, unit=unit_named("CNY") or MONTHS.unit, whole=True)
_SUMMED = (Penalty.FINE, Penalty.DETENTION, Penalty.BAN)


def consequences(programme: Programme, case: Case) -> Consequences:
    """What may follow from all breaches of a case: fines and detention add up, of bans the longest counts.

    Only breaches that are certain are added up; those that are still possible are named in `possible`.
    """
    answers = {key: check(programme, case, key) for key in programme.conduct}
    by_role: dict[str, list[str]] = {}
    for key, answer in answers.items():
        if answer.paper.outcome is Outcome.YES:
            by_role.setdefault(programme.conduct[key].liable, []).append(key)
    possible = tuple(
        key for key, answer in answers.items() if answer.paper.outcome in (Outcome.NOT_KNOWN_YET, Outcome.YES_IF)
    )
    return Consequences(tuple(_liability(role, keys, answers) for role, keys in by_role.items()), possible, answers)


def _liability(role: str, keys: list[str], answers: dict[str, Answer]) -> Liability:
    penalties = [answers[key].paper.penalties for key in keys]
    kinds = dict.fromkeys(kind for results in penalties for kind in kinds_of(results))
    return Liability(
        role,
        tuple(keys),
        _total(penalties, Penalty.FINE, _FINES),
        _total(penalties, Penalty.DETENTION, DAYS),
        _longest(penalties, Penalty.BAN, MONTHS),
        tuple(kind for kind in kinds if kind not in _SUMMED),
    )


def _total(penalties: list[tuple[PenaltyResult, ...]], kind: Penalty, type: Type) -> Value | None:
    found = [bounds for results in penalties if (bounds := least_and_most(results, kind))[2]]
    if not found:
        return None
    highs = [high for _, high, _ in found]
    low, high = sum(low for low, _, _ in found), None if None in highs else sum(highs)
    return Value(type, low, high, chosen=high is not None and low != high)


def _longest(penalties: list[tuple[PenaltyResult, ...]], kind: Penalty, type: Type) -> Value | None:
    found = [bounds for results in penalties if (bounds := least_and_most(results, kind))[2]]
    if not found:
        return None
    highs = [high for _, high, _ in found]
    low, high = max(low for low, _, _ in found), None if None in highs else max(highs)
    return Value(type, low, high, chosen=high is not None and low != high)
