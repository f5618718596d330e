"""The second step of signing in: the code an app shows, codes on paper; the password again; signing out everywhere."""

from __future__ import annotations

import base64
import time

import segno
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.policy import Language
from sojourn.register import Account, By, Refused, Role, acting, second_factors

from ..saying import say
from .doing import USUAL_PURPOSE, attempted, desk
from .frame import desk_page
from .onwards import onwards
from .sessions import SECOND, SECURITY_LOG, made_sure

#: How long after the password the code may come, in seconds.
_BETWEEN = 600
_HALF, _DRAWN = "half", "drawn"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def half_way(request: HttpRequest, language: Language, account: Account, wanted: str) -> HttpResponse:
    """On to the second step for somebody who has said the right password: nobody is signed in yet."""
    request.session.cycle_key()
    request.session[_HALF] = [account.pk, int(time.time()), account.get_session_auth_hash()]
    return HttpResponseRedirect(f"{reverse('desk_code_step', kwargs={'language': language})}{wanted}")


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def code_step(request: HttpRequest, language: Language) -> HttpResponse:
    """Ask for the code; with the right one she is signed in."""
    account = _half_in(request)
    if account is None:
        return HttpResponseRedirect(reverse("desk_sign_in", kwargs={"language": language}))
    why, status = "", 200
    if request.method == "POST":
        with acting(account, USUAL_PURPOSE[Role(account.role)]) as by:
            came = attempted(lambda: second_factors.tried(by, request.POST.get("code", "")[:80]))
        if came is second_factors.Tried.RIGHT:
            login(request, account, BACKEND)
            request.session.pop(_HALF, None)
            request.session[SECOND] = True
            return HttpResponseRedirect(onwards(request, language))
        SECURITY_LOG.warning("second_step_wrong account=%s", account.number)
        if came is second_factors.Tried.SHUT:
            return desk_page(request, language, "code_shut", None, status=429)
        why = came.told(language) if isinstance(came, Refused) else say(language, "desk.second.wrong")
        status = 422
    context = {"why": why, "next": request.POST.get("next", "") or request.GET.get("next", "")}
    return desk_page(request, language, "code_step", None, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(before_second=True, sure=True)
def second_step(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Set the second step up, or see that there is one and what to do when the telephone is lost."""
    factor = second_factors.of(by.account)
    pressed = request.POST.get("do", "") if request.method == "POST" else ""
    if pressed == "set_up":
        return _set_up(request, language, by)
    if factor is not None and pressed == "codes":
        return _told_once(request, language, by, second_factors.renew_codes(by))
    if factor is not None and pressed == "give_up":
        second_factors.give_up(by)
        update_session_auth_hash(request, by.account)
        request.session.pop(SECOND, None)
        return HttpResponseRedirect(reverse("desk_second_step", kwargs={"language": language}))
    if factor is None or request.GET.get("new"):
        return _setting_up(request, language, by)
    context = {
        "since": factor.since,
        "left": second_factors.codes_left(factor),
        "all": second_factors.RECOVERY_CODES,
        "required": second_factors.required(by.account),
    }
    return desk_page(request, language, "second_step", by.account, context, part="second")


def _setting_up(request: HttpRequest, language: Language, by: By, why: str = "", *, status: int = 200) -> HttpResponse:
    """The page with the secret: the one drawn before, so that looking twice does not change it."""
    if second_factors.exempt(by.account):
        return desk_page(request, language, "second_step_not", by.account, part="second")
    drawn = _drawn_before(request, by.account) or second_factors.draw(by.account)
    request.session[_DRAWN] = base64.b64encode(drawn.sealed).decode()
    context = {
        "picture": _picture(drawn.address, language),
        "letters": drawn.letters,
        "required": second_factors.required(by.account),
        "why": why,
    }
    return desk_page(request, language, "second_step_new", by.account, context, part="second", status=status)


def _set_up(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    drawn = _drawn_before(request, by.account)
    if drawn is None:
        return _setting_up(request, language, by)
    codes = attempted(lambda: second_factors.set_up(by, drawn, request.POST.get("code", "")[:80]))
    if isinstance(codes, Refused):
        by.account.refresh_from_db()
        return _setting_up(request, language, by, codes.told(language), status=422)
    update_session_auth_hash(request, by.account)
    request.session.pop(_DRAWN, None)
    request.session[SECOND] = True
    SECURITY_LOG.info("second_step_set account=%s", by.account.number)
    return _told_once(request, language, by, codes)


def _told_once(request: HttpRequest, language: Language, by: By, codes: tuple[str, ...]) -> HttpResponse:
    return desk_page(request, language, "recovery_codes", by.account, {"codes": codes}, part="second")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(before_second=True)
def again(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Ask for the password again before what cannot be taken back."""
    wrong = False
    if request.method == "POST":
        password = request.POST.get("password", "")
        found = authenticate(request, sign_in=by.account.sign_in, password=password)
        if found is not None and found.pk == by.account.pk:
            made_sure(request)
            return HttpResponseRedirect(onwards(request, language))
        wrong = True
    context = {"wrong": wrong, "next": request.POST.get("next", "") or request.GET.get("next", "")}
    return desk_page(request, language, "again", by.account, context, status=422 if wrong else 200)


@require_POST
@desk(before_second=True)
def sign_out_everywhere(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """End every session of hers, on whatever machine."""
    second_factors.sign_out_everywhere(by)
    logout(request)
    return HttpResponseRedirect(reverse("desk_sign_in", kwargs={"language": language}))


def _half_in(request: HttpRequest) -> Account | None:
    """Whoever has said the right password in this session a moment ago, and has not changed it since."""
    key, at, hashed = request.session.get(_HALF) or (None, 0, "")
    if key is None or not 0 <= time.time() - at <= _BETWEEN:
        return None
    account = Account.objects.filter(pk=key, is_active=True).first()
    return account if account is not None and account.get_session_auth_hash() == hashed else None


def _drawn_before(request: HttpRequest, account: Account) -> second_factors.Drawn | None:
    kept = request.session.get(_DRAWN, "")
    return second_factors.drawn(account, base64.b64decode(kept)) if kept else None


def _picture(address: str, language: Language) -> SafeString:
    """What an app reads with the camera: black on white whatever the colours of the page."""
    drawn = segno.make(address, error="m").svg_inline(
        border=4, light="#fff", dark="#000", omitsize=True, title=str(say(language, "desk.second.picture"))
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))
