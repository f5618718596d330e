"""The key under which a person's values are committed to."""

from __future__ import annotations

from ..models import PersonKey
from . import engine


def secret_of(person: int) -> bytes | None:
    """The key of a person; None where she has none."""
    found = engine.rows("SELECT secret FROM register_personkey WHERE person_id = %s", [person])
    return bytes(found[0][0]) if found else None


def giving(person: int, secret: bytes) -> tuple[str, list[object]]:
    """The statement that gives a key to a person who has none, with its values."""
    return engine.insertion(PersonKey, ("person", "secret")), [person, secret]
