"""A token that may be used, with the account that it is for."""

from __future__ import annotations

from datetime import date
from functools import cache

from ..models import Account, Office, Token
from . import engine


@cache
def _sql() -> str:
    wanted = [*engine.columns(Token, "token"), *engine.columns(Account, "account"), *engine.columns(Office, "office")]
    return f"""SELECT {", ".join(wanted)} FROM register_token token
    JOIN register_account account ON account.id = token.account_id AND account.is_active
    LEFT JOIN register_office office ON office.id = account.office_id
    WHERE token.digest = %s AND token.revoked_on IS NULL
    AND token.expires_on >= coalesce((SELECT day FROM register_today ORDER BY id LIMIT 1), %s)"""


def usable(digest: str, today: date) -> Token | None:
    """The token of a digest, where it may be used; `today` is the day by the clock, and gives way to a demonstration's.

    Its account and that account's office come with it.
    """
    found = engine.first_rows(_sql(), [digest, today])
    if not found:
        return None
    one, two = len(Token._meta.concrete_fields), len(Account._meta.concrete_fields)
    values = found[0]
    token: Token = engine.made(Token, values[:one])
    account: Account = engine.made(Account, values[one : one + two])
    account.office = engine.made(Office, values[one + two :]) if account.office_id is not None else None
    token.account = account
    return token
