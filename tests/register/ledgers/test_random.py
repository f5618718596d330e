"""Any sound ledger goes into an empty register and comes out the same: every table, row and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import HealthCheck, given, settings

from sojourn.ledger import TABLES, Ledger, open_ledger
from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.numbers import new_number
from sojourn.register.services import ledgers
from sojourn.register.vocabulary import Purpose, Role
from tests.ledger.random_ledgers import RandomLedger

from .emptied import an_operator, emptied
from .register_ledgers import registers_ledgers, what_officials_see


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=registers_ledgers())
def test_any_ledger_comes_back_as_it_was_taken_in(
    db: None, tmp_path_factory: pytest.TempPathFactory, drawn: RandomLedger
) -> None:
    """Given any sound ledger of the programme, when it is taken in and written out, then not a value is lost.

    What no official sees is left out. The rows come in the order of their ids. A full ledger goes by a full transfer.
    """
    folder = tmp_path_factory.mktemp("any")
    emptied()
    operator = an_operator()
    assert operator.office is not None
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.import_ledger(by, drawn.write(folder / "before"))
    after = written_out(operator, folder, full=not drawn.pseudonymised)
    expected = what_officials_see(drawn)
    assert after.verify() == ()
    for name in TABLES:
        there = {row["id"] for row in expected[name]}
        own = {operator.office.number, "pingxiang"} - there
        assert [row for row in after.table(name).to_pylist() if row["id"] not in own] == expected[name], name
    shutil.rmtree(folder)


def written_out(operator: models.Account, folder: Path, *, full: bool) -> Ledger:
    """The ledger of the register; in full it goes through a file that only the recipient can open."""
    if not full:
        with acting(operator, Purpose.OPERATION) as by:
            ledgers.export_ledger(by, folder / "after")
        return open_ledger(folder / "after")
    folder.mkdir(exist_ok=True)
    key = X25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with acting(operator, Purpose.OPERATION):
        auditor = models.Account.objects.create(
            number=new_number("U"), sign_in=new_number("U"), name="A", role=Role.AUDITOR, office=operator.office
        )
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.transfer_ledger(by, folder / "sealed", ledgers.recipient_of(public), second=auditor)
    ledgers.unseal(folder / "sealed", folder / "after", private_key=private)
    return open_ledger(folder / "after")
