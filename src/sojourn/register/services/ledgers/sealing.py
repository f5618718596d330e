"""A ledger in one encrypted file, for one recipient.

The file begins with the line `SJX1` and a line of JSON: how the key is had (`x25519` or `scrypt`), and what that needs.
Then the ledger's folder as a tar archive in pieces of 64 KiB, each encrypted with AES-256-GCM under a nonce that counts
the pieces and marks the last, so that none can be left out, put elsewhere or cut off at the end; both lines are
authenticated with every piece.

`x25519`: the key is HKDF-SHA256 of what X25519 makes of a key drawn for this file and the recipient's public key (PEM).
`scrypt`: the key is scrypt of a passphrase and a salt drawn for this file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ...refusal import Refused

MAGIC: Final = b"SJX1\n"
_PIECE: Final = 64 * 1024
_TAG: Final = 16
#: What a header takes at most; a longer one is none.
_HEADER: Final = 4096
#: scrypt at some 130 MB and a fraction of a second, as RFC 7914 has it for files.
_COST: Final = {"n": 2**17, "r": 8, "p": 1}
_SHORTEST: Final = 12


@dataclass(frozen=True, slots=True)
class Recipient:
    """For whom a file is encrypted: the public key, or a passphrase told by another way."""

    key: X25519PublicKey | None = None
    passphrase: str = ""

    @property
    def fingerprint(self) -> str:
        """What the register notes of the recipient: of the key its SHA-256, of a passphrase nothing."""
        return hashlib.sha256(_raw(self.key)).hexdigest() if self.key is not None else "passphrase"


def recipient_of(pem: bytes) -> Recipient:
    """The recipient whose public key (X25519, PEM) that is. Raises Refused."""
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        key = None
    if not isinstance(key, X25519PublicKey):
        raise Refused("not_a_public_key")
    return Recipient(key)


def recipient_with(passphrase: str) -> Recipient:
    """Whoever knows the passphrase. Raises Refused for one that is soon guessed."""
    if len(passphrase) < _SHORTEST:
        raise Refused("passphrase_short", least=_SHORTEST)
    return Recipient(None, passphrase)


def seal(folder: Path, file: Path, recipient: Recipient) -> None:
    """Write the files of a folder into an encrypted file that does not exist yet, in one step."""
    header, key = _new_key(recipient)
    partial = file.with_name(f".{file.name}.{secrets.token_hex(4)}.partial")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(header)
            sealing = _Sealing(out, AESGCM(key), header)
            with tarfile.open(fileobj=sealing, mode="w|", format=tarfile.PAX_FORMAT) as archive:
                for path in sorted(folder.iterdir()):
                    archive.add(path, path.name, filter=_nobodys)
            sealing.finish()
            out.flush()
            os.fsync(out.fileno())
        partial.rename(file)
    except OSError as error:
        raise Refused("file_not_written", file=file, why=error.strerror or error) from error
    finally:
        partial.unlink(missing_ok=True)


def unseal(file: Path, folder: Path, *, private_key: bytes = b"", passphrase: str = "") -> None:
    """Put the files of an encrypted file into a folder. Raises Refused where it is none, or not for this key."""
    try:
        with file.open("rb") as sealed:
            header, said = _header(sealed)
            key = AESGCM(_known_key(said, private_key, passphrase))
            pieces = _Unsealing(_pieces(sealed, key, header))
            with tarfile.open(fileobj=pieces, mode="r|") as archive:
                _unpack(archive, folder)
            pieces.drain()
    except OSError as error:
        raise Refused("file_not_read", file=file, why=error.strerror or error) from error
    except tarfile.TarError as error:
        raise Refused("not_sealed", file=file) from error


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Put the files of an archive below a folder, for nobody but the user. Raises tarfile.TarError for anything else.

    The archive's own way to do so safely is not there before Python 3.11.4, which Debian 12 has not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for member in archive:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isreg() or member.isdir()):
            raise tarfile.TarError(member.name)
        place = folder.joinpath(*path.parts)
        if member.isdir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        source = archive.extractfile(member)
        assert source is not None
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            shutil.copyfileobj(source, out)


def is_sealed(path: Path) -> bool:
    """Whether a path is an encrypted transfer."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


# ---- the key ---------------------------------------------------------------------------------------------------------


def _new_key(recipient: Recipient) -> tuple[bytes, bytes]:
    if recipient.key is not None:
        own = X25519PrivateKey.generate()
        public = _raw(own.public_key())
        said = {"key": "x25519", "from": _text(public), "to": _text(_raw(recipient.key))}
        key = _agreed(own.exchange(recipient.key), public + _raw(recipient.key))
    else:
        salt = secrets.token_bytes(16)
        said = {"key": "scrypt", "salt": _text(salt), **{name: str(value) for name, value in _COST.items()}}
        key = _stretched(recipient.passphrase, salt)
    return MAGIC + json.dumps(said, sort_keys=True).encode() + b"\n", key


def _header(sealed: BinaryIO) -> tuple[bytes, dict[str, str]]:
    if sealed.read(len(MAGIC)) != MAGIC:
        raise Refused("not_sealed", file=getattr(sealed, "name", ""))
    line = sealed.readline(_HEADER)
    try:
        said = json.loads(line)
        return MAGIC + line, {str(name): str(value) for name, value in said.items()}
    except (ValueError, AttributeError) as error:
        raise Refused("not_sealed", file=getattr(sealed, "name", "")) from error


def _known_key(said: dict[str, str], private_key: bytes, passphrase: str) -> bytes:
    if said.get("key") == "scrypt":
        if not passphrase:
            raise Refused("passphrase_needed")
        if {name: said.get(name) for name in _COST} != {name: str(value) for name, value in _COST.items()}:
            raise Refused("sealed_for_other")
        return _stretched(passphrase, _bytes(said.get("salt", "")))
    if not private_key:
        raise Refused("private_key_needed")
    try:
        own = load_pem_private_key(private_key, None)
        sender = X25519PublicKey.from_public_bytes(_bytes(said.get("from", "")))
    except (ValueError, TypeError) as error:
        raise Refused("not_a_private_key") from error
    if not isinstance(own, X25519PrivateKey):
        raise Refused("not_a_private_key")
    return _agreed(own.exchange(sender), _raw(sender) + _raw(own.public_key()))


def _agreed(shared: bytes, both: bytes) -> bytes:
    return HKDF(SHA256(), 32, both, b"sojourn full transfer").derive(shared)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, 32, **_COST).derive(passphrase.encode())


def _raw(key: X25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


# ---- piece by piece --------------------------------------------------------------------------------------------------


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


class _Sealing(io.RawIOBase):
    """Takes bytes, and writes them encrypted a piece at a time; one is held back, for the last is marked."""

    def __init__(self, out: BinaryIO, key: AESGCM, header: bytes) -> None:
        self._out, self._key, self._header = out, key, header
        self._held = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        given = bytes(data)
        self._held += given
        while len(self._held) > _PIECE:
            self._put(bytes(self._held[:_PIECE]), last=False)
            del self._held[:_PIECE]
        return len(given)

    def finish(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._key.encrypt(_nonce(self._number, last=last), piece, self._header))
        self._number += 1


def _pieces(sealed: BinaryIO, key: AESGCM, header: bytes) -> Iterator[bytes]:
    number = 0
    piece = sealed.read(_PIECE + _TAG)
    while True:
        following = sealed.read(_PIECE + _TAG)
        try:
            yield key.decrypt(_nonce(number, last=not following), piece, header)
        except InvalidTag as error:
            raise Refused("sealed_for_other") from error
        if not following:
            return
        piece, number = following, number + 1


class _Unsealing(io.RawIOBase):
    """Gives what pieces hold."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while (size < 0 or len(self._held) < size) and (piece := next(self._pieces, None)) is not None:
            self._held += piece
        given, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return given

    def drain(self) -> None:
        """Look at every piece to the end, so that none that was changed goes unseen."""
        for _ in self._pieces:
            pass


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """A file as it would be anybody's: who wrote it and when stays here."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    entry.mode = 0o600
    return entry
