"""`sojourn register import` and `export`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CallError
from ..session import Session
from .opening import acting_as, read_secret

if TYPE_CHECKING:
    from sojourn.ledger import Ledger
    from sojourn.register import ledgers


def take_in(session: Session, acts: str, path: Path, key: Path | None, *, as_json: bool) -> None:
    """Take a ledger, or an encrypted transfer of one, into an empty register."""
    with acting_as(session, acts) as by:
        from sojourn.register import ledgers

        with _ledger(session, path, key) as ledger:
            taken = ledgers.import_ledger(by, ledger, told=session.progress)
    if as_json:
        session.data(asdict(taken))
        return
    print(session.say("register.taken_in", count=sum(taken.rows.values()), tables=len(taken.rows)))
    if taken.left_out:
        print(session.say("register.left_out", count=taken.left_out))
    for code, counts in (
        ("register.filled", taken.filled),
        ("register.put_in", taken.put_in),
        ("register.beside", taken.beside),
    ):
        if counts:
            print(session.say(code))
            for name, count in counts.items():
                print(session.say("register.rows_of", name=_label(session, name), count=count))


def write_out(
    session: Session, acts: str, path: Path, *, full: bool, to: Path | None, second: str, as_json: bool
) -> None:
    """Write a pseudonymised ledger; or all of the register into a file for one recipient, by two officers."""
    if not full and (to is not None or second):
        raise CallError("only_in_full")
    if full and not second:
        raise CallError("second_needed")
    with acting_as(session, acts) as by:
        from sojourn.register import ledgers, setting_up

        if full:
            other = setting_up.present(second, read_secret(session, "register.second_password"))
            written = ledgers.transfer_ledger(by, path, _recipient(session, to), second=other)
        else:
            written = ledgers.export_ledger(by, path)
    if as_json:
        session.data({"path": str(written.path), "rows": dict(written.rows)})
    else:
        code = "register.transferred" if full else "register.exported"
        print(session.say(code, path=written.path, count=sum(written.rows.values()), tables=len(written.rows)))


def _label(session: Session, name: str) -> str:
    """What a table, or a column of one, is called."""
    from sojourn.ledger import label_of_column, label_of_table

    table, _, column = name.partition(".")
    label = label_of_table(table, session.language)
    if not column:
        return label
    return session.say("register.column_of", table=label, column=label_of_column(column, session.language))


@contextmanager
def _ledger(session: Session, path: Path, key: Path | None) -> Iterator[Ledger]:
    """The ledger of a folder, or of an encrypted file as long as it is read."""
    from sojourn.ledger import open_ledger
    from sojourn.register import ledgers

    if not ledgers.is_sealed(path):
        yield open_ledger(path)
        return
    with tempfile.TemporaryDirectory(prefix="transfer-") as folder:
        private = _bytes(key) if key is not None else b""
        passphrase = "" if private else read_secret(session, "register.passphrase")
        ledgers.unseal(path, Path(folder), private_key=private, passphrase=passphrase)
        yield open_ledger(Path(folder))


def _recipient(session: Session, to: Path | None) -> ledgers.Recipient:
    from sojourn.register import ledgers

    if to is None:
        return ledgers.recipient_with(read_secret(session, "register.passphrase"))
    return ledgers.recipient_of(_bytes(to))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CallError("file_unreadable", file=str(file), why=error.strerror or str(error)) from None
