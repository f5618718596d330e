"""Permits that end before their last day: revoked by an officer, or handed back by the holder."""

from __future__ import annotations

from .. import clock, events, programme, reading
from ..actors import By
from ..models import Decision, Permit
from ..refusal import NotAllowed
from ..vocabulary import DecisionKind, NoticeCode
from .deciding import decide, not_own, office_of
from .notices import tell
from .stays import permit_ended
from .steps import Guard, held, take


def revoke(by: By, number: str, *, reason: str, legal_basis: str, appeal_route: str) -> Decision:
    """Revoke a permit: with its reason, legal basis and way to appeal. It ends on the permit's own last day."""
    permit = _seen(by, number)
    taken = take("permit", permit.state, "revoke", by, permit, GUARDS, reason=reason)
    decision = decide(
        by,
        DecisionKind.PERMIT_REVOKED,
        person=permit.person,
        application=permit.application,
        reason=reason,
        legal_basis=legal_basis,
        appeal_route=appeal_route,
        ends_on=max(permit.valid_to, clock.today()),
        facts={"permit": permit.number},
    )
    permit.state, permit.ended_on, permit.ended_by = taken.end, clock.today(), decision
    permit.save()
    permit_ended(by, permit)
    tell(NoticeCode.PERMIT_REVOKED, person=permit.person, permit=permit.number, decision=decision.number)
    return decision


def surrender(by: By, number: str) -> Permit:
    """Hand a permit back: the holder herself, or an officer to whom she gives it."""
    permit = _seen(by, number)
    taken = take("permit", permit.state, "surrender", by, permit, GUARDS)
    permit.state, permit.ended_on = taken.end, clock.today()
    permit.save()
    permit_ended(by, permit)
    events.record(by, "permit.surrendered", {"permit": permit.number}, person=permit.person)
    return permit


def _seen(by: By, number: str) -> Permit:
    permit: Permit = held(reading.visible(by, "permit"), "permit", number)
    return permit


# ---- What has to hold ------------------------------------------------------------------------------------------------


def _not_own_case(by: By, permit: Permit) -> None:
    not_own(by, permit.person)


def _authority(by: By, permit: Permit) -> None:
    if office_of(by).authority not in programme.programme().routes[permit.route].decided_by:
        raise NotAllowed("not_your_authority")


GUARDS: dict[str, Guard] = {"not_own_case": _not_own_case, "authority": _authority}
