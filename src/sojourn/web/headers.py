"""What every response says to the browser, and which forms the site accepts."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from .api import PREFIX

Respond = Callable[[HttpRequest], HttpResponse]

#: Everything comes from the site itself; nothing runs; nothing may frame the site or be posted elsewhere.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)

FORM_TYPE = "application/x-www-form-urlencoded"
FILE_TYPE = "multipart/form-data"
#: The pages whose form brings a file, by the name of their address, and how many bytes such a form may have.
MOST_BYTES = {"desk_crossing_file": 16_100_000}


class PageHeaders(MiddlewareMixin):
    """Adds the security headers; answers to a posted form are never kept by browsers or proxies."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set what the response has not set itself."""
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "POST" or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        elif not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


class SameSiteForms:
    """Refuses forms that another site sends, and bodies that no form of this site makes.

    A forged form could change little here, for the site knows nobody. But it could show a visitor an answer to
    questions she was never asked, under this site's name, or have the lab run an experiment; the browser says where a
    form comes from, so it is refused.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or refuse it."""
        return self.respond(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Raise BadRequest or RequestDataTooBig for a form that is refused; nothing of its body has been read."""
        if request.method != "POST" or request.path_info.startswith(PREFIX):
            return  # the API takes no forms, and knows who asks by no cookie that a browser would send along
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            raise BadRequest("The form was sent by another site.")
        page = str(request.resolver_match.url_name) if request.resolver_match is not None else ""
        with_file = page in MOST_BYTES
        if request.content_type != (FILE_TYPE if with_file else FORM_TYPE):
            raise BadRequest("The body is not a form of this site.")
        most = MOST_BYTES[page] if with_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            raise RequestDataTooBig("The form is too large.")
