"""Notices that somebody has read: put aside by her, and still among her records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sojourn.policy import Language
from sojourn.register import By, notices

from .doing import desk


@require_POST
@desk()
def read(request: HttpRequest, language: Language, by: By) -> HttpResponse:
    """Note that a notice was read, and go back to the start."""
    notices.mark_read(by, request.POST.get("number", ""))
    return HttpResponseRedirect(reverse("desk_home", kwargs={"language": language}) + "#notices")
