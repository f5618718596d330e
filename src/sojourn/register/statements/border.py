"""What a crossing is judged by, in one statement; and the rows that one leaves which follows on the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from ..models import Crossing, Stay
from ..vocabulary import DecisionKind, Direction, DocumentKind, PermitState
from . import engine


@dataclass(frozen=True, slots=True)
class OpenStay:
    """The stay of somebody who is in."""

    key: int
    number: str
    crossing_in: int
    leave_by: date | None
    latest: date | None
    flag: str


@dataclass(frozen=True, slots=True)
class Covering:
    """A permit whose first and last day a crossing lies between; `ended_on` where it was ended before its last day."""

    key: int
    valid_to: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Last:
    """The last of a person's crossings that count, and whether it is the only one in its second."""

    key: int
    direction: Direction
    alone: bool


@dataclass(frozen=True, slots=True)
class Passenger:
    """Who shows a document at a moment, and what stands in the register of her.

    `secret` is her key in the ledger, None where she has none yet; `following` the key that a crossing of hers gets.
    `banned` says that a ban was decided whose days this one is among, whatever has become of it; `away` that she left
    to renew and is not back; `later` that a crossing of hers is known from that second on, or this very one of the
    document. `permit_to` is the last day of her latest valid permit that has begun.
    """

    kind: str
    document: str
    valid_from: date
    valid_to: date
    person: int
    number: str
    secret: bytes | None
    following: int
    stay: OpenStay | None
    covering: Covering | None
    banned: bool
    away: bool
    later: bool
    last: Last | None
    permit_to: date | None


#: Written so that the index of a person's moments is walked: nearly every crossing is without a refusal, and a database
#: that has not counted them yet would rather gather all of those.
_LAST = """(SELECT x.{column} FROM register_crossing x WHERE x.person_id = d.person_id
    AND coalesce(x.refusal_id, 0) = 0 ORDER BY x.at DESC LIMIT 1{more})"""
#: The documents are found by their kind and number together.
_KINDS = ", ".join(f"'{kind.value}'" for kind in DocumentKind)


@cache
def _sql(of_kind: bool) -> str:
    return f"""SELECT d.kind, d.document_number, d.valid_from, d.valid_to, d.person_id, w.number, k.secret,
    {engine.next_key(Crossing)}, s.id, s.number, s.crossing_in_id, s.leave_by, s.latest, s.flag,
    p.id, p.valid_to, p.ended_on,
    EXISTS (SELECT 1 FROM register_decision b WHERE b.person_id = d.person_id AND b.kind = '{DecisionKind.BAN.value}'
        AND b.begins_on <= %s AND (b.ends_on IS NULL OR b.ends_on >= %s)),
    EXISTS (SELECT 1 FROM register_absence a WHERE a.person_id = d.person_id AND a.returned_on IS NULL),
    EXISTS (SELECT 1 FROM register_crossing x WHERE x.person_id = d.person_id AND x.at >= %s)
        OR EXISTS (SELECT 1 FROM register_crossing x WHERE x.kind = d.kind AND x.document_number = d.document_number
        AND x.at = %s AND x.direction = %s),
    {_LAST.format(column="id", more="")}, {_LAST.format(column="direction", more="")},
    {_LAST.format(column="at", more="")}, {_LAST.format(column="at", more=" OFFSET 1")},
    (SELECT max(o.valid_to) FROM register_permit o WHERE o.person_id = d.person_id
        AND o.state = '{PermitState.VALID.value}' AND o.valid_from <= %s)
    FROM register_document d JOIN register_person w ON w.id = d.person_id AND w.erased_on IS NULL
    LEFT JOIN register_personkey k ON k.person_id = d.person_id
    LEFT JOIN register_stay s ON s.person_id = d.person_id AND s.open
    LEFT JOIN register_permit p ON p.person_id = d.person_id AND p.valid_from <= %s AND p.valid_to >= %s
    WHERE d.document_number = %s AND d.kind {"= %s" if of_kind else f"IN ({_KINDS})"} LIMIT 2"""


def passenger(number: str, kind: str | None, direction: Direction, at: datetime, day: date) -> Passenger | None:
    """Who shows the document of that number at that second.

    None where nobody has it, more than one document bears it, or several permits cover the day.
    """
    second = engine.moment(at)
    values = [day, day, second, second, direction.value, day, day, day, number]
    found = engine.rows(_sql(kind is not None), values if kind is None else [*values, kind])
    if len(found) != 1:
        return None
    row = found[0]
    return Passenger(
        kind=row[0],
        document=row[1],
        valid_from=row[2],
        valid_to=row[3],
        person=row[4],
        number=row[5],
        secret=bytes(row[6]) if row[6] is not None else None,
        following=row[7],
        stay=OpenStay(*row[8:14]) if row[8] is not None else None,
        covering=Covering(*row[14:17]) if row[14] is not None else None,
        banned=bool(row[17]),
        away=bool(row[18]),
        later=bool(row[19]),
        last=Last(row[20], Direction(row[21]), row[22] != row[23]) if row[20] is not None else None,
        permit_to=engine.day(row[24]),
    )


_CROSSING = ("id", "kind", "document_number", "person", "direction", "at", "day", "post", "verdict", "reasons")
_SEQUENCE = """coalesce((SELECT max(x.sequence) FROM register_crossing x
    WHERE x.kind = %s AND x.document_number = %s), 0) + 1"""
_IN_SEQUENCE = (("refusal", "NULL"), ("sequence", _SEQUENCE))


def add_crossing(
    together: engine.Together, passenger: Passenger, direction: Direction, at: datetime, day: date, post: int,
    verdict: str,
) -> None:  # fmt: skip
    """Have one of some changes add a crossing for which no officer is called, next in the document's sequence."""
    document = [passenger.kind, passenger.document]
    together.add(
        engine.insertion(Crossing, _CROSSING, _IN_SEQUENCE),
        [
            passenger.following,
            *document,
            passenger.person,
            direction.value,
            engine.moment(at),
            day,
            post,
            verdict,
            engine.structure([]),
            *document,
        ],
    )


_STAY = ("number", "person", "kind", "on_permit", "place", "crossing_in", "entered_on", "leave_by", "latest")
_OPEN = (
    ("crossing_out", "NULL"),
    ("open", "TRUE"),
    ("left_on", "NULL"),
    ("gone_by", "NULL"),
    ("flag", "''"),
    ("flagged_on", "NULL"),
)


def begin_stay(
    together: engine.Together, number: str, passenger: Passenger, permit: int | None, place: str, day: date,
    leave_by: date | None, latest: date | None,
) -> None:  # fmt: skip
    """Have one of some changes add the stay that her crossing in begins."""
    entry = [passenger.person, passenger.kind, permit, place, passenger.following, day]
    together.add(engine.insertion(Stay, _STAY, _OPEN), [number, *entry, leave_by, latest])


def end_stay(together: engine.Together, stay: int, crossing: int, day: date) -> None:
    """Have one of some changes end an open stay with a crossing out."""
    together.add(
        "UPDATE register_stay SET open = FALSE, crossing_out_id = %s, left_on = %s, gone_by = NULL WHERE id = %s",
        [crossing, day, stay],
    )
