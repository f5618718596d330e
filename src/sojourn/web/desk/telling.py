"""Values of records as people read them: days, amounts, and the words of the register and of its programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sojourn.policy import Language, Teller
from sojourn.register import CHINA, Row, bound

from ..saying import knows, say
from ..shelf import teller

#: Fields that name an entry of the programme, and of which kind.
_PLACES = frozenset({"area", "place"})
_OF_FACT = {"sector": "sector", "nationality": "nationality", "province": "province"}


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a record: its name and its value in words; a way to the record it names."""

    field: str
    label: str
    value: SafeString | str
    url: str = ""


def told(row: Row, language: Language) -> tuple[Told, ...]:
    """Every field of a record that may be seen, in words."""
    return tuple(field(row.object, name, value, language) for name, value in row.values.items())


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
    if name == "authority":
        return told_by.label(text)
    if name == "flag":
        return say(language, "desk.value.flag", grade=told_by.option(bound().grade, text.removeprefix("grade:")))
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
    return say(language, "desk.value.yuan", amount=f"{value:,.2f}")


def _yes_no(value: bool, told_by: Teller, language: Language) -> SafeString:
    return say(language, "desk.value.yes") if value else say(language, "desk.value.no")


_KINDS: dict[type, Callable[[Any, Teller, Language], SafeString]] = {
    bool: _yes_no,
    datetime: _moment,
    date: _day,
    Decimal: _amount,
}


def _address(kind: str, name: str, value: Any, language: Language) -> str:
    """Where a number leads: to the record itself from its listing."""
    if name not in ("number", "receipt") or value in (None, ""):
        return ""
    try:
        return reverse("desk_open", kwargs={"language": language, "kind": kind, "number": value})
    except NoReverseMatch:
        return ""
