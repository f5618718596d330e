"""The end of the chain of events: held until the transaction ends, and moved on by the next event."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import ChainHead, Event
from . import engine


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of the chain: its place and its hash. It stays the last for as long as it is held."""

    sequence: int
    digest: str


def hold() -> Head:
    """Have whoever else adds to the chain wait until this transaction ends; gives its end."""
    found = engine.rows(f"SELECT sequence, digest FROM register_chainhead WHERE id = 1{engine.lock()}")
    if not found:
        ChainHead.objects.get_or_create(pk=1)
        return hold()
    return Head(*found[0])


_MOVE = "UPDATE register_chainhead SET sequence = %s, digest = %s WHERE id = 1 AND sequence = %s"
_FIELDS = (
    "sequence",
    "at",
    "day",
    "kind",
    "account",
    "office",
    "purpose",
    "person",
    "facts",
    "commitment",
    "previous",
    "digest",
)


def add(event: Event, head: Head, together: engine.Together) -> None:
    """Make some changes, and add the event that comes after `head` and tells of them.

    Raises RuntimeError where that is not the last one any more.
    """
    said = [
        event.sequence,
        engine.moment(event.at),
        event.day,
        event.kind,
        event.account_id,
        event.office_id,
        event.purpose,
        event.person_id,
        engine.structure(event.facts),
        event.commitment,
        event.previous,
        event.digest,
    ]
    together.add(engine.insertion(Event, _FIELDS), said)
    if together.make(_MOVE, [event.sequence, event.digest, head.sequence]) != 1:
        raise RuntimeError(f"the chain of events does not end at {head.sequence} any more")
