"""Renewing a permit: for a firm, an agency or the office the filing, prefilled; for the worker what to do and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import By, NotThere, Permit, Purpose, Refused, Role, Row, opened, queue, renewals, today, visible

from ..saying import say
from . import case
from .asking import Asked, asked_page, done_once, tried
from .doing import desk
from .frame import desk_page
from .spending import costs
from .telling import Told, field, told_field

#: Who renews or is told how, and for which purpose.
RENEW: Mapping[Role, Purpose] = {
    Role.AGENCY: Purpose.FILING,
    Role.EMPLOYER: Purpose.FILING,
    Role.HR_OFFICER: Purpose.CASE,
    Role.WORKER: Purpose.OWN_RECORD,
}
#: What of a permit stands on the page of its renewal.
_OF_PERMIT = ("holder_name", "employer", "site", "agency", "valid_to")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*RENEW, purpose=lambda request, role, number: RENEW[role])
def renew(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """What the renewal of a permit files and gives, filed once it is confirmed."""
    row = opened(by, "permit", number)
    permit = _permit(by, number)
    if Role(by.account.role) is Role.WORKER:
        return _to_do(request, language, by, row, permit)
    asked = Asked(
        say(language, "desk.renew.title"),
        say(language, "desk.renew.do"),
        reverse("desk_open", kwargs={"language": language, "kind": "permit", "number": number}),
        say(language, "desk.renew.lead"),
        facts=_facts(by, row, permit, language),
        link=(
            f"{reverse('desk_file', kwargs={'language': language})}?renew={number}",
            say(language, "desk.renew.otherwise"),
        ),
        part="permit",
    )
    if request.method == "POST":
        return done_once(request, language, by, asked, lambda: _filed(by, permit, language))
    outlook = tried(lambda: case.outlook(by, renewals.file(by, permit.person).number, language))
    if isinstance(outlook, Refused):
        return asked_page(request, language, by, asked, told=outlook.told(language))
    return asked_page(request, language, by, replace(asked, facts=(*asked.facts, *outlook)))


def prefilled(by: By, number: str) -> dict[str, str]:
    """The answers of a filing that renews a permit, as they are known; none where there is no such permit."""
    try:
        permit = _permit(by, number)
    except NotThere:
        return {}
    return {
        "kind": "renewal",
        "worker": permit.person.number,
        "site": permit.site.number,
        "occupation": permit.application.occupation,
        "wage_promised": f"{permit.application.wage_promised}",
    }


def _to_do(request: HttpRequest, language: Language, by: By, row: Row, permit: Permit) -> HttpResponse:
    """What a worker does to renew, in its order, with the days."""
    days = renewals.days_to_leave(permit)
    centres = queue.centres_near(permit.site.place)
    context = {
        "number": row["number"],
        "fields": tuple(told_field(row, name, language) for name in ("number", "employer", "valid_from", "valid_to")),
        "days": tuple(_day(one, language) for one in days) if days is not None else (),
        "centres": [
            (
                office.name,
                queue.standing(office, today()).waiting,
                reverse("desk_screen", kwargs={"language": language, "office": office.number}),
            )
            for office in centres
        ],
        "spent": costs(by, language),
    }
    return desk_page(request, language, "renew_worker", by.account, context, part="home")


def _facts(by: By, row: Row, permit: Permit, language: Language) -> tuple[Told, ...]:
    told = [told_field(row, name, language) for name in _OF_PERMIT if row.get(name) not in (None, "")]
    filed = permit.application
    return (
        *told,
        field("application", "occupation", filed.occupation, language),
        field("application", "wage_promised", filed.wage_promised, language),
    )


def _filed(by: By, permit: Permit, language: Language) -> str:
    number = renewals.file(by, permit.person).number
    return reverse("desk_open", kwargs={"language": language, "kind": "application", "number": number})


def _permit(by: By, number: str) -> Permit:
    found = visible(by, "permit").select_related("person", "site", "application").filter(number=number).first()
    if found is None:
        raise NotThere("permit")
    permit: Permit = found
    return permit


def _day(value: date, language: Language) -> Told:
    return field("permit", "valid_to", value, language)
