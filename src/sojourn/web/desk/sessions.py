"""How long a sign-in holds: a working day at most, an hour in which nothing is done; and for how long she is sure."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest

from sojourn.register import Account

#: Lines of who signed in, who did not, and who was refused: account numbers, never names, codes or what was typed.
SECURITY_LOG = logging.getLogger("sojourn.security")

#: A session ends so long after it began, whatever is done in it; and once nothing was asked for so long.
WHOLE = timedelta(hours=8)
IDLE = timedelta(hours=1)
#: What cannot be taken back is opened only so soon after the password was said, and done only so soon after that.
SURE = timedelta(minutes=10)
SURE_TO_SEND = timedelta(minutes=30)
#: How exactly the last moment is kept, so that not every page is a write.
_EXACTLY = 60

_clock = time.time

_BEGAN, _SEEN, _SURE = "began", "seen", "sure"
#: Set where the second step was taken, or was set up, in this session.
SECOND = "second"


def begun(sender: object, request: HttpRequest, user: Account, **_: object) -> None:
    """Note when a session began, as somebody signs in."""
    now = int(_clock())
    request.session[_BEGAN] = request.session[_SEEN] = request.session[_SURE] = now
    SECURITY_LOG.info("signed_in account=%s role=%s", user.number, user.role)


def held(request: HttpRequest) -> bool:
    """Whether the session still holds; one that does not is ended here."""
    now = int(_clock())
    began, seen = request.session.get(_BEGAN, 0), request.session.get(_SEEN, 0)
    if not 0 <= now - began <= WHOLE.total_seconds() or not now - seen <= IDLE.total_seconds():
        logout(request)
        return False
    if now - seen >= _EXACTLY:
        request.session[_SEEN] = now
    return True


def sure(request: HttpRequest) -> bool:
    """Whether the password was said soon enough before what is asked for now."""
    since = int(_clock()) - int(request.session.get(_SURE, 0))
    return since <= (SURE_TO_SEND if request.method == "POST" else SURE).total_seconds()


def made_sure(request: HttpRequest) -> None:
    """Note that she has just said her password again."""
    request.session[_SURE] = int(_clock())
