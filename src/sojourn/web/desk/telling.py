"""Values of records as people read them: days, amounts, and the words of the register and of its programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sojourn.policy import Language, Teller
from sojourn.register import AUTHORITY, CHINA, SOURCE, WORDS, ApplicationState, Row, bound, filings, today, working_days

from ..saying import knows, say
from ..shelf import teller

#: Fields that name an entry of the programme, and of which kind.
_PLACES = frozenset({"area", "place"})
_OF_FACT = {"sector": "sector", "nationality": "nationality", "province": "province", "grade": "grade"}
#: Fields that are no news to a reader: what the heading says already, and what only the form needs.
_NOT_TOLD = frozenset({"number", "version"})
#: Fields that name another record, and its kind.
_LEADS_TO = {"decision": "decision", "renewal_of": "permit", "permit": "permit"}
#: States of an application in which somebody has to decide.
_WAITING = frozenset({ApplicationState.SUBMITTED, ApplicationState.CHECKED, ApplicationState.APPROVED})


#: Fields whose values are not broken over lines: numbers that are read out, days and amounts.
_UNBROKEN = frozenset(
    {
        *("number", "receipt", "decision", "holder", "kind", "state"),
        *("amount", "premium", "paid", "wage_promised"),
        *("valid_from", "valid_to", "paper_to", "since", "until", "entered_on", "leave_by", "left_on", "flagged_on"),
        *("submitted_on", "decide_by", "decided_on", "ends_on", "filed_on", "charged_on", "breach_on"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a record: its name and its value in words; a way to the record it names; a mark beside it."""

    field: str
    label: str
    value: SafeString | str
    url: str = ""
    mark: SafeString | str = ""
    late: bool = False

    @property
    def unbroken(self) -> bool:
        """Whether its value stays in one line."""
        return self.field in _UNBROKEN


def told(row: Row, language: Language) -> tuple[Told, ...]:
    """Every field of a record that may be seen and has something to say, in words."""
    return tuple(
        told_field(row, name, language)
        for name, value in row.values.items()
        if name not in _NOT_TOLD and value not in (None, "")
    )


def told_field(row: Row, name: str, language: Language) -> Told:
    """One field of a record, with how long there is to decide where it says until when."""
    one = field(row.object, name, row[name], language)
    if name == "decide_by" and row.get("state") in _WAITING and isinstance(row[name], date):
        mark, late = deadline(row[name], language)
        return replace(one, mark=mark, late=late)
    return one


def deadline(day: date, language: Language) -> tuple[SafeString | str, bool]:
    """How long there is until a day, in working days, and whether it has passed."""
    left = working_days(today(), day)
    if day < today():
        return (
            say(language, "desk.due.late", count=max(1, -left)) if left is not None else say(language, "desk.due.over"),
            True,
        )
    if day == today():
        return say(language, "desk.due.today"), False
    return (say(language, "desk.due.left", count=left) if left is not None else ""), False


def field(kind: str, name: str, value: Any, language: Language) -> Told:
    """One field of a record, in words."""
    return Told(
        name, label(kind, name, language), words(kind, name, value, language), _address(kind, name, value, language)
    )


def label(kind: str, name: str, language: Language) -> str:
    """What a field is called."""
    own = f"desk.field.{kind}.{name}"
    return say(language, own if knows(language, own) else f"desk.field.{name}")


def words(kind: str, name: str, value: Any, language: Language) -> SafeString | str:
    """A value in words."""
    if value is None or value == "":
        return say(language, "desk.value.none")
    told_by = teller(bound().programme, language)
    for of, tell in _KINDS.items():
        if isinstance(value, of):
            return tell(value, told_by, language)
    text = str(value)
    if name in _PLACES:
        return told_by.label(text)
    if name in _OF_FACT:
        return told_by.option(getattr(bound(), _OF_FACT[name]), text)
    if name in ("authority", "conduct"):
        return told_by.label(text)
    # What a person decides by is kept by the programme's own name for it, so that everybody reads it in her language.
    if text.startswith(SOURCE):
        return told_by.source(text.removeprefix(SOURCE)).text
    if text.startswith(AUTHORITY):
        return say(language, "desk.value.appeal_to", authority=told_by.label(text.removeprefix(AUTHORITY)))
    if name == "charged_by" and knows(language, f"desk.charged_by.{text}"):
        # A name where it is known; else what kind of body asked for the money.
        return say(language, f"desk.charged_by.{text}")
    if name == "flag" and text.startswith("grade:"):
        return say(language, "desk.value.flag", grade=told_by.option(bound().grade, text.removeprefix("grade:")))
    if name == "flag" and (apart := filings.reasons_in(text)):
        gap = "" if language is Language.ZH else " "
        return gap.join(WORDS.say(language, f"apart.{reason}") for reason in apart)
    code = f"desk.word.{text}"
    return say(language, code) if knows(language, code) else text


def _day(value: date, told_by: Teller, language: Language) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), told_by.date(value))


def _moment(value: datetime, told_by: Teller, language: Language) -> SafeString:
    local = value.astimezone(CHINA)
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(),
        say(language, "desk.value.moment", day=told_by.date(local.date()), time=f"{local:%H:%M}"),
    )


def _amount(value: Decimal, told_by: Teller, language: Language) -> SafeString:
    written = f"{value:,.2f}"
    if language is Language.VI:
        # In Vietnamese the marks are the other way round: 3.000,50.
        written = written.translate(str.maketrans(",.", ".,"))
    return say(language, "desk.value.yuan", amount=written)


def _yes_no(value: bool, told_by: Teller, language: Language) -> SafeString:
    return say(language, "desk.value.yes") if value else say(language, "desk.value.no")


_KINDS: dict[type, Callable[[Any, Teller, Language], SafeString]] = {
    bool: _yes_no,
    datetime: _moment,
    date: _day,
    Decimal: _amount,
}


def _address(kind: str, name: str, value: Any, language: Language) -> str:
    """Where a number leads: to the record itself from its listing, or to the record it names."""
    if value in (None, "") or (name not in ("number", "receipt") and name not in _LEADS_TO):
        return ""
    kind = _LEADS_TO.get(name, kind)
    try:
        return reverse("desk_open", kwargs={"language": language, "kind": kind, "number": value})
    except NoReverseMatch:
        return ""
