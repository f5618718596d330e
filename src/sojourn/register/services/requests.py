"""Changes asked for under a key: done once, and answered alike however often they are asked for.

How long an answer is kept says `retention.yaml`; a key that is forgotten can be used again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import clock
from ..actors import By
from ..models import Request
from ..refusal import Refused

#: The status of a change that is being done.
_UNDER_WAY = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a change: as it was answered the first time. `repeated` where nothing was done this time."""

    status: int
    said: Any
    repeated: bool = False


def once(by: By, key: str, digest: str, act: Callable[[], tuple[int, Any]]) -> Answer:
    """Do an act unless it was done under this key, and keep what it answers in the same transaction.

    `digest` is of all that was asked for. Whoever comes with the same key meanwhile waits for the first to end. An act
    that is refused leaves the key free. Raises Refused where the key was used for something else.
    """
    made = Request(account=by.account, key=key, digest=digest, at=clock.now(), status=_UNDER_WAY, answer={})
    # A row that stands already is left as it is. Two at once: the second waits here until the first is through.
    Request.objects.bulk_create([made], ignore_conflicts=True)
    kept = Request.objects.select_for_update().get(account=by.account, key=key)
    if kept.digest != digest:
        raise Refused("key_used_for_another")
    if kept.status != _UNDER_WAY:
        return Answer(kept.status, kept.answer, repeated=True)
    status, said = act()
    Request.objects.filter(pk=kept.pk).update(status=status, answer=said)
    return Answer(status, said)
