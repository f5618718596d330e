"""What an operator does with accounts of offices, firms and agencies. A worker's own account is no part of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db.models import QuerySet

from .. import clock, events
from ..actors import By
from ..models import Account, AuditRow, Token
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Role
from . import second_factors
from .enrolling import give_once
from .setting_up import Belongs, add_account


@dataclass(frozen=True, slots=True)
class Given:
    """An account with a password that opens it once. `password` is told once and kept nowhere."""

    account: Account
    password: str


def listed(by: By) -> QuerySet[Account]:
    """Every account but the workers'. Raises NotAllowed for anybody but an operator."""
    _operator(by)
    return Account.objects.exclude(role=Role.WORKER.value).select_related("office", "employer", "agency")


def add(by: By, *, sign_in: str, name: str, role: Role, belongs: Belongs) -> Given:
    """Add an account with a password for once. Raises NotAllowed, NotThere and Refused."""
    _operator(by)
    if role is Role.WORKER:
        raise NotAllowed()
    account = add_account(
        by, sign_in=sign_in, name=name, role=role, belongs=belongs, password=secrets.token_urlsafe(32)
    )
    password = give_once(account)
    account.save()
    return Given(account, password)


def give_password(by: By, number: str) -> Given:
    """A new password for once, for somebody who has forgotten hers; every session of the account ends."""
    account = _other(by, number)
    if not account.is_active:
        raise Refused("account_closed", field="account")
    password = give_once(account)
    account.save()
    second_factors.end_sessions(account)
    events.record(by, "account.password_given", {"account": account.number, "role": account.role})
    return Given(account, password)


def close(by: By, number: str) -> None:
    """Have an account open nothing from now on: its sessions end, and no token of it is good."""
    account = _other(by, number)
    account.is_active = False
    account.save(update_fields=["is_active"])
    second_factors.end_sessions(account)
    open_tokens = Token.objects.filter(account=account, revoked_on=None)
    for token in open_tokens.select_for_update():
        token.revoked_on = clock.today()
        token.save(update_fields=["revoked_on"])
    events.record(by, "account.closed", {"account": account.number})


def reopen(by: By, number: str) -> None:
    """Have a closed account open again, with the password it had; its tokens stay revoked."""
    account = _other(by, number)
    account.is_active = True
    account.save(update_fields=["is_active"])
    events.record(by, "account.reopened", {"account": account.number})


def end_sessions(by: By, number: str) -> None:
    """End every session of an account, on whatever machine."""
    account = _other(by, number)
    second_factors.end_sessions(account)
    events.record(by, "account.sessions_ended", {"account": account.number})


def take_second_factor(by: By, number: str) -> None:
    """Take away a second factor that is lost. Raises NotThere where there is none."""
    second_factors.reset(by, _other(by, number))


def changes(by: By, table: str, row: int) -> tuple[AuditRow, ...]:
    """What the audit trail has of one row of an office, an account or a token, the newest first."""
    _operator(by)
    if table not in ("register_office", "register_account", "register_token"):
        raise NotAllowed()
    if table == "register_account" and not listed(by).filter(pk=row).exists():
        raise NotThere("account")
    return tuple(AuditRow.objects.filter(table=table, row=str(row)).order_by("-pk")[:200])


def _other(by: By, number: str) -> Account:
    """An account that is not the operator's own and no worker's, held until the act ends."""
    _operator(by)
    if number == by.account.number:
        raise NotAllowed("own_account")
    account = listed(by).select_for_update(of=("self",)).filter(number=number).first()
    if account is None:
        raise NotThere("account")
    if second_factors.exempt(account):
        raise NotAllowed("shown_account")
    return account


def _operator(by: By) -> None:
    if Role(by.account.role) is not Role.OPERATOR:
        raise NotAllowed()
