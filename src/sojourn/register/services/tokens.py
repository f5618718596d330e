"""Tokens: made and revoked by an operator, for the programs of an office, firm or agency; the account's rights hold."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from .. import clock, events
from ..actors import By
from ..models import Account, Token
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..statements.tokens import usable
from ..vocabulary import Role

#: How every token begins, so that one that was left in a file is found by searching for it.
START = "sojourn_"
#: No token is good for longer: whoever needs one after that asks again.
LONGEST = timedelta(days=366)
_SHOWN = len(START) + 6


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. `secret` is told once and kept nowhere."""

    token: Token
    secret: str


def make(by: By, account: Account, name: str, expires_on: date) -> Made:
    """Make a token for an account. Raises NotAllowed for anybody but an operator, Refused for an end that cannot be."""
    _operator(by)
    today = clock.today()
    if not name.strip():
        raise Refused("token_without_name", field="name")
    if not today <= expires_on <= today + LONGEST:
        raise Refused("token_end", field="expires_on", first=today, last=today + LONGEST)
    if not account.is_active:
        raise Refused("account_closed", field="account")
    secret = START + secrets.token_urlsafe(32)
    token = Token.objects.create(
        number=new_number("T"),
        account=account,
        name=name.strip(),
        digest=_digest(secret),
        beginning=secret[:_SHOWN],
        made_on=today,
        made_by=by.account,
        expires_on=expires_on,
    )
    events.record(by, "token.made", {"token": token.number, "account": account.number, "expires_on": expires_on})
    return Made(token, secret)


def revoke(by: By, number: str) -> Token:
    """End a token from this moment on. Raises NotAllowed for anybody but an operator, NotThere, and Refused."""
    _operator(by)
    events.hold()
    token = Token.objects.select_for_update().filter(number=number.strip().upper()).first()
    if token is None:
        raise NotThere("token")
    if token.revoked_on is not None:
        raise Refused("token_revoked", day=token.revoked_on)
    token.revoked_on = clock.today()
    token.save(update_fields=["revoked_on"])
    events.record(by, "token.revoked", {"token": token.number})
    return token


def standing(by: By) -> tuple[Token, ...]:
    """Every token, the newest first. Raises NotAllowed for anybody but an operator."""
    _operator(by)
    return tuple(Token.objects.select_related("account", "account__office").order_by("-pk"))


def known(secret: str) -> Token | None:
    """The token of this secret, if it may be used today; None for any other."""
    if not secret.startswith(START):
        return None
    return usable(_digest(secret), clock.by_the_clock())


def used(token: Token) -> None:
    """Note the day on which a token was last used; to be called by whoever acts under it, once a day at most."""
    today = clock.today()
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _operator(by: By) -> None:
    if Role(by.account.role) is not Role.OPERATOR:
        raise NotAllowed()
