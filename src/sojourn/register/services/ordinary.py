"""The ordinary crossing: it follows on the person's last one, nothing speaks against it, and little has to be asked.

It leaves the rows, events and answer that `crossings.record_at_length` would, from a handful of statements. That one
stays the measure: whatever is not plainly ordinary goes there, and a test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from .. import clock, events, reading
from ..actors import By
from ..models import Office
from ..numbers import new_number
from ..statements import border
from ..statements.border import Passenger
from ..statements.chain import Head
from ..statements.engine import Together
from ..vocabulary import Act, BorderVerdict, Direction, DocumentKind
from . import renewals
from .stays import how_past, limit_until

if TYPE_CHECKING:
    from .crossings import Passing


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A crossing that was recorded: its key, and the stay that it began or ended."""

    crossing: int
    stay: str
    leave_by: date | None
    latest: date | None


def record(
    by: By, passing: Passing, post: Office, at: datetime, head: Head, *, flag_open: bool = True
) -> Ordinary | None:
    """Record a crossing if it is an ordinary one; None where it is not, and nothing has been done.

    The chain is held, and ends with `head`. `flag_open` is as for `rebuilding.rebuild`: where it is False, a stay that
    is past its limit by now is no reason to go the long way, which would not flag it either.
    """
    day = clock.day_of(at)
    kind = passing.kind.value if passing.kind is not None else None
    passenger = border.passenger(passing.shown.strip().upper(), kind, passing.direction, at, day)
    if passenger is None or not _nothing_to_ask(passenger, day):
        return None
    if passing.direction is Direction.IN:
        return _in(by, passing, post, at, head, passenger, flag_open=flag_open)
    return _out(by, post, at, head, passenger)


def _nothing_to_ask(passenger: Passenger, day: date) -> bool:
    """Whether the document is good, the crossing the latest, and who left to renew not in question."""
    valid = passenger.valid_from <= day <= passenger.valid_to
    alone = passenger.last is None or passenger.last.alone
    return valid and alone and not passenger.later and not passenger.away


def _in(
    by: By, passing: Passing, post: Office, at: datetime, head: Head, passenger: Passenger, *, flag_open: bool
) -> Ordinary | None:
    day = clock.day_of(at)
    permit = passenger.covering if passing.to_work else None
    inside = passenger.stay is not None or (passenger.last is not None and passenger.last.direction is Direction.IN)
    if inside or passenger.banned or (permit is not None and permit.ended_on is not None):
        return None
    limit = limit_until(DocumentKind(passenger.kind), post.place, day, permit.valid_to if permit is not None else None)
    if flag_open and how_past(limit.leave_by, limit.latest, clock.today()) is not None:
        return None
    number = new_number("T")
    key = permit.key if permit is not None else None
    stay = Together()
    border.begin_stay(stay, number, passenger, key, post.place, day, limit.leave_by, limit.latest)
    _record(by, passenger, Direction.IN, at, post, head, stay)
    return Ordinary(passenger.following, number, limit.leave_by, limit.latest)


def _out(by: By, post: Office, at: datetime, head: Head, passenger: Passenger) -> Ordinary | None:
    day = clock.day_of(at)
    stay, last = passenger.stay, passenger.last
    if stay is None or last is None or last.key != stay.crossing_in or stay.flag:
        return None
    if how_past(stay.leave_by, stay.latest, day) is not None:
        return None
    if passenger.permit_to is not None and renewals.leaves_to_renew(passenger.permit_to, day):
        return None
    ended = Together()
    border.end_stay(ended, stay.key, passenger.following, day)
    _record(by, passenger, Direction.OUT, at, post, head, ended)
    return Ordinary(passenger.following, stay.number, stay.leave_by, stay.latest)


def _record(
    by: By, passenger: Passenger, direction: Direction, at: datetime, post: Office, head: Head, together: Together
) -> None:
    """Make the change of her stay, the crossing, the look that it brings with it, and its event: all in one."""
    verdict = BorderVerdict.ADMIT.value
    reading.noted(by, "crossing", passenger.person, Act.OPEN, together)
    border.add_crossing(together, passenger, direction, at, clock.day_of(at), post.pk, verdict)
    events.record_after(
        by,
        "crossing.recorded",
        {"crossing": passenger.following},
        events.Subject(passenger.person, passenger.number, passenger.secret),
        {
            "document": passenger.document,
            "direction": direction.value,
            "at": at,
            "post": post.number,
            "verdict": verdict,
        },
        head,
        together,
    )
