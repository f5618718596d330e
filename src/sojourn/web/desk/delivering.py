"""A file of crossings delivered by a border post: the one page of the site that takes a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sojourn.policy import Language
from sojourn.register import WORDS, By, Refused, Role, crossing_files

from .doing import attempted, desk
from .frame import desk_page

#: Bytes that a file may have: some hundred thousand lines, as over the API.
LARGEST_FILE = 16_000_000
#: The address of the page, by which the forms that bring a file are known.
ROUTE = "desk_crossing_file"


class InMemory(MemoryFileUploadHandler):
    """Keeps one file in memory, up to its size; one that is larger is read no further."""

    def handle_raw_input(self, *args: Any, **named: Any) -> None:
        """Nothing is known of the file before it is read."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take in a part."""
        if start + len(raw_data) > LARGEST_FILE:
            raise StopUpload(connection_reset=True)
        kept: bytes | None = super().receive_data_chunk(raw_data, start)
        return kept


def takes_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose form brings one file; nowhere else are files read."""

    @wraps(view)
    def with_file(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return view(request, *args, **named)

    return with_file


@takes_file
@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.BORDER_POST)
def deliver(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """The form for a file; then what became of its lines. The same file again changes nothing."""
    if request.method != "POST":
        return _page(request, language, by)
    file = request.FILES.get("file")
    whole = crossing_files.Whole.ALL_OR_NONE
    if request.POST.get("whole") == crossing_files.Whole.GOOD_LINES.value:
        whole = crossing_files.Whole.GOOD_LINES
    if file is None or not file.size:
        return _page(request, language, by, no_file=True, whole=whole.value, status=422)
    read = file.read()
    done = attempted(lambda: crossing_files.deliver(by, io.BytesIO(read), whole))
    if isinstance(done, Refused):
        return _page(request, language, by, told=done.told(language), whole=whole.value, status=409)
    bad = [
        (line.line, line.field, line.value, WORDS.say(language, f"line.{line.code}", **line.slots)) for line in done.bad
    ]
    kept_out = bool(done.bad_lines) and whole is crossing_files.Whole.ALL_OR_NONE
    return _page(request, language, by, done=done, bad=bad, kept_out=kept_out, whole=whole.value)


def _page(request: HttpRequest, language: Language, by: By, *, status: int = 200, **context: object) -> HttpResponse:
    return desk_page(request, language, "crossing_file", by.account, context, part="cross", status=status)
