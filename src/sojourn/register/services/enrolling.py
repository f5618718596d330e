"""An account for a worker who has none: a password on a slip that opens the register once, to choose her own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from .. import clock, events, reading, scopes
from ..actors import By
from ..models import Account, Person
from ..numbers import new_number
from ..refusal import NotAllowed, NotThere, Refused
from ..vocabulary import Role
from .passwords import require_good

#: Letters and digits that nobody takes for one another on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 4, 4
#: How long a password that was given out waits for her.
ONCE_LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to the worker, once: the register keeps only a hash of the password."""

    person: str
    sign_in: str
    password: str
    renewed: bool


def enrol(by: By, shown: str) -> Slip:
    """Give a worker an account, or a new password for the one she has; the password can be used once.

    `shown` is her number at an office that decides her cases, or the document or permit that she shows at a service
    centre. Raises NotAllowed for any other account, NotThere where there is no such person.
    """
    person = _person(by, shown)
    account = Account.objects.select_for_update().filter(person=person).first()
    renewed = account is not None
    if account is None:
        account = Account(number=new_number("U"), role=Role.WORKER.value, person=person, sign_in=person.number.lower())
        account.name = person.details.name
        account.language = person.details.language or "vi"
    password = give_once(account)
    account.save()
    kind = "account.password_given" if renewed else "account.added"
    events.record(by, kind, {"account": account.number, "role": Role.WORKER.value}, person=person)
    return Slip(person.number, account.sign_in, password, renewed)


def give_once(account: Account) -> str:
    """A new password for an account that opens nothing but the page on which she chooses her own, for some days."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    account.set_password(password)
    account.password_once = True
    account.password_until = clock.by_the_clock() + ONCE_LASTS
    return password


def run_out(account: Account) -> bool:
    """Whether the password was given out for once and nobody has come with it in time."""
    until = account.password_until if account.password_once else None
    return until is not None and until < clock.by_the_clock()


def has_account(person: Person) -> bool:
    """Whether somebody has an account already."""
    return Account.objects.filter(person=person).exists()


def choose(by: By, *, now: str, new: str, again: str) -> None:
    """Have the account that acts choose a password of its own. Raises Refused, with the field that has to change."""
    account = by.account
    if account.shown and clock.demonstration() is not None:
        raise NotAllowed("shown_account")
    if not account.password_once and not account.check_password(now):
        raise Refused("password_not_this", field="now")
    require_good(new, account, field="new")
    if account.check_password(new):
        raise Refused("password_same", field="new")
    if new != again:
        raise Refused("passwords_differ", field="again")
    account.set_password(new)
    account.password_once, account.password_until = False, None
    account.save()
    events.record(by, "account.password_chosen", {"account": account.number}, person=account.person)


def _person(by: By, shown: str) -> Person:
    role = Role(by.account.role)
    if role is Role.HR_OFFICER:
        found = reading.visible(by, "person").filter(number=shown.strip().upper()).first()
    elif role is Role.SERVICE_CENTRE:
        found = scopes.shown_by(shown).first()
    else:
        raise NotAllowed()
    if found is None:
        raise NotThere("person")
    person: Person = found
    return person
