"""What every answer under /api/ is: JSON, never kept by anybody, without a cookie, whatever went wrong on the way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from . import problems
from .problems import Problem

PREFIX = "/api/"

#: How a problem that none of our own code told is named, by its status.
_BY_STATUS = {400: "not_understood", 404: "no_such_address", 405: "wrong_method", 413: "too_large", 503: "busy"}


class ApiAnswers:
    """The outermost layer: an error that something else has answered with a page is told in the form of the API."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; see to what comes back where it is one of the API's."""
        response = self.respond(request)
        if not request.path_info.startswith(PREFIX):
            return response
        if response.status_code >= 400 and response.headers.get("Content-Type") != problems.MEDIA_TYPE:
            told = problems.answer(request, _told(response))
            for name, value in response.headers.items():
                if name not in ("Content-Type", "Content-Length", "Content-Language", "Vary"):
                    told.headers[name] = value
            response = told
        response.cookies.clear()
        response.headers["Cache-Control"] = "no-store"
        if isinstance(response, HttpResponse):
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _told(response: HttpResponseBase) -> Problem:
    status = response.status_code
    code = _BY_STATUS.get(status, "not_understood" if status < 500 else "broken")
    if code == "wrong_method":
        return Problem(status, code, allowed=response.headers.get("Allow", ""))
    return Problem(status if status in (400, 404, 405, 413, 503) else (400 if status < 500 else 500), code)
