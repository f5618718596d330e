"""Statistics: what they count, and that small counts are hidden from those who see only aggregates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.register.actors import acting
from sojourn.register.models import Absence, Permit, Person
from sojourn.register.refusal import NotAllowed, NotThere
from sojourn.register.services.statistics import (
    LEAST,
    NAMES,
    Column,
    Figures,
    Kind,
    as_arrow,
    figures,
    without_small,
)
from sojourn.register.vocabulary import Purpose, Role
from tests.register.city import City, stand_at


def of(city: City, name: str, role: Role = Role.SUPERVISOR) -> Figures:
    """The statistics as a role sees them."""
    with acting(city.of(role), Purpose.STATISTICS) as by:
        return figures(by, name)


def test_permits_are_counted_by_month_zone_and_sector(city: City) -> None:
    for _ in range(2):
        city.permit(city.person())
    stand_at(date(2019, 5, 6))
    city.permit(city.person())
    assert of(city, "permits").rows == (
        (date(2019, 3, 1), "pingxiang_zone", "wood_processing", 2, 0),
        (date(2019, 5, 1), "pingxiang_zone", "wood_processing", 1, 0),
    )
    # A month in which nothing begins or ends stands there as well, with those who are at work.
    assert of(city, "turnover").rows == (
        (date(2019, 3, 1), 2, 0, 2),
        (date(2019, 4, 1), 0, 0, 2),
        (date(2019, 5, 1), 1, 0, 3),
    )


def test_the_backlog_knows_what_is_overdue(city: City) -> None:
    city.application(city.person())
    assert of(city, "backlog").rows == (("submitted", 1, 0), ("checked", 0, 0), ("approved", 0, 0))
    stand_at(date(2019, 3, 18))
    city.application(city.person())
    assert of(city, "backlog").rows[0] == ("submitted", 2, 1)


def test_days_away_are_those_of_whoever_came_back(city: City) -> None:
    people = [city.person() for _ in range(3)]
    for person in people:
        city.permit(person)
    with acting(city.of(Role.HR_OFFICER), Purpose.CASE):
        for person, back in zip(people, (date(2019, 4, 4), date(2019, 4, 3), None), strict=True):
            permit = Permit.objects.get(person=person)
            Absence.objects.create(person=person, permit=permit, left_on=date(2019, 4, 1), returned_on=back)
    assert of(city, "renewal").rows == ((date(2019, 4, 1), 3, 2, 1, 0, 5.0),)
    # Who has been away for longer than the programme assumes is taken never to come back.
    stand_at(date(2019, 5, 6))
    assert of(city, "renewal").rows == ((date(2019, 4, 1), 3, 2, 1, 1, 5.0),)


def test_processing_times_and_decisions(city: City) -> None:
    city.permit(city.person())
    assert of(city, "processing").rows == ((date(2019, 3, 1), 1, 0.0, 0.0, 0),)
    assert of(city, "decisions").rows == (
        (date(2019, 3, 1), "employment_approved", 1, 0),
        (date(2019, 3, 1), "permit_issued", 1, 0),
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_statistic_holds_a_value_of_a_person(city: City, name: str) -> None:
    person = city.person()
    city.permit(person)
    said = str(of(city, name).rows) + str(as_arrow(of(city, name)).to_pydict())
    for value in (person.number, Person.objects.get().details.name, Permit.objects.get().number):
        assert value not in said


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.DELEGATION, Role.AUDITOR, Role.WORKER}))
def test_nobody_else_sees_them(city: City, role: Role) -> None:
    with pytest.raises(NotAllowed), acting(city.of(role), Purpose.STATISTICS) as by:
        figures(by, "permits")


def test_an_unknown_name_is_told(city: City) -> None:
    with pytest.raises(NotThere):
        of(city, "persons")


def test_a_delegation_sees_no_small_count(city: City) -> None:
    for _ in range(3):
        city.permit(city.person())
    shown = of(city, "permits", Role.DELEGATION)
    assert shown.rows == ((date(2019, 3, 1), "pingxiang_zone", "wood_processing", None, None),)
    assert as_arrow(shown).to_pydict()["left_out"] == [True]


_BY_MONTH = (
    Column("month", Kind.MONTH),
    Column("area", Kind.PLACE),
    Column("count", Kind.COUNT),
    Column("renewals", Kind.COUNT, "count"),
)
_ROWS = st.lists(
    st.tuples(st.sampled_from([date(2019, 3, 1), date(2019, 4, 1)]), st.integers(0, 40), st.integers(0, 40)),
    max_size=8,
).map(
    lambda rows: sorted((month, f"place_{at}", count, min(part, count)) for at, (month, count, part) in enumerate(rows))
)


@given(_ROWS)
def test_no_small_count_is_shown_or_follows(rows: list[tuple[date, str, int, int]]) -> None:
    """Whatever the counts: none below the least is shown, as itself, as the rest of another, or as a month's rest."""
    whole = Figures("permits", _BY_MONTH, tuple(rows))
    shown = without_small(whole)
    for (month, _, count, part), (_, _, seen, seen_part) in zip(whole.rows, shown.rows, strict=True):
        assert seen in (None, count)
        if seen is not None:
            assert not 0 < count < LEAST
            if seen_part is not None:
                assert not 0 < part < LEAST
                assert not 0 < count - part < LEAST
        elif any(row[0] == month and row[2] is not None for row in shown.rows):
            hidden = [
                one[2] for one, seen in zip(whole.rows, shown.rows, strict=True) if seen[2] is None and one[0] == month
            ]
            assert len(hidden) > 1
            assert sum(hidden) >= LEAST
