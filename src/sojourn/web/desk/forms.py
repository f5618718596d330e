"""Forms of the desk: fields as templates lay them out, with what was typed and what was wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sojourn.policy import Language
from sojourn.register import Refused

from ..saying import knows, say


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from; `group` is the heading it stands under in a long list."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a form.

    `kind` is text, area, figure, count, day, pick (radio buttons) or select. `parts` are the year, month and day typed.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    parts: tuple[tuple[str, str, str, str], ...] = ()
    optional: bool = False
    error: str = ""

    @property
    def first(self) -> str:
        """The id of the control that a link in the summary of errors leads to."""
        return f"{self.name}-year" if self.kind == "day" else f"{self.name}-1" if self.kind == "pick" else self.name

    @property
    def described(self) -> str:
        """The ids of what describes the control."""
        ids = [f"{self.name}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.name}-error"] if self.error else ids)

    @property
    def grouped(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """The choices under their headings."""
        found: dict[str, list[Choice]] = {}
        for choice in self.choices:
            found.setdefault(choice.group, []).append(choice)
        return tuple((group, tuple(choices)) for group, choices in found.items())


#: What a browser sends of a form.
Sent = Mapping[str, Any]


#: An amount as people type it: a mark before three digits parts thousands, one before one or two begins the fen.
_AMOUNT = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:[.,](\d{1,2}))?")


def typed_amount(text: str) -> Decimal | None:
    """An amount in yuan as people type it: 3000, 3,000.50, 3 000 or, as in Vietnamese, 3.000,50; None where it is none.

    Below ten million, for nobody is paid or fined more.
    """
    found = _AMOUNT.fullmatch("".join(text.split()))
    if found is None:
        return None
    whole = re.sub(r"[.,]", "", found[1])
    return Decimal(f"{whole}.{found[3] or '0'}") if len(whole) < 8 else None


def asked(
    name: str,
    kind: str,
    language: Language,
    sent: Sent,
    *,
    code: str,
    choices: Iterable[Choice] = (),
    optional: bool = False,
) -> Field:
    """A field with the texts of a code (`CODE.label`, `CODE.hint` where there is one) and what was typed."""
    hint = f"{code}.hint"
    return Field(
        name,
        kind,
        say(language, f"{code}.label"),
        say(language, hint) if knows(language, hint) else "",
        str(sent.get(name, "")),
        tuple(choices),
        _parts(name, language, sent) if kind == "day" else (),
        optional,
    )


def _parts(name: str, language: Language, sent: Sent) -> tuple[tuple[str, str, str, str], ...]:
    order = say(language, "ask.order_of_date").split()
    return tuple(
        (
            f"{name}-{part}",
            say(language, f"ask.{part}"),
            str(sent.get(f"{name}-{part}", "")),
            "four" if part == "year" else "two",
        )
        for part in order
    )


def typed_date(name: str, sent: Sent) -> date | None:
    """The day typed into the three boxes of a field; None where there is no such day."""
    try:
        year, month, day = (int(str(sent.get(f"{name}-{part}", "")).strip()) for part in ("year", "month", "day"))
        return date(year, month, day)
    except ValueError:
        return None


def with_error(fields: Sequence[Field], name: str, told: str) -> tuple[Field, ...]:
    """The fields with an error at the one of that name; at the first where none is."""
    at = name if any(field.name == name for field in fields) else fields[0].name if fields else ""
    return tuple(replace(field, error=told) if field.name == at else field for field in fields)


def refused(fields: Sequence[Field], why: Refused, language: Language) -> tuple[Field, ...]:
    """The fields with what the register said of one of them."""
    return with_error(fields, why.field, why.told(language))
