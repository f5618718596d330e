"""Permits: issued for the term that the programme gives out, with their fee, insurance and job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from .. import clock, events, known, programme
from ..actors import By
from ..force import in_force
from ..models import Application, Charge, Decision, Insurance, Job, Permit, Person
from ..numbers import new_number
from ..refusal import Refused
from ..vocabulary import ApplicationKind, ChargeKind, DecisionKind, Payer, PermitState
from .stays import follow_permits, permit_ended

_VALID = PermitState.VALID.value


def issue_permit(by: By, application: Application, decision: Decision) -> Permit:
    """The permit of an approved application: term, fee and premium as the programme has them on this day.

    A renewal begins the day after the permit that it renews, or today where that has run out; one for another employer
    begins today, and the permit before it ends. Raises Refused where the programme gives out no permits, and where one
    of the person's would overlap.
    """
    today = clock.today()
    facts = known.case_facts(application.person, application.employer, application.site, application.agency, today)
    terms = programme.terms(facts, today)
    if terms.months is None:
        raise Refused("no_term")
    kind = ApplicationKind(application.kind)
    before = last_permit(application.person) if kind is not ApplicationKind.NEW else None
    span = _span(kind, before, terms, today)
    if kind is ApplicationKind.TRANSFER:
        for running_on in Permit.objects.select_for_update().filter(
            person=application.person, state=PermitState.VALID.value, valid_to__gte=today
        ):
            end_permit(by, running_on, PermitState.SURRENDERED, decision)
    permit = Permit(
        number=new_number("P"),
        route=application.route,
        application=application,
        person=application.person,
        employer=application.employer,
        site=application.site,
        agency=application.agency,
        area=application.site.place,
        sector=application.site.sector,
        issued_on=today,
        valid_from=span.first,
        valid_to=span.last,
        paper_to=span.paper_last,
        counted_from=span.counted_from,
        renewal_of=before,
    )
    _save_apart(permit)
    events.record(
        by,
        "permit.issued",
        {
            "permit": permit.number,
            "application": application.number,
            "decision": decision.number,
            "employer": application.employer.number,
            "area": permit.area,
            "valid_from": permit.valid_from,
            "valid_to": permit.valid_to,
            "paper_to": permit.paper_to,
        },
        person=application.person,
    )
    if terms.fee is not None:
        _charge(by, permit, ChargeKind.PERMIT_FEE, terms.fee, programme.fee_payer())
    if terms.premium is not None:
        premium = terms.premium * span.months
        Insurance.objects.create(
            number=new_number("I"),
            person=permit.person,
            employer=permit.employer,
            permit=permit,
            since=permit.valid_from,
            until=permit.valid_to,
            premium=premium,
        )
        _charge(by, permit, ChargeKind.PREMIUM, premium, programme.premium_payer())
    _begin_job(application)
    follow_permits(Permit.objects.filter(pk=permit.pk))
    return permit


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a permit runs, for how many months begun, and from which day they are counted."""

    first: date
    last: date
    paper_last: date | None
    months: int
    counted_from: date | None


def span_of(application: Application, terms: programme.Terms, day: date) -> Span:
    """The days of the permit that an application would get on a day. Raises Refused where the terms give out none."""
    kind = ApplicationKind(application.kind)
    before = last_permit(application.person) if kind is not ApplicationKind.NEW else None
    return _span(kind, before, terms, day)


def span_after(before: Permit | None, months: int, paper_months: int | None, today: date) -> Span:
    """The days of a permit issued today after another: without a break while that one runs, or ran until yesterday."""
    next_day = before.valid_to + timedelta(days=1) if before is not None and before.state == _VALID else None
    if before is None or next_day is None or next_day < today:
        counted_from, first = None, today
    else:
        counted_from, first = before.counted_from or before.valid_from, next_day
    return Span(
        first,
        programme.last_day(first, months, counted_from),
        programme.last_day(first, paper_months, counted_from) if paper_months is not None else None,
        months,
        counted_from,
    )


def _span(kind: ApplicationKind, before: Permit | None, terms: programme.Terms, today: date) -> Span:
    months = terms.months
    if months is None:
        raise Refused("no_term")
    if kind is not ApplicationKind.TRANSFER:
        return span_after(before, months, terms.paper_months, today)
    whole = span_after(None, months, terms.paper_months, today)
    if programme.transfer_anew(today) or before is None or not runs(before, today):
        return whole
    begun = next((n for n in range(1, months) if programme.last_day(today, n) >= before.valid_to), months)
    return Span(today, before.valid_to, before.paper_to, begun, None)


def end_permit(by: By, permit: Permit, state: PermitState, decision: Decision | None = None) -> None:
    """End a permit today, before its last day: revoked, or given back."""
    permit.state, permit.ended_on, permit.ended_by = state.value, clock.today(), decision
    permit.save()
    events.record(
        by,
        f"permit.{state.value}",
        {"permit": permit.number, "decision": decision.number if decision is not None else None},
        person=permit.person,
    )
    permit_ended(by, permit)


def runs(permit: Permit, day: date) -> bool:
    """Whether a permit may be used on a day."""
    return permit.state == PermitState.VALID.value and permit.valid_from <= day <= permit.valid_to


def running(person: Person, day: date) -> Permit | None:
    """The permit that a person may use on a day."""
    return Permit.objects.filter(
        person=person, state=PermitState.VALID.value, valid_from__lte=day, valid_to__gte=day
    ).first()


def last_permit(person: Person) -> Permit | None:
    """The person's latest permit, whether or not it still runs."""
    return Permit.objects.filter(person=person).order_by("-valid_to", "-pk").first()


def banned(person: Person, day: date) -> Decision | None:
    """The ban in force on a day."""
    return bans(day).filter(person=person).order_by("-ends_on").first()


def bans(day: date) -> QuerySet[Decision]:
    """Every ban in force on a day: begun, not ended, not superseded, and not stayed or lifted by an appeal."""
    return Decision.objects.filter(in_force(day), kind=DecisionKind.BAN.value)


def _save_apart(permit: Permit) -> None:
    """Save a permit; the database refuses one that overlaps another of the person's."""
    try:
        with transaction.atomic():
            permit.save(force_insert=True)
    except IntegrityError as error:
        if "permit_no_overlap" not in str(error):
            raise
        other = Permit.objects.filter(
            person=permit.person,
            state=PermitState.VALID.value,
            valid_from__lte=permit.valid_to,
            valid_to__gte=permit.valid_from,
        ).first()
        raise Refused(
            "permit_overlaps", permit=other.number if other else "", until=other.valid_to if other else permit.valid_to
        ) from error


def _charge(by: By, permit: Permit, kind: ChargeKind, amount: object, payer: Payer) -> None:
    charge = Charge.objects.create(
        receipt=new_number("R"),
        kind=kind.value,
        amount=amount,
        payer=payer.value,
        charged_by=by.account.office.name if by.account.office else "",
        person=permit.person,
        employer=permit.employer,
        application=permit.application,
        entry=programme.entry_of(kind),
        charged_on=clock.today(),
    )
    events.record(
        by,
        "charge.made",
        {"receipt": charge.receipt, "kind": kind.value, "amount": charge.amount, "payer": payer.value},
        person=permit.person,
    )


def _begin_job(application: Application) -> None:
    """The job that goes with the permit: the running one where it is the same, else it ends and a new one begins."""
    today = clock.today()
    current = Job.objects.filter(person=application.person, until=None).first()
    same = current is not None and current.site_id == application.site_id and current.agency_id == application.agency_id
    if same:
        return
    if current is not None:
        current.until = today
        current.how_ended = "changed"
        current.save()
    Job.objects.create(
        person=application.person,
        employer=application.employer,
        site=application.site,
        agency=application.agency,
        occupation=application.occupation,
        wage_promised=application.wage_promised,
        since=today,
    )
