"""Which text of each programme the site serves, by a fingerprint of its files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from .shelf import programme, shelf


@cache
def fingerprint(key: str) -> str:
    """A fingerprint of every file of a programme and of those it extends (64 hexadecimal digits)."""
    digest = hashlib.sha256()
    for part in programme(key).chain:
        for name, content in _files(resources.files("sojourn").joinpath("programmes", part), part):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def edition(key: str) -> str:
    """The fingerprint as printed on answers: its first eight digits."""
    return fingerprint(key)[:8]


def note_editions() -> None:
    """Write down the editions served that were not served before."""
    from .models import Edition

    for key in shelf():
        Edition.objects.get_or_create(programme=key, fingerprint=fingerprint(key))


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        name = f"{path}/{item.name}"
        if item.is_dir():
            found.extend(_files(item, name))
        elif item.name.endswith(".yaml"):
            found.append((name, item.read_bytes()))
    return found
