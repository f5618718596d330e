"""The accounts of a demonstration: one for each role, all with one password, shown on the sign-in page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db.models import Count

from ..models import Account, Agency, Decision, Employer, Job, Office, Permit, Person, Rating, Stay
from ..numbers import new_number
from ..shown import DEMONSTRATION_PASSWORD
from ..vocabulary import DecisionKind, OfficeKind, PermitState, Role
from . import names

#: For which kind of office each role of an office acts.
_OFFICE_OF = {
    Role.HR_OFFICER: OfficeKind.HUMAN_RESOURCES,
    Role.EXIT_ENTRY_OFFICER: OfficeKind.EXIT_ENTRY,
    Role.BORDER_POST: OfficeKind.BORDER_POST,
    Role.SERVICE_CENTRE: OfficeKind.SERVICE_CENTRE,
    Role.ZONE_MANAGER: OfficeKind.ZONE,
    Role.SUPERVISOR: OfficeKind.SUPERVISION,
    Role.DELEGATION: OfficeKind.SUPERVISION,
    Role.AUDITOR: OfficeKind.AUDIT,
}


def open_accounts(day: date, operator: Account) -> None:
    """Give every role of the demonstration somebody to sign in as, and show the operator too."""
    password = make_password(DEMONSTRATION_PASSWORD)
    for number, account in enumerate(_accounts(day, operator)):
        there = _officer_of(account) if account.office_id is not None else _account_of(account)
        account = there or account
        rng = Random(f"account {number}")
        account.sign_in = _sign_in(account)
        account.name = _name(account, rng)
        account.password, account.is_active, account.shown = password, True, True
        account.save()
    operator.shown = True
    operator.save()
    # Officers whose acts the ledger tells of have names, though nobody signs in as them.
    officers = Account.objects.filter(shown=False, office__isnull=False).order_by("pk")
    for number, account in enumerate(officers):
        account.name = names.OFFICERS[number % len(names.OFFICERS)]
        account.save()


def _accounts(day: date, operator: Account) -> Iterator[Account]:
    at_work = Permit.objects.filter(state=PermitState.VALID.value, valid_from__lte=day, valid_to__gte=day)
    holder = at_work.annotate(before=Count("person__permits")).order_by("-before", "pk").first()
    if holder is not None:
        yield Account(number=new_number("U"), role=Role.WORKER, person=holder.person, language="vi")
    troubled = _in_trouble(day)
    if troubled is not None and (holder is None or troubled.pk != holder.person_id):
        yield Account(number=new_number("U"), role=Role.WORKER, person=troubled, language="vi")
    busiest = at_work.values("employer").annotate(many=Count("pk")).order_by("-many", "employer").first()
    employer = Employer.objects.filter(pk=busiest["employer"]).first() if busiest else Employer.objects.first()
    if employer is not None:
        yield Account(number=new_number("U"), role=Role.EMPLOYER, employer=employer, language="zh")
    agency = _agency(day)
    if agency is not None:
        yield Account(number=new_number("U"), role=Role.AGENCY, agency=agency, language="zh")
    for role, kind in _OFFICE_OF.items():
        office = Office.objects.filter(kind=kind.value).exclude(accounts=operator).order_by("pk").first()
        if office is not None:
            yield Account(number=new_number("U"), role=role, office=office, language="zh")


def _in_trouble(day: date) -> Person | None:
    """Somebody who is banned and has appealed; else who is banned; else who is in past the limit."""
    bans = Decision.objects.filter(kind=DecisionKind.BAN.value, ends_on__gte=day).order_by("pk")
    ban = bans.filter(appeal__isnull=False).first() or bans.first()
    if ban is not None:
        return ban.person
    stay = Stay.objects.filter(open=True, leave_by__lt=day).order_by("pk").first()
    return stay.person if stay is not None else None


def _agency(day: date) -> Agency | None:
    """The agency in the middle of the grades with most people placed now."""
    now: dict[int, str] = {}
    for rating in Rating.objects.filter(since__lte=day).order_by("since", "pk"):
        now[rating.agency_id] = rating.grade
    middle = [agency for agency, grade in now.items() if grade == "b"] or list(now)
    placed = Job.objects.filter(until=None, agency__in=middle).values("agency").annotate(many=Count("pk"))
    most = placed.order_by("-many", "agency").first()
    return Agency.objects.filter(pk=most["agency"]).first() if most else Agency.objects.first()


def _officer_of(account: Account) -> Account | None:
    """An officer of that office whose acts the ledger tells of."""
    return Account.objects.filter(office=account.office, role=account.role, shown=False).order_by("pk").first()


def _account_of(account: Account) -> Account | None:
    """The account that a party already has."""
    return Account.objects.filter(
        role=account.role, person=account.person, employer=account.employer, agency=account.agency
    ).first()


def _sign_in(account: Account) -> str:
    name = str(account.role).replace("_", ".")
    if not Account.objects.filter(sign_in=name).exclude(pk=account.pk).exists():
        return name
    return f"{name}.2"


def _name(account: Account, rng: Random) -> str:
    if account.person is not None and hasattr(account.person, "details"):
        return str(account.person.details.name)
    return rng.choice(names.OFFICERS)
