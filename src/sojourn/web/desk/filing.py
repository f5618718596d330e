"""Filing an application: one question a page, the answers checked together at the end, nothing lost on the way.

What was typed travels in the form from page to page, as on the rest of the site; nothing is kept until it is filed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import (
    ApplicationKind,
    By,
    DocumentKind,
    NotThere,
    Person,
    Purpose,
    Refused,
    Role,
    Sex,
    Site,
    applications,
    bound,
    options,
    people,
    today,
    transfers,
)

from ..languages import NAMES
from ..saying import say
from ..shelf import teller
from . import renewing
from .doing import attempted, desk
from .forms import Choice, Field, Sent, asked, refused, typed_amount, typed_date, with_error
from .frame import desk_page
from .once import once
from .telling import Told, words

#: The questions in their order; `person` is asked only where nobody with the number is registered.
STEPS = ("kind", "worker", "person", "site", "occupation", "wage_promised")
#: What each of those who file looks for.
_PURPOSE: Mapping[Role, Purpose] = {
    Role.AGENCY: Purpose.FILING,
    Role.EMPLOYER: Purpose.FILING,
    Role.HR_OFFICER: Purpose.CASE,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A filing on its way: who files, in which language, what has been typed so far, and the worker if registered."""

    by: By
    language: Language
    sent: Sent
    person: Person | None = None

    def typed(self, name: str) -> str:
        """What was typed into a field, without spaces around it."""
        return str(self.sent.get(name, "")).strip()


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.AGENCY, Role.EMPLOYER, Role.HR_OFFICER, purpose=lambda request, role: _PURPOSE[role])
def file(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The page that comes next; at the end the application, filed."""
    if request.method != "POST":
        # A worker's number, which says nothing, may come along from her permit.
        sent: Sent = {name: request.GET[name] for name in ("kind", "worker") if name in request.GET}
        if "renew" in request.GET:
            sent = renewing.prefilled(by, request.GET["renew"])
        return _question(request, Asking(by, language, sent), "kind")
    sent = {name: str(value) for name, value in request.POST.items()}
    asking = Asking(by, language, sent, _known(by, sent.get("worker", "")))
    pressed, _, about = asking.typed("do").partition(":")
    if pressed == "change" and about in STEPS:
        return _question(request, asking, about)
    if pressed == "file":
        return _file(request, asking)
    at = asking.typed("at")
    if at in STEPS:
        wrong = _wrong(asking, at)
        if wrong is not None:
            return _question(request, asking, at, wrong, status=422)
    return _next(request, asking)


def _next(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The first question that is not answered well, or the page to check the answers on."""
    for step in STEPS:
        if step == "person" and asking.person is not None:
            continue
        if _wrong(asking, step) is not None:
            return _question(request, asking, step)
    return _check(request, asking)


def _question(
    request: HttpRequest, asking: Asking, step: str, fields: tuple[Field, ...] | None = None, status: int = 200
) -> HttpResponse:
    shown = fields if fields is not None else _FIELDS[step](asking)
    own = {name for field in shown for name in (field.name, *(part[0] for part in field.parts))}
    return desk_page(
        request,
        asking.language,
        "file",
        asking.by.account,
        {
            "step": step,
            "fields": shown,
            "single": len(shown) == 1,
            "wrong": [field for field in shown if field.error],
            "kept": [(name, value) for name, value in asking.sent.items() if name in _KEPT and name not in own],
            "unknown_number": asking.typed("worker") if step == "person" else "",
        },
        part="file",
        status=status,
    )


def _check(request: HttpRequest, asking: Asking, told: str = "", status: int = 200) -> HttpResponse:
    return desk_page(
        request,
        asking.language,
        "file_check",
        asking.by.account,
        {
            "answers": _answers(asking),
            "kept": [(name, value) for name, value in asking.sent.items() if name in _KEPT],
            "told": told,
        },
        part="file",
        status=status,
    )


def _file(request: HttpRequest, asking: Asking) -> HttpResponse:
    """File it: the worker registered where she is new, the application begun and submitted, all of it or nothing."""
    for step in STEPS:
        if (step != "person" or asking.person is None) and _wrong(asking, step) is not None:
            return _next(request, asking)
    done = attempted(lambda: once(request, asking.by, lambda: _filed(asking)))
    if isinstance(done, Refused):
        return _check(request, asking, done.told(asking.language), status=409)
    return HttpResponseRedirect(done)


def _filed(asking: Asking) -> str:
    by = asking.by
    person = asking.person or people.register(by, _entered(asking))
    kind, site = ApplicationKind(asking.typed("kind")), _sites(by).get(number=asking.typed("site"))
    occupation, wage = asking.typed("occupation"), typed_amount(asking.typed("wage_promised")) or Decimal(0)
    if kind is ApplicationKind.TRANSFER:
        number = transfers.file(
            by, person, site, occupation=occupation, wage_promised=wage, agency=by.account.agency
        ).number
    else:
        wanted = applications.Asked(kind, person, site, occupation, wage, by.account.agency)
        number = applications.begin(by, wanted).number
        applications.submit(by, number)
    return reverse("desk_open", kwargs={"language": asking.language, "kind": "application", "number": number})


# ---- The questions ---------------------------------------------------------------------------------------------------


def _of_kind(asking: Asking) -> tuple[Field, ...]:
    choices = [Choice(kind.value, say(asking.language, f"desk.file.kind.{kind.value}")) for kind in ApplicationKind]
    return (asked("kind", "pick", asking.language, asking.sent, code="desk.file.kind_asked", choices=choices),)


def _of_worker(asking: Asking) -> tuple[Field, ...]:
    return (asked("worker", "text", asking.language, asking.sent, code="desk.file.worker"),)


def _of_person(asking: Asking) -> tuple[Field, ...]:
    language = asking.language
    told_by = teller(bound().programme, language)
    # The number that nobody had is most likely that of her document.
    sent = {"document_number": asking.typed("worker"), "language": Language.VI.value, **asking.sent}

    def ask(name: str, kind: str, choices: list[Choice] | None = None, *, optional: bool = False) -> Field:
        return asked(name, kind, language, sent, code=f"desk.file.{name}", choices=choices or (), optional=optional)

    def called(kinds: type[StrEnum]) -> list[Choice]:
        return [Choice(one.value, say(language, f"desk.word.{one.value}")) for one in kinds]

    def told(fact: str) -> list[Choice]:
        return [Choice(one, told_by.option(fact, one)) for one in options(fact)]

    return (
        ask("document_kind", "pick", called(DocumentKind)),
        ask("document_number", "text"),
        ask("check_digit", "text", optional=True),
        ask("valid_from", "day"),
        ask("valid_to", "day"),
        ask("name", "text"),
        ask("birth_date", "day"),
        ask("sex", "pick", called(Sex)),
        ask("nationality", "select", told(bound().nationality)),
        ask("province", "select", told(bound().province)),
        ask(
            "border_commune",
            "pick",
            [
                Choice("yes", say(language, "desk.value.yes")),
                Choice("no", say(language, "desk.value.no")),
                Choice("unknown", say(language, "ask.unknown")),
            ],
        ),
        ask("phone", "text", optional=True),
        ask("language", "pick", [Choice(one.value, NAMES[one]) for one in Language]),
    )


def _of_site(asking: Asking) -> tuple[Field, ...]:
    told_by = teller(bound().programme, asking.language)
    own = asking.by.account.employer_id is not None
    choices = [
        Choice(
            site.number,
            say(
                asking.language,
                "desk.file.site_choice",
                site=site.name,
                sector=told_by.option(bound().sector, site.sector),
                place=told_by.label(site.place),
            ),
            "" if own else site.employer.name,
        )
        for site in _sites(asking.by)
    ]
    kind = "pick" if len(choices) <= 5 and own else "select"
    return (asked("site", kind, asking.language, asking.sent, code="desk.file.site", choices=choices),)


def _of_occupation(asking: Asking) -> tuple[Field, ...]:
    return (asked("occupation", "text", asking.language, asking.sent, code="desk.file.occupation"),)


def _of_wage(asking: Asking) -> tuple[Field, ...]:
    return (asked("wage_promised", "figure", asking.language, asking.sent, code="desk.file.wage_promised"),)


_FIELDS: Mapping[str, Callable[[Asking], tuple[Field, ...]]] = {
    "kind": _of_kind,
    "worker": _of_worker,
    "person": _of_person,
    "site": _of_site,
    "occupation": _of_occupation,
    "wage_promised": _of_wage,
}
_PERSON = (
    "document_kind",
    "document_number",
    "check_digit",
    "name",
    "sex",
    "nationality",
    "province",
    "border_commune",
    "phone",
    "language",
    *(f"{name}-{part}" for name in ("valid_from", "valid_to", "birth_date") for part in ("year", "month", "day")),
)
_KEPT = frozenset({"kind", "worker", "site", "occupation", "wage_promised", *_PERSON})


def _wrong(asking: Asking, step: str) -> tuple[Field, ...] | None:
    """The question with what is wrong with its answer; None where the answer will do."""
    fields = _FIELDS[step](asking)
    checked = fields
    for field in fields:
        missing = (
            typed_date(field.name, asking.sent) is None
            if field.kind == "day"
            else not field.optional and not asking.typed(field.name)
        )
        chosen = {choice.value for choice in field.choices}
        if missing or (chosen and asking.typed(field.name) not in chosen):
            checked = with_error(checked, field.name, say(asking.language, f"desk.file.missing.{field.name}"))
    if step == "wage_promised" and checked == fields and (typed_amount(asking.typed(step)) or 0) <= 0:
        checked = with_error(checked, step, say(asking.language, "desk.file.missing.wage_promised"))
    if step == "person" and checked == fields:
        tried = attempted(lambda: _tried(asking))
        if isinstance(tried, Refused) and not isinstance(tried, _Undone):
            checked = refused(checked, tried, asking.language)
    return checked if checked != fields else None


class _Undone(Refused):
    """Takes back a registration that was only tried."""


def _tried(asking: Asking) -> None:
    people.register(asking.by, _entered(asking))
    raise _Undone("reason_needed")


def _known(by: By, number: str) -> Person | None:
    """The worker of the number that was typed; None where nobody of that number is registered."""
    if not number.strip():
        return None
    try:
        return people.shown(by, number)
    except NotThere:
        return None


def _entered(asking: Asking) -> people.Entered:
    """What was typed of a new worker; asked for only where every field has its answer."""
    commune = asking.typed("border_commune")
    return people.Entered(
        name=asking.typed("name"),
        birth_date=typed_date("birth_date", asking.sent) or today(),
        sex=Sex(asking.typed("sex")),
        nationality=asking.typed("nationality"),
        province=asking.typed("province"),
        border_commune={"yes": True, "no": False}.get(commune),
        document_kind=DocumentKind(asking.typed("document_kind")),
        document_number=asking.typed("document_number"),
        check_digit=asking.typed("check_digit"),
        valid_from=typed_date("valid_from", asking.sent) or today(),
        valid_to=typed_date("valid_to", asking.sent) or today(),
        phone=asking.typed("phone"),
        language=asking.typed("language"),
    )


def _sites(by: By) -> QuerySet[Site]:
    """The places of work that the account may file for: a firm's own, or all of them."""
    found = Site.objects.select_related("employer").order_by("employer__name", "name")
    return found.filter(employer=by.account.employer) if by.account.employer is not None else found


def _answers(asking: Asking) -> list[tuple[str, Told]]:
    """Every answer in words, with the question that changes it."""
    found: list[tuple[str, Told]] = []
    for step in STEPS:
        if step == "person" and asking.person is not None:
            continue
        for field in _FIELDS[step](asking):
            value = _in_words(asking, field)
            if value:
                found.append((step, Told(field.name, field.label, value)))
    return found


def _in_words(asking: Asking, field: Field) -> str:
    if field.choices:
        return next(
            (
                f"{choice.group}: {choice.label}" if choice.group else choice.label
                for choice in field.choices
                if choice.value == field.value
            ),
            "",
        )
    if field.kind == "day":
        return words("", field.name, typed_date(field.name, asking.sent), asking.language)
    if field.kind == "figure":
        return words("", field.name, typed_amount(field.value), asking.language)
    return field.value
