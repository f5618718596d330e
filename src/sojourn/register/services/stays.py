"""Stays: how long each may last, whether it is past that, and what a permit or an officer's answer changes about it.

That a stay begins and ends follows from crossings: see `rebuilding`.
"""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from .. import clock, events, known, programme, reading
from ..actors import By
from ..models import Gap, Permit, Stay
from ..programme import Limit
from ..refusal import Refused
from ..vocabulary import DocumentKind, Overstay
from .steps import held


def limit_of(kind: DocumentKind, place: str, entered_on: date, permit: Permit | None) -> Limit:
    """The last lawful day of a stay that begins there on that day, as the programme has it.

    A permit that runs makes a stay lawful to its last day; so does the pass to its own. Neither shortens the other.
    The register knows no limit for a passport: it stands in the visa.
    """
    return limit_until(kind, place, entered_on, last_day_of(permit) if permit is not None else None)


def limit_until(kind: DocumentKind, place: str, entered_on: date, last: date | None) -> Limit:
    """The same of a stay on a permit that is good to its `last` day; on none where that is None."""
    on_pass = Limit(None, None)
    if kind is DocumentKind.BORDER_PASS:
        on_pass = programme.limit(known.stay_facts(kind, place, entered_on), entered_on)
    if last is None:
        return on_pass
    return Limit(max(last, on_pass.leave_by or last), max(last, on_pass.latest or last))


def last_day_of(permit: Permit) -> date:
    """The last day on which a permit makes a stay lawful: its own, or the day on which it was ended before."""
    return permit.valid_to if permit.ended_on is None else max(permit.valid_from, min(permit.ended_on, permit.valid_to))


def overstay(stay: Stay, day: date) -> Overstay | None:
    """How a stay lies to its limit on a day; None where it is within it, or no limit is known."""
    if stay.leave_by is None:
        return None
    if stay.gone_by is not None:
        # Nobody saw her leave: whether she left in time is not known unless she was seen again in time.
        return Overstay.MAY_BE_PAST if stay.gone_by > stay.leave_by else None
    return how_past(stay.leave_by, stay.latest, stay.left_on or day)


def how_past(leave_by: date | None, latest: date | None, last: date) -> Overstay | None:
    """How the last day of a stay lies to its limit; None where it is within it, or no limit is known."""
    if leave_by is None or last <= leave_by:
        return None
    return Overstay.PAST if latest is not None and last > latest else Overstay.MAY_BE_PAST


def reflag(by: By, stay: Stay, day: date) -> bool:
    """Set or withdraw the flag of a stay as it lies to its limit, with its event. True where it changed.

    A flag from before the permit that she now stays on is true of the days before it, and stays.
    """
    flag = overstay(stay, day)
    if (flag.value if flag else "") == stay.flag:
        return False
    if stay.flagged_on is not None and stay.on_permit is not None and stay.on_permit.issued_on >= stay.flagged_on:
        return False
    stay.flag = flag.value if flag else ""
    stay.flagged_on = day if flag else None
    stay.save(update_fields=["flag", "flagged_on"])
    if flag:
        events.record(by, "stay.flagged", {"stay": stay.number, "flag": flag.value}, person=stay.person)
    else:
        events.record(by, "stay.flag_withdrawn", {"stay": stay.number}, person=stay.person)
    return True


def follow_permits(permits: QuerySet[Permit]) -> int:
    """Let open stays last as long as permits just issued to the people who are in; gives how many did.

    One statement, for one permit or many. A renewal that begins later counts where the stay is on the permit before it.
    """
    fits = permits.filter(person=OuterRef("person")).filter(
        Q(valid_from__lte=clock.today()) | Q(renewal_of=OuterRef("on_permit"))
    )
    longest = fits.order_by("-valid_to")
    last = Subquery(longest.values("valid_to")[:1], output_field=DateField())
    return (
        Stay.objects.filter(Exists(fits), open=True)
        .order_by()
        .update(
            on_permit=Subquery(longest.values("pk")[:1]),
            leave_by=Coalesce(Greatest(F("leave_by"), last), last),
            latest=Coalesce(Greatest(F("latest"), last), last),
        )
    )


def permit_ended(by: By, permit: Permit) -> None:
    """Have the stay of somebody whose permit was ended before its last day fall back to what is left of its limit."""
    stay = Stay.objects.filter(on_permit=permit, open=True).first()
    if stay is not None:
        limit = limit_of(DocumentKind(stay.kind), stay.place, stay.entered_on, permit)
        stay.leave_by, stay.latest = limit.leave_by, limit.latest
        stay.save(update_fields=["leave_by", "latest"])
        reflag(by, stay, clock.today())


def answer_gap(by: By, number: str, answer: str) -> Gap:
    """Close a gap with what an officer found out. Raises Refused without an answer, NotThere where it is not hers."""
    found: QuerySet[Gap] = reading.visible(by, "gap")
    gap = held(found, "gap", number)
    if not answer.strip():
        raise Refused("reason_needed", field="answer")
    if gap.closed_on is not None:
        raise Refused("gap_closed", day=gap.closed_on)
    gap.answer, gap.answered_by, gap.closed_on = answer.strip(), by.account, clock.today()
    gap.save()
    events.record(by, "gap.answered", {"gap": gap.number}, person=gap.person, personal={"answer": gap.answer})
    return gap
