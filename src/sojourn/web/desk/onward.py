"""Where a record leads besides the steps of its case: renewing a permit, answering a gap, declaring a fee."""

from __future__ import annotations

from django.urls import reverse

from sojourn.policy import Language
from sojourn.register import By, PermitState, Role, Row

from .renewing import RENEW

#: Who gives workers their accounts from their own page.
_GIVES_ACCOUNTS = Role.HR_OFFICER
#: Who recruits, and so may take money for it.
_TAKES_FEES = (Role.AGENCY, Role.EMPLOYER)


def onward(by: By, row: Row, language: Language) -> tuple[tuple[str, str], ...]:
    """What can be done from a record's page, each as the code of its name and its address."""
    role, kind, number = Role(by.account.role), row.object, row.get("number")
    found: list[tuple[str, str]] = []
    if kind == "permit" and role in RENEW and row["state"] == PermitState.VALID:
        code = "desk.renew.how" if role is Role.WORKER else "desk.renew.title"
        found.append((code, reverse("desk_renew", kwargs={"language": language, "number": number})))
    if kind == "application" and role in _TAKES_FEES:
        address = reverse("desk_declare_fee", kwargs={"language": language, "number": number})
        found.append(("desk.deed.declare_fee.title", address))
    if kind == "gap" and role is Role.EXIT_ENTRY_OFFICER and row["closed_on"] is None:
        found.append(("desk.gap.title", reverse("desk_gap", kwargs={"language": language, "number": number})))
    if kind == "person" and role is _GIVES_ACCOUNTS:
        found.append(("desk.way.account", f"{reverse('desk_account', kwargs={'language': language})}?worker={number}"))
    return tuple(found)
