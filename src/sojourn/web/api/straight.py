"""The way of a request to the API: past everything that only pages need, for it is asked hundreds of times a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .answers import PREFIX


class StraightToApi:
    """Answers what is asked of the API by itself; everything else goes on through the layers that follow.

    Those are about files, sessions, forms and signing in, none of which the API has. What is left of them for it is the
    host's name, which is checked here, and the length of the answer (see `ApiAnswers`).
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond
        self._api: Callable[[HttpRequest], Any] = convert_exception_to_response(_Views().answer)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or pass it on."""
        if not request.path_info.startswith(PREFIX):
            return self.respond(request)
        response: HttpResponseBase = self._api(request)
        return response


class _Views(BaseHandler):
    """The framework's own way from an address to its view, with no layer around it."""

    _view_middleware: list[object] = []
    _template_response_middleware: list[object] = []
    _exception_middleware: list[object] = []

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """What the view of the address answers. Raises SuspiciousOperation for a host that is not this site."""
        request.get_host()
        response: HttpResponseBase = self._get_response(request)  # type: ignore[attr-defined]
        return response
