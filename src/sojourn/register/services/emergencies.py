"""Break-glass: in an emergency an officer opens what she may not see. It is announced at once and reviewed afterwards.

It lasts for hours, covers one person, needs a reason, and every look is noted like any other.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from .. import clock, events
from ..actors import By
from ..models import EmergencyAccess, Person
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Purpose, Role

#: How long it stays open.
LASTS = timedelta(hours=4)
_WHO = frozenset({Role.HR_OFFICER, Role.EXIT_ENTRY_OFFICER, Role.BORDER_POST, Role.SERVICE_CENTRE, Role.ZONE_MANAGER})


def break_glass(by: By, person: str, reason: str) -> EmergencyAccess:
    """Open a person's record for an emergency. Raises NotAllowed, NotThere, and Refused where no reason is given."""
    if Role(by.account.role) not in _WHO or by.purpose is not Purpose.BREAK_GLASS:
        raise NotAllowed()
    if not reason.strip():
        raise Refused("reason_needed", field="reason")
    found = Person.objects.filter(number=person.strip().upper(), erased_on=None).first()
    if found is None:
        raise NotThere("person")
    moment = clock.now()
    opened = EmergencyAccess.objects.create(
        account=by.account, person=found, reason=reason.strip(), opened_at=moment, closes_at=moment + LASTS
    )
    events.record(
        by, "emergency.opened", {"closes_at": opened.closes_at}, person=found, personal={"reason": opened.reason}
    )
    return opened


def unreviewed() -> QuerySet[EmergencyAccess]:
    """Those nobody has reviewed yet, the oldest first."""
    return EmergencyAccess.objects.filter(reviewed_at=None).order_by("opened_at")


def review(by: By, key: int, *, justified: bool, words: str) -> EmergencyAccess:
    """Say whether an opening was justified, and why. An auditor's act, never her own opening's."""
    if Role(by.account.role) is not Role.AUDITOR:
        raise NotAllowed()
    if not words.strip():
        raise Refused("reason_needed", field="words")
    opened = EmergencyAccess.objects.select_for_update().filter(pk=key).first()
    if opened is None:
        raise NotThere("emergency")
    if opened.reviewed_at is not None:
        raise Refused("reviewed_already")
    if opened.account_id == by.account.pk:
        raise NotAllowed("own_case")
    opened.reviewed_by, opened.reviewed_at = by.account, clock.now()
    opened.justified, opened.review = justified, words.strip()
    opened.save()
    events.record(by, "emergency.reviewed", {"justified": justified}, person=opened.person)
    return opened
