"""What a page of the desk has around it: who is signed in, where she can go, and the day of a demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sojourn.policy import Language
from sojourn.register import Account, Act, Role, all_rights, demonstration

from ..frame import page

#: What can be listed, in the order of the strip.
LISTED = (
    "application",
    "permit",
    "job",
    "stay",
    "decision",
    "appeal",
    "violation",
    "complaint",
    "claim",
    "charge",
    "insurance",
    "check_in",
    "crossing",
    "look",
    "correction",
)


#: Pages of a role's own, before the kinds of records it may list.
_OWN = {
    Role.WORKER: ("data",),
    Role.BORDER_POST: ("verify",),
    Role.HR_OFFICER: ("verify",),
    Role.EXIT_ENTRY_OFFICER: ("verify",),
    Role.ZONE_MANAGER: ("verify",),
    Role.SERVICE_CENTRE: ("verify",),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Somewhere to go from every page of the desk."""

    code: str
    url: str
    current: bool


def desk_page(
    request: HttpRequest,
    language: Language,
    template: str,
    account: Account | None,
    context: Mapping[str, object] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page of the desk."""
    return page(
        request,
        language,
        f"desk/{template}",
        {
            "account": account,
            "ways": ways(account, language, part) if account is not None else (),
            "stands_at": demonstration(),
            **(context or {}),
        },
        status=status,
    )


def ways(account: Account, language: Language, part: str) -> tuple[Way, ...]:
    """The kinds of records that the account's role may list."""
    role = Role(account.role)
    held = all_rights()
    own = [
        Way(f"desk.way.{name}", reverse(f"desk_{name}", kwargs={"language": language}), part == name)
        for name in _OWN.get(role, ())
    ]
    return *own, *(
        Way(
            f"desk.kind.{name}.plural",
            reverse("desk_list", kwargs={"language": language, "kind": name}),
            part == name,
        )
        for name in LISTED
        if (right := held.get((role, name))) is not None and Act.LIST in right.acts
    )
