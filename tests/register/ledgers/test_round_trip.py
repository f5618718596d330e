"""What the register holds goes out as a ledger, comes in to an empty register, and goes out again the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sojourn.ledger import TABLES, Ledger, open_ledger
from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.services import ledgers
from sojourn.register.services.applications import approve
from sojourn.register.vocabulary import ApplicationKind, Purpose, Role
from tests.register.city import City, stand_at

from .emptied import an_operator, emptied


def exported(operator: models.Account, folder: Path) -> Ledger:
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.export_ledger(by, folder)
    return open_ledger(folder)


def rows_of(ledger: Ledger, without: str = "") -> dict[str, list[dict[str, object]]]:
    return {name: [row for row in ledger.table(name).to_pylist() if row["id"] != without] for name in TABLES}


def test_a_city_goes_out_and_comes_in(city: City, tmp_path: Path) -> None:
    """Given a city at work, when its ledger is taken into an empty register, then that one writes the same ledger."""
    worker = city.person("Nguyễn Thị Lan")
    city.permit(worker)
    stand_at(date(2019, 4, 8))
    city.permit(worker, kind=ApplicationKind.RENEWAL)
    number = city.application(city.person("Hoàng Văn Nam"))
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        approve(by, number)
    city.application(city.person("Lý Thị Hoa"))
    before = exported(city.of(Role.OPERATOR), tmp_path / "before")
    assert before.verify() == ()
    assert before.rows("permits") == 2

    emptied()
    stand_at(date(2019, 4, 8))
    operator = an_operator()
    with acting(operator, Purpose.OPERATION) as by:
        taken = ledgers.import_ledger(by, before)
    assert taken.left_out == 0
    after = exported(operator, tmp_path / "after")
    assert after.verify() == ()
    assert operator.office is not None
    assert rows_of(after, operator.office.number) == rows_of(before)
