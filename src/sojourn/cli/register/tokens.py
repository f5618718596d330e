"""`sojourn register token add` and `token end`."""

from __future__ import annotations

from datetime import date

from ..session import Session
from .opening import acting_as


def add_token(session: Session, acts: str, sign_in: str, name: str, until: date, *, as_json: bool) -> None:
    """Make a token for an account and tell its secret, this once."""
    with acting_as(session, acts) as by:
        from sojourn.register import setting_up, tokens

        made = tokens.make(by, setting_up.account_named(sign_in), name, until)
        number, secret = made.token.number, made.secret
    if as_json:
        session.data({"token": number, "secret": secret})
    else:
        print(session.say("register.token_made", number=number, sign_in=sign_in, day=until.isoformat()))
        print(secret)


def end_token(session: Session, acts: str, number: str) -> None:
    """End a token from now on."""
    with acting_as(session, acts) as by:
        from sojourn.register import tokens

        tokens.revoke(by, number)
    print(session.say("register.token_ended", number=number))
