"""Crossings of the border: recorded at a post, late, twice or out of order as they come, each with its verdict.

A crossing is known by its document, direction and second: reported again it is answered as before. A verdict to refer
calls an officer; only a named officer's decision refuses an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, ProtectedError, Q

from sojourn.policy import Law

from .. import clock, events, numbers, programme, reading
from ..actors import By
from ..models import Crossing, Decision, Document, Office, Permit, Stay
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import (
    Act,
    BorderVerdict,
    DecisionKind,
    Direction,
    DocumentKind,
    GapKind,
    OfficeKind,
    ReferReason,
    Role,
)
from . import ordinary, renewals
from .deciding import decide, office_of
from .permits import banned
from .rebuilding import Found, found_at, rebuild
from .verdicts import Reason, permit_at, reasons_in, reasons_out, runs_on, verdict_of


@dataclass(frozen=True, slots=True)
class Passing:
    """Somebody who shows a border pass, a passport or a permit at a post.

    `at` is the second in which she passes, with its zone. `kind` is needed only where a pass and a passport bear the
    same number. `to_work` is False where she says that she does not come to work on her permit.
    """

    shown: str
    direction: Direction
    at: datetime
    kind: DocumentKind | None = None
    to_work: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the post is told: the verdict with its reasons, the stay and its limit, and what is missing before it.

    `repeated` where this very crossing was known. `leave_by` and `latest` differ where the programme leaves the last
    lawful day between two days; both are None where it is not known, and at a crossing out without one in.
    """

    crossing: int
    verdict: BorderVerdict
    reasons: tuple[Reason, ...]
    repeated: bool
    stay: str
    leave_by: date | None
    latest: date | None
    gap: GapKind | None


def record(by: By, passing: Passing, post: Office | None = None) -> Recorded:
    """Record a crossing at a post (the account's own where none is given), and bring the person's stays up to date.

    Raises Refused for a day to come and a document that nobody has, NotAllowed where the account records no crossings.
    """
    at_post = post_of(by, post)
    at = _second(passing)
    head = events.hold()
    done = ordinary.record(by, passing, at_post, at, head)
    if done is not None:
        return Recorded(done.crossing, BorderVerdict.ADMIT, (), False, done.stay, done.leave_by, done.latest, gap=None)
    return record_at_length(by, passing, at_post)


def record_at_length(by: By, passing: Passing, post: Office) -> Recorded:
    """Record a crossing whatever has become known before it: what `record` does for all but the ordinary ones.

    Raises Refused for a day to come and a document that nobody has.
    """
    at = _second(passing)
    events.hold()
    document, shown = _document(passing, clock.day_of(at))
    return recorded(by, passing, post, document, shown)


def _second(passing: Passing) -> datetime:
    at = passing.at.replace(microsecond=0)
    day, today = clock.day_of(at), clock.today()
    if day > today:
        raise Refused("crossing_in_future", field="at", day=day, today=today)
    return at


def recorded(
    by: By, passing: Passing, post: Office, document: Document, shown: Permit | None, *, flag_open: bool = True
) -> Recorded:
    """Record a crossing that has been looked up: `document` and `shown` are what the number belongs to.

    The chain is held (`events.hold`), so that whatever else arrives for her waits until this is done.
    `flag_open` is as for `rebuild`.
    """
    at = passing.at.replace(microsecond=0)
    day = clock.day_of(at)
    person = document.person
    reading.noted(by, "crossing", person.pk, Act.OPEN)
    of_document = Crossing.objects.filter(kind=document.kind, document_number=document.document_number)
    known = of_document.filter(direction=passing.direction.value, at=at).first()
    if known is not None:
        return _answer(known, found_at(known), repeated=True)
    permit = shown
    if passing.direction is Direction.IN:
        permit = (shown or permit_at(person, day)) if passing.to_work else None
        reasons = reasons_in(document, permit, shown=shown is not None, day=day)
    else:
        stay = Stay.objects.filter(person=person, open=True, crossing_in__at__lte=at).first()
        reasons = reasons_out(document, stay, day)
    crossing = Crossing.objects.create(
        kind=document.kind,
        document_number=document.document_number,
        person=person,
        direction=passing.direction.value,
        at=at,
        day=day,
        sequence=(of_document.aggregate(last=Max("sequence"))["last"] or 0) + 1,
        post=post,
        verdict=verdict_of(reasons).value,
        reasons=[reason.kept for reason in reasons],
    )
    _note(by, crossing)
    _follow_absence(crossing)
    usable = permit if permit is not None and runs_on(permit, day) else None
    return _answer(crossing, rebuild(by, crossing, usable, flag_open=flag_open), repeated=False)


def answered(by: By, crossing: int) -> tuple[Crossing, Recorded]:
    """A crossing of today at the account's own post, with what the post was told of it. Raises NotThere, NotAllowed."""
    found = Crossing.objects.select_related("person", "refusal", "post").filter(pk=crossing, post=post_of(by, None))
    known = found.filter(day=clock.today()).first()
    if known is None:
        raise NotThere("crossing")
    reading.noted(by, "crossing", known.person_id, Act.OPEN)
    return known, _answer(known, found_at(known), repeated=True)


def _follow_absence(crossing: Crossing) -> None:
    """Out, she may be leaving to renew; in, she is back. One out that is told late ends with the next one in."""
    if Direction(crossing.direction) is Direction.IN:
        renewals.returned(crossing.person, crossing.day)
        return
    if renewals.left(crossing.person, crossing.day) is not None:
        later = Crossing.objects.filter(
            person=crossing.person, direction=Direction.IN.value, at__gt=crossing.at, refusal=None
        )
        back = later.order_by("at").first()
        if back is not None:
            renewals.returned(crossing.person, back.day)


def refuse_entry(by: By, crossing: int, *, reason: str, legal_basis: str, appeal_route: str) -> Decision:
    """Refuse the entry of somebody who was referred to the officer who acts: her decision, and nobody came in.

    Raises NotThere where the crossing is not one in at her post, Refused where it is refused already, was not referred,
    or something has been built upon the stay.
    """
    found = Crossing.objects.filter(pk=crossing, post=post_of(by, None), direction=Direction.IN.value)
    events.hold()
    entry = found.select_related("person").first()
    if entry is None:
        raise NotThere("crossing")
    if entry.refusal_id is not None:
        raise Refused("entry_refused_already")
    if entry.verdict != BorderVerdict.REFER.value:
        raise Refused("entry_not_referred")
    decision = decide(
        by,
        DecisionKind.ENTRY_REFUSED,
        person=entry.person,
        reason=reason,
        legal_basis=legal_basis,
        appeal_route=appeal_route,
        ends_on=clock.today(),
        facts={"crossing": entry.pk},
    )
    entry.refusal = decision
    entry.save(update_fields=["refusal"])
    renewals.turned_back(entry.person, entry.day)
    try:
        rebuild(by, entry)
    except ProtectedError as error:
        raise Refused("entry_built_upon") from error
    return decision


@dataclass(frozen=True, slots=True)
class Alert:
    """Somebody was referred at the post today, and no officer has refused her: which crossing, when, and why."""

    crossing: int
    direction: Direction
    at: datetime
    reasons: tuple[Reason, ...]


def alerts(by: By) -> tuple[Alert, ...]:
    """Whom an officer was called to at the account's own post today, the latest first; each is a look at her.

    Raises NotAllowed where the account records no crossings.
    """
    referred = Crossing.objects.filter(
        post=post_of(by, None), day=clock.today(), verdict=BorderVerdict.REFER.value, refusal=None
    )
    found = list(referred.order_by("-at", "-pk"))
    for person in sorted({one.person_id for one in found}):
        reading.noted(by, "crossing", person, Act.LIST)
    return tuple(
        Alert(one.pk, Direction(one.direction), one.at, tuple(Reason.read(kept) for kept in one.reasons))
        for one in found
    )


def bases(crossing: Crossing) -> tuple[str, ...]:
    """Sources of the programme on which a refused entry can rest: those of what an officer was called for."""
    codes = {Reason.read(kept).code for kept in crossing.reasons}
    entries: list[str] = []
    if ReferReason.BANNED in codes and (ban := banned(crossing.person, crossing.day)) is not None:
        entries.append(ban.conduct)
    if any(code.value.startswith("permit_") for code in codes):
        entries.append(programme.bound().route)
    return programme.sources_of(*entries, law=Law.ENTRY)


def may_record(by: By) -> Office:
    """The office of an account that may record crossings. Raises NotAllowed for any other account."""
    if Role(by.account.role) not in (Role.BORDER_POST, Role.OPERATOR):
        raise NotAllowed("not_allowed")
    return office_of(by)


def post_of(by: By, post: Office | None) -> Office:
    """The post at which the account records: its own, another one of the same authority, or any for an operator.

    Raises NotAllowed for an account that records no crossings, Refused where the office is no border post, NotThere
    where it is another authority's.
    """
    own = may_record(by)
    at_post = post or own
    if at_post.kind != OfficeKind.BORDER_POST.value:
        raise Refused("not_a_post", field="post")
    if Role(by.account.role) is Role.BORDER_POST and at_post.authority != own.authority:
        raise NotThere("post")
    return at_post


def _document(passing: Passing, day: date) -> tuple[Document, Permit | None]:
    """The document of the number shown, or of the person whose permit it is; and that permit."""
    number = passing.shown.strip().upper()
    # Documents are found by their kind and number together: by the number alone every one would be looked at.
    kinds = [kind.value for kind in DocumentKind if passing.kind in (None, kind)]
    found = Document.objects.filter(kind__in=kinds, document_number=number, person__erased_on=None)
    documents = list(found.select_related("person")[:2])
    if len(documents) > 1:
        raise Refused("document_ambiguous", field="kind")
    if documents:
        return documents[0], None
    permit = None
    if numbers.is_number(number):
        permit = Permit.objects.filter(number=number, person__erased_on=None).first()
    if permit is None:
        raise Refused("document_unknown", field="document", document=number)
    return carried(permit, day), permit


def carried(permit: Permit, day: date) -> Document:
    """The document that the holder of a permit crosses with: a valid one, a pass before a passport.

    Raises Refused where she has none.
    """
    documents = Document.objects.filter(person=permit.person).select_related("person").order_by("kind", "-valid_to")
    valid = documents.filter(Q(valid_from__lte=day, valid_to__gte=day)).first()
    document = valid or documents.first()
    if document is None:
        raise Refused("permit_without_document", field="document", permit=permit.number)
    return document


def _note(by: By, crossing: Crossing) -> None:
    """The event says that there was a crossing; when and where stands under the person's key, to go with her data."""
    events.record(
        by,
        "crossing.recorded",
        {"crossing": crossing.pk},
        person=crossing.person,
        personal={
            "document": crossing.document_number,
            "direction": crossing.direction,
            "at": crossing.at,
            "post": crossing.post.number,
            "verdict": crossing.verdict,
        },
    )


def _answer(crossing: Crossing, found: Found, *, repeated: bool) -> Recorded:
    return Recorded(
        crossing.pk,
        BorderVerdict(crossing.verdict),
        tuple(Reason.read(kept) for kept in crossing.reasons),
        repeated,
        found.stay.number if found.stay else "",
        found.stay.leave_by if found.stay else None,
        found.stay.latest if found.stay else None,
        GapKind(found.gap.kind) if found.gap else None,
    )
