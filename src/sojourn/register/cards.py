"""A permit as a signed code that a checkpoint verifies without a network, against a signed, dated list of what is void.

The code holds no name, document number or picture: the permit's number, its first and last day, where it allows work
and for which employer's number. Who bears it is matched by the document she shows. Signed with Ed25519 over CBOR; a
changed byte fails.

    SJ1.<payload and signature, base 64 for addresses>
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

_CARD, _LIST = "SJ1.", "SJL1."
_SIGNATURE = 64
_EPOCH = date(2000, 1, 1)
#: A list older than this no longer says for certain that a permit is not void.
LIST_LASTS = timedelta(days=1)
#: Longer codes are none of ours; reading one never takes long.
MOST_CHARACTERS = 4_000
_KEY_FILE = "permit-key"


class Verdict(StrEnum):
    """What a checkpoint can say of a code."""

    VALID = "valid"
    NOT_CERTAIN = "not_certain"
    NOT_BEGUN = "not_begun"
    EXPIRED = "expired"
    VOID = "void"
    OUTSIDE_AREA = "outside_area"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Card:
    """What a permit's code says."""

    permit: str
    first: date
    last: date
    area: str
    employer: str


@dataclass(frozen=True, slots=True)
class VoidList:
    """The permits that are no longer valid though their last day has not passed, as they stood at a moment."""

    at: datetime
    permits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict on a code, what it says (None where it is not ours), and how old the list was."""

    verdict: Verdict
    card: Card | None
    list_age: timedelta | None


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The register's key, made once and kept where only its owner can read it."""
    path = folder / _KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    return key


def public_key(key: Ed25519PrivateKey) -> bytes:
    """What a checkpoint needs to verify codes with: 32 bytes."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign_card(card: Card, key: Ed25519PrivateKey) -> str:
    """The code of a card."""
    said = [card.permit, (card.first - _EPOCH).days, (card.last - _EPOCH).days, card.area, card.employer]
    return _signed(_CARD, cbor2.dumps(said), key)


def sign_list(at: datetime, permits: Iterable[str], key: Ed25519PrivateKey) -> str:
    """The list of void permits as of a moment, signed."""
    return _signed(_LIST, cbor2.dumps([int(at.timestamp()), sorted(permits)]), key)


def read_list(text: str, key: bytes) -> VoidList | None:
    """The list that a text holds; None where it is not signed with that key."""
    said = _opened(_LIST, text, key, most=None)
    try:
        at, permits = said if isinstance(said, list) else []
        return VoidList(datetime.fromtimestamp(at, UTC), frozenset(map(str, permits)))
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def verify_card(
    text: str,
    key: bytes,
    void: VoidList | None,
    *,
    at: datetime,
    day: date,
    places: Iterable[str] | None = None,
) -> Verified:
    """What can be said of a code at a moment, on a day: without the network, from the key and the list alone.

    `places`: the areas in which the checkpoint lies; None where it does not ask for the area.
    """
    card = _card(_opened(_CARD, text.strip(), key, most=MOST_CHARACTERS))
    age = at - void.at if void is not None else None
    if card is None:
        return Verified(Verdict.NOT_OURS, None, age)
    if void is not None and card.permit in void.permits:
        return Verified(Verdict.VOID, card, age)
    if day < card.first:
        return Verified(Verdict.NOT_BEGUN, card, age)
    if day > card.last:
        return Verified(Verdict.EXPIRED, card, age)
    if places is not None and card.area not in set(places):
        return Verified(Verdict.OUTSIDE_AREA, card, age)
    fresh = age is not None and timedelta(0) <= age <= LIST_LASTS
    return Verified(Verdict.VALID if fresh else Verdict.NOT_CERTAIN, card, age)


def _signed(kind: str, payload: bytes, key: Ed25519PrivateKey) -> str:
    # What is signed begins with the kind, so that a list is never taken for a card.
    signature = key.sign(kind.encode() + payload)
    return kind + base64.urlsafe_b64encode(payload + signature).decode().rstrip("=")


def _opened(kind: str, text: str, key: bytes, *, most: int | None) -> object:
    """What a signed text holds; None where anything about it is not as it was signed."""
    if not text.startswith(kind) or (most is not None and len(text) > most):
        return None
    written = text[len(kind) :]
    try:
        whole = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        payload, signature = whole[:-_SIGNATURE], whole[-_SIGNATURE:]
        # One code has one spelling: spare bits at the end must be as they were written.
        if base64.urlsafe_b64encode(whole).decode().rstrip("=") != written:
            return None
        Ed25519PublicKey.from_public_bytes(key).verify(signature, kind.encode() + payload)
        return cbor2.loads(payload)
    except (binascii.Error, ValueError, InvalidSignature, cbor2.CBORDecodeError):
        return None


def _card(said: object) -> Card | None:
    match said:
        case [str(permit), int(first), int(last), str(area), str(employer)]:
            return Card(permit, _EPOCH + timedelta(days=first), _EPOCH + timedelta(days=last), area, employer)
    return None
