"""What the auditor looks after: openings in an emergency that wait for a review, and looks that are withheld."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import By, NotThere, Role, emergencies, opened, withholding

from ..saying import say
from .columns import Column, Table
from .deeds import Deed, ask, run, text, yes_no
from .doing import desk
from .forms import Field, Sent, typed_date
from .frame import desk_page
from .telling import Told, words


@require_safe
@desk(Role.AUDITOR)
def openings(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The openings that nobody has reviewed yet, the oldest first; whose record it was stands on the page of each."""
    rows = [
        (
            _told("opened_at", one.opened_at, language, _page(language, "desk_review", one.pk)),
            _told("office", one.account.office.name if one.account.office else "", language),
            _told("officer", one.account.number, language),
            _told("closes_at", one.closes_at, language),
        )
        for one in emergencies.unreviewed().select_related("account__office")
    ]
    return _list(request, language, by, "openings", ("opened_at", "office", "officer", "closes_at"), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.AUDITOR)
def review(request: HttpRequest, language: Language, by: By, key: int) -> HttpResponse:
    """Say whether an opening was justified, and why."""
    one = emergencies.unreviewed().select_related("account__office", "person").filter(pk=key).first()
    home = reverse("desk_openings", kwargs={"language": language})
    if one is None and request.method != "POST":
        raise NotThere("emergency")

    def act(sent: Sent) -> str:
        emergencies.review(by, key, justified=text(sent, "justified") == "yes", words=text(sent, "words"))
        return home

    def asks(sent: Sent) -> tuple[Field, ...]:
        return (
            ask("justified", "pick", language, sent, yes_no(language)),
            ask("words", "area", language, sent),
        )

    beside: tuple[Told, ...] = ()
    if one is not None:
        person = opened(by, "person", one.person.number)
        beside = (
            _told("holder", person["number"], language),
            _told("officer", one.account.number, language),
            _told("office", one.account.office.name if one.account.office else "", language),
            _told("opened_at", one.opened_at, language),
            _told("reason", one.reason, language),
        )
    return run(request, language, by, Deed("review", home, "openings", act, asks, beside=beside))


@require_safe
@desk(Role.AUDITOR)
def withheld(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Looks that people are not shown at present, those that end first first."""
    rows = [
        (
            _told("until", one.until, language, _page(language, "desk_renew_withheld", one.pk)),
            _told("office", one.office.name, language),
            _told("since", one.since, language),
        )
        for one in withholding.to_look_at()
    ]
    return _list(request, language, by, "withheld", ("until", "office", "since"), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.AUDITOR)
def renew(request: HttpRequest, language: Language, by: By, key: int) -> HttpResponse:
    """Go on withholding, on a ground of its own and to a day."""
    one = withholding.to_look_at().filter(pk=key).first()
    home = reverse("desk_withheld", kwargs={"language": language})
    if one is None and request.method != "POST":
        raise NotThere("withheld")

    def act(sent: Sent) -> str:
        withholding.renew(by, key, text(sent, "ground"), typed_date("until", sent) or _never())
        return home

    def asks(sent: Sent) -> tuple[Field, ...]:
        return (ask("ground", "area", language, sent), ask("until", "day", language, sent))

    beside: tuple[Told, ...] = ()
    if one is not None:
        person = opened(by, "person", one.person.number)
        beside = (
            _told("holder", person["number"], language),
            _told("office", one.office.name, language),
            _told("since", one.since, language),
            _told("until", one.until, language),
            _told("ground", one.ground, language),
        )
    return run(request, language, by, Deed("renew", home, "withheld", act, asks, confirmed=True, beside=beside))


def _list(
    request: HttpRequest,
    language: Language,
    by: By,
    name: str,
    names: tuple[str, ...],
    rows: Iterable[tuple[Told, ...]],
) -> HttpResponse:
    columns = tuple(Column(one, say(language, f"desk.field.{one}")) for one in names)
    context = {"title": say(language, f"desk.way.{name}"), "table": Table(name, columns, tuple(rows))}
    return desk_page(request, language, "bodies", by.account, context, part=name)


def _page(language: Language, name: str, key: int) -> str:
    return reverse(name, kwargs={"language": language, "key": key})


def _told(name: str, value: Any, language: Language, url: str = "") -> Told:
    return Told(name, say(language, f"desk.field.{name}"), words("", name, value, language), url)


def _never() -> Any:
    raise NotThere("withheld")
