"""A page that asks for what one act needs, says what will follow, and has it done once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sojourn.policy import Language
from sojourn.register import By, Refused

from .doing import attempted
from .forms import Field, refused
from .frame import desk_page
from .once import once
from .telling import Told

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on such a page: its heading, what leads in, what is known, what is asked for, the button."""

    title: str
    button: str
    back: str
    lead: str = ""
    warning: str = ""
    facts: tuple[Told, ...] = ()
    fields: tuple[Field, ...] = ()
    link: tuple[str, str] | None = None
    part: str = ""


def asked_page(
    request: HttpRequest, language: Language, by: By, asked: Asked, *, told: str = "", status: int = 200
) -> HttpResponse:
    """The page; with what was refused, or what is missing, at its top."""
    wrong = [field for field in asked.fields if field.error]
    context = {"asked": asked, "wrong": wrong, "told": told}
    return desk_page(request, language, "asked", by.account, context, part=asked.part, status=status)


def done_once(
    request: HttpRequest, language: Language, by: By, asked: Asked, act: Callable[[], str], wrong: Sequence[Field] = ()
) -> HttpResponse:
    """Do what the page asks for, and go where the act leads; the page again where something is wrong with it."""
    if any(field.error for field in wrong):
        return asked_page(request, language, by, replace(asked, fields=tuple(wrong)), status=422)
    done = attempted(lambda: once(request, by, act))
    if not isinstance(done, Refused):
        return HttpResponseRedirect(done)
    if done.field and any(field.name == done.field for field in asked.fields):
        fields = refused(asked.fields, done, language)
        return asked_page(request, language, by, replace(asked, fields=fields), status=409)
    return asked_page(request, language, by, asked, told=done.told(language), status=409)


class _TakenBack(Exception):
    """Nothing of what was tried stays."""


def tried(act: Callable[[], _T]) -> _T | Refused:
    """What an act would give today, or why it would be refused; nothing of it stays."""
    found: list[_T] = []
    try:
        with transaction.atomic():
            found.append(act())
            raise _TakenBack
    except _TakenBack:
        return found[0]
    except Refused as why:
        return why
