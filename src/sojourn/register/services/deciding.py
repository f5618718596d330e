"""Decisions: by a named officer of an authority, with reasons; never changed, only superseded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .. import clock, events, programme
from ..actors import By
from ..models import Agency, Application, Decision, Employer, Office, Person, Violation
from ..numbers import new_number
from ..refusal import NotAllowed, Refused
from ..vocabulary import AUTHORITY, SOURCE, DecisionKind, RestsOn


def decide(
    by: By,
    kind: DecisionKind,
    *,
    person: Person | None = None,
    employer: Employer | None = None,
    agency: Agency | None = None,
    application: Application | None = None,
    adverse: bool | None = None,
    against_finding: bool = False,
    reason: str = "",
    legal_basis: str = "",
    appeal_route: str = "",
    begins_on: date | None = None,
    ends_on: date | None = None,
    amount: Decimal | None = None,
    days: int | None = None,
    conduct: str = "",
    violation: Violation | None = None,
    rests_on: RestsOn | None = None,
    supersedes: Decision | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Decision:
    """Save a decision of the officer who acts, with its event.

    `adverse` is taken from the kind unless given (a rating may go either way). Raises Refused where an adverse decision
    lacks its reason, legal basis, end or way to appeal, and NotAllowed where the account is no officer's or the case
    is her own.
    """
    office = office_of(by)
    not_own(by, person)
    against = kind.adverse if adverse is None else adverse
    if against:
        for field, value in (("reason", reason), ("legal_basis", legal_basis), ("appeal_route", appeal_route)):
            if not value.strip():
                raise Refused(f"adverse_without.{field}", field=field)
        if ends_on is None:
            raise Refused("adverse_without.ends_on", field="ends_on")
    _cited(legal_basis, appeal_route)
    if against_finding and not reason.strip():
        raise Refused("against_finding_without_reason", field="reason")
    today = clock.today()
    begins = begins_on or today
    if ends_on is not None and ends_on < begins:
        raise Refused("ends_before_it_begins", field="ends_on", begins=begins, ends=ends_on)
    decision = Decision.objects.create(
        number=new_number("D"),
        kind=kind.value,
        adverse=against,
        against_finding=against_finding,
        application=application,
        person=person,
        employer=employer,
        agency=agency,
        officer=by.account,
        office=office,
        authority=office.authority,
        conduct=conduct,
        violation=violation,
        rests_on=rests_on.value if rests_on is not None else "",
        reason=reason.strip(),
        legal_basis=legal_basis.strip(),
        appeal_route=appeal_route.strip(),
        decided_on=today,
        begins_on=begins,
        ends_on=ends_on,
        amount=amount,
        days=days,
        supersedes=supersedes,
    )
    found = application.finding if application is not None else None
    events.record(
        by,
        f"decision.{kind.value}",
        {
            "decision": decision.number,
            "adverse": against,
            "authority": office.authority,
            "against_finding": against_finding,
            "finding": found.content_hash if found is not None else None,
            "on_paper": found.on_paper if found is not None else None,
            "in_practice": found.in_practice if found is not None else None,
            "edition": found.edition if found is not None else None,
            "violation": violation.number if violation is not None else None,
            "rests_on": rests_on.value if rests_on is not None else None,
            "application": application.number if application else None,
            "employer": employer.number if employer else None,
            "agency": agency.number if agency else None,
            "begins_on": begins,
            "ends_on": ends_on,
            "amount": amount,
            "days": days,
            "conduct": conduct or None,
            "supersedes": supersedes.number if supersedes else None,
            **(facts or {}),
        },
        person=person,
        personal={"reason": reason.strip()} if person is not None and reason.strip() else None,
    )
    return decision


def _cited(legal_basis: str, appeal_route: str) -> None:
    """A basis or a way to appeal that is named by a key of the programme (see `vocabulary`) is one that it has."""
    basis_known(legal_basis)
    authorities = programme.programme().authorities
    if appeal_route.startswith(AUTHORITY) and appeal_route.removeprefix(AUTHORITY) not in authorities:
        raise Refused("no_authority_to_appeal_to", field="appeal_route", authority=appeal_route.removeprefix(AUTHORITY))


def basis_known(basis: str, *, field: str = "legal_basis") -> None:
    """Raise Refused for a basis that is named by a key of the programme's sources and is none of them."""
    if basis.startswith(SOURCE) and basis.removeprefix(SOURCE) not in programme.programme().sources:
        raise Refused("no_such_source", field=field, source=basis.removeprefix(SOURCE))


def office_of(by: By) -> Office:
    """The office that the account acts for. Raises NotAllowed where it acts for none."""
    if by.account.office is None:
        raise NotAllowed()
    return by.account.office


def not_own(by: By, person: Person | None) -> None:
    """Nobody decides about herself. Raises NotAllowed."""
    if person is not None and by.account.person_id == person.pk:
        raise NotAllowed("own_case")
