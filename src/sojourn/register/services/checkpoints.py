"""A permit's code for whoever may see the permit, and the signed list of void ones for every checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .. import clock, programme, reading
from ..actors import By
from ..cards import Card, Verified, public_key, read_list, sign_card, sign_list, signing_key, verify_card
from ..models import Permit
from ..sealing import keys_folder
from ..vocabulary import PermitState


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint takes along: the key to verify with and the list of void permits."""

    key: bytes
    void: str


def code_of(by: By, number: str) -> str:
    """The code of a permit that the account may open. Raises NotThere."""
    row = reading.opened(by, "permit", number)
    permit = Permit.objects.select_related("employer").get(number=row["number"])
    card = Card(permit.number, permit.valid_from, permit.valid_to, permit.area, permit.employer.number)
    return sign_card(card, signing_key(keys_folder()))


def checkpoint() -> Checkpoint:
    """The key and the list as of now: numbers that say nothing, for anybody to carry along."""
    key = signing_key(keys_folder())
    return Checkpoint(public_key(key), sign_list(clock.now(), void_permits(clock.today()), key))


def void_permits(day: date) -> list[str]:
    """Permits that are no longer valid though their last day has not passed."""
    void = Permit.objects.exclude(state=PermitState.VALID.value).filter(valid_to__gte=day)
    return list(void.order_by("number").values_list("number", flat=True))


def verified(text: str, place: str = "") -> Verified:
    """What this register's own checkpoint at a place says of a code: the same words as without a network."""
    here = checkpoint()
    places = _around(place) if place else None
    day = clock.today()
    return verify_card(text, here.key, read_list(here.void, here.key), at=clock.now(), day=day, places=places)


def _around(place: str) -> tuple[str, ...]:
    """The areas of permits that are good at a place: the place itself and those inside it."""
    return programme.places_of(place, clock.today())
