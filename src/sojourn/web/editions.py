"""Which text of each programme the site serves."""

from __future__ import annotations

from sojourn.policy import edition_of

from .shelf import shelf


def edition(key: str) -> str:
    """The fingerprint as printed on answers: its first eight digits."""
    return edition_of(key)[:8]


def note_editions() -> None:
    """Write down the editions served that were not served before."""
    from .models import Edition

    for key in shelf():
        Edition.objects.get_or_create(programme=key, fingerprint=edition_of(key))
