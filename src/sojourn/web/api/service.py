"""The API itself: its parts under one roof, its own reading of bodies, and one answer for every kind of mistake."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from sojourn import __version__
from sojourn.register import Refused

from . import border, checking, figures, records, routes, steps  # noqa: F401 (each adds its addresses)
from .document import complete
from .door import OfficeToken
from .problems import Problem, answer, invalid

_LOG = logging.getLogger("django.request")


class StrictParser(Parser):
    """Reads JSON that says it is JSON, each name once and every number one that JSON has."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises Problem."""
        if request.content_type != "application/json":
            raise Problem(415, "wrong_media_type", field="Content-Type")
        try:
            return json.loads(request.body, parse_constant=_no_number, object_pairs_hook=_each_once)
        except (ValueError, RecursionError):
            raise Problem(400, "not_json") from None


class Api(NinjaAPI):
    """The API, with a document that says all of it."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """The OpenAPI document, with what every operation shares."""
        return complete(super().get_openapi_schema(**given))


def _no_number(name: str) -> None:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name stands twice")
    return read


api = Api(
    title="Sojourn register",
    version=__version__,
    description="The register of a labour-migration programme, for the programs of offices, firms and agencies.",
    urls_namespace="api",
    docs_url=None,
    auth=OfficeToken(),
    parser=StrictParser(),
)
api.add_router("", routes.router)


@api.exception_handler(Problem)
@api.exception_handler(Refused)
def _told(request: HttpRequest, problem: Problem | Refused) -> HttpResponse:
    return answer(request, problem)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    code = "token_unknown" if "Authorization" in request.headers else "token_missing"
    return answer(request, Problem(401, code, field="Authorization", headers={"WWW-Authenticate": "Bearer"}))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(request, invalid(error.errors))


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):
        return answer(request, error.__cause__)
    return answer(request, Problem(400, "not_understood"))


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(request, Problem(404, "no_such_address"))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(request, Problem(413, "too_large"))


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return answer(request, Problem(400, "not_understood"))


@api.exception_handler(IntegrityError)
def _at_once(request: HttpRequest, error: IntegrityError) -> HttpResponse:
    _LOG.warning("refused by the database: %s", request.path_info, exc_info=error)
    return answer(request, Problem(409, "at_once"))


@api.exception_handler(OperationalError)
def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    _LOG.error("the database did not answer: %s", request.path_info, exc_info=error)
    return answer(request, Problem(503, "busy", headers={"Retry-After": "5"}))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _LOG.error("broken: %s", request.path_info, exc_info=error)
    return answer(request, Problem(500, "broken"))
