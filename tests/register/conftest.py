"""What the tests of the register share: a city."""

from __future__ import annotations

import pytest

from tests.register.city import City, build


@pytest.fixture
def city(db: None) -> City:
    """A small border city on Monday 4 March 2019."""
    return build()
