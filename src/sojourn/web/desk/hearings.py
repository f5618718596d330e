"""Appeals, complaints, insurance claims and corrections: asking for them, and answering them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import (
    By,
    ComplaintKind,
    Correctable,
    NotThere,
    Purpose,
    Refused,
    Role,
    Row,
    Sex,
    appeals,
    bound,
    claims,
    complaints,
    corrections,
    opened,
    options,
    today,
    visible,
)

from ..saying import say
from ..shelf import teller
from .deeds import Deed, amount, ask, run, text, yes_no
from .doing import attempted, desk
from .forms import Choice, Field, Sent, typed_date
from .frame import desk_page
from .grounds import grounds
from .telling import Told, field, told, words
from .worklists import Section, section

_APPEALS = (Role.WORKER, Role.EMPLOYER, Role.AGENCY)


def where(language: Language, kind: str, number: str) -> str:
    """The page of a record."""
    return reverse("desk_open", kwargs={"language": language, "kind": kind, "number": number})


# ---- Appeals ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_APPEALS)
def appeal(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """Appeal against a decision about oneself."""
    decision = visible(by, "decision").filter(number=number).first()
    if decision is None:
        raise NotThere("decision")
    last = appeals.last_day_to_appeal(decision)
    beside = [field("decision", "number", number, language), field("decision", "kind", decision.kind, language)]
    if last is not None:
        beside.append(Told("last", say(language, "desk.appeal.last"), words("appeal", "filed_on", last, language)))
    deed = Deed(
        "appeal",
        where(language, "decision", number),
        "appeal",
        lambda sent: where(language, "appeal", appeals.file_appeal(by, number, text(sent, "grounds")).number),
        lambda sent: (ask("grounds", "area", language, sent),),
        confirmed=True,
        beside=tuple(beside),
    )
    return run(request, language, by, deed)


def of_decision(by: By, row: Row, language: Language) -> dict[str, object]:
    """What the page of a decision shows besides: the appeal against it, and the way to appeal for whom it is about."""
    number = row["number"]
    role = Role(by.account.role)
    purpose = Purpose.APPEAL if role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER) else by.purpose
    if role is Role.BORDER_POST:
        return {}
    filed: Section = section(
        by, "appeal", language, title="desk.kind.appeal.plural", where=Q(decision__number=number), purpose=purpose
    )
    may = role in _APPEALS and row.get("adverse") and not filed.total
    return {
        "sections": (filed,) if filed.total else (),
        "ways_on": (
            [("desk.deed.appeal.title", reverse("desk_appeal", kwargs={"language": language, "number": number}))]
            if may
            else ()
        ),
    }


def _allow(by: By, row: Row, language: Language) -> Deed:
    return _reasoned("allow", by, row, language, lambda number, said: appeals.allow(by, number, said))


def _dismiss(by: By, row: Row, language: Language) -> Deed:
    return _reasoned("dismiss", by, row, language, lambda number, said: appeals.dismiss(by, number, said))


def _suspend(by: By, row: Row, language: Language) -> Deed:
    stays = not row["suspends"]

    def act(number: str, said: str) -> object:
        return appeals.suspend(by, number, said, suspends=stays)

    return _reasoned("suspend" if stays else "suspend_no_more", by, row, language, act)


def _withdraw(by: By, row: Row, language: Language) -> Deed:
    return _plain("withdraw_appeal", row, language, lambda number, sent: appeals.withdraw(by, number), confirmed=True)


# ---- Complaints ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.WORKER)
def complain(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Complain to the office: of what, about whom, and what happened."""
    job = visible(by, "job").select_related("employer", "agency").order_by("-since", "-pk").first()
    bodies = {"employer": job.employer, "agency": job.agency} if job is not None else {}

    def asks(sent: Sent) -> tuple[Field, ...]:
        kinds = [Choice(one.value, say(language, f"desk.word.{one.value}")) for one in ComplaintKind]
        about = [
            Choice(name, say(language, f"desk.complain.about_{name}", name=body.name))
            for name, body in bodies.items()
            if body is not None
        ]
        return (
            ask("kind", "pick", language, sent, kinds, code="desk.ask.complaint_kind"),
            ask("about", "pick", language, sent, [*about, Choice("nobody", say(language, "desk.complain.nobody"))]),
            ask("text", "area", language, sent),
        )

    def act(sent: Sent) -> str:
        said = complaints.Said(
            ComplaintKind(text(sent, "kind")),
            text(sent, "text"),
            about_employer=bodies.get("employer") if text(sent, "about") == "employer" else None,
            about_agency=bodies.get("agency") if text(sent, "about") == "agency" else None,
        )
        return where(language, "complaint", complaints.file_complaint(by, said).number)

    beside = (field("job", "wage_promised", job.wage_promised, language),) if job is not None else ()
    back = reverse("desk_group", kwargs={"language": language, "group": "troubles"})
    deed = Deed("complain", back, "troubles", act, asks, beside=beside)
    return run(request, language, by, deed)


def of_complaint(request: HttpRequest, by: By, row: Row, language: Language) -> dict[str, object]:
    """What the office sees besides: the promised wage beside what local workers earn, once somebody has found out."""
    if Role(by.account.role) is not Role.HR_OFFICER:
        return {}
    typed = request.GET.get("local", "").strip()
    local = amount(request.GET, "local")
    told_wrong = say(language, "desk.missing.figure", question=say(language, "desk.wage.local")) if typed else ""
    beside = attempted(lambda: complaints.wage_beside(by, str(row["number"]), local))
    if isinstance(beside, Refused):
        told_wrong = beside.told(language)
        beside = complaints.wage_beside(by, str(row["number"]))
    elif local is not None:
        told_wrong = ""
    return {
        "wage": {
            "promised": words("job", "wage_promised", beside.promised, language),
            "local": typed,
            "wrong": told_wrong,
            "enough": beside.enough.value if beside.local is not None else "",
            "question": teller(bound().programme, language).label(bound().equal_pay),
        }
    }


def _take_up(by: By, row: Row, language: Language) -> Deed:
    return _plain("take_up", row, language, lambda number, sent: complaints.take_up(by, number))


def _answer(by: By, row: Row, language: Language) -> Deed:
    return _plain(
        "answer",
        row,
        language,
        lambda number, sent: complaints.answer(by, number, text(sent, "answer")),
        lambda sent: (ask("answer", "area", language, sent),),
    )


def _close(by: By, row: Row, language: Language) -> Deed:
    return _plain("close", row, language, lambda number, sent: complaints.close(by, number))


# ---- Claims on the accident insurance --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.WORKER, Role.EMPLOYER, Role.HR_OFFICER)
def claim(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Claim on the accident insurance: for oneself, or for a worker by her number."""
    own = by.account.person

    def asks(sent: Sent) -> tuple[Field, ...]:
        whose = () if own is not None else (ask("worker", "text", language, sent),)
        return (
            *whose,
            ask("injured_on", "day", language, sent),
            ask("what_happened", "area", language, sent),
        )

    def act(sent: Sent) -> str:
        person = own
        if person is None:
            person = visible(by, "person").filter(number=text(sent, "worker").upper()).first()
            if person is None:
                raise Refused("not_there", field="worker")
        injury = claims.Injury(person, typed_date("injured_on", sent) or today(), text(sent, "what_happened"))
        number = claims.file_claim(by, injury).number
        if Role(by.account.role) is Role.EMPLOYER:
            # What became of it is between her and the insurance.
            return reverse("desk_home", kwargs={"language": language})
        return where(language, "claim", number)

    home = reverse("desk_home", kwargs={"language": language})
    return run(request, language, by, Deed("claim", home, "troubles", act, asks))


def _pay(by: By, row: Row, language: Language) -> Deed:
    return _plain(
        "pay",
        row,
        language,
        lambda number, sent: claims.pay(by, number, amount(sent, "amount") or Decimal(0)),
        lambda sent: (ask("amount", "figure", language, sent, code="desk.ask.paid"),),
    )


def _decline(by: By, row: Row, language: Language) -> Deed:
    return _plain(
        "decline",
        row,
        language,
        lambda number, sent: claims.decline(
            by,
            number,
            reason=text(sent, "reason"),
            legal_basis=text(sent, "legal_basis"),
            appeal_route=text(sent, "appeal_route"),
        ),
        lambda sent: grounds(language, sent),
        confirmed=True,
    )


def _contest(by: By, row: Row, language: Language) -> Deed:
    return _reasoned("contest", by, row, language, lambda number, said: claims.contest(by, number, said))


# ---- Corrections -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.WORKER)
def correct(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Ask for something in one's own record to be put right: first what, then what should stand there."""
    home = reverse("desk_data", kwargs={"language": language})
    given = request.POST.get("about", request.GET.get("about", ""))
    about = next((one for one in Correctable if one.value == given), None)
    if about is None:
        doors = [(one.value, say(language, f"desk.field.{one.value}")) for one in Correctable]
        return desk_page(request, language, "correct", by.account, {"doors": doors, "back": home}, part="data")

    def act(sent: Sent) -> str:
        day = typed_date("wanted", sent) if about is Correctable.BIRTH_DATE else None
        wanted = day.isoformat() if isinstance(day, date) else text(sent, "wanted")
        return where(language, "correction", corrections.ask_correction(by, about, wanted).number)

    own = by.account.person
    if own is None:
        raise NotThere("person")
    now = opened(by, "person", own.number)
    beside = (
        Told("about", say(language, "desk.field.about"), say(language, f"desk.field.{about.value}")),
        Told("now", say(language, "desk.correct.now"), words("person", about.value, now.get(about.value), language)),
    )
    deed = Deed(
        "correct",
        home,
        "data",
        act,
        lambda sent: (_wanted(about, language, sent),),
        kept={"about": about.value},
        beside=beside,
    )
    return run(request, language, by, deed)


def _wanted(about: Correctable, language: Language, sent: Sent) -> Field:
    told_by = teller(bound().programme, language)
    if about is Correctable.BIRTH_DATE:
        return ask("wanted", "day", language, sent)
    if about is Correctable.SEX:
        sexes = [Choice(one.value, say(language, f"desk.word.{one.value}")) for one in Sex]
        return ask("wanted", "pick", language, sent, sexes)
    fact = {Correctable.PROVINCE: bound().province, Correctable.NATIONALITY: bound().nationality}.get(about)
    if fact is not None:
        choices = [Choice(one, told_by.option(fact, one)) for one in options(fact)]
        return ask("wanted", "select", language, sent, choices)
    return ask("wanted", "text", language, sent)


def _answer_correction(by: By, row: Row, language: Language) -> Deed:
    def act(number: str, sent: Sent) -> object:
        return corrections.answer_correction(
            by, number, granted=text(sent, "granted") == "yes", answer=text(sent, "answer")
        )

    def asks(sent: Sent) -> tuple[Field, ...]:
        return (
            ask("granted", "pick", language, sent, yes_no(language)),
            ask("answer", "area", language, sent),
        )

    return _plain("answer_correction", row, language, act, asks)


# ---- What they have in common ----------------------------------------------------------------------------------------


def _plain(
    code: str,
    row: Row,
    language: Language,
    act: Callable[[str, Sent], object],
    asks: Callable[[Sent], tuple[Field, ...]] = lambda sent: (),
    *,
    confirmed: bool = False,
) -> Deed:
    """A deed on a case that leads back to its page."""
    number = str(row["number"])
    page = where(language, row.object, number)

    def done(sent: Sent) -> str:
        act(number, sent)
        return page

    return Deed(code, page, row.object, done, asks, confirmed=confirmed, beside=told(row, language))


def _reasoned(code: str, by: By, row: Row, language: Language, act: Callable[[str, str], object]) -> Deed:
    """A deed that needs a reason and nothing else; shown once more before it is done."""
    return _plain(
        code,
        row,
        language,
        lambda number, sent: act(number, text(sent, "reason")),
        lambda sent: (ask("reason", "area", language, sent, code="desk.steps.reason"),),
        confirmed=True,
    )


#: The steps of these cases, as deeds.
DEEDS: Mapping[tuple[str, str], Callable[[By, Row, Language], Deed]] = {
    ("appeal", "allow"): _allow,
    ("appeal", "dismiss"): _dismiss,
    ("appeal", "suspend"): _suspend,
    ("appeal", "withdraw"): _withdraw,
    ("complaint", "take_up"): _take_up,
    ("complaint", "answer"): _answer,
    ("complaint", "close"): _close,
    ("claim", "pay"): _pay,
    ("claim", "decline"): _decline,
    ("claim", "contest"): _contest,
    ("correction", "answer"): _answer_correction,
}
