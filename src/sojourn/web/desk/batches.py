"""Renewing many permits in one filing: chosen by a firm, the clear ones signed in one act, the others one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import (
    WORDS,
    Application,
    ApplicationState,
    By,
    Charge,
    Filing,
    NotThere,
    Permit,
    PermitState,
    Purpose,
    Refused,
    Role,
    Row,
    answer_on,
    batch_renewal,
    bound,
    filings,
    listing,
    today,
    visible,
)

from ..saying import say
from ..shelf import teller
from ..sourcing import keys_of, source_list
from .asking import Asked, asked_page, done_once, tried
from .columns import Table, table
from .doing import desk
from .frame import desk_page
from .telling import Told, field, told_field

_OFFICERS = (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER)
_PURPOSE: Mapping[Role, Purpose] = {
    Role.EMPLOYER: Purpose.FILING,
    Role.AGENCY: Purpose.FILING,
    Role.HR_OFFICER: Purpose.CASE,
    Role.EXIT_ENTRY_OFFICER: Purpose.CASE,
}
#: From which state each authority signs.
_SIGNS = {Role.HR_OFFICER: ApplicationState.SUBMITTED, Role.EXIT_ENTRY_OFFICER: ApplicationState.APPROVED}
#: How many of the clear ones are shown by name; the lists of applications have them all.
_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Apart:
    """A case that is set apart: whose, and every reason in words."""

    number: str
    url: str
    who: str
    state: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """How a filing comes out: how many are clear, and the cases that are set apart."""

    number: str
    clear: int
    apart: tuple[Apart, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.EMPLOYER, Role.AGENCY, purpose=lambda request, role: _PURPOSE[role])
def choose(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Choose the workers, see who is clear and who is set apart, file; or read why the programme does not allow it."""
    if not batch_renewal(today()):
        return _not_allowed(request, language, by)
    permits = request.POST.getlist("permit")
    asked = Asked("", "", reverse("desk_batch", kwargs={"language": language}), part="batch")
    if request.POST.get("do") == "file":
        response = done_once(request, language, by, asked, lambda: _filed(by, permits, language))
        if response.status_code < 400:
            return response
    sorted_out: Sorted | Refused | None = None
    if request.method == "POST":
        sorted_out = tried(lambda: _sorted(by, filings.file(by, permits), language))
    told = sorted_out.told(language) if isinstance(sorted_out, Refused) else ""
    context = {
        "told": told,
        "sorted": None if isinstance(sorted_out, Refused) else sorted_out,
        "chosen": permits,
        "rows": () if isinstance(sorted_out, Sorted) else _to_choose(by, language, set(permits)),
        "filings": _filings(by, language),
    }
    return desk_page(request, language, "batch", by.account, context, part="batch", status=409 if told else 200)


@require_safe
@desk(*_PURPOSE, purpose=lambda request, role, number: _PURPOSE[role])
def filing(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """A filing: how far it is, who is set apart and why; for an officer the way to sign."""
    found = _filing(by, number)
    role = Role(by.account.role)
    states = {state.value: 0 for state in ApplicationState}
    for state in _applications(by, found).values_list("state", flat=True):
        states[state] += 1
    waiting = _clear(by, found).filter(state=_SIGNS[role].value).count() if role in _SIGNS else 0
    context = {
        "number": number,
        "fields": _about(found, language),
        "states": [(say(language, f"desk.word.{state}"), count) for state, count in states.items() if count],
        "apart": _apart(by, found, language),
        "waiting": waiting,
    }
    return desk_page(request, language, "filing", by.account, context, part="batch")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_OFFICERS, purpose=lambda request, role, number: _PURPOSE[role])
def sign(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """What an officer signs, row by row counted, and the signature: one act, a decision in each case."""
    found = _filing(by, number)
    role = Role(by.account.role)
    here = reverse("desk_filing", kwargs={"language": language, "number": number})
    asked = Asked(
        say(language, f"desk.batch.sign.{role.value}"),
        say(language, f"desk.batch.sign.{role.value}"),
        here,
        say(language, f"desk.batch.signs.{role.value}"),
        part="batch",
    )
    if request.method == "POST":

        def signed() -> str:
            filings.sign(by, number)
            return here

        return done_once(request, language, by, asked, signed)
    given = tried(lambda: _would_sign(by, found, number, language))
    if isinstance(given, Refused):
        return asked_page(request, language, by, asked, told=given.told(language), status=409)
    facts, rows = given
    context = {"asked": asked, "facts": facts, "table": rows, "number": number}
    return desk_page(request, language, "filing_sign", by.account, context, part="batch")


def waiting_for(by: By, language: Language) -> list[tuple[str, str, int]]:
    """The filings in which clear cases wait for the officer's signature: number, address, how many."""
    role = Role(by.account.role)
    waits = visible(by, "application").filter(state=_SIGNS[role].value, filing__isnull=False)
    counted: dict[str, int] = {}
    for number, note in waits.values_list("filing__number", "note_of_flag").order_by("filing__filed_on", "pk"):
        if not filings.reasons_in(note):
            counted[number] = counted.get(number, 0) + 1
    return [
        (number, reverse("desk_filing", kwargs={"language": language, "number": number}), count)
        for number, count in counted.items()
    ]


def _not_allowed(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """That each renews alone, with the programme's own answer: what it hangs on, and where that stands."""
    told_by = teller(bound().programme, language)
    answer = told_by.answer(answer_on({}, today(), bound().batch_renewal))
    found = answer.practice.finding or answer.paper
    parts = tuple(part for part in (found.hangs_on, found.reasons) if part)
    cited = source_list(told_by.source(key) for key in keys_of(parts))
    context = {"answer": answer, "finding": found, "cited": cited, "numbers": cited.numbers}
    return desk_page(request, language, "batch_not", by.account, context, part="batch")


def _to_choose(by: By, language: Language, chosen: set[str]) -> list[tuple[str, bool, tuple[Told, ...]]]:
    """The workers whose permits run and are followed by none, the first to end first."""
    where = Q(state=PermitState.VALID, valid_to__gte=today(), renewals=None)
    found: list[Row] = []
    start: int | None = 0
    while start is not None:
        page = listing(by, "permit", where=where, order=["valid_to", "pk"], start=start, rows=200)
        found.extend(page.rows)
        start = page.following
    names = ("holder_name", "valid_to", "site")
    return [
        (row["number"], row["number"] in chosen, tuple(told_field(row, name, language) for name in names))
        for row in found
    ]


def _filed(by: By, permits: Sequence[str], language: Language) -> str:
    number = filings.file(by, permits).number
    return reverse("desk_filing", kwargs={"language": language, "number": number})


def _sorted(by: By, found: Filing, language: Language) -> Sorted:
    return Sorted(found.number, filings.clear(found).count(), _apart(by, found, language, linked=False))


def _apart(by: By, found: Filing, language: Language, *, linked: bool = True) -> tuple[Apart, ...]:
    where = Q(filing=found, pk__in=filings.apart(found).values("pk"))
    rows = listing(by, "application", where=where, order=["pk"], rows=200)
    return tuple(
        Apart(
            row["number"],
            reverse("desk_open", kwargs={"language": language, "kind": "application", "number": row["number"]})
            if linked
            else "",
            row.get("holder_name") or row.get("holder") or "",
            say(language, f"desk.word.{row['state']}"),
            reasons_told(row["flag"], language),
        )
        for row in rows
    )


def reasons_told(note: str, language: Language) -> tuple[str, ...]:
    """Why an application is set apart, in words, out of its note."""
    return tuple(WORDS.say(language, f"apart.{reason}") for reason in filings.reasons_in(note))


def _would_sign(by: By, found: Filing, number: str, language: Language) -> tuple[tuple[Told, ...], Table]:
    """What signing now would do: the cases, and where permits are issued their days, fees and premiums."""
    role = Role(by.account.role)
    listed = listing(
        by,
        "application",
        where=Q(pk__in=_clear(by, found).filter(state=_SIGNS[role].value).values("pk")),
        order=["pk"],
        rows=_SHOWN,
    )
    before = _apart_numbers(found)
    signing = filings.sign(by, number)
    lines: list[tuple[str, str]] = [("rows", say(language, "desk.batch.count", count=signing.rows))]
    dropped = _apart_numbers(found) - before
    if dropped:
        lines.append(("dropped", say(language, "desk.batch.dropped", count=len(dropped))))
    lines.append(("employer", found.employer.name))
    if role is Role.EXIT_ENTRY_OFFICER:
        permits = Permit.objects.filter(application__decisions__signing=signing).order_by("valid_from", "valid_to")
        for (first, last), rows in groupby(permits.values_list("valid_from", "valid_to")):
            days = [field("permit", "valid_to", day, language).value for day in (first, last)]
            lines.append(
                ("term", say(language, "desk.batch.term_of", count=len(list(rows)), first=days[0], last=days[1]))
            )
        for kind in ("permit_fee", "premium"):
            charged = Charge.objects.filter(application__decisions__signing=signing, kind=kind)
            amounts = list(charged.values_list("amount", flat=True))
            lines.append((kind, field("charge", "amount", sum(amounts), language).value))
    facts = tuple(Told(name, say(language, f"desk.batch.line.{name}"), value) for name, value in lines)
    return facts, table(listed, "application", role, language)


def _apart_numbers(found: Filing) -> set[str]:
    return set(filings.apart(found).values_list("number", flat=True))


def _about(found: Filing, language: Language) -> tuple[Told, ...]:
    return (
        Told("employer", say(language, "desk.field.employer"), found.employer.name),
        field("application", "filed_on", found.filed_on, language),
        Told("rows", say(language, "desk.batch.line.rows"), say(language, "desk.batch.count", count=found.rows)),
    )


def _filings(by: By, language: Language) -> list[tuple[str, str, Told]]:
    account = by.account
    own = Q(employer=account.employer, agency=None) if account.employer is not None else Q(agency=account.agency)
    return [
        (
            one.number,
            reverse("desk_filing", kwargs={"language": language, "number": one.number}),
            field("application", "filed_on", one.filed_on, language),
        )
        for one in Filing.objects.filter(own).order_by("-pk")[:10]
    ]


def _filing(by: By, number: str) -> Filing:
    found = Filing.objects.select_related("employer").filter(number=number).first()
    if found is None:
        raise NotThere("filing")
    own = found.employer_id == by.account.employer_id or (
        found.agency_id is not None and found.agency_id == by.account.agency_id
    )
    if not own and not _applications(by, found).exists():
        raise NotThere("filing")
    return found


def _applications(by: By, found: Filing) -> QuerySet[Application]:
    return visible(by, "application").filter(filing=found)


def _clear(by: By, found: Filing) -> QuerySet[Application]:
    return _applications(by, found).filter(pk__in=filings.clear(found).values("pk"))
