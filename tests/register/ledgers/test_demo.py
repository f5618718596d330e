"""The city of the demonstration: the same from the same seed, sound, in every status, and whole in a register."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from sojourn.ledger import TABLES, Ledger, OriginKind, open_ledger
from sojourn.register import models, programme
from sojourn.register.actors import acting
from sojourn.register.demo.generating import DAY, write_city
from sojourn.register.demo.starting import begin_demonstration, is_empty
from sojourn.register.services import ledgers
from sojourn.register.shown import demonstration_accounts
from sojourn.register.vocabulary import Purpose, Role

from .emptied import emptied


@pytest.fixture(scope="module")
def city_folder(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object) -> Path:
    """The ledger of the whole city."""
    folder = tmp_path_factory.mktemp("demo") / "city"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        write_city(folder)
    return folder


@pytest.fixture(scope="module")
def city_ledger(city_folder: Path) -> Ledger:
    return open_ledger(city_folder)


def rows(ledger: Ledger, name: str) -> list[dict[str, object]]:
    return list(ledger.table(name).to_pylist())


def test_the_city_is_sound(city_ledger: Ledger) -> None:
    """Given the city's ledger, then no law of a ledger is broken, and it says that it is a demonstration's."""
    assert city_ledger.verify() == ()
    assert city_ledger.description.origin.kind is OriginKind.DEMO
    assert city_ledger.description.pseudonymised


def test_the_same_seed_gives_the_same_city(db: None, tmp_path: Path) -> None:
    """Given one seed twice and another, then two ledgers are the same to the byte, and the third is not."""
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        write_city(tmp_path / name, seed=seed, workers=0.05)
    one, two, three = (open_ledger(tmp_path / name).description.files for name in ("one", "two", "three"))
    assert one == two
    assert one["persons"].sha256 != three["persons"].sha256


def test_it_is_a_small_city(city_ledger: Ledger) -> None:
    """Given the city, then it has its offices, firms, agencies and workers, with codes that check."""
    assert city_ledger.rows("employers") == 60
    assert city_ledger.rows("agencies") == 12
    assert city_ledger.rows("persons") == 600
    assert len({row["kind"] for row in rows(city_ledger, "offices")}) == 7
    codes = [str(row["credit_code"]) for name in ("employers", "agencies") for row in rows(city_ledger, name)]
    assert all(map(uscc.is_valid, codes))
    assert len(set(codes)) == 72
    last = {row["agency_id"]: row["grade"] for row in rows(city_ledger, "ratings") if row["ends_on"] is None}
    assert set(last.values()) == {"a", "b", "c", "d"}


def test_every_status_is_there(city_ledger: Ledger) -> None:
    """Given the last day, then somebody is in each status that the register knows."""
    states = Counter(row["status"] for row in rows(city_ledger, "applications"))
    assert set(states) >= {"draft", "submitted", "checked", "granted", "refused"}
    permits = rows(city_ledger, "permits")
    ends = Counter(row["ended"] for row in permits)
    assert set(ends) == {None, "expired", "revoked", "surrendered"}
    assert ends[None] > 200
    assert min(row["begins_on"] for row in permits) < date(2018, 4, 1)  # type: ignore[type-var]
    stays = rows(city_ledger, "stays")
    inside = [row for row in stays if row["left_on"] is None]
    on_pass = [row for row in inside if row["permit_id"] is None]
    assert [row for row in on_pass if row["leave_by"] >= DAY]  # type: ignore[operator]
    assert [row for row in on_pass if row["flagged_on"] is not None]
    kinds = Counter(row["kind"] for row in rows(city_ledger, "decisions"))
    assert kinds["ban"] >= 5
    assert {row["status"] for row in rows(city_ledger, "appeals")} == {"pending", "upheld"}
    assert {row["status"] for row in rows(city_ledger, "claims")} == {"filed", "paid", "refused"}
    assert len(rows(city_ledger, "complaints")) == 8
    absences = rows(city_ledger, "absences")
    never = [row for row in absences if row["returned_on"] is None and row["left_on"] < DAY - timedelta(days=60)]  # type: ignore[operator]
    assert len(never) > 20


def test_term_and_fee_are_the_programmes(db: None, city_ledger: Ledger) -> None:
    """Given each permit's finding, then its last days and its fee are what the programme says on the day of issue."""
    applications = {row["id"]: row for row in rows(city_ledger, "applications")}
    findings = {row["id"]: row for row in rows(city_ledger, "findings")}
    fees = {row["permit_id"]: row["amount"] for row in rows(city_ledger, "charges") if row["kind"] == "fee"}
    import json

    for permit in rows(city_ledger, "permits")[::40]:
        finding = findings[applications[permit["application_id"]]["finding_id"]]
        issued = permit["issued_on"]
        assert isinstance(issued, date)
        terms = programme.terms(json.loads(str(finding["facts"])), issued)
        assert terms.months is not None
        assert terms.paper_months is not None
        assert permit["ends_on"] == programme.last_day(issued, terms.months)
        assert permit["paper_ends_on"] == programme.last_day(issued, terms.paper_months)
        assert fees[permit["id"]] == terms.fee


def test_a_demonstration_begins(db: None, tmp_path: Path) -> None:
    """Given an empty register, when a demonstration begins, then it stands at its day with a sign-in for each role."""
    assert is_empty()
    begin_demonstration(tmp_path / "city", workers=0.15)
    assert not is_empty()
    shown = demonstration_accounts()
    assert {account.role for account in shown} == set(Role)
    assert len([account for account in shown if account.role == Role.WORKER]) == 2
    assert all(account.check_password("demonstration") for account in shown)
    worker = next(account for account in shown if account.role == Role.WORKER)
    assert worker.person is not None
    assert worker.person.details.name == worker.name
    assert models.PersonDetails.objects.count() == models.Person.objects.count()
    numbers = models.Document.objects.values_list("document_number", flat=True)
    assert all(number[0] in "TC" and number[1:].isdigit() and len(number) == 8 for number in numbers)
    assert models.Decision.objects.filter(adverse=True, reason="").count() == 0


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), days=st.integers(0, 400))
def test_any_city_comes_back_as_it_was_taken_in(
    db: None, tmp_path_factory: pytest.TempPathFactory, seed: int, days: int
) -> None:
    """Given any seed and day, when the city is taken in and written out, then not a row and not a value is lost."""
    folder = tmp_path_factory.mktemp("any")
    emptied()
    begin_demonstration(folder / "city", seed=seed, day=DAY - timedelta(days=days), workers=0.05)
    operator = models.Account.objects.get(sign_in="operator")
    with acting(operator, Purpose.OPERATION) as by:
        ledgers.export_ledger(by, folder / "out")
    before, after = open_ledger(folder / "city"), open_ledger(folder / "out")
    assert after.verify() == ()
    assert operator.office is not None
    for name in TABLES:
        kept = [row for row in rows(after, name) if row["id"] != operator.office.number]
        assert kept == rows(before, name)
