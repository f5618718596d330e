"""What may follow a breach, within its bounds; and what several breaches of one case add up to."""

from __future__ import annotations

from typing import Any

from ..answer import Outcome, PenaltyResult, Value
from ..evaluation.compiled import Compiled
from ..evaluation.running import Run
from ..model import Conduct, Consequence, Penalty
from ..values import AND, OPEN, YES
from .explaining import outcome_of, value_of


def penalties_of(
    compiled: Compiled, run: Run, conduct: Conduct, done: int, *, alone: bool = False
) -> tuple[PenaltyResult, ...]:
    """What may follow from a breach that was (or may have been) committed; what certainly cannot follow is left out.

    ``alone``: what the breach itself brings, without what stands beside it.
    """
    found: list[PenaltyResult] = []
    for breach, mask in [(conduct, done)] if alone else breaches_of(compiled, run, conduct, done):
        for version, held in compiled.active(breach, run):
            for consequence in version.consequences:
                result = _result(compiled, run, breach, consequence, AND[mask][held])
                if result is not None:
                    found.append(result)
    return tuple(found)


def breaches_of(compiled: Compiled, run: Run, conduct: Conduct, done: int) -> list[tuple[Conduct, int]]:
    """What a breach consists of as it is cited, each with how far: itself, or what takes its place, or stands beside.

    A breach that is certain keeps its place until it is as certain that another takes it.
    """
    changes = compiled.changes_of(conduct.key, run) if conduct.key in compiled.changes else []
    if not changes:
        return [(conduct, done)]
    found = [(conduct, compiled.alone(conduct.key)(run))]
    for change, where in changes:
        assert isinstance(change, Conduct)
        mask = AND[where & OPEN][compiled.own(change.key)(run)]
        if change.overrides and where == YES:
            found = []
        elif change.where_it_holds and any(held == YES for _, held in found):
            continue
        found.append((change, mask))
    return [(breach, held) for breach, held in found if held & YES]


def _result(
    compiled: Compiled, run: Run, conduct: Conduct, consequence: Consequence, done: int
) -> PenaltyResult | None:
    mask = done
    if consequence.condition is not None:
        mask = AND[done][compiled.node(consequence.condition, conduct.law)(run)]
    if not mask & YES:
        return None
    choices = tuple(
        one for part in consequence.one_of if (one := _result(compiled, run, conduct, part, YES)) is not None
    )
    outcome = outcome_of(mask & OPEN)
    ground = consequence.ground or conduct.ground
    low = _bound(compiled, run, conduct, consequence.low)
    high = _bound(compiled, run, conduct, consequence.high)
    return PenaltyResult(
        consequence.kind, outcome, low, high, choices, consequence.label, ground, consequence.sources, consequence.may
    )


def _bound(compiled: Compiled, run: Run, conduct: Conduct, node: Any) -> Value | None:
    if node is None:
        return None
    return value_of(compiled.node(node, conduct.law)(run), node.type)


def least_and_most(results: tuple[PenaltyResult, ...], kind: Penalty) -> tuple[Any, Any, bool]:
    """The least and the most of one kind of penalty that a breach can bring, and whether it can bring any."""
    low: Any = 0
    high: Any = 0
    found = False
    for result in results:
        least, most, there = _one(result, kind)
        if not there:
            continue
        found = True
        low += least if result.outcome is Outcome.YES and not result.may else 0
        high = None if high is None or most is None else high + most
    return low, high, found


def _one(result: PenaltyResult, kind: Penalty) -> tuple[Any, Any, bool]:
    if result.one_of:
        options = [_one(one, kind) for one in result.one_of]
        there = any(found for _, _, found in options)
        least = min((low if found else 0) for low, _, found in options)
        highs = [high for _, high, found in options if found]
        return least, None if None in highs else max(highs, default=0), there
    # A penalty whose measure does not apply on the day, such as a ban before there was one, brings nothing.
    if result.kind is not kind or (result.high is not None and result.high.nothing):
        return 0, 0, False
    low = _edge(result.low, 0)
    high = _edge(result.high, 1)
    return low or 0, high, True


def _edge(value: Value | None, side: int) -> Any:
    if value is None or value.nothing:
        return 0 if side == 0 else None
    return value.low if side == 0 else value.high


def kinds_of(results: tuple[PenaltyResult, ...]) -> list[Penalty]:
    """The kinds of penalty that may follow, choices included, in the order met."""
    found: dict[Penalty, None] = {}
    for result in results:
        if result.kind is not None:
            found[result.kind] = None
        found.update(dict.fromkeys(kinds_of(result.one_of)))
    return list(found)
