"""The key under which a person's values are committed to."""

from __future__ import annotations

from ..models import PersonKey
from . import engine


def secret_of(person: int) -> bytes | None:
    """The key of a person; None where she has none."""
    found = engine.rows("SELECT secret FROM register_personkey WHERE person_id = %s", [person])
    return bytes(found[0][0]) if found else None


def add(person: int, secret: bytes) -> None:
    """Give a person a key; she has none."""
    engine.changed(engine.insertion(PersonKey, ("person", "secret")), [person, secret])
