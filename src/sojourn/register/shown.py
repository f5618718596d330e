"""The accounts a demonstration shows on its sign-in page: one for each role, all with the same password.

A real register has none: nothing is shown where the register does not stand at a day of its own.
"""

from __future__ import annotations

from .clock import demonstration
from .models import Account

#: Guards nothing: the people of a demonstration are made up.
DEMONSTRATION_PASSWORD = "demonstration"


def demonstration_accounts() -> tuple[Account, ...]:
    """The accounts to show, in the order of the roles; none outside a demonstration."""
    if demonstration() is None:
        return ()
    return tuple(Account.objects.filter(shown=True, is_active=True).order_by("pk"))
