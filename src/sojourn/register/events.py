"""The ledger of events: each in the transaction of the change it tells of, each holding the hash of the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from . import clock
from .actors import By, taken
from .filed_rows import as_recorded
from .models import ChainHead, Event, Person
from .statements import chain, keys
from .statements.chain import Head
from .statements.engine import Together, changed


def record(
    by: By,
    kind: str,
    facts: Mapping[str, Any],
    *,
    person: Person | None = None,
    personal: Mapping[str, Any] | None = None,
) -> Event:
    """Add an event. `facts` hold no personal value; `personal` ones are only committed to, under the person's key."""
    head = hold()
    whom = Subject(person.pk, person.number, keys.secret_of(person.pk) if personal else None) if person else None
    event = _added(by, kind, facts, whom, personal, head, Together())
    if person is not None:
        event.person = person
    return event


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an event is about: her primary key, her number, and the key of her commitments (None: she has none yet)."""

    person: int
    number: str
    secret: bytes | None


def record_after(
    by: By,
    kind: str,
    facts: Mapping[str, Any],
    whom: Subject,
    personal: Mapping[str, Any],
    head: Head,
    together: Together,
) -> None:
    """Make some changes and add an event as `record` does, to a chain that is held and ends with `head`."""
    _added(by, kind, facts, whom, personal, head, together)


def hold() -> Head:
    """Have whoever else adds to the chain wait until this transaction ends; gives the end of the chain.

    An act that works out one row from others takes it first of all locks, so that no two acts wait for each other.
    """
    head: Head | None = taken("head")
    return head or chain.hold()


def commitment(person: Person, personal: Mapping[str, Any]) -> str:
    """What ties personal values to an event for as long as the person's key exists, and to nobody afterwards."""
    secret = keys.secret_of(person.pk)
    if secret is None:
        secret = _new_secret()
        changed(*keys.giving(person.pk, secret))
    return _sealed(secret, personal)


def _added(
    by: By,
    kind: str,
    facts: Mapping[str, Any],
    whom: Subject | None,
    personal: Mapping[str, Any] | None,
    head: Head,
    together: Together,
) -> Event:
    event = Event(
        sequence=head.sequence + 1,
        at=clock.now(),
        day=clock.today(),
        kind=kind,
        account=by.account,
        office_id=by.account.office_id,
        purpose=by.purpose.value,
        person_id=whom.person if whom else None,
        facts=json.loads(json.dumps(facts, default=_plain)),
        commitment=_committed(whom, personal, together) if whom is not None and personal else "",
        previous=head.digest,
    )
    event.digest = digest_of(event, by.account.number, whom.number if whom else "")
    chain.add(event, head, together)
    return event


def _committed(whom: Subject, personal: Mapping[str, Any], together: Together) -> str:
    secret = whom.secret
    if secret is None:
        secret = _new_secret()
        together.add(*keys.giving(whom.person, secret))
    return _sealed(secret, personal)


def _new_secret() -> bytes:
    return secrets.token_bytes(32)


def _sealed(secret: bytes, personal: Mapping[str, Any]) -> str:
    return hmac.new(secret, _canonical(personal), hashlib.sha256).hexdigest()


def digest_of(event: Event, account: str, person: str) -> str:
    """The hash of an event: of all that it says, and of the hash before it."""
    said = {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "day": event.day.isoformat(),
        "kind": event.kind,
        "account": account,
        "office": event.office_id,
        "purpose": event.purpose,
        "person": person,
        "facts": event.facts,
        "commitment": event.commitment,
        "previous": event.previous,
    }
    return hashlib.sha256(_canonical(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold: at which event, and why.

    `changed`, `missing`, `unlinked`, `cut_off`, or `rows_changed`: the rows that it holds a hash over are others now.
    """

    sequence: int
    why: str


def verify(events: QuerySet[Event] | None = None) -> Broken | None:
    """Walk the whole chain; None where it holds."""
    previous, expected = "0" * 64, 1
    for event in _in_order(events if events is not None else Event.objects.all()):
        if event.sequence != expected:
            return Broken(expected, "missing")
        if event.previous != previous:
            return Broken(event.sequence, "unlinked")
        person = event.person.number if event.person is not None else ""
        if digest_of(event, event.account.number, person) != event.digest:
            return Broken(event.sequence, "changed")
        if not as_recorded(event.kind, event.facts):
            return Broken(event.sequence, "rows_changed")
        previous, expected = event.digest, expected + 1
    head = ChainHead.objects.filter(pk=1).first()
    if head is not None and (head.sequence != expected - 1 or head.digest != previous):
        return Broken(expected, "cut_off")
    return None


def _in_order(events: QuerySet[Event]) -> Iterator[Event]:
    return events.select_related("account", "person").order_by("sequence").iterator(chunk_size=2000)


def _canonical(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
