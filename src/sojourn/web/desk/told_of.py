"""What somebody has been told, in her own language when she reads it, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    """A notice: the day, what it says, and the record it is about where that may be opened."""

    day: SafeString | str
    text: str
    url: str


def told_of(by: By, language: Language) -> tuple[Said, ...]:
    """The latest notices to the person, firm, agency or officer that is signed in."""
    if (Role(by.account.role), "notice") in all_rights() and by.account.office is None:
        rows = listing(by, "notice", rows=NOTICES).rows
        return tuple(_said(by, row["code"], row["slots"], row["told_on"], language) for row in rows)
    return tuple(_said(by, one.code, one.slots, one.told_on, language) for one in notices.to_officer(by)[:NOTICES])


def _said(by: By, code: str, slots: Mapping[str, Any], day: date, language: Language) -> Said:
    in_words = {name: _slot(value, language) for name, value in slots.items()}
    text = notices.sentence(code, in_words, language)
    return Said(words("notice", "told_on", day, language), text, _url(by, slots, language))


def _slot(value: Any, language: Language) -> Any:
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
