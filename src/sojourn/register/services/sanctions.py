"""Sanctions: what an officer decides on a noted breach, within the bounds of the programme and never without her.

Paper's bounds bind. Where paper is silent on a penalty and practice attests it, it can be given within practice's
bounds and is marked as against the finding. A penalty that neither layer has cannot be given at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from sojourn.policy import Outcome, Penalty

from .. import clock, events, penalties, programme
from ..actors import By
from ..models import Charge, Decision, Person, Stay, Violation
from ..numbers import new_number
from ..penalties import Bound, Bounds, Named, Told, Word
from ..refusal import Refused
from ..vocabulary import ChargeKind, DecisionKind, NoticeCode, Payer, RestsOn, ViolationState
from . import qualifications, ratings, violations
from .deciding import decide
from .notices import tell
from .steps import take

#: A suspension takes a firm's qualification or an agency's grade and is decided there.
_KINDS = {
    Penalty.WARNING: DecisionKind.WARNING,
    Penalty.FINE: DecisionKind.FINE,
    Penalty.DETENTION: DecisionKind.DETENTION,
    Penalty.BAN: DecisionKind.BAN,
    Penalty.REMOVAL: DecisionKind.REMOVAL,
    Penalty.REPATRIATION: DecisionKind.REPATRIATION,
    Penalty.DEPARTURE: DecisionKind.DEPARTURE,
    Penalty.CONFISCATION: DecisionKind.CONFISCATION,
    Penalty.COSTS: DecisionKind.COSTS,
    Penalty.EXPULSION: DecisionKind.EXPULSION,
}
_IN_DAYS = (Penalty.DETENTION, Penalty.DEPARTURE)


@dataclass(frozen=True, slots=True)
class Sanction:
    """What an officer gives: `amount` of a fine in yuan, `days` of detention or departure, `ends_on` of a ban or
    suspension (a ban's may be left out where the programme states one length).
    """

    kind: Penalty
    reason: str
    legal_basis: str
    appeal_route: str
    amount: Decimal | None = None
    days: int | None = None
    ends_on: date | None = None


def sanction(by: By, number: str, given: Sanction) -> Decision:
    """Decide a sanction on a noted breach. Raises Refused where it is paused, outside the bounds, or not whole."""
    violation = violations.seen(by, number)
    if violation.state == ViolationState.PAUSED.value:
        raise Refused("sanction_paused")
    taken = take("violation", violation.state, "sanction", by, violation, violations.GUARDS, reason=given.reason)
    bounds = violations.bounds_of(by, violation)
    if bounds.outcome is not Outcome.YES:
        raise Refused("breach_not_certain", facts=Named(bounds.matters))
    _punished_once(violation)
    bound, rests_on = _bound(bounds, given.kind, violation)
    if given.kind is Penalty.SUSPENSION:
        decision = _suspend(by, violation, given, rests_on)
    else:
        decision = _punish(by, violation, given, bound, rests_on)
    violation.state = taken.end
    violation.save()
    if given.kind is not Penalty.SUSPENSION:
        tell(
            NoticeCode.SANCTION,
            person=violation.person,
            employer=violation.employer,
            agency=violation.agency,
            what=f"penalty.{given.kind.value}",
            decision=decision.number,
            # A fine or a warning has no time to run; what does is told with its last day.
            ends_on=decision.ends_on if decision.ends_on != decision.begins_on else "",
        )
    return decision


def _bound(bounds: Bounds, kind: Penalty, violation: Violation) -> tuple[Bound, RestsOn]:
    """The bound of a penalty of that kind: it may certainly follow, and nothing that stands excludes it."""
    bound, rests_on = bounds.binding(kind)
    if bound is None:
        raise Refused("no_such_penalty", field="kind", penalty=Word("penalty", kind.value))
    if not bound.certain:
        facts = bounds.for_officers or bounds.matters
        raise Refused("penalty_not_certain", field="kind", penalty=Word("penalty", kind.value), facts=Named(facts))
    layer = bounds.paper if rests_on is RestsOn.PAPER else bounds.practice
    rivals = {one.kind for one in layer if bound.choice is not None and one.choice == bound.choice} | {kind}
    for standing in Decision.objects.filter(violation=violation, superseded_by=None).order_by("pk"):
        given = _penalty_of(standing)
        if given in rivals:
            raise Refused("one_of_these", penalty=Word("penalty", given.value), decision=standing.number)
    return bound, rests_on


def _punished_once(violation: Violation) -> None:
    """No decision stands on the same breach noted as another conduct, or noted twice: of one stay, or of one day.

    Raises Refused. What has to follow besides is decided on the breach that was noted first.
    """
    alike = penalties.one_breach(violation.conduct)
    if violation.person is None or not alike:
        return
    # Held, so that two officers do not decide at once on the two.
    Person.objects.select_for_update().get(pk=violation.person.pk)
    stay = _stay_of(violation)
    standing = Decision.objects.filter(
        violation__person=violation.person, violation__conduct__in=alike, adverse=True, superseded_by=None
    ).exclude(violation=violation)
    for decision in standing.select_related("violation__stay").order_by("pk"):
        other = decision.violation
        assert other is not None
        its = _stay_of(other)
        if its == stay if stay and its else other.breach_on == violation.breach_on:
            raise Refused(
                "punished_once",
                conduct=Named((other.conduct,)),
                violation=other.number,
                decision=decision.number,
            )


def _stay_of(violation: Violation) -> Stay | None:
    """The stay that a breach was noted in, else the one in which the day of the breach lies."""
    if violation.stay is not None:
        return violation.stay
    day = violation.breach_on
    lasted = Q(open=True) | Q(left_on__gte=day) | Q(gone_by__gte=day)
    return (
        Stay.objects.filter(lasted, person=violation.person, entered_on__lte=day).order_by("-entered_on", "-pk").first()
    )


def _punish(by: By, violation: Violation, given: Sanction, bound: Bound, rests_on: RestsOn) -> Decision:
    today = clock.today()
    if given.kind is Penalty.FINE:
        if given.amount is None:
            raise Refused("amount_needed", field="amount")
        _keep_to(bound, given.amount, "amount")
    if given.kind in _IN_DAYS:
        if given.days is None or given.days < 0:
            raise Refused("days_needed", field="days")
        _keep_to(bound, given.days, "days")
    ends_on = _end(given, bound, today)
    if not bound.stated and given.kind in (Penalty.FINE, Penalty.BAN, *_IN_DAYS):
        # The programme has the penalty and no measure for it: the measure is the officer's own.
        rests_on_measure = RestsOn.OFFICER
    else:
        rests_on_measure = rests_on
    decision = decide(
        by,
        _KINDS[given.kind],
        person=violation.person,
        employer=violation.employer,
        agency=violation.agency,
        against_finding=rests_on is RestsOn.PRACTICE,
        reason=given.reason,
        legal_basis=given.legal_basis,
        appeal_route=given.appeal_route,
        ends_on=ends_on,
        amount=given.amount if given.kind is Penalty.FINE else None,
        days=given.days if given.kind in _IN_DAYS else None,
        conduct=violation.conduct,
        violation=violation,
        rests_on=rests_on_measure,
    )
    if given.kind is Penalty.FINE and given.amount:
        _charge(by, violation, decision, given.amount)
    return decision


def _end(given: Sanction, bound: Bound, today: date) -> date:
    """The day on which a sanction ends: what is done in a day ends that day."""
    if given.kind is not Penalty.BAN:
        return today + timedelta(days=max(given.days - 1, 0)) if given.kind in _IN_DAYS and given.days else today
    first = None if bound.low is None else programme.last_day(today, int(bound.low))
    last = None if bound.high is None else programme.last_day(today, int(bound.high))
    if given.ends_on is None:
        if last is None or first != last:
            raise Refused("ban_without_end", field="ends_on")
        return last
    if (first is not None and given.ends_on < first) or (last is not None and given.ends_on > last):
        raise Refused("outside_bounds", field="ends_on", bounds=Told(bound))
    return given.ends_on


def _keep_to(bound: Bound, measure: Decimal | int, field: str) -> None:
    if measure <= 0 and not (bound.low is not None and bound.low <= 0):
        raise Refused("more_than_nothing", field=field)
    if not penalties.within(bound, measure):
        raise Refused("outside_bounds", field=field, bounds=Told(bound))


def _suspend(by: By, violation: Violation, given: Sanction, rests_on: RestsOn) -> Decision:
    if given.ends_on is None:
        raise Refused("adverse_without.ends_on", field="ends_on")
    why = qualifications.Grounds(given.reason, given.legal_basis, given.appeal_route, given.ends_on)
    if violation.employer is not None:
        return qualifications.withdraw(by, violation.employer, why, violation=violation, rests_on=rests_on)
    if violation.agency is not None:
        lowest = programme.bound().lowest_grade
        return ratings.rate(by, violation.agency, lowest, why, violation=violation, rests_on=rests_on)
    raise Refused("no_such_penalty", field="kind", penalty=Word("penalty", given.kind.value))


def _penalty_of(decision: Decision) -> Penalty:
    kind = DecisionKind(decision.kind)
    return next((penalty for penalty, made in _KINDS.items() if made is kind), Penalty.SUSPENSION)


def _charge(by: By, violation: Violation, decision: Decision, amount: Decimal) -> None:
    payer = Payer.AGENCY
    if violation.person is not None:
        payer = Payer.WORKER
    elif violation.employer is not None:
        payer = Payer.EMPLOYER
    charge = Charge.objects.create(
        receipt=new_number("R"),
        kind=ChargeKind.FINE.value,
        amount=amount,
        payer=payer.value,
        charged_by=decision.office.name,
        person=violation.person,
        employer=violation.employer,
        agency=violation.agency,
        decision=decision,
        entry=violation.conduct,
        charged_on=clock.today(),
    )
    events.record(
        by,
        "charge.made",
        {
            "receipt": charge.receipt,
            "kind": charge.kind,
            "amount": amount,
            "payer": payer.value,
            "decision": decision.number,
        },
        person=violation.person,
    )
