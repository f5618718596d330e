"""A simulation's ledger becomes a register: with what it lacks put in, known as such, and not written out again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sojourn.ledger import TABLES, SeenBy, open_ledger
from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.services import ledgers
from sojourn.register.vocabulary import Purpose
from tests.register.city import stand_at

from .emptied import an_operator
from .runs import write_run

#: Tables whose every row is about somebody.
OF_PEOPLE = ("persons", "jobs", "permits", "crossings", "stays", "absences", "insurance", "documents")


def test_a_run_becomes_a_register(db: None, tmp_path: Path) -> None:
    """Given what a simulation writes, without counters, applications or papers, then the register holds it as it was.

    What it needs and the run does not say is counted and told; the ledger written out is the one that was taken in.
    """
    run = write_run(tmp_path / "run", 40, months=3)
    assert run.verify() == ()
    stand_at(date(2018, 6, 1))
    operator = an_operator()
    with acting(operator, Purpose.OPERATION) as by:
        taken = ledgers.import_ledger(by, run)
    assert taken.left_out == 12
    assert models.Permit.objects.count() == taken.put_in["applications"] == 120
    assert models.Stay.objects.count() == 120
    assert taken.beside == {"crossings": 15}
    # What was said of somebody beyond the register's own tables is hers, and goes into what she takes out.
    beyond = models.LedgerRow.objects.exclude(beyond={})
    assert not beyond.filter(person=None, table__in=OF_PEOPLE).exists()
    assert beyond.filter(table="crossings", standing="beside", person__isnull=False).count() == 15
    assert models.Crossing.objects.filter(refusal__isnull=False).count() == taken.put_in["decisions"] == 93
    assert taken.filled["permits.site_id"] == 120
    ban = models.Decision.objects.get(kind="ban", ends_on=date(2023, 1, 6))
    assert (ban.officer, ban.adverse) == (operator, True)
    assert models.Charge.objects.filter(kind="other").count() == 20
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.export_ledger(by, tmp_path / "out")
    out = open_ledger(tmp_path / "out")
    assert out.verify() == ()
    assert operator.office is not None
    for name in TABLES:
        said = sorted(run.table(name, seen_by=SeenBy.OFFICIALS).to_pylist(), key=lambda row: str(row["id"]))
        assert [row for row in out.table(name).to_pylist() if row["id"] != operator.office.number] == said, name


def test_what_was_put_in_is_written_out_once_something_rests_on_it(db: None, tmp_path: Path) -> None:
    """Given a refusal at the border that was put in, when the traveller appeals, then the ledger tells of both."""
    operator = an_operator()
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.import_ledger(by, write_run(tmp_path / "run", 2, months=1))
    refusal = models.Crossing.objects.filter(refusal__isnull=False).get().refusal
    assert refusal is not None
    with acting(operator, Purpose.OPERATION) as by:
        models.Appeal.objects.create(
            number="L-7K3QX9TB-M", decision=refusal, filed_by=operator, filed_on=date(2018, 2, 1), grounds="x"
        )
        ledgers.export_ledger(by, tmp_path / "out")
    out = open_ledger(tmp_path / "out")
    assert out.verify() == ()
    assert refusal.number in out.table("decisions").column("id").to_pylist()
    assert out.table("appeals").column("decision_id").to_pylist() == [refusal.number]
