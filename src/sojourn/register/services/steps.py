"""Taking a step of a case as `transitions.yaml` has it: the role, the guards, and what the step needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from ..actors import By
from ..refusal import NotThere, Refused
from ..transitions import Transition, step

#: What has to hold: raises Refused where it does not.
Guard = Callable[[By, Any], None]
_Case = TypeVar("_Case", bound=Model)


def take(
    case: str, state: str, event: str, by: By, subject: Any, guards: Mapping[str, Guard], *, reason: str = ""
) -> Transition:
    """Check that the account may take the step now, and that every guard of it holds. Raises Refused."""
    taken = step(case, state, event, by.account.role, reason=reason)
    for name in taken.guards:
        guards[name](by, subject)
    return taken


def held(found: QuerySet[_Case], what: str, number: str, version: int | None = None) -> _Case:
    """The case itself, held until the end of the transaction so that nobody else changes it meanwhile.

    Raises NotThere, and Refused where the form was filled in on an older version of it.
    """
    case = found.select_for_update(of=("self",)).filter(number=number).first()
    if case is None:
        raise NotThere(what)
    if version is not None and getattr(case, "version", version) != version:
        raise Refused("stale_form")
    return case
