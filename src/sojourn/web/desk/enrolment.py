"""A worker's first account: a slip with a password that opens the register once; and choosing one's own."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import By, Refused, Role, enrolling, opened, passwords, presented

from ..saying import say
from .doing import USUAL_PURPOSE, attempted, desk
from .frame import desk_page
from .telling import told


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.HR_OFFICER, Role.SERVICE_CENTRE, purpose=lambda request, role: USUAL_PURPOSE[role])
def account_for(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Find the worker, then give her an account: the slip is on the answer and nowhere else."""
    shown = (request.POST.get("shown", "") or request.GET.get("worker", "")).strip()[:40]
    context: dict[str, object] = {"shown": shown}
    if request.method == "POST" and request.POST.get("do") == "give":
        slip = attempted(lambda: enrolling.enrol(by, shown))
        if not isinstance(slip, Refused):
            where = request.build_absolute_uri(reverse("desk_sign_in", kwargs={"language": language}))
            told_in = {f"in_{one.value}": say(one, "desk.account.on_slip") for one in Language}
            return desk_page(
                request, language, "slip", by.account, {"slip": slip, "where": where, **told_in}, part="account"
            )
        context["told"] = slip.told(language)
    elif shown:
        found = attempted(lambda: _fields(by, shown, language))
        if isinstance(found, Refused):
            context["nobody"] = True
        else:
            context["fields"] = found
    return desk_page(
        request, language, "account_for", by.account, context, part="account", status=409 if "told" in context else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk(before_second=True)
def password(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Choose a password of one's own: at the first sign-in with one from a slip, and whenever one likes."""
    first = by.account.password_once
    why: Refused | None = None
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in ("now", "new", "again")}
        done = attempted(lambda: enrolling.choose(by, **said))
        if done is None:
            update_session_auth_hash(request, by.account)
            return HttpResponseRedirect(reverse("desk_home", kwargs={"language": language}))
        why = done
        by.account.refresh_from_db()
    names = ("new", "again") if first else ("now", "new", "again")
    context = {
        "first": first,
        "least": passwords.SHORTEST,
        "names": [
            (name, say(language, f"desk.password.{name}"), "current-password" if name == "now" else "new-password")
            for name in names
        ],
        "at": why.field if why is not None else "",
        "why": why.told(language) if why is not None else "",
    }
    return desk_page(request, language, "password", by.account, context, status=422 if why is not None else 200)


def _fields(by: By, shown: str, language: Language) -> tuple[object, ...]:
    """Who it is, as the role may see her. Raises NotThere."""
    if Role(by.account.role) is Role.SERVICE_CENTRE:
        found = presented(by, "person", shown)
        if not found:
            raise Refused("person_unknown", field="shown", shown=shown)
        return told(found[0], language)
    return told(opened(by, "person", shown.upper()), language)
