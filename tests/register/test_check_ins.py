"""Check-ins: a condition of nothing, shown as no history, never to agencies, and gone when their time is up."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sojourn import register
from sojourn.register import events, programme, reading
from sojourn.register.actors import acting
from sojourn.register.models import CheckIn, Event, Person, Site
from sojourn.register.numbers import new_number
from sojourn.register.refusal import NotAllowed, NotThere
from sojourn.register.rights import right
from sojourn.register.services.check_ins import check_in, erase_older_than, on_site
from sojourn.register.vocabulary import Act, Purpose, Role
from tests.register.city import City, stand_at


@pytest.fixture
def worker(city: City) -> Person:
    """A worker of the wood plant."""
    person = city.person()
    city.permit(person)
    return person


def test_a_worker_or_her_employer_notes_that_she_is_at_the_site_once_a_day(city: City, worker: Person) -> None:
    with acting(worker.account, Purpose.OWN_RECORD) as by:
        assert check_in(by, worker.number, city.site.number)
    with acting(city.of(Role.EMPLOYER), Purpose.SITE_SAFETY) as by:
        assert not check_in(by, worker.number, city.site.number)
    row = CheckIn.objects.get()
    assert (row.person, row.site, row.day, row.by_herself) == (worker, city.site, date(2019, 3, 4), True)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EMPLOYER, Role.WORKER)])
def test_nobody_else_checks_anybody_in(city: City, worker: Person, role: Role) -> None:
    with pytest.raises(NotAllowed), acting(city.of(role), Purpose.SITE_SAFETY) as by:
        check_in(by, worker.number, city.site.number)


def test_nobody_checks_in_somebody_elses_worker_or_at_a_site_where_she_does_not_work(
    city: City, worker: Person
) -> None:
    stranger = city.person()
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        other = Site.objects.create(
            number=new_number("S"),
            employer=city.employer,
            name="Yard",
            place="pingxiang_zone",
            sector="wood_processing",
        )
    for account, person, site in (
        (worker.account, stranger, city.site),
        (worker.account, worker, other),
        (city.of(Role.EMPLOYER), stranger, city.site),
        (city.of(Role.EMPLOYER), worker, other),
    ):
        with pytest.raises(NotThere), acting(account, Purpose.SITE_SAFETY) as by:
            check_in(by, person.number, site.number)
    assert not CheckIn.objects.exists()


def test_an_employer_sees_who_is_there_today_and_no_history(city: City, worker: Person) -> None:
    """Promise 20: a check-in is never shown as a history of movements."""
    employer = city.of(Role.EMPLOYER)
    for day in (4, 5, 6):
        stand_at(date(2019, 3, day))
        with acting(employer, Purpose.SITE_SAFETY) as by:
            check_in(by, worker.number, city.site.number)
    with acting(employer, Purpose.SITE_SAFETY) as by:
        assert [(row["day"], row["holder"]) for row in on_site(by)] == [(date(2019, 3, 6), worker.number)]
        assert [row["day"] for row in reading.listing(by, "check_in")] == [date(2019, 3, 6)]
    with acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        assert all(row.get("holder") is None for row in reading.listing(by, "check_in"))
    with acting(worker.account, Purpose.OWN_RECORD) as by:
        assert reading.listing(by, "check_in").total == 3


def test_agencies_never_see_check_ins(city: City) -> None:
    """Promise 20: never shown to agencies."""
    for purpose in Purpose:
        assert right(Role.AGENCY, "check_in", purpose) is None
        with pytest.raises(NotAllowed), acting(city.of(Role.AGENCY), purpose) as by:
            reading.listing(by, "check_in", act=Act.LIST)


def test_a_check_in_is_a_condition_of_nothing() -> None:
    """Promise 20: no service reads check-ins but the one that keeps them, and no fact of the programme is one."""
    services = Path(register.__file__).parent / "services"
    readers = [
        path.name for path in services.glob("*.py") if re.search(r"\bCheckIn\b|check_ins\b", path.read_text("utf-8"))
    ]
    assert set(readers) <= {"check_ins.py", "retention.py", "exporting.py", "importing.py"}
    assert not [
        name for name in (*programme.bound().facts.values(), *programme.programme().facts) if "check_in" in name
    ]


def test_the_chain_holds_no_trail_of_hers(city: City, worker: Person) -> None:
    with acting(city.of(Role.EMPLOYER), Purpose.SITE_SAFETY) as by:
        check_in(by, worker.number, city.site.number)
    event = Event.objects.get(kind="check_in.made")
    assert (event.person, event.facts) == (None, {"site": city.site.number})
    assert events.verify() is None


def test_those_of_days_before_a_day_are_deleted_for_retention_and_nothing_else(city: City, worker: Person) -> None:
    for day in (4, 5, 6):
        stand_at(date(2019, 3, day))
        with acting(city.of(Role.EMPLOYER), Purpose.SITE_SAFETY) as by:
            check_in(by, worker.number, city.site.number)
    with pytest.raises(NotAllowed), acting(city.of(Role.AUDITOR), Purpose.AUDIT) as by:
        erase_older_than(by, date(2019, 3, 6))
    with acting(city.of(Role.AUDITOR), Purpose.RETENTION) as by:
        assert erase_older_than(by, date(2019, 3, 6)) == 2
        assert erase_older_than(by, date(2019, 3, 6)) == 0
    assert [row.day for row in CheckIn.objects.all()] == [date(2019, 3, 6)]
