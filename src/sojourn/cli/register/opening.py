"""Opening the register for a command, and telling what it refuses in the language of the call."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..errors import CallError
from ..session import Session

if TYPE_CHECKING:
    from sojourn.register import By

#: What the register needs beside Sojourn itself: the extra `register`.
NEEDED = ("django", "pyarrow", "cryptography", "cbor2", "stdnum")


@contextmanager
def opened(session: Session) -> Iterator[None]:
    """The register, with its tables there. Raises CallError for what it refuses, and SiteError without a database."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise CallError("no_register", missing=tuple(missing), install="pip install 'sojourn[register]'")
    from sojourn.web import prepare_register

    prepare_register()
    with refusals_told(session):
        yield


@contextmanager
def refusals_told(session: Session) -> Iterator[None]:
    """What the register or a ledger refuses, as a call that cannot be carried out."""
    from sojourn.ledger import LedgerError
    from sojourn.register import Refused, ledgers

    try:
        yield
    except (Refused, ledgers.LedgerUnfit) as error:
        raise CallError("told", said=error.told(session.language)) from error
    except LedgerError as error:
        raise CallError("told", said=error.text(session.language)) from error


@contextmanager
def acting_as(session: Session, sign_in: str) -> Iterator[By]:
    """Act as an account in an open register, in one transaction."""
    with opened(session):
        from sojourn.register import setting_up  # its tables are there by now, not before

        with setting_up.as_account(sign_in) as by:
            yield by


def read_secret(session: Session, code: str) -> str:
    """A password or passphrase: asked for at the terminal, where it is not shown; else the next line of the input.

    Raises KeyboardInterrupt where the terminal is left at it (Ctrl-D).
    """
    if sys.stdin.isatty():
        try:
            return getpass.getpass(session.say(code) + " ")
        except EOFError:
            raise KeyboardInterrupt from None
    return sys.stdin.readline().rstrip("\r\n")
