"""Appeals against adverse decisions: filed in time, stayed or not, and decided by another officer.

A decision that is appealed is never changed: where the appeal is allowed a new decision supersedes it, and what hung on
it stands again as before.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from .. import clock, events, penalties, reading
from ..actors import By
from ..models import Appeal, Charge, Decision, Permit
from ..numbers import new_number
from ..refusal import NotAllowed, Refused
from ..vocabulary import AppealState, DecisionKind, NoticeCode, PermitState
from .deciding import decide, not_own
from .notices import tell
from .stays import follow_permits
from .steps import Guard, held, take


def file_appeal(by: By, decision_number: str, grounds: str) -> Appeal:
    """Appeal against a decision of which one is the person, firm or agency. Raises Refused where it is too late."""
    decision = held(reading.visible(by, "decision"), "decision", decision_number)
    _is_mine(by, decision)
    appeal = Appeal(number=new_number("L"), decision=decision, filed_by=by.account, filed_on=clock.today())
    taken = take("appeal", "-", "file", by, appeal, GUARDS)
    if not decision.adverse or hasattr(decision, "superseded_by"):
        raise Refused("nothing_to_appeal")
    if not grounds.strip():
        raise Refused("reason_needed", field="grounds")
    last = last_day_to_appeal(decision)
    if last is not None and clock.today() > last:
        raise Refused("appeal_too_late", last=last)
    if Appeal.objects.filter(decision=decision).exists():
        raise Refused("appealed_already")
    appeal.grounds, appeal.state = grounds.strip(), taken.end
    appeal.save(force_insert=True)
    _note(by, appeal, "filed", {"decision": decision.number})
    return appeal


def last_day_to_appeal(decision: Decision) -> date | None:
    """The last day on which an appeal against a decision can be filed; None where the programme sets none."""
    days = penalties.appeal_days(decision.decided_on)
    return None if days is None else decision.decided_on + timedelta(days=days)


def suspend(by: By, number: str, reason: str, *, suspends: bool = True) -> Appeal:
    """Have the decision not take effect while its appeal is open (or take effect after all), with the reason."""
    appeal = _before_me(by, number)
    take("appeal", appeal.state, "suspend", by, appeal, GUARDS, reason=reason)
    appeal.suspends, appeal.suspends_because = suspends, reason.strip()
    appeal.save()
    _note(by, appeal, "suspends" if suspends else "suspends_no_more", {"decision": appeal.decision.number})
    return appeal


def allow(by: By, number: str, reason: str) -> Decision:
    """Allow an appeal: the decision is superseded, and what hung on it stands again."""
    appeal = _before_me(by, number)
    taken = take("appeal", appeal.state, "allow", by, appeal, GUARDS, reason=reason)
    outcome = _decide(by, appeal, DecisionKind.APPEAL_ALLOWED, reason, supersedes=appeal.decision)
    _close(by, appeal, taken.end, outcome, NoticeCode.APPEAL_ALLOWED)
    _undo(by, appeal.decision, outcome)
    return outcome


def dismiss(by: By, number: str, reason: str) -> Decision:
    """Dismiss an appeal: the decision stands, and takes effect where it was stayed."""
    appeal = _before_me(by, number)
    taken = take("appeal", appeal.state, "dismiss", by, appeal, GUARDS, reason=reason)
    outcome = _decide(by, appeal, DecisionKind.APPEAL_DISMISSED, reason)
    _close(by, appeal, taken.end, outcome, NoticeCode.APPEAL_DISMISSED)
    return outcome


def withdraw(by: By, number: str) -> Appeal:
    """Take one's own appeal back."""
    appeal = _before_me(by, number)
    _is_mine(by, appeal.decision)
    taken = take("appeal", appeal.state, "withdraw", by, appeal, GUARDS)
    appeal.state, appeal.suspends = taken.end, False
    appeal.save()
    _note(by, appeal, "withdrawn", {"decision": appeal.decision.number})
    return appeal


def _before_me(by: By, number: str) -> Appeal:
    appeal: Appeal = held(reading.visible(by, "appeal"), "appeal", number)
    return appeal


def _is_mine(by: By, decision: Decision) -> None:
    """One appeals for oneself, one's firm or one's agency."""
    own = (
        (decision.person_id, by.account.person_id),
        (decision.employer_id, by.account.employer_id),
        (decision.agency_id, by.account.agency_id),
    )
    if not any(whose is not None and whose == mine for whose, mine in own):
        raise NotAllowed()


def _decide(by: By, appeal: Appeal, kind: DecisionKind, reason: str, supersedes: Decision | None = None) -> Decision:
    decided = appeal.decision
    return decide(
        by,
        kind,
        person=decided.person,
        employer=decided.employer,
        agency=decided.agency,
        application=decided.application,
        reason=reason,
        conduct=decided.conduct,
        supersedes=supersedes,
        facts={"appeal": appeal.number, "appealed": decided.number},
    )


def _close(by: By, appeal: Appeal, state: str, outcome: Decision, code: NoticeCode) -> None:
    appeal.state, appeal.outcome = state, outcome
    if state != AppealState.ALLOWED.value:
        appeal.suspends = False
    appeal.save()
    whose = appeal.decision
    if whose.person is not None:
        tell(code, person=whose.person, decision=whose.number)
    else:
        tell(code, employer=whose.employer, agency=whose.agency, decision=whose.number)
    _note(by, appeal, state, {"decision": whose.number, "outcome": outcome.number})


def _undo(by: By, decision: Decision, outcome: Decision) -> None:
    """What hung on it: its fine is lifted, and a permit it revoked runs again where none has taken its place."""
    for charge in Charge.objects.filter(decision=decision, lifted_by=None):
        charge.lifted_by = outcome
        charge.save()
        events.record(by, "charge.lifted", {"receipt": charge.receipt, "outcome": outcome.number}, person=charge.person)
    for permit in Permit.objects.filter(ended_by=decision, state=PermitState.REVOKED.value):
        if _runs_again(permit):
            said = {"permit": permit.number, "outcome": outcome.number}
            events.record(by, "permit.restored", said, person=permit.person)
            follow_permits(Permit.objects.filter(pk=permit.pk))


def _runs_again(permit: Permit) -> bool:
    permit.state, permit.ended_on, permit.ended_by = PermitState.VALID.value, None, None
    try:
        with transaction.atomic():
            permit.save()
    except IntegrityError as error:
        if "permit_no_overlap" not in str(error):
            raise
        return False
    return True


def _note(by: By, appeal: Appeal, what: str, facts: dict[str, object]) -> None:
    events.record(by, f"appeal.{what}", {"appeal": appeal.number, **facts}, person=appeal.decision.person)


# ---- What has to hold ------------------------------------------------------------------------------------------------


def _not_own_case(by: By, appeal: Appeal) -> None:
    not_own(by, appeal.decision.person)


def _not_own_decision(by: By, appeal: Appeal) -> None:
    if by.account.pk == appeal.decision.officer_id:
        raise NotAllowed("own_decision")


GUARDS: dict[str, Guard] = {"not_own_case": _not_own_case, "not_own_decision": _not_own_decision}
