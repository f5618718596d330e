"""What offices keep an eye on: inspections of firms and agencies, agencies' grades, firms' hiring qualification."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import (
    Agency,
    By,
    Employer,
    NotThere,
    Purpose,
    Refused,
    Role,
    Site,
    bound,
    inspections,
    options,
    presented,
    qualifications,
    ratings,
    today,
)

from ..saying import say
from ..shelf import programme, teller
from .breaches import OFFICERS, conducts
from .columns import Column, Table
from .deeds import Deed, ask, run, text
from .doing import desk
from .forms import Choice, Field, Sent, typed_date
from .frame import desk_page
from .grounds import grounds
from .hearings import where
from .telling import Told, told_field, words
from .worklists import section

#: What a checkpoint sees of the permit of somebody met inland.
_MET = ("number", "area", "employer", "valid_to")


def _page(language: Language, name: str, **named: str) -> str:
    return reverse(name, kwargs={"language": language, **named})


def _table(kind: str, names: Iterable[str], rows: Iterable[tuple[Told, ...]], language: Language) -> Table:
    return Table(kind, tuple(Column(name, say(language, f"desk.field.{name}")) for name in names), tuple(rows))


def _told(name: str, value: Any, language: Language, url: str = "") -> Told:
    return Told(name, say(language, f"desk.field.{name}"), words("", name, value, language), url)


# ---- Inspections -----------------------------------------------------------------------------------------------------


@require_safe
@desk(*OFFICERS, purpose=Purpose.INSPECTION)
def inspected(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The inspections of the office, the latest first."""
    names = ("number", "day", "employer", "site", "agency", "announced")
    rows = [tuple(_of_inspection(one, name, language) for name in names) for one in inspections.of_office(by)]
    context = {
        "title": say(language, "desk.way.inspections"),
        "table": _table("inspection", names, rows, language),
        "ways_on": [("desk.deed.inspect.title", _page(language, "desk_inspect"))],
    }
    return desk_page(request, language, "bodies", by.account, context, part="inspections")


def _of_inspection(one: Any, name: str, language: Language) -> Told:
    value = getattr(one, name)
    if name == "number":
        return _told(name, value, language, _page(language, "desk_inspection", number=value))
    return _told(name, value.name if isinstance(value, Employer | Agency | Site) else value, language)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*OFFICERS, purpose=Purpose.INSPECTION)
def inspect(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Record an inspection, of a place of work or of an agency."""

    def asks(sent: Sent) -> tuple[Field, ...]:
        sites = [
            Choice(f"site:{one.number}", one.name, one.employer.name)
            for one in Site.objects.select_related("employer").order_by("employer__name", "name")
        ]
        agencies = [
            Choice(f"agency:{one.number}", one.name, say(language, "desk.way.agencies"))
            for one in Agency.objects.order_by("name")
        ]
        announced = [Choice(one, say(language, f"desk.inspect.{one}")) for one in ("unannounced", "announced")]
        return (
            ask("where", "select", language, sent, [*sites, *agencies]),
            ask("day", "day", language, sent, code="desk.ask.inspected_on"),
            ask("announced", "pick", language, sent, announced),
            ask("found", "area", language, sent, optional=True),
        )

    def act(sent: Sent) -> str:
        kind, _, number = text(sent, "where").partition(":")
        visit = inspections.Visit(
            text(sent, "announced") == "announced",
            text(sent, "found"),
            site=Site.objects.get(number=number) if kind == "site" else None,
            agency=Agency.objects.get(number=number) if kind == "agency" else None,
            day=typed_date("day", sent),
        )
        return _page(language, "desk_inspection", number=inspections.record_inspection(by, visit).number)

    back = _page(language, "desk_inspections")
    return run(request, language, by, Deed("inspect", back, "inspections", act, asks))


@require_safe
@desk(*OFFICERS, purpose=Purpose.INSPECTION)
def inspection(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """An inspection with what was noted at it, and the ways to note more."""
    one = _inspection(by, number)
    names = ("number", "day", "employer", "site", "agency", "announced", "found")
    note = f"{_page(language, 'desk_note')}?inspection={number}"
    ways_on = [("desk.deed.note.title", note)]
    if one.site is not None:
        ways_on.insert(0, ("desk.deed.met.title", _page(language, "desk_met", number=number)))
    context = {
        "title": say(language, "desk.inspect.title", number=number),
        "fields": [
            told
            for name in names
            if (told := _of_inspection(one, name, language)) and getattr(one, name) not in (None, "")
        ],
        "told": say(language, "desk.inspect.as_registered") if request.GET.get("met") == "here" else "",
        "ways_on": ways_on,
        "sections": [
            section(
                by,
                "violation",
                language,
                title="desk.kind.violation.plural",
                where=Q(inspection__number=number),
                empty="desk.inspect.none_noted",
            )
        ],
    }
    return desk_page(request, language, "body", by.account, context, part="inspections")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*OFFICERS, purpose=Purpose.INSPECTION)
def met(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """Compare a permit shown at an inspection with the place; used elsewhere, its firm's breach is noted."""
    one = _inspection(by, number)
    page = _page(language, "desk_inspection", number=number)

    def asks(sent: Sent) -> tuple[Field, ...]:
        return (
            ask("permit", "text", language, sent),
            ask("conduct", "select", language, sent, conducts(["employer"], language), code="desk.ask.met_conduct"),
        )

    def act(sent: Sent) -> str:
        found = inspections.found_at_work(by, one, text(sent, "permit").upper(), text(sent, "conduct"), {})
        return where(language, "violation", found.violation.number) if found.violation else f"{page}?met=here"

    beside = tuple(_of_inspection(one, name, language) for name in ("number", "employer", "site"))
    return run(request, language, by, Deed("met", page, "inspections", act, asks, confirmed=True, beside=beside))


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.BORDER_POST)
def inland(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Somebody met inland by the number she shows: outside her permit's area it is noted, for an officer to decide."""
    here = _page(language, "desk_inland")
    told_by = teller(bound().programme, language)

    def asks(sent: Sent) -> tuple[Field, ...]:
        places = [Choice(key, told_by.label(key)) for key in inspections.may_meet_at(by)]
        return (ask("shown", "text", language, sent), ask("place", "select", language, sent, places))

    def act(sent: Sent) -> str:
        try:
            met_her = inspections.at_checkpoint(by, text(sent, "shown"), text(sent, "place"))
        except NotThere as refused:
            raise Refused(refused.code, field="shown") from None
        if met_her.permit is None:
            return f"{here}?was=no_permit"
        return f"{here}?was={'outside' if met_her.outside else 'inside'}&permit={met_her.permit.number}"

    was, number = request.GET.get("was", ""), request.GET.get("permit", "")
    told = (say(language, f"desk.inland.{was}"),) if was in ("outside", "inside", "no_permit") else ()
    permits = presented(by, "permit", number, where=Q(number=number)) if told and number else ()
    beside = tuple(told_field(row, name, language) for row in permits for name in _MET)
    home = _page(language, "desk_home")
    return run(request, language, by, Deed("inland", home, "inland", act, asks, beside=beside, notes=told))


def _inspection(by: By, number: str) -> Any:
    found = next((one for one in inspections.of_office(by) if one.number == number), None)
    if found is None:
        raise NotThere("inspection")
    return found


# ---- Agencies --------------------------------------------------------------------------------------------------------


@require_safe
@desk(Role.HR_OFFICER)
def agencies(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The agencies, each with its grade and what the rule would make of it."""
    names = ("name", "grade", "by_rule")
    rows = []
    for one in Agency.objects.order_by("name"):
        proposal = ratings.proposed(one, today())
        rows.append(
            (
                _told("name", one.name, language, _page(language, "desk_agency", number=one.number)),
                _told("grade", proposal.now, language),
                Told(
                    "by_rule",
                    say(language, "desk.field.by_rule"),
                    _grade(proposal.by_rule, language)
                    if proposal.by_rule
                    else say(language, "desk.bodies.rule_no_change"),
                ),
            )
        )
    context = {"title": say(language, "desk.way.agencies"), "table": _table("agency", names, rows, language)}
    return desk_page(request, language, "bodies", by.account, context, part="agencies")


@require_safe
@desk(Role.HR_OFFICER)
def agency(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """An agency: its grade, every grade before it with the reason, and what the rule would make of it."""
    one = _agency(number)
    history = [(_grade(past.grade, language), past.since, past.decision) for past in ratings.history(one)]
    context = {
        "title": one.name,
        "fields": (_told("number", one.number, language), _told("grade", ratings.proposed(one, today()).now, language)),
        "rule": _proposal(one, language),
        "rests_on": [teller(bound().programme, language).label(key) for key in ratings.proposed(one, today()).rests_on],
        "ways_on": [("desk.deed.rate.title", _page(language, "desk_rate", number=number))],
        "history": history,
        "sections": [
            section(
                by,
                "violation",
                language,
                title="desk.kind.violation.plural",
                where=Q(agency=one),
                purpose=Purpose.INSPECTION,
                empty="desk.bodies.none_noted",
            ),
        ],
    }
    return desk_page(request, language, "body", by.account, context, part="agencies")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.HR_OFFICER)
def rate(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """Grade an agency; a lower grade is a decision against it and ends on a day."""
    one = _agency(number)

    def asks(sent: Sent) -> tuple[Field, ...]:
        choices = [Choice(grade, _grade(grade, language)) for grade in options(bound().grade)]
        against = [
            # Needed for a lower grade only: the register says so where one is missing.
            asked if asked.name == "reason" else replace(asked, optional=True)
            for asked in grounds(language, sent, _suspending(bound().suspend_agency))
        ]
        return (
            ask("grade", "pick", language, sent, choices),
            *against,
            ask("ends_on", "day", language, sent, optional=True, code="desk.ask.grade_ends_on"),
        )

    def act(sent: Sent) -> str:
        ratings.rate(by, one, text(sent, "grade"), _grounds(sent))
        return _page(language, "desk_agency", number=number)

    beside = (
        _told("agency", one.name, language),
        _told("grade", ratings.proposed(one, today()).now, language),
        Told("rule", say(language, "desk.field.by_rule"), _proposal(one, language)),
    )
    back = _page(language, "desk_agency", number=number)
    return run(request, language, by, Deed("rate", back, "agencies", act, asks, confirmed=True, beside=beside))


def _agency(number: str) -> Agency:
    found = Agency.objects.filter(number=number).first()
    if found is None:
        raise NotThere("agency")
    return found


def _grade(grade: str, language: Language) -> str:
    return teller(bound().programme, language).option(bound().grade, grade)


def _proposal(one: Agency, language: Language) -> str:
    """What the programme's rule would make of an agency, in words."""
    proposal = ratings.proposed(one, today())
    if proposal.counted is None or proposal.since is None:
        return say(language, "desk.bodies.rule_silent")
    since = teller(bound().programme, language).date(proposal.since)
    if proposal.by_rule is None:
        return say(language, "desk.bodies.rule_same", count=proposal.counted, since=since)
    grade = _grade(proposal.by_rule, language)
    return say(language, "desk.bodies.rule_other", count=proposal.counted, since=since, grade=grade)


# ---- Firms -----------------------------------------------------------------------------------------------------------


@require_safe
@desk(Role.HR_OFFICER)
def firms(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The firms, each with whether it may hire border workers."""
    names = ("name", "sector", "qualified")
    rows = [
        (
            _told("name", one.name, language, _page(language, "desk_firm", number=one.number)),
            _told("sector", one.sector, language),
            _told("qualified", qualifications.holds(one), language),
        )
        for one in Employer.objects.order_by("name")
    ]
    context = {"title": say(language, "desk.way.firms"), "table": _table("firm", names, rows, language)}
    return desk_page(request, language, "bodies", by.account, context, part="firms")


@require_safe
@desk(Role.HR_OFFICER)
def firm(request: HttpRequest, language: Language, by: By, number: str) -> HttpResponse:
    """A firm: whether it holds the hiring qualification, and how that came, with the reasons."""
    one = _firm(number)
    held = qualifications.holds(one)
    event = "withdraw" if held else "grant"
    context = {
        "title": one.name,
        "fields": (
            _told("number", one.number, language),
            _told("sector", one.sector, language),
            _told("place", one.place, language),
            _told("qualified", held, language),
        ),
        "ways_on": [(f"desk.deed.{event}.title", _page(language, "desk_qualify", number=number, event=event))],
        "history": [
            (say(language, "desk.value.held" if past.held else "desk.value.not_held"), past.since, past.decision)
            for past in qualifications.history(one)
        ],
        "sections": [
            section(
                by,
                "violation",
                language,
                title="desk.kind.violation.plural",
                where=Q(employer=one),
                purpose=Purpose.INSPECTION,
                empty="desk.bodies.none_noted",
            ),
            section(
                by,
                "job",
                language,
                title="desk.bodies.workers",
                where=Q(employer=one) & (Q(until=None) | Q(until__gt=today())),
                empty="desk.bodies.no_workers",
            ),
        ],
    }
    return desk_page(request, language, "body", by.account, context, part="firms")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.HR_OFFICER)
def qualify(request: HttpRequest, language: Language, by: By, number: str, event: str) -> HttpResponse:
    """Withdraw a firm's hiring qualification until a day, or grant it."""
    one = _firm(number)
    made = {"withdraw": _withdraw, "grant": _grant}.get(event)
    if made is None:
        raise NotThere("employer")
    asks, act = made(by, one, language)
    page = _page(language, "desk_firm", number=number)

    def done(sent: Sent) -> str:
        act(sent)
        return page

    beside = (_told("employer", one.name, language), _told("qualified", qualifications.holds(one), language))
    return run(
        request, language, by, Deed(event, page, "firms", done, asks, confirmed=event == "withdraw", beside=beside)
    )


_Made = tuple[Callable[[Sent], tuple[Field, ...]], Callable[[Sent], object]]


def _withdraw(by: By, one: Employer, language: Language) -> _Made:
    def asks(sent: Sent) -> tuple[Field, ...]:
        sources = _suspending(bound().suspend_employer)
        return (ask("ends_on", "day", language, sent), *grounds(language, sent, sources))

    return asks, lambda sent: qualifications.withdraw(by, one, _grounds(sent))


def _grant(by: By, one: Employer, language: Language) -> _Made:
    def asks(sent: Sent) -> tuple[Field, ...]:
        return (ask("reason", "area", language, sent, code="desk.steps.reason"),)

    return asks, lambda sent: qualifications.grant(by, one, text(sent, "reason"))


def _grounds(sent: Sent) -> qualifications.Grounds:
    return qualifications.Grounds(
        text(sent, "reason"), text(sent, "legal_basis"), text(sent, "appeal_route"), typed_date("ends_on", sent)
    )


def _suspending(conduct: str) -> tuple[str, ...]:
    """The sources that the programme has for what takes a grade or a qualification away."""
    versions = programme(bound().programme).conduct[conduct].paper
    return tuple(dict.fromkeys(key for version in versions for key in version.sources))


def _firm(number: str) -> Employer:
    found = Employer.objects.filter(number=number).first()
    if found is None:
        raise NotThere("employer")
    return found
