"""What every view of the desk goes through: who is signed in, what for, and what is told when something is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from sojourn.policy import Language
from sojourn.register import (
    Account,
    By,
    NotAllowed,
    NotThere,
    Purpose,
    Refused,
    Role,
    acting,
    all_rights,
    second_factors,
)

from . import sessions
from .frame import desk_page
from .onwards import first_to

_P = ParamSpec("_P")
_T = TypeVar("_T")
View = Callable[Concatenate[HttpRequest, Language, By, _P], HttpResponse]

#: What each role looks at records for where a page names nothing else.
USUAL_PURPOSE = {
    Role.WORKER: Purpose.OWN_RECORD,
    Role.EMPLOYER: Purpose.EMPLOYMENT,
    Role.AGENCY: Purpose.PLACEMENT,
    Role.HR_OFFICER: Purpose.CASE,
    Role.EXIT_ENTRY_OFFICER: Purpose.CASE,
    Role.ZONE_MANAGER: Purpose.SITE_SAFETY,
    Role.BORDER_POST: Purpose.BORDER_CONTROL,
    Role.SERVICE_CENTRE: Purpose.COUNTER,
    Role.SUPERVISOR: Purpose.STATISTICS,
    Role.DELEGATION: Purpose.STATISTICS,
    Role.AUDITOR: Purpose.AUDIT,
    Role.OPERATOR: Purpose.OPERATION,
}


def desk(
    *roles: Role,
    purpose: Purpose | Callable[..., Purpose] | None = None,
    sure: bool = False,
    before_second: bool = False,
) -> Callable[[View[_P]], Callable[..., HttpResponse]]:
    """A view for whoever is signed in in one of the roles (any, where none is named), as one transaction.

    Nobody signed in: on to the sign-in. Another role, or something refused: a page that says why. `purpose` is what the
    role usually looks for, unless given here, or worked out from the request, the role and the address. `sure`: only
    soon after she has said her password. `before_second`: also where the second step her role needs is not set up yet.
    """

    def wrap(view: View[_P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @never_cache
        @csrf_protect
        def guarded(request: HttpRequest, language: Language, *args: Any, **named: Any) -> HttpResponse:
            account = signed_in(request)
            if account is None:
                return first_to("desk_sign_in", request, language)
            role = Role(account.role)
            choosing = reverse("desk_password", kwargs={"language": language})
            if account.password_once and request.path != choosing:
                return HttpResponseRedirect(choosing)
            try:
                if roles and role not in roles:
                    raise NotAllowed()
                named_purpose = purpose(request, role, **named) if callable(purpose) else purpose
                with acting(account, named_purpose or USUAL_PURPOSE[role]) as by:
                    if not before_second and wants_second(request, account):
                        return first_to("desk_second_step", request, language)
                    if sure and not second_factors.exempt(account) and not sessions.sure(request):
                        return first_to("desk_again", request, language)
                    return view(request, language, by, *args, **named)
            except Refused as refused:
                status = 404 if isinstance(refused, NotThere) else 403 if isinstance(refused, NotAllowed) else 409
                if status == 403:
                    sessions.SECURITY_LOG.warning("not_allowed account=%s page=%s", account.number, page_of(request))
                return desk_page(request, language, "refused", account, {"told": refused.told(language)}, status=status)

        return guarded

    return wrap


def purpose_for(request: HttpRequest, role: Role, *, kind: str, **_: object) -> Purpose:
    """The purpose for which a kind of record is looked at: as named in the request, else the role's first for it."""
    right = all_rights().get((role, kind))
    if right is None:
        return USUAL_PURPOSE[role]
    asked = request.GET.get("for", "")
    return next((one for one in right.purposes if one.value == asked), right.purposes[0])


def signed_in(request: HttpRequest) -> Account | None:
    """The account that is signed in, in a session that still holds."""
    user = request.user
    return user if user.is_authenticated and sessions.held(request) else None


def wants_second(request: HttpRequest, account: Account) -> bool:
    """Whether the account opens nothing before it has a second step, and none was taken in this session."""
    return not request.session.get(sessions.SECOND) and second_factors.required(account)


def page_of(request: HttpRequest) -> str:
    """The name of the page that was asked for; its address may hold somebody's number."""
    return str(request.resolver_match.url_name) if request.resolver_match is not None else ""


def attempted(act: Callable[[], _T]) -> _T | Refused:
    """What an act gives, or why it was refused; then nothing of it has been done."""
    try:
        with transaction.atomic():
            return act()
    except Refused as refused:
        return refused
