"""Notices: what a person, a firm, an agency or an officer is told, in her own language when she reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sojourn.policy import Language

from .. import clock, reading
from ..actors import By
from ..models import Account, Agency, Employer, Notice, Person
from ..numbers import new_number
from ..refusal import WORDS, NotThere
from ..rights import all_rights
from ..vocabulary import Act, NoticeCode, Role


def tell(
    code: NoticeCode,
    *,
    person: Person | None = None,
    employer: Employer | None = None,
    agency: Agency | None = None,
    account: Account | None = None,
    **slots: Any,
) -> Notice:
    """Tell one of them. Slots are what the sentence of the code takes; days are said in the reader's language."""
    notice = Notice(code=code.value, person=person, employer=employer, agency=agency, account=account)
    return _put((notice,), slots)[0]


def tell_people(code: NoticeCode, people: Iterable[Person], **slots: Any) -> int:
    """Tell many people the same; how many were told."""
    return len(_put([Notice(code=code.value, person=person) for person in people], slots))


def sentence(code: str, slots: dict[str, Any], language: Language) -> str:
    """What a notice says in a language. A slot `{group}.{word}` of the register's own words is said in it."""
    if code == NoticeCode.SANCTION and not slots.get("ends_on"):
        code = "sanction_at_once"
        slots = {name: value for name, value in slots.items() if name != "ends_on"}
    return WORDS.say(language, f"notice.{code}", **{name: _slot(value, language) for name, value in slots.items()})


def mark_read(by: By, number: str) -> None:
    """Note the day on which somebody read a notice of hers. Raises NotThere."""
    found = Notice.objects.filter(account=by.account, number=number)
    if not found.exists():
        # To an officer a notice goes by name; to everybody else it is one of the records that she may open.
        if (Role(by.account.role), "notice") not in all_rights():
            raise NotThere("notice")
        found = reading.visible(by, "notice", Act.OPEN).filter(number=number)
    if not found.exists():
        raise NotThere("notice")
    found.filter(read_on=None).update(read_on=clock.today())


def to_officer(by: By) -> list[Notice]:
    """What the account itself has been told: officers who have to look at a case."""
    return list(Notice.objects.filter(account=by.account).order_by("-pk"))


def _put(notices: Iterable[Notice], slots: dict[str, Any]) -> list[Notice]:
    kept = {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in slots.items()}
    today = clock.today()
    made = list(notices)
    for notice in made:
        notice.number, notice.slots, notice.told_on = new_number("N"), kept, today
    return list(Notice.objects.bulk_create(made))


def _slot(value: Any, language: Language) -> str:
    text = str(value)
    return WORDS.say(language, text) if WORDS.knows(language, text) else text
