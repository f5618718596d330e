"""Where somebody goes on to who was asked for something first: a page of this site, or the start of the desk."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sojourn.policy import Language


def onwards(request: HttpRequest, language: Language) -> str:
    """The address that `next` names, where it is one of this site's."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("desk_home", kwargs={"language": language})


def first_to(name: str, request: HttpRequest, language: Language) -> HttpResponseRedirect:
    """On to a page first, and from there to the one that was asked for."""
    here = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse(name, kwargs={'language': language})}?{here}")
