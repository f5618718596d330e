"""What the tests of the site share: a visitor, and the languages."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.visitor import Visitor


@pytest.fixture
def visitor() -> Visitor:
    """Somebody at the site."""
    return Visitor(Client())
