"""What each role finds first: what waits for it today, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.policy import Language
from sojourn.register import (
    AppealState,
    ApplicationState,
    By,
    ClaimState,
    ComplaintState,
    PermitState,
    Purpose,
    Role,
    acting,
    listing,
    standstill,
    statistics,
    today,
)

from . import batches, counter, spending, worker
from .columns import Table, table
from .doing import desk
from .frame import desk_page, ways
from .telling import Told, words
from .told_of import told_of

#: How far ahead an employer and an agency are shown permits that run out, in days.
DAYS_AHEAD = 14
ROWS = 10

#: Who files applications.
_FILES = (Role.EMPLOYER, Role.AGENCY, Role.HR_OFFICER)
_OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.CHECKED, ApplicationState.APPROVED)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a home: its heading, its list, how many there are in all, and what it says where there are none."""

    title: str
    table: Table
    total: int
    kind: str
    empty: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.table.rows)


@require_safe
@desk()
def home(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """What waits for this role; a worker finds her own permit, a border post the field to type a number in."""
    role = Role(by.account.role)
    if role is Role.WORKER:
        return worker.home(request, language, by)
    if role in (Role.BORDER_POST, Role.SERVICE_CENTRE):
        return counter.page(request, language, by, part="home")
    made = _SECTIONS.get(role)
    context: dict[str, object] = {
        "sections": made(by, language) if made is not None else (),
        "may_file": role in _FILES,
        "notices": told_of(by, language),
        "doors": [way for way in ways(by.account, language, "home") if not way.current],
    }
    if role is Role.AGENCY:
        context["grades"] = grades(by, language)
    if role is Role.EMPLOYER:
        context["spent"] = spending.costs(by, language)
    if role in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
        context |= {"to_sign": batches.waiting_for(by, language), "standstill": standstill.current()}
    if role is Role.SUPERVISOR:
        context["numbers"] = _numbers(by, language)
    return desk_page(request, language, "home", by.account, context, part="home")


def section(
    by: By,
    kind: str,
    language: Language,
    *,
    title: str,
    where: Q | None = None,
    order: Iterable[str] = (),
    purpose: Purpose | None = None,
    rows: int = ROWS,
    empty: str = "desk.listed.nothing",
) -> Section:
    """A list of a home, read for a purpose of its own where that is not the role's usual one."""
    with acting(by.account, purpose or by.purpose) as reader:
        found = listing(reader, kind, where=where, order=order, rows=rows)
    return Section(title, table(found, kind, Role(by.account.role), language), found.total, kind, empty)


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade of an agency from a day on, with the decision that gave it."""

    grade: str
    since: Told | str
    reason: str
    decision: str


def grades(by: By, language: Language) -> tuple[Graded, ...]:
    """The grades of the account's own agency, the latest first, each with its reason."""
    agency = by.account.agency
    if agency is None:
        return ()
    return tuple(
        Graded(
            str(words("rating", "grade", one.grade, language)),
            words("rating", "since", one.since, language),
            one.decision.reason if one.decision is not None else "",
            one.decision.number if one.decision is not None else "",
        )
        for one in agency.ratings.select_related("decision").order_by("-since", "-pk")
    )


def _hr_officer(by: By, language: Language) -> list[Section]:
    return [
        section(
            by,
            "application",
            language,
            title="desk.home.to_decide",
            where=Q(state__in=[ApplicationState.SUBMITTED, ApplicationState.CHECKED]),
            order=["decide_by", "pk"],
            empty="desk.home.none_to_decide",
        ),
        _appeals(by, language),
        section(
            by,
            "complaint",
            language,
            title="desk.home.complaints",
            where=Q(state__in=[ComplaintState.FILED, ComplaintState.TAKEN_UP]),
            order=["filed_on", "pk"],
            purpose=Purpose.COMPLAINT,
            empty="desk.home.no_complaints",
        ),
        section(
            by,
            "claim",
            language,
            title="desk.home.claims",
            where=Q(state=ClaimState.FILED),
            order=["filed_on", "pk"],
            purpose=Purpose.COMPLAINT,
            empty="desk.home.no_claims",
        ),
        section(
            by,
            "correction",
            language,
            title="desk.home.corrections",
            where=Q(granted=None),
            order=["asked_on", "pk"],
            empty="desk.home.no_corrections",
        ),
    ]


def _exit_entry_officer(by: By, language: Language) -> list[Section]:
    return [
        section(
            by,
            "application",
            language,
            title="desk.home.to_issue",
            where=Q(state=ApplicationState.APPROVED),
            order=["decide_by", "pk"],
            empty="desk.home.none_to_issue",
        ),
        section(
            by,
            "stay",
            language,
            title="desk.home.flagged",
            where=Q(flagged_on__isnull=False, open=True),
            order=["leave_by", "pk"],
            purpose=Purpose.SANCTION,
            empty="desk.home.none_flagged",
        ),
        section(
            by,
            "gap",
            language,
            title="desk.home.gaps",
            where=Q(closed_on=None),
            order=["noticed_on", "pk"],
            empty="desk.home.no_gaps",
        ),
        _appeals(by, language),
    ]


def _appeals(by: By, language: Language) -> Section:
    return section(
        by,
        "appeal",
        language,
        title="desk.home.appeals",
        where=Q(state=AppealState.FILED),
        order=["filed_on", "pk"],
        purpose=Purpose.APPEAL,
        empty="desk.home.no_appeals",
    )


def _employer(by: By, language: Language) -> list[Section]:
    return [_running_out(by, language), _own_open(by, language)]


def _agency(by: By, language: Language) -> list[Section]:
    return [
        _own_open(by, language),
        _running_out(by, language),
        section(
            by,
            "job",
            language,
            title="desk.home.placed",
            where=Q(until=None) | Q(until__gt=today()),
            order=["-since", "-pk"],
            purpose=Purpose.PLACEMENT,
            empty="desk.home.none_placed",
        ),
    ]


def _running_out(by: By, language: Language) -> Section:
    """Permits that run out within the next days and are not yet followed by another."""
    return section(
        by,
        "permit",
        language,
        title="desk.home.running_out",
        where=Q(
            state=PermitState.VALID,
            valid_to__gte=today(),
            valid_to__lte=today() + timedelta(days=DAYS_AHEAD),
            renewals=None,
        ),
        order=["valid_to", "pk"],
        purpose=Purpose.FILING,
        empty="desk.home.none_running_out",
    )


def _own_open(by: By, language: Language) -> Section:
    return section(
        by,
        "application",
        language,
        title="desk.home.open",
        where=Q(state__in=_OPEN),
        order=["-pk"],
        purpose=Purpose.FILING,
        empty="desk.home.none_open",
    )


def _zone_manager(by: By, language: Language) -> list[Section]:
    return [
        section(
            by,
            "job",
            language,
            title="desk.home.at_sites",
            where=Q(until=None) | Q(until__gt=today()),
            order=["site__name", "pk"],
            rows=25,
        )
    ]


def _auditor(by: By, language: Language) -> list[Section]:
    return [
        section(
            by,
            "decision",
            language,
            title="desk.home.overridden",
            where=Q(against_finding=True),
            order=["-decided_on", "-pk"],
            empty="desk.home.none_overridden",
        ),
        section(by, "look", language, title="desk.home.looks", order=["-at", "-pk"]),
    ]


def _numbers(by: By, language: Language) -> list[tuple[str, str, str]]:
    """What a supervisor asks first: code of the name, the number, and the statistics it stands in."""
    waiting = statistics.figures(by, "backlog")
    count, late = waiting.position("count"), waiting.position("late")
    overstays = statistics.figures(by, "overstays")
    month = today().replace(day=1)
    flagged = sum(int(str(row[overstays.position("count")])) for row in overstays.rows if row[0] == month)
    turnover = statistics.figures(by, "turnover")
    at_work = turnover.rows[-1][turnover.position("at_work")] if turnover.rows else 0
    return [
        ("desk.home.number.at_work", f"{at_work}", "turnover"),
        ("desk.home.number.waiting", f"{sum(int(str(row[count])) for row in waiting.rows)}", "backlog"),
        ("desk.home.number.late", f"{sum(int(str(row[late])) for row in waiting.rows)}", "backlog"),
        ("desk.home.number.flagged", f"{flagged}", "overstays"),
    ]


_SECTIONS: Mapping[Role, Callable[[By, Language], list[Section]]] = {
    Role.HR_OFFICER: _hr_officer,
    Role.EXIT_ENTRY_OFFICER: _exit_entry_officer,
    Role.EMPLOYER: _employer,
    Role.AGENCY: _agency,
    Role.ZONE_MANAGER: _zone_manager,
    Role.AUDITOR: _auditor,
}
