"""Who asks, and what for: nothing is read or done without a token and a purpose that its role may name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from sojourn.register import By, NotAllowed, Purpose, Role, Token, acting, purposes_of, requests, tokens

from . import limits
from .problems import Problem
from .rendering import rendered

PURPOSE = "Sojourn-Purpose"
SHOWN = "Sojourn-Shown"
KEY = "Idempotency-Key"
LONGEST_KEY = 80


class OfficeToken(HttpBearer):
    """`Authorization: Bearer sojourn_...`: a token that an operator of the register made for an account."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, where it may be used today."""
        return tokens.known(token)


@contextmanager
def admitted(request: HttpRequest, *, holding_chain: bool = False) -> Iterator[By]:
    """One transaction in which the token's account acts for the purpose named. Raises Problem and NotAllowed.

    `holding_chain` is for an act that begins with the chain of events (see `acting`).
    """
    token: Token = request.auth  # type: ignore[attr-defined]
    bucket = limits.reads if request.method == "GET" else limits.changes
    wait = bucket.take(token.pk)
    if wait:
        raise Problem(429, "too_many_requests", seconds=wait, headers={"Retry-After": str(wait)})
    purpose = _purpose(request)
    if purpose not in purposes_of(Role(token.account.role)):
        raise NotAllowed("wrong_purpose")
    with acting(token.account, purpose, holding_chain=holding_chain) as by:
        yield by
        # Last of all, for whoever holds a token's row must not wait for the chain that others hold.
        tokens.used(token)


def shown(request: HttpRequest) -> str:
    """The number that a person shows: in a header, for addresses are written down along the way. Raises Problem."""
    number = request.headers.get(SHOWN, "").strip()
    if len(number) > 40 or not number.isprintable() or not number.isascii():
        raise Problem(400, "header_form", field=SHOWN, most=40)
    return number


def once(
    request: HttpRequest, by: By, act: Callable[[], tuple[int, Mapping[str, Any]]], *, digest: str = ""
) -> HttpResponse:
    """Do what was asked for under the request's key: once, however often it is asked for. Raises Problem.

    `digest` is the body's, where that has been read already.
    """
    key = request.headers.get(KEY, "").strip()
    if not key:
        raise Problem(400, "key_missing", field=KEY)
    if len(key) > LONGEST_KEY or not key.isprintable() or not key.isascii():
        raise Problem(400, "header_form", field=KEY, most=LONGEST_KEY)
    asked = "\n".join([request.get_full_path(), by.purpose.value, digest or digest_of(request.body)])
    answer = requests.once(by, key, digest_of(asked.encode()), act)
    response = rendered(answer.said, status=answer.status, sort=True)
    if answer.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def digest_of(said: bytes) -> str:
    """What tells two bodies apart."""
    return hashlib.sha256(said).hexdigest()


def _purpose(request: HttpRequest) -> Purpose:
    named = request.headers.get(PURPOSE, "").strip()
    if not named:
        raise Problem(400, "purpose_missing", field=PURPOSE, among=_among())
    try:
        return Purpose(named)
    except ValueError:
        raise Problem(400, "purpose_unknown", field=PURPOSE, among=_among()) from None


def _among() -> str:
    return ", ".join(purpose.value for purpose in Purpose)
