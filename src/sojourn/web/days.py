"""Which day a visitor asks about: today, the last day the sources speak for, or another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from sojourn.policy import Language, Programme, typed_text

from .dates import date_parts, date_text
from .questions import Part, day_parts
from .saying import say

PARTS = ("at:year", "at:month", "at:day")


@dataclass(frozen=True, slots=True)
class DayQuestion:
    """The question for the day, for the list of what was wrong."""

    errors: tuple[str, ...]
    first: str = "at-day"


@dataclass(frozen=True, slots=True)
class WhichDay:
    """A day as chosen: `when` is `today`, `verified` or `other`; `at` its figures, '' for today.

    Where what was typed is no day, `error` says so, `typed` is what was typed, and `at` what held before.
    """

    when: str
    at: str
    error: str = ""
    typed: str = ""

    @property
    def day(self) -> date:
        """The day, today where none was chosen."""
        return date.fromisoformat(self.at) if self.at else timezone.localdate()

    def context(self, programme: Programme, language: Language) -> dict[str, object]:
        """What the part of a page that asks for the day needs."""
        other = self.typed if self.error else self.at if self.when == "other" else ""
        parts: tuple[Part, ...] = day_parts(language, "at", date_parts(other))
        return {
            "when": self.when,
            "today": timezone.localdate(),
            "verified": programme.verified,
            "day_parts": parts,
            "day_question": DayQuestion((self.error,) if self.error else ()),
        }


def which_day(posted: QueryDict, programme: Programme, language: Language) -> WhichDay:
    """The day chosen in a form: by its choice (`when`, `at:day` ...), by a button (`on`), or as it travels (`at`)."""
    carried = _figures(posted.get("at"))
    if on := _figures(posted.get("on")):
        return _of(on, programme)
    if "when" not in posted:
        return _of(carried, programme)
    typed = date_text(*(typed_text(posted.get(part, ""), 20) for part in PARTS))
    when = posted["when"]
    # A day typed anew is meant, even where "another day" was not chosen beside it.
    if typed and typed != carried:
        when = "other"
    if when == "verified":
        return WhichDay("verified", programme.verified.isoformat())
    if when != "other":
        return WhichDay("today", "")
    try:
        return WhichDay("other", date.fromisoformat(typed).isoformat())
    except ValueError:
        return WhichDay("other", carried, say(language, "errors.day"), typed)


def _figures(given: str | None) -> str:
    """A day as it travels, or '' where it is none."""
    text = typed_text(given or "", 20)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        return ""


def _of(at: str, programme: Programme) -> WhichDay:
    if not at:
        return WhichDay("today", "")
    return WhichDay("verified" if at == programme.verified.isoformat() else "other", at)
