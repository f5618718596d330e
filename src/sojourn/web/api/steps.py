"""Steps of a case: each done once under its key, on the version of the case that the caller has seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field

from sojourn.register import Application, ApplicationKind, ApplicationState, By, applications, asking

from .door import admitted, once
from .records import refuse_unknown
from .routes import router
from .shapes import Line, Number, Said, Text, Yuan

_STRICT = ConfigDict(extra="forbid", strict=True)
_Version = Field(ge=1, le=1_000_000, description="The version of the case that was looked at.")


class Begin(BaseModel):
    """What an application asks for. An agency files under its own name."""

    model_config = _STRICT
    kind: Literal[tuple(kind.value for kind in ApplicationKind)]  # type: ignore[valid-type]
    person: Number = Field(
        description="The number of the border pass, passport or permit that the worker shows, or her own."
    )
    site: Number
    occupation: Line
    wage_promised: Yuan = Field(description="Yuan a month, as text: `3000.00`.")


class Seen(BaseModel):
    """The step as it stands."""

    model_config = _STRICT
    version: int = _Version


class Reasoned(BaseModel):
    """A decision in somebody's favour. Against the finding it needs a reason."""

    model_config = _STRICT
    version: int = _Version
    reason: Text = ""


class Against(BaseModel):
    """A decision against somebody."""

    model_config = _STRICT
    version: int = _Version
    reason: Said
    legal_basis: Said
    appeal_route: Said


class Case(BaseModel):
    """Where a case stands after a step; with the permit that came of it, where one did."""

    model_config = ConfigDict(extra="forbid")
    number: str
    state: Literal[tuple(state.value for state in ApplicationState)]  # type: ignore[valid-type]
    version: int
    permit: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a program can take: what it sends along, and what is done."""

    event: str
    sent: type[BaseModel]
    act: Callable[[By, str, Any], object]


#: Every step, under its event in `transitions.yaml`.
STEPS = (
    Step("submit", Seen, lambda by, number, sent: applications.submit(by, number, sent.version)),
    Step("withdraw", Seen, lambda by, number, sent: applications.withdraw(by, number, sent.version)),
    Step("check", Seen, lambda by, number, sent: applications.check(by, number, sent.version)),
    Step(
        "approve",
        Reasoned,
        lambda by, number, sent: applications.approve(by, number, reason=sent.reason, version=sent.version),
    ),
    Step(
        "issue",
        Reasoned,
        lambda by, number, sent: applications.issue(by, number, reason=sent.reason, version=sent.version),
    ),
    Step(
        "refuse",
        Against,
        lambda by, number, sent: applications.refuse(
            by,
            number,
            reason=sent.reason,
            legal_basis=sent.legal_basis,
            appeal_route=sent.appeal_route,
            version=sent.version,
        ),
    ),
)


@router.post(
    "/application", response={201: Case}, operation_id="begin_application", tags=["Cases"], url_name="api_begin"
)
def begin(request: HttpRequest, sent: Begin) -> HttpResponse:
    """Begin an application, as a draft."""
    refuse_unknown(request)

    def act(by: By) -> tuple[int, dict[str, Any]]:
        asked = asking.asked(
            by, ApplicationKind(sent.kind), sent.person, sent.site, sent.occupation, Decimal(sent.wage_promised)
        )
        return 201, _case(applications.begin(by, asked).number)

    with admitted(request) as by:
        return once(request, by, lambda: act(by))


def _step(step: Step) -> Callable[..., HttpResponse]:
    def take(request: HttpRequest, number: Any, sent: Any) -> HttpResponse:
        refuse_unknown(request)

        def act(by: By) -> tuple[int, dict[str, Any]]:
            step.act(by, number, sent)
            return 200, _case(number)

        with admitted(request) as by:
            return once(request, by, lambda: act(by))

    take.__annotations__ = {"request": HttpRequest, "number": Number, "sent": step.sent, "return": HttpResponse}
    return take


def _case(number: str) -> dict[str, Any]:
    """Where a case stands that the caller has just acted on."""
    state, version, permit = Application.objects.values_list("state", "version", "permit__number").get(number=number)
    return {"number": number, "state": state, "version": version, "permit": permit}


for _one in STEPS:
    router.post(
        f"/application/{{number}}/{_one.event}",
        response=Case,
        operation_id=f"{_one.event}_application",
        summary=f"Step of an application: {_one.event}",
        tags=["Cases"],
        url_name=f"api_{_one.event}",
    )(_step(_one))
