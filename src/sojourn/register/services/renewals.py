"""Renewing as practice has it: out over the border, in again, a ticket, a new application; and what that costs.

Leaving and coming back are told here by whoever records crossings. That somebody never came back is worked out from
the days, by an assumption of the programme, and never noted by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DurationField, ExpressionWrapper, F, Max, Q, QuerySet, Sum

from .. import clock, programme, scopes
from ..actors import By
from ..models import Absence, Application, Charge, Job, Permit, Person, Ticket
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import ApplicationKind, ChargeKind, PermitState, Role
from . import applications
from .applications import OPEN_STATES, Asked
from .permits import last_permit


@dataclass(frozen=True, slots=True)
class Spent:
    """What renewing cost in some time: absences begun in it and their days, who never came back, hours waited.

    `days_absent` counts, of those who came back, every day from the one of leaving to the one before coming back; of
    those who are still away, the days so far; of those who never came back none, for they stand in `never_back`. `fees`
    are those for permits that renew.
    """

    absences: int
    days_absent: int
    still_away: int
    never_back: int
    tickets: int
    hours_waited: Decimal
    longest_wait: timedelta
    fees: Decimal


def left(person: Person, day: date) -> Absence | None:
    """Note that somebody crossed out: an absence to renew, where her permit is about to end or has ended.

    Told twice it is noted once; told late it begins on the earlier day. None where she does not leave to renew.
    """
    away = Absence.objects.select_for_update().filter(person=person, returned_on=None).first()
    if away is not None:
        if day < away.left_on:
            away.left_on = day
            away.save()
        return away
    permit = (
        Permit.objects.filter(person=person, state=PermitState.VALID.value, valid_from__lte=day)
        .order_by("-valid_to", "-pk")
        .first()
    )
    if permit is None or not leaves_to_renew(permit.valid_to, day):
        return None
    if Absence.objects.filter(permit=permit, left_on=day).exists():
        return None
    if Permit.objects.filter(renewal_of=permit, state=PermitState.VALID.value).exists():
        # The next permit is there already: she leaves for another reason.
        return None
    return Absence.objects.create(person=person, permit=permit, left_on=day)


def leaves_to_renew(valid_to: date, day: date) -> bool:
    """Whether somebody who leaves on a day is taken to leave for a new permit, hers being valid to that last day."""
    before, after = programme.leaves_to_renew(day), programme.gone_after(day)
    if before is None or after is None:
        return False
    return valid_to - before <= day <= valid_to + after


def returned(person: Person, day: date) -> Absence | None:
    """Note that somebody crossed in: the absence that was open, if any, has ended."""
    away = Absence.objects.select_for_update().filter(person=person, returned_on=None, left_on__lte=day).first()
    if away is None:
        return None
    away.returned_on = day
    away.save()
    return away


def turned_back(person: Person, day: date) -> None:
    """Note that somebody who was taken to have come back that day was refused entry: she is still away."""
    away = Absence.objects.select_for_update().filter(person=person, returned_on=day).order_by("-left_on").first()
    if away is not None and not Absence.objects.filter(person=person, returned_on=None).exists():
        away.returned_on = None
        away.save()


def file(by: By, person: Person) -> Application:
    """File the renewal of somebody's latest permit, for the same work, site and agency.

    Raises Refused where there is none, or a renewal is open, and NotThere where the account has no such worker.
    """
    permit = last_permit(person)
    if permit is None or permit.state == PermitState.REVOKED.value:
        raise Refused("nothing_to_renew")
    waiting = Application.objects.filter(person=person, state__in=list(OPEN_STATES)).first()
    if waiting is not None:
        raise Refused("case_open", application=waiting.number)
    job = Job.objects.filter(person=person, until=None).order_by("-since", "-pk").first()
    before = job if job is not None else permit.application
    agency = before.agency
    if Role(by.account.role) in (Role.HR_OFFICER, Role.EMPLOYER):
        # An office or a firm files itself: a suspended agency strands nobody. Who placed her stays known by the job.
        agency = before.agency if Role(by.account.role) is Role.EMPLOYER else None
    _is_theirs(by, person)
    application = applications.begin(
        by,
        Asked(
            kind=ApplicationKind.RENEWAL,
            person=person,
            site=before.site,
            occupation=before.occupation,
            wage_promised=before.wage_promised,
            agency=agency,
        ),
    )
    return applications.submit(by, application.number)


def never_back(day: date) -> QuerySet[Absence]:
    """The absences of those who, on a day, have not come back: open for longer than the programme assumes."""
    after = programme.gone_after(day)
    if after is None:
        return Absence.objects.none()
    return Absence.objects.filter(left_on__lt=day - after).filter(Q(returned_on=None) | Q(returned_on__gt=day))


def spent(first: date, last: date, of: QuerySet[Person] | None = None) -> Spent:
    """What renewing cost between two days, both included, as it is known on the last of them.

    Of everybody, or of some people only: a worker, those of a firm.
    """
    theirs = Q() if of is None else Q(person__in=of.values("pk"))
    begun = Absence.objects.filter(theirs, left_on__gte=first, left_on__lte=last)
    gone = set(never_back(last).values_list("pk", flat=True))
    absent = away = never = 0
    for key, left_on, returned_on in begun.values_list("pk", "left_on", "returned_on"):
        back = returned_on if returned_on is not None and returned_on <= last else None
        if key in gone:
            never += 1
        elif back is None:
            away += 1
            absent += (last - left_on).days
        else:
            absent += (back - left_on).days
    tickets = Ticket.objects.filter(theirs, day__gte=first, day__lte=last)
    waited = tickets.filter(called_at__isnull=False).annotate(
        waited=ExpressionWrapper(F("called_at") - F("drawn_at"), output_field=DurationField())
    )
    sums = waited.aggregate(all=Sum("waited"), longest=Max("waited"))
    hours = Decimal((sums["all"] or timedelta()).total_seconds()) / 3600
    return Spent(
        absences=begun.count(),
        days_absent=absent,
        still_away=away,
        never_back=never,
        tickets=tickets.count(),
        hours_waited=hours.quantize(Decimal("0.01")),
        longest_wait=sums["longest"] or timedelta(),
        fees=Charge.objects.filter(
            theirs,
            kind=ChargeKind.PERMIT_FEE.value,
            application__kind=ApplicationKind.RENEWAL.value,
            charged_on__gte=first,
            charged_on__lte=last,
        ).aggregate(all=Sum("amount"))["all"]
        or Decimal(0),
    )


def spent_for(by: By) -> Spent:
    """What renewing has cost so far: a worker herself, or a firm with those who work for it. Raises NotAllowed."""
    today, role = clock.today(), Role(by.account.role)
    if role is Role.WORKER:
        people = Person.objects.filter(account=by.account)
    elif role is Role.EMPLOYER:
        people = scopes.workers_of(by.account, today)
    else:
        raise NotAllowed()
    return spent(date.min, today, people)


def days_to_leave(permit: Permit) -> tuple[date, date] | None:
    """The first and the last day on which leaving China is leaving to renew a permit; None where nothing says."""
    before = programme.leaves_to_renew(clock.today())
    return None if before is None else (permit.valid_to - before, permit.valid_to)


def _is_theirs(by: By, person: Person) -> None:
    """A firm renews for those who work for it, an agency for those it has placed."""
    role = Role(by.account.role)
    theirs = {Role.EMPLOYER: scopes.workers_of, Role.AGENCY: scopes.placed_by}.get(role)
    if theirs is not None and not theirs(by.account, clock.today()).filter(pk=person.pk).exists():
        raise NotThere("person")
