"""What a page of the desk has around it: who is signed in, where she can go, and the day of a demonstration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sojourn.policy import Language
from sojourn.register import Account, Act, Role, all_rights, demonstration

from ..frame import page
from .once import key_of

#: What can be listed, in the order of the strip.
LISTED = (
    "application",
    "permit",
    "job",
    "site",
    "stay",
    "gap",
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

#: What can be opened by its number besides: a person, from her case.
OPENED = (*LISTED, "person")

#: A worker's own records under five names, each a page of its own; all the others find kinds side by side.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "applications": ("application", "decision", "appeal"),
    "money": ("charge", "insurance", "job"),
    "troubles": ("complaint", "claim"),
}

#: Pages of a role's own, before the kinds of records it may list.
_OWN: Mapping[Role, tuple[str, ...]] = {
    Role.EMPLOYER: ("file", "batch"),
    Role.AGENCY: ("file", "batch"),
    Role.BORDER_POST: ("cross", "inside", "verify", "inland", "emergency"),
    Role.HR_OFFICER: ("file", "account", "note", "inspections", "agencies", "firms", "verify", "emergency", "withhold"),
    Role.EXIT_ENTRY_OFFICER: ("inside", "note", "inspections", "verify", "emergency", "withhold"),
    Role.ZONE_MANAGER: ("verify", "emergency"),
    Role.SERVICE_CENTRE: ("queue", "account", "verify", "emergency"),
    Role.SUPERVISOR: ("statistics", "standstill"),
    Role.DELEGATION: ("statistics",),
    Role.AUDITOR: ("openings", "withheld", "statistics"),
    Role.OPERATOR: ("operation",),
}

#: How many ways stand in the strip; what goes beyond is unfolded.
_IN_STRIP = 6


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
    found = ways(account, language, part) if account is not None else ()
    strip, more = (found[:_IN_STRIP], found[_IN_STRIP:]) if len(found) > _IN_STRIP + 1 else (found, ())
    return page(
        request,
        language,
        f"desk/{template}",
        {
            "account": account,
            "ways": strip,
            "more_ways": more,
            "more_here": any(way.current for way in more),
            "stands_at": demonstration(),
            "once_key": key_of(request),
            **(context or {}),
        },
        status=status,
    )


def ways(account: Account, language: Language, part: str) -> tuple[Way, ...]:
    """Where the account's role can go: its start, pages of its own, the kinds of records it may list."""
    role = Role(account.role)
    home = Way("desk.way.home", reverse("desk_home", kwargs={"language": language}), part == "home")
    if role is Role.WORKER:
        return home, *_of_worker(language, part)
    own = [Way(f"desk.way.{name}", _address(name, language), part == name) for name in _OWN.get(role, ())]
    return home, *own, *(_list(kind, language, part) for kind in LISTED if may_list(role, kind))


def _address(name: str, language: Language) -> str:
    if name == "operation":
        return reverse(f"operation_{language.value}:index")
    return reverse(f"desk_{name}", kwargs={"language": language})


def may_list(role: Role, kind: str) -> bool:
    """Whether a role may list a kind of record."""
    right = all_rights().get((role, kind))
    return right is not None and Act.LIST in right.acts


def _of_worker(language: Language, part: str) -> tuple[Way, ...]:
    groups = [
        Way(
            f"desk.way.{name}",
            reverse("desk_group", kwargs={"language": language, "group": name}),
            part == name or part in kinds,
        )
        for name, kinds in GROUPS.items()
    ]
    grouped = {kind for kinds in GROUPS.values() for kind in kinds}
    data = part == "data" or (part in LISTED and part not in grouped)
    return *groups, Way("desk.way.data", reverse("desk_data", kwargs={"language": language}), data)


def _list(kind: str, language: Language, part: str) -> Way:
    return Way(
        f"desk.kind.{kind}.plural",
        reverse("desk_list", kwargs={"language": language, "kind": kind}),
        part == kind,
    )
