"""What a route adds to its answer: what it grants on paper and in practice, its duties, its steps and their time, its
papers, and who of the family may join. What certainly does not hold on the law's day is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..answer import THROUGHOUT, DocumentState, During, DutyOwed, FamilyJoining, Granted, Outcome, Papers, StepWithin
from ..evaluation.calendars import shift, working_shift
from ..evaluation.compiled import Compiled
from ..evaluation.running import Run
from ..model import Attested, Part, Route
from ..types import DATE
from ..values import AND, NO, NOT, OPEN, YES
from .explaining import outcome_of, value_of


def held_on(part: Part, route: Route, run: Run) -> int:
    """Whether a part of a route holds on its law's day: YES, NO, or both possible."""
    day = run.days[route.law]
    begun = YES if part.start is None else run.since(part.start, day)
    ended = NO if part.end is None else run.since(part.end, day)
    return AND[begun][NOT[ended]]


def _during(part: Part, route: Route, run: Run) -> During | None:
    """When a part of a route holds; None where it certainly does not on its law's day."""
    if part.start is None and part.end is None:
        return THROUGHOUT
    held = held_on(part, route, run)
    return None if held == NO else During(outcome_of(held), part.start, part.end)


def grants_of(compiled: Compiled, route: Route, paper: Run, practice: Callable[[], Run]) -> tuple[Granted, ...]:
    """What a route grants. `practice` makes a run on that layer; what rests on silence there is not attested."""
    found = []
    for grant in route.grants:
        during = _during(grant, route, paper)
        if during is None:
            continue
        if grant.value is None:
            silent = Attested.NOT_ATTESTED
            found.append(Granted(grant.key, grant.label, None, None, silent, grant.text, grant.sources, during))
            continue
        closure = compiled.node(grant.value, route.law)
        handled_in = practice()
        written, handled = closure(paper), closure(handled_in)
        attested = Attested.SAME if handled == written else Attested.DIFFERS
        if handled_in.silent:
            attested = Attested.NOT_ATTESTED
        found.append(
            Granted(
                grant.key,
                grant.label,
                value_of(written, grant.value.type),
                None if attested is Attested.NOT_ATTESTED else value_of(handled, grant.value.type),
                attested,
                grant.text,
                grant.sources,
                during,
            )
        )
    return tuple(found)


def duties_of(route: Route, run: Run) -> tuple[DutyOwed, ...]:
    """The duties that follow."""
    return tuple(
        DutyOwed(duty.key, duty.who, duty.text, duty.sources, during)
        for duty in route.duties
        if (during := _during(duty, route, run)) is not None
    )


def family_of(route: Route, run: Run) -> FamilyJoining | None:
    """Who of the family may join; None where nothing is said of it for the day."""
    family = route.family
    during = None if family is None else _during(family, route, run)
    return None if family is None or during is None else FamilyJoining(family.text, family.sources, during)


def steps_of(compiled: Compiled, route: Route, run: Run) -> tuple[StepWithin, ...]:
    """The steps of a route's procedure, each with its time limit and the day it ends (that of a step which comes after
    another, from the day on which that one ends at the latest)."""
    found = []
    ends: dict[str, Any] = {"": run.days[route.law]}
    for step in route.steps:
        during = _during(step, route, run)
        if during is None:
            continue
        within = latest = None
        if step.within is not None:
            limit = compiled.node(step.within, route.law)(run)
            within = value_of(limit, step.within.type)
            unit = step.within.type.unit.parts
            if len(unit) == 1 and unit[0][0] in _CALENDAR_UNITS and step.after in ends:
                end = ends[step.key] = _moved(compiled, ends[step.after], limit, unit[0][0])
                latest = value_of(end, DATE)
        found.append(StepWithin(step.key, step.who, step.text, within, step.sources, latest, during))
    return tuple(found)


_CALENDAR_UNITS = ("day", "month", "working day")


def _moved(compiled: Compiled, day: Any, limit: Any, unit: str) -> Any:
    """The day that lies a time limit after another."""
    if unit == "working day":
        return working_shift(lambda _: day, lambda _: limit, 1, compiled.programme.calendar)(None)
    return shift(lambda _: day, lambda _: limit, unit, 1)(None)


def documents_of(compiled: Compiled, route: Route, run: Run) -> tuple[DocumentState, ...]:
    """The documents of a route: whether each is needed, and whether it is there."""
    found = []
    for document in route.documents:
        during = _during(document, route, run)
        if during is None:
            continue
        needed = YES if document.needed is None else compiled.node(document.needed, route.law)(run)
        there = OPEN if document.have is None else compiled.node(document.have, route.law)(run)
        if during.holds is not Outcome.YES:
            needed = AND[needed][OPEN]
        found.append(
            DocumentState(
                document.key,
                document.label,
                document.have is not None,
                outcome_of(needed),
                outcome_of(there),
                document.sources,
                during,
            )
        )
    return tuple(found)


def papers_of(documents: tuple[DocumentState, ...]) -> Papers:
    """Whether the papers that are asked for are there; those that are only listed do not count."""
    needed = [one for one in documents if one.asked and one.needed not in (Outcome.NO, Outcome.DOES_NOT_APPLY)]
    if not needed:
        return Papers.NONE_ASKED
    if any(one.needed is Outcome.YES and one.there is Outcome.NO for one in needed):
        return Papers.INCOMPLETE
    if all(one.needed is Outcome.YES and one.there is Outcome.YES for one in needed):
        return Papers.COMPLETE
    return Papers.NOT_KNOWN_YET
