"""Verifying a permit's code for whoever signs in; the key and the list of void permits for every checkpoint."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.policy import Language
from sojourn.register import By, Role, Verified, checkpoints

from .doing import desk
from .frame import desk_page
from .telling import Told, field

#: Who stands at a checkpoint or in a works and is shown a permit.
_WHO = (Role.BORDER_POST, Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER, Role.ZONE_MANAGER, Role.SERVICE_CENTRE)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_WHO)
def verify(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Read a code and say whether the permit is valid: no name comes out, for none is in it."""
    text = request.POST.get("code", "").strip()
    here = request.POST.get("here") == "yes"
    place = by.account.office.place if here and by.account.office is not None else ""
    found = checkpoints.verified(text, place) if text else None
    return desk_page(
        request,
        language,
        "verify",
        by.account,
        {"code": text, "found": found, "fields": _card(found, language) if found is not None else (), "here": here},
        part="verify",
    )


@never_cache
@require_safe
def void_list(request: HttpRequest, language: Language) -> HttpResponse:
    """The signed list of void permits: numbers that say nothing, to be carried where there is no network."""
    return _file("void.txt", checkpoints.checkpoint().void)


@never_cache
@require_safe
def verifying_key(request: HttpRequest, language: Language) -> HttpResponse:
    """The key that codes and lists are verified with, as the command that verifies without a network reads it."""
    return _file("key.txt", base64.b64encode(checkpoints.checkpoint().key).decode())


def _file(name: str, text: str) -> HttpResponse:
    """A line of text to be kept as a file: both are named as `sojourn register checkpoint` names them."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=ascii", headers=headers)


def _card(found: Verified, language: Language) -> tuple[Told, ...]:
    card = found.card
    if card is None:
        return ()
    values = {"number": card.permit, "valid_from": card.first, "valid_to": card.last, "area": card.area}
    return tuple(
        Told(name, one.label, one.value)
        for name, value in values.items()
        for one in [field("permit", name, value, language)]
    )
