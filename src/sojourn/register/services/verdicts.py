"""What the register says of a crossing: admit, or refer to an officer, with the reasons. It refuses nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.policy import Language

from ..models import Document, Permit, Person, Stay
from ..refusal import WORDS
from ..vocabulary import BorderVerdict, Overstay, PermitState, ReferReason
from .permits import banned
from .stays import last_day_of, overstay


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an officer is called, with what belongs to it (days, the number of a permit)."""

    code: ReferReason
    slots: Mapping[str, str]

    def told(self, language: Language) -> str:
        """The reason as a sentence in a language."""
        return WORDS.say(language, f"refer.{self.code.value}", **self.slots)

    @property
    def kept(self) -> dict[str, str]:
        """The form in which a crossing keeps it."""
        return {"code": self.code.value, **self.slots}

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> Reason:
        """The reason of a form in which it was kept."""
        return cls(ReferReason(kept["code"]), {name: value for name, value in kept.items() if name != "code"})


def verdict_of(reasons: tuple[Reason, ...]) -> BorderVerdict:
    """Admit where nothing speaks against it."""
    return BorderVerdict.REFER if reasons else BorderVerdict.ADMIT


def reasons_in(document: Document, permit: Permit | None, *, shown: bool, day: date) -> tuple[Reason, ...]:
    """What an officer is told of somebody who comes in; `shown` where it is the permit that she shows."""
    reasons = _of_document(document, day)
    ban = banned(document.person, day)
    if ban is not None:
        reasons.append(_reason(ReferReason.BANNED, ban=ban.number, until=ban.ends_on))
    if permit is not None:
        reasons += _of_permit(permit, shown, day)
    return tuple(reasons)


def reasons_out(document: Document, stay: Stay | None, day: date) -> tuple[Reason, ...]:
    """What an officer is told of somebody who goes out: a ban keeps nobody in."""
    reasons = _of_document(document, day)
    past = overstay(stay, day) if stay is not None else None
    if stay is not None and past is Overstay.PAST:
        reasons.append(_reason(ReferReason.PAST_LIMIT, stay=stay.number, latest=stay.latest))
    elif stay is not None and past is Overstay.MAY_BE_PAST:
        reasons.append(_reason(ReferReason.MAY_BE_PAST_LIMIT, stay=stay.number, leave_by=stay.leave_by))
    return tuple(reasons)


def permit_at(person: Person, day: date) -> Permit | None:
    """The permit that covers a day: one that runs before one that was ended, for an officer is told of that one too."""
    covering = Permit.objects.filter(person=person, valid_from__lte=day, valid_to__gte=day).order_by("-valid_to", "-pk")
    found = list(covering)
    return next((permit for permit in found if runs_on(permit, day)), found[0] if found else None)


def runs_on(permit: Permit, day: date) -> bool:
    """Whether a permit could be used on a day, as that day was: one ended later still ran then."""
    ended = permit.ended_on is not None and permit.ended_on <= day
    return permit.valid_from <= day <= last_day_of(permit) and not ended


def _of_document(document: Document, day: date) -> list[Reason]:
    if document.valid_to < day:
        return [_reason(ReferReason.DOCUMENT_EXPIRED, until=document.valid_to)]
    if document.valid_from > day:
        return [_reason(ReferReason.DOCUMENT_NOT_YET_VALID, since=document.valid_from)]
    return []


def _of_permit(permit: Permit, shown: bool, day: date) -> list[Reason]:
    if permit.state == PermitState.REVOKED.value and permit.ended_on is not None and permit.ended_on <= day:
        return [_reason(ReferReason.PERMIT_REVOKED, permit=permit.number, since=permit.ended_on)]
    if not shown:
        return []
    if permit.ended_on is not None and permit.ended_on <= day:
        return [_reason(ReferReason.PERMIT_SURRENDERED, permit=permit.number, since=permit.ended_on)]
    if permit.valid_to < day:
        return [_reason(ReferReason.PERMIT_EXPIRED, permit=permit.number, until=permit.valid_to)]
    if permit.valid_from > day:
        return [_reason(ReferReason.PERMIT_NOT_YET_VALID, permit=permit.number, since=permit.valid_from)]
    return []


def _reason(code: ReferReason, **slots: Any) -> Reason:
    return Reason(code, {name: str(value) for name, value in slots.items()})
