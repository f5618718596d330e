"""When the programme stands still: nothing new is filed or issued, and what runs is settled case by case.

Stopping changes no permit, case or stay. It lists those that it concerns; a named officer settles each by a decision,
and each person is told. What nobody has settled when the programme is taken up again is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from sojourn.policy import Language, Law, Standing

from .. import clock, events, programme, reading
from ..actors import By
from ..models import Application, Decision, Permit, Person, Settlement, Standstill, Stay
from ..reading import Page
from ..refusal import WORDS, NotAllowed, NotThere, Refused
from ..rows import Given, copied
from ..vocabulary import Act, DecisionKind, PermitState, Role, Settled
from . import applications
from .applications import GUARDS, OPEN_STATES
from .deciding import decide
from .permits import end_permit
from .steps import take

_FOR_PERMIT = frozenset({Settled.KEPT, Settled.REVOKED})
_FOR_APPLICATION = frozenset({Settled.WAITS, Settled.REFUSED})
_FOR_PERSON = frozenset({Settled.STAYS})


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why something is settled as it is, on which law, until when it holds, and how to appeal."""

    reason: str
    legal_basis: str
    appeal_route: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ToSettle:
    """What an officer of an office has yet to settle, as far as she may see it; None for what her role may not list."""

    permits: Page | None
    applications: Page | None
    stays: Page | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a kind a standstill concerns, and how many of them are settled."""

    kind: str
    concerned: int
    settled: int


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person is told: a code under `standstill` of the words, with its slots."""

    code: str
    slots: tuple[tuple[str, str], ...]

    def told(self, language: Language) -> str:
        """The sentence in a language."""
        return WORDS.say(language, f"standstill.{self.code}", **dict(self.slots))


def stop(by: By, day: date, reason: str) -> Standstill:
    """Stop the programme from a day on (today or before), and list whom and what it concerns.

    Raises NotAllowed for whoever is no supervisor, and Refused without a reason, for a day to come, or where it stands
    still already.
    """
    _supervisor(by, reason, day)
    running = current()
    if running is not None:
        raise Refused("stopped_already", day=running.stopped_on)
    standstill = Standstill.objects.create(
        programme=programme.bound().programme, stopped_on=day, decided_by=by.account, reason=reason.strip()
    )
    listed = _list(standstill)
    events.record(by, "programme.stopped", {"day": day, "reason": reason.strip(), **listed})
    return standstill


def resume(by: By, day: date, reason: str) -> Standstill:
    """Take the programme up again from a day on. Open cases go on where they stood.

    Raises NotAllowed and Refused like `stop`; the programme's own suspension only its file can end.
    """
    _supervisor(by, reason, day)
    standstill = current()
    if standstill is None:
        raise Refused("not_stopped")
    if day <= standstill.stopped_on:
        raise Refused("resumes_before_it_stops", field="day", day=standstill.stopped_on)
    if programme.standing(day) is Standing.SUSPENDED:
        raise Refused("suspended_by_programme", day=day)
    standstill.resumed_on, standstill.resumed_by, standstill.resumed_because = day, by.account, reason.strip()
    standstill.save()
    unsettled = standstill.settlements.filter(decision=None).count()
    events.record(by, "programme.resumed", {"day": day, "reason": reason.strip(), "as_it_was": unsettled})
    return standstill


def current() -> Standstill | None:
    """The standstill that has not ended, if there is one."""
    return Standstill.objects.filter(programme=programme.bound().programme, resumed_on=None).first()


def progress(standstill: Standstill) -> tuple[Progress, ...]:
    """How many permits, open cases and people inside a standstill concerns, and how many are settled: no person."""
    kinds = (
        ("permit", Q(permit__isnull=False)),
        ("application", Q(application__isnull=False)),
        ("stay", Q(permit=None, application=None)),
    )
    return tuple(
        Progress(
            kind,
            standstill.settlements.filter(which).count(),
            standstill.settlements.filter(which).exclude(decision=None).count(),
        )
        for kind, which in kinds
    )


def outcomes_of(by: By, number: str) -> tuple[Settled, ...]:
    """How what has that number can be settled by the account's office. Raises NotThere, Refused where it is settled."""
    settlement = _held(by, number)
    return tuple(one for one in Settled if one in _possible(settlement))


def bases_of(by: By, number: str) -> tuple[str, ...]:
    """Sources of the programme on which settling what has that number can rest: those of the finding on its case.

    Of somebody inside, those of the rules on her stay. Raises NotThere, Refused where it is settled.
    """
    settlement = _held(by, number)
    permit, application = settlement.permit, settlement.application
    case = permit.application if permit is not None else application
    if case is None:
        return programme.sources_of(programme.bound().leave_by, law=Law.ENTRY)
    own = programme.sources_of(programme.bound().route)
    if case.finding is None:
        return own
    found = programme.answer_on(case.finding.facts, case.finding.day).paper
    return tuple(dict.fromkeys((*found.sources, *own)))


def to_settle(by: By, standstill: Standstill, *, start: int = 0, rows: int = 50) -> ToSettle:
    """What is yet to be settled at the account's office: running permits, open cases, and stays of people inside."""
    waiting = Settlement.objects.filter(standstill=standstill, decision=None)
    conditions = {
        "permit": Q(pk__in=waiting.exclude(permit=None).values("permit")),
        "application": Q(pk__in=waiting.exclude(application=None).values("application")),
        "stay": Q(open=True, person__in=waiting.filter(permit=None, application=None).values("person")),
    }
    pages = {
        kind: reading.listing(by, kind, where=where, start=start, rows=rows)
        if reading.may(by, kind, Act.LIST)
        else None
        for kind, where in conditions.items()
    }
    return ToSettle(pages["permit"], pages["application"], pages["stay"])


def settle(by: By, number: str, outcome: Settled, grounds: Grounds) -> Decision:
    """Settle one permit, open case or person inside, by its number: a decision of the officer who acts.

    Raises NotThere where nothing of that number waits for the account's office, and Refused where it is settled
    already, cannot come out like that, or lacks its reason, legal basis, end or way to appeal.
    """
    settlement = _held(by, number)
    for field in ("reason", "legal_basis", "appeal_route"):
        if not getattr(grounds, field).strip():
            raise Refused(f"settlement_without.{field}", field=field)
    if grounds.ends_on is None:
        raise Refused("settlement_without.ends_on", field="ends_on")
    permit, application = settlement.permit, settlement.application
    if outcome not in _possible(settlement):
        raise Refused("settlement_not_possible", field="outcome")
    if outcome is Settled.REFUSED and application is not None:
        decision = applications.refuse(
            by,
            application.number,
            reason=grounds.reason,
            legal_basis=grounds.legal_basis,
            appeal_route=grounds.appeal_route,
        )
    elif outcome is Settled.REVOKED and permit is not None:
        take("permit", permit.state, "revoke", by, permit, GUARDS, reason=grounds.reason)
        decision = _decided(by, DecisionKind.PERMIT_REVOKED, settlement, grounds)
        end_permit(by, permit, PermitState.REVOKED, decision)
    else:
        decision = _decided(by, DecisionKind.SETTLEMENT, settlement, grounds)
    settlement.outcome, settlement.decision = outcome.value, decision
    settlement.save()
    return decision


def shown_to(person: Person) -> tuple[Message, ...]:
    """What a person is told of standstills: what of hers waits, how it was settled, that it goes on."""
    found = (
        Settlement.objects.filter(person=person)
        .select_related("standstill", "permit", "application", "decision")
        .order_by("-pk")
    )
    messages: list[Message] = []
    for one in found:
        resumed = one.standstill.resumed_on
        if one.decision is None and resumed is not None:
            messages.append(_message("resumed", day=resumed))
        else:
            messages.append(_of(one))
    return tuple(dict.fromkeys(messages))


def _of(settlement: Settlement) -> Message:
    permit, application, decision = settlement.permit, settlement.application, settlement.decision
    number = permit.number if permit is not None else application.number if application is not None else ""
    if decision is None:
        what = "permit" if permit is not None else "case" if application is not None else "person"
        return _message(f"{what}_waits", day=settlement.standstill.stopped_on, number=number)
    return _message(
        settlement.outcome,
        number=number,
        reason=decision.reason,
        appeal=decision.appeal_route,
        until=decision.ends_on or "",
    )


def _message(code: str, **slots: object) -> Message:
    wanted = WORDS.template(Language.EN, f"standstill.{code}").slots
    return Message(code, tuple((name, str(value)) for name, value in sorted(slots.items()) if name in wanted))


def _list(standstill: Standstill) -> dict[str, int]:
    """Put on the list every permit that runs or is to run, every open case, and whoever else is inside on a permit."""
    day, valid = standstill.stopped_on, PermitState.VALID.value
    states = [state.value for state in OPEN_STATES]
    permits = copied(
        Settlement,
        {"standstill": Given(standstill.pk), "person": "p.person_id", "permit": "p.id"},
        f"FROM {Permit._meta.db_table} p WHERE p.state = %s AND p.valid_to >= %s ORDER BY p.id",
        [valid, _day(day)],
    )
    open_cases = copied(
        Settlement,
        {"standstill": Given(standstill.pk), "person": "a.person_id", "application": "a.id"},
        f"FROM {Application._meta.db_table} a WHERE a.state IN ({', '.join('%s' for _ in states)}) ORDER BY a.id",
        states,
    )
    inside = copied(
        Settlement,
        {"standstill": Given(standstill.pk), "person": "s.person_id"},
        f"FROM {Stay._meta.db_table} s WHERE s.open AND s.on_permit_id IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {Settlement._meta.db_table} o WHERE o.standstill_id = %s AND o.person_id = s.person_id)",
        [standstill.pk],
    )
    return {"permits": permits, "applications": open_cases, "inside": inside}


def _held(by: By, number: str) -> Settlement:
    """The settlement of what has that number, where the account may see it, held until the transaction ends."""
    found = (
        Settlement.objects.select_for_update(of=("self",))
        .select_related("permit", "application", "person", "decision", "standstill")
        .filter(
            Q(permit__number=number)
            | Q(application__number=number)
            | Q(permit=None, application=None, person__number=number)
        )
        .order_by("-standstill__stopped_on", "-pk")
        .first()
    )
    if found is None or not _visible(by, found):
        raise NotThere("settlement")
    if found.decision is not None:
        raise Refused("settled_already", decision=found.decision.number)
    return found


def _possible(settlement: Settlement) -> frozenset[Settled]:
    if settlement.permit_id is not None:
        return _FOR_PERMIT
    return _FOR_APPLICATION if settlement.application_id is not None else _FOR_PERSON


def _visible(by: By, settlement: Settlement) -> bool:
    if Role(by.account.role) not in (Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER):
        return False
    if settlement.permit_id is not None:
        return reading.visible(by, "permit").filter(pk=settlement.permit_id).exists()
    if settlement.application_id is not None:
        return reading.visible(by, "application").filter(pk=settlement.application_id).exists()
    return reading.visible(by, "stay").filter(person=settlement.person_id, open=True).exists()


def _decided(by: By, kind: DecisionKind, settlement: Settlement, grounds: Grounds) -> Decision:
    return decide(
        by,
        kind,
        person=settlement.person,
        application=settlement.application,
        reason=grounds.reason,
        legal_basis=grounds.legal_basis,
        appeal_route=grounds.appeal_route,
        ends_on=grounds.ends_on,
        facts={
            "standstill": settlement.standstill.stopped_on,
            "permit": settlement.permit.number if settlement.permit is not None else None,
        },
    )


def _supervisor(by: By, reason: str, day: date) -> None:
    if Role(by.account.role) is not Role.SUPERVISOR:
        raise NotAllowed()
    if not reason.strip():
        raise Refused("reason_needed", field="reason")
    today = clock.today()
    if day > today:
        raise Refused("standstill_in_future", field="day", day=day, today=today)


def _day(day: date) -> object:
    return connection.ops.adapt_datefield_value(day)
