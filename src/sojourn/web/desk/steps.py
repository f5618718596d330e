"""The steps that may be taken with a case, each on a page that says what will follow: read off the transitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import (
    Act,
    By,
    NotThere,
    Refused,
    Role,
    Row,
    all_transitions,
    applications,
    bound,
    may,
    opened,
)

from ..saying import knows, say
from ..shelf import programme, teller
from . import breaches, case, deeds, hearings
from .doing import attempted, desk, purpose_for
from .forms import Choice, Field, asked, refused, with_error
from .frame import desk_page
from .once import once

#: What is chosen where none of the possibilities fits and the officer writes it down.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a form: its event, whether it asks for a reason, and whether it is against somebody."""

    event: str
    reason: bool
    adverse: bool

    @property
    def onward(self) -> bool:
        """Whether it is the way on, and neither against somebody nor a step back or aside."""
        return not self.adverse and self.event not in _ASIDE


def steps_of(by: By, kind: str, row: Row) -> tuple[Step, ...]:
    """The steps that the role may take from the state of a record."""
    state = _state_of(kind, row)
    found = [
        Step(step.event, step.ground or case.against(row, step.event), step.appeal)
        for (about, start, _), step in all_transitions().items()
        if about == kind
        and start == state
        and Role(by.account.role) in step.by
        and (kind, step.event) in (*ACTS, *DEEDS)
    ]
    return tuple(sorted(found, key=lambda step: not step.onward))


def _state_of(kind: str, row: Row) -> object:
    """Where a case stands; a request for correction has no word of its own for it, for its answer says it."""
    if kind == "correction":
        return "asked" if row.get("granted") is None else "answered"
    return row.get("state")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(purpose=purpose_for)
def take(request: HttpRequest, language: Language, by: By, kind: str, number: str, event: str) -> HttpResponse:
    """Say what a step of a case leads to, and take it once confirmed; what was typed stays where it is refused."""
    act, deed = ACTS.get((kind, event)), DEEDS.get((kind, event))
    sanctions = (kind, event) == breaches.SANCTION
    if act is None and deed is None and not sanctions:
        raise NotThere(kind)
    row = opened(by, kind, number, act=Act.OPEN if may(by, kind, Act.OPEN) else Act.LIST)
    if sanctions:
        return deeds.run(request, language, by, breaches.sanction_of(request, by, row, language))
    if deed is not None:
        return deeds.run(request, language, by, deed(by, row, language))
    assert act is not None
    step = next((one for one in steps_of(by, kind, row) if one.event == event), None)
    if request.method != "POST":
        if step is None:
            raise Refused(f"no_step.{kind}")
        return _page(request, language, by, row, number, step, _fields(by, row, number, step, language, {}))
    step = step or Step(event, False, False)
    fields = _fields(by, row, number, step, language, request.POST)
    missing = _missing(fields, request.POST, language)
    if missing is not None:
        return _page(request, language, by, row, number, step, missing, status=422)
    there = reverse("desk_open", kwargs={"language": language, "kind": kind, "number": number})

    def taken() -> str:
        act(by, number, _said(request.POST))
        return there

    done = attempted(lambda: once(request, by, taken))
    if isinstance(done, Refused):
        if done.field and any(field.name == done.field for field in fields):
            fields, told = refused(fields, done, language), ""
        else:
            told = done.told(language)
        return _page(request, language, by, row, number, step, fields, told=told, status=409)
    return HttpResponseRedirect(done)


def _page(
    request: HttpRequest,
    language: Language,
    by: By,
    row: Row,
    number: str,
    step: Step,
    fields: tuple[Field, ...],
    *,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    kind = row.object
    against = kind == "application" and case.against(row, step.event)
    found = case.shown(by, number, language) if against else None
    lead = f"desk.lead.{kind}.{step.event}"
    return desk_page(
        request,
        language,
        "step",
        by.account,
        {
            "kind": kind,
            "number": number,
            "event": step.event,
            "lead": say(language, lead) if knows(language, lead) else "",
            "outlook": case.outlook(by, number, language) if (kind, step.event) in _GIVES_OUT else (),
            "against": against,
            "headline": found.told.headline if found is not None else "",
            "fields": fields,
            "wrong": [field for field in fields if field.error],
            "told": told,
            "version": row.get("version"),
        },
        part=kind,
        status=status,
    )


def _fields(
    by: By, row: Row, number: str, step: Step, language: Language, sent: Mapping[str, Any]
) -> tuple[Field, ...]:
    """What the step asks for: a reason, and where it is against somebody its legal basis and the way to appeal."""
    kind = row.object
    fields: list[Field] = []
    if step.reason:
        fields.append(asked("reason", "area", language, sent, code="desk.steps.reason"))
    if step.adverse and kind in _ASKS_FOR_GROUNDS:
        other = Choice(OTHER, say(language, "desk.steps.other"))
        bases = [*_bases(by, number, language), other]
        fields.append(asked("legal_basis", "pick", language, sent, code="desk.steps.legal_basis", choices=bases))
        fields.append(asked("legal_basis_other", "text", language, sent, code="desk.steps.legal_basis_other"))
        routes = [*_ways_to_appeal(language), other]
        fields.append(asked("appeal_route", "pick", language, sent, code="desk.steps.appeal_route", choices=routes))
        fields.append(asked("appeal_route_other", "text", language, sent, code="desk.steps.appeal_route_other"))
    return tuple(fields)


def _bases(by: By, number: str, language: Language) -> list[Choice]:
    """The sources that the finding rests on, each as a legal basis to choose; most finding blame first."""
    found = case.shown(by, number, language)
    if found is None:
        return []
    words = teller(bound().programme, language)
    works = programme(bound().programme)
    told: dict[str, str] = {}
    for key in found.finding.sources:
        if works.works[works.sources[key].work].kind in _LEGAL:
            told.setdefault(words.source(key).text, key)
    return [Choice(f"source:{key}", text) for text, key in list(told.items())[:_MOST_BASES]]


def _ways_to_appeal(language: Language) -> list[Choice]:
    """The authorities that decide such cases: to one of them an appeal goes."""
    route = programme(bound().programme).routes[bound().route]
    words = teller(bound().programme, language)
    return [
        Choice(f"authority:{key}", say(language, "desk.value.appeal_to", authority=words.label(key)))
        for key in route.decided_by
    ]


def _missing(fields: tuple[Field, ...], sent: Mapping[str, Any], language: Language) -> tuple[Field, ...] | None:
    """The fields with an error where something has not been said; None where nothing is missing."""
    found = fields
    for field in fields:
        if field.name.endswith("_other"):
            base = field.name.removesuffix("_other")
            if sent.get(base) == OTHER and not field.value.strip():
                found = with_error(found, field.name, say(language, f"desk.steps.missing.{field.name}"))
        elif not field.value.strip():
            found = with_error(found, field.name, say(language, f"desk.steps.missing.{field.name}"))
    return found if found != fields else None


def _said(sent: Mapping[str, Any]) -> Mapping[str, str]:
    """What was sent, with what was written where nothing on a list fitted."""
    said = {name: str(value) for name, value in sent.items()}
    for name in ("legal_basis", "appeal_route"):
        if said.get(name) == OTHER:
            said[name] = said.get(f"{name}_other", "")
    return said


def _version(form: Mapping[str, str]) -> int | None:
    given = form.get("version", "")
    return int(given) if given.isdecimal() else None


def _grounds(form: Mapping[str, str]) -> dict[str, str]:
    return {name: form.get(name, "") for name in ("reason", "legal_basis", "appeal_route")}


#: More sources than this are no list to choose from.
_MOST_BASES = 8
#: Works that a decision can rest on in law; what studies and papers say of the rules cannot.
_LEGAL = frozenset({"law", "regulation", "notice", "plan"})
#: Steps beside the way of a case.
_ASIDE = frozenset({"withdraw", "check", "close", "pause", "drop", "dismiss", "suspend", "decline"})
#: Steps that give out a permit, and kinds whose adverse steps are decisions with grounds of their own.
_GIVES_OUT = frozenset({("application", "issue"), ("application", "approve")})
_ASKS_FOR_GROUNDS = frozenset({"application"})

#: Steps that ask for more, each as a deed of its own.
DEEDS: Mapping[tuple[str, str], Callable[[By, Row, Language], deeds.Deed]] = {**hearings.DEEDS, **breaches.DEEDS}

ACTS: dict[tuple[str, str], Callable[[By, str, Mapping[str, str]], object]] = {
    ("application", "submit"): lambda by, number, form: applications.submit(by, number, _version(form)),
    ("application", "withdraw"): lambda by, number, form: applications.withdraw(by, number, _version(form)),
    ("application", "check"): lambda by, number, form: applications.check(by, number, _version(form)),
    ("application", "approve"): lambda by, number, form: applications.approve(
        by, number, reason=form.get("reason", ""), version=_version(form)
    ),
    ("application", "issue"): lambda by, number, form: applications.issue(
        by, number, reason=form.get("reason", ""), version=_version(form)
    ),
    ("application", "refuse"): lambda by, number, form: applications.refuse(
        by, number, **_grounds(form), version=_version(form)
    ),
}
