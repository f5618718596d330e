"""Going on in a demonstration: to the next day or to a later one, night by night, with what happened on the way."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import Refused, Role, demonstration, demonstration_accounts, nightly

from ..saying import say
from .doing import signed_in
from .forms import Field, asked, refused, typed_date, with_error
from .frame import desk_page

#: How many days a demonstration goes on at once; each night's work takes its time.
MOST_DAYS = 92


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest, language: Language) -> HttpResponse:
    """Move a demonstration on, whoever is signed in to it; a real register goes by the clock and has no such page."""
    account = signed_in(request)
    stands_at = demonstration()
    operator = next((one for one in demonstration_accounts() if Role(one.role) is Role.OPERATOR), None)
    if account is None:
        return HttpResponseRedirect(reverse("desk_sign_in", kwargs={"language": language}))
    if stands_at is None or operator is None:
        told = Refused("no_demonstration").told(language)
        return desk_page(request, language, "refused", account, {"told": told}, status=409)
    fields: tuple[Field, ...] = (asked("day", "day", language, request.POST, code="desk.go_on.day"),)
    context: dict[str, object] = {"fields": fields}
    if request.method == "POST":
        wanted = stands_at + timedelta(days=1) if request.POST.get("do") == "next" else typed_date("day", request.POST)
        if request.POST.get("at") != stands_at.isoformat():
            # The same press again, or somebody else's meanwhile: the day it was about has passed.
            return desk_page(request, language, "go_on", account, {"fields": fields, "moved_already": True})
        if wanted is None:
            fields = with_error(fields, "day", say(language, "desk.go_on.missing"))
        elif (wanted - stands_at).days > MOST_DAYS:
            fields = with_error(fields, "day", say(language, "desk.go_on.too_far", most=MOST_DAYS))
        else:
            try:
                done = nightly.move_to(operator, wanted)
            except Refused as why:
                fields = refused(fields, why, language)
            else:
                night = [(say(language, f"desk.night.{name}"), count) for name, count in done.items()]
                return desk_page(request, language, "go_on", account, {"done": night, "day": wanted, "fields": fields})
        context = {"fields": fields, "wrong": [field for field in fields if field.error]}
    return desk_page(request, language, "go_on", account, context, status=422 if context.get("wrong") else 200)
