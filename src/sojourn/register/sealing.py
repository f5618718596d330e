"""Secrets at rest: sealed under a key that lies beside the database and never in it, each for one row alone."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_KEY_FILE = "sealing.key"
_NONCE = 12


def keys_folder() -> Path:
    """Where the register's keys lie."""
    folder = Path(settings.REGISTER_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def seal(secret: bytes, whose: str) -> bytes:
    """A secret as it may be kept: AES-256-GCM, bound to whom it belongs to."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, secret, whose.encode())


def unseal(sealed: bytes, whose: str) -> bytes | None:
    """The secret; None where it was sealed for somebody else, under another key, or has been changed."""
    try:
        return AESGCM(_key()).decrypt(sealed[:_NONCE], sealed[_NONCE:], whose.encode())
    except (InvalidTag, ValueError):
        return None


def _key() -> bytes:
    """The key, made once and kept where only its owner can read it."""
    path = keys_folder() / _KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    key = AESGCM.generate_key(bit_length=256)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key
