"""A register in which everything has happened goes out, pseudonymised and whole, and comes in to another the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojourn.ledger import TABLES, Ledger
from sojourn.register import models
from sojourn.register.actors import acting
from sojourn.register.demo.starting import begin_demonstration
from sojourn.register.services import (
    appeals,
    applications,
    check_ins,
    claims,
    complaints,
    crossings,
    ledgers,
    nightly,
    qualifications,
    queue,
    ratings,
    renewals,
    revocations,
    standstill,
)
from sojourn.register.services.standstill import Grounds
from sojourn.register.vocabulary import ComplaintKind, Purpose, Role, Settled
from tests.register.border import comes_in, goes_out
from tests.register.city import City, stand_at
from tests.register.conduct import GROUNDS, JUNE, banned_for_five_years, colleague, fined

from .emptied import an_operator, emptied
from .test_random import written_out

COUNTER = Purpose.COUNTER
STILL = Grounds("The border is closed", "Notice of 16 June", "City government, within 60 days", date(2019, 9, 30))


@pytest.fixture
def worked(city: City) -> City:
    """A city whose people hold permits, cross, overstay, are hurt, complain, are punished, appeal and are settled."""
    lan, mai, hoa, thu, nga, yen = (city.person(name) for name in ("Lan", "Mai", "Hoa", "Thu", "Nga", "Yến"))
    permits = [city.permit(person) for person in (lan, mai, hoa)]
    with acting(lan.account, Purpose.OWN_RECORD) as by:
        check_ins.check_in(by, lan.number, city.site.number)
        complaints.file_complaint(
            by, complaints.Said(ComplaintKind.OTHER, "No beds", about_employer=city.employer, about_agency=city.agency)
        )
    comes_in(city, lan, "2019-03-04T08:00:00")
    goes_out(city, thu, "2019-03-04T09:00:00")
    stand_at(date(2019, 4, 2))
    goes_out(city, lan, "2019-04-02T08:00:00")
    comes_in(city, lan, "2019-04-02T08:00:00")
    stand_at(date(2019, 4, 3))
    with acting(city.of(Role.SERVICE_CENTRE), COUNTER) as by:
        queue.draw(by, lan)
        queue.call(by)
    with acting(city.of(Role.AGENCY), Purpose.FILING) as by:
        renewed = renewals.file(by, lan).number
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE) as by:
        applications.approve(by, renewed)
    with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
        applications.issue(by, renewed)
        revocations.revoke(by, permits[1], **GROUNDS)
        applications.refuse(by, city.application(thu), **GROUNDS)
    with acting(hoa.account, Purpose.OWN_RECORD) as by:
        claims.file_claim(by, claims.Injury(hoa, date(2019, 4, 2), "A log fell on her foot"))
    comes_in(city, nga, "2019-04-03T08:00:00")
    nightly.move_to(city.of(Role.OPERATOR), JUNE)
    ban = banned_for_five_years(city, yen)
    fined(city, nga)
    with acting(yen.account, Purpose.OWN_RECORD) as by:
        appeal = appeals.file_appeal(by, ban.number, "It was my brother").number
    officer = colleague(city, Role.EXIT_ENTRY_OFFICER)
    with acting(officer, Purpose.APPEAL) as by:
        appeals.allow(by, appeal, "Mistaken for her brother")
    other = banned_for_five_years(city, mai)
    came = comes_in(city, mai, "2019-06-05T08:00:00")
    with acting(city.of(Role.BORDER_POST), Purpose.BORDER_CONTROL) as by:
        crossings.refuse_entry(by, came.crossing, reason="Barred", legal_basis=other.legal_basis, appeal_route="x")
    city.application(nga)
    _of_conduct(city)
    with acting(city.of(Role.SUPERVISOR), Purpose.OPERATION) as by:
        standstill.stop(by, JUNE, "The border is closed")
    for settled in models.Settlement.objects.filter(permit__isnull=False, decision=None)[:1]:
        assert settled.permit is not None
        with acting(city.of(Role.EXIT_ENTRY_OFFICER), Purpose.CASE) as by:
            standstill.settle(by, settled.permit.number, Settled.KEPT, STILL)
    return city


def _of_conduct(city: City) -> None:
    """The firm loses its qualification and the agency its grade."""
    with acting(city.of(Role.HR_OFFICER), Purpose.SANCTION) as by:
        qualifications.withdraw(by, city.employer, STILL)
        ratings.rate(by, city.agency, "c", STILL)


def test_a_register_that_was_worked_on_goes_whole_to_another(worked: City, tmp_path: Path) -> None:
    """Given all that can happen, when it is transferred, then the other register tells the same, names and all."""
    day = models.Today.objects.get().day
    before = {full: written_out(worked.of(Role.OPERATOR), tmp_path / f"{full}", full=full) for full in (False, True)}
    assert all(ledger.verify() == () for ledger in before.values())
    empty = {name for name in TABLES if not before[True].rows(name)}
    assert empty == {"inspections", "insurance"}
    assert all(row["reason_text"] for row in before[True].table("decisions").to_pylist() if row["ends_on"])

    emptied()
    stand_at(day)
    operator = an_operator()
    with acting(operator, Purpose.OPERATION) as by:
        taken = ledgers.import_ledger(by, before[True])
    assert (taken.filled, taken.put_in, taken.beside, taken.left_out) == ({}, {}, {}, 0)
    assert models.Decision.objects.filter(kind="other").count() == 0
    for full, ledger in before.items():
        after = written_out(operator, tmp_path / f"after {full}", full=full)
        assert after.verify() == ()
        assert rows_of(after, operator) == rows_of(ledger, operator)


def test_the_demonstration_goes_out_and_comes_in(db: None, tmp_path: Path) -> None:
    """Given the demonstration's city with what was made up for it, then a full transfer of it is taken in the same."""
    begin_demonstration(tmp_path / "city", workers=0.05)
    day = models.Today.objects.get().day
    before = written_out(models.Account.objects.get(sign_in="operator"), tmp_path / "before", full=True)
    emptied()
    stand_at(day)
    operator = an_operator()
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.import_ledger(by, before)
    after = written_out(operator, tmp_path / "after", full=True)
    assert after.verify() == ()
    assert rows_of(after, operator) == rows_of(before, operator)


def rows_of(ledger: Ledger, operator: models.Account) -> dict[str, list[dict[str, object]]]:
    """Every row but that of the operator's own office."""
    assert operator.office is not None
    return {
        name: [row for row in ledger.table(name).to_pylist() if row["id"] != operator.office.number] for name in TABLES
    }
