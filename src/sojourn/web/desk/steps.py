"""The steps that may be taken with a case, as buttons and forms: read off the table of transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sojourn.policy import Language
from sojourn.register import By, NotThere, Refused, Role, Row, all_transitions, applications

from .doing import attempted, desk, purpose_for
from .frame import desk_page


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a form: its event, and whether it asks for a reason and is against somebody."""

    event: str
    reason: bool
    adverse: bool


def steps_of(by: By, kind: str, row: Row) -> tuple[Step, ...]:
    """The steps that the role may take from the state of a record."""
    state = row.get("state")
    against = row.get("on_paper") not in (None, "yes", "yes_if")
    return tuple(
        Step(step.event, step.ground or (against and step.event in ("approve", "issue")), step.ground)
        for (case, start, _), step in all_transitions().items()
        if case == kind and start == state and Role(by.account.role) in step.by and (kind, step.event) in ACTS
    )


@require_POST
@desk(purpose=purpose_for)
def take(request: HttpRequest, language: Language, by: By, kind: str, number: str) -> HttpResponse:
    """Take a step of a case; what is refused is told on a page of its own, and nothing of it is done."""
    act = ACTS.get((kind, request.POST.get("event", "")))
    if act is None:
        raise NotThere(kind)
    done = attempted(lambda: act(by, number, request.POST))
    if isinstance(done, Refused):
        context = {"told": done.told(language), "kind": kind, "number": number}
        return desk_page(request, language, "refused", by.account, context, part=kind, status=409)
    return HttpResponseRedirect(reverse("desk_open", kwargs={"language": language, "kind": kind, "number": number}))


def _version(form: Mapping[str, Any]) -> int | None:
    given = str(form.get("version", ""))
    return int(given) if given.isdecimal() else None


def _reasons(form: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in ("reason", "legal_basis", "appeal_route")}


ACTS: dict[tuple[str, str], Callable[[By, str, Mapping[str, Any]], object]] = {
    ("application", "submit"): lambda by, number, form: applications.submit(by, number, _version(form)),
    ("application", "withdraw"): lambda by, number, form: applications.withdraw(by, number, _version(form)),
    ("application", "check"): lambda by, number, form: applications.check(by, number, _version(form)),
    ("application", "approve"): lambda by, number, form: applications.approve(
        by, number, reason=str(form.get("reason", "")), version=_version(form)
    ),
    ("application", "issue"): lambda by, number, form: applications.issue(
        by, number, reason=str(form.get("reason", "")), version=_version(form)
    ),
    ("application", "refuse"): lambda by, number, form: applications.refuse(
        by, number, **_reasons(form), version=_version(form)
    ),
}
