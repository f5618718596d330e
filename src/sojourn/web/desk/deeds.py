"""Acts on one page: what they ask for, what will follow, and where they are against somebody a page to confirm them.

What is wrong with the answers is found by trying the act and taking it back: before it is confirmed nothing is done,
and what was typed stays. A deed that is sent twice is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sojourn.policy import Language
from sojourn.register import By, Refused

from ..saying import knows, say
from .doing import attempted
from .forms import Choice, Field, Sent, asked, refused, typed_amount, typed_date, with_error
from .frame import desk_page
from .once import once
from .telling import Told, words

#: What is chosen where none of the possibilities fits and it is written down.
OTHER = "other"
#: Buttons of a form: the act itself, the act once confirmed, and back to the answers.
_CONFIRM, _CHANGE = "confirm", "change"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as a form: the code of its texts (`desk.deed.CODE.title`, `.do`, perhaps `.lead`), its questions, what it
    does (the address it leads to comes back), the page before it, and the part of the desk it belongs to.

    `confirmed`: shown once more before it is done. `kept` travels along unseen; `beside` stands above the questions.
    """

    code: str
    back: str
    part: str
    act: Callable[[Sent], str]
    asks: Callable[[Sent], tuple[Field, ...]] = lambda sent: ()
    confirmed: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()


class _TakenBack(Refused):
    """Takes back an act that was only tried."""


def run(request: HttpRequest, language: Language, by: By, deed: Deed) -> HttpResponse:
    """The form of a deed, the page to confirm it, or the deed done."""
    if request.method != "POST" or request.POST.get("do") == _CHANGE:
        fields = deed.asks(request.POST if request.method == "POST" else request.GET)
        return _form(request, language, by, deed, fields)
    sent: Sent = request.POST
    fields = deed.asks(sent)
    checked = _checked(fields, sent, language)
    if any(one.error for one in checked):
        return _form(request, language, by, deed, checked, status=422)
    if deed.confirmed and sent.get("do") != _CONFIRM:
        tried = attempted(lambda: _tried(deed, sent))
        if isinstance(tried, _TakenBack):
            return _confirm(request, language, by, deed, fields, sent)
        done: str | Refused = tried if isinstance(tried, Refused) else ""
    else:
        done = attempted(lambda: once(request, by, lambda: deed.act(sent)))
    if not isinstance(done, Refused):
        return HttpResponseRedirect(done)
    if done.field and any(one.name == done.field for one in fields):
        return _form(request, language, by, deed, refused(fields, done, language), status=409)
    return _form(request, language, by, deed, fields, told=done.told(language), status=409)


def _tried(deed: Deed, sent: Sent) -> None:
    deed.act(sent)
    raise _TakenBack("reason_needed")


def _form(
    request: HttpRequest,
    language: Language,
    by: By,
    deed: Deed,
    fields: tuple[Field, ...],
    *,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_around(deed, language),
        "fields": fields,
        "wrong": [one for one in fields if one.error],
        "told": told,
    }
    return desk_page(request, language, "deed", by.account, context, part=deed.part, status=status)


def _confirm(
    request: HttpRequest, language: Language, by: By, deed: Deed, fields: tuple[Field, ...], sent: Sent
) -> HttpResponse:
    names = [name for one in fields for name in ([part[0] for part in one.parts] or [one.name])]
    context = {
        **_around(deed, language),
        "answers": [Told(one.name, one.label, text) for one in fields if (text := in_words(one, sent, language))],
        "sent": [(name, str(sent.get(name, ""))) for name in names],
    }
    return desk_page(request, language, "deed_confirm", by.account, context, part=deed.part)


def _around(deed: Deed, language: Language) -> dict[str, object]:
    lead = f"desk.deed.{deed.code}.lead"
    return {
        "title": say(language, f"desk.deed.{deed.code}.title"),
        "lead": say(language, lead) if knows(language, lead) else "",
        "do": say(language, f"desk.deed.{deed.code}.do"),
        "back": deed.back,
        "kept": list(deed.kept.items()),
        "beside": deed.beside,
        "notes": deed.notes,
    }


# ---- Questions and answers -------------------------------------------------------------------------------------------


def ask(
    name: str,
    kind: str,
    language: Language,
    sent: Sent,
    choices: list[Choice] | None = None,
    *,
    optional: bool = False,
    code: str = "",
) -> Field:
    """A question of a deed, with the texts under `desk.ask.NAME` unless it has others."""
    return asked(name, kind, language, sent, code=code or f"desk.ask.{name}", choices=choices or (), optional=optional)


def yes_no(language: Language) -> list[Choice]:
    """Yes or no, to choose from."""
    return [Choice(one, say(language, f"desk.value.{one}")) for one in ("yes", "no")]


def text(sent: Sent, name: str) -> str:
    """What was typed into a field, or written down where nothing on its list fitted."""
    said = str(sent.get(name, "")).strip()
    return str(sent[f"{name}_{OTHER}"]).strip() if said == OTHER and f"{name}_{OTHER}" in sent else said


def amount(sent: Sent, name: str) -> Decimal | None:
    """An amount as people type it; None where it is none."""
    return typed_amount(text(sent, name))


def whole(sent: Sent, name: str) -> int | None:
    """A whole number; None where it is none."""
    said = text(sent, name)
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None


def in_words(one: Field, sent: Sent, language: Language) -> str:
    """An answer in words; '' where there is none."""
    if one.choices:
        return next((choice.label for choice in one.choices if choice.value == one.value), "")
    if one.kind == "day":
        day = typed_date(one.name, sent)
        return words("", one.name, day, language) if day is not None else ""
    if one.kind == "figure":
        value = amount(sent, one.name)
        return words("", one.name, value, language) if value is not None else ""
    return one.value.strip()


def _checked(fields: tuple[Field, ...], sent: Sent, language: Language) -> tuple[Field, ...]:
    """The fields with an error at each that has no answer, or none that can be one."""
    found = fields
    for one in fields:
        wrong = _wrong(one, sent)
        if wrong:
            found = with_error(found, one.name, say(language, f"desk.missing.{wrong}", question=one.label))
    return found


def _wrong(one: Field, sent: Mapping[str, Any]) -> str:
    typed = one.value.strip() or any(part[2].strip() for part in one.parts)
    if one.name.endswith(f"_{OTHER}"):
        asked_for = sent.get(one.name.removesuffix(f"_{OTHER}")) == OTHER
        return "text" if asked_for and not typed else ""
    if not typed:
        return "" if one.optional else "pick" if one.choices else one.kind if one.kind == "day" else "text"
    if one.choices:
        return "" if any(choice.value == one.value for choice in one.choices) else "pick"
    if one.kind == "day":
        return "" if typed_date(one.name, sent) is not None else "day"
    if one.kind == "figure":
        return "" if amount(sent, one.name) is not None else "figure"
    if one.kind == "count":
        return "" if whole(sent, one.name) is not None else "count"
    return ""
