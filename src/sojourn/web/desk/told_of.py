"""What somebody has been told, in her own language when she reads it, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from sojourn.policy import Language
from sojourn.register import By, Role, all_rights, bound, listing, notices

from ..shelf import teller
from .telling import words

#: How many stand on a home; the others are among the records.
NOTICES = 8
#: Slots that name a record, and its kind; the first that is there and may be opened is led to.
_LEADS_TO = ("decision", "violation", "complaint", "claim", "correction", "permit")


@dataclass(frozen=True, slots=True)
class Said:
    """A notice: the day, what it says, the record it is about where that may be opened, and whether it was read."""

    number: str
    day: SafeString | str
    text: str
    url: str
    read: bool


def told_of(by: By, language: Language) -> tuple[Said, ...]:
    """The latest notices to the person, firm, agency or officer that is signed in."""
    if (Role(by.account.role), "notice") in all_rights() and by.account.office is None:
        rows = list(listing(by, "notice", where=Q(read_on=None), rows=NOTICES).rows)
        if len(rows) < NOTICES:
            rows += listing(by, "notice", where=Q(read_on__isnull=False), rows=NOTICES - len(rows)).rows
        return tuple(_said(by, row.values, language) for row in rows)
    own = sorted(notices.to_officer(by), key=lambda one: one.read_on is not None)
    names = ("number", "code", "slots", "told_on", "read_on")
    return tuple(_said(by, {name: getattr(one, name) for name in names}, language) for one in own[:NOTICES])


def _said(by: By, told: Mapping[str, Any], language: Language) -> Said:
    slots: Mapping[str, Any] = told["slots"]
    in_words = {name: slot(value, language) for name, value in slots.items()}
    text = notices.sentence(told["code"], in_words, language)
    day = words("notice", "told_on", told["told_on"], language)
    return Said(told["number"], day, text, _url(by, slots, language), told["read_on"] is not None)


def slot(value: Any, language: Language) -> Any:
    """A day in the reader's language; anything else as it is."""
    try:
        return teller(bound().programme, language).date(date.fromisoformat(str(value)))
    except ValueError:
        return value


def _url(by: By, slots: Mapping[str, Any], language: Language) -> str:
    role = Role(by.account.role)
    for kind in _LEADS_TO:
        if slots.get(kind) and (role, kind) in all_rights():
            return reverse("desk_open", kwargs={"language": language, "kind": kind, "number": slots[kind]})
    return ""
