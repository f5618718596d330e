"""What the tests of the desk share: the small city, and somebody signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sojourn.register import Role
from tests.register.city import City, build
from tests.web.visitor import Visitor


@pytest.fixture
def city(db: None) -> City:
    """A small border city on Monday 4 March 2019."""
    return build()


@pytest.fixture
def at_desk(city: City) -> Callable[[Role], Visitor]:
    """Somebody of a role, signed in."""

    def sign_in(role: Role) -> Visitor:
        client = Client()
        client.force_login(city.of(role), backend="django.contrib.auth.backends.ModelBackend")
        return Visitor(client)

    return sign_in
