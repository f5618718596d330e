"""Pages for what cannot be served: no such page, a form that is refused, something broken here."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse

from ..frame import page
from ..languages import of_address
from ..saying import say


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page is at this address."""
    return _page(request, "not_found", 404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is none that a page of this site makes."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(request, "too_large", 413)
    return _page(request, "refused", 400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that does not bring the token that its page was given."""
    return _page(request, "forged", 403)


def closed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something that whoever asks may not do."""
    return _page(request, "closed", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed here."""
    return _page(request, "broken", 500)


def _page(request: HttpRequest, code: str, status: int) -> HttpResponse:
    language = of_address(request)
    context = {"heading": say(language, f"wrong.{code}.title"), "told": say(language, f"wrong.{code}.text")}
    return page(request, language, "wrong", context, status=status)
