"""What the tests of the API share: the small city, and a caller with a token for each of its accounts."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sojourn.register import Account, Purpose, Role, acting, purposes_of, today, tokens
from sojourn.web.api import limits
from tests.register.city import City, build

_KEYS = itertools.count()


@dataclass
class Caller:
    """A program that calls the API under a token."""

    account: Account
    secret: str
    purpose: Purpose | None

    def get(self, path: str, purpose: Purpose | None = None, **headers: str) -> HttpResponse:
        """Read."""
        return Client().get(f"/api/{path}", headers=self._headers(purpose) | headers)

    def post(
        self, path: str, sent: Any, *, key: str | None = None, purpose: Purpose | None = None, **headers: str
    ) -> HttpResponse:
        """Ask for a change, under a key that nobody has unless one is given."""
        named = {"Idempotency-Key": key or f"key-{next(_KEYS)}"}
        body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
        return Client().post(
            f"/api/{path}",
            body,
            content_type=headers.pop("content_type", "application/json"),
            headers=self._headers(purpose) | named | headers,
        )

    def _headers(self, purpose: Purpose | None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.secret}"}
        named = purpose or self.purpose
        return headers if named is None else headers | {"Sojourn-Purpose": named.value}


def call_as(city: City, account: Account, purpose: Purpose | None = None) -> Caller:
    """A caller for an account, with a token that an operator has made; names the first of its purposes."""
    with acting(city.of(Role.OPERATOR), Purpose.OPERATION) as by:
        made = tokens.make(by, account, "tests", today() + timedelta(days=300))
    usual = min(purposes_of(Role(account.role)) - {Purpose.BREAK_GLASS}, default=None)
    return Caller(account, made.secret, purpose or usual)


@pytest.fixture
def city(db: None) -> City:
    """A small border city on Monday 4 March 2019."""
    return build()


@pytest.fixture
def calling(city: City) -> Callable[..., Caller]:
    """A caller of a role."""

    def call(role: Role, purpose: Purpose | None = None) -> Caller:
        return call_as(city, city.of(role), purpose)

    return call


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test shares what another has left of its limits."""
    monkeypatch.setattr(limits, "reads", limits.Buckets(limits.Limit(1_000_000, 1)))
    monkeypatch.setattr(limits, "changes", limits.Buckets(limits.Limit(1_000_000, 1)))
