"""How a case goes on, as data: `transitions.yaml` is read here and drawn in the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from .refusal import NotAllowed, Refused
from .vocabulary import Role

#: The state of what has not begun.
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a case."""

    case: str
    start: str
    event: str
    end: str
    by: frozenset[Role]
    guards: tuple[str, ...]
    ground: bool
    effects: tuple[str, ...]
    appeal: bool


@cache
def all_transitions() -> Mapping[tuple[str, str, str], Transition]:
    """Every step, by case, state and event."""
    written = yaml.safe_load(resources.files(__package__).joinpath("transitions.yaml").read_text(encoding="utf-8"))
    return {
        (case, step["from"], step["event"]): Transition(
            case,
            step["from"],
            step["event"],
            step["to"],
            frozenset(Role(role) for role in step["by"]),
            tuple(step.get("guards", ())),
            step.get("ground", False),
            tuple(step.get("effects", ())),
            step.get("appeal", False),
        )
        for case, steps in written.items()
        for step in steps
    }


def step(case: str, start: str, event: str, role: str, *, reason: str = "") -> Transition:
    """The step that an event takes from a state.

    Raises Refused where the state has no such step (a closed case, say) or a reason is needed and missing, and
    NotAllowed where the role may not.
    """
    found = all_transitions().get((case, start, event))
    if found is None:
        raise Refused(f"no_step.{case}")
    if Role(role) not in found.by:
        raise NotAllowed()
    if found.ground and not reason.strip():
        raise Refused("reason_needed", field="reason")
    return found
