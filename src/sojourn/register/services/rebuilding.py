"""Stays as they follow from a person's crossings, made to follow again whenever one is added or refused.

What a crossing changes is worked out from the crossings around it alone (see `pairing`), so that any order of arrival
leads to the same stays. Nothing that was recorded is lost: what does not fit leaves a gap for an officer to see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from .. import clock, events
from ..actors import By
from ..models import Crossing, Gap, Permit, Person, Stay
from ..numbers import new_number
from ..vocabulary import Direction, DocumentKind
from .pairing import Missing, Paired, Passage, pair
from .permits import running
from .stays import limit_of, reflag

#: How many earlier crossings are looked at before all of them are: more are needed only where seconds hold several.
_FEW = 6


@dataclass(frozen=True, slots=True)
class Found:
    """The stay that a crossing begins or ends, and the open gap at it."""

    stay: Stay | None
    gap: Gap | None


def found_at(crossing: Crossing) -> Found:
    """The stay and the gap at a crossing, as they are."""
    stay = Stay.objects.filter(Q(crossing_in=crossing) | Q(crossing_out=crossing)).first()
    return Found(stay, Gap.objects.filter(crossing=crossing, closed_on=None).first())


def rebuild(by: By, crossing: Crossing, permit: Permit | None = None, *, flag_open: bool = True) -> Found:
    """Have the person's stays and gaps follow from her crossings, of which one was added or refused.

    `permit` is the one on which she came in, where the crossing begins a stay. `flag_open` is False where more of them
    are coming, of which one may end the stay; whoever says so has open stays flagged afterwards. The caller holds the
    chain.
    """
    today = clock.today()
    inside, before = _before(crossing)
    since = _passages(_counted(crossing.person).filter(at__gte=crossing.at))
    wanted, missing = pair([*before, *since], inside)
    first = inside.at if inside is not None else before[0].at if before else crossing.at
    stays, changed = _settle_stays(crossing, {one.entry.key: one for one in wanted}, first, permit)
    for row in changed:
        if flag_open or not row.open:
            reflag(by, row, today)
    # What comes after everything else fills no gap: unless it makes one, there is nothing to look for.
    latest = len(since) == 1 and crossing.refusal_id is None
    gaps = _settle_gaps(by, crossing, missing, first, today) if missing or not latest else {}
    return Found(
        next((row for row in stays if crossing.pk in (row.crossing_in_id, row.crossing_out_id)), None),
        gaps.get(crossing.pk),
    )


# ---- What was before -------------------------------------------------------------------------------------------------


def _counted(person: Person) -> QuerySet[Crossing]:
    """The crossings that count: all but the entries that an officer refused."""
    return Crossing.objects.filter(person=person, refusal=None)


def _passages(rows: QuerySet[Crossing]) -> list[Passage]:
    return [
        Passage(key, (kind, number), Direction(direction), at, day)
        for key, kind, number, direction, at, day in rows.values_list(
            "pk", "kind", "document_number", "direction", "at", "day"
        )
    ]


def _before(crossing: Crossing) -> tuple[Passage | None, list[Passage]]:
    """The crossing in that was open before the crossing's second, and later ones that cannot be read without it."""
    earlier = _counted(crossing.person).filter(at__lt=crossing.at).order_by("-at")
    few = _passages(earlier[:_FEW])
    found = _certain(few, whole=len(few) < _FEW)
    if found is None:
        found = _certain(_passages(earlier), whole=True)
    assert found is not None
    return found


def _certain(backwards: list[Passage], *, whole: bool) -> tuple[Passage | None, list[Passage]] | None:
    """Go back to a crossing alone in its second: after it, it is certain whether she was in.

    None where there is none among these and they are not the `whole` of what was before.
    """
    seconds: list[list[Passage]] = []
    for passage in backwards:
        if seconds and seconds[-1][0].at == passage.at:
            seconds[-1].append(passage)
        else:
            seconds.append([passage])
    later: list[Passage] = []
    # The last second of a part may hold more than was looked at.
    for second in seconds if whole else seconds[:-1]:
        if len(second) == 1:
            return (second[0] if second[0].direction is Direction.IN else None), later
        later = [*second, *later]
    return (None, later) if whole else None


# ---- What is now -----------------------------------------------------------------------------------------------------


def _settle_stays(
    crossing: Crossing, wanted: dict[int, Paired], first: datetime, permit: Permit | None
) -> tuple[list[Stay], list[Stay]]:
    """Have the person's stays from `first` on be those wanted; gives them, and those of them that changed."""
    rows = {
        row.crossing_in_id: row
        for row in Stay.objects.filter(person=crossing.person, crossing_in__at__gte=first).select_related("on_permit")
    }
    for key in rows.keys() - wanted.keys():
        rows.pop(key).delete()
    moved = [row for key, row in rows.items() if _differs(row, wanted[key])]
    _let_go(moved, wanted)
    changed: list[Stay] = []
    # Whoever is in comes last: nobody is in two places at once, not even between two statements.
    for key, one in sorted(wanted.items(), key=lambda item: item[1].open):
        row = rows.get(key)
        if row is None:
            row = rows[key] = _begun(crossing, one, permit)
            _become(row, one)
            row.save(force_insert=True)
        elif row in moved:
            _become(row, one)
            row.save(update_fields=["open", "crossing_out", "left_on", "gone_by"])
        else:
            continue
        changed.append(row)
    return list(rows.values()), changed


def _differs(row: Stay, one: Paired) -> bool:
    leaving = one.leaving.key if one.leaving else None
    gone_by = one.next_entry.day if one.next_entry else None
    return (row.open, row.crossing_out_id, row.gone_by) != (one.open, leaving, gone_by)


def _let_go(moved: Iterable[Stay], wanted: dict[int, Paired]) -> None:
    """Have stays let go of a crossing out, or of being the open one, before another stay takes it over."""
    taken = {one.leaving.key: key for key, one in wanted.items() if one.leaving}
    open_now = next((key for key, one in wanted.items() if one.open), None)
    for row in moved:
        elsewhere = taken.get(row.crossing_out_id or 0, row.crossing_in_id) != row.crossing_in_id
        if elsewhere or (row.open and open_now not in (None, row.crossing_in_id)):
            row.open, row.crossing_out_id, row.left_on, row.gone_by = False, None, None, row.entered_on
            row.save(update_fields=["open", "crossing_out", "left_on", "gone_by"])


def _become(row: Stay, one: Paired) -> None:
    row.open = one.open
    row.crossing_out_id = one.leaving.key if one.leaving else None
    row.left_on = one.leaving.day if one.leaving else None
    row.gone_by = one.next_entry.day if one.next_entry else None


def _begun(crossing: Crossing, one: Paired, permit: Permit | None) -> Stay:
    """The stay that a crossing in begins, with its limit."""
    entry = crossing
    if one.entry.key != crossing.pk:
        entry = Crossing.objects.select_related("post").get(pk=one.entry.key)
        permit = running(entry.person, entry.day)
    kind = DocumentKind(entry.kind)
    limit = limit_of(kind, entry.post.place, entry.day, permit)
    return Stay(
        number=new_number("T"),
        person=crossing.person,
        kind=kind.value,
        on_permit=permit,
        place=entry.post.place,
        crossing_in=entry,
        entered_on=entry.day,
        leave_by=limit.leave_by,
        latest=limit.latest,
    )


def _settle_gaps(
    by: By, crossing: Crossing, missing: Iterable[Missing], first: datetime, today: date
) -> dict[int, Gap]:
    """Gaps noticed, filled by a late crossing, or there again. What an officer has answered stays answered."""
    wanted = {one.passage.key: one for one in missing}
    rows = {row.crossing_id: row for row in Gap.objects.filter(person=crossing.person, crossing__at__gte=first)}
    for key, one in wanted.items():
        row = rows.get(key)
        if row is None:
            row = rows[key] = Gap.objects.create(
                number=new_number("K"), person=crossing.person, kind=one.kind.value, crossing_id=key, noticed_on=today
            )
            events.record(by, "gap.noticed", {"gap": row.number, "kind": row.kind}, person=row.person)
        elif row.closed_on is not None and row.answered_by_id is None:
            row.closed_on = None
            row.save(update_fields=["closed_on"])
            events.record(by, "gap.noticed", {"gap": row.number, "kind": row.kind}, person=row.person)
    for key, row in rows.items():
        if key not in wanted and row.closed_on is None:
            row.closed_on = today
            row.save(update_fields=["closed_on"])
            events.record(by, "gap.filled", {"gap": row.number}, person=row.person)
    return {key: row for key, row in rows.items() if row.closed_on is None}
