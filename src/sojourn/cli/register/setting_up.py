"""`sojourn register office add` and `user add`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from ..errors import CallError
from ..session import Session
from .opening import acting_as, read_secret

_Word = TypeVar("_Word", bound=StrEnum)


def add_office(session: Session, acts: str, name: str, kind: str, place: str, authority: str, *, as_json: bool) -> None:
    """Add an office and say its number."""
    from sojourn.register import OfficeKind

    chosen = _word(OfficeKind, kind, "--kind")
    with acting_as(session, acts) as by:
        from sojourn.register import setting_up

        office = setting_up.add_office(by, name=name, kind=chosen, place=place, authority=authority)
        number = office.number
    if as_json:
        session.data({"office": number})
    else:
        print(session.say("register.office_added", name=name, number=number))


def add_user(
    session: Session, acts: str, sign_in: str, name: str, role: str, belongs: Mapping[str, str], *, as_json: bool
) -> None:
    """Add an account, with the password read from the terminal or the input, and say its number."""
    from sojourn.register import Role

    chosen = _word(Role, role, "--role")
    password = read_secret(session, "register.password")
    with acting_as(session, acts) as by:
        from sojourn.register import setting_up

        account = setting_up.add_account(
            by,
            sign_in=sign_in,
            name=name,
            role=chosen,
            belongs=setting_up.Belongs(**belongs),
            password=password,
        )
        number = account.number
    if as_json:
        session.data({"account": number})
    else:
        print(session.say("register.user_added", sign_in=sign_in, number=number))


def _word(words: type[_Word], given: str, option: str) -> _Word:
    try:
        return words(given)
    except ValueError:
        raise CallError("no_word", option=option, given=given, words=tuple(words)) from None
