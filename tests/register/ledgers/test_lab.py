"""What the lab writes becomes a register: crossings and stays too, not only beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sojourn.lab import Draws, Experiment, run_one, write_ledger
from sojourn.ledger import SeenBy, open_ledger
from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.services import ledgers
from sojourn.register.vocabulary import Purpose

from .emptied import an_operator

SMALL = Experiment(
    people=500, first=date(2018, 1, 1), last=date(2018, 2, 28), warm_up=60, draws=Draws.PRIOR, seed=3, traced=1.0
)


def test_a_run_of_the_lab_becomes_a_register(db: None, tmp_path: Path) -> None:
    """Given the histories of a run, then an empty register holds all that officials saw, none of it beside."""
    write_ledger(tmp_path / "run", SMALL, run_one(SMALL, 0))
    run = open_ledger(tmp_path / "run")
    with acting(an_operator(), Purpose.OPERATION) as by:
        taken = ledgers.import_ledger(by, run)
    assert taken.beside == {}
    for name, model in (("permits", models.Permit), ("crossings", models.Crossing), ("stays", models.Stay)):
        seen = run.table(name, seen_by=SeenBy.OFFICIALS).num_rows
        assert 0 < seen == model._default_manager.count(), name
