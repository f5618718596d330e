"""Forms that are done once: pressed twice, sent again by a browser or a bad line, they lead where they led first.

A form carries a key that was drawn with it (`parts/once.html`). The same answers under the same key are one act; other
answers, after going back, are another, which the register judges by itself.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from django.http import HttpRequest

from sojourn.register import By, requests

#: The field in which a form carries its key.
FIELD = "once"
_LONGEST = 40
#: What a browser sends of a form that says nothing of what was asked for.
_ASIDE = frozenset({"csrfmiddlewaretoken"})


def key_of(request: HttpRequest) -> str:
    """The key for the form on a page: the one it was sent with, where it is shown again, else a new one."""
    given = request.POST.get(FIELD, "")
    return given if 0 < len(given) <= _LONGEST and given.isascii() and given.isalnum() else secrets.token_hex(12)


def once(request: HttpRequest, by: By, act: Callable[[], str]) -> str:
    """Do what a form asks for, unless these answers were sent under its key before; the address it leads to.

    An act that is refused leaves the key free. A form without a key gets one of its own and is done as it comes.
    """
    said = sorted((name, value) for name, values in request.POST.lists() if name not in _ASIDE for value in values)
    asked = "\n".join([request.path, by.purpose.value, key_of(request), repr(said)])
    digest = hashlib.sha256(asked.encode()).hexdigest()
    answer = requests.once(by, digest, digest, lambda: (303, act()))
    return str(answer.said)
