"""Signing in and out. In a demonstration the sign-in page has one account for each role, to be entered by a button."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.policy import Language
from sojourn.register import DEMONSTRATION_PASSWORD, Account, demonstration_accounts, enrolling, second_factors

from .doing import signed_in
from .frame import desk_page
from .onwards import onwards
from .second_step import half_way
from .sessions import SECURITY_LOG


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, language: Language) -> HttpResponse:
    """The form to sign in with; what is wrong with a try is told without saying which of the two was wrong."""
    wrong = False
    if request.method == "POST":
        name = request.POST.get("sign_in", "").strip()
        account = authenticate(request, sign_in=name.lower(), password=request.POST.get("password", ""))
        if isinstance(account, Account) and not enrolling.run_out(account):
            if second_factors.of(account) is not None:
                wanted = urlencode({"next": request.POST["next"]}) if request.POST.get("next") else ""
                return half_way(request, language, account, f"?{wanted}" if wanted else "")
            login(request, account)
            return HttpResponseRedirect(onwards(request, language))
        SECURITY_LOG.warning("sign_in_wrong")
        wrong = True
    elif signed_in(request) is not None:
        return HttpResponseRedirect(onwards(request, language))
    return desk_page(
        request,
        language,
        "sign_in",
        None,
        {
            "wrong": wrong,
            "next": request.GET.get("next", ""),
            "demonstration": demonstration_accounts(),
            "demonstration_password": DEMONSTRATION_PASSWORD,
        },
        status=422 if wrong else 200,
    )


def locked(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    """What somebody sees who has tried too many wrong passwords: that it is closed, and for how long."""
    said = request.resolver_match.kwargs.get("language") if request.resolver_match is not None else None
    language = said if isinstance(said, Language) else Language.EN
    SECURITY_LOG.warning("sign_in_shut")
    return desk_page(request, language, "locked", None, status=429)


@never_cache
@csrf_protect
@require_POST
def sign_out(request: HttpRequest, language: Language) -> HttpResponse:
    """End the session, here and on the server."""
    logout(request)
    return HttpResponseRedirect(reverse("desk_sign_in", kwargs={"language": language}))
